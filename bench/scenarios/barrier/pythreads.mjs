import * as threading from "pythreads/threading";
import { args, n, report } from "../../measure.mjs";
import { together } from "../../threads.mjs";

/** @param {threading.Barrier} barrier @param {number} count */
function loop(barrier, count) {
  for (let i = 0; i < count; i++) barrier.wait();
}

/** @param {number} parties @param {number} count */
function meet(parties, count) {
  const barrier = threading.Barrier(parties);
  return together(Array.from({ length: parties }, () => [loop, barrier, count])) / count;
}

/** @type {Record<string, number>} */
const figures = {};
for (const parties of args.threads) {
  meet(parties, n / 10);
  figures[parties] = meet(parties, n);
}
report(figures);
