import * as Queue from "pythreads/queue";
import * as threading from "pythreads/threading";
import { n, now, report } from "../../measure.mjs";

/** @param {Queue.Queue<number>} q @param {number} count @param {threading.Event} go */
function produce(q, count, go) {
  go.wait();
  for (let i = 0; i < count; i++) q.put(i);
}

/** @param {Queue.Queue<number>} q @param {number} count @param {threading.Event} go */
function consume(q, count, go) {
  go.wait();
  for (let i = 0; i < count; i++) q.get();
}

/** @param {number} count */
function transfer(count) {
  const args = /** @type {const} */ ([Queue.Queue(), count, threading.Event()]);
  const threads = [threading.Thread({ target: consume, args }), threading.Thread({ target: produce, args })];
  for (const thread of threads) thread.start();
  const start = now();
  args[2].set();
  for (const thread of threads) thread.join();
  return (now() - start) / count;
}

transfer(Math.ceil(n / 10));
report({ ns: transfer(n) });
