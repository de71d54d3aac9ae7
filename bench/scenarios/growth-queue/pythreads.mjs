import Queue from "pythreads/queue";
import { args, n, now, report } from "../../measure.mjs";

/** In no order, and none twice, so that a PriorityQueue has work to do. @param {number} i */
const item = (i) => (i * 7919) % 1_000_003;

/** @type {Record<string, number>} */
const figures = {};
for (const kind of args.kinds) {
  const q = Queue[/** @type {"Queue"} */ (kind)]();
  let i = 0;
  // The smallest comes first three times: code that has just begun to run is not compiled yet.
  for (const size of [args.sizes[0], args.sizes[0], ...args.sizes]) {
    while (q.qsize() < size) q.put(item(i++));
    const turns = () => {
      const start = now();
      for (let turn = 0; turn < n; turn++) {
        q.put(item(i++));
        q.get();
      }
      return (now() - start) / n;
    };
    turns();
    figures[`${kind}/${size}`] = turns();
  }
}
report(figures);
