/** Timer, and the names of the module. */
import { RuntimeError } from "pythreads/builtins";
import threadingModule from "pythreads/threading";
import { equal, list, matches, ok, raises, runOnce, runTest, takes, thread, threading, time, until } from "./harness.mjs";

class MyTimer extends threading.Timer {}
const classes = { Timer: (...args) => threading.Timer(...args), subclass: (...args) => new MyTimer(...args) };

runTest("C164 the default arguments of two timers are not the same objects", classes, (make) => {
  const calls = list();
  const work = (...args) => void calls.append(JSON.stringify(args));
  const first = make(0.001, work);
  equal([first.args.length, Object.keys(first.kwargs)], [0, []]);
  first.args.append("blah");
  first.kwargs.foo = "bar";
  first.start();
  first.join();
  const second = make(0.001, work);
  equal([second.args.length, Object.keys(second.kwargs)], [0, []]);
  second.start();
  second.join();
  equal([...calls], ['["blah",{"foo":"bar"}]', "[]"]);
});

/** What is public in Python 3.13's threading, and what programs use besides. */
const NAMES = [
  "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX", "Event", "Lock", "RLock", "Semaphore",
  "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError", "Timer", "ThreadError", "setprofile", "settrace", "local", "stack_size",
  "excepthook", "ExceptHookArgs", "getprofile", "gettrace", "setprofile_all_threads", "settrace_all_threads", "get_native_id",
];
const MORE = ["activeCount", "currentThread", "__excepthook__", "_register_atexit", "_shutdown", "_DummyThread", "_MainThread"];

runTest("C165 the names of threading", { "import *": () => threading, "the default export": () => threadingModule }, (of) => {
  const module = of();
  for (const name of [...NAMES, ...MORE]) ok(name in module && module[name] !== undefined, name);
  ok(module.ThreadError === RuntimeError && module.local === thread._local && module.get_ident === thread.get_ident);
  ok(module.activeCount === module.active_count && module.currentThread === module.current_thread);
  equal(Object.keys(module).filter((name) => !name.startsWith("_") && !["default", "dump_threads", "set_excepthook", ...NAMES, ...MORE].includes(name)), []);
});

runTest("a timer waits, calls its function once, and says that it has finished", classes, (make) => {
  const calls = list();
  const t = make(0.05, (...args) => calls.append(args.join()), ["a", 1]);
  equal([t.interval, t.finished.is_set(), t.daemon, typeof t.function, [...t.args]], [0.05, false, false, "function", ["a", 1]]);
  takes(0.05, () => {
    t.start();
    t.join();
  });
  equal([[...calls], t.finished.is_set(), t.is_alive()], [["a,1"], true, false]);
  raises(RuntimeError, "threads can only be started once", () => t.start());
});

runTest("arguments in every form", classes, (make) => {
  const calls = list();
  const work = (...args) => void calls.append(JSON.stringify(args));
  for (const t of [
    make(0, work), make(-1, work, ["a"]), make(0, work, null, { k: 1 }), make(0, work, ["b"], { k: 2 }),
    make(0, work, { args: ["c"], kwargs: { k: 3 } }), make({ interval: 0, function: work, args: "d" }), make(0, { function: work }), make(0, work, [], {}),
  ]) {
    t.start();
    t.join();
  }
  equal([...calls], ["[]", '["a"]', '[{"k":1}]', '["b",{"k":2}]', '["c",{"k":3}]', '["d"]', "[]", "[]"]);
});

runTest("wrong arguments", classes, (make) => {
  const wrong = (message, ...args) => raises(TypeError, `Timer.__init__() ${message}`, () => make(...args));
  wrong("missing 2 required positional arguments: 'interval' and 'function'");
  wrong("missing 1 required positional argument: 'function'", 1);
  wrong("missing 1 required positional argument: 'interval'", { function: () => {} });
  wrong("takes from 3 to 5 positional arguments but 6 were given", 1, () => {}, [], {}, true);
  wrong("got an unexpected keyword argument 'daemon'", 1, () => {}, { daemon: true });
  wrong("got multiple values for argument 'interval'", 1, () => {}, { interval: 2 });
});

runTest("cancel: while it waits, before its start, and when it has run", classes, (make) => {
  const calls = list();
  const work = () => calls.append(1);
  const waiting = make(60, work);
  waiting.start();
  equal(waiting.is_alive(), true);
  equal(waiting.cancel(), undefined);
  waiting.join();
  const before = make(0, work);
  before.cancel();
  equal(before.finished.is_set(), true);
  before.start();
  before.join();
  equal(calls.length, 0);
  const after = make(0, work);
  after.start();
  after.join();
  after.cancel();
  equal(calls.length, 1);
});

runTest("cancel does not stop a function that runs, and finished is set after it", classes, (make) => {
  const running = threading.Event();
  const go = threading.Event();
  const calls = list();
  const t = make(0, () => {
    running.set();
    go.wait();
    calls.append("came to its end");
  });
  t.start();
  running.wait();
  equal(t.finished.is_set(), false);
  t.cancel();
  equal(t.finished.is_set(), true);
  go.set();
  t.join();
  equal([...calls], ["came to its end"]);
});

runTest("a timer whose function is async has finished when its promise settles", classes, (make) => {
  const go = threading.Event();
  const t = make(0, async () => {
    await go.wait_async();
  });
  t.start();
  t.join(0.02);
  equal([t.finished.is_set(), t.is_alive()], [false, true]);
  go.set();
  t.join();
  equal(t.finished.is_set(), true);
});

runTest("repr is that of a Thread", classes, (make, name) => {
  const t = make(60, () => {});
  const shown = name === "Timer" ? "Timer" : "MyTimer";
  matches(String(t), new RegExp(`^<${shown}\\(Thread-\\d+, initial\\)>$`));
  ok(t instanceof threading.Thread && t instanceof threading.Timer);
  t.daemon = true;
  t.start();
  matches(String(t), new RegExp(`^<${shown}\\(Thread-\\d+, started daemon \\d+\\)>$`));
  t.cancel();
  t.join();
});

runOnce("a subclass that repeats itself, and is stopped from outside", () => {
  class Repeating extends threading.Timer {
    run() {
      while (!this.finished.wait(this.interval)) this.function(...this.args);
    }
  }
  const calls = list();
  const t = new Repeating(0.001, (n) => calls.append(n), [7]);
  t.start();
  until(() => calls.length >= 3);
  t.cancel();
  t.join();
  ok([...calls].every((n) => n === 7));
});

void time;
