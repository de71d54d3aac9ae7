/** What the programs of these tests share: cases that are reported one by one, and threads in bunches. */
import { list, object, SimpleNamespace, with_ } from "pythreads/builtins";
import * as thread from "pythreads/thread";
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";

/** Runs a behaviour for each class that it applies to, and reports each as one line for the test runner. */
export function runTest(title, classes, body) {
  for (const [name, make] of Object.entries(classes)) {
    const report = { title: name === "" ? title : `${title} (${name})` };
    try {
      body(make, name);
    } catch (error) {
      report.error = error instanceof Error ? (error.stack ?? String(error)) : String(error);
    }
    console.log(JSON.stringify(report));
  }
}

/** A behaviour that no class stands for. */
export function runOnce(title, body) {
  runTest(title, { "": undefined }, body);
}

const show = (value) => (value instanceof Error ? String(value) : JSON.stringify(value) ?? String(value));

export function equal(actual, expected) {
  if (Object.is(actual, expected) || (show(actual) === show(expected) && typeof actual === typeof expected)) return;
  throw new Error(`${show(actual)} instead of ${show(expected)}`);
}

export function ok(value, what = "a true value was expected") {
  if (!value) throw new Error(what);
}

export function matches(text, pattern) {
  if (!pattern.test(text)) throw new Error(`${text} does not match ${pattern}`);
}

/** The call must raise that class with that message. */
export function raises(Class, message, call) {
  let thrown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  if (thrown === undefined) throw new Error(`nothing raised instead of ${Class.name}: ${message}`);
  if (!(thrown instanceof Class)) throw new Error(`${thrown.name}: ${thrown.message} instead of ${Class.name}`, { cause: thrown });
  if (message instanceof RegExp) matches(thrown.message, message);
  else if (message !== undefined) equal(thrown.message, message);
}

/** Waits until the test holds, and fails when it does not in so long that no machine can be that busy. */
export function until(test, what = "what was waited for") {
  const end = time.monotonic() + 30;
  while (!test()) {
    if (time.monotonic() > end) throw new Error(`${what} did not come`);
    time.sleep(0.001);
  }
}

/** How long a call is watched that must block: it fails the test if it comes back in this time. */
const WATCHED = 0.02;

/** Long enough to see that something stays as it is. */
export function settle() {
  time.sleep(WATCHED);
}

/** A number comes to be what is expected, and stays so. */
export function reaches(expected, read, what = "the number") {
  until(() => read() >= expected, `${what} ${expected}`);
  settle();
  equal(read(), expected);
}

/** Waits until so many threads stand in a condition's line, which its repr tells. */
export function inLine(condition, count) {
  until(() => String(condition).endsWith(`, ${count})>`), `a line of ${count}`);
}

/** Waits until so many threads stand before a barrier. */
export function atBarrier(barrier, count) {
  until(() => barrier.n_waiting === count, `${count} threads at the barrier`);
}

/** Raw threads that all run one function, and what became of them. */
export class Bunch {
  constructor(count, body) {
    this.count = count;
    this.started = list();
    this.finished = list();
    this.failures = list();
    const { started, finished, failures } = this;
    for (let i = 0; i < count; i++) {
      thread.start_new_thread(() => {
        started.append(thread.get_ident());
        try {
          body(i);
        } catch (error) {
          failures.append(String(error?.stack ?? error));
        } finally {
          finished.append(thread.get_ident());
        }
      }, []);
    }
  }

  awaitStarted() {
    until(() => this.started.length === this.count, "the start of the threads");
  }

  awaitFinished() {
    until(() => this.finished.length === this.count, "the end of the threads");
    if (this.failures.length > 0) throw new Error(this.failures[0]);
  }
}

/** Runs a function in so many threads and waits for them; what it throws is thrown here. */
export function inThreads(count, body) {
  new Bunch(count, body).awaitFinished();
}

/** What a function returns or throws, called in another thread. */
export function elsewhere(body) {
  const results = list();
  inThreads(1, () => void results.append(body()));
  return results[0];
}

/** The call must block until the trigger lets it go; returns what it returns. */
export function blocksUntil(call, trigger) {
  const results = list();
  const bunch = new Bunch(1, () => void results.append(call()));
  bunch.awaitStarted();
  settle();
  ok(bunch.finished.length === 0, "the call did not block");
  trigger();
  bunch.awaitFinished();
  return results[0];
}

/** A call that has to give up takes at least so many seconds. How much longer is the machine's affair. */
export function takesAtLeast(least, call) {
  const took = seconds(call);
  if (took < least - 0.005) throw new Error(`took ${took} s, less than ${least} s`);
}

/** Each of these calls must raise that class with that message. */
export function allRaise(Class, calls) {
  for (const [message, call] of calls) raises(Class, message, call);
}

/** How many seconds a call takes. */
export function seconds(call) {
  const started = time.monotonic();
  call();
  return time.monotonic() - started;
}

/** A call that waits for so many seconds takes those, and not much longer. */
export function takes(expected, call) {
  const took = seconds(call);
  if (took < expected - 0.005 || took > expected + 0.5) throw new Error(`took ${took} s instead of ${expected} s`);
}

export { list, object, SimpleNamespace, thread, threading, time, with_ };
