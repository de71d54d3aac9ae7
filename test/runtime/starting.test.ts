/**
 * A thread starts and runs whatever the others do. Main is proved to be blocked by what it is blocked on: nobody but the
 * test, which has seen the thread's line, lets it go on.
 */
import { describe, expect, test } from "vitest";
import { linesOf, ONE_LINE_IMPORTS, start } from "../helpers/run-program.js";

describe("a thread started just before main blocks runs and prints", () => {
  // A thread reads stdin, so that the test decides when main goes on.
  const listener = `
    const gate = threading.Lock(); gate.acquire();
    const queue = Queue.Queue(), event = threading.Event(), condition = threading.Condition(), semaphore = threading.Semaphore(0);
    function listen() {
      print("thread runs");
      threading.Thread({ target: () => print("thread of the thread runs") }).start();
      fs.readSync(0, Buffer.alloc(10));
      print("told");
      gate.release(); queue.put(1); event.set(); semaphore.release();
      condition.acquire(); condition.notify(); condition.release();
    }
    const t = threading.Thread({ target: listen });`;
  const blocks: [string, string][] = [
    ["join", "t.start(); t.join();"],
    ["Lock.acquire", "t.start(); gate.acquire();"],
    ["Queue.get", "t.start(); queue.get();"],
    ["Event.wait", "t.start(); event.wait();"],
    ["Semaphore.acquire", "t.start(); semaphore.acquire();"],
    ["Condition.wait", "condition.acquire(); t.start(); condition.wait();"],
    ["a busy loop", "t.start(); while (t.is_alive()) {}"],
  ];
  test.each(blocks)("%s", async (_, block) => {
    const program = start(`${ONE_LINE_IMPORTS}${listener}\n${block}\nprint("main goes on");`);
    await program.arrival("thread of the thread runs");
    expect(program.text()).not.toContain("main goes on");
    program.say("go");
    const { lines, stderr, code } = await program.ended;
    expect({ stderr, code, lines: [...lines].sort() }).toEqual({
      stderr: "",
      code: 0,
      lines: ["main goes on", "thread of the thread runs", "thread runs", "told"],
    });
    expect(lines.indexOf("told")).toBeLessThan(lines.indexOf("main goes on"));
  });

  test.each([
    ["sleep", "time.sleep(3600);"],
    ["while (true) {}", "while (true) {}"],
  ])("%s, which never ends", async (_, block) => {
    const program = start(`${ONE_LINE_IMPORTS}
      threading.Thread({ target: () => { print("thread runs"); threading.Thread({ target: () => print("and its thread") }).start(); } }).start();
      ${block}`);
    await program.arrival("and its thread");
    program.interrupt();
    expect(await program.ended).toMatchObject({ stdout: "thread runs\nand its thread\n", stderr: "", timedOut: false, leftProcesses: false });
  });

  test("many at once, more than there are cores, all blocked until the last one is there", async () => {
    const lines = await linesOf(`
      const arrived = Queue.Queue(), gate = threading.Event();
      function wait(i) { arrived.put(i); gate.wait(); arrived.put(-i); }
      const threads = Array.from({ length: 20 }, (_, i) => threading.Thread({ target: wait, args: [i + 1] }));
      for (const t of threads) t.start();
      let sum = 0;
      for (let i = 0; i < 20; i++) sum += arrived.get();
      print(sum, threading.active_count());
      gate.set();
      for (const t of threads) t.join();
      for (let i = 0; i < 20; i++) sum += arrived.get();
      print(sum, threading.active_count());`);
    expect(lines).toEqual(["210 21", "0 1"]);
  });
});

describe("threads of threads", () => {
  test("outlive the thread that started them", async () => {
    const lines = await linesOf(`
      const gate = threading.Lock(); gate.acquire();
      const children = Queue.Queue();
      function child() { gate.acquire(); print("child goes on"); }
      function parent() { const c = threading.Thread({ target: child }); c.start(); children.put(c); }
      const p = threading.Thread({ target: parent });
      p.start();
      p.join();
      const c = children.get();
      print("parent alive:", p.is_alive(), "child alive:", c.is_alive());
      gate.release();
      c.join();
      print("child alive:", c.is_alive());`);
    expect(lines).toEqual(["parent alive: False child alive: True", "child goes on", "child alive: False"]);
  });

  test("ten deep, each started by the one before and joined by a stranger", async () => {
    const lines = await linesOf(`
      const made = Queue.Queue();
      function link(depth) {
        if (depth === 0) return;
        const next = threading.Thread({ target: link, args: [depth - 1] });
        next.start();
        made.put(next);
      }
      link(10);
      for (let i = 0; i < 10; i++) made.get().join();
      print(threading.active_count(), made.empty());`);
    expect(lines).toEqual(["1 True"]);
  });

  test("a sibling joins a thread that it did not start", async () => {
    const lines = await linesOf(`
      const gate = threading.Lock(); gate.acquire();
      const out = Queue.Queue();
      const slow = threading.Thread({ target: () => { gate.acquire(); out.put("slow ends"); } });
      const joiner = threading.Thread({ target: (other) => { gate.release(); other.join(); out.put("joined"); }, args: [slow] });
      slow.start(); joiner.start(); joiner.join();
      print(out.get(), out.get());`);
    expect(lines).toEqual(["slow ends joined"]);
  });

  test("a worker is used again by the next thread, and forgets the last one", async () => {
    const lines = await linesOf(`
      const seen = Queue.Queue();
      class Named extends threading.Thread { run() { seen.put([this.name, this.ident === threading.get_ident(), threading.current_thread() === this]); } }
      for (let i = 0; i < 40; i++) { const t = new Named(); t.start(); t.join(); }
      const idents = new Set();
      for (let i = 1; i <= 40; i++) { const [name, own, current] = seen.get(); if (name !== "Thread-" + i || !own || !current) print("wrong", name, own, current); }
      print("done");`);
    expect(lines).toEqual(["done"]);
  });
});

test("a thread sees what was written before start, and the joiner what the thread wrote", async () => {
  const lines = await linesOf(`
    class Box extends object { constructor() { super(); this.value = 0; } }
    const box = new Box();
    for (let i = 0; i < 300; i++) {
      box.value = i;
      const t = threading.Thread({ target: (b, i) => { if (b.value !== i) throw new Error("old value"); b.value = -i; }, args: [box, i] });
      t.start(); t.join();
      if (box.value !== -i) print("lost", i);
    }
    print("done");`);
  expect(lines).toEqual(["done"]);
});

test("an async target: the thread ends when its promise settles", async () => {
  const lines = await linesOf(`
    const log = Queue.Queue(), gate = threading.Lock(); gate.acquire();
    async function work() {
      log.put("started");
      await null;
      await new Promise((done) => setTimeout(done, 1));
      await new Promise((done) => setImmediate(done));
      gate.acquire();
      log.put("after awaits");
      return "ignored";
    }
    const t = threading.Thread({ target: work });
    t.start();
    print(log.get(), t.is_alive());
    gate.release();
    t.join();
    print(log.get(), t.is_alive());`);
  expect(lines).toEqual(["started True", "after awaits False"]);
});

describe("too many threads at once", () => {
  test("are refused with Python's error, and can be started once there is room", { timeout: 70_000 }, async () => {
    const program = `
const gate = threading.Event();
const started = list();
const refusals = list();
try {
  for (;;) {
    const t = threading.Thread({ target: () => gate.wait() });
    t.start();
    started.append(t);
  }
} catch (error) {
  refusals.append(String(error));
}
try { thread.start_new_thread(() => {}, []); } catch (error) { refusals.append(String(error)); }
const late = threading.Thread({ target: () => print("late") });
try { late.start(); } catch (error) { refusals.append(String(error)); }
print(started.length, late.ident === undefined);
print(refusals);
gate.set();
for (const t of started) t.join();
late.start();
late.join();`;
    const refusal = "RuntimeError: can't start new thread";
    expect(await linesOf(program, { env: { PYTHREADS_MAX_THREADS: "4" }, timeoutMs: 60_000 })).toEqual([
      "4 True",
      `["${refusal}", "${refusal}", "${refusal}"]`,
      "late",
    ]);
  });

  test("are held up while others end", { timeout: 70_000 }, async () => {
    const program = `
const done = Queue.Queue();
for (let i = 0; i < 30; i++) threading.Thread({ target: () => done.put(1) }).start();
for (let i = 0; i < 30; i++) done.get();
print("all");`;
    expect(await linesOf(program, { env: { PYTHREADS_MAX_THREADS: "3" }, timeoutMs: 60_000 })).toEqual(["all"]);
  });
});
