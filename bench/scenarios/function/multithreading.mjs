import { initRuntime, shutdown, spawn } from "multithreading";
import { n, now, quantile, report } from "../../measure.mjs";
import { selfContained, WARM_UP } from "../../self-contained.mjs";

initRuntime({ maxWorkers: 1 });

/** @param {[work: () => number | string, answer: number | string]} _ */
async function ask([work, answer]) {
  const start = now();
  const got = await spawn(work).join();
  const took = now() - start;
  if (!got.ok || got.value !== answer) throw new Error(`the answer was ${JSON.stringify(got)}`);
  return took;
}

/** @type {number[]} */
const first = [];
for (const each of selfContained) first.push(await ask(each));
/** @type {number[]} */
const again = [];
for (let i = 0; i < n; i++) for (const each of selfContained) again.push(await ask(each));
report({ first: quantile(first.slice(WARM_UP), 0.5), again: quantile(again, 0.5) });
shutdown();
