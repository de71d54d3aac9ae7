import { args, report } from "../../measure.mjs";
import { transfer } from "../../ports.mjs";

/** @type {Record<string, number>} */
const figures = {};
for (const sort of args.sorts) {
  for (const [producers, consumers] of args.shapes) {
    // A port has one receiver, and no bound.
    if (consumers === 1) figures[`${sort}/${producers}/1/0`] = await transfer(sort, producers, args.counts[sort]);
  }
}
report(figures);
