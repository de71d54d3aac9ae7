import { initRuntime, shutdown } from "multithreading";
import { transfer } from "../../channels.mjs";
import { args, report } from "../../measure.mjs";

/** @type {Record<string, number>} */
const figures = {};
initRuntime({ maxWorkers: 8 });
for (const sort of args.sorts) {
  for (const [producers, consumers] of args.shapes) {
    for (const maxsize of args.bounds) {
      // A channel has a bound, and carries what JSON can say.
      if (maxsize === 0 || sort === "buffer") continue;
      figures[`${sort}/${producers}/${consumers}/${maxsize}`] = await transfer(
        sort,
        producers,
        consumers,
        maxsize,
        args.counts[sort],
      );
    }
  }
}
report(figures);
shutdown();
