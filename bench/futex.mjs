/** The base line of everything that blocks: two threads hand one word to each other, with Atomics alone. */
import { Worker } from "node:worker_threads";
import { n, now, report } from "./measure.mjs";

const MAIN = 0;
const OTHER = 1;

const partner = `
  const { workerData } = require("node:worker_threads");
  const turn = new Int32Array(workerData.memory);
  for (let i = 0; i < workerData.rounds; i++) {
    while (Atomics.load(turn, 0) !== ${OTHER}) Atomics.wait(turn, 0, ${MAIN});
    Atomics.store(turn, 0, ${MAIN});
    Atomics.notify(turn, 0, 1);
  }
`;

export function pingPong() {
  const turn = new Int32Array(new SharedArrayBuffer(4));
  const warmUp = Math.ceil(n / 10);
  new Worker(partner, { eval: true, workerData: { memory: turn.buffer, rounds: warmUp + n } });

  /** @param {number} rounds */
  const play = (rounds) => {
    for (let i = 0; i < rounds; i++) {
      Atomics.store(turn, 0, OTHER);
      Atomics.notify(turn, 0, 1);
      while (Atomics.load(turn, 0) !== MAIN) Atomics.wait(turn, 0, OTHER);
    }
  };
  play(warmUp);
  const start = now();
  play(n);
  report({ ns: (now() - start) / n });
}
