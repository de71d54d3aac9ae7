import { Worker } from "node:worker_threads";
import { n, now, report, residentBytes } from "../../measure.mjs";

const THERE = 0;
const END = 1;
const words = new Int32Array(new SharedArrayBuffer(8));

const program = `
  const { workerData: words } = require("node:worker_threads");
  Atomics.add(words, ${THERE}, 1);
  Atomics.notify(words, ${THERE});
  while (Atomics.load(words, ${END}) === 0) Atomics.wait(words, ${END}, 0);
`;

const before = residentBytes();
const start = now();
for (let i = 0; i < n; i++) new Worker(program, { eval: true, workerData: words });
for (;;) {
  const there = Atomics.load(words, THERE);
  if (there === n) break;
  Atomics.wait(words, THERE, there);
}
report({ time: (now() - start) / n, memory: (residentBytes() - before) / n });
Atomics.store(words, END, 1);
Atomics.notify(words, END);
process.exit();
