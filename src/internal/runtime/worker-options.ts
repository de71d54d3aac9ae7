/** How every worker is made. */
import { SHARE_ENV, type WorkerOptions } from "node:worker_threads";
import { START_PROPERTY, type WorkerStart } from "./protocol.js";

export function workerOptions(start: WorkerStart): WorkerOptions {
  return {
    workerData: { [START_PROPERTY]: start },
    env: SHARE_ENV,
    // Loaders of the main thread are not needed: code arrives as it was compiled there.
    execArgv: [],
    name: start.role === "kernel" ? "pythreads-kernel" : "pythreads",
    trackUnmanagedFds: false,
  };
}
