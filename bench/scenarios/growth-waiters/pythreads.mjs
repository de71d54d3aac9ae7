import { SimpleNamespace } from "pythreads/builtins";
import * as threading from "pythreads/threading";
import { args, n, now, quantile, report } from "../../measure.mjs";

const condition = threading.Condition();
const answered = threading.Semaphore(0);
const state = SimpleNamespace({ waiting: 0, ended: false });

function wait() {
  condition.acquire();
  for (;;) {
    state.waiting += 1;
    condition.wait();
    state.waiting -= 1;
    if (state.ended) break;
    answered.release();
  }
  condition.release();
}

/** Wakes the one that has waited longest, until it has said so. */
function wakeOne() {
  const start = now();
  condition.acquire();
  condition.notify();
  condition.release();
  const notified = now();
  answered.acquire();
  return [notified - start, now() - start];
}

/** The one that was woken is in line again. @param {number} count */
function allWait(count) {
  for (;;) {
    condition.acquire();
    const { waiting } = state;
    condition.release();
    if (waiting === count) break;
  }
}

/** @type {Record<string, number>} */
const figures = {};
/** @type {threading.Thread[]} */
const threads = [];
for (const size of args.sizes) {
  while (threads.length < size) {
    const thread = threading.Thread({ target: wait });
    threads.push(thread);
    thread.start();
  }
  allWait(size);
  // Each thread is woken n times, and compiles what it runs by and by: only the later half counts.
  const times = Array.from({ length: n * size }, () => {
    const took = wakeOne();
    allWait(size);
    return took;
  }).slice((n * size) / 2);
  figures[`notify/${size}`] = quantile(
    times.map(([notified]) => notified),
    0.5,
  );
  figures[`wake/${size}`] = quantile(
    times.map(([, woken]) => woken),
    0.5,
  );
}
condition.acquire();
state.ended = true;
condition.notify_all();
condition.release();
for (const thread of threads) thread.join();
report(figures);
process.exit();
