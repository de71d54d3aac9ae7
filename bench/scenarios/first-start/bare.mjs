import { Worker } from "node:worker_threads";
import { now, report } from "../../measure.mjs";

const WAITING = 0;
const DONE = 1;
const memory = new SharedArrayBuffer(16);
const state = new Int32Array(memory);
const startedAt = new Float64Array(memory, 8);

const program = `
  const at = Number(process.hrtime.bigint());
  const { workerData } = require("node:worker_threads");
  new Float64Array(workerData, 8)[0] = at;
  const state = new Int32Array(workerData);
  Atomics.store(state, 0, ${DONE});
  Atomics.notify(state, 0);
`;

const start = now();
new Worker(program, { eval: true, workerData: memory });
while (Atomics.load(state, 0) === WAITING) Atomics.wait(state, 0, WAITING);
report({ running: startedAt[0] - start, joined: now() - start });
