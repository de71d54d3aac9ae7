/** Lines that Python programmers write by habit, each as small a program as shows it; and refusals where it cannot be had. */
import { describe, expect, test } from "vitest";
import { linesOf, runWithImports } from "../helpers/run-program.js";

const works: [what: string, program: string, lines: string[]][] = [
  [
    "a thread that returns its result from join()",
    `class ThreadWithReturn extends threading.Thread {
       _return = null;
       run() { if (this._target !== null) this._return = this._target(...this._args); }
       join(timeout) { super.join(timeout); return this._return; }
     }
     const t = new ThreadWithReturn({ target: (a, b) => a * b, args: [6, 7] });
     t.start();
     print(t.join());`,
    ["42"],
  ],
  [
    "a flag on the thread, read through current_thread()",
    `function loop() {
       const t = threading.current_thread();
       while (t.do_run ?? true) time.sleep(0.001);
       print("stopping", t.name);
     }
     const t = threading.Thread({ target: loop, name: "loop" });
     t.start();
     t.do_run = false;
     t.join();`,
    ["stopping loop"],
  ],
  [
    "all threads but this one are joined",
    `const main_thread = threading.current_thread();
     const gate = threading.Event();
     for (const i of builtins.range(3)) threading.Thread({ target: () => gate.wait(), name: "w" + i }).start();
     gate.set();
     for (const t of threading.enumerate()) {
       if (t === main_thread) continue;
       t.join();
     }
     print(threading.main_thread() === main_thread, threading.active_count());`,
    ["True 1"],
  ],
  [
    "a queue that keeps each item once, by overriding its hooks",
    `class SetQueue extends Queue.Queue {
       _init(maxsize) { this.queue = builtins.set(); }
       _put(item) { this.queue.add(item); }
       _get() { return this.queue.pop(); }
       _qsize() { return builtins.len(this.queue); }
     }
     const q = new SetQueue();
     const got = builtins.list();
     for (const item of [1, 2, 1, 2, 3]) q.put(item);
     const t = threading.Thread({ target: () => { while (!q.empty()) got.append(q.get()); } });
     t.start();
     t.join();
     got.sort();
     print(got);`,
    ["[1, 2, 3]"],
  ],
  [
    "an exception of the program's own goes through a queue and is raised again",
    `class JobError extends builtins.ValueError { code = 5; }
     const bucket = Queue.Queue();
     class Job extends threading.Thread {
       run() { try { throw new JobError("went wrong"); } catch (e) { bucket.put(e); } }
     }
     const t = new Job();
     t.start();
     t.join();
     try { throw bucket.get(); } catch (e) { print(e instanceof JobError, e.code, e); }`,
    ["True 5 went wrong"],
  ],
  [
    "a dict of dicts and lists is changed in place",
    `const stock = builtins.dict({ apple: { count: 5, log: [] }, pear: { count: 3, log: [] } });
     const lock = threading.Lock();
     function buy(name) {
       builtins.with_(lock, () => { stock[name].count -= 1; stock[name].log.append("sold"); });
     }
     const threads = ["apple", "apple", "pear"].map((name) => threading.Thread({ target: buy, args: [name] }));
     for (const t of threads) t.start();
     for (const t of threads) t.join();
     print(stock);`,
    ["{'apple': {'count': 3, 'log': ['sold', 'sold']}, 'pear': {'count': 2, 'log': ['sold']}}"],
  ],
  [
    "plain containers on self, changed by run()",
    `class Worker extends threading.Thread {
       static count = 0;
       static lock = threading.Lock();
       jobs = [1, 2];
       seen = {};
       run() {
         builtins.with_(Worker.lock, () => { Worker.count += 1; });
         this.jobs.push(3);
         this.seen[this.name] = true;
       }
     }
     const workers = [new Worker(), new Worker()];
     for (const w of workers) w.start();
     for (const w of workers) w.join();
     print(Worker.count, workers[0].jobs, workers[0].seen);`,
    ["2 [1, 2, 3] {'Thread-1': True}"],
  ],
  [
    "a class and its subclass with super, a property and __len__",
    `class Account extends object {
       constructor(balance) { super(); this.balance = balance; }
       deposit(amount) { this.balance += amount; }
       get rich() { return this.balance > 100; }
       __len__() { return this.balance; }
     }
     class Savings extends Account {
       constructor(balance, rate) { super(balance); this.rate = rate; }
       deposit(amount) { super.deposit(amount * (1 + this.rate)); }
     }
     const savings = new Savings(100, 0.5);
     const t = threading.Thread({ target: savings.deposit, args: [10] });
     t.start();
     t.join();
     print(savings.balance, savings.rich, builtins.len(savings), savings instanceof Account);`,
    ["115 True 115 True"],
  ],
  [
    "a callback kept as an attribute",
    `class Button extends object {
       constructor(callback) { super(); this.callback = callback; }
       press() { this.callback("pressed"); }
     }
     const log = builtins.list();
     const button = new Button(log.append);
     const t = threading.Thread({ target: button.press });
     t.start();
     t.join();
     button.press();
     print(log);`,
    ["['pressed', 'pressed']"],
  ],
  [
    "a field without a value keeps what the base has set",
    `class SetQueue extends Queue.Queue {
       seen;
       _init(maxsize) { super._init(maxsize); this.seen = builtins.set(); }
       _put(item) { if (!this.seen.has(item)) { this.seen.add(item); super._put(item); } }
     }
     class Base extends object { constructor(n) { super(); this.n = n; } }
     class Derived extends Base { n; other; }
     class Named extends threading.Thread {
       name;
       _target;
       constructor() { super({ target: () => print(threading.current_thread().name), name: "first" }); }
     }
     const q = new SetQueue();
     for (const item of [1, 2, 1]) q.put(item);
     print(q.qsize(), new Derived(5).n, new Derived(5).other);
     new Named().start();`,
    ["2 5 None", "first"],
  ],
  [
    "a class attribute that is assigned through a subclass is the subclass's own",
    `class Registry extends object {
       static instance = null;
       static made = 0;
       static lock = threading.Lock();
       static get_instance() {
         builtins.with_(this.lock, () => {
           if (this.instance === null) { this.made += 1; this.instance = new this(); }
         });
         return this.instance;
       }
     }
     class Users extends Registry {}
     class Admins extends Registry {}
     const found = builtins.dict({ Users: builtins.list(), Admins: builtins.list() });
     function work() { for (const Class of [Users, Admins]) found[Class.name].append(Class.get_instance()); }
     const threads = [1, 2, 3].map(() => threading.Thread({ target: work }));
     for (const t of threads) t.start();
     for (const t of threads) t.join();
     print(found.Users.every((x) => x === Users.instance), found.Admins.every((x) => x === Admins.instance), Users.instance === Admins.instance);
     print(Registry.made, Users.made, Admins.made, Registry.instance, Admins.instance instanceof Admins);
     class Late extends Registry {}
     Late.made = 7;
     const t = threading.Thread({ target: () => { Late.made += 1; print(Late.made, Registry.made); } });
     t.start();
     t.join();
     print(Late.made);`,
    ["True True False", "0 1 1 None True", "8 0", "8"],
  ],
  [
    "a Map, a Set and an array that were stored keep their methods",
    `class Cache extends object {
       data = new Map();
       seen = new Set();
       waiting = ["a", "b", "c"];
       work() {
         this.data.set("k", 1).set("l", 2).delete("l");
         this.seen.add("x"); this.seen.delete("y");
         this.waiting.unshift(this.waiting.pop());
         print(this.waiting.shift(), this.waiting.splice(0, 1, "d"), this.data.size);
       }
     }
     const cache = new Cache();
     cache.data.set("j", 0);
     const t = threading.Thread({ target: cache.work });
     t.start();
     t.join();
     cache.data.forEach((value, key) => print(key, value));
     print([...cache.data.entries()], cache.waiting, cache.seen);`,
    ["c ['a'] 2", "j 0", "k 1", "[['j', 0], ['k', 1]] ['d', 'b'] {'x'}"],
  ],
  [
    "a dict that was put into a list is filled in by another thread",
    `const tasks = builtins.list(), q = Queue.Queue();
     const task = { id: 1, status: "pending" };
     tasks.append(task);
     function work() {
       const mine = q.get();
       mine.status = "done";
       mine.result = tasks[0].id * 2;
     }
     const t = threading.Thread({ target: work });
     t.start();
     q.put(task);
     t.join();
     print(task.status, task.result, task);
     const again = threading.Thread({ target: (same) => { task.status = "read"; same.id = 5; }, args: [task] });
     again.start();
     again.join();
     print(tasks, task.id);`,
    ["done 2 {'id': 1, 'status': 'done', 'result': 2}", "[{'id': 5, 'status': 'read', 'result': 2}] 5"],
  ],
  [
    "methods of primitives as functions, bound or wrapped",
    `const event = threading.Event();
     const q = Queue.Queue();
     threading.Timer(0, event.set.bind(event)).start();
     threading.Timer(0, () => q.put(5)).start();
     print(event.wait(5), q.get());`,
    ["True 5"],
  ],
];

describe("works as in Python", () => {
  test.each(works)("%s", async (_, program, lines) => {
    expect(await linesOf(program)).toEqual(lines);
  });
});

describe("is refused at the line that starts the thread", () => {
  const plain = "class Plain { n = 0; work() { this.n += 1; } harmless() { print('called'); } static make() { return new this(); } }\n";
  const lost = (name: string, trail: string[]) =>
    `cannot start thread: '${name}' is a method that was taken from its object: write () => obj.${name}(), or let the class of obj extend object from pythreads/builtins, whose methods are bound when they are taken\n  ${trail[0]}\n    └ ${trail[1]}`;

  test.each([
    ["a method of a plain object", "threading.Thread({ target: new Plain().work }).start()", lost("work", ["Thread", "target"])],
    ["a static method", "threading.Thread({ target: Plain.make }).start()", lost("make", ["Thread", "target"])],
    ["a timer's method", "threading.Timer(0, new Plain().work).start()", lost("work", ["Timer", "function"])],
    ["a raw thread's method", "thread.start_new_thread(new Plain().work, [])", lost("work", ["start_new_thread", "function"])],
  ])("%s that has lost its object", async (_, line, message) => {
    const { stdout, stderr } = await runWithImports(`${plain}try { ${line}; } catch (error) { print(error.name + ": " + error.message); }`);
    expect({ stdout, stderr }).toEqual({ stdout: `CaptureError: ${message}\n`, stderr: "" });
  });

  test("but not a method that needs no object, nor the remedies", async () => {
    const lines = await linesOf(
      `${plain}class Shared extends object { n = 0; work() { this.n += 1; print("n is", this.n); } }
       const plain = new Plain(), shared = new Shared();
       for (const target of [plain.harmless, () => plain.harmless(), shared.work, () => shared.work()]) {
         const t = threading.Thread({ target });
         t.start();
         t.join();
       }`,
    );
    expect(lines).toEqual(["called", "called", "n is 1", "n is 2"]);
  });
});
