/** Semaphores: C040 to C054, and what else is true of them; run for both classes and for a class of a program's own. */
import { OverflowError, ValueError } from "pythreads/builtins";
import {
  allRaise, Bunch, blocksUntil, elsewhere, equal, inThreads, list, matches, ok, raises, reaches, runOnce, runTest, takesAtLeast, threading, with_,
} from "./harness.mjs";

class Slots extends threading.BoundedSemaphore {}

const unbounded = { Semaphore: (...args) => threading.Semaphore(...args) };
const bounded = {
  BoundedSemaphore: (...args) => threading.BoundedSemaphore(...args),
  "a class that extends BoundedSemaphore": (...args) => new Slots(...args),
};
const all = { ...unbounded, ...bounded };

/** Ten threads that each acquire twice, and what they got; one permit of seven is main's. */
function crowd(semaphore) {
  semaphore.acquire();
  const passed = list();
  const bunch = new Bunch(10, () => {
    passed.append(semaphore.acquire());
    passed.append(semaphore.acquire());
  });
  bunch.awaitStarted();
  return [bunch, passed];
}

runTest("C040 a negative value is refused", all, (make) => {
  for (const value of [-1, -1000000, -0.5]) raises(ValueError, "semaphore initial value must be >= 0", () => make(value));
  raises(ValueError, "semaphore initial value must be >= 0", () => make({ value: -1 }));
});

runTest("C041 acquire, then release, with one permit and with two", all, (make) => {
  const one = make(1);
  equal(one.acquire(), true);
  equal(one.release(), undefined);
  const two = make(2);
  two.acquire();
  two.acquire();
  two.release();
  two.release();
  equal(two.acquire(false), true);
});

runTest("C042 an acquired semaphore can be dropped", all, (make) => ok(make().acquire()));

runTest("C043 ten threads pass only as permits are released, and each acquire is true", all, (make) => {
  const semaphore = make(7);
  const [bunch, passed] = crowd(semaphore);
  reaches(6, () => passed.length, "passes");
  for (let i = 0; i < 7; i++) semaphore.release();
  reaches(13, () => passed.length, "passes");
  for (let i = 0; i < 6; i++) semaphore.release();
  reaches(19, () => passed.length, "passes");
  semaphore.release();
  bunch.awaitFinished();
  equal([...passed], Array(20).fill(true));
  equal(semaphore.acquire(false), false);
});

runTest("C044 release(n) lets as many pass", all, (make) => {
  const semaphore = make(7);
  const [bunch, passed] = crowd(semaphore);
  reaches(6, () => passed.length, "passes");
  semaphore.release(7);
  reaches(13, () => passed.length, "passes");
  semaphore.release({ n: 6 });
  reaches(19, () => passed.length, "passes");
  semaphore.release(1);
  bunch.awaitFinished();
  equal([...passed], Array(20).fill(true));
  equal(semaphore.acquire(false), false);
});

runTest("C045 without blocking, acquire succeeds as often as there are permits", all, (make) => {
  const semaphore = make(2);
  equal(semaphore.acquire(false), true);
  equal(semaphore.acquire({ blocking: false }), true);
  equal(semaphore.acquire(false), false);
  equal(semaphore.acquire(0), false);
  semaphore.release();
  equal(semaphore.acquire(false), true);
});

runTest("C046 of ten tries of five threads as many succeed as there are permits", all, (make) => {
  const semaphore = make(4);
  semaphore.acquire();
  const results = list();
  inThreads(5, () => {
    results.append(semaphore.acquire(false));
    results.append(semaphore.acquire(false));
  });
  equal([...results].sort(), [...Array(7).fill(false), ...Array(3).fill(true)]);
});

runTest("C047 the timeout of acquire", all, (make) => {
  const semaphore = make(2);
  for (const timeout of [1, 0, -1, "a", false]) {
    raises(ValueError, "can't specify timeout for non-blocking acquire", () => semaphore.acquire(false, timeout));
    raises(ValueError, "can't specify timeout for non-blocking acquire", () => semaphore.acquire({ blocking: 0, timeout }));
  }
  equal(semaphore.acquire({ timeout: 0.005 }), true);
  equal(semaphore.acquire(true, 0.005), true);
  equal(semaphore.acquire(true, { timeout: 0.005 }), false);
  semaphore.release();
  equal(semaphore.acquire({ timeout: 60 }), true);
  takesAtLeast(0.15, () => equal(semaphore.acquire({ timeout: 0.15 }), false));
  for (const past of [0, -1, -0.5, -1e100, Number.NEGATIVE_INFINITY, false]) equal(semaphore.acquire(true, past), false);
  equal(blocksUntil(() => semaphore.acquire({ timeout: 60 }), () => semaphore.release()), true);
});

runTest("C048 the default is one permit: a second acquire waits for a release", all, (make) => {
  const semaphore = make();
  semaphore.acquire();
  equal(blocksUntil(() => semaphore.acquire(), () => semaphore.release()), true);
  equal(semaphore.acquire(false), false);
});

runTest("C049 with acquires and releases, nested, and when the body raises", all, (make) => {
  const semaphore = make(2);
  const isFree = () => elsewhere(() => {
    const got = semaphore.acquire(false);
    if (got) semaphore.release();
    return got;
  });
  equal(with_(semaphore, (entered) => [entered, isFree(), with_(semaphore, () => isFree()), isFree()]), [true, true, false, true]);
  equal(isFree(), true);
  raises(TypeError, "from the body", () => with_(semaphore, () => with_(semaphore, () => {
    throw new TypeError("from the body");
  })));
  equal([semaphore.acquire(false), semaphore.acquire(false), semaphore.acquire(false)], [true, true, false]);
  semaphore.release();
  const hold = semaphore.hold();
  equal(isFree(), false);
  hold[Symbol.dispose]();
  equal(semaphore.__enter__(), true);
  equal(isFree(), false);
  equal(semaphore.__exit__(null, null, null), undefined);
  equal(isFree(), true);
});

runTest("C050 a release more raises the value", unbounded, (make) => {
  const semaphore = make(1);
  semaphore.release();
  equal([semaphore.acquire(false), semaphore.acquire(false), semaphore.acquire(false)], [true, true, false]);
  semaphore.release(3);
  equal(semaphore._value, 3);
});

runTest("C051 repr shows the value", unbounded, (make) => {
  const semaphore = make(3);
  const shows = (value) => matches(String(semaphore), new RegExp(`^<threading\\.Semaphore at 0x[0-9a-f]+: value=${value}>$`));
  shows(3);
  semaphore.acquire();
  shows(2);
  semaphore.release(2);
  shows(4);
  matches(String(make(Number.POSITIVE_INFINITY)), /: value=inf>$/);
  matches(String(make(1.5)), /: value=1\.5>$/);
});

runTest("C052 a release above the first value is refused, as a whole", bounded, (make) => {
  const semaphore = make(2);
  raises(ValueError, "Semaphore released too many times", () => semaphore.release());
  semaphore.acquire();
  raises(ValueError, "Semaphore released too many times", () => semaphore.release(2));
  equal(semaphore._value, 1);
  semaphore.release();
  raises(ValueError, "Semaphore released too many times", () => semaphore.release());
  raises(ValueError, "Semaphore released too many times", () => make(0).release());
  equal(semaphore._initial_value, 2);
});

runTest("C053 repr shows the value and the first one", bounded, (make, name) => {
  const semaphore = make(3);
  const start = name === "BoundedSemaphore" ? "threading\\.BoundedSemaphore" : "__main__\\.Slots";
  const shows = (value) => matches(String(semaphore), new RegExp(`^<${start} at 0x[0-9a-f]+: value=${value}/3>$`));
  shows(3);
  semaphore.acquire();
  shows(2);
  equal(elsewhere(() => String(semaphore)), String(semaphore));
});

runTest("C054 threads acquire and release in balance, for each limit; one release more is refused", bounded, (make) => {
  for (let limit = 1; limit < 10; limit++) {
    const semaphore = make(limit);
    const run = (target) => {
      const threads = Array.from({ length: limit }, () => threading.Thread({ target }));
      for (const t of threads) t.start();
      for (const t of threads) t.join();
    };
    run(() => semaphore.acquire());
    equal(semaphore.acquire(false), false);
    run(() => semaphore.release());
    equal(semaphore._value, limit);
    raises(ValueError, "Semaphore released too many times", () => semaphore.release());
  }
});

runTest("a timeout that is none is refused where it would be waited for", all, (make) => {
  equal(make(1).acquire(true, "a"), true);
  equal(make(1).acquire(true, 1e100), true);
  const none = make(0);
  allRaise(TypeError, [
    ["unsupported operand type(s) for +: 'float' and 'str'", () => none.acquire(true, "a")],
    ["unsupported operand type(s) for +: 'float' and 'list'", () => none.acquire(true, [1])],
    ["unsupported operand type(s) for +: 'float' and 'str'", () => none.acquire({ timeout: "1" })],
  ]);
  for (const long of [1e100, Number.POSITIVE_INFINITY, threading.TIMEOUT_MAX + 1]) {
    raises(OverflowError, "timestamp out of range for platform time_t", () => none.acquire(true, long));
  }
  equal(none.acquire(false), false);
});

runTest("null, NaN and no timeout wait for ever", all, (make) => {
  for (const forever of [null, undefined, Number.NaN]) {
    const semaphore = make(1);
    semaphore.acquire();
    equal(blocksUntil(() => semaphore.acquire(true, forever), () => semaphore.release()), true);
  }
});

runTest("keywords and arguments that it does not have", all, (make, name) => {
  const own = name === "Semaphore" ? "Semaphore" : "BoundedSemaphore";
  allRaise(TypeError, [
    [`${own}.__init__() takes from 1 to 2 positional arguments but 3 were given`, () => make(1, 2)],
    [`${own}.__init__() got an unexpected keyword argument 'valu'. Did you mean 'value'?`, () => make({ valu: 1 })],
    [`${own}.__init__() got multiple values for argument 'value'`, () => make(1, { value: 1 })],
    ["'<' not supported between instances of 'NoneType' and 'int'", () => make(null)],
    ["'<' not supported between instances of 'str' and 'int'", () => make("a")],
    ["'<' not supported between instances of 'list' and 'int'", () => make({ value: [] })],
    ["Semaphore.acquire() got an unexpected keyword argument 'timeot'. Did you mean 'timeout'?", () => make().acquire({ timeot: 1 })],
    ["Semaphore.acquire() got an unexpected keyword argument 'x'", () => make().acquire(true, { x: 1 })],
    ["Semaphore.acquire() got multiple values for argument 'blocking'", () => make().acquire(true, { blocking: true })],
    [`${own}.release() got an unexpected keyword argument 'm'`, () => make().release({ m: 1 })],
    ["'<' not supported between instances of 'str' and 'int'", () => make().release("a")],
    ["'<' not supported between instances of 'NoneType' and 'int'", () => make().release(null)],
  ]);
  equal(make({ value: 4 })._value, 4);
  equal(make({})._value, 1);
});

runTest("release of less than one", all, (make) => {
  const semaphore = make(1);
  semaphore.acquire();
  for (const n of [0, -1, 0.5, false, { n: 0 }]) raises(ValueError, "n must be one or more", () => semaphore.release(n));
  equal(semaphore.acquire(false), false);
  semaphore.release(true);
  equal(semaphore._value, 1);
});

runTest("a value that is no whole number never comes to zero, so nobody waits", all, (make) => {
  const semaphore = make(0.5);
  equal([semaphore.acquire(), semaphore.acquire(), semaphore._value], [true, true, -1.5]);
});

runOnce("a BoundedSemaphore is a Semaphore", () => {
  ok(threading.BoundedSemaphore() instanceof threading.Semaphore);
  ok(new Slots() instanceof threading.BoundedSemaphore);
});
