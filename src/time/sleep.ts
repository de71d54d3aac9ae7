import { ValueError } from "../internal/base/errors.js";
import { reconcileKept } from "../internal/codec/kept.js";
import { monotonicMs } from "../internal/memory/clock.js";
import { sleepInSight } from "../internal/memory/waits.js";
import { checkInterrupts } from "../internal/runtime/interrupt.js";
import { durationOf } from "./arguments.js";

/** Long enough to reach the operating system, which then lets another thread run. */
const YIELD_MS = 0.01;

/**
 * Blocks the calling thread, as Python's `time.sleep`. Other threads go on running; the event loop of this thread does not.
 *
 * @param seconds how long, fractions allowed; 0 lets other threads run for a moment
 * @throws ValueError when it is negative or not a number
 * @throws TypeError when it is no number at all
 * @throws OverflowError when it is beyond 292 years
 * @throws KeyboardInterrupt in the main thread, when `thread.interrupt_main()` was called
 *
 * @example
 * time.sleep(0.5);  // half a second
 */
export function sleep(seconds: number): void {
  const started = monotonicMs();
  const duration = durationOf(seconds);
  if (duration < 0) throw ValueError("sleep length must be non-negative");
  sleepInSight(started + Math.max(duration * 1e3, YIELD_MS));
  checkInterrupts();
  reconcileKept?.();
}
