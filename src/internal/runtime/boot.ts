/**
 * How workers come to be. Main makes the first worker of the pool, before it captures the code of its first thread, so
 * that both go on at the same time; and then the kernel, from which every thread asks for more. The kernel never blocks, so
 * a worker is made while main and all others are blocked, and it outlives the thread that asked.
 *
 * The kernel watches over the first worker too, at the other end of a channel: main may be blocked when it dies.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { RuntimeError } from "../base/errors.js";
import { notPermitted, probe, sourceMapsInUse } from "../closure/index.js";
import { alloc } from "../memory/alloc.js";
import { arena, words } from "../memory/arena.js";
import { ArenaHeader, WORKER_BLOCK_WORDS } from "../memory/layout.js";
import { exitIfAsked } from "./attend.js";
import { coreText } from "./core-text.js";
import { currentBlock, isPoolWorker } from "./current.js";
import { installMainExit } from "./exit.js";
import { checkInterrupts } from "./interrupt.js";
import { askKernel, connectMain, setKernelStarter } from "./kernel-link.js";
import { canMainBeWoken } from "./main-end.js";
import type { KernelMessage, KernelStart, PoolStart } from "./protocol.js";
import { guardMainStreams } from "./stdio.js";
import { countEarlierWorkers, countStrangers, makeOwn } from "./strangers.js";
import { workerOptions } from "./worker-options.js";

/** Main's first worker, until the kernel watches over it. */
let firstWorker: KernelStart["firstWorker"] | undefined;
let hasKernel = false;

/** Makes the worker that main's first thread will run on; called before that thread is captured. */
export function ensureFirstWorker(): void {
  if (isPoolWorker || firstWorker !== undefined || hasKernel) return;
  // Threads ask for main by its block, which it may not have needed so far.
  currentBlock();
  const file = workerFile();
  const { port1: port, port2: kernelPort } = new MessageChannel();
  const block = alloc(WORKER_BLOCK_WORDS);
  words[ArenaHeader.POOL_SPARE] = 1;
  const start: PoolStart = {
    role: "pool",
    arena,
    worker: block,
    sourceMaps: sourceMapsInUse(),
    argv: process.argv,
    core: coreText(),
    kernelPort,
  };
  try {
    const worker = makeOwn(() => new Worker(file, { ...workerOptions(start), transferList: [kernelPort] }));
    countEarlierWorkers(worker.threadId);
    // The kernel reports its errors.
    worker.on("error", () => {});
    worker.unref();
  } catch (error) {
    words[ArenaHeader.POOL_SPARE] = 0;
    probe();
    throw (error as NodeJS.ErrnoException).code === "ERR_ACCESS_DENIED" ? notPermitted() : error;
  }
  firstWorker = { block, port };
  guardMainStreams();
  installMainExit();
  // While the worker boots.
  probe();
}

/** Makes the kernel; called when the first thread is about to go to its worker, and before anything is asked of it. */
export function ensureKernel(): void {
  if (isPoolWorker || hasKernel) return;
  ensureFirstWorker();
  const { port1, port2: mainPort } = new MessageChannel();
  const first = firstWorker as KernelStart["firstWorker"];
  const start: KernelStart = {
    role: "kernel",
    arena,
    sourceMaps: sourceMapsInUse(),
    argv: process.argv,
    core: coreText(),
    mainPort,
    firstWorker: first,
  };
  const transferList = [mainPort, first.port];
  const kernel = makeOwn(() => new Worker(workerFile(), { ...workerOptions(start), transferList }));
  hasKernel = true;
  firstWorker = undefined;
  connectMain(port1);
  port1.unref();
  kernel.on("message", serveKernel);
  kernel.on("error", (error) => {
    throw error;
  });
  // A program ends when its threads have ended; the kernel alone does not keep it alive. A listener would: hence the order.
  kernel.unref();
}

setKernelStarter(ensureKernel);
if (!isPoolWorker) countStrangers();

function serveKernel(message: KernelMessage): void {
  if (message.type === "interrupt") checkInterrupts();
  else if (message.type === "exit") exitIfAsked();
  else askKernel({ type: "woken", canBeWoken: canMainBeWoken() });
}

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
