/** Items through MessagePorts: from one Worker, or from several, to another one. The sender keeps what it sent, as in a queue. */
import { fileURLToPath } from "node:url";
import { MessageChannel, Worker } from "node:worker_threads";
import { now } from "./measure.mjs";

const program = fileURLToPath(new URL("./port-worker.mjs", import.meta.url));

/** Nanoseconds for each of `count` items. @param {string} sort @param {number} senders @param {number} count */
export async function transfer(sort, senders, count) {
  const channels = Array.from({ length: senders }, () => new MessageChannel());
  const roles = [
    { role: "receiver", count, ports: channels.map(({ port2 }) => port2) },
    ...channels.map(({ port1 }) => ({ role: "sender", count: count / senders, ports: [port1], sort })),
  ];
  const workers = roles.map((workerData) => new Worker(program, { workerData, transferList: workerData.ports }));
  const [ready, ended] = ["ready", "ended"].map((word) => all(workers, word));
  await ready;
  const start = now();
  for (const worker of workers) worker.postMessage("go");
  await ended;
  const took = now() - start;
  for (const worker of workers) await worker.terminate();
  return took / count;
}

/** @param {Worker[]} workers @param {string} word */
function all(workers, word) {
  return Promise.all(
    workers.map((worker) => new Promise((resolve) => worker.on("message", (said) => said === word && resolve(word)))),
  );
}
