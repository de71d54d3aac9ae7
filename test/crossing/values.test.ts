/** Values go to a thread and come back as they were: by argument and by queue. */
import { beforeAll, describe, expect, test } from "vitest";
import { describe as tell, linesOf, runWithImports } from "../helpers/run-program.js";

/** What is sent; each is compared with what comes back, strictly and with prototypes. */
const plain: [what: string, value: string][] = [
  ["undefined", "undefined"],
  ["null", "null"],
  ["booleans", "[true, false]"],
  ["whole numbers of all sizes", "[0, 1, -1, 127, 128, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 2 ** 40, -(2 ** 40), 2 ** 53, Number.MAX_VALUE]"],
  ["fractions", "[0.1, -1.5, 5e-324]"],
  ["NaN", "NaN"],
  ["-0", "-0"],
  ["infinities", "[Infinity, -Infinity]"],
  ["bigints", "[0n, -1n, 123456789012345678901234567890n, -(2n ** 200n)]"],
  ["an empty string", "''"],
  ["strings of all widths", "['a', 'é', 'ж', '\\u{1F600}', 'mixed é \\u{1F600}', '\\0']"],
  ["lone surrogates", "['\\ud800', 'a\\udc00b']"],
  ["long strings", "['x'.repeat(200000), 'é\\u{1F600}'.repeat(30000)]"],
  ["nesting", "{ a: [1, { b: [null, undefined, { c: 'd' }] }] }"],
  ["deep nesting", "(() => { let deep = {}; for (let i = 0; i < 1000; i++) deep = { deep }; return deep; })()"],
  ["a large array", "Array.from({ length: 50000 }, (_, i) => i)"],
  ["a sparse array", "[1, , 3, , ,]"],
  ["an empty array with a length", "new Array(5)"],
  ["an array with other properties", "Object.assign([1], { extra: 2 })"],
  ["a Map", "new Map([['a', { x: 1 }], [{ k: 1 }, [2]], [NaN, 3]])"],
  ["a Set", "new Set([1, 'a', [2], null])"],
  ["a Date", "[new Date(5), new Date(-8.64e15)]"],
  ["a RegExp", "/a(b)/giu"],
  ["a RegExp on its way", "Object.assign(/x/g, { lastIndex: 3 })"],
  ["typed arrays", "[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array].map((T) => T.of(1, 2, 200))"],
  ["bigint arrays", "[BigInt64Array.of(-1n), BigUint64Array.of(2n ** 63n)]"],
  ["a DataView of a part", "new DataView(Uint8Array.of(1, 2, 3).buffer, 1)"],
  ["a Buffer", "Buffer.from('hé')"],
  ["an ArrayBuffer", "Uint8Array.of(9, 8).buffer"],
  ["a URL", "new URL('http://user@host/path?q=1#top')"],
  ["boxed primitives", "[new Number(1), new String('ab'), new Boolean(false), Object(5n)]"],
  ["an object without a prototype", "Object.assign(Object.create(null), { a: 1 })"],
  ["keys that are symbols", "{ [Symbol.for('k')]: 1, [Symbol.iterator]: 2 }"],
  ["a key named __proto__", "JSON.parse('{\"__proto__\": 1}')"],
  ["numeric keys in their order", "{ 2: 'b', 1: 'a', z: 1, a: 2 }"],
  ["a property that is not enumerable", "Object.defineProperty({ a: 1 }, 'hidden', { value: 2 })"],
  ["keys that modules and prototypes have", "[{ default: 1 }, { constructor: 2, a: 1 }, { __esModule: 3 }]"],
  ["a property that cannot be written", "Object.defineProperty({ a: 1 }, 'b', { value: 2, enumerable: true })"],
  ["one object many times, among many", "(() => { const all = Array.from({ length: 20 }, (_, i) => ({ i })); return [...all, ...all]; })()"],
  ["well-known symbols", "[Symbol.iterator, Symbol.asyncIterator, Symbol.for('registered')]"],
];

describe("plain values", () => {
  const ways = ["queue", "args"] as const;
  let verdicts: Record<string, string[]> = {};
  beforeAll(async () => {
    const result = await runWithImports(`
import { isDeepStrictEqual, inspect } from "node:util";
const values = [${plain.map(([, value]) => `() => (${value})`).join(",\n")}].map((make) => make());
const to = Queue.Queue(), back = Queue.Queue();
const keys = (x) => Reflect.ownKeys(Object(x)).map(String).join();
const isCopy = (a, b) => (typeof a === "object" && a !== null) !== Object.is(a, b);
const same = (a, b) => (isDeepStrictEqual(a, b) && isCopy(a, b) && keys(a) === keys(b) ? "same" : inspect(b).slice(0, 300));
const verdicts = { queue: [], args: [] };
const echo = threading.Thread({ target: () => { for (let item = to.get(); item !== "stop"; item = to.get()) back.put(item); } });
echo.start();
for (const value of values) {
  try { to.put(value); verdicts.queue.push(same(value, back.get())); } catch (error) { verdicts.queue.push(String(error)); }
  try { const t = threading.Thread({ target: (x) => back.put(x), args: [value] }); t.start(); t.join(); verdicts.args.push(same(value, back.get(false))); } catch (error) { verdicts.args.push(String(error)); }
}
to.put("stop"); echo.join();
fs.writeSync(1, JSON.stringify(verdicts) + "\\n");`);
    expect(result, tell(result)).toMatchObject({ code: 0, stderr: "" });
    verdicts = JSON.parse(result.lines[0]);
  });

  for (const way of ways) {
    test.each(plain.map(([what], i) => [what, i] as const))(`by ${way}: %s`, (_, i) => expect(verdicts[way][i]).toBe("same"));
  }
});

/** A program with a thread that hands back what it is sent: `trip(x)`. */
const TRIP = `
const to = Queue.Queue(), back = Queue.Queue(), END = object();
const echo = threading.Thread({ target: () => { for (let item = to.get(); item !== END; item = to.get()) back.put(item); }, daemon: true });
echo.start();
const trip = (x) => { to.put(x); return back.get(); };
`;

describe("structure", () => {
  test("cycles and repeated references", async () => {
    expect(
      await linesOf(`${TRIP}
        const twice = { n: 1 }, round = { twice, list: [twice], map: new Map() };
        round.self = round; round.list.push(round, round.list); round.map.set(round, round.map); round.set = new Set([round]);
        const r = trip(round);
        print(r !== round, r.self === r, r.twice === r.list[0], r.list[1] === r, r.list[2] === r.list, r.map.get(r) === r.map, r.set.has(r));`),
    ).toEqual(["True True True True True True True"]);
  });

  test("chains of shared objects of any length", async () => {
    expect(
      await linesOf(`
        class Node extends object { constructor(value, next) { super(); this.value = value; this.next = next; } }
        const chain = (length, last) => { let head = last; for (let i = 0; i < length; i++) head = new Node(i, head); return head; };
        const back = Queue.Queue();
        const count = (head) => { let n = 0; for (let at = head; at !== null; at = at.next) n += 1; back.put(n); };
        threading.Thread({ target: count, args: [chain(20000, null)] }).start();
        print(back.get());
        const broken = chain(20000, new Node(new WeakMap(), null));
        try { threading.Thread({ target: count, args: [broken] }).start(); } catch (error) { print(error.name, error.message.includes(".next.value' (WeakMap)")); }
        print(broken.next.value);`),
    ).toEqual(["20000", "CaptureError True", "19998"]);
  });

  test("functions, classes and data in one circle", async () => {
    expect(
      await linesOf(`${TRIP}
        const node = { name: "node" };
        class Owner { static first = node; give() { return node; } }
        node.owner = new Owner(); node.maker = () => node.owner; node.self = () => node; node.Owner = Owner;
        const t = threading.Thread({ target: (n) => back.put([n.owner.give().name, n.maker() === n.owner, n.self() === n, n.owner instanceof n.Owner, Owner.first.name, Owner.first.Owner === Owner]), args: [node] });
        t.start(); print(back.get().map(String).join());`),
    ).toEqual(["node,true,true,true,node,true"]);
  });

  test("accessors stay accessors", async () => {
    expect(
      await linesOf(`${TRIP}
        const r = trip({ base: 20, get double() { return this.base * 2; }, set half(value) { this.base = value / 2; } });
        r.half = 8; print(r.double);`),
    ).toEqual(["8"]);
  });
});

describe("errors", () => {
  test("keep class, message, stack, cause and properties", async () => {
    expect(
      await linesOf(`${TRIP}
        class Custom extends TypeError { constructor(message, options) { super(message, options); this.name = "Custom"; this.details = [1]; } }
        const made = new Custom("m", { cause: new RangeError("c") });
        const r = trip(made);
        print(r instanceof Custom, r.name, r.message, r.details[0], r.cause instanceof RangeError, r.cause.message, r.stack === made.stack, Object.keys(r).join());
        const v = trip(new builtins.ValueError("v", 2));
        print(v instanceof builtins.ValueError, v instanceof builtins.Exception, v.message, v.args[1], String(v));
        const e = trip(new builtins.OSError(2, "No such file"));
        print(e.errno, e.strerror, e.message);
        print(trip(new AggregateError([new Error("x")], "both")).errors[0].message);
        try { fs.readFileSync("/does/not/exist"); } catch (error) { const s = trip(error); print(s.code, s.syscall, s instanceof Error); }`),
    ).toEqual([
      "True Custom m 1 True c True name,details",
      "True True v 2 ValueError: v",
      "2 No such file [Errno 2] No such file",
      "x",
      "ENOENT open True",
    ]);
  });

  test("thrown in a thread and caught by who asks for it", async () => {
    expect(
      await linesOf(`
        class Failed extends builtins.RuntimeError {}
        const results = Queue.Queue();
        function work(n) { try { if (n === 2) throw new Failed("two"); results.put(n); } catch (error) { results.put(error); } }
        for (const n of [1, 2]) { const t = threading.Thread({ target: work, args: [n] }); t.start(); t.join(); }
        print(results.get());
        const error = results.get();
        print(error instanceof Failed, error.message, error.stack.includes("at work"));`),
    ).toEqual(["1", "True two True"]);
  });
});

describe("identity", () => {
  test("an array that threads were given through their attributes has what they put into it", async () => {
    expect(
      await linesOf(`
        const results = [];
        class Worker extends threading.Thread {
          constructor(results) { super(); this.results = results; }
          run() { for (let i = 0; i < 500; i++) this.results.push(i); }
        }
        const workers = [new Worker(results), new Worker(results)];
        for (const w of workers) w.start();
        for (const w of workers) w.join();
        print(results.length, workers[0].results === workers[1].results);
        let sum = 0;
        for (let i = 0; i < results.length; i++) sum += results[i];
        print(sum, Math.max(...results));
        const done = threading.Event();
        threading.Thread({ target: (w) => { w.results.clear(); w.results.push(1, 2); done.set(); }, args: [workers[0]] }).start();
        done.wait();
        print(results.length);
        const met = [], bar = threading.Barrier(2), permits = threading.Semaphore(0), holder = SimpleNamespace({ met });
        threading.Thread({ target: () => { holder.met.push(1); bar.wait(); bar.wait(); holder.met.push(2); permits.release(); } }).start();
        bar.wait();
        print(met.length);
        bar.wait();
        permits.acquire();
        print(met.length);
        const inOrder = [];
        const q = Queue.Queue(), owner = SimpleNamespace({ inOrder });
        const t = threading.Thread({ target: () => { owner.inOrder.push("a"); q.put(1); q.join(); owner.inOrder.push("b"); } });
        t.start();
        q.get();
        print(inOrder.length);
        q.task_done();
        while (t.is_alive()) time.sleep(0.001);
        print(inOrder.length, inOrder);`),
    ).toEqual(["1000 True", "249500 499", "2", "1", "2", "1", "2 ['a', 'b']"]);
  });

  test("arrays that were stored know their length after a get, however many there are", async () => {
    expect(
      await linesOf(`
        const rows = [], g = SimpleNamespace({ table: null }), q = Queue.Queue(), back = Queue.Queue();
        for (let i = 0; i < 3000; i++) rows.push([i]);
        const kept = [...rows]; g.table = kept;
        const t = threading.Thread({ target: () => { for (const row of g.table) row.append(7); q.put(1); back.get(); print(g.table[2999].length, g.table[0].length); g.table[1].pop(); g.table[1].pop(); q.put(2); } });
        t.start(); q.get(); print(rows.every((row) => row.length === 2), rows[2999][1]);
        rows[2999].length = 1; threading.Event().set(); back.put(1); q.get(); print(rows[1].length, rows[2999].length, rows[0].length);`),
    ).toEqual(["True 7", "1 2", "0 1 2"]);
  });

  test("shared objects are the same object, however they travel", async () => {
    expect(
      await linesOf(`${TRIP}
        class Account extends object { constructor() { super(); this.balance = 1; } deposit(n) { this.balance += n; return this; } }
        const all = { lock: threading.Lock(), rlock: threading.RLock(), condition: threading.Condition(), semaphore: threading.Semaphore(2), event: threading.Event(), thread: echo, queue: Queue.Queue(), lifo: Queue.LifoQueue(), account: new Account(), sentinel: object(), list: list([1]), dict: dict(), set: set(), names: SimpleNamespace({ a: 1 }) };
        for (const [name, value] of Object.entries(all)) if (trip(value) !== value) print(name);
        const r = trip({ all: [all, all.lock] });
        print(Object.keys(all).every((name) => r.all[0][name] === all[name]), r.all[1] === all.lock);
        const t = threading.Thread({ target: (l, box) => back.put([l === all.lock, box.inner.lock === l, box.inner.lock === all.lock]), args: [all.lock, { inner: all }] });
        t.start(); print(back.get().join());
        const method = trip(all.account.deposit);
        print(method(4) === all.account, all.account.balance, method === all.account.deposit);`),
    ).toEqual(["True True", "true,true,true", "True 5 True"]);
  });

  test("functions, classes and symbols come home as they left", async () => {
    expect(
      await linesOf(`${TRIP}
        function named() {} const arrow = () => named; class Cls {} const symbol = Symbol("mine"); async function later() {} function* gen() {}
        print([named, arrow, Cls, symbol, later, gen].map((x) => trip(x) === x).join());
        const r = trip({ f: named, deep: [arrow, { Cls }], [symbol]: 1 });
        print(r.f === named, r.deep[0] === arrow, r.deep[0]() === named, r.deep[1].Cls === Cls, r[symbol]);
        const bound = trip(function () { return this.x; }.bind({ x: 5 })); print(bound());`),
    ).toEqual(["true,true,true,true,true,true", "True True True True 1", "5"]);
  });

  test("copies of a function or class are found in lists, sets and dicts", async () => {
    expect(
      await linesOf(`
        const observers = list(), table = dict(), seen = set();
        let calls = 1; calls = 2;
        function on_event() { return calls; } function other() {}
        class Plain {} class Shared extends object {}
        const keys = [on_event, Plain, Shared, builtins.ValueError, Math.max, Symbol.for("k"), Symbol("own")];
        observers.append(on_event);
        for (const [i, key] of keys.entries()) { table.set(key, i); seen.add(key); }
        const missing = [other, () => {}, Map, builtins.KeyError, Symbol("own")];
        const look = () => print(observers.includes(on_event), observers.index(on_event), observers.includes(other),
          keys.map((key) => table.get(key)).join(), keys.every((key) => seen.has(key)), missing.some((key) => seen.has(key) || table.has(key)));
        const t = threading.Thread({ target: () => {
          look();
          observers.remove(on_event); table.set(on_event, "again"); seen.add(Plain); seen.add(on_event);
        } });
        look(); t.start(); t.join();
        print(observers.length, table.size, seen.size, table.get(on_event), [...table.keys()][0] === on_event);`),
    ).toEqual([
      "True 0 False 0,1,2,3,4,5,6 True False",
      "True 0 False 0,1,2,3,4,5,6 True False",
      "0 7 7 again True",
    ]);
  });

  test("builtins, modules and the package's own are the thread's own", async () => {
    expect(
      await linesOf(`${TRIP}
        import * as path from "node:path";
        print([Math.max, Math, Array, Array.prototype, Object.prototype, globalThis, fs, fs.readFileSync, path, print, threading.Lock, threading.Thread, builtins.ValueError].map((x) => { const r = trip(x); return r === x || (r.readFileSync !== undefined && r.readFileSync === x.readFileSync) || (r.join !== undefined && r.join === x.join); }).join());
        print(trip(threading).Lock === threading.Lock);
        import { performance as clock } from "node:perf_hooks"; import { webcrypto } from "node:crypto";
        print(trip(clock) === performance, trip(webcrypto) === crypto);
        threading.Thread({ target: () => print(process.argv.length, process.argv[1].endsWith("program.mjs"), typeof clock.now()) }).start();`),
    ).toEqual([Array(13).fill("true").join(), "True", "True True", "2 True number"]);
  });

  test("SharedArrayBuffer and its views are the same memory", async () => {
    expect(
      await linesOf(`${TRIP}
        const buffer = new SharedArrayBuffer(8), words = new Int32Array(buffer);
        const r = trip({ words, bytes: new Uint8Array(buffer, 4), buffer });
        r.words[0] = 5; r.bytes[0] = 6;
        print(words[0], words[1], r.buffer.byteLength);`),
    ).toEqual(["5 6 8"]);
  });
});

describe("instances keep their class, both ways", () => {
  test("own classes, subclasses of builtins, nested ones", async () => {
    expect(
      await linesOf(`${TRIP}
        class Point { constructor(x) { this.x = x; } get double() { return this.x * 2; } }
        class Point3 extends Point { z = 1; }
        class Names extends Map { count() { return this.size; } }
        class Bag extends Set { has2(x) { return this.has(x); } }
        class Stack extends Array { top() { return this[this.length - 1]; } }
        class Day extends Date { year() { return this.getUTCFullYear(); } }
        class Vector extends Float64Array { sum() { return this.reduce((a, b) => a + b, 0); } }
        class Pattern extends RegExp { hits(text) { return this.test(text); } }
        const out = [];
        const p = trip(new Point3(3)); out.push(p instanceof Point, p.constructor === Point3, p.double, p.z);
        const n = trip(new Names([[1, new Point(2)]])); out.push(n instanceof Names, n.count(), n.get(1) instanceof Point);
        const b = trip(new Bag([1])); out.push(b.has2(1));
        const s = trip(Stack.of(1, 2)); out.push(s instanceof Stack, Array.isArray(s), s.top(), s.length);
        out.push(trip(new Day(0)).year(), trip(Vector.of(1, 2)).sum(), trip(new Pattern("a", "i")).hits("xA"));
        print(out.join());
        const t = threading.Thread({ target: (x) => { back.put([x instanceof Point3, x instanceof Point, new Point3(1) instanceof Point, x.double]); back.put(new Point3(7)); }, args: [new Point3(4)] });
        t.start(); print(back.get().join()); print(back.get() instanceof Point3);`),
    ).toEqual(["true,true,6,1,true,1,true,true,true,true,2,2,1970,3,true", "true,true,true,8", "True"]);
  });

  test("what looks like an instance of a class does not decide for those that follow", async () => {
    expect(
      await linesOf(`${TRIP}
        class Registry extends Map { kind = "registry"; }
        const hollow = Object.assign(Object.create(Registry.prototype), { kind: "hollow" });
        const full = new Registry([["a", 1]]);
        class Point { constructor(x) { this.x = x; } get [Symbol.toStringTag]() { throw new Error("never read"); } }
        const back1 = trip(hollow), back2 = trip(full), points = [trip(new Point(1)), trip(new Point(2))];
        print(back1 instanceof Registry, back1.kind, back2 instanceof Registry, back2.get("a"), back2.kind);
        print(points.every((p) => p instanceof Point), points[0].x, points[1].x);`),
    ).toEqual(["True hollow True 1 registry", "True 1 2"]);
  });

  test("a class is one class for all that reaches a thread", async () => {
    expect(
      await linesOf(`
        const q = Queue.Queue(), back = Queue.Queue();
        class Item { constructor(n) { this.n = n; } }
        const t = threading.Thread({ target: () => { const a = q.get(), b = q.get(); back.put([a.constructor === b.constructor, a instanceof Item, a.constructor === Item]); } });
        t.start(); q.put(new Item(1)); q.put(new Item(2));
        print(back.get().join());`),
    ).toEqual(["true,true,true"]);
  });
});
