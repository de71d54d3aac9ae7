/**
 * The kernel: the one worker that owns all others. It never blocks, so it serves requests whatever the threads do, and
 * it notices when a worker dies under a thread: the thread then counts as ended, and its error is printed.
 */
import { inspect } from "node:util";
import { type MessagePort, parentPort, Worker } from "node:worker_threads";
import { sourceMapsInUse } from "../closure/index.js";
import { SystemError } from "../base/errors.js";
import { type Held, releaseHeld } from "../codec/held.js";
import { setBufferTransport } from "../codec/shared-buffers.js";
import { release } from "../memory/alloc.js";
import { arena, words } from "../memory/arena.js";
import { load, store, wake } from "../memory/futex.js";
import { ArenaHeader, NULL_PTR, type Ptr, ThreadBlock, ThreadFlag } from "../memory/layout.js";
import { readSlot } from "../codec/slots.js";
import { workerFile } from "./boot.js";
import { coreText } from "./core-text.js";
import { createWorkerBlock, leaveThread, takePending } from "./pool.js";
import { DeadlockWatch } from "./deadlock-watch.js";
import { Dumps } from "./dumps.js";
import { LockOrder } from "./lock-order.js";
import type { BufferAnswer, KernelMessage, KernelRequest, KernelStart } from "./protocol.js";
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

/** As Node words it for a worker whose end it reports. */
const OUT_OF_MEMORY = "Error [ERR_WORKER_OUT_OF_MEMORY]: Worker terminated due to reaching memory limit: JS heap out of memory";

/** Serves requests until the process ends. */
export function runKernel({ mainPort, firstWorker }: KernelStart): void {
  setBufferTransport({ keep: keepBuffer, drop: dropBuffer, fetch: ownBuffer });
  adoptFirst(firstWorker.port, firstWorker.block);
  watch = new DeadlockWatch(() => workers, tellMain);
  mainPort.on("message", (request: KernelRequest) => serve(request, (answer) => mainPort.postMessage(answer)));
}

const tellMain = (message: KernelMessage) => parentPort?.postMessage(message);

/** How many workers there are, also those that boot or are about to end. */
let workers = 0;
let watch: DeadlockWatch | undefined;
const dumps = new Dumps(tellMain);
const order = new LockOrder();

function serve(request: KernelRequest, reply: (answer: BufferAnswer) => void): void {
  switch (request.type) {
    case "spawn":
      return spawn();
    case "interrupt":
      return tellMain({ type: "interrupt" });
    case "order":
      writeError(order.add(request.step));
      store(request.done, 1);
      return void wake(request.done, 1);
    case "woken":
      return watch?.mainAnswers(request.canBeWoken);
    case "dump":
      return void dumps.now(request.output, request.asker, request.done);
    case "dump-later":
      return dumps.later(request.output, request.seconds, request.repeat, request.exit);
    case "cancel-dump":
      return dumps.cancel();
    case "dump-on":
      return void dumps.on(request.output, request.signal, request.done);
    case "dump-on-no-more":
      return void dumps.off(request.signal, request.done);
    case "keep":
      return keepBuffer(request.number, request.buffer);
    case "drop":
      return dropBuffer(request.number);
    case "online":
    case "leave":
      // Said by workers about themselves; see `hear`.
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

function dropBuffer(number: number): void {
  if (!buffers.delete(number)) droppedEarly.add(number);
}

function fetchBuffer(number: number, answer: (buffer: SharedArrayBuffer) => void): void {
  const buffer = buffers.get(number);
  if (buffer !== undefined) answer(buffer);
  else awaited.set(number, [...(awaited.get(number) ?? []), answer]);
}

/** The kernel decodes nothing, so it meets no buffer that it does not hold. */
function ownBuffer(number: number): SharedArrayBuffer {
  const buffer = buffers.get(number);
  if (buffer === undefined) throw new SystemError(`the kernel has no buffer for number ${number}`);
  return buffer;
}

function spawn(): void {
  const block = createWorkerBlock();
  let worker: Worker;
  try {
    worker = new Worker(
      workerFile(),
      workerOptions({ role: "pool", arena, worker: block, sourceMaps: sourceMapsInUse(), argv: process.argv, core: coreText() }),
    );
  } catch (error) {
    release(block);
    failPending(error);
    return;
  }
  adopt(worker, block);
}

/** What is known of a worker. */
interface Known {
  readonly block: Ptr;
  isOnline: boolean;
  /** The error that ended it. */
  failure?: unknown;
  /** What it said as it ended: a worker that the engine ends, for want of memory, says nothing. */
  farewell?: { code: number; held: Held };
}

function hear(known: Known, request: KernelRequest, reply: (answer: BufferAnswer) => void): void {
  if (request.type === "online") known.isOnline = true;
  else if (request.type === "leave") known.farewell = request;
  else serve(request, reply);
}

/** Serves main's first worker, of which the kernel learns only what that says, and that it has ended. */
function adoptFirst(port: MessagePort, block: Ptr): void {
  const known: Known = { block, isOnline: false };
  workers++;
  port.on("message", (request: KernelRequest) => hear(known, request, (answer) => port.postMessage(answer)));
  port.on("close", () => {
    // Main's workers go down before the kernel does; nobody is left to be told of it.
    if (load(ArenaHeader.ENDS) !== 0) return;
    if (known.farewell === undefined) known.failure = OUT_OF_MEMORY;
    bury(known, known.farewell?.code ?? 1);
  });
}

/** Serves a worker that the kernel has made. */
function adopt(worker: Worker, block: Ptr): void {
  const known: Known = { block, isOnline: false };
  workers++;
  worker.on("online", () => {
    known.isOnline = true;
  });
  worker.on("message", (request: KernelRequest) => hear(known, request, (answer) => worker.postMessage(answer)));
  worker.on("error", (error) => {
    known.failure = error;
  });
  worker.on("exit", (code) => bury(known, code));
}

/** Sees to what a worker that has ended leaves behind. */
function bury({ block, isOnline, failure, farewell }: Known, exitCode: number): void {
  workers--;
  const thread = leaveThread(block);
  release(block);
  if (farewell !== undefined) releaseHeld(farewell.held);
  if (thread !== NULL_PTR) reportDeath(thread, failure, exitCode);
  else if (!isOnline) failPending(failure);
  else if (failure !== undefined) writeError(`Exception ignored in a finished thread:\n${errorText(failure)}\n`);
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
  if (typeof error === "string") return error;
  return error instanceof Error ? (error.stack ?? String(error)) : inspect(error);
}
