/**
 * FIFO of parked waiters, as Condition, Semaphore, Event and the queues use it. Each waiter has a word of its own, so a
 * notifier wakes just whom it means, and a timed wait knows whether it was granted or gave up: exactly one of the two.
 *
 * | waiter state | meaning | who leaves it |
 * |---|---|---|
 * | IDLE | in no list | its own thread, by `enqueue` |
 * | WAITING | in a list, its thread runs still | a notifier to GRANTED, its own thread to PARKED or IDLE |
 * | PARKED | in a list, its thread sleeps or is about to | a notifier to GRANTED, its own thread to IDLE or WAITING |
 * | GRANTED | taken out by a notifier | its own thread, to IDLE |
 *
 * Invariants: the list and each move between states are guarded by the mutex of the primitive, but for the one from
 * WAITING to PARKED, which is a compare-and-exchange. A waiter is in the list exactly while it is WAITING or PARKED.
 * Because a waiter that times out takes the mutex before it leaves, a grant and a timeout cannot both win. What a
 * notifier writes into VALUE before the grant is the waiter's after it; from then on the notifier may only wake it.
 *
 * Who wakes `park`: the thread that grants. If that thread dies before it grants, the waiter stays parked, as Python's
 * does; a thread cannot die between taking a waiter out and waking it, since that runs no user code.
 */
import type { AbortSignal } from "../base/abort-signal.js";
import { alloc, release } from "./alloc.js";
import { words } from "./arena.js";
import { compareExchange, exchange, load, store, wake } from "./futex.js";
import { waitAsync } from "./async-wait.js";
import { NULL_PTR, type Ptr, WAITER_WORDS, Waiter, type WaitKind, WaitList } from "./layout.js";
import { lock, lockUntil, unlock } from "./mutex.js";
import { SpinBudget } from "./spin.js";
import { waitFor } from "./waits.js";

export const IDLE = 0;
export const WAITING = 1;
export const GRANTED = 2;
export const PARKED = 3;

/** Waiters of this thread that are in no list. A thread parks in one place at a time, so one or two suffice. */
const spare: Ptr[] = [];

/** A waiter for the calling thread, in no list and with an empty VALUE. */
export function acquireWaiter(thread: number): Ptr {
  const waiter = spare.pop() ?? alloc(WAITER_WORDS);
  words[waiter + Waiter.VALUE] = 0;
  words[waiter + Waiter.THREAD] = thread;
  return waiter;
}

export function releaseWaiter(waiter: Ptr): void {
  if (spare.length < 4) spare.push(waiter);
  else release(waiter);
}

/** Gives the waiters in no list up to the caller, when this JavaScript thread ends. */
export function takeSpareWaiters(): Ptr[] {
  return spare.splice(0);
}

/** Appends the waiter; the caller holds the primitive's mutex. */
export function enqueueLocked(list: Ptr, waiter: Ptr): void {
  const last = words[list + WaitList.LAST];
  words[waiter + Waiter.NEXT] = NULL_PTR;
  words[waiter + Waiter.PREVIOUS] = last;
  if (last === NULL_PTR) words[list + WaitList.FIRST] = waiter;
  else words[last + Waiter.NEXT] = waiter;
  words[list + WaitList.LAST] = waiter;
  words[list + WaitList.COUNT]++;
  store(waiter + Waiter.STATE, WAITING);
}

function unlinkLocked(list: Ptr, waiter: Ptr): void {
  const next = words[waiter + Waiter.NEXT];
  const previous = words[waiter + Waiter.PREVIOUS];
  if (previous === NULL_PTR) words[list + WaitList.FIRST] = next;
  else words[previous + Waiter.NEXT] = next;
  if (next === NULL_PTR) words[list + WaitList.LAST] = previous;
  else words[next + Waiter.PREVIOUS] = previous;
  words[list + WaitList.COUNT]--;
}

/** The waiter at the head of the list, or 0; the caller holds the mutex. */
export function firstWaiterLocked(list: Ptr): Ptr {
  return words[list + WaitList.FIRST];
}

/**
 * Takes out a waiter and grants it; the caller holds the mutex. When this returns true, the caller must go on to call
 * `wakeGranted`, which may be done without the mutex.
 */
export function grantLocked(list: Ptr, waiter: Ptr): boolean {
  unlinkLocked(list, waiter);
  return exchange(waiter + Waiter.STATE, GRANTED) === PARKED;
}

/** Wakes the thread of a granted waiter. If that has gone on by itself meanwhile, this wakes nobody. */
export function wakeGranted(waiter: Ptr): void {
  wake(waiter + Waiter.STATE, 1);
}

/** Takes out the first waiter and wakes it; the caller holds the mutex. Returns false when nobody waits. */
export function grantFirstLocked(list: Ptr): boolean {
  const waiter = words[list + WaitList.FIRST];
  if (waiter === NULL_PTR) return false;
  if (grantLocked(list, waiter)) wakeGranted(waiter);
  return true;
}

/** How many wait; exact while the mutex is held. */
export function waiterCount(list: Ptr): number {
  return load(list + WaitList.COUNT);
}

/** By what is waited for. */
const parking: SpinBudget[] = [];

/**
 * Parks the calling thread until its waiter is granted or `deadline` (see `monotonicMs`) passes; called without the
 * mutex. Returns whether the state is GRANTED; on false the caller must settle with `cancelLocked`. Others can see that
 * it waits, by the list and what kind of thing that belongs to.
 */
export function park(waiter: Ptr, deadline: number, kind: WaitKind, list: Ptr): boolean {
  const state = waiter + Waiter.STATE;
  parking[kind] ??= new SpinBudget();
  if (parking[kind].spinWhile(state, WAITING) || compareExchange(state, WAITING, PARKED) !== WAITING) return true;
  while (load(state) === PARKED) {
    if (!waitFor(kind, list, state, PARKED, deadline)) return load(state) === GRANTED;
  }
  return true;
}

/**
 * Lets a waiter whose time ran out stay where it is in the line, to be parked once more; the caller holds the mutex.
 * Returns false when a grant had come first.
 */
export function stayLocked(waiter: Ptr): boolean {
  if (load(waiter + Waiter.STATE) === GRANTED) return false;
  store(waiter + Waiter.STATE, WAITING);
  return true;
}

/** Settles a wait that ran out; the caller holds the mutex. Returns true when a grant had come first after all. */
export function cancelLocked(list: Ptr, waiter: Ptr): boolean {
  if (load(waiter + Waiter.STATE) === GRANTED) return true;
  unlinkLocked(list, waiter);
  store(waiter + Waiter.STATE, IDLE);
  return false;
}

/**
 * Waits for an enqueued waiter's grant until `deadline`, and settles if that passes; called without the mutex. A
 * deadline of minus infinity only looks. Returns whether it was granted.
 */
export function awaitGrant(guard: Ptr, list: Ptr, waiter: Ptr, deadline: number, kind: WaitKind): boolean {
  if (deadline !== Number.NEGATIVE_INFINITY && park(waiter, deadline, kind, list)) return true;
  lock(guard);
  const granted = cancelLocked(list, waiter);
  unlock(guard);
  return granted;
}

/** A list of waiters, and the mutex of the primitive that it belongs to. */
interface Line {
  guard: Ptr;
  list: Ptr;
  /** What has to change, with the mutex held, when the waiter leaves because its thread ends. */
  leftLocked?: () => void;
}

/** Where the waiters stand whose waits are promises of this thread. */
const pending = new Map<Ptr, Line>();

/**
 * Takes all waiters out of their lines whose waits are promises of this thread, when it ends before they are settled: what
 * would be granted to them is for others. A guard that is not free until `deadline` may be held by this very thread.
 */
export function leaveLines(deadline: number): void {
  for (const [waiter, { guard, list, leftLocked }] of pending) {
    if (!lockUntil(guard, deadline)) continue;
    if (!cancelLocked(list, waiter)) leftLocked?.();
    unlock(guard);
  }
  pending.clear();
}

/**
 * As `awaitGrant`, without blocking. An aborted wait settles as one that ran out and rejects with the signal's reason; if
 * it was granted first, it resolves.
 */
export async function awaitGrantAsync(
  guard: Ptr,
  list: Ptr,
  waiter: Ptr,
  deadline: number,
  signal?: AbortSignal,
): Promise<boolean> {
  await parkAsync(waiter, { guard, list }, deadline, signal);
  lock(guard);
  const granted = cancelLocked(list, waiter);
  unlock(guard);
  if (!granted) signal?.throwIfAborted();
  return granted;
}

/** As `park`, without blocking, and until the signal is aborted; the caller must settle whatever came first. */
export async function parkAsync(waiter: Ptr, line: Line, deadline: number, signal?: AbortSignal): Promise<void> {
  const state = waiter + Waiter.STATE;
  const abort = () => wakeGranted(waiter);
  pending.set(waiter, line);
  signal?.addEventListener("abort", abort);
  try {
    if (deadline !== Number.NEGATIVE_INFINITY && compareExchange(state, WAITING, PARKED) === WAITING) {
      while (load(state) === PARKED && !signal?.aborted) {
        if (!(await waitAsync(state, PARKED, deadline))) break;
      }
    }
  } finally {
    pending.delete(waiter);
    signal?.removeEventListener("abort", abort);
  }
}
