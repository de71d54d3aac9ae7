import { parentPort, workerData } from "node:worker_threads";
import { itemMakers } from "./items.mjs";

const parent = /** @type {import("node:worker_threads").MessagePort} */ (parentPort);
const { role, count, ports, sort } = workerData;

if (role === "sender") {
  const [port] = ports;
  const make = itemMakers[sort]();
  parent.once("message", () => {
    for (let i = 0; i < count; i++) port.postMessage(make(i));
    parent.postMessage("ended");
  });
} else {
  let left = count;
  for (const port of ports) {
    port.on("message", () => {
      if (--left === 0) parent.postMessage("ended");
    });
  }
  parent.once("message", () => {});
}
parent.postMessage("ready");
