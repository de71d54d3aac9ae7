/**
 * The floor that everything that blocks stands on: atomic words, and waiting for a word to change.
 *
 * A wait always names the value it expects, so a wake-up between the caller's look and its sleep is not lost: the wait
 * then returns at once. Each caller says who wakes it and what happens when that thread dies first.
 */
import { arena, words } from "./arena.js";
import { monotonicMs } from "./clock.js";
import type { Ptr } from "./layout.js";

export const load = (ptr: Ptr): number => Atomics.load(words, ptr);
/**
 * Reads a word without an order, where `load` would be too slow: Node 20 makes a call of each atomic load. Only for a word
 * that is written by `store` and goes from 0 to one value for good (or from there to one that is never looked for), and
 * where missing the newest just means to look again by `load` or under a mutex. If it leads to something, that was complete
 * at the store, and every processor sees it so, since the address depends on the word; what else is then read by its help
 * must be right whichever of the two is seen first.
 */
export const glance = (ptr: Ptr): number => words[ptr];
export const store = (ptr: Ptr, value: number): number => Atomics.store(words, ptr, value);
export const exchange = (ptr: Ptr, value: number): number => Atomics.exchange(words, ptr, value);
export const compareExchange = (ptr: Ptr, expected: number, value: number): number =>
  Atomics.compareExchange(words, ptr, expected, value);
export const bitOr = (ptr: Ptr, bits: number): number => Atomics.or(words, ptr, bits);
export const add = (ptr: Ptr, value: number): number => Atomics.add(words, ptr, value);

/** The longest single wait that engines take without overflow; longer ones are waited in pieces. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * Sleeps while the word is `expected`, until it is woken or `deadline` (see `monotonicMs`) passes. Returns false when
 * the deadline has passed. May return early; callers look at the word again.
 */
export function wait(ptr: Ptr, expected: number, deadline: number): boolean {
  if (deadline === Number.POSITIVE_INFINITY) {
    Atomics.wait(words, ptr, expected);
    return true;
  }
  const remaining = deadline - monotonicMs();
  if (remaining <= 0) return false;
  Atomics.wait(words, ptr, expected, Math.min(remaining, LONGEST_WAIT_MS));
  return true;
}

/** Wakes up to `count` threads that sleep on the word. */
export function wake(ptr: Ptr, count: number): number {
  return Atomics.notify(words, ptr, count);
}

export function wakeAll(ptr: Ptr): number {
  return Atomics.notify(words, ptr);
}

/** A word of its own that nobody ever wakes. */
const never = new Int32Array(new SharedArrayBuffer(4));

/** Blocks the calling thread until `deadline` (see `monotonicMs`). Nobody can wake it earlier. */
export function sleepUntil(deadline: number): void {
  for (;;) {
    const remaining = deadline - monotonicMs();
    if (remaining <= 0) return;
    Atomics.wait(never, 0, 0, Math.min(remaining, LONGEST_WAIT_MS));
  }
}

const identities = new BigInt64Array(arena);

/** Adds one to a 64-bit counter (an even word) and returns the new value, which fits a double for centuries. */
export function nextIdentity(ptr: Ptr): number {
  return Number(Atomics.add(identities, ptr >> 1, 1n)) + 1;
}
