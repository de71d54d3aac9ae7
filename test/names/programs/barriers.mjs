/** Barriers: C055 to C066, and what else is true of them; run for the class itself and for one that a program derives. */
import { AttributeError, OverflowError, RuntimeError, ValueError } from "pythreads/builtins";
import {
  allRaise, atBarrier, Bunch, blocksUntil, elsewhere, equal, inThreads, list, matches, raises, runOnce, runTest, settle, SimpleNamespace, takesAtLeast, threading, until,
} from "./harness.mjs";

const { BrokenBarrierError } = threading;

class Meeting extends threading.Barrier {}

const all = {
  Barrier: (...args) => threading.Barrier(...args),
  "a class that extends Barrier": (...args) => new Meeting(...args),
};

const PARTIES = 5;

/** What wait gives: the place, or the name of the error. */
function outcome(barrier, ...args) {
  try {
    return barrier.wait(...args);
  } catch (error) {
    return error.name;
  }
}

/** Lets all parties but main wait, and returns their bunch and what will become of them. */
function waiting(barrier, count, ...args) {
  const outcomes = list();
  const bunch = new Bunch(count, () => outcomes.append(outcome(barrier, ...args)));
  atBarrier(barrier, count);
  return [bunch, outcomes];
}

runTest("C055 there must be at least one party", all, (make) => {
  for (const parties of [0, -1, 0.5, false]) raises(ValueError, "parties must be > 0", () => make(parties));
  raises(ValueError, "parties must be > 0", () => make({ parties: 0 }));
});

/** Each thread passes so many rounds, and sees each time that all of them have come. */
function lockStep(barrier, rounds) {
  const arrivals = Array.from({ length: rounds }, () => list());
  inThreads(PARTIES, (number) => {
    for (const round of arrivals) {
      round.append(number);
      barrier.wait();
      equal(round.length, PARTIES);
    }
  });
  for (const round of arrivals) equal([...round].sort(), [0, 1, 2, 3, 4]);
}

runTest("C056 nobody passes before all have come", all, (make) => lockStep(make(PARTIES), 2));

runTest("C056 four of five threads wait until the fifth comes", all, (make) => {
  const barrier = make(PARTIES);
  const [bunch, outcomes] = waiting(barrier, PARTIES - 1);
  settle();
  equal(outcomes.length, 0);
  equal(barrier.wait(), PARTIES - 1);
  bunch.awaitFinished();
  equal([...outcomes].sort(), [0, 1, 2, 3]);
  equal(barrier.n_waiting, 0);
});

runTest("C057 ten rounds one after another", all, (make) => lockStep(make(PARTIES), 10));

runTest("C058 each place is given once", all, (make) => {
  const barrier = make(PARTIES);
  const places = list();
  inThreads(PARTIES, () => places.append(barrier.wait()));
  equal([...places].sort(), [0, 1, 2, 3, 4]);
});

runTest("C059 the action runs once, before anybody goes on, in the thread that came last", all, (make) => {
  const runs = list();
  const actors = list();
  const last = list();
  const barrier = make(PARTIES, () => {
    runs.append(1);
    actors.append(threading.get_ident());
  });
  inThreads(PARTIES, () => {
    const place = barrier.wait();
    equal(runs.length, 1);
    if (place === PARTIES - 1) last.append(threading.get_ident());
  });
  equal([...actors], [...last]);
});

runTest("C060 abort breaks the barrier for those who wait and those who come", all, (make) => {
  const barrier = make(PARTIES);
  const [bunch, outcomes] = waiting(barrier, PARTIES - 1);
  equal(barrier.broken, false);
  equal(barrier.abort(), undefined);
  bunch.awaitFinished();
  equal([...outcomes], Array(PARTIES - 1).fill("BrokenBarrierError"));
  equal(barrier.broken, true);
  raises(BrokenBarrierError, "", () => barrier.wait());
  barrier.abort();
  equal(barrier.broken, true);
});

runTest("C061 reset frees those who wait, by an error, and the barrier can be used again", all, (make) => {
  const barrier = make(PARTIES);
  const [bunch, outcomes] = waiting(barrier, PARTIES - 1);
  equal(barrier.reset(), undefined);
  bunch.awaitFinished();
  equal([...outcomes], Array(PARTIES - 1).fill("BrokenBarrierError"));
  equal(barrier.broken, false);
  lockStep(barrier, 1);
});

runTest("C062 a barrier that was broken and reset works again", all, (make) => {
  const barrier = make(PARTIES);
  const meeting = make(PARTIES);
  const results = list();
  inThreads(PARTIES, (number) => {
    try {
      if (number === 2) throw new RuntimeError("one does not come");
      barrier.wait();
    } catch (error) {
      if (error.name === "RuntimeError") barrier.abort();
      results.append(error.name);
    }
    // All have left the broken barrier when one of them resets it, and nobody comes before that.
    if (meeting.wait() === 0) barrier.reset();
    meeting.wait();
    results.append(typeof barrier.wait());
  });
  equal([...results].sort(), [...Array(4).fill("BrokenBarrierError"), "RuntimeError", ...Array(5).fill("number")]);
  equal(barrier.broken, false);
});

runTest("C063 one wait that runs out breaks the barrier for all", all, (make) => {
  const barrier = make(PARTIES);
  const outcomes = list();
  const bunch = new Bunch(PARTIES - 2, () => outcomes.append(outcome(barrier)));
  atBarrier(barrier, PARTIES - 2);
  takesAtLeast(0.1, () => raises(BrokenBarrierError, "", () => barrier.wait(0.1)));
  bunch.awaitFinished();
  equal([...outcomes], Array(PARTIES - 2).fill("BrokenBarrierError"));
  equal([barrier.broken, outcome(barrier)], [true, "BrokenBarrierError"]);
});

runTest("C064 the constructor's timeout counts for waits without one", all, (make) => {
  for (const barrier of [make(2, null, 0.1), make(2, { timeout: 0.1 }), make({ parties: 2, timeout: 0.1 })]) {
    for (const none of [[], [null], [{ timeout: null }]]) {
      takesAtLeast(0.1, () => raises(BrokenBarrierError, "", () => barrier.wait(...none)));
      barrier.reset();
    }
  }
  const hurried = make(2, null, 0);
  equal(outcome(hurried), "BrokenBarrierError");
  hurried.reset();
  const [bunch, outcomes] = waiting(hurried, 1, 60);
  equal(hurried.wait(60), 1);
  bunch.awaitFinished();
  equal([...outcomes], [0]);
});

runTest("C065 with one party nobody ever waits", all, (make) => {
  const barrier = make(1);
  for (const args of [[], [0], [-1], ["a"], [1e100]]) equal(barrier.wait(...args), 0);
  equal(barrier.broken, false);
});

runTest("C066 repr shows how many wait, and broken", all, (make, name) => {
  const barrier = make(3);
  const start = `^<${name === "Barrier" ? "threading\\.Barrier" : "__main__\\.Meeting"} at 0x[0-9a-f]+`;
  matches(String(barrier), new RegExp(`${start}: waiters=0/3>$`));
  const [bunch] = waiting(barrier, 2);
  matches(String(barrier), new RegExp(`${start}: waiters=2/3>$`));
  barrier.wait();
  bunch.awaitFinished();
  matches(String(barrier), new RegExp(`${start}: waiters=0/3>$`));
  barrier.abort();
  matches(String(barrier), new RegExp(`${start}: broken>$`));
});

runTest("more threads than parties pass in turn", all, (make) => {
  const barrier = make(2);
  const places = list();
  inThreads(4, () => places.append(barrier.wait()));
  equal([...places].sort(), [0, 0, 1, 1]);
});

runTest("an action that raises: the one who ran it gets its error, the others BrokenBarrierError", all, (make) => {
  const barrier = make(3, () => {
    throw new ValueError("no");
  });
  const [bunch, outcomes] = waiting(barrier, 2);
  raises(ValueError, "no", () => barrier.wait());
  bunch.awaitFinished();
  equal([...outcomes], Array(2).fill("BrokenBarrierError"));
  equal(barrier.broken, true);
});

runTest("an action sees all parties waiting, and its result is ignored", all, (make) => {
  const seen = list();
  const shared = SimpleNamespace({ barrier: null });
  const barrier = make(2, () => {
    seen.append(shared.barrier.n_waiting);
    return "ignored";
  });
  shared.barrier = barrier;
  const [bunch] = waiting(barrier, 1);
  equal(barrier.wait(), 1);
  bunch.awaitFinished();
  equal([...seen], [2]);
});

/** A barrier of two whose action waits for `go`, with both of its threads there; more may come. */
function acting(make, timeout) {
  const [begun, go] = [threading.Event(), threading.Event()];
  const outcomes = list();
  const barrier = make(2, () => {
    begun.set();
    go.wait();
  });
  const first = new Bunch(1, () => outcomes.append(outcome(barrier, timeout)));
  atBarrier(barrier, 1);
  const second = new Bunch(1, () => outcomes.append(outcome(barrier)));
  begun.wait();
  const finish = () => {
    go.set();
    first.awaitFinished();
    second.awaitFinished();
    return [...outcomes].sort();
  };
  return { barrier, outcomes, finish };
}

runTest("nobody's time runs out while the action runs", all, (make) => {
  const { barrier, outcomes, finish } = acting(make, 0.15);
  // So long that the first one's time is over.
  equal(threading.Event().wait(0.3), false);
  equal([outcomes.length, barrier.broken], [0, false]);
  equal(finish(), [0, 1]);
  equal(barrier.broken, false);
});

runTest("who comes while the action runs belongs to the next round, and its timeout counts from there", all, (make) => {
  const { barrier, finish } = acting(make, null);
  const late = list();
  const bunch = new Bunch(1, () => late.append(outcome(barrier, 0)));
  bunch.awaitStarted();
  settle();
  equal(late.length, 0);
  equal(finish(), [0, 1]);
  bunch.awaitFinished();
  equal([...late], ["BrokenBarrierError"]);
  equal(barrier.broken, true);
});

runTest("a timeout and the last arrival: all pass or all learn that it is broken, round after round", all, (make) => {
  const ROUNDS = 300;
  const [barrier, meeting] = [make(2), make(2)];
  const others = list();
  const bunch = new Bunch(1, () => {
    for (let round = 0; round < ROUNDS; round++) {
      meeting.wait();
      others.append(typeof outcome(barrier, (round % 10) * 5e-6));
      meeting.wait();
    }
  });
  for (let round = 0; round < ROUNDS; round++) {
    meeting.wait();
    const mine = typeof outcome(barrier, 1e-5);
    meeting.wait();
    equal([mine, barrier.broken], [others[round], mine === "string"]);
    barrier.reset();
  }
  bunch.awaitFinished();
});

runTest("an abort while the action runs: the others are freed, and who ran it learns of it", all, (make) => {
  const { barrier, outcomes, finish } = acting(make, null);
  barrier.abort();
  until(() => outcomes.length === 1);
  equal([...outcomes], ["BrokenBarrierError"]);
  equal(finish(), ["BrokenBarrierError", "BrokenBarrierError"]);
});

runTest("timeouts of zero and less break the barrier", all, (make) => {
  for (const past of [0, -1, -0.5, false, Number.NEGATIVE_INFINITY, -1e100, { timeout: 0 }]) {
    const barrier = make(2);
    raises(BrokenBarrierError, "", () => barrier.wait(past));
    equal(barrier.broken, true);
  }
});

runTest("a timeout that is none is refused where it would be waited for, and takes no place", all, (make) => {
  const barrier = make(2);
  allRaise(TypeError, [
    ["unsupported operand type(s) for +: 'float' and 'str'", () => barrier.wait("a")],
    ["unsupported operand type(s) for +: 'float' and 'list'", () => barrier.wait([1])],
    ["unsupported operand type(s) for +: 'float' and 'str'", () => make(2, null, "a").wait()],
    ["Barrier.wait() got an unexpected keyword argument 'timout'. Did you mean 'timeout'?", () => barrier.wait({ timout: 1 })],
  ]);
  for (const long of [1e100, Number.POSITIVE_INFINITY, threading.TIMEOUT_MAX + 1]) {
    raises(OverflowError, "timestamp out of range for platform time_t", () => barrier.wait(long));
  }
  equal([barrier.n_waiting, barrier.broken], [0, false]);
  const [bunch, outcomes] = waiting(barrier, 1);
  equal(barrier.wait("a"), 1);
  bunch.awaitFinished();
  equal([...outcomes], [0]);
  barrier.abort();
  raises(BrokenBarrierError, "", () => barrier.wait("a"));
});

runTest("null, NaN and no timeout wait for ever", all, (make) => {
  for (const forever of [[], [null], [undefined], [Number.NaN], [{}]]) {
    const barrier = make(2);
    equal(blocksUntil(() => barrier.wait(...forever), () => barrier.wait()), 0);
  }
});

runTest("an action that is no function is told when it is called; a false one is not called", all, (make) => {
  raises(TypeError, "'int' object is not callable", () => make(1, 5).wait());
  for (const none of [null, undefined, 0, "", false]) equal(make(1, none).wait(), 0);
});

runTest("properties cannot be set", all, (make, name) => {
  const barrier = make(2);
  const className = name === "Barrier" ? "Barrier" : "Meeting";
  for (const property of ["parties", "n_waiting", "broken"]) {
    raises(AttributeError, `property '${property}' of '${className}' object has no setter`, () => {
      barrier[property] = 1;
    });
  }
  equal([barrier.parties, barrier.n_waiting, barrier.broken], [2, 0, false]);
  equal(elsewhere(() => [barrier.parties, barrier.n_waiting, barrier.broken]), [2, 0, false]);
});

runTest("arguments of the constructor", all, (make) => {
  allRaise(TypeError, [
    ["Barrier.__init__() missing 1 required positional argument: 'parties'", () => make()],
    ["Barrier.__init__() missing 1 required positional argument: 'parties'", () => make({ timeout: 1 })],
    ["Barrier.__init__() takes from 2 to 4 positional arguments but 5 were given", () => make(1, null, null, 4)],
    ["Barrier.__init__() got an unexpected keyword argument 'partes'. Did you mean 'parties'?", () => make({ partes: 2 })],
    ["Barrier.__init__() got an unexpected keyword argument 'x'", () => make(2, { x: 1 })],
    ["Barrier.__init__() got multiple values for argument 'parties'", () => make(2, { parties: 2 })],
    ["'<' not supported between instances of 'NoneType' and 'int'", () => make(null)],
    ["'<' not supported between instances of 'str' and 'int'", () => make("a")],
    ["'<' not supported between instances of 'list' and 'int'", () => make([])],
  ]);
  for (const parties of [2, 2.5, 2 ** 40, Number.POSITIVE_INFINITY]) equal(make(parties).parties, parties);
  matches(String(make(Number.POSITIVE_INFINITY)), /: waiters=0\/inf>$/);
});

runOnce("BrokenBarrierError is a RuntimeError without a message", () => {
  const barrier = threading.Barrier(1);
  barrier.abort();
  raises(RuntimeError, "", () => barrier.wait());
});
