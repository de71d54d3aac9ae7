/** Locks: one body for each behaviour, run for every kind of lock that has it. */
import { AttributeError, OverflowError, RuntimeError, ValueError } from "pythreads/builtins";
import {
  allRaise, Bunch, blocksUntil, elsewhere, equal, inThreads, list, matches, ok, raises, runOnce, runTest, settle, takesAtLeast, thread, threading, with_,
} from "./harness.mjs";

const plain = { Lock: () => threading.Lock(), "allocate_lock": () => thread.allocate_lock() };
const recursive = { RLock: () => threading.RLock(), "thread.RLock": () => new thread.RLock() };
const condition = { Condition: () => threading.Condition() };
const all = { ...plain, ...recursive, ...condition };

runTest("C001 a lock can be made and dropped", all, (make) => ok(make()));

runTest("C002 a held lock can be dropped", all, (make) => ok(make().acquire()));

runTest("C003 acquire, then release", all, (make) => {
  const lock = make();
  equal(lock.acquire(), true);
  equal(lock.release(), undefined);
});

runTest("C004 a free lock is acquired without blocking", all, (make) => {
  const lock = make();
  equal(lock.acquire(false), true);
  lock.release();
  equal(lock.acquire({ blocking: false }), true);
  lock.release();
});

runTest("C005 a held lock is not acquired without blocking", all, (make) => {
  const lock = make();
  lock.acquire();
  equal(elsewhere(() => lock.acquire(false)), false);
  lock.release();
  equal(elsewhere(() => {
    const got = lock.acquire(false);
    if (got) lock.release();
    return got;
  }), true);
});

runTest("C006 five threads wait for a held lock, and all get it", all, (make) => {
  const lock = make();
  lock.acquire();
  const bunch = new Bunch(5, () => {
    lock.acquire();
    lock.release();
  });
  bunch.awaitStarted();
  settle();
  equal(bunch.finished.length, 0);
  lock.release();
  bunch.awaitFinished();
});

runTest("C007 with releases at the end and when the body raises", all, (make) => {
  const lock = make();
  const isFree = () => elsewhere(() => {
    const got = lock.acquire(false);
    if (got) lock.release();
    return got;
  });
  equal(with_(lock, (entered) => [entered, isFree()]), [true, false]);
  equal(isFree(), true);
  raises(TypeError, "from the body", () => with_(lock, () => {
    throw new TypeError("from the body");
  }));
  equal(isFree(), true);
  equal(lock.__enter__(), true);
  equal(lock.__exit__(null, null, null), undefined);
  const hold = lock.hold();
  equal(isFree(), false);
  hold[Symbol.dispose]();
  equal(isFree(), true);
});

runTest("C008 raw threads that use a lock leave no Thread objects", all, (make) => {
  const lock = make();
  const before = threading.enumerate().length;
  inThreads(15, () => {
    lock.acquire();
    lock.release();
  });
  equal(threading.enumerate().length, before);
});

runTest("C009 the timeout of acquire", all, (make) => {
  const lock = make();
  raises(ValueError, "can't specify a timeout for a non-blocking call", () => lock.acquire(false, 1));
  raises(ValueError, "can't specify a timeout for a non-blocking call", () => lock.acquire(false, 0));
  raises(ValueError, "timeout value must be a non-negative number", () => lock.acquire({ timeout: -100 }));
  raises(ValueError, "timeout value must be a non-negative number", () => lock.acquire(true, -0.5));
  raises(ValueError, "Invalid value NaN (not a number)", () => lock.acquire(true, Number.NaN));
  raises(OverflowError, "timestamp out of range for platform time_t", () => lock.acquire({ timeout: 1e100 }));
  raises(OverflowError, "timestamp out of range for platform time_t", () => lock.acquire({ timeout: threading.TIMEOUT_MAX + 1 }));
  raises(TypeError, "'NoneType' object cannot be interpreted as an integer", () => lock.acquire(true, null));
  equal(lock.acquire({ timeout: threading.TIMEOUT_MAX }), true);
  lock.release();
  equal(lock.acquire(false, -1), true);
  lock.release();
  equal(lock.acquire({ timeout: 5 }), true);
  const results = list();
  takesAtLeast(0.15, () => inThreads(1, () => void results.append(lock.acquire({ timeout: 0.15 }))));
  equal(results[0], false);
  lock.release();
});

runTest("what acquire takes for a timeout, and what it says of the rest", all, (make) => {
  const lock = make();
  allRaise(TypeError, [
    ["'str' object cannot be interpreted as an integer", () => lock.acquire(true, "a")],
    ["'str' object cannot be interpreted as an integer", () => lock.acquire(false, "a")],
    ["'list' object cannot be interpreted as an integer", () => lock.acquire(true, [1])],
    ["'dict' object cannot be interpreted as an integer", () => lock.acquire({ timeout: {} })],
    ["'NoneType' object cannot be interpreted as an integer", () => lock.acquire({ timeout: null })],
    ["acquire() got an unexpected keyword argument 'foo'", () => lock.acquire({ foo: 1 })],
    ["acquire() got an unexpected keyword argument 'timout'. Did you mean 'timeout'?", () => lock.acquire(true, { timout: 1 })],
    ["argument for acquire() given by name ('blocking') and position (1)", () => lock.acquire(true, { blocking: true })],
  ]);
  for (const long of [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e100, -1e100]) {
    for (const blocking of [true, false]) {
      raises(OverflowError, "timestamp out of range for platform time_t", () => lock.acquire(blocking, long));
    }
  }
  raises(ValueError, "Invalid value NaN (not a number)", () => lock.acquire(false, Number.NaN));
  allRaise(ValueError, [
    ["can't specify a timeout for a non-blocking call", () => lock.acquire(false, -2)],
    ["can't specify a timeout for a non-blocking call", () => lock.acquire(null, { timeout: 0 })],
    ["can't specify a timeout for a non-blocking call", () => lock.acquire({ blocking: false, timeout: true })],
    ["timeout value must be a non-negative number", () => lock.acquire(true, -1.0000001)],
  ]);
  const succeeds = [[], [true], [1], ["x"], [false], [0], [null], [""], [true, -1], [true, 0], [true, -0], [true, 1e-10], [true, true], [true, 5n], [true, threading.TIMEOUT_MAX + 0.5]];
  for (const args of [...succeeds, [true, { timeout: 1 }], [{}], [{ blocking: null }], [{ blocking: 0, timeout: -1 }], [false, { timeout: -1 }]]) {
    equal(lock.acquire(...args), true);
    lock.release();
  }
});

runTest("blocking is any value, by whether it is true", all, (make) => {
  const lock = make();
  lock.acquire();
  for (const no of [false, 0, null, "", Number.NaN]) {
    equal(elsewhere(() => [lock.acquire(no), lock.acquire({ blocking: no })]), [false, false]);
  }
  for (const yes of [true, 1, "x", undefined]) {
    equal(elsewhere(() => [lock.acquire(yes, 0), lock.acquire(yes, 0.001), lock.acquire({ blocking: yes, timeout: 0 })]), [false, false, false]);
  }
  lock.release();
});

runTest("C010 repr of a free lock", all, (make) => matches(String(make()), /<unlocked .* object (.*)?at 0x[0-9a-f]+>/));

runTest("C011 repr of a held lock", all, (make) => {
  const lock = make();
  lock.acquire();
  matches(String(lock), /<locked .* object (.*)?at 0x[0-9a-f]+>/);
  lock.release();
});

runTest("C014 a second acquire by the same thread waits for another thread's release", plain, (make) => {
  const lock = make();
  blocksUntil(() => {
    lock.acquire();
    lock.acquire();
  }, () => lock.release());
  lock.release();
});

runTest("C015 any thread may release a lock", plain, (make) => {
  const lock = make();
  lock.acquire();
  inThreads(1, () => lock.release());
  equal(lock.acquire(false), true);
  lock.release();
});

runTest("C016 a lock after a timeout", plain, (make) => {
  const lock = make();
  lock.acquire();
  equal(lock.acquire({ timeout: 0.01 }), false);
  lock.release();
  equal(lock.locked(), false);
  equal(lock.acquire(false), true);
  equal(lock.locked(), true);
  lock.release();
});

runTest("C018 nested acquires and releases balance", { ...recursive, ...condition }, (make) => {
  const lock = make();
  lock.acquire();
  lock.acquire();
  lock.release();
  lock.acquire();
  lock.release();
  equal(elsewhere(() => lock.acquire(false)), false);
  lock.release();
  raises(RuntimeError, "cannot release un-acquired lock", () => lock.release());
});

runTest("C019 release of a free RLock", { ...recursive, ...condition }, (make) => {
  const lock = make();
  raises(RuntimeError, "cannot release un-acquired lock", () => lock.release());
  lock.acquire();
  lock.acquire();
  lock.release();
  lock.acquire();
  lock.release();
  lock.release();
  raises(RuntimeError, "cannot release un-acquired lock", () => lock.release());
});

runTest("C020 release of an RLock that another thread owns", { ...recursive, ...condition }, (make) => {
  const lock = make();
  lock.acquire();
  inThreads(1, () => raises(RuntimeError, "cannot release un-acquired lock", () => lock.release()));
  lock.release();
});

runTest("C021 _is_owned is true in the owning thread only", { ...recursive, ...condition }, (make) => {
  const lock = make();
  equal(lock._is_owned(), false);
  lock.acquire();
  equal(lock._is_owned(), true);
  lock.acquire();
  equal(lock._is_owned(), true);
  equal(elsewhere(() => lock._is_owned()), false);
  lock.release();
  equal(lock._is_owned(), true);
  lock.release();
  equal(lock._is_owned(), false);
});

runTest("C022 _release_save without owning", { ...recursive, ...condition }, (make) =>
  raises(RuntimeError, "cannot release un-acquired lock", () => make()._release_save()),
);

runTest("C023 _recursion_count follows the nesting and is 0 for others", recursive, (make) => {
  const lock = make();
  equal(lock._recursion_count(), 0);
  lock.acquire();
  equal(lock._recursion_count(), 1);
  lock.acquire();
  lock.acquire();
  equal(lock._recursion_count(), 3);
  equal(elsewhere(() => lock._recursion_count()), 0);
  for (const left of [2, 1, 0]) {
    lock.release();
    equal(lock._recursion_count(), left);
  }
});

runTest("C025 RLock takes and ignores arguments", recursive, (make, name) => {
  ok(make());
  const Class = name === "RLock" ? threading.RLock : thread.RLock;
  ok(Class(true).acquire());
  class Named extends Class {
    constructor(label) {
      super();
      this.label = label;
    }
  }
  const named = new Named("mine");
  equal(elsewhere(() => [named.label, named.acquire(false)]), ["mine", true]);
});

runTest("C088 a Lock takes no arguments", { Lock: () => threading.Lock, lock: () => thread.lock, LockType: () => thread.LockType }, (of) => {
  raises(TypeError, "lock expected 0 arguments, got 1", () => of()(1));
  raises(TypeError, "lock expected 0 arguments, got 2", () => of()(1, 2));
  raises(TypeError, "lock() takes no keyword arguments", () => of()({ a: 1 }));
});

runOnce("C088 allocate_lock takes no arguments", () => {
  raises(TypeError, "_thread.allocate_lock() takes no arguments (1 given)", () => thread.allocate_lock(1));
});

runOnce("C089 a Lock cannot be extended", () => {
  class Mine extends threading.Lock {}
  raises(TypeError, "type '_thread.lock' is not an acceptable base type", () => new Mine());
});

runTest("C150 release of a free Lock", plain, (make) => raises(RuntimeError, "release unlocked lock", () => make().release()));

runTest("acquire_lock, release_lock and locked_lock are older names", plain, (make) => {
  const lock = make();
  equal(lock.acquire_lock(), true);
  equal(lock.acquire_lock(false), false);
  equal(lock.locked_lock(), true);
  equal(lock.release_lock(), undefined);
  equal(lock.locked_lock(), false);
});

runTest("a thread that ends leaves its lock locked", { ...plain, ...recursive }, (make) => {
  const lock = make();
  inThreads(1, () => lock.acquire());
  equal(lock.acquire(false), false);
});

runTest("a lock has no attributes of its own", plain, (make) => {
  raises(AttributeError, /^'_\w+\.\w+' object has no attribute 'colour' and no __dict__ for setting new attributes$/, () => {
    make().colour = "red";
  });
});

runOnce("RLock shows owner and count", () => {
  const lock = threading.RLock();
  matches(String(lock), /^<unlocked _thread\.RLock object owner=0 count=0 at 0x[0-9a-f]+>$/);
  lock.acquire();
  lock.acquire();
  equal(String(lock).replace(/ at .*/, ""), `<locked _thread.RLock object owner=${thread.get_ident()} count=2`);
});

runTest("no with for what is no lock", { Event: () => threading.Event(), Barrier: () => threading.Barrier(1), Thread: () => threading.Thread() }, (make, name) => {
  const object = make();
  raises(TypeError, `'${name}' object does not support the context manager protocol`, () => with_(object, () => {}));
  ok(!("hold" in object));
});

