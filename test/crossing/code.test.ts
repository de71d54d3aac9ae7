/** Functions of every kind run in a thread as they run at home. */
import { transformSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { describe as tell, linesOf, run } from "../helpers/run-program.js";

/** `inThread(f, ...args)` gives what f returned in a thread. Every case is run here and there, and must give the same. */
const SETUP = `
const out = Queue.Queue();
function inThread(f, ...args) {
  const t = threading.Thread({ target: async () => { out.put(await f(...args)); } });
  t.start(); t.join();
  return out.empty() ? "nothing" : out.get();
}
`;

const kinds: [what: string, before: string, call: string][] = [
  ["recursion", "function fact(n) { return n < 2 ? 1 : n * fact(n - 1); }", "fact(10)"],
  ["mutual recursion", "const even = (n) => n === 0 || odd(n - 1), odd = (n) => n !== 0 && even(n - 1);", "[even(10), odd(10)]"],
  ["a generator function", "function* gen(n) { for (let i = 0; i < n; i++) yield i; return 9; }", "[...gen(3)]"],
  ["delegating generators", "function* a() { yield 1; } function* b() { yield* a(); yield 2; }", "[...b()]"],
  ["an async function", "async function later(x) { await null; return x + 1; }", "later(1)"],
  ["an async generator", "async function* ag() { yield 1; yield 2; } async function all() { const r = []; for await (const x of ag()) r.push(x); return r; }", "all()"],
  ["default parameters", "const base = [1, 2]; const f = (a, b = a + base.length, { c = 3, ...rest } = {}, [d] = [4]) => [a, b, c, d, rest.z];", "f(1, undefined, { z: 5 })"],
  ["rest and spread", "const f = (...xs) => Math.max(...xs, ...more), more = [7];", "f(1, 2)"],
  ["a bound function", "const f = function (a, b) { return this.k + a + b; }.bind({ k: 1 }, 2);", "f(3)"],
  ["a function bound twice", "const f = function (...xs) { return [this.k, ...xs]; }.bind({ k: 1 }, 2).bind({ k: 9 }, 3);", "f(4)"],
  ["methods, getters and setters of an object", "const o = { k: 5, m(a) { return this.k + a; }, get g() { return this.k; }, ['comp' + 'uted']: () => 6 };", "[o.m(1), o.g, o.computed()]"],
  ["super in an object's method", "const proto = { hi() { return 'proto'; } }; const o = { __proto__: proto, hi() { return 'own'; } };", "[o.hi(), Object.getPrototypeOf(o).hi()]"],
  ["functions with properties", "function f() { return f.table.length; } f.table = [1, 2];", "[f(), f.table[1]]"],
  ["closures over closures", "const add = (a) => (b) => (c) => a + b + c; const add3 = add(1)(2);", "add3(3)"],
  ["block scopes and shadowing", "const x = 1; const f = (() => { const x = 2; { const x = 3; return () => x; } })();", "[x, f()]"],
  ["catch and parameter scopes", "const f = (() => { try { throw 5; } catch (e) { return (y = e) => y; } })();", "f()"],
  ["labels, regular expressions and templates", "const t = (s, ...v) => s.raw.join('|') + v.join(); const f = () => { a: for (;;) for (;;) break a; return 'aXb'.replace(/x/i, '-') + t`p${1}q\\n`; };", "f()"],
  ["typeof of what does not exist", "const f = () => typeof nowhereDefined;", "f()"],
  ["new.target and instanceof", "function F() { this.t = new.target === F; }", "[new F().t, new F() instanceof F]"],
  ["constructor functions and their prototypes", "function A() { this.a = 1; } A.prototype.get = function () { return this.a + A.k; }; A.k = 4; function B() { A.call(this); } B.prototype = Object.create(A.prototype); B.prototype.constructor = B;", "[new B().get(), new B() instanceof A, new B() instanceof B]"],
  ["new Function", "const f = new Function('a', 'return a + 1');", "f(1)"],
  ["a class with everything", `
    class Base { constructor(v) { this.v = v; } who() { return "base" + this.v; } static make(v) { return new this(v); } }
    const KEY = "dyn", SYM = Symbol("s");
    class Derived extends Base {
      field = this.v * 2; #secret = 1; static count = 3; static #hidden = 7; static { this.fromBlock = "block"; }
      who() { return "derived " + super.who(); } get secret() { return this.#secret; } set secret(x) { this.#secret = x; } #private() { return "p"; }
      callPrivate() { return this.#private(); } static get hidden() { return Derived.#hidden; } [KEY + "Key"]() { return "computed"; } [SYM]() { return "symbol"; }
      static async later() { return "async"; } *[Symbol.iterator]() { yield this.v; } has(o) { return #secret in o; }
    }
    async function all() {
      const d = new Derived(4); d.secret = 5;
      return [d.who(), d.field, d.secret, d.callPrivate(), Derived.count, Derived.hidden, Derived.fromBlock, d.dynKey(), d[SYM](), await Derived.later(), [...d], d instanceof Base, Derived.make(1).who(), Derived.name, d.has(d), d.has({})];
    }`, "all()"],
  ["mixins and class expressions", "const Loud = (B) => class extends B { say() { return super.say().toUpperCase(); } }; class Q { say() { return 'quiet'; } } const L = Loud(Q);", "[new L().say(), new (class extends L { say() { return super.say() + '!'; } })().say()]"],
  ["a class that extends null, and one that extends a builtin", "class N extends null { static s() { return 's'; } } class M extends Map { twice(k) { return this.get(k) * 2; } }", "[N.s(), new M([[1, 2]]).twice(1)]"],
  ["a shared class with what a decorator leaves on it", "class C extends object { static n = 1; m() { return 2; } } const m = C.prototype.m; C.prototype.m = function () { return m.call(this) + 1; }; Object.defineProperty(C, Symbol.for('metadata'), { value: { k: 4 }, configurable: true, writable: true });", "[C.n, new C().m(), C[Symbol.for('metadata')].k]"],
  ["builtin modules", "import { basename } from 'node:path'; import nodePath from 'node:path'; import { createHash } from 'node:crypto';", "[basename('/a/b'), nodePath.join('a', 'b'), createHash('md5').update('a').digest('hex')]"],
  ["globals", "", "[structuredClone({ a: 1 }).a, new URL('http://a/b').pathname, atob('YQ=='), JSON.stringify({ a: [1] }), Number('7')]"],
];

describe("code", () => {
  test.each(kinds)("%s", async (_, before, call) => {
    const lines = await linesOf(`${SETUP}${before}
const f_ = () => ${call};
fs.writeSync(1, JSON.stringify(await f_()) + "\\n" + JSON.stringify(inThread(f_)) + "\\n");`);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe(lines[0]);
    expect(lines[0]).not.toBe('"nothing"');
  });

  test("loop variables, each with its own value", async () => {
    expect(
      await linesOf(`
        const out = Queue.Queue(), threads = [];
        for (let i = 0; i < 3; i++) threads.push(threading.Thread({ target: () => out.put("i" + i) }));
        for (const x of ["p", "q"]) threads.push(threading.Thread({ target: () => out.put(x) }));
        for (const k in { a: 1 }) threads.push(threading.Thread({ target: () => out.put(k) }));
        for (const t of threads) { t.start(); t.join(); print(out.get()); }`),
    ).toEqual(["i0", "i1", "i2", "p", "q", "a"]);
  });

  test("a variable assigned before start() is seen as it is then", async () => {
    expect(
      await linesOf(`
        const out = Queue.Queue();
        function make() { let n = 1; n = 5; const t = threading.Thread({ target: () => out.put(n) }); t.start(); t.join(); return out.get(); }
        print(make());`),
    ).toEqual(["5"]);
  });

  test("classes in the manner of ES5 stay one class, with what they inherit", async () => {
    expect(
      await linesOf(`
        function Counter(n) { this.n = n; }
        Counter.prototype.get = function () { return this.n; };
        Counter.made = 3;
        function Base() {} Base.make = () => "made";
        function Derived() {}
        Object.setPrototypeOf(Derived, Base);
        Derived.prototype = Object.create(Base.prototype, { constructor: { value: Derived, writable: true, configurable: true } });
        const c = new Counter(1), d = new Derived(), q = Queue.Queue();
        function look(where, x) {
          print(where, Counter.made, x instanceof Counter, x.constructor === Counter, x.get(), d instanceof Derived, d instanceof Base, Derived.make(), Object.getPrototypeOf(Derived) === Base);
          q.put(x); print(q.get() instanceof Counter);
        }
        look("main", c); const t = threading.Thread({ target: look, args: ["thread", c] }); t.start(); t.join();`),
    ).toEqual(["main 3 True True 1 True True made True", "True", "thread 3 True True 1 True True made True", "True"]);
  });

  test("methods that an attribute of the same name hides", async () => {
    expect(
      await linesOf(`
        class A extends object {
          n = 5;
          constructor() { super(); this.add = this.add.bind(this); }
          add() { return ++this.n; } go() { return this.n; } other() { return "other"; }
        }
        const a = new A(), go = a.go;
        a.go = a.other; a.kept = a.other; const kept = a.kept; a.other = () => "replaced";
        const look = (where) => print(where, a.add(), go() > 5, a.go(), kept(), a.kept(), a.other());
        look("main"); const t = threading.Thread({ target: look, args: ["thread"] }); t.start(); t.join(); look("main");
        class T extends threading.Thread { constructor() { super(); this.run = this.run.bind(this); } run() { print("run"); } }
        const bound = new T(); bound.start(); bound.join();`),
    ).toEqual(["main 6 True other other other replaced", "thread 7 True other other other replaced", "main 8 True other other other replaced", "run"]);
  });

  test("functions start threads that call them again, by their own name", async () => {
    expect(
      await linesOf(`
        function descend(n) { print(n); if (n > 0) { const t = threading.Thread({ target: () => descend(n - 1) }); t.start(); t.join(); } }
        descend(3);
        function outer(n) { function inner() { return n > 0 ? outer(n - 1) : "done"; } const q = Queue.Queue(); threading.Thread({ target: () => q.put(inner()) }).start(); return q.get(); }
        print(outer(2));
        const held = builtins.list();
        threading.Thread({ target: function make() { held.append(() => typeof make); } }).start();
        while (held.length === 0) time.sleep(0.001);
        print(held[0]());`),
    ).toEqual(["3", "2", "1", "0", "done", "function"]);
  });

  test("arguments that nobody goes on with are the thread's own", async () => {
    expect(
      await linesOf(`
        const out = Queue.Queue();
        const fill = (part) => { part.fill(7); out.put(part); };
        const chunk = new Uint8Array(2); const t = threading.Thread({ target: fill, args: [chunk] }); t.start(); print(out.get()[1]); t.join();
        const shared = new Uint8Array(new SharedArrayBuffer(2)); const u = threading.Thread({ target: fill, args: [shared] }); u.start(); u.join(); print(shared[1], out.get()[0]);
        const flags = { n: 1 }, rows = []; rows.push(1); flags.n = 2;
        const v = threading.Thread({ target: (f, r) => out.put(f.n + r.length), args: [flags, rows] }); rows.push(2); v.start(); v.join(); print(out.get()); flags.n = 3; rows.push(3);
        const threads = []; for (let i = 0; i < 3; i++) { rows.push(i); const w = threading.Thread({ target: (r) => out.put(r.length), args: [rows] }); threads.push(w); w.start(); }
        for (const w of threads) w.join(); print([out.get(), out.get(), out.get()].sort().join());`),
    ).toEqual(["7", "7 7", "4", "4,5,6"]);
  });

  test("variables and objects that change between rounds of threads are seen as they are by then", async () => {
    expect(
      await linesOf(`
        let mode = "slow"; const cfg = { level: 1 };
        function work(n) { print(mode, cfg.level, n); }
        function run(n) { const t = threading.Thread({ target: work, args: [n] }); t.start(); t.join(); }
        run(1); run(2); mode = "fast"; cfg.level = 2; run(3);
        for (const m of ["x", "y"]) { mode = m; run(4); }`),
    ).toEqual(["slow 1 1", "slow 1 2", "fast 2 3", "x 2 4", "y 2 4"]);
  });

  test("stack traces of rebuilt code have the original lines", async () => {
    expect(
      await linesOf(`
        const out = Queue.Queue();
        class Deep {
          method() { return new Error("here").stack; }
        }
        const arrow = () =>
          new Deep().method();
        const t = threading.Thread({ target: () => out.put(arrow()) }); t.start(); t.join();
        print(out.get().split("\\n").slice(1, 3).map((line) => line.replace(/.*at (\\w+\\.)?(\\w+) .*program.mjs:(\\d+:\\d+).*/, "$2 $3")).join());`),
    ).toEqual(["method 5:29,arrow 8:22"]);
  });
});

describe("modules of the user", () => {
  const lib = `
    import * as threading from "pythreads/threading";
    import * as Queue from "pythreads/queue";
    export const LOCK = threading.Lock(), DONE = Queue.Queue(), TABLE = { a: 1 };
    export default class Helper { hi() { return "hi " + TABLE.a + inner(); } static make() { return new Helper(); } }
    function inner() { return "!"; }
    export function locked() { return LOCK.locked(); }
    export class Base { who() { return "base"; } }`;

  test("are sent by value, with the shared objects in them shared", async () => {
    expect(
      await linesOf(
        `
        import Helper, { LOCK, DONE, locked, Base } from "./lib.mjs";
        import * as lib from "./lib.mjs";
        import { again } from "./other.mjs";
        class Mine extends Base { who() { return super.who() + " mine"; } }
        LOCK.acquire();
        const t = threading.Thread({ target: () => {
          DONE.put([LOCK.acquire(false), locked(), lib.LOCK === LOCK, again() === LOCK, Helper.make().hi(), new Mine().who(), lib.TABLE.a].map(String));
          LOCK.release();
        } });
        t.start(); t.join();
        print(DONE.get().join(), LOCK.locked());`,
        { files: { "lib.mjs": lib, "other.mjs": `import { LOCK } from "./lib.mjs"; export const again = () => LOCK;` } },
      ),
    ).toEqual(["false,true,true,true,hi 1!,base mine,1 False"]);
  });

  test("in CommonJS too", async () => {
    const result = await run(
      `const lib = require("./lib.cjs"); const { print } = require("pythreads/builtins"); const threading = require("pythreads/threading"); const path = require("node:path");
       lib.LOCK.acquire();
       const t = threading.Thread({ target: () => { lib.DONE.put([lib.LOCK.acquire(false), lib.locked(), path.basename(__filename), typeof require("node:fs").readFileSync].join()); } });
       t.start(); t.join(); print(lib.DONE.get());`,
      {
        name: "program.cjs",
        files: {
          "lib.cjs": `const threading = require("pythreads/threading"); const { Queue } = require("pythreads/queue"); const LOCK = threading.Lock(); exports.LOCK = LOCK; exports.DONE = Queue(); exports.locked = () => LOCK.locked();`,
        },
      },
    );
    expect(result, tell(result)).toMatchObject({ code: 0, stderr: "", lines: ["false,true,program.cjs,function"] });
  });

  test("imported inside of a thread, and import.meta", async () => {
    expect(
      await linesOf(
        `
        const t = threading.Thread({ target: async () => {
          const { value } = await import("./data.mjs");
          print(value, new URL(import.meta.url).pathname.split("/").at(-1), (await import("node:path")).sep);
        } });
        t.start(); t.join();`,
        { files: { "data.mjs": "export const value = 42;" } },
      ),
    ).toEqual(["42 program.mjs /"]);
  });

  test("an ESM program and a CommonJS library use one package", async () => {
    expect(
      await linesOf(
        `
        import { createRequire } from "node:module";
        const { LOCK, Lock } = createRequire(import.meta.url)("./lib.cjs");
        LOCK.acquire();
        const t = threading.Thread({ target: () => print(LOCK.locked(), LOCK instanceof threading.Lock) }); t.start(); t.join();
        print(Lock === threading.Lock);`,
        { files: { "lib.cjs": `const { Lock } = require("pythreads/threading"); module.exports = { Lock, LOCK: Lock() };` } },
      ),
    ).toEqual(["True True", "True"]);
  });
});

describe("functions of installed packages", () => {
  const files = {
    // As lodash-es is made: the members are hung on the function in another file than its own.
    "node_modules/many/package.json": JSON.stringify({ name: "many", version: "1.0.0", type: "module", exports: "./index.js" }),
    "node_modules/many/index.js": `import many from "./wrapper.js"; let ids = 0; many.id = () => ++ids; many.double = (n) => n * 2; export { many as default }; export const made = (() => { let calls = 0; return () => ++calls; })();`,
    "node_modules/many/wrapper.js": "function many(n) { return [n]; } export default many;",
    // As chalk is made: a function that inherits from an object of its own, which no function of its file uses.
    "node_modules/colours/package.json": JSON.stringify({ name: "colours", version: "1.0.0", type: "module", exports: "./index.js" }),
    "node_modules/colours/index.js": `const make = () => Object.setPrototypeOf((text) => text, proto); const proto = Object.create(Function.prototype, { red: { get() { return (text) => "<" + text + ">"; } } }); const colours = make(); export default colours; export { make };`,
    "node_modules/legacy/package.json": JSON.stringify({ name: "legacy", version: "1.0.0" }),
    "node_modules/legacy/index.js": "let seen = 0; function legacy() { return ++seen; } legacy.twice = (x) => x + x; module.exports = legacy;",
  };

  test("are imported again, by the name that the program imports them by", async () => {
    expect(
      await linesOf(
        `
        import many, { made } from "many"; import colours from "colours"; import legacy from "legacy";
        function work() { print(many(1), many.double(4), many.id(), made(), colours.red(colours("x")), legacy(), legacy.twice("a")); }
        const t = threading.Thread({ target: work }); t.start(); t.join();`,
        { files },
      ),
    ).toEqual(["[1] 8 1 1 <x> 1 aa"]);
  });

  test("that no export leads to are refused when they would lose something", async () => {
    expect(
      await linesOf(
        `
        import many from "many"; import { make } from "colours";
        const said = (target) => { try { threading.Thread({ target }).start(); } catch (error) { print(error.message.split("\\n")[0].replace(/\\(.*?\\)/g, "()")); } };
        const mine = make(), { id } = many;
        said(() => mine("x"));
        said(() => id());`,
        { files },
      ),
    ).toEqual([
      "cannot start thread: '<anonymous>' () has a prototype of its own (), which would be lost; create it inside the thread.",
      "cannot start thread: '<anonymous>' () assigns the outer variable 'ids' (). A thread works on a copy, so the assignment would be lost: the code is that of a package, so create what needs it inside the thread.",
    ]);
  });
});

describe("subclasses of Thread", () => {
  test("their attributes are shared while they run", async () => {
    expect(
      await linesOf(`
        class Worker extends threading.Thread {
          constructor(n) { super({ name: "w" + n }); this.n = n; this.running = true; this.result = null; this.turns = 0; }
          run() { while (this.running) this.turns += 1; this.result = { squared: this.n ** 2, log: [this.name] }; }
        }
        const w = new Worker(7); w.start();
        while (w.turns < 10) {}
        w.running = false; w.join();
        print(w.result.squared, w.result.log[0], w.turns >= 10, w.n);`),
    ).toEqual(["49 w7 True 7"]);
  });

  test("of subclasses, with super, and target and args kept as attributes", async () => {
    expect(
      await linesOf(`
        class Base extends threading.Thread { run() { this.steps = ["base"]; } }
        class Mine extends Base {
          constructor(target, args) { super(); this.target = target; this.args = args; }
          run() { super.run(); this.value = this.target(...this.args); }
        }
        const m = new Mine((a, b) => a + b, [1, 2]); m.start(); m.join();
        print(m.value, m.steps[0], m instanceof Base, m.constructor === Mine);`),
    ).toEqual(["3 base True True"]);
  });
});

describe("a function that is sent again", () => {
  test("has the properties that it, and those that it calls, have by then, and sees what its objects hold", async () => {
    const lines = await linesOf(`
      const asked = Queue.Queue(), told = Queue.Queue();
      threading.Thread({ daemon: true, target: () => { for (;;) told.put(asked.get()(1)); } }).start();
      const ask = (f) => { asked.put(f); return told.get(); };
      const table = [10, 20], shared = list([5]), inner = (x) => x + (inner.more ?? 0);
      const outer = (x) => inner(x) + (outer.more ?? 0);
      const reads = (x) => table[x] + shared[0] + table.length;
      print(ask(outer), ask(outer), ask(reads), ask(reads));
      outer.more = 100; print(ask(outer));
      inner.more = 1000; print(ask(outer));
      outer.more = 200; print(ask(outer));
      delete outer.more; delete inner.more; print(ask(outer));
      const same = table;
      same[1] = 21; shared[0] = 6; print(ask(reads));
      same.push(0); print(ask(reads));
    `);
    expect(lines).toEqual(["1 1 27 27", "101", "1101", "1201", "1", "29", "30"]);
  });
});

describe("decorated classes", () => {
  const decorated = `
    const lock = threading.RLock(), calls = list();
    const synchronized = (method, context) => function (...args) { lock.acquire(); try { return method.apply(this, args); } finally { lock.release(); } };
    const logged = (prefix) => (method, context) => function (...args) { calls.append(prefix + context.name); return method.apply(this, args); };
    const marked = (method, context) => { context.addInitializer(function () { this.mark = context.kind; }); return method; };
    const memoized = (method) => { const known = dict(); return function (n) { if (!known.has(n)) known.set(n, method.call(this, n)); return known.get(n); }; };
    const kept = [];
    const keep = (value, context) => { kept.push(context); return value; };
    @keep class Counter extends object {
      n = 0;
      @synchronized add(k) { this.n += k; }
      @logged("> ") @marked get() { return this.n; }
      @memoized square(n) { this.n++; return n * n; }
      @logged("= ") get twice() { return this.n * 2; }
    }
    class Worker extends threading.Thread { @synchronized run() { print("runs", this.name); } }
    const c = new Counter();
    const ts = [1, 2].map((k) => threading.Thread({ target: () => { for (let i = 0; i < 50; i++) c.add(k); c.square(3); } }));
    for (const t of ts) t.start();
    for (const t of ts) t.join();
    const t = threading.Thread({ target: () => {
      print(c.get(), c.twice, c.mark, new Counter().mark);
      try { kept[0].addInitializer(() => {}); } catch (error) { print(error.name, kept[0].kind, kept[0].name); }
    } });
    t.start(); t.join();
    print(c.n, c.square(3), calls);
    const w = new Worker({ name: "w" }); w.start(); w.join();`;

  test("work in threads", async () => {
    const { code } = transformSync(decorated, { target: "es2022" });
    expect(await linesOf(code)).toEqual(["151 302 method method", "TypeError class Counter", "151 9 ['> get', '= twice']", "runs w"]);
  });
});
