/**
 * Leaves what a worker was started with where the package looks for it; runs before the package is loaded. The kernel
 * starts the first worker here already, so that both load at the same time.
 */
import { Worker, workerData } from "node:worker_threads";
import { workerOptions } from "./internal/runtime/worker-options.js";
import type { WorkerStart } from "./internal/runtime/protocol.js";

const start = (workerData as { pythreads: WorkerStart }).pythreads;
const globals = globalThis as unknown as Record<symbol, unknown>;
globals[Symbol.for("pythreads.arena")] = start.arena;
globals[Symbol.for("pythreads.worker")] = start;

if (start.role === "kernel") {
  const { arena, sourceMaps, worker } = start;
  start.firstWorker = new Worker(__filename, workerOptions({ role: "pool", arena, sourceMaps, worker }));
}
