/** Events: C026 to C030, and what else is true of them; run for the class itself and for one that a program derives. */
import { OverflowError } from "pythreads/builtins";
import { allRaise, Bunch, blocksUntil, elsewhere, equal, inThreads, list, matches, ok, raises, runOnce, runTest, settle, takesAtLeast, threading, seconds, until } from "./harness.mjs";

class Signal extends threading.Event {}

const events = { Event: () => threading.Event(), "a class that extends Event": () => new Signal() };

/** Five threads that each wait twice, and what they got. */
function waitTwice(event) {
  const results = list();
  const bunch = new Bunch(5, () => {
    results.append(event.wait());
    results.append(event.wait());
  });
  bunch.awaitStarted();
  return [bunch, results];
}

runTest("C026 the flag is false at first; set and clear may be repeated", events, (make) => {
  const event = make();
  equal(event.is_set(), false);
  for (const _ of [1, 2]) {
    equal(event.set(), undefined);
    equal(event.is_set(), true);
  }
  for (const _ of [1, 2]) {
    equal(event.clear(), undefined);
    equal(event.is_set(), false);
  }
  event.set();
  equal(elsewhere(() => event.is_set()), true);
});

runTest("C027 set lets go all who wait, and all who come while the flag is set; again after clear", events, (make) => {
  const event = make();
  for (const _ of ["first", "again"]) {
    const [bunch, results] = waitTwice(event);
    settle();
    equal(results.length, 0);
    event.set();
    bunch.awaitFinished();
    equal([...results], Array(10).fill(true));
    event.clear();
    equal(event.wait(0), false);
  }
});

runTest("C028 a wait with a timeout: false when it runs out, true at once when the flag is set", events, (make) => {
  const event = make();
  inThreads(5, () => {
    equal(event.wait(0), false);
    takesAtLeast(0.1, () => equal(event.wait(0.1), false));
  });
  event.set();
  inThreads(5, () => {
    equal(event.wait(0), true);
    ok(seconds(() => equal(event.wait(60), true)) < 30);
  });
});

runTest("C028 a wait with a timeout that is notified in time", events, (make) => {
  const event = make();
  equal(blocksUntil(() => event.wait(60), () => event.set()), true);
});

runTest("C029 set and clear at once give true to all who wait", events, (make) => {
  const event = make();
  const results = list();
  const bunch = new Bunch(5, () => results.append(event.wait()));
  bunch.awaitStarted();
  settle();
  equal(results.length, 0);
  // A thread that is not in the line yet misses the first pulse and gets another one.
  until(() => {
    event.set();
    event.clear();
    settle();
    return bunch.finished.length === 5;
  });
  bunch.awaitFinished();
  equal([...results], Array(5).fill(true));
  equal(event.is_set(), false);
});

runTest("C030 repr ends with the state", events, (make, name) => {
  const event = make();
  const start = name === "Event" ? "^<threading\\.Event" : "^<__main__\\.Signal";
  matches(String(event), new RegExp(`${start} at 0x[0-9a-f]+: unset>$`));
  event.set();
  matches(String(event), new RegExp(`${start} at 0x[0-9a-f]+: set>$`));
  equal(elsewhere(() => String(event)), String(event));
});

runTest("a timeout that is none is refused, but not looked at when the flag is set", events, (make) => {
  const event = make();
  allRaise(TypeError, [
    ["'>' not supported between instances of 'str' and 'int'", () => event.wait("a")],
    ["'>' not supported between instances of 'list' and 'int'", () => event.wait([1])],
    ["'>' not supported between instances of 'str' and 'int'", () => event.wait({ timeout: "1" })],
  ]);
  for (const long of [1e100, Number.POSITIVE_INFINITY, threading.TIMEOUT_MAX + 1]) {
    raises(OverflowError, "timestamp out of range for platform time_t", () => event.wait(long));
  }
  for (const past of [0, -0.5, -1e100, Number.NEGATIVE_INFINITY, Number.NaN, false, 0n]) equal(event.wait(past), false);
  equal(event.wait({ timeout: 0 }), false);
  event.set();
  for (const any of ["a", [1], 1e100, null, undefined, -1, { timeout: "1" }]) equal(event.wait(any), true);
});

runTest("null, undefined and no timeout wait for ever", events, (make) => {
  for (const none of [null, undefined, { timeout: null }, {}]) {
    const event = make();
    equal(blocksUntil(() => event.wait(none), () => event.set()), true);
  }
});

runOnce("true is a second", () => takesAtLeast(1, () => equal(threading.Event().wait(true), false)));

runTest("keywords that wait does not have", events, (make) => {
  const event = make();
  allRaise(TypeError, [
    ["Event.wait() got an unexpected keyword argument 'timout'. Did you mean 'timeout'?", () => event.wait({ timout: 1 })],
    ["Event.wait() got an unexpected keyword argument 'x'", () => event.wait({ x: 1 })],
  ]);
});

runOnce("an Event takes no arguments", () => {
  allRaise(TypeError, [
    ["Event.__init__() takes 1 positional argument but 2 were given", () => threading.Event(true)],
    ["Event.__init__() takes 1 positional argument but 3 were given", () => new threading.Event(1, 2)],
    ["Event.__init__() takes 1 positional argument but 2 were given", () => new Signal(null)],
    ["Event.__init__() got an unexpected keyword argument 'flag'", () => threading.Event({ flag: true })],
  ]);
});

runTest("isSet is the older name of is_set", events, (make) => {
  const event = make();
  equal(event.isSet(), false);
  event.set();
  equal(event.isSet(), true);
});
