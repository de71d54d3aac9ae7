/** Who comes last resets the count and moves all on to the next generation. */
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { args, n, now, report } from "../../measure.mjs";

const ARRIVED = 0;
const GENERATION = 1;

/** @param {Int32Array} words @param {number} parties @param {number} count */
function loop(words, parties, count) {
  for (let i = 0; i < count; i++) {
    const generation = Atomics.load(words, GENERATION);
    if (Atomics.add(words, ARRIVED, 1) === parties - 1) {
      Atomics.store(words, ARRIVED, 0);
      Atomics.add(words, GENERATION, 1);
      Atomics.notify(words, GENERATION);
    } else {
      while (Atomics.load(words, GENERATION) === generation) Atomics.wait(words, GENERATION, generation);
    }
  }
}

/** Main is one of the parties. @param {number} parties */
function meet(parties) {
  const words = new Int32Array(new SharedArrayBuffer(8));
  const argv = process.argv.slice(2);
  for (let i = 1; i < parties; i++) new Worker(new URL(import.meta.url), { argv, workerData: { words, parties } });
  loop(words, parties, n / 10);
  const start = now();
  loop(words, parties, n);
  return (now() - start) / n;
}

if (isMainThread) {
  report(Object.fromEntries(args.threads.map((/** @type {number} */ parties) => [parties, meet(parties)])));
} else {
  const { words, parties } = workerData;
  loop(words, parties, n / 10 + n);
}
