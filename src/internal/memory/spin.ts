/**
 * Spinning before parking. A wake-up of a parked thread costs microseconds, a hand-over to a spinning one a fraction of
 * one; on a machine with a single core spinning only delays the thread that is waited for.
 *
 * The budget adapts for each thread: a spin that was rewarded raises it to twice what was needed, a spin that was in vain
 * lowers it by an eighth. Every sixteenth spin is a long one whatever the budget: two threads that hand over to each other
 * by parking answer in microseconds, longer than a small budget, and would never find out that both could spin.
 */
import { availableParallelism } from "node:os";
import { load } from "./futex.js";
import type { Ptr } from "./layout.js";

const MOST_SPINS = availableParallelism() > 1 ? 4000 : 0;
const FEWEST_SPINS = availableParallelism() > 1 ? 20 : 0;
const LONG_SPIN_EVERY = 16;
let budget = Math.min(200, MOST_SPINS);
let attempts = 0;

/** Looks at the word until it is no longer `value` or the budget is used up. Returns whether it changed. */
export function spinWhile(ptr: Ptr, value: number): boolean {
  const limit = ++attempts % LONG_SPIN_EVERY === 0 ? MOST_SPINS : budget;
  for (let i = 0; i < limit; i++) {
    if (load(ptr) !== value) {
      budget = Math.min(MOST_SPINS, Math.max(budget, i * 2 + FEWEST_SPINS));
      return true;
    }
  }
  budget = Math.max(FEWEST_SPINS, budget - (budget >> 3));
  return false;
}
