/** Two Workers that are kept, which get their tasks as messages. */
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { measureCpu } from "../../cpu.mjs";
import { tasks } from "../../tasks/exported.mjs";

if (isMainThread) {
  const argv = process.argv.slice(2);
  const workers = [0, 1].map(() => new Worker(new URL(import.meta.url), { argv }));
  await measureCpu((name, task, i) => {
    return new Promise((resolve, reject) => {
      workers[i].once("message", resolve).once("error", reject);
      workers[i].postMessage({ name, task });
    });
  });
  for (const worker of workers) await worker.terminate();
} else {
  const main = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);
  main.on("message", (/** @type {{ name: string, task: any }} */ { name, task }) => main.postMessage(tasks[name](task)));
}
