/** In the place of src/internal/memory/spin.ts: one look, so that a spin may be rewarded or be in vain. */
import { compareExchange, load } from "../../../src/internal/memory/futex.js";
import type { Ptr } from "../../../src/internal/memory/layout.js";

export class SpinBudget {
  spinWhile(ptr: Ptr, value: number): boolean {
    return load(ptr) !== value;
  }
}

export function spinToTake(ptr: Ptr, free: number, taken: number): boolean {
  return load(ptr) === free && compareExchange(ptr, free, taken) === free;
}
