/** C100, C126 to C139 and C152: how a program ends, and what it prints then. */
import { expect, test } from "vitest";
import { describe as text, type Result, run, runWithImports } from "../helpers/run-program.js";
import { testCasesOf } from "./run-cases.js";

await testCasesOf("interrupt.mjs");

/** The program ended by itself, with that code, and left nothing running. */
function ends(result: Result, code = 0): void {
  const { timedOut, leftProcesses, signal } = result;
  expect({ timedOut, leftProcesses, signal, code: result.code }, text(result)).toEqual({ timedOut: false, leftProcesses: false, signal: null, code });
}

test("C100 SystemExit in main waits for a thread, which can still do everything", async () => {
  const result = await runWithImports(`
    const lock = threading.Lock(), q = Queue.Queue(), more = list([1]);
    threading.Thread({ target: () => {
      threading.main_thread().join();
      lock.acquire(); q.put("from the queue"); more.append(2); lock.release();
      const t = threading.Thread({ target: () => print("thread of the thread") });
      t.start(); t.join();
      print(q.get(), more, fs.existsSync("program.mjs"), time.sleep(0.01), threading.active_count());
    } }).start();
    print("main ends");
    throw new SystemExit(42);
  `);
  ends(result, 42);
  expect([result.stderr, result.lines]).toEqual(["", ["main ends", "thread of the thread", "from the queue [1, 2] True None 2"]]);
});

test("C126 threading is first imported in a raw thread", async () => {
  const result = await run(`
    import * as thread from "pythreads/thread";
    const done = thread.allocate_lock();
    done.acquire();
    thread.start_new_thread(async () => {
      const threading = await import("pythreads/threading");
      const names = [threading.current_thread(), threading.main_thread()].map((t) => t.name);
      const t = threading.Thread({ target: () => console.log(names.join(), threading.current_thread().name) });
      t.start();
      t.join();
      done.release();
    }, []);
    done.acquire();
  `);
  ends(result);
  expect([result.stderr, result.stdout]).toEqual(["", "Dummy-1,MainThread Thread-2\n"]);
});

test("C127 a thread that an exit handler starts runs while it is joined, and is cut off at the end", async () => {
  const result = await runWithImports(`
    const held = threading.Lock(); held.acquire();
    process.on("exit", () => {
      threading.Thread({ target: () => { held.acquire(); print("never"); } }).start();
      thread.start_new_thread(() => { held.acquire(); print("never"); }, []);
      const t = threading.Thread({ target: () => print("while it is joined") });
      t.start(); t.join();
      print("main is alive:", threading.main_thread().is_alive());
    });
    print("main ends");
    threading.Thread({ target: () => {} }).start();
  `);
  ends(result);
  expect([result.stderr, result.lines]).toEqual(["", ["main ends", "while it is joined", "main is alive: False"]]);
});

test("C128 C134 threads that go on after main's end: one that joins main, and one that a thread started as its last act", async () => {
  const result = await runWithImports(`
    const order = Queue.Queue();
    function last() { order.put("last"); print("last"); }
    function parent() { threading.main_thread().join(); threading.Thread({ target: last }).start(); }
    function joins() {
      const main = threading.main_thread();
      main.join();
      print("end of thread", main.is_alive(), String(main).includes("stopped"), threading.enumerate()[0] === main);
      main.join(); main.join(0);
      print("it can be joined again", order.get());
    }
    threading.Thread({ target: joins }).start();
    threading.Thread({ target: parent }).start();
    print("end of main", threading.main_thread().is_alive());
  `);
  ends(result);
  expect(result.stderr).toBe("");
  expect(result.lines[0]).toBe("end of main True");
  expect([...result.lines].sort()).toEqual(["end of main True", "end of thread False True True", "it can be joined again last", "last"]);
});

test("C133 daemons that write files when main calls for the end", async () => {
  const result = await runWithImports(`
    const up = threading.Semaphore(0);
    function write(i) {
      const file = "daemon-" + i;
      for (let first = true; ; first = false) {
        fs.writeFileSync(file, "a few words ".repeat(100));
        if (fs.readFileSync(file, "utf8").length !== 1200) throw new Error("lost");
        if (first) up.release();
      }
    }
    for (let i = 0; i < 12; i++) threading.Thread({ target: write, args: [i], daemon: true }).start();
    for (let i = 0; i < 12; i++) up.acquire();
    throw new SystemExit();
  `);
  ends(result);
  expect([result.stdout, result.stderr]).toEqual(["", ""]);
});

test("C137 functions registered by _register_atexit run at main's end, before its threads are waited for, the last one first", async () => {
  const result = await runWithImports(`
    const gate = threading.Event();
    const t = threading.Thread({ target: () => { gate.wait(); threading.main_thread().join(); print("thread", threading.main_thread().is_alive()); } });
    t.start();
    threading._register_atexit((...args) => { print("first registered", args); gate.set(); }, 1, "x");
    threading._register_atexit(() => print("last registered", threading.main_thread().is_alive(), t.is_alive()));
    threading._register_atexit(5);
    for (const wrong of [() => threading._register_atexit(), () => elsewhere()]) {
      try { wrong(); } catch (error) { print(error.name, error.message); }
    }
    function elsewhere() {
      const errors = Queue.Queue();
      threading.Thread({ target: () => { try { threading._register_atexit(print); } catch (error) { errors.put(error); } } }).start();
      throw errors.get();
    }
    print("main ends");
  `);
  ends(result);
  expect(result.lines).toEqual([
    "TypeError _register_atexit() missing 1 required positional argument: 'func'",
    "NotImplementedError _register_atexit() can only be called in the main thread, where the function is called",
    "main ends",
    "last registered True True",
    "first registered [1, 'x']",
    "thread False",
  ]);
  expect(result.stderr).toMatch(/^Exception ignored on threading shutdown:\nTypeError: 'int' object is not callable\n/);
});

test("C138 such a function runs once, also when the end was called for before", async () => {
  const result = await runWithImports(`
    threading._register_atexit(() => print("run!"));
    threading.Thread({ target: () => { threading.main_thread().join(); print("thread"); } }).start();
    threading._shutdown();
    print("after", threading.main_thread().is_alive(), threading.active_count());
    threading._shutdown();
    threading.Thread({ target: () => print("later thread") }).start();
  `);
  ends(result);
  expect([result.stderr, result.lines]).toEqual(["", ["run!", "thread", "after False 1", "later thread"]]);
});

test("C139 once the end has begun none can be registered", async () => {
  const result = await runWithImports(`
    threading._register_atexit(() => print("the others run"));
    threading._register_atexit(() => threading._register_atexit(() => print("never")));
    threading.Thread({ target: () => { threading.main_thread().join(); print("thread"); } }).start();
  `);
  ends(result);
  expect(result.lines).toEqual(["the others run", "thread"]);
  expect(result.stderr).toMatch(/^Exception ignored on threading shutdown:\nRuntimeError: can't register atexit after shutdown\n/);
});

test("C152 the report of an exception goes to stderr, and ends neither the other threads nor main", async () => {
  const result = await runWithImports(`
    const state = SimpleNamespace({ running: false });
    function run() {
      state.running = true;
      while (state.running) time.sleep(0.001);
      null.attribute;
    }
    for (const start of [() => threading.Thread({ target: run }).start(), () => thread.start_new_thread(run, [])]) {
      start();
      while (!state.running) time.sleep(0.001);
      state.running = false;
      while (thread._count() > 0) time.sleep(0.001);
    }
  `);
  ends(result);
  expect(result.stdout).toBe("");
  expect(result.stderr).toMatch(
    /^Exception in thread Thread-1:\nTypeError: Cannot read properties of null.*\n {4}at run \(.*program\.mjs:7:\d+\)\nException ignored in thread started by <function run>:\nTypeError: Cannot read .*\n {4}at run /,
  );
});

test("what a thread raises after main has ended is told, and changes no exit code", async () => {
  const result = await runWithImports(`
    threading.set_excepthook((args) => print("hook:", args.thread.name, args.exc_value.message, args.thread.is_alive()));
    threading.Thread({ target: () => { threading.main_thread().join(); throw new builtins.ValueError("late"); } }).start();
    threading.Thread({ target: () => { threading.main_thread().join(); throw new SystemExit(3); } }).start();
    process.exitCode = 5;
  `);
  ends(result, 5);
  expect([...result.lines].sort()).toEqual(["hook: Thread-1 late True", "hook: Thread-2 3 True"]);
  expect(result.stderr).toBe("");
});

test("a KeyboardInterrupt in a thread is told like any other, and does not reach main", async () => {
  const result = await runWithImports(`
    const t = threading.Thread({ target: () => { throw new builtins.KeyboardInterrupt(); } });
    t.start(); t.join();
    time.sleep(0);
    print("main goes on");
  `);
  ends(result);
  expect(result.lines).toEqual(["main goes on"]);
  expect(result.stderr).toMatch(/^Exception in thread Thread-1:\nKeyboardInterrupt\n/);
});
