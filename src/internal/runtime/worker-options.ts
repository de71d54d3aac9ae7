/** How every worker is made. The worker script loads this before the package itself, so it imports nothing of that. */
import { SHARE_ENV, type WorkerOptions } from "node:worker_threads";
import { type KernelStart, type PoolStart, START_PROPERTY } from "./protocol.js";

export function workerOptions(start: PoolStart | Omit<KernelStart, "firstWorker">): WorkerOptions {
  return {
    workerData: { [START_PROPERTY]: start },
    env: SHARE_ENV,
    // Loaders of the main thread are not needed: code arrives as it was compiled there.
    execArgv: [],
    name: start.role === "kernel" ? "pythreads-kernel" : "pythreads",
    trackUnmanagedFds: false,
  };
}
