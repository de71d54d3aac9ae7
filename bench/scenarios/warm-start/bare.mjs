import { Worker } from "node:worker_threads";
import { n, now, report } from "../../measure.mjs";

const IDLE = 0;
const CALLED = 1;
const STOP = 2;
const state = new Int32Array(new SharedArrayBuffer(4));

// A worker that is kept, parked on a word: the least that calling one again can cost.
const program = `
  const { workerData: state } = require("node:worker_threads");
  for (;;) {
    while (Atomics.load(state, 0) === ${IDLE}) Atomics.wait(state, 0, ${IDLE});
    if (Atomics.load(state, 0) === ${STOP}) break;
    Atomics.store(state, 0, ${IDLE});
    Atomics.notify(state, 0, 1);
  }
`;

/** @param {number} count */
function callAndWait(count) {
  const start = now();
  for (let i = 0; i < count; i++) {
    Atomics.store(state, 0, CALLED);
    Atomics.notify(state, 0, 1);
    while (Atomics.load(state, 0) === CALLED) Atomics.wait(state, 0, CALLED);
  }
  return (now() - start) / count;
}

new Worker(program, { eval: true, workerData: state });
callAndWait(1);
const second = callAndWait(1);
callAndWait(Math.ceil(n / 10));
report({ second, ns: callAndWait(n) });
Atomics.store(state, 0, STOP);
Atomics.notify(state, 0, 1);
