/** The base line of everything that blocks: two threads hand one word to each other, with Atomics alone. */
import { Worker } from "node:worker_threads";
import { n, now } from "./measure.mjs";

const MAIN = 0;
const OTHER = 1;

const partner = `
  const { workerData } = require("node:worker_threads");
  const turn = new Int32Array(workerData.memory);
  const wokenAt = new Float64Array(workerData.memory, 8);
  for (let i = 0; i < workerData.rounds; i++) {
    while (Atomics.load(turn, 0) !== ${OTHER}) Atomics.wait(turn, 0, ${MAIN});
    wokenAt[0] = Number(process.hrtime.bigint());
    Atomics.store(turn, 0, ${MAIN});
    Atomics.notify(turn, 0, 1);
  }
`;

/** How long each of n turns took, there and back, and how long there alone. */
export function pingPong() {
  const memory = new SharedArrayBuffer(16);
  const turn = new Int32Array(memory);
  const wokenAt = new Float64Array(memory, 8);
  const there = new Float64Array(n);
  const andBack = new Float64Array(n);
  const warmUp = Math.ceil(n / 10);
  new Worker(partner, { eval: true, workerData: { memory, rounds: warmUp + n } });
  for (let i = -warmUp; i < n; i++) {
    const start = now();
    Atomics.store(turn, 0, OTHER);
    Atomics.notify(turn, 0, 1);
    while (Atomics.load(turn, 0) !== MAIN) Atomics.wait(turn, 0, OTHER);
    const end = now();
    if (i < 0) continue;
    there[i] = wokenAt[0] - start;
    andBack[i] = end - start;
  }
  return { there, andBack };
}
