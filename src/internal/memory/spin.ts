/**
 * Spinning before parking. A wake-up of a parked thread costs microseconds, a hand-over to a spinning one a fraction of
 * one; on a machine with a single core spinning only delays the thread that is waited for.
 *
 * A budget adapts, for each purpose in each thread: a spin that was rewarded raises it to twice what was needed, a spin
 * that was in vain lowers it by an eighth. Every sixteenth spin is a long one whatever the budget: two threads that hand
 * over to each other by parking answer in microseconds, longer than a small budget, and would never find out that both
 * could spin. Each purpose counts for itself: where a thread waits for two things in turn, all long spins would be for one.
 */
import { availableParallelism } from "node:os";
import { compareExchange, load } from "./futex.js";
import type { Ptr } from "./layout.js";

const MOST_SPINS = availableParallelism() > 1 ? 10_000 : 0;
const FEWEST_SPINS = availableParallelism() > 1 ? 20 : 0;
const LONG_SPIN_EVERY = 16;

/** How long a thread spins for one purpose. */
export class SpinBudget {
  #looks = Math.min(200, MOST_SPINS);
  #attempts = 0;

  /** Looks at the word until it is no longer `value` or the budget is used up. Returns whether it changed. */
  spinWhile(ptr: Ptr, value: number): boolean {
    const limit = ++this.#attempts % LONG_SPIN_EVERY === 0 ? MOST_SPINS : this.#looks;
    for (let i = 0; i < limit; i++) {
      if (load(ptr) !== value) {
        this.#looks = Math.min(MOST_SPINS, Math.max(this.#looks, i * 2 + FEWEST_SPINS));
        return true;
      }
    }
    this.#looks = Math.max(FEWEST_SPINS, this.#looks - (this.#looks >> 3));
    return false;
  }
}

/** Pauses between two looks of a thread that spins for a mutex, in turns of an empty loop: a few microseconds in all. */
const PAUSES = availableParallelism() > 1 ? [16, 64, 256, 1024, 4096] : [];
/** After so many spins in vain the next ones make one pause fewer. */
const VAIN_SPINS_A_PAUSE = 16;
let patience = PAUSES.length * VAIN_SPINS_A_PAUSE;
let attempts = 0;

/**
 * Tries to turn a word from `free` to `taken`, looking at it ever more rarely. Each look takes the word, and what lies
 * beside it, away from the processor of the thread that holds the mutex: two threads that count under one lock took 2.2 times
 * as long when the waiter kept looking. The pauses also let a holder that comes back at once go on undisturbed.
 */
export function spinToTake(ptr: Ptr, free: number, taken: number): boolean {
  const isLong = ++attempts % LONG_SPIN_EVERY === 0;
  const count = isLong ? PAUSES.length : Math.ceil(patience / VAIN_SPINS_A_PAUSE);
  for (let i = 0; i < count; i++) {
    pause(PAUSES[i]);
    if (load(ptr) === free && compareExchange(ptr, free, taken) === free) {
      patience = PAUSES.length * VAIN_SPINS_A_PAUSE;
      return true;
    }
  }
  if (patience > 1) patience--;
  return false;
}

/** Something that the engine cannot leave out. */
let turned = 0;

function pause(turns: number): void {
  let sum = turned;
  for (let i = 0; i < turns; i++) sum = (Math.imul(sum, 31) + i) | 0;
  turned = sum;
}
