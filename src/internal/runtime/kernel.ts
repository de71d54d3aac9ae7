/**
 * The kernel: the one worker that owns all others. It never blocks, so it serves requests whatever the threads do, and
 * it notices when a worker dies under a thread: the thread then counts as ended, and its error is printed.
 */
import { inspect } from "node:util";
import { parentPort, Worker } from "node:worker_threads";
import { sourceMapsInUse } from "../closure/index.js";
import { release } from "../memory/alloc.js";
import { arena, words } from "../memory/arena.js";
import { store, wake } from "../memory/futex.js";
import { NULL_PTR, type Ptr, ThreadBlock, ThreadFlag } from "../memory/layout.js";
import { readSlot } from "../codec/slots.js";
import { workerFile } from "./boot.js";
import { createWorkerBlock, leaveThread, takePending } from "./pool.js";
import type { BufferAnswer, KernelRequest, KernelStart } from "./protocol.js";
import { writeError } from "./stdio.js";
import { finishThread } from "./table.js";
import { workerOptions } from "./worker-options.js";

/**
 * Buffers of the user's, by the number of their record in the arena. Requests of different threads overtake each other:
 * a `fetch` that comes before its `keep` waits for it, and a `drop` that does is remembered.
 */
const buffers = new Map<number, SharedArrayBuffer>();
const awaited = new Map<number, ((buffer: SharedArrayBuffer) => void)[]>();
const droppedEarly = new Set<number>();

/** Serves requests until the process ends. */
export function runKernel({ mainPort, firstWorker, worker }: KernelStart): void {
  adopt(firstWorker, worker);
  mainPort.on("message", (request: KernelRequest) => serve(request, (answer) => mainPort.postMessage(answer)));
}

function serve(request: KernelRequest, reply: (answer: BufferAnswer) => void): void {
  switch (request.type) {
    case "spawn":
      return spawn();
    case "interrupt":
      return parentPort?.postMessage(null);
    case "keep":
      return keepBuffer(request.number, request.buffer);
    case "drop":
      if (!buffers.delete(request.number)) droppedEarly.add(request.number);
      return;
    case "fetch":
      fetchBuffer(request.number, (buffer) => {
        reply({ buffer });
        store(request.done, 1);
        wake(request.done, 1);
      });
  }
}

function keepBuffer(number: number, buffer: SharedArrayBuffer): void {
  for (const answer of awaited.get(number) ?? []) answer(buffer);
  awaited.delete(number);
  if (!droppedEarly.delete(number)) buffers.set(number, buffer);
}

function fetchBuffer(number: number, answer: (buffer: SharedArrayBuffer) => void): void {
  const buffer = buffers.get(number);
  if (buffer !== undefined) answer(buffer);
  else awaited.set(number, [...(awaited.get(number) ?? []), answer]);
}

function spawn(): void {
  const block = createWorkerBlock();
  let worker: Worker;
  try {
    worker = new Worker(workerFile(), workerOptions({ role: "pool", arena, worker: block, sourceMaps: sourceMapsInUse() }));
  } catch (error) {
    release(block);
    failPending(error);
    return;
  }
  adopt(worker, block);
}

/** Serves a worker and sees to what it leaves behind. */
function adopt(worker: Worker, block: Ptr): void {
  let failure: unknown;
  let online = false;
  worker.on("online", () => {
    online = true;
  });
  worker.on("message", (request: KernelRequest) => serve(request, (answer) => worker.postMessage(answer)));
  worker.on("error", (error) => {
    failure = error;
  });
  worker.on("exit", (code) => {
    const thread = leaveThread(block);
    release(block);
    if (thread !== NULL_PTR) reportDeath(thread, failure, code);
    else if (!online) failPending(failure);
    else if (failure !== undefined) writeError(`Exception ignored in a finished thread:\n${errorText(failure)}\n`);
  });
}

/** A worker could not be made: the thread that it was for ends before it began. */
function failPending(error: unknown): void {
  const thread = takePending();
  if (thread === NULL_PTR) return;
  writeError(`${headline(thread)}\nRuntimeError: can't start new thread\n${errorText(error)}\n`);
  finishThread(thread);
}

function reportDeath(thread: Ptr, failure: unknown, code: number): void {
  const text =
    failure === undefined
      ? `RuntimeError: process.exit(${code}) was called in a thread, where it ends that thread only; raise SystemExit instead`
      : errorText(failure);
  writeError(`${headline(thread)}\n${text}\n`);
  finishThread(thread);
}

function headline(thread: Ptr): string {
  if (words[thread + ThreadBlock.FLAGS] & ThreadFlag.RAW) return "Exception ignored in thread:";
  return `Exception in thread ${String(readSlot(thread + ThreadBlock.NAME))}:`;
}

function errorText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : inspect(error);
}
