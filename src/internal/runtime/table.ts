/**
 * The registry of live threads, in shared memory: a list in the order of their start, and how many there are of each
 * kind. Main is not in it. Each entry holds a reference to its control block. Under THREADS_MUTEX the states, the list and
 * the counts agree, so nobody whose words say that he waits can have been let go by a thread that is not in the list.
 *
 * Who wakes the waits on STATE (join) and on NON_DAEMON_LIVE (main's end): the thread itself when it ends, or the kernel
 * when the thread's worker dies under it. Both go through `finishThread`, and only the first of them has an effect.
 */
import { reconcileKept } from "../codec/kept.js";
import type { AbortSignal } from "../base/abort-signal.js";
import { alloc, releaseObject, retain } from "../memory/alloc.js";
import { words } from "../memory/arena.js";
import { waitAsync } from "../memory/async-wait.js";
import { add, compareExchange, load, store, wakeAll } from "../memory/futex.js";
import {
  ArenaHeader,
  Kind,
  NULL_PTR,
  type Ptr,
  THREAD_BLOCK_WORDS,
  ThreadBlock,
  ThreadFlag,
  ThreadState,
  WaitKind,
} from "../memory/layout.js";
import { lock, unlock } from "../memory/mutex.js";
import { SpinBudget } from "../memory/spin.js";
import { monotonicMs } from "../memory/clock.js";
import { waitFor } from "../memory/waits.js";
import { releaseSlot } from "../codec/slots.js";
import { MAIN_IDENT } from "./current.js";
import { awaitRoomForThread } from "./thread-limit.js";

/** Makes the control block of a thread that has not been started. */
export function createThreadBlock(flags: number): Ptr {
  const block = alloc(THREAD_BLOCK_WORDS);
  words[block + ThreadBlock.KIND] = Kind.THREAD_BLOCK;
  words[block + ThreadBlock.FLAGS] = flags;
  return block;
}

/**
 * Enters a thread as started; gives it its ident. Returns false when it was started before.
 *
 * @throws RuntimeError when too many threads are alive
 */
export function enterThread(block: Ptr): boolean {
  const state = block + ThreadBlock.STATE;
  if (load(state) === ThreadState.INITIAL) awaitRoomForThread();
  if (compareExchange(state, ThreadState.INITIAL, ThreadState.STARTED) !== ThreadState.INITIAL) return false;
  words[block + ThreadBlock.IDENT] = add(ArenaHeader.IDENT_COUNTER, 1) + MAIN_IDENT + 1;
  retain(block);
  const object = words[block + ThreadBlock.OBJECT];
  if (object !== NULL_PTR) retain(object);
  lock(ArenaHeader.THREADS_MUTEX);
  const last = words[ArenaHeader.THREADS_LAST];
  words[block + ThreadBlock.PREVIOUS] = last;
  words[block + ThreadBlock.NEXT] = NULL_PTR;
  if (last === NULL_PTR) words[ArenaHeader.THREADS_FIRST] = block;
  else words[last + ThreadBlock.NEXT] = block;
  words[ArenaHeader.THREADS_LAST] = block;
  words[ArenaHeader.THREADS_LIVE]++;
  if (isWaitedFor(block)) add(ArenaHeader.NON_DAEMON_LIVE, 1);
  unlock(ArenaHeader.THREADS_MUTEX);
  return true;
}

/** Takes a thread out as ended and wakes those who wait for it. Returns false when that was done before. */
export function finishThread(block: Ptr): boolean {
  const state = block + ThreadBlock.STATE;
  lock(ArenaHeader.THREADS_MUTEX);
  if (!isRunning(load(state))) {
    unlock(ArenaHeader.THREADS_MUTEX);
    return false;
  }
  const next = words[block + ThreadBlock.NEXT];
  const previous = words[block + ThreadBlock.PREVIOUS];
  if (previous === NULL_PTR) words[ArenaHeader.THREADS_FIRST] = next;
  else words[previous + ThreadBlock.NEXT] = next;
  if (next === NULL_PTR) words[ArenaHeader.THREADS_LAST] = previous;
  else words[next + ThreadBlock.PREVIOUS] = previous;
  words[ArenaHeader.THREADS_LIVE]--;
  store(state, ThreadState.STOPPED);
  if (isWaitedFor(block)) add(ArenaHeader.NON_DAEMON_LIVE, -1);
  unlock(ArenaHeader.THREADS_MUTEX);
  wakeAll(state);
  if (isWaitedFor(block)) wakeAll(ArenaHeader.NON_DAEMON_LIVE);
  releaseSlot(block + ThreadBlock.JOB);
  const object = words[block + ThreadBlock.OBJECT];
  if (object !== NULL_PTR) releaseObject(object);
  releaseObject(block);
  return true;
}

const isRunning = (state: number): boolean => state === ThreadState.STARTED || state === ThreadState.DETACHED;

/** Lets everybody go who joins the thread, now and later, while it runs on. Does nothing to one that has ended. */
export function detachThread(block: Ptr): void {
  const state = block + ThreadBlock.STATE;
  if (compareExchange(state, ThreadState.STARTED, ThreadState.DETACHED) === ThreadState.STARTED) wakeAll(state);
}

/** Whether main's end waits for the thread. */
function isWaitedFor(block: Ptr): boolean {
  return (words[block + ThreadBlock.FLAGS] & ThreadFlag.DAEMON) === 0;
}

export function threadState(block: Ptr): number {
  return load(block + ThreadBlock.STATE);
}

const joining = new SpinBudget();

/** Waits until the thread has ended, or was detached, or `deadline` (see `monotonicMs`) passes; returns whether that is so. */
export function joinThread(block: Ptr, deadline: number): boolean {
  const state = block + ThreadBlock.STATE;
  if (deadline > monotonicMs()) joining.spinWhile(state, ThreadState.STARTED);
  for (let now = load(state); now <= ThreadState.STARTED; now = load(state)) {
    if (!waitFor(WaitKind.JOIN, block, state, now, deadline)) return hasEnded(state);
  }
  return hasEnded(state);
}

/** As `joinThread`, without blocking. When the signal is aborted first, rejects with its reason. */
export async function joinThreadAsync(block: Ptr, deadline: number, signal?: AbortSignal): Promise<boolean> {
  const state = block + ThreadBlock.STATE;
  const abort = () => wakeAll(state);
  signal?.addEventListener("abort", abort);
  // The block must not be given back while a wait stands on it.
  retain(block);
  try {
    for (let now = load(state); now <= ThreadState.STARTED; now = load(state)) {
      signal?.throwIfAborted();
      if (!(await waitAsync(state, now, deadline))) return hasEnded(state);
    }
    return hasEnded(state);
  } finally {
    releaseObject(block);
    signal?.removeEventListener("abort", abort);
  }
}

function hasEnded(state: Ptr): boolean {
  const ended = load(state) > ThreadState.STARTED;
  if (ended) reconcileKept?.();
  return ended;
}

/** The Thread objects of the live threads other than main, each with a reference that the caller gives up. */
export function liveThreadObjects(): Ptr[] {
  const objects: Ptr[] = [];
  lock(ArenaHeader.THREADS_MUTEX);
  for (let block = words[ArenaHeader.THREADS_FIRST]; block !== NULL_PTR; block = words[block + ThreadBlock.NEXT]) {
    const object = load(block + ThreadBlock.OBJECT);
    if (object === NULL_PTR) continue;
    retain(object);
    objects.push(object);
  }
  unlock(ArenaHeader.THREADS_MUTEX);
  return objects;
}

/** The control blocks of main and of the live threads, each with a reference that the caller gives up. */
export function liveThreadBlocks(): Ptr[] {
  const main = load(ArenaHeader.MAIN_THREAD);
  const blocks = main === NULL_PTR ? [] : [main];
  lock(ArenaHeader.THREADS_MUTEX);
  for (let block = words[ArenaHeader.THREADS_FIRST]; block !== NULL_PTR; block = words[block + ThreadBlock.NEXT])
    blocks.push(block);
  for (const block of blocks) retain(block);
  unlock(ArenaHeader.THREADS_MUTEX);
  return blocks;
}

/** Blocks until no thread is left that main's end has to wait for. */
export function waitForNonDaemons(): void {
  for (let live = load(ArenaHeader.NON_DAEMON_LIVE); live > 0; live = load(ArenaHeader.NON_DAEMON_LIVE)) {
    waitFor(WaitKind.END, NULL_PTR, ArenaHeader.NON_DAEMON_LIVE, live, Number.POSITIVE_INFINITY);
  }
}
