/**
 * Waiting without blocking: the same words and the same lines as blocked threads use, with a promise in the place of a
 * parked thread. The engine keeps both kinds of waiters of a word in one line.
 *
 * A pending `Atomics.waitAsync` does not keep the process alive, so a timer does while any is pending.
 */
import { words } from "./arena.js";
import { monotonicMs } from "./clock.js";
import type { Ptr } from "./layout.js";

/** The longest timer that there is; the one that holds the process while a wait is pending. */
export const LONGEST_WAIT_MS = 2 ** 31 - 1;

interface AsyncResult {
  async: boolean;
  value: string | Promise<string>;
}

const atomics = Atomics as unknown as {
  waitAsync(words: Int32Array, index: number, expected: number, timeout?: number): AsyncResult;
};

let pending = 0;
let keepAlive: ReturnType<typeof setInterval> | undefined;

function hold(): void {
  if (pending++ === 0) keepAlive = setInterval(() => {}, LONGEST_WAIT_MS);
}

/** How many waits of this thread are pending. */
export function pendingWaits(): number {
  return pending;
}

function letGo(): void {
  if (--pending > 0) return;
  clearInterval(keepAlive);
  keepAlive = undefined;
}

/**
 * Resolves when the word is no longer `expected`, when it is woken, or with false when `deadline` (see `monotonicMs`) has
 * passed. May resolve early; callers look at the word again.
 */
export async function waitAsync(ptr: Ptr, expected: number, deadline: number): Promise<boolean> {
  const remaining = deadline - monotonicMs();
  if (remaining <= 0) return false;
  const result = atomics.waitAsync(words, ptr, expected, Math.min(remaining, LONGEST_WAIT_MS));
  if (!result.async) return result.value !== "timed-out";
  hold();
  try {
    return (await result.value) !== "timed-out" || deadline > monotonicMs();
  } finally {
    letGo();
  }
}
