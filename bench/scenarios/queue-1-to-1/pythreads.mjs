import Queue from "pythreads/queue";
import { args, n, report } from "../../measure.mjs";
import { together } from "../../threads.mjs";

/** @param {import("pythreads/queue").Queue<number>} q @param {number} count */
function produce(q, count) {
  for (let i = 0; i < count; i++) q.put(i);
}

/** @param {import("pythreads/queue").Queue<number>} q @param {number} count */
function consume(q, count) {
  for (let i = 0; i < count; i++) {
    const item = q.get();
    if (item !== i) throw new Error(`${item} came instead of ${i}`);
  }
}

/** @param {number} count */
function transfer(count) {
  const q = Queue[/** @type {"Queue"} */ (args.kind)]();
  return (
    together([
      [consume, q, count],
      [produce, q, count],
    ]) / count
  );
}

transfer(n / 10);
report({ ns: transfer(n) });
