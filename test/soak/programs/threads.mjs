/** Threads whose exceptions are not lost, and those that are to die. */
import * as threading from "pythreads/threading";
import { list, SimpleNamespace } from "pythreads/builtins";

/** What ended threads that were not to end so. */
export const failures = list();
export const counts = SimpleNamespace({ started: 0, died: 0 });
const guard = threading.Lock();

/** What a thread throws that is to die. */
export class Death extends Error {
  name = "Death";
}

threading.set_excepthook((args) => {
  if (args.exc_value?.name === "Death") {
    guard.acquire();
    counts.died += 1;
    guard.release();
  } else {
    failures.append(`${args.thread?.name}: ${args.exc_value?.stack ?? String(args.exc_value)}`);
  }
});

/** Starts a thread; `name` begins with what is told of it. */
export function start(target, args = [], options = {}) {
  const thread = threading.Thread({ target, args, ...options });
  thread.start();
  counts.started += 1;
  return thread;
}

export function joinAll(threads) {
  for (const thread of threads) thread.join();
}

export function expect(holds, otherwise) {
  if (!holds) throw new Error(otherwise);
}

export function expectEqual(actual, expected, what) {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${what}: ${one} instead of ${other}`);
}
