import { Worker } from "node:worker_threads";
import { n, now, report } from "../../measure.mjs";

// A worker that is kept: a task is a message, and so is its answer.
const program = `
  const { parentPort } = require("node:worker_threads");
  parentPort.on("message", (task) => {
    if (task === null) parentPort.postMessage(undefined);
    else parentPort.postMessage(task.a + task.b + task.c + task.d + task.e + task.f + task.g + task.h + task.i + task.j);
  });
`;
const worker = new Worker(program, { eval: true });

/** @param {unknown} task @returns {Promise<unknown>} */
function ask(task) {
  return new Promise((resolve) => {
    worker.once("message", resolve);
    worker.postMessage(task);
  });
}

/** @param {number} count */
async function askNothing(count) {
  const start = now();
  for (let i = 0; i < count; i++) await ask(null);
  return (now() - start) / count;
}

/** @param {number} count */
async function askWithTen(count) {
  const start = now();
  for (let i = 0; i < count; i++) {
    const sum = await ask({ a: i, b: 1, c: 2, d: 3, e: 4, f: 5, g: 6, h: 7, i: 8, j: 9 });
    if (sum !== i + 45) throw new Error(`${sum} is not the sum`);
  }
  return (now() - start) / count;
}

await askNothing(1);
const second = await askNothing(1);
await askNothing(Math.ceil(n / 10));
const ns = await askNothing(n);
await askWithTen(Math.ceil(n / 30));
report({ second, ns, closure: await askWithTen(Math.ceil(n / 3)) });
await worker.terminate();
