/** What a worker of the pool does with its life: threads, one after another. */
import { parentPort } from "node:worker_threads";
import { collectWhenIdle, collectWhenTight } from "../codec/handle-table.js";
import { forgetCopies } from "../codec/identity.js";
import { takeHeld } from "../codec/held.js";
import { words } from "../memory/arena.js";
import { deadlineIn } from "../memory/clock.js";
import { leaveLines } from "../memory/waiters.js";
import { NULL_PTR, type Ptr, ThreadBlock, ThreadFlag } from "../memory/layout.js";
import { setCurrent } from "./current.js";
import { runKernel } from "./kernel.js";
import { askKernel, connectFirstWorker } from "./kernel-link.js";
import { enterNativeId } from "./native-id.js";
import { awaitCall, leaveThread, offer, SURPLUS } from "./pool.js";
import type { WorkerStart } from "./protocol.js";
import { redirectStreams, report } from "./stdio.js";
import { countStrangers } from "./strangers.js";
import { finishThread } from "./table.js";
import { runThreadEnd } from "./thread-end.js";

/** How long a thread that ends waits for each line that it stands in. It may hold the mutex of one itself. */
const LONGEST_LEAVING_SECONDS = 1;

/** How threads of a kind are run. */
export interface ThreadRunner {
  /** Runs what a thread was started for. It prints its own errors and never throws; a promise is waited for. */
  run(block: Ptr): unknown;
  /** Prints an error that ended the thread, unless it is SystemExit. */
  fail(block: Ptr, error: unknown): void;
}

const runners: { thread: ThreadRunner | undefined; raw: ThreadRunner | undefined } = { thread: undefined, raw: undefined };

/** Says how threads of a kind are run; each kind belongs to a module above this one. */
export function setThreadRunner(kind: "thread" | "raw", runner: ThreadRunner): void {
  runners[kind] = runner;
}

/** Entry of the worker script. */
export function serve(start: WorkerStart): void {
  redirectStreams();
  if (start.sourceMaps) (process as unknown as { setSourceMapsEnabled(on: boolean): void }).setSourceMapsEnabled(true);
  if (start.role === "kernel") return runKernel(start);
  countStrangers();
  const { worker, kernelPort } = start;
  if (kernelPort !== undefined) {
    connectFirstWorker(kernelPort);
    askKernel({ type: "online" });
  }
  new PoolWorker(worker).serve();
}

class PoolWorker {
  readonly #worker: Ptr;
  /** Event-loop resources that a fresh worker has; more of them mean that a thread left something running. */
  #baseline = 0;
  /** The thread that it runs, or 0. */
  #block: Ptr = NULL_PTR;

  constructor(worker: Ptr) {
    this.#worker = worker;
  }

  serve(): void {
    this.#baseline = process.getActiveResourcesInfo().length;
    process.on("uncaughtException", (error) => this.#endByError(error));
    process.on("exit", (code) => {
      leaveLines(deadlineIn(LONGEST_LEAVING_SECONDS));
      askKernel({ type: "leave", code, held: takeHeld() });
    });
    this.#serveFrom(offer(this.#worker));
  }

  /** Runs threads until one needs the event loop, or no more are wanted. */
  #serveFrom(first: Ptr): void {
    for (let next = first; next !== SURPLUS; ) {
      const block = next === NULL_PTR ? awaitCall(this.#worker, collectWhenIdle) : next;
      this.#block = block;
      setCurrent(block);
      enterNativeId(block);
      const result = runnerOf(block)?.run(block);
      if (isPromise(result)) {
        this.#await(result, block);
        return;
      }
      next = this.#finish(block);
    }
  }

  /** An async target: the event loop runs until its promise settles. */
  #await(result: PromiseLike<unknown>, block: Ptr): void {
    // A message port that is listened to keeps the loop alive while the promise waits for nothing that does.
    const port = parentPort;
    const keep = () => {};
    port?.on("message", keep);
    // In a turn of its own: what else the thread's promises left to be done comes first.
    const settle = () => {
      setImmediate(() => {
        port?.off("message", keep);
        this.#serveFrom(this.#finish(block));
      });
    };
    result.then(settle, settle);
  }

  /**
   * An error outside of what the thread was started for: in a callback, or a rejection. It ends the thread, and the worker
   * with it, since what is left of the callback's turn of the event loop is in an unknown state.
   */
  #endByError(error: unknown): void {
    // A thread with handlers of its own decides itself.
    if (process.listenerCount("uncaughtException") === 1) this.#die(error);
  }

  #die(error: unknown): void {
    const block = this.#block;
    if (block === NULL_PTR) {
      report("Exception ignored in a finished thread:", error);
    } else {
      runnerOf(block)?.fail(block, error);
      runThreadEnd();
      // Before anybody can know of the end: what is put or released then is not for this thread.
      leaveLines(deadlineIn(LONGEST_LEAVING_SECONDS));
      leaveThread(this.#worker);
      this.#block = NULL_PTR;
      finishThread(block);
    }
    process.exit(1);
  }

  /** Ends the thread; returns the next one, 0 after the worker has gone idle, or `SURPLUS` when it ends too. */
  #finish(block: Ptr): Ptr {
    try {
      runLeftovers();
    } catch (error) {
      this.#die(error);
    }
    // Node lets code run on for a while when a microtask asks for the exit; the kernel then ends the thread.
    if ((process as unknown as { _exiting?: boolean })._exiting) return SURPLUS;
    runThreadEnd();
    forgetCopies();
    collectWhenTight();
    this.#block = NULL_PTR;
    setCurrent(NULL_PTR);
    // Timers and handles that the thread left open run on, and the worker ends with them.
    const isClean = process.getActiveResourcesInfo().length <= this.#baseline;
    const next = isClean ? offer(this.#worker) : SURPLUS;
    if (!isClean) leaveThread(this.#worker);
    finishThread(block);
    return next;
  }
}

function runnerOf(block: Ptr): ThreadRunner | undefined {
  return words[block + ThreadBlock.FLAGS] & ThreadFlag.RAW ? runners.raw : runners.thread;
}

/**
 * Runs what the thread left to be done at once: reactions of promises and `nextTick` callbacks, and it has the rejections
 * reported that nobody handled. The worker may not come to its event loop again before the next thread.
 */
function runLeftovers(): void {
  (process as unknown as { _tickCallback?(): void })._tickCallback?.();
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
