// A future on a Condition: a thread computes, whoever asks for the result waits, and an exception reaches the one who asks.
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";
import { object, print, range, ZeroDivisionError } from "pythreads/builtins";

class Future<R, A extends unknown[]> extends object {
  condition: threading.Condition;
  done: boolean;
  value: R | null;
  error: unknown;
  thread: threading.Thread;

  constructor(func: (...args: A) => R, ...args: A) {
    super();
    this.condition = threading.Condition();
    this.done = false;
    this.value = null;
    this.error = null;
    this.thread = threading.Thread({ target: this.wrapper, args: [func, args], name: "FutureThread" });
    this.thread.start();
  }

  wrapper(func: (...args: A) => R, args: A) {
    let value: R | null = null, error: unknown = null;
    try {
      value = func(...args);
    } catch (e) {
      error = e;
    }
    this.condition.acquire();
    this.done = true;
    this.value = value;
    this.error = error;
    this.condition.notify_all();
    this.condition.release();
  }

  is_done() {
    return this.done;
  }

  result() {
    this.condition.acquire();
    while (!this.done) {
      this.condition.wait();
    }
    this.condition.release();
    if (this.error !== null) {
      throw this.error;
    }
    return this.value as R;
  }
}

function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

function divide(a: number, b: number) {
  time.sleep(0.05);
  if (b === 0) {
    throw new ZeroDivisionError("division by zero");
  }
  return a / b;
}

const futures = [...range(15, 20)].map((n) => new Future(fibonacci, n));
print("numbers:", futures.map((future) => future.result()));
print("half:", new Future(divide, 1, 2).result());
const failing = new Future(divide, 1, 0);
print("done at once:", failing.is_done());
try {
  failing.result();
} catch (e) {
  if (!(e instanceof ZeroDivisionError)) throw e;
  print("failed:", e);
}
print("all done:", futures.every((future) => future.is_done()));
