/**
 * Three-state futex mutex (Drepper, "Futexes Are Tricky", mutex 2).
 *
 * | state | meaning |
 * |---|---|
 * | FREE | nobody holds it |
 * | LOCKED | held, and nobody sleeps on it |
 * | CONTENDED | held, and somebody may sleep on it |
 *
 * Invariant: a thread sleeps only after it has itself set the word to CONTENDED, so the holder's `unlock` sees
 * CONTENDED and wakes one sleeper. That sleeper takes the mutex as CONTENDED again, because others may still sleep.
 * A wait is ended by the holder's unlock; a holder that dies first leaves the mutex locked. For internal mutexes that
 * cannot happen: their critical sections call no user code, allocate nothing on the JavaScript heap, and find enough of the
 * stack left (stack-room.ts). For user locks it is Python's behaviour.
 *
 * `lockUntilAsync` waits on the same word. When its wait is woken while its thread's event loop is blocked, nobody else is
 * woken until that loop runs again.
 */
import type { AbortSignal } from "../base/abort-signal.js";
import { waitAsync } from "./async-wait.js";
import { compareExchange, exchange, wake, wakeAll } from "./futex.js";
import { type Ptr, WaitKind } from "./layout.js";
import { spinToTake } from "./spin.js";
import { ensureRoom } from "./stack-room.js";
import { waitFor } from "./waits.js";

export const FREE = 0;
export const LOCKED = 1;
export const CONTENDED = 2;

/** Takes an internal mutex, for a critical section that then cannot run out of stack. */
export function lock(ptr: Ptr): void {
  ensureRoom();
  if (compareExchange(ptr, FREE, LOCKED) !== FREE) lockContended(ptr, Number.POSITIVE_INFINITY, WaitKind.NONE);
}

/** As `lock`, for the mutex of a lock that programs have: how long it is held is up to them, so the wait is told. */
export function lockOfProgram(ptr: Ptr): void {
  ensureRoom();
  if (compareExchange(ptr, FREE, LOCKED) !== FREE) lockContended(ptr, Number.POSITIVE_INFINITY, WaitKind.LOCK);
}

export function tryLock(ptr: Ptr): boolean {
  return compareExchange(ptr, FREE, LOCKED) === FREE;
}

/** As `lockOfProgram`, unless `deadline` (see `monotonicMs`) passes first. */
export function lockUntil(ptr: Ptr, deadline: number): boolean {
  return compareExchange(ptr, FREE, LOCKED) === FREE || lockContended(ptr, deadline, WaitKind.LOCK);
}

export function unlock(ptr: Ptr): void {
  if (exchange(ptr, FREE) === CONTENDED) wake(ptr, 1);
}

/**
 * As `lockUntil`, without blocking. When the signal is aborted first, rejects with its reason.
 *
 * The engine cannot take back one wait of several on a word, so an abort wakes them all: the others look again and go on
 * waiting. Whoever gives up leaves CONTENDED behind, so a wake-up that it used up is made good by the holder's unlock.
 */
export async function lockUntilAsync(ptr: Ptr, deadline: number, signal?: AbortSignal): Promise<boolean> {
  if (compareExchange(ptr, FREE, LOCKED) === FREE) return true;
  const abort = () => wakeAll(ptr);
  signal?.addEventListener("abort", abort);
  try {
    while (exchange(ptr, CONTENDED) !== FREE) {
      signal?.throwIfAborted();
      if (!(await waitAsync(ptr, CONTENDED, deadline))) return compareExchange(ptr, FREE, CONTENDED) === FREE;
    }
    return true;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function lockContended(ptr: Ptr, deadline: number, kind: WaitKind): boolean {
  if (spinToTake(ptr, FREE, LOCKED)) return true;
  while (exchange(ptr, CONTENDED) !== FREE) {
    // A waiter that gives up leaves CONTENDED behind: the next unlock wakes nobody, which costs time but loses nothing.
    if (!waitFor(kind, ptr, ptr, CONTENDED, deadline)) return compareExchange(ptr, FREE, CONTENDED) === FREE;
  }
  return true;
}
