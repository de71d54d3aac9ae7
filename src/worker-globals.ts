/** Leaves what a worker was started with where the package, or the program, looks for it; runs before the package is loaded. */
import { workerData } from "node:worker_threads";
import type { WorkerStart } from "./internal/runtime/protocol.js";

const start = (workerData as { pythreads: WorkerStart }).pythreads;
const globals = globalThis as unknown as Record<symbol, unknown>;
globals[Symbol.for("pythreads.arena")] = start.arena;
globals[Symbol.for("pythreads.worker")] = start;
process.argv = [...start.argv];
