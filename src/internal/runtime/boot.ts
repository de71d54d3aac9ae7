/**
 * How workers come to be: the main thread starts the kernel with the first thread, and every thread asks the kernel for
 * workers. The kernel never blocks, so a worker is made while main and all others are blocked, and it outlives the
 * thread that asked.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { RuntimeError } from "../base/errors.js";
import { notPermitted, probe, sourceMapsInUse } from "../closure/index.js";
import { alloc } from "../memory/alloc.js";
import { arena, words } from "../memory/arena.js";
import { ArenaHeader, WORKER_BLOCK_WORDS } from "../memory/layout.js";
import { isPoolWorker } from "./current.js";
import { installMainExit } from "./exit.js";
import { checkInterrupts } from "./interrupt.js";
import { askKernel, connectMain, setKernelStarter } from "./kernel-link.js";
import { guardMainStreams } from "./stdio.js";
import { workerOptions } from "./worker-options.js";

let kernel: Worker | undefined;

/** Makes the machinery that threads need, once: called before the first thread of this process is captured. */
export function ensureKernel(): void {
  if (isPoolWorker || kernel !== undefined) return;
  const file = workerFile();
  const { port1, port2 } = new MessageChannel();
  const worker = alloc(WORKER_BLOCK_WORDS);
  const options = workerOptions({ role: "kernel", arena, worker, sourceMaps: sourceMapsInUse(), mainPort: port2 });
  words[ArenaHeader.POOL_SPARE] = 1;
  try {
    kernel = new Worker(file, { ...options, transferList: [port2] });
  } catch (error) {
    probe();
    throw (error as NodeJS.ErrnoException).code === "ERR_ACCESS_DENIED" ? notPermitted() : error;
  }
  connectMain(port1);
  port1.unref();
  kernel.on("message", checkInterrupts);
  kernel.on("error", (error) => {
    throw error;
  });
  // A program ends when its threads have ended; the kernel alone does not keep it alive. A listener would: hence the order.
  kernel.unref();
  guardMainStreams();
  installMainExit();
  // While the kernel boots.
  probe();
}

setKernelStarter(ensureKernel);

/** Asks the kernel for one more worker. */
export function requestWorker(): void {
  askKernel({ type: "spawn" });
}

export function workerFile(): string {
  const file = join(__dirname, "worker.js");
  if (!existsSync(file)) {
    throw new RuntimeError(
      `pythreads cannot find its worker script at ${file}. If the program is bundled, mark 'pythreads' as external and install it beside the bundle`,
    );
  }
  return file;
}
