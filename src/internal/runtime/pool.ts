/**
 * The pool of workers. Each runs one thread at a time and is kept warm for the next one, parked on its mailbox.
 *
 * | worker | CURRENT | MAILBOX | in the idle stack |
 * |---|---|---|---|
 * | idle | 0 | 0 | yes |
 * | called | its thread | the thread, until the worker has seen it | no |
 * | busy | its thread | 0 | no |
 *
 * Invariants, under POOL_MUTEX: a thread is either pending or some worker's CURRENT; for each pending thread a worker boots
 * or a request for one is on its way to the kernel, so a thread never waits for another one to end. Main boots one worker
 * unasked, before it captures the code of its first thread; POOL_SPARE says that nobody counts on it yet.
 *
 * Who wakes a parked worker: the thread that calls it, which runs no user code between taking it from the stack and
 * waking it.
 */
import { reconcileKept } from "../codec/kept.js";
import { alloc } from "../memory/alloc.js";
import { words } from "../memory/arena.js";
import { monotonicMs } from "../memory/clock.js";
import { load, store, wait, wake } from "../memory/futex.js";
import { ArenaHeader, NULL_PTR, type Ptr, ThreadBlock, WORKER_BLOCK_WORDS, WorkerBlock } from "../memory/layout.js";
import { lock, unlock } from "../memory/mutex.js";
import { SpinBudget } from "../memory/spin.js";
import { ensureKernel, requestWorker } from "./boot.js";

/** Idle workers beyond this number end, so that a burst of threads does not hold memory for ever. */
const MOST_IDLE = 16;

export function createWorkerBlock(): Ptr {
  return alloc(WORKER_BLOCK_WORDS);
}

/** Gives a started thread to a warm worker, or has a new one made for it. */
export function dispatch(block: Ptr): void {
  reconcileKept?.();
  ensureKernel();
  lock(ArenaHeader.POOL_MUTEX);
  const worker = words[ArenaHeader.POOL_IDLE];
  if (worker !== NULL_PTR) {
    words[ArenaHeader.POOL_IDLE] = words[worker + WorkerBlock.NEXT_IDLE];
    words[ArenaHeader.POOL_IDLE_COUNT]--;
    assign(worker, block);
    unlock(ArenaHeader.POOL_MUTEX);
    store(worker + WorkerBlock.MAILBOX, block);
    wake(worker + WorkerBlock.MAILBOX, 1);
    return;
  }
  const last = words[ArenaHeader.POOL_PENDING_LAST];
  words[block + ThreadBlock.NEXT_PENDING] = NULL_PTR;
  if (last === NULL_PTR) words[ArenaHeader.POOL_PENDING_FIRST] = block;
  else words[last + ThreadBlock.NEXT_PENDING] = block;
  words[ArenaHeader.POOL_PENDING_LAST] = block;
  const spare = words[ArenaHeader.POOL_SPARE];
  words[ArenaHeader.POOL_SPARE] = 0;
  unlock(ArenaHeader.POOL_MUTEX);
  if (spare === 0) requestWorker();
}

function assign(worker: Ptr, block: Ptr): void {
  store(worker + WorkerBlock.CURRENT, block);
  words[block + ThreadBlock.WORKER] = worker;
}

/** Takes the first thread that waits for a worker, or 0; called with POOL_MUTEX held. */
function takePendingLocked(): Ptr {
  const block = words[ArenaHeader.POOL_PENDING_FIRST];
  if (block === NULL_PTR) return NULL_PTR;
  words[ArenaHeader.POOL_PENDING_FIRST] = words[block + ThreadBlock.NEXT_PENDING];
  if (words[ArenaHeader.POOL_PENDING_FIRST] === NULL_PTR) words[ArenaHeader.POOL_PENDING_LAST] = NULL_PTR;
  return block;
}

/** Takes a thread that waits for a worker, for one that could not be made. */
export function takePending(): Ptr {
  lock(ArenaHeader.POOL_MUTEX);
  const block = takePendingLocked();
  unlock(ArenaHeader.POOL_MUTEX);
  return block;
}

/** What `offer` returns when there are enough idle workers. */
export const SURPLUS = -1;

/**
 * Offers a worker: returns the thread that waits for one, 0 after the worker has been put on the idle stack, or
 * `SURPLUS`. A worker offers itself before it announces the end of its last thread, so that whoever joins that thread
 * and starts another finds the worker idle.
 */
export function offer(worker: Ptr): Ptr {
  lock(ArenaHeader.POOL_MUTEX);
  words[ArenaHeader.POOL_SPARE] = 0;
  const pending = takePendingLocked();
  if (pending !== NULL_PTR) {
    assign(worker, pending);
  } else if (words[ArenaHeader.POOL_IDLE_COUNT] < MOST_IDLE) {
    store(worker + WorkerBlock.CURRENT, NULL_PTR);
    store(worker + WorkerBlock.MAILBOX, NULL_PTR);
    words[worker + WorkerBlock.NEXT_IDLE] = words[ArenaHeader.POOL_IDLE];
    words[ArenaHeader.POOL_IDLE] = worker;
    words[ArenaHeader.POOL_IDLE_COUNT]++;
  } else {
    store(worker + WorkerBlock.CURRENT, NULL_PTR);
    unlock(ArenaHeader.POOL_MUTEX);
    return SURPLUS;
  }
  unlock(ArenaHeader.POOL_MUTEX);
  return pending;
}

const idling = new SpinBudget();

/** A worker that nobody has called for so long may tidy up. */
const IDLE_MS = 50;

/** Parks an idle worker until it is called; returns its thread. `tidy` is run once when that takes a while. */
export function awaitCall(worker: Ptr, tidy: () => void): Ptr {
  const mailbox = worker + WorkerBlock.MAILBOX;
  idling.spinWhile(mailbox, NULL_PTR);
  let block = load(mailbox);
  let deadline = block === NULL_PTR ? monotonicMs() + IDLE_MS : 0;
  while (block === NULL_PTR) {
    if (!wait(mailbox, NULL_PTR, deadline)) {
      deadline = Number.POSITIVE_INFINITY;
      tidy();
    }
    block = load(mailbox);
  }
  return block;
}

/** Says that a worker is done with its thread. Returns that thread. */
export function leaveThread(worker: Ptr): Ptr {
  const block = load(worker + WorkerBlock.CURRENT);
  store(worker + WorkerBlock.CURRENT, NULL_PTR);
  return block;
}
