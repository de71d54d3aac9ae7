/** Instances and memory that a program stores into a shared object are what all threads see, and its own as well. */
import { describe, expect, test } from "vitest";
import { describe as tell, linesOf, runWithImports } from "../helpers/run-program.js";

const RUN = `
const inThread = (target) => { const t = threading.Thread({ target }); t.start(); t.join(); };
`;

describe("instances of the program's classes", () => {
  test("stay the same object, with attributes that every thread reads and writes", async () => {
    expect(
      await linesOf(`${RUN}
        class Base { describe() { return this.kind + this.n; } }
        class Task extends Base {
          done = false; log = []; kind = "task"; child = null;
          constructor(n) { super(); this.n = n; }
          get double() { return this.n * 2; }
          set double(value) { this.n = value / 2; }
          finish() { this.log.push(this.n); this.done = true; this.late = "set there"; }
        }
        const tasks = list(), first = new Task(1), second = new Task(2);
        first.child = second; second.child = first;
        tasks.append(first); tasks.append(second);
        inThread(() => {
          for (const task of tasks) { task.finish(); print(task instanceof Task, task instanceof Base, task.describe(), task.child.child === task); }
          tasks[0].double = 40;
          print(tasks[0].n, tasks.index(second), first === tasks[0]);
        });
        print(tasks[0] === first, first.child === second, first.done, first.log, first.n, first.double, first.late, first instanceof Task, first.describe());
        first.double = 6; first.fresh = [1]; first.log.push("main");
        inThread(() => { print(tasks[0].n, tasks[0].fresh, tasks[0].log); tasks.remove(first); tasks[0].fresh = "there"; });
        print(tasks.length, tasks.includes(first), second.fresh, Object.keys(second).join(), JSON.stringify(second.log));`),
    ).toEqual([
      "True True task1 True",
      "True True task2 True",
      "20 1 True",
      "True True True [1] 20 40 set there True task20",
      "3 [1] [1, 'main']",
      "1 False there done,log,kind,child,n,fresh [2]",
    ]);
  });

  test("are shared as attributes, values and keys, by whoever stores them", async () => {
    expect(
      await linesOf(`${RUN}
        class Config { verbose = false; }
        class Worker extends threading.Thread { constructor(config) { super(); this.config = config; } run() { go.wait(); print(this.config.verbose); this.config.verbose = "told"; } }
        const go = threading.Event(), config = new Config(), worker = new Worker(config);
        worker.start(); config.verbose = true; go.set(); worker.join(); print(config.verbose, worker.config === config);
        class Node { constructor(name) { this.name = name; } }
        const seen = set(), distance = dict(), nodes = list(), a = new Node("a"), b = new Node("b");
        seen.add(a); distance.__setitem__(a, 1); nodes.extend([a, b]);
        inThread(() => { for (const node of nodes) { print(node.name, seen.has(node), distance.get(node, "none")); seen.add(node); distance.__setitem__(node, 7); } });
        print(seen.size, distance.get(a), distance.get(b), [...seen][1] === b);
        const g = SimpleNamespace({ current: null });
        inThread(() => { const mine = new Node("there"); g.current = mine; mine.name += "!"; print(g.current === mine); });
        g.current.name += "?"; inThread(() => print(g.current.name));
        class Registered { constructor() { nodes.append(this); this.name = "registered"; } }
        new Registered(); inThread(() => print(nodes[2].name));`),
    ).toEqual(["True", "told True", "a True 1", "b False none", "2 7 7 True", "True", "there!?", "registered"]);
  });

  test("are shown with their attributes, cycles and depth as for any object", async () => {
    expect(
      await linesOf(`${RUN}
        import { inspect } from "node:util";
        class Pair { constructor(n) { this.n = n; this.other = null; } }
        const pairs = list(), one = new Pair(1); one.other = one; pairs.append(one); pairs.append(new Pair(2));
        const deep = new Pair(3); deep.other = new Pair(4); deep.other.other = new Pair(5); deep.other.other.other = new Pair(6); deep.other.other.other.other = new Pair(7);
        pairs.append(deep);
        const show = (x) => inspect(x, { breakLength: Infinity });
        print(show(one)); inThread(() => { for (const pair of pairs) print(show(pair)); });
        print(inspect(pairs[2], { depth: 0 }));`),
    ).toEqual([
      "<ref *1> Pair { n: 1, other: [Circular *1] }",
      "Pair { n: 1, other: [Circular] }",
      "Pair { n: 2, other: null }",
      "Pair { n: 3, other: Pair { n: 4, other: Pair { n: 5, other: [Pair] } } }",
      "Pair { n: 3, other: [Pair] }",
    ]);
  });

  test("as long as no other thread can see them, are what they were", async () => {
    expect(
      await linesOf(`
        class Plain { constructor(n) { this.n = n; } }
        const plain = new Plain(1), tasks = list([plain]);
        print(tasks[0] === plain, JSON.stringify(Object.getOwnPropertyDescriptor(plain, "n")), Object.getPrototypeOf(plain) === Plain.prototype);
        delete plain.n; print(Object.keys(tasks[0]).length);`),
    ).toEqual(['True {"value":1,"writable":true,"enumerable":true,"configurable":true} True', "0"]);
  });

  test("that cannot be shared are refused, or copied and read-only on both sides", async () => {
    const result = await runWithImports(`${RUN}
      import { EventEmitter } from "node:events";
      const g = SimpleNamespace({ value: null });
      inThread(() => {});
      class Secret { #value = 1; read() { return this.#value; } }
      try { g.value = new Secret(); inThread(() => g); } catch (error) { print(error.message.split("\\n")[0]); }
      class Names extends Map { own = { n: 1 }; }
      class Marked { constructor() { this[Symbol.for("mark")] = 1; } n = 1; day = new Date(0); }
      const names = new Names([["a", 1]]), marked = new Marked(), ready = threading.Event();
      g.value = [names, marked];
      const refused = (run) => { try { run(); } catch (error) { return error.name; } return "was done"; };
      const writes = [(n) => n.set("b", 2), (n) => { n.own.n = 2; }, (_, m) => { m.n = 2; }, (_, m) => m.day.setTime(1)];
      inThread(() => { const [n, m] = g.value; print(n instanceof Names, n.get("a"), m[Symbol.for("mark")], ...writes.map((write) => refused(() => write(n, m)))); });
      print(...writes.map((write) => refused(() => write(names, marked))), g.value[0] === names, g.value[1] === marked);
      class Bus extends EventEmitter { n = 1; }
      const bus = new Bus(); g.value = [bus]; bus.on("x", () => print("heard", ++bus.n)); bus.emit("x");`);
    expect(result, tell(result)).toMatchObject({
      code: 0,
      lines: [
        "cannot send 'g.value' (instance of Secret), captured by <anonymous>(): it has private members (#value), which cannot be copied; use attributes without '#', or create it inside the thread",
        "True 1 1 TypeError TypeError TypeError TypeError",
        "TypeError TypeError TypeError TypeError True True",
        "heard 2",
      ],
    });
  });

  test("with something in them that cannot be sent are as they were after the refusal", async () => {
    expect(
      await linesOf(`${RUN}
        import net from "node:net";
        class Job { constructor(n) { this.n = n; this.part = new Part(); } }
        class Part { n = 5; socket = null; }
        const jobs = list(), job = new Job(1); jobs.append(job); job.part.socket = new net.Socket();
        const go = () => inThread(() => { print(jobs[0].n, jobs[0].part.n); jobs[0].part.n++; });
        try { go(); } catch (error) { print(error.message.split("\\n")[0]); }
        job.n = 2; job.part.socket.destroy(); job.part.socket = null; print(jobs[0] === job, job.n, job.part.n);
        go(); print(job.part.n);`),
    ).toEqual([
      "cannot send 'jobs[0].part.socket' (Socket), captured by <anonymous>(): it has native state; create it inside the thread",
      "True 2 5",
      "2 5",
      "6",
    ]);
    expect(
      await linesOf(`${RUN}
        class Task { first = 1; table = new Map([[{}, 1]]); last = 3; }
        const tasks = list(), task = new Task(); tasks.append(task);
        const go = () => inThread(() => { print(tasks[0].first, tasks[0].table, tasks[0].last); tasks[0].last = 4; });
        try { go(); } catch (error) { print(error.message, Object.getPrototypeOf(task) === Task.prototype); }
        task.table = null; go(); print(task.first, task.last, Object.keys(task).join());`),
    ).toEqual(["unhashable type: 'dict' True", "1 None 3", "1 4 first,table,last"]);
  });
});

describe("instances that hold a lock or the like", () => {
  test("are shared where a function captures them and where a thread is given them", async () => {
    expect(
      await linesOf(`
        class Account {
          balance = 0; log = []; lock = threading.Lock();
          constructor(owner) { this.owner = owner; }
          deposit(n) { this.lock.acquire(); try { this.balance += n; this.log.push(n); } finally { this.lock.release(); } }
        }
        class Savings extends Account { deposit(n) { super.deposit(n); this.last = n; } get double() { return this.balance * 2; } }
        const account = new Account("Ann"), savings = new Savings("Bob");
        const worker = () => { for (let i = 0; i < 50; i++) account.deposit(1); };
        const threads = [worker, worker].map((target) => threading.Thread({ target }));
        threads.push(threading.Thread({ target: (to, n) => { to.deposit(n); to.note = "there"; }, args: [savings, 5] }));
        for (const t of threads) t.start();
        account.deposit(1);
        for (const t of threads) t.join();
        print(account.balance, account.log.length, account.owner, account instanceof Account);
        print(savings.double, savings.last, savings.note, savings.log, Object.keys(savings).join());`),
    ).toEqual(["101 101 Ann True", "10 5 there [5] balance,log,lock,owner,last,note"]);
  });

  test("also where the lock is a part of a lock of the program's own", async () => {
    expect(
      await linesOf(`
        class ReadWriteLock { ready = threading.Condition(); readers = 0; write(f) { this.ready.acquire(); f(); this.ready.release(); } }
        class Cache { lock = new ReadWriteLock(); data = new Map(); size = 0; set(k, v) { this.lock.write(() => { this.data.set(k, v); this.size += 1; }); } }
        const cache = new Cache();
        const t = threading.Thread({ target: () => cache.set("a", 1) }); t.start(); t.join();
        print(cache.size, cache.data.get("a"));`),
    ).toEqual(["1 1"]);
  });

  test("as whole programs have them: a pool of threads with a plain class", async () => {
    expect(
      await linesOf(`
        class Pool {
          constructor(n) {
            this.tasks = Queue.Queue(); this.lock = threading.Lock(); this.done = 0; this.threads = [];
            const self = this;
            for (let i = 0; i < n; i++) {
              const t = threading.Thread({ target: () => self.work(), daemon: true });
              t.start(); this.threads.push(t);
            }
            this.results = [];
          }
          work() {
            for (;;) {
              const [f, a] = this.tasks.get();
              this.results.push(f(a));
              this.lock.acquire(); this.done += 1; this.lock.release();
              this.tasks.task_done();
            }
          }
        }
        const pool = new Pool(2);
        for (let i = 0; i < 6; i++) pool.tasks.put([(x) => x * 2, i]);
        pool.tasks.join();
        print(pool.done, [...pool.results].sort((a, b) => a - b).join(), pool.threads.length);`),
    ).toEqual(["6 0,2,4,6,8,10 2"]);
  });

  test("and what holds one but cannot be shared is refused as before", async () => {
    expect(
      await linesOf(`
        class Safe { #coins = 1; lock = threading.Lock(); }
        const safe = new Safe();
        const box = { n: 0, lock: threading.Lock() };
        for (const target of [() => print(safe), () => { box.n += 1; }])
          try { threading.Thread({ target }).start(); } catch (error) { print(error.name, /private members|assigns box.n/.test(error.message)); }`),
    ).toEqual(["CaptureError True", "CaptureError True"]);
  });
});

describe("items of queues", () => {
  const POOL = `
    class Task {
      result = null;
      constructor(n) { this.n = n; this.args = [n, 1]; }
      run() { const [a, b] = this.args; this.result = a * 10 + b; }
    }
    class Future extends Task {
      done = threading.Event(); error = null;
      run() { try { if (this.n < 0) throw new RangeError("too small"); super.run(); } catch (e) { this.error = e; } this.done.set(); }
      get() { this.done.wait(); if (this.error !== null) throw this.error; return this.result; }
    }
    function serve(q) { for (;;) { const [, item] = q.get(); if (item === null) break; item.run(); q.task_done(); } }
    const start = (q) => { const t = threading.Thread({ target: serve, args: [q] }); t.start(); return t; };
  `;

  test.each(["Queue", "LifoQueue", "SimpleQueue"])("that hold an event are the same object on both sides of a %s", async (kind) => {
    expect(
      await linesOf(`${POOL}
        const q = Queue.${kind}();
        const futures = [1, 2, -1].map((n) => new Future(n));
        q.put(futures[0]);
        const back = q.get();
        print(back === futures[0], back instanceof Future, Object.keys(back).join());
        const t = threading.Thread({ target: () => { for (let i = 0; i < 3; i++) q.get().run(); } });
        t.start();
        for (const future of futures) q.put(future);
        print(futures[0].get(), futures[1].get(), futures[2].done.wait(), futures[2].error instanceof RangeError);
        try { futures[2].get(); } catch (e) { print(e.message); }
        t.join();`),
    ).toEqual(["True True result,n,args,done,error", "11 21 True True", "too small"]);
  });

  test("are found among what an item has, and what holds none is a copy", async () => {
    expect(
      await linesOf(`${POOL}
        const q = Queue.PriorityQueue(), t = start(q);
        const future = new Future(3), task = new Task(4);
        q.put([1, future]);
        print(future.get());
        q.put([2, task]); q.join();
        print(task.result, task.args);
        const pair = [5, new Future(6)];
        q.put(pair);
        print(pair[1].get(), Array.isArray(pair));
        q.put([9, null]); t.join();`),
    ).toEqual(["31", "None [4, 1]", "61 True"]);
  });
});

describe("containers go on being used as what they were", () => {
  test("a Map and a Set, in other threads and where they were stored", async () => {
    expect(
      await linesOf(`
        class Cache {
          lock = threading.Lock(); map = new Map([["key a", 1], ["key b", 2]]); seen = new Set([1]);
          look() {
            const pairs = [];
            for (const [key, value] of this.map) { pairs.push(key + "=" + value); if (value === 2) this.map.delete(key); }
            this.map.set("key b", 2);
            this.seen.add(1).add(this.map.size);
            return [pairs.join(), new Map(this.map).get("key a"), this.map.keys().next().value, [...this.map.values()].join(), [...this.map.entries()].length, [...this.seen].join()].join(" ");
          }
        }
        const cache = new Cache(), out = Queue.Queue();
        const t = threading.Thread({ target: () => out.put(cache.look()) }); t.start();
        print(out.get()); t.join();
        print(cache.look());`),
    ).toEqual(["key a=1,key b=2 1 key a 1,2 2 1,2", "key a=1,key b=2 1 key a 1,2 2 1,2"]);
  });

  test("a plain object, whose keys come before the methods of dict", async () => {
    expect(
      await linesOf(`
        const g = SimpleNamespace({ state: { size: 5, items: [1], get: "g", length: 7, keys: null } });
        const look = () => { const { size, items, get, length, keys } = g.state; return [size, items.length, get, length, keys === null, "keys" in g.state].join(); };
        const out = Queue.Queue();
        const t = threading.Thread({ target: () => { out.put(look()); g.state.size += 1; g.state.update = "new"; delete g.state.missing; delete g.state.get; } });
        t.start(); t.join();
        print(out.get(), "|", g.state.size, g.state.update, typeof g.state.get, Object.keys(g.state).join());
        print(g.state);`),
    ).toEqual(["5,1,g,7,true,true | 6 new function size,items,length,keys,update", "{'size': 6, 'items': [1], 'length': 7, 'keys': None, 'update': 'new'}"]);
  });
});

describe("memory", () => {
  test("of typed arrays, Buffers and DataViews is the same in all threads", async () => {
    expect(
      await linesOf(`${RUN}
        class Vector extends Float32Array { sum() { return this.reduce((a, b) => a + b, 0); } }
        const buffer = new ArrayBuffer(4), g = SimpleNamespace({
          doubles: new Float64Array(2), bytes: Buffer.from("hello"), buffer, view: new DataView(buffer, 1, 2), part: new Uint8Array(buffer).subarray(1),
          vector: new Vector([1, 2]), list: [new BigInt64Array(1)], dict: { words: new Uint16Array(1) },
        });
        inThread(() => {
          print(g.bytes.toString(), Buffer.isBuffer(g.bytes), g.vector.sum(), g.vector instanceof Vector, g.doubles === g.doubles);
          g.doubles[1] = 0.5; g.bytes[0] = 106; g.view.setUint8(0, 9); g.vector[0] = 10; g.list[0][0] = 7n; g.dict.words[0] = 3; new Uint8Array(g.buffer)[3] = 4;
        });
        print(g.doubles[1], g.bytes.toString(), g.part.join(), g.vector.sum(), String(g.list[0][0]), g.dict.words[0], new Uint8Array(g.buffer).join());`),
    ).toEqual(["hello True 3 True True", "0.5 jello 9,0,4 12 7 3 0,9,0,4"]);
  });

  test("that the program has kept follows at start, join, events and barriers, in both directions", async () => {
    expect(
      await linesOf(`
        class Row extends threading.Thread {
          constructor(out, i) { super(); this.out = out; this.i = i; }
          run() { for (let k = 0; k < 3; k++) this.out[this.i * 3 + k] += this.i * 10 + k; }
        }
        const out = new Float64Array(6), rows = [new Row(out, 0), new Row(out, 1)];
        out[0] = 100;
        for (const row of rows) row.start();
        for (const row of rows) row.join();
        print(out.join(), rows[0].out === rows[1].out);
        const g = SimpleNamespace({}), bytes = new Uint8Array(4), go = threading.Event(), done = threading.Event(), barrier = threading.Barrier(2), q = Queue.Queue();
        g.bytes = bytes;
        const t = threading.Thread({ target: () => {
          go.wait(); print(g.bytes.join()); g.bytes[1] = 2; done.set();
          barrier.wait(); print(g.bytes.join()); g.bytes[2] = 3; barrier.wait();
          q.get(); g.bytes[3] = 4; q.task_done();
          const mine = new Uint8Array(2); g.mine = mine; mine[1] = 8;
        } });
        t.start(); bytes[0] = 1; go.set(); done.wait(); print(bytes.join());
        bytes[0] = 5; barrier.wait(); barrier.wait(); print(bytes.join());
        q.put(0); q.join(); print(bytes.join());
        t.join(); print(g.mine.join());`),
    ).toEqual(["100,1,2,10,11,12 True", "1,0,0,0", "1,2,0,0", "5,2,0,0", "5,2,3,0", "5,2,3,4", "0,8"]);
  });
});

describe("attributes of direct instances", () => {
  const TAKING = ["threading.Event()", "threading.Condition()", "threading.Semaphore()", "threading.BoundedSemaphore()", "threading.Barrier(2)", "Queue.Queue()", "Queue.LifoQueue()", "Queue.PriorityQueue()", "threading.Thread()"];

  test.each(TAKING)("of %s are shared", async (made) => {
    expect(
      await linesOf(`${RUN}
        const it = ${made}, log = [];
        it.result = 0; it.log = log; it.note = "main";
        inThread(() => { it.result += 5; it.log.push(it.note); it.added = [it.result]; it.note = undefined; });
        print(it.result, log, it.added, it.note, it.missing);
        const list_ = list([it]); inThread(() => print(list_[0].result, list_[0].log));`),
    ).toEqual(["5 ['main'] [5] None None", "5 ['main']"]);
  });

  test.each([
    ["threading.Lock()", "_thread.lock"],
    ["threading.RLock()", "_thread.RLock"],
    ["Queue.SimpleQueue()", "_queue.SimpleQueue"],
    ["object()", "object"],
    ["list()", "list"],
    ["set()", "set"],
  ])("are none of %s, in sloppy code too", async (made, type) => {
    expect(
      await linesOf(`
        const it = ${made};
        for (const assign of [(it) => { it.foo = 1; }, new Function("it", "it.foo = 1")]) {
          try { assign(it); print("assigned"); } catch (error) { print(error.name, error.message); }
        }`),
    ).toEqual(Array(2).fill(`AttributeError '${type}' object has no attribute 'foo' and no __dict__ for setting new attributes`));
  });
});

test("an array's length that the program assigns is the list's, before whatever is done to the list", async () => {
  expect(
    await linesOf(`
      const items = [1, 2, 3], g = SimpleNamespace({ items });
      items.length = 0; g.items.push(4); print(g.items, items, items.length);
      items.length = 0; print(g.items.length, 0 in g.items, g.items[0]);
      items.push(1, 2, 3); items.length = 2; print(g.items[2], g.items.includes(3), Object.keys(g.items));
      items.length = 1; g.items[0] = 9; print(g.items, items);
      items.length = 0; try { g.items.pop(); } catch (error) { print(error.name); }
      g.items.extend([5, 6]); items.length = 1; delete g.items[0]; print(g.items, items.length);`),
  ).toEqual(["[4] [4] 1", "0 False None", "None False ['0', '1']", "[9] [9]", "IndexError", "[] 0"]);
});

test("a plain object lists the keys that other threads have added to the dict, after a join and once they were read", async () => {
  expect(
    await linesOf(`${RUN}
      const counts = { a: 1 }, other = {}, lock = threading.Lock(), read = threading.Lock(), g = SimpleNamespace({ counts, other });
      inThread(() => { g.counts.b = 2; g.counts[3] = "number"; for (let i = 0; i < 20; i++) g.other["k" + i] = i; delete g.counts.a; });
      print(Object.keys(counts), "b" in counts, Object.keys(other).length, { ...counts }.b, counts.a, counts[3], JSON.stringify(counts));
      counts[3] += "!"; counts[4] = 1; print(g.counts);
      read.acquire();
      const t = threading.Thread({ target: () => { g.other.late = 1; read.release(); lock.acquire(); } });
      lock.acquire(); t.start(); read.acquire();
      print("late" in other, other.late, "late" in other, Object.keys(other).length);
      lock.release(); t.join();
      class Task { constructor() { this.n = 1; } }
      const task = new Task(); g.task = task;
      inThread(() => { g.task.result = "there"; });
      print(task.result, Object.keys(task), "result" in task);`),
  ).toEqual([
    "['3', 'a', 'b'] True 20 2 None number {\"3\":\"number\",\"b\":2}",
    "{'b': 2, 3: 'number!', '4': 1}",
    "False 1 True 21",
    "there ['n', 'result'] True",
  ]);
});

test("lists within a stored array are flattened and concatenated as the arrays that they were", async () => {
  expect(
    await linesOf(`
      const rows = [[1, [2, 3]], [4], 5], g = SimpleNamespace({ rows });
      print(rows.flat(), g.rows.flat(), rows.flat(2), g.rows.flat(Infinity), rows.flat(0).length);
      print(rows.flatMap((row) => row), [0].concat(g.rows[0]), rows.concat([6], g.rows[1]).length);`),
  ).toEqual(["[1, [2, 3], 4, 5] [1, [2, 3], 4, 5] [1, 2, 3, 4, 5] [1, 2, 3, 4, 5] 3", "[1, [2, 3], 4, 5] [0, 1, [2, 3]] 5"]);
});

test("keywords of a Timer reach its function as a plain object, as a Thread's do", async () => {
  expect(
    await linesOf(`
      const given = { size: 10, sep: "-" };
      const show = (...args) => { const last = args.at(-1); print(last.size, last.sep, Object.getPrototypeOf(last) === Object.prototype); };
      for (const t of [threading.Timer(0, show, ["a"], given), threading.Thread({ target: show, args: ["a"], kwargs: given })]) { t.start(); t.join(); }
      const t = threading.Timer(0, print, ["a", "b"], { sep: "-" }); t.start(); t.join();`),
  ).toEqual(["10 - True", "10 - True", "a-b"]);
});
