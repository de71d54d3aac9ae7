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
 * cannot happen: their critical sections call no user code and allocate nothing on the JavaScript heap. For user locks
 * it is Python's behaviour.
 */
import { compareExchange, exchange, wait, wake } from "./futex.js";
import type { Ptr } from "./layout.js";
import { spinWhile } from "./spin.js";

export const FREE = 0;
export const LOCKED = 1;
export const CONTENDED = 2;

export function lock(ptr: Ptr): void {
  if (compareExchange(ptr, FREE, LOCKED) !== FREE) lockContended(ptr, Number.POSITIVE_INFINITY);
}

export function tryLock(ptr: Ptr): boolean {
  return compareExchange(ptr, FREE, LOCKED) === FREE;
}

/** Locks the mutex unless `deadline` (see `monotonicMs`) passes first. */
export function lockUntil(ptr: Ptr, deadline: number): boolean {
  return compareExchange(ptr, FREE, LOCKED) === FREE || lockContended(ptr, deadline);
}

export function unlock(ptr: Ptr): void {
  if (exchange(ptr, FREE) === CONTENDED) wake(ptr, 1);
}

function lockContended(ptr: Ptr, deadline: number): boolean {
  if (spinWhile(ptr, LOCKED) && compareExchange(ptr, FREE, LOCKED) === FREE) return true;
  while (exchange(ptr, CONTENDED) !== FREE) {
    // A waiter that gives up leaves CONTENDED behind: the next unlock wakes nobody, which costs time but loses nothing.
    if (!wait(ptr, CONTENDED, deadline)) return compareExchange(ptr, FREE, CONTENDED) === FREE;
  }
  return true;
}
