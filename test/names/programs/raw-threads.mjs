/** Raw threads: C067 to C084, and what else is true of start_new_thread, of joinable threads and of stack_size. */
import { OverflowError, RuntimeError, SystemExit, ValueError } from "pythreads/builtins";
import {
  allRaise, Bunch, blocksUntil, elsewhere, equal, inThreads, list, matches, object, ok, raises, reaches, runOnce, runTest, takesAtLeast, thread, threading, until,
} from "./harness.mjs";

/** Both names of it are one function. */
const starters = { start_new_thread: () => thread.start_new_thread, start_new: () => thread.start_new };

/** Threads that count themselves under a mutex; the last one to end releases `done`. */
class Tally extends object {
  mutex = thread.allocate_lock();
  done = thread.allocate_lock();
  running = 0;
  created = 0;
  idents = list();

  begin(start, count) {
    this.done.acquire();
    for (let number = 0; number < count; number++) {
      this.mutex.acquire();
      this.created += 1;
      this.running += 1;
      this.mutex.release();
      start(this.task, [number]);
    }
  }

  task(number) {
    this.idents.append([number, thread.get_ident()]);
    this.mutex.acquire();
    this.running -= 1;
    const isLast = this.created === 10 && this.running === 0;
    this.mutex.release();
    if (isLast) this.done.release();
  }
}

/** Starts ten and waits for the last of them to say so. */
function runTen(start) {
  const tally = new Tally();
  // Held while they start, so that none is the last before all are there.
  tally.begin((task, args) => start(task, args), 9);
  tally.mutex.acquire();
  tally.created += 1;
  tally.running += 1;
  tally.mutex.release();
  start(tally.task, [9]);
  equal(tally.done.acquire({ timeout: 30 }), true);
  equal(tally.running, 0);
  return [...tally.idents];
}

runTest("C067 ten threads run a method of a shared object, and the last one says so", starters, (make) => {
  const idents = runTen(make());
  equal(idents.map(([number]) => number).sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  equal(new Set(idents.map(([, ident]) => ident)).size, 10);
});

runOnce("C068 stack_size is 0 at first, and 0 keeps it so", () => {
  equal(thread.stack_size(), 0);
  equal(thread.stack_size(0), 0);
  equal(thread.stack_size(), 0);
  equal(elsewhere(() => threading.stack_size()), 0);
});

runOnce("C069 a stack size that is too small is refused; others are read back, and threads run", () => {
  for (const bytes of [4096, 1, 32767]) raises(ValueError, `size not valid: ${bytes} bytes`, () => thread.stack_size(bytes));
  equal(thread.stack_size(), 0);
  let before = 0;
  for (const bytes of [262144, 0x100000, 0]) {
    equal(thread.stack_size(bytes), before);
    equal(thread.stack_size(), bytes);
    equal(elsewhere(() => thread.stack_size()), bytes);
    equal(runTen(thread.start_new_thread).length, 10);
    before = bytes;
  }
});

runOnce("what stack_size takes", () => {
  raises(ValueError, "size must be 0 or a positive value", () => thread.stack_size(-1));
  allRaise(TypeError, [
    ["'str' object cannot be interpreted as an integer", () => thread.stack_size("a")],
    ["'NoneType' object cannot be interpreted as an integer", () => thread.stack_size(null)],
    ["'float' object cannot be interpreted as an integer", () => thread.stack_size(65536.5)],
    ["'float' object cannot be interpreted as an integer", () => thread.stack_size(Number.NaN)],
  ]);
  raises(OverflowError, "Python int too large to convert to C ssize_t", () => thread.stack_size(2 ** 63));
  equal(thread.stack_size(), 0);
  equal([thread.stack_size(40000), thread.stack_size(2 ** 62), thread.stack_size(65536n), thread.stack_size(0)], [0, 40000, 2 ** 62, 65536]);
});

runOnce("C070 _count is one more while a thread runs", () => {
  until(() => thread._count() === 0);
  const gate = thread.allocate_lock();
  gate.acquire();
  try {
    thread.start_new_thread(() => gate.acquire(), []);
    equal(thread._count(), 1);
    equal(elsewhere(() => thread._count()), 2);
    // The other one has told its number before it has ended.
    until(() => thread._count() === 1);
  } finally {
    gate.release();
  }
  until(() => thread._count() === 0);
});

/** A joinable thread that waits for `gate`, and its handle. */
function joinable(body = () => {}, options = {}) {
  const gate = thread.allocate_lock();
  gate.acquire();
  const handle = thread.start_joinable_thread(() => {
    gate.acquire();
    body();
  }, options);
  return { handle, gate };
}

runOnce("C073 join waits for the thread, and the handle has its ident", () => {
  const idents = list();
  const { handle, gate } = joinable(() => idents.append(thread.get_ident()));
  equal(blocksUntil(() => handle.join(), () => gate.release()), undefined);
  equal([...idents], [handle.ident]);
  equal(handle.is_done(), true);
  matches(String(handle), new RegExp(`^<_thread\\._ThreadHandle object: ident=${handle.ident}>$`));
});

runOnce("C074 join of a thread that has ended", () => {
  const { handle, gate } = joinable();
  equal(handle.is_done(), false);
  gate.release();
  until(() => handle.is_done());
  equal(handle.join(), undefined);
});

runOnce("C075 a thread can be joined several times, by several threads", () => {
  const { handle, gate } = joinable();
  const joined = list();
  const bunch = new Bunch(3, () => {
    handle.join();
    joined.append(1);
  });
  bunch.awaitStarted();
  reaches(0, () => joined.length);
  gate.release();
  bunch.awaitFinished();
  for (const _ of [1, 2]) equal(handle.join(), undefined);
});

runOnce("C077 a thread that joins itself is told so, and can be joined all the same", () => {
  const handles = list();
  const errors = list();
  const { handle, gate } = joinable(() => {
    try {
      handles[0].join();
    } catch (error) {
      errors.append(`${error.name}: ${error.message}`);
    }
  });
  handles.append(handle);
  gate.release();
  handle.join();
  equal([...errors], ["RuntimeError: Cannot join current thread"]);
});

runOnce("C078 a thread that joins itself while another one joins it is told so too", () => {
  const handles = list();
  const { handle, gate } = joinable(() => raises(RuntimeError, "Cannot join current thread", () => handles[0].join()));
  handles.append(handle);
  equal(blocksUntil(() => handle.join(), () => gate.release()), undefined);
  equal(handle.is_done(), true);
});

runOnce("C079 a join with a timeout returns while the thread runs", () => {
  const { handle, gate } = joinable();
  takesAtLeast(0.1, () => equal(handle.join(0.1), undefined));
  equal(handle.join(0), undefined);
  equal(handle.is_done(), false);
  gate.release();
  equal(handle.join(60), undefined);
  equal(handle.is_done(), true);
});

runOnce("C080 join of a handle without a thread", () => {
  const handle = thread._ThreadHandle();
  raises(RuntimeError, "thread not started", () => handle.join());
  raises(RuntimeError, "thread not started", () => handle.join(1));
  equal([handle.ident, handle.is_done(), String(handle)], [0, false, "<_thread._ThreadHandle object: ident=0>"]);
});

runOnce("C081 _set_done of a handle without a thread", () => {
  const handle = new thread._ThreadHandle();
  raises(RuntimeError, "thread not started", () => handle._set_done());
  equal(handle.is_done(), false);
});

runOnce("_set_done lets go all who join, while the thread runs on", () => {
  const ended = list();
  const { handle, gate } = joinable(() => ended.append(1));
  equal(blocksUntil(() => handle.join(), () => handle._set_done()), undefined);
  equal([handle.is_done(), ended.length, handle.join()], [true, 0, undefined]);
  handle._set_done();
  raises(RuntimeError, "thread already started", () => thread.start_joinable_thread(() => {}, handle));
  gate.release();
  until(() => ended.length === 1);
  until(() => thread._count() === 0);
});

runOnce("C082 a handle serves for one thread", () => {
  const { handle, gate } = joinable();
  const again = () => thread.start_joinable_thread(() => {}, handle);
  raises(RuntimeError, "thread already started", again);
  gate.release();
  handle.join();
  raises(RuntimeError, "thread already started", again);
});

runOnce("C083 None as the handle makes a new one; one that was made before is used", () => {
  for (const none of [null, undefined, { handle: null }, {}]) {
    const handle = thread.start_joinable_thread(() => {}, none);
    ok(handle instanceof thread._ThreadHandle);
    handle.join();
  }
  const handle = thread._ThreadHandle();
  ok(thread.start_joinable_thread(() => {}, handle) === handle);
  handle.join();
  const given = thread._ThreadHandle();
  ok(thread.start_joinable_thread({ function: () => {}, handle: given, daemon: false }) === given);
  given.join();
});

runOnce("what start_joinable_thread and join take", () => {
  const { handle, gate } = joinable();
  allRaise(TypeError, [
    ["thread function must be callable", () => thread.start_joinable_thread(1)],
    ["start_joinable_thread() missing required argument 'function' (pos 1)", () => thread.start_joinable_thread()],
    ["start_joinable_thread() missing required argument 'function' (pos 1)", () => thread.start_joinable_thread({ daemon: true })],
    ["start_joinable_thread() takes at most 3 arguments (4 given)", () => thread.start_joinable_thread(() => {}, null, true, 4)],
    ["start_joinable_thread() got an unexpected keyword argument 'args'", () => thread.start_joinable_thread(() => {}, { args: [] })],
    ["argument for start_joinable_thread() given by name ('handle') and position (2)", () => thread.start_joinable_thread(() => {}, null, { handle })],
    ["'handle' must be a _ThreadHandle", () => thread.start_joinable_thread(() => {}, 5)],
    ["'str' object cannot be interpreted as an integer", () => handle.join("a")],
    ["'list' object cannot be interpreted as an integer", () => handle.join([])],
    ["'str' object cannot be interpreted as an integer", () => thread._ThreadHandle().join("a")],
  ]);
  raises(ValueError, "Invalid value NaN (not a number)", () => handle.join(Number.NaN));
  for (const long of [1e100, -1e100, Number.POSITIVE_INFINITY, threading.TIMEOUT_MAX + 1]) {
    raises(OverflowError, "timestamp out of range for platform time_t", () => handle.join(long));
  }
  gate.release();
  for (const forever of [-1, -0.5, null, undefined]) equal(handle.join(forever), undefined);
});

/** A barrier that a program makes itself, of a counter and two locks that take turns in being open. */
class OwnBarrier extends object {
  constructor(parties) {
    super();
    this.parties = parties;
    this.waiting = 0;
    this.entry = thread.allocate_lock();
    this.exit = thread.allocate_lock();
    this.exit.acquire();
  }

  enter() {
    this.entry.acquire();
    this.waiting += 1;
    if (this.waiting < this.parties) this.entry.release();
    else this.exit.release();
    this.exit.acquire();
    this.waiting -= 1;
    if (this.waiting > 0) this.exit.release();
    else this.entry.release();
  }
}

runOnce("C084 ten threads meet three times at a barrier that is made of two locks", () => {
  const barrier = new OwnBarrier(10);
  const trips = [list(), list(), list()];
  inThreads(10, (number) => {
    for (const trip of trips) {
      trip.append(number);
      barrier.enter();
      equal(trip.length, 10);
    }
  });
  equal(trips.map((trip) => trip.length), [10, 10, 10]);
  equal(barrier.waiting, 0);
});

runTest("what start_new_thread takes, and what it gives", starters, (make) => {
  const start = make();
  const idents = list();
  const ident = start((a, b) => idents.append([thread.get_ident(), a, b]), [1, 2]);
  until(() => idents.length === 1);
  equal([...idents[0]], [ident, 1, 2]);
  ok(Number.isInteger(ident) && ident > 0 && ident !== thread.get_ident());
  start((options) => idents.append(options.named), [], { named: "by keyword" });
  until(() => idents.length === 2);
  equal(idents[1], "by keyword");
  allRaise(TypeError, [
    ["start_new_thread expected at least 2 arguments, got 1", () => start(1)],
    ["start_new_thread() takes no keyword arguments", () => start({ function: () => {}, args: [] })],
    ["first arg must be callable", () => start(1, 2)],
    ["2nd arg must be a tuple", () => start(() => {}, null)],
    ["optional 3rd arg must be a dictionary", () => start(() => {}, [], null)],
  ]);
});

runTest("exit raises SystemExit without arguments, which ends a thread silently", { exit: () => thread.exit, exit_thread: () => thread.exit_thread }, (make) => {
  const exit = make();
  raises(SystemExit, undefined, () => exit());
  const cleaned = list();
  const handle = thread.start_joinable_thread(() => {
    try {
      exit();
    } finally {
      cleaned.append(1);
    }
  });
  handle.join();
  equal(cleaned.length, 1);
});
