/** Thread objects: what they are called, what they show, how they start, end and are joined. */
import { AssertionError, AttributeError, CaptureError, NotImplementedError, RuntimeError, SimpleNamespace } from "pythreads/builtins";
import {
  Bunch, elsewhere, equal, inThreads, list, matches, ok, raises, runOnce, runTest, settle, thread, threading, time, until, with_,
} from "./harness.mjs";

class Sub extends threading.Thread {}
class Silent extends threading.Thread {
  run() {}
}

/** Threads that end at once, of every kind that a program makes. */
const kinds = {
  Thread: (options = {}) => threading.Thread({ target: () => {}, ...options }),
  subclass: (options = {}) => new Silent(options),
  Timer: (options = {}) => Object.assign(threading.Timer(0, () => {}), options),
};

const nextNumber = () => Number(threading.Thread().name.slice("Thread-".length)) + 1;

runTest("C086 names", { Thread: () => threading.Thread, subclass: () => Sub }, (of) => {
  const Class = of();
  const named = (name) => new Class({ name }).name;
  equal(named("explicit"), "explicit");
  equal(named(123), "123");
  equal(named(true), "True");
  equal(named([1, null]), "[1, None]");
  const number = nextNumber();
  equal(named(""), `Thread-${number}`);
  equal(named(null), `Thread-${number + 1}`);
  equal(named(0), `Thread-${number + 2}`);
  equal(named("not counted"), "not counted");
  function work() {}
  equal(new Class({ target: work }).name, `Thread-${number + 3}`);
  equal(threading.Timer(1, work).name, `Thread-${number + 4}`);
  equal(elsewhere(() => threading.current_thread().name), `Dummy-${number + 5}`);
  equal(nextNumber(), number + 7);
});

runOnce("a name can be set at any time, from any thread, and is a string then", () => {
  const go = threading.Event();
  const t = threading.Thread({ target: () => {
    threading.current_thread().name = "from inside";
    go.wait();
  }, name: "first" });
  equal(t.name, "first");
  t.start();
  until(() => t.name === "from inside");
  t.name = 5;
  equal(t.getName(), "5");
  go.set();
  t.join();
  t.setName(null);
  equal(t.name, "None");
  matches(String(t), /^<Thread\(None, stopped \d+\)>$/);
});

runTest("C087 args may be any sequence", {
  array: () => [7, "x"], list: () => list([7, "x"]), set: () => new Set([7, "x"]), iterator: () => ({ *[Symbol.iterator]() { yield 7; yield "x"; } }),
}, (make) => {
  const got = list();
  const work = (...args) => void got.append(args);
  for (const t of [threading.Thread({ target: work, args: make() }), threading.Thread(null, work, null, make())]) {
    t.start();
    t.join();
  }
  equal([...got].map((args) => [...args]), [[7, "x"], [7, "x"]]);
});

runOnce("a text as args gives its characters, keyword arguments come last, and an empty dict is none", () => {
  const got = list();
  const work = (...args) => void got.append(JSON.stringify(args));
  const threads = [
    threading.Thread({ target: work, args: "ab" }),
    threading.Thread({ target: work, args: [1], kwargs: { k: 2 } }),
    threading.Thread({ target: work, args: [1], kwargs: {} }),
  ];
  for (const t of threads) {
    t.start();
    t.join();
  }
  thread.start_new_thread(work, [3], {});
  until(() => got.length === 4);
  equal([...got], ['["a","b"]', '[1,{"k":2}]', "[1]", "[3]"]);
});

/** Ten threads, of which three may be inside at a time. */
class Runner extends threading.Thread {
  constructor(name, limit, mutex, state) {
    super({ name });
    this.limit = limit;
    this.mutex = mutex;
    this.state = state;
  }

  run() {
    this.state.ready.release();
    this.state.go.wait();
    with_(this.limit, () => {
      with_(this.mutex, () => {
        this.state.inside += 1;
        this.state.most = Math.max(this.state.most, this.state.inside);
      });
      time.sleep(0.002);
      with_(this.mutex, () => {
        this.state.inside -= 1;
      });
    });
  }
}

function variousOperations() {
  const count = 10;
  const limit = threading.BoundedSemaphore(3);
  const mutex = threading.RLock();
  const state = SimpleNamespace({ inside: 0, most: 0, ready: threading.Semaphore(0), go: threading.Event() });
  const threads = Array.from({ length: count }, (_, i) => new Runner(`<thread ${i}>`, limit, mutex, state));
  for (const t of threads) {
    equal([t.ident, t.native_id], [undefined, undefined]);
    matches(String(t), /^<Runner\(<thread \d>, initial\)>$/);
    t.start();
  }
  for (const _ of threads) state.ready.acquire();
  // All are alive now, so their numbers differ.
  equal(new Set([...threads.map((t) => t.native_id), thread.get_native_id()]).size, count + 1);
  equal(new Set([...threads.map((t) => t.ident), thread.get_ident()]).size, count + 1);
  state.go.set();
  for (const t of threads) {
    t.join();
    equal(t.is_alive(), false);
    ok(t.ident > 0);
    matches(String(t), new RegExp(`^<Runner\\(<thread \\d>, stopped ${t.ident}\\)>$`));
  }
  equal(state.inside, 0);
  ok(state.most >= 1 && state.most <= 3, `${state.most} were inside`);
}

runOnce("C091 ten threads, never more than three inside", variousOperations);

function withStackSize(bytes) {
  equal(threading.stack_size(bytes), 0);
  try {
    variousOperations();
    equal(threading.stack_size(), bytes);
  } finally {
    threading.stack_size(0);
  }
}

runOnce("C092 the same with a small stack", () => withStackSize(262144));

runOnce("C093 the same with a large stack", () => withStackSize(0x100000));

runOnce("C094 main and raw threads have idents", () => {
  ok(threading.current_thread().ident > 0);
  equal(threading.current_thread().ident, threading.get_ident());
  const inside = list();
  const ident = thread.start_new_thread(() => void inside.append([threading.current_thread().ident, thread.get_ident()]), []);
  until(() => inside.length === 1);
  equal([...inside[0]], [ident, ident]);
});

runOnce("C095 a raw thread has a Thread object of its own", () => {
  const go = threading.Event();
  const seen = list();
  thread.start_new_thread(() => {
    seen.append(threading.current_thread());
    seen.append(threading.current_thread() === seen[0]);
    go.wait();
  }, []);
  until(() => seen.length === 2);
  const [dummy, isSame] = seen;
  ok(dummy instanceof threading._DummyThread && dummy instanceof threading.Thread);
  equal([isSame, dummy.is_alive(), dummy.daemon], [true, true, true]);
  ok(threading.enumerate().includes(dummy));
  matches(String(dummy), /^<_DummyThread\(Dummy-\d+, started daemon \d+\)>$/);
  raises(RuntimeError, "cannot join a dummy thread", () => dummy.join());
  raises(RuntimeError, "cannot join a dummy thread", () => dummy.join(0));
  raises(RuntimeError, "threads can only be started once", () => dummy.start());
  raises(RuntimeError, "cannot set daemon status of active thread", () => {
    dummy.daemon = false;
  });
  go.set();
  until(() => !threading.enumerate().includes(dummy));
  raises(RuntimeError, "cannot join a dummy thread", () => dummy.join());
  equal(dummy.is_alive(), false);
});

runTest("a raw thread that makes a Thread has a Thread object then, unless it says what is a daemon", { Thread: (options) => threading.Thread(options) }, (make) => {
  const number = nextNumber();
  const names = () => threading.enumerate().map((t) => t.name).join();
  equal(elsewhere(() => [make().name, names()]).join(), `Thread-${number},MainThread,Dummy-${number + 1}`);
  equal(elsewhere(() => [make({ daemon: false }).name, names()]).join(), `Thread-${number + 2},MainThread`);
});

runOnce("only raw threads that asked for their Thread object are listed", () => {
  const go = threading.Event();
  const before = threading.active_count();
  const quiet = new Bunch(2, () => go.wait());
  quiet.awaitStarted();
  equal([threading.active_count(), thread._count()], [before, 2]);
  go.set();
  quiet.awaitFinished();
});

runTest("C097 a start that fails leaves nothing behind", {
  Thread: (target) => threading.Thread({ target }),
  subclass: (target) => new Sub({ target }),
  Timer: (target) => threading.Timer(0, target),
}, (make) => {
  let counter = 0;
  const before = threading.enumerate();
  const t = make(() => {
    counter += 1;
  });
  raises(CaptureError, /'counter'/, () => t.start());
  equal([threading.enumerate().length, thread._count(), t.is_alive(), t.ident], [before.length, 0, false, undefined]);
  matches(String(t), /, initial\)>$/);
  raises(RuntimeError, "cannot join thread before it is started", () => t.join());
  // It can be started once what kept it from that is gone.
  t._target = t.function = () => {};
  t.start();
  t.join();
  equal(t.is_alive(), false);
  void counter;
});

runOnce("C097 a raw thread that cannot be started is not counted", () => {
  const promise = Promise.resolve();
  raises(CaptureError, /Promise/, () => thread.start_new_thread(() => promise, []));
  equal(thread._count(), 0);
});

runTest("C101 a joined thread is never listed", kinds, (make) => {
  for (let i = 0; i < 100; i++) {
    const t = make();
    t.start();
    t.join();
    ok(!threading.enumerate().includes(t), `listed in round ${i}`);
  }
});

runOnce("the list: main first, then in the order of the starts, from start to end", () => {
  const go = threading.Event();
  const threads = Array.from({ length: 3 }, (_, i) => threading.Thread({ target: () => void go.wait(), daemon: i === 1 }));
  ok(threads.every((t) => !threading.enumerate().includes(t)));
  for (const t of threads) t.start();
  const seen = threading.enumerate();
  ok(seen[0] === threading.main_thread());
  ok(threads.every((t, i) => seen[i + 1] === t));
  equal([seen.length, threading.active_count(), threading.activeCount()], [4, 4, 4]);
  go.set();
  for (const t of threads) t.join();
  equal(threading.enumerate().length, 1);
});

runTest("C102 many threads join the same thread", { two: 2, six: 6, twelve: 12 }, (joiners) => {
  const go = threading.Event();
  const target = threading.Thread({ target: () => void go.wait() });
  target.start();
  const bunch = new Bunch(joiners, () => {
    target.join();
    if (target.is_alive()) throw new Error("joined while alive");
  });
  bunch.awaitStarted();
  settle();
  equal(bunch.finished.length, 0);
  go.set();
  bunch.awaitFinished();
  target.join();
});

runTest("C103 join with a timeout gives up while the thread lives", { seconds: (t) => t.join(0.02), keyword: (t) => t.join({ timeout: 0.02 }) }, (join) => {
  const go = threading.Event();
  const t = threading.Thread({ target: () => void go.wait() });
  t.start();
  const begun = time.monotonic();
  equal(join(t), undefined);
  ok(time.monotonic() - begun >= 0.019);
  equal(t.is_alive(), true);
  for (const poll of [0, -1, false]) equal(t.join(poll), undefined);
  equal(t.is_alive(), true);
  go.set();
  equal(t.join(), undefined);
  equal(t.is_alive(), false);
  equal(t.join(0), undefined);
});

runOnce("C105 the older names", () => {
  const t = threading.Thread({ target: () => {} });
  equal(t.setDaemon(true), undefined);
  equal([t.isDaemon(), t.daemon], [true, true]);
  equal(t.setName("older"), undefined);
  equal([t.getName(), t.name], ["older", "older"]);
  equal(t.isAlive(), false);
  ok(threading.currentThread() === threading.current_thread());
  equal(threading.activeCount(), 1);
  equal(threading.Event().isSet(), false);
  const condition = threading.Condition();
  with_(condition, () => equal(condition.notifyAll(), undefined));
});

runTest("C106 daemon is in the repr of daemons only", kinds, (make) => {
  const t = make();
  ok(!String(t).includes("daemon"));
  t.daemon = true;
  matches(String(t), /^<\w+\(Thread-\d+, initial daemon\)>$/);
  t.start();
  t.join();
  matches(String(t), /^<\w+\(Thread-\d+, stopped daemon \d+\)>$/);
});

runTest("C107 the keyword daemon", { Thread: () => threading.Thread, subclass: () => Sub }, (of) => {
  const Class = of();
  equal(new Class().daemon, false);
  equal(new Class({ daemon: false }).daemon, false);
  equal(new Class({ daemon: true }).daemon, true);
  equal(new Class({ daemon: null }).daemon, false);
});

runTest("a thread is a daemon if the one that makes it is", { Thread: () => threading.Thread(), Timer: () => threading.Timer(1, () => {}) }, (make) => {
  for (const daemon of [true, false]) {
    const made = list();
    const t = threading.Thread({ target: () => void made.append(make()), daemon });
    t.start();
    t.join();
    equal(made[0].daemon, daemon);
  }
  equal(elsewhere(() => make()).daemon, true);
});

runOnce("C110 the main thread", () => {
  const main = threading.main_thread();
  equal([main.name, main.daemon, main.is_alive()], ["MainThread", false, true]);
  equal([main.ident, main.native_id], [threading.get_ident(), thread.get_native_id()]);
  ok(main === threading.current_thread());
  ok(main instanceof threading._MainThread);
  equal(String(main), `<_MainThread(MainThread, started ${main.ident})>`);
  const seen = elsewhere(() => [threading.main_thread(), threading.main_thread() === threading.current_thread()]);
  ok(seen[0] === main);
  equal(seen[1], false);
});

runTest("C117 repr goes from started to stopped without a join", kinds, (make) => {
  const gate = threading.Event();
  const t = make();
  t.start();
  until(() => /^<\w+\(Thread-\d+, stopped \d+\)>$/.test(String(t)), "stopped in the repr");
  const held = threading.Thread({ target: () => void gate.wait() });
  held.start();
  matches(String(held), /^<Thread\(Thread-\d+, started \d+\)>$/);
  gate.set();
  held.join();
});

function hasNoHook(set, setAll, get) {
  equal(get(), undefined);
  equal([set(null), setAll(null)], [undefined, undefined]);
  raises(NotImplementedError, new RegExp(`^${set.name}\\(\\) cannot be had`), () => set(() => {}));
  raises(NotImplementedError, new RegExp(`^${setAll.name}\\(\\) cannot be had`), () => setAll(() => {}));
  equal(get(), undefined);
}

runOnce("C119 settrace: there is no hook, so only None can be set, and gettrace tells it", () =>
  hasNoHook(threading.settrace, threading.settrace_all_threads, threading.gettrace));

runOnce("C120 setprofile: there is no hook, so only None can be set, and getprofile tells it", () =>
  hasNoHook(threading.setprofile, threading.setprofile_all_threads, threading.getprofile));

runTest("C125 a thread that nobody joins ends and is not counted", { ...kinds, raw: undefined }, (make, name) => {
  const before = threading.active_count();
  if (name === "raw") thread.start_new_thread(() => {}, []);
  else make().start();
  until(() => thread._count() === 0, "the end of the thread");
  equal(threading.active_count(), before);
});

runTest("ident, native_id and what cannot be set", { Thread: kinds.Thread, Timer: kinds.Timer }, (make, name) => {
  const t = make();
  for (const property of ["ident", "native_id"]) {
    equal(t[property], undefined);
    raises(AttributeError, `property '${property}' of '${name}' object has no setter`, () => {
      t[property] = 3;
    });
  }
  t.start();
  const { ident } = t;
  ok(ident > 0);
  t.join();
  equal(t.ident, ident);
  ok(t.native_id > 0);
});

runOnce("group is reserved, and what is positional stands in Python's order", () => {
  raises(AssertionError, "group argument must be None for now", () => threading.Thread(() => {}));
  raises(AssertionError, "group argument must be None for now", () => threading.Thread({ group: 1 }));
  raises(TypeError, "Thread.__init__() got an unexpected keyword argument 'verbose'", () => threading.Thread({ verbose: 1 }));
  const got = list();
  const t = threading.Thread(null, (...args) => void got.append(args), "n", [1], { k: 2 }, { daemon: true });
  equal([t.name, t.daemon], ["n", true]);
  t.start();
  t.join();
  equal(got[0][1].k, 2);
});

runTest("run calls the target, once", { Thread: (options) => threading.Thread(options), subclass: (options) => new Sub(options) }, (make, name) => {
  const calls = list();
  const t = make({ target: (n) => calls.append(n), args: [4] });
  equal(t.run(), undefined);
  equal([...calls], [4]);
  raises(AttributeError, `'${name === "Thread" ? "Thread" : "Sub"}' object has no attribute '_target'`, () => t.run());
  equal(threading.Thread().run(), undefined);
});

runOnce("a subclass: attributes before and after the start, methods, join with a result, the object inside is the same", () => {
  class Squarer extends threading.Thread {
    constructor(n) {
      super({ name: `squarer ${n}` });
      this.n = n;
      this.result = null;
    }

    run() {
      this.isCurrent = threading.current_thread() === this;
      this.result = this.square();
    }

    square() {
      return this.n ** 2;
    }

    join(timeout) {
      super.join(timeout);
      return this.result;
    }
  }
  const t = new Squarer(9);
  t.start();
  equal(t.join(), 81);
  equal([t.isCurrent, t.name], [true, "squarer 9"]);
});

runOnce("class fields may say name and daemon", () => {
  class Named extends threading.Thread {
    name = "by the class";
    daemon = true;
    target;
    run() {}
  }
  const t = new Named();
  equal([t.name, t.daemon, t.target], ["by the class", true, undefined]);
  t.start();
  t.join();
  matches(String(t), /^<Named\(by the class, stopped daemon \d+\)>$/);
});

runOnce("start of a subclass may do more", () => {
  class Counted extends threading.Thread {
    started = 0;
    start() {
      this.started += 1;
      super.start();
    }
    run() {}
  }
  const t = new Counted();
  t.start();
  t.join();
  equal(t.started, 1);
});

runOnce("main can be joined by others for a time, and a thread can be joined by one that did not start it", () => {
  const results = elsewhere(() => {
    threading.main_thread().join(0.01);
    return threading.main_thread().is_alive();
  });
  equal(results, true);
  const go = threading.Event();
  const t = threading.Thread({ target: () => void go.wait() });
  t.start();
  inThreads(1, () => {
    go.set();
    t.join();
  });
  equal(t.is_alive(), false);
});

runTest("what join does not take", kinds, (make) => {
  const t = make();
  for (const timeout of [undefined, 0, 5]) raises(RuntimeError, "cannot join thread before it is started", () => t.join(timeout));
  t.start();
  raises(TypeError, "'>' not supported between instances of 'int' and 'str'", () => t.join("x"));
  raises(Error, "Invalid value NaN (not a number)", () => t.join(Number.NaN));
  raises(Error, "timestamp out of range for platform time_t", () => t.join(threading.TIMEOUT_MAX + 1000));
  equal(t.join(threading.TIMEOUT_MAX), undefined);
});

