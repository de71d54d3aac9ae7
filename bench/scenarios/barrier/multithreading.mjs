import { Barrier, initRuntime, move, shutdown, spawn } from "multithreading";
import { args, n, now, report } from "../../measure.mjs";

initRuntime({ maxWorkers: Math.max(...args.threads) });

/** @param {number} parties @param {number} count */
async function meet(parties, count) {
  const barrier = new Barrier(parties);
  const go = new Barrier(parties + 1);
  const handles = Array.from({ length: parties }, () =>
    spawn(move(barrier, go, count), async (barrier, go, turns) => {
      await go.wait();
      for (let i = 0; i < turns; i++) await barrier.wait();
    }),
  );
  await go.wait();
  const start = now();
  for (const handle of handles) if (!(await handle.join()).ok) throw new Error("the task failed");
  return (now() - start) / count;
}

/** @type {Record<string, number>} */
const figures = {};
for (const parties of args.threads) {
  await meet(parties, n / 10);
  figures[parties] = await meet(parties, n);
}
report(figures);
shutdown();
