/** Conditions: C033 to C039, and what else is true of them; run over each kind of lock that can be theirs. */
import { AttributeError, OverflowError, RuntimeError } from "pythreads/builtins";
import {
  allRaise, Bunch, blocksUntil, elsewhere, equal, inLine, inThreads, list, matches, object, ok, raises, runOnce, runTest, SimpleNamespace, takesAtLeast, threading, until, with_,
} from "./harness.mjs";

class Signal extends threading.Condition {}

/** A lock of a program's own: any object with acquire and release will do. */
class OwnLock extends object {
  inner = threading.Lock();

  acquire(...args) {
    return this.inner.acquire(...args);
  }

  release() {
    this.inner.release();
  }
}

const recursive = {
  Condition: () => threading.Condition(),
  "over an RLock": () => threading.Condition(threading.RLock()),
  "a class that extends Condition": () => new Signal(),
};
const plain = {
  "over a Lock": () => threading.Condition(threading.Lock()),
  "over a Semaphore": () => threading.Condition(threading.Semaphore()),
  "over a lock of one's own": () => threading.Condition(new OwnLock()),
};
const all = { ...recursive, ...plain };

const holding = (condition, body) => with_(condition, () => body());

runTest("C033 the lock is recursive where an RLock is", recursive, (make) => {
  const condition = make();
  equal(condition.acquire(), true);
  equal(condition.acquire(), true);
  equal(elsewhere(() => condition.acquire(false)), false);
  condition.release();
  equal(elsewhere(() => condition.acquire(false)), false);
  equal(condition.release(), undefined);
  equal(elsewhere(() => {
    const got = condition.acquire(false);
    condition.release();
    return got;
  }), true);
});

runTest("C033 acquiring the condition is acquiring its lock, and the other way round", { Lock: () => threading.Lock(), RLock: () => threading.RLock(), Semaphore: () => threading.Semaphore() }, (make) => {
  const lock = make();
  const condition = threading.Condition(lock);
  condition.acquire();
  equal(elsewhere(() => lock.acquire(false)), false);
  condition.release();
  equal(lock.acquire(false), true);
  equal(elsewhere(() => condition.acquire(false)), false);
  equal(elsewhere(() => condition.acquire({ timeout: 0.01 })), false);
  lock.release();
  ok(condition._lock === lock);
});

runTest("C033 with acquires and releases, also when the body raises", all, (make) => {
  const condition = make();
  const isFree = () => elsewhere(() => {
    const got = condition.acquire(false);
    if (got) condition.release();
    return got;
  });
  equal(with_(condition, () => isFree()), false);
  raises(TypeError, "from the body", () => with_(condition, () => {
    throw new TypeError("from the body");
  }));
  equal(isFree(), true);
  equal(condition.__enter__(), true);
  equal(condition.__exit__(null, null, null), undefined);
  equal(isFree(), true);
});

runTest("C034 wait without the lock", all, (make) => {
  const condition = make();
  allRaise(RuntimeError, [
    ["cannot wait on un-acquired lock", () => condition.wait()],
    ["cannot wait on un-acquired lock", () => condition.wait(0)],
    ["cannot wait on un-acquired lock", () => condition.wait_for(() => false)],
  ]);
  equal(condition.wait_for(() => 7), 7);
});

runTest("C034 C035 a thread that does not own the RLock, while another one does", recursive, (make) => {
  const condition = make();
  condition.acquire();
  inThreads(1, () => {
    raises(RuntimeError, "cannot wait on un-acquired lock", () => condition.wait(0));
    raises(RuntimeError, "cannot notify on un-acquired lock", () => condition.notify());
  });
  condition.release();
});

runTest("C035 notify without the lock", all, (make) => {
  const condition = make();
  allRaise(RuntimeError, [
    ["cannot notify on un-acquired lock", () => condition.notify()],
    ["cannot notify on un-acquired lock", () => condition.notify(0)],
    ["cannot notify on un-acquired lock", () => condition.notify_all()],
    ["cannot notify on un-acquired lock", () => condition.notifyAll()],
  ]);
});

runTest("C036 notify wakes as many as it says, and notify_all the rest, over two rounds of waits", all, (make) => {
  const condition = make();
  for (const _ of ["first", "again"]) {
    const turn = SimpleNamespace({ number: 0 });
    const woken = list();
    const bunch = new Bunch(5, () => holding(condition, () => {
      for (const round of [1, 2]) woken.append([round, turn.number, condition.wait()]);
    }));
    const notify = (number, call) => holding(condition, () => {
      turn.number = number;
      call();
    });
    inLine(condition, 5);
    equal(woken.length, 0);
    notify(1, () => condition.notify(3));
    until(() => woken.length === 3);
    inLine(condition, 5);
    equal([...woken].map((entry) => [...entry]), Array(3).fill([1, 0, true]));
    notify(2, () => condition.notify(5));
    until(() => woken.length === 8);
    inLine(condition, 2);
    equal([...woken].slice(3).map(([round]) => round).sort(), [1, 1, 2, 2, 2]);
    notify(3, () => condition.notify_all());
    bunch.awaitFinished();
    equal(woken.length, 10);
    ok([...woken].every(([, , notified]) => notified === true));
  }
});

runTest("C036 nobody who is notified goes on before the lock is released", all, (make) => {
  const condition = make();
  const woken = list();
  const bunch = new Bunch(2, () => holding(condition, () => {
    condition.wait();
    woken.append(1);
  }));
  inLine(condition, 2);
  condition.acquire();
  condition.notify_all();
  inLine(condition, 0);
  equal(woken.length, 0);
  condition.release();
  bunch.awaitFinished();
  equal(woken.length, 2);
});

runTest("C037 five waits that run out give false", all, (make) => {
  const condition = make();
  inThreads(5, () => holding(condition, () => takesAtLeast(0.1, () => equal(condition.wait(0.1), false))));
  inLine(condition, 0);
});

runTest("C038 wait_for looks again after each notification", all, (make) => {
  const condition = make();
  const state = SimpleNamespace({ value: 0, looks: 0 });
  const bunch = new Bunch(1, () => holding(condition, () => {
    const result = condition.wait_for(() => {
      state.looks += 1;
      return state.value === 4;
    });
    equal(result, true);
    equal(state.value, 4);
  }));
  for (const value of [1, 2, 3, 4]) {
    inLine(condition, 1);
    holding(condition, () => {
      state.value = value;
      condition.notify();
    });
  }
  bunch.awaitFinished();
  equal(state.looks, 5);
});

runTest("C039 wait_for gives up after its timeout in all, however often it is notified", all, (make) => {
  const condition = make();
  const state = SimpleNamespace({ looks: 0, isOver: false });
  const bunch = new Bunch(1, () => holding(condition, () => {
    takesAtLeast(0.3, () => equal(condition.wait_for(() => {
      state.looks += 1;
      return false;
    }, 0.3), false));
    state.isOver = true;
  }));
  for (const looks of [1, 2, 3]) {
    until(() => state.looks > looks - 1 || state.isOver);
    holding(condition, () => condition.notify());
  }
  bunch.awaitFinished();
  ok(state.looks >= 2);
});

runTest("wait_for gives the predicate's last value", all, (make) => {
  const condition = make();
  condition.acquire();
  for (const value of [7, "yes", true]) equal(condition.wait_for(() => value), value);
  for (const value of ["", 0, false, null]) equal(condition.wait_for(() => value, 0.01), value);
  const looks = list();
  equal(condition.wait_for(() => looks.append(1), 0), undefined);
  equal(looks.length, 2);
  equal(condition.wait_for({ predicate: () => "kept", timeout: 5 }), "kept");
  equal(condition.wait_for(() => 0, { timeout: -1 }), 0);
  condition.release();
});

runTest("a wait releases all levels and restores them", recursive, (make) => {
  const condition = make();
  const released = list();
  const bunch = new Bunch(1, () => {
    for (const _ of [1, 2, 3]) condition.acquire();
    equal(condition.wait(), true);
    for (const _ of [1, 2, 3]) {
      equal(condition._is_owned(), true);
      condition.release();
      released.append(1);
    }
    raises(RuntimeError, "cannot release un-acquired lock", () => condition.release());
  });
  inLine(condition, 1);
  holding(condition, () => condition.notify());
  bunch.awaitFinished();
  equal(released.length, 3);
});

runTest("a wait that runs out holds the lock again, and has left the line", all, (make) => {
  const condition = make();
  condition.acquire();
  for (const timeout of [0.01, 0, -1, false, Number.NaN, { timeout: 0 }]) equal(condition.wait(timeout), false);
  equal(elsewhere(() => condition.acquire(false)), false);
  inLine(condition, 0);
  condition.release();
});

runTest("a timeout that is none leaves the lock held and nobody in the line", all, (make) => {
  const condition = make();
  condition.acquire();
  allRaise(TypeError, [
    ["'>' not supported between instances of 'str' and 'int'", () => condition.wait("a")],
    ["'>' not supported between instances of 'list' and 'int'", () => condition.wait([1])],
    ["unsupported operand type(s) for +: 'float' and 'str'", () => condition.wait_for(() => false, "a")],
    ["unsupported operand type(s) for +: 'float' and 'list'", () => condition.wait_for(() => false, [1])],
    ["Condition.wait() got an unexpected keyword argument 'timout'. Did you mean 'timeout'?", () => condition.wait({ timout: 1 })],
    ["Condition.wait_for() got an unexpected keyword argument 'x'", () => condition.wait_for(() => true, { x: 1 })],
    ["Condition.wait_for() missing 1 required positional argument: 'predicate'", () => condition.wait_for()],
    ["Condition.wait_for() missing 1 required positional argument: 'predicate'", () => condition.wait_for({ timeout: 1 })],
    ["'int' object is not callable", () => condition.wait_for(1)],
  ]);
  for (const long of [1e100, Number.POSITIVE_INFINITY, threading.TIMEOUT_MAX + 1]) {
    raises(OverflowError, "timestamp out of range for platform time_t", () => condition.wait(long));
    raises(OverflowError, "timestamp out of range for platform time_t", () => condition.wait_for(() => 0, long));
  }
  equal(condition.wait_for(() => 1, "a"), 1);
  equal(elsewhere(() => condition.acquire(false)), false);
  inLine(condition, 0);
  condition.release();
});

runTest("wait_for with NaN waits for ever, as with None", { Condition: recursive.Condition }, (make) => {
  for (const forever of [Number.NaN, null, undefined, { timeout: null }]) {
    const condition = make();
    const state = SimpleNamespace({ isThere: false });
    equal(blocksUntil(
      () => holding(condition, () => condition.wait_for(() => state.isThere, forever)),
      () => holding(condition, () => {
        state.isThere = true;
        condition.notify();
      }),
    ), true);
  }
});

runTest("notify with nobody in the line does nothing and is not remembered", all, (make) => {
  const condition = make();
  condition.acquire();
  for (const n of [1, 0, -1, 2.5, "a", null, { n: 3 }]) equal(condition.notify(n), undefined);
  equal(condition.notify_all(), undefined);
  equal(condition.wait(0), false);
  allRaise(TypeError, [["Condition.notify() got an unexpected keyword argument 'm'", () => condition.notify({ m: 1 })]]);
  condition.release();
});

runTest("notify of less than one wakes nobody, of what is no number is refused", all, (make) => {
  const condition = make();
  const bunch = new Bunch(2, () => holding(condition, () => condition.wait()));
  inLine(condition, 2);
  condition.acquire();
  for (const n of [0, -1, false, { n: -5 }, Number.NaN]) condition.notify(n);
  inLine(condition, 2);
  raises(TypeError, "'>' not supported between instances of 'str' and 'int'", () => condition.notify("a"));
  raises(TypeError, "'>' not supported between instances of 'NoneType' and 'int'", () => condition.notify({ n: null }));
  condition.notify(1.5);
  condition.release();
  bunch.awaitFinished();
});

runOnce("a thread that does not hold a plain Lock may notify while another one does, and its wait releases that one's lock", () => {
  const condition = threading.Condition(threading.Lock());
  condition.acquire();
  equal(elsewhere(() => condition.notify() ?? "notified"), "notified");
  const bunch = new Bunch(1, () => condition.wait());
  inLine(condition, 1);
  equal(condition.acquire({ timeout: 30 }), true);
  condition.notify();
  condition.release();
  bunch.awaitFinished();
});

runOnce("two conditions over one lock have a line each", () => {
  const lock = threading.Lock();
  const [full, empty] = [threading.Condition(lock), threading.Condition(lock)];
  const bunch = new Bunch(1, () => holding(full, () => full.wait()));
  inLine(full, 1);
  inLine(empty, 0);
  holding(empty, () => empty.notify_all());
  inLine(full, 1);
  holding(full, () => full.notify());
  bunch.awaitFinished();
});

runOnce("what a Condition can be made of", () => {
  allRaise(AttributeError, [
    ["'int' object has no attribute 'acquire'", () => threading.Condition(1)],
    ["'str' object has no attribute 'acquire'", () => threading.Condition("a")],
    ["'list' object has no attribute 'acquire'", () => threading.Condition([])],
    ["'bool' object has no attribute 'acquire'", () => new Signal(true)],
    ["'int' object has no attribute 'acquire'", () => threading.Condition({ lock: 1 })],
    ["'object' object has no attribute 'acquire'", () => threading.Condition(object())],
    ["'dict' object has no attribute 'release'", () => threading.Condition({ acquire() {} })],
  ]);
  allRaise(TypeError, [
    ["Condition.__init__() takes from 1 to 2 positional arguments but 3 were given", () => threading.Condition(null, 2)],
    ["Condition.__init__() got an unexpected keyword argument 'lok'. Did you mean 'lock'?", () => threading.Condition({ lok: 1 })],
    ["Condition.__init__() got multiple values for argument 'lock'", () => threading.Condition(null, { lock: null })],
  ]);
  const lock = threading.Lock();
  ok(threading.Condition({ lock })._lock === lock);
  matches(String(threading.Condition(null)._lock), /RLock/);
});

runOnce("errors of release are the lock's", () => {
  raises(RuntimeError, "release unlocked lock", () => threading.Condition(threading.Lock()).release());
  raises(RuntimeError, "cannot release un-acquired lock", () => threading.Condition().release());
});

runTest("repr shows the lock and the length of the line", { ...recursive, "over a Lock": plain["over a Lock"] }, (make) => {
  const condition = make();
  equal(String(condition), `<Condition(${String(condition._lock)}, 0)>`);
  const bunch = new Bunch(2, () => holding(condition, () => condition.wait()));
  inLine(condition, 2);
  holding(condition, () => {
    equal(String(condition), `<Condition(${String(condition._lock)}, 2)>`);
    matches(String(condition), /^<Condition\(<locked /);
    condition.notify_all();
  });
  bunch.awaitFinished();
});
