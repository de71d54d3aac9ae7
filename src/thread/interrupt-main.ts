import { ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { LAST_SIGNAL, SIGINT, simulateSignal } from "../internal/runtime/interrupt.js";

/**
 * Simulates a signal in the main thread. Main's own handlers (`process.on("SIGINT", …)`) are called there; without one,
 * SIGINT raises KeyboardInterrupt in main, and other signals have no effect. In the main thread it happens at once.
 *
 * Differs from CPython: JavaScript that runs cannot be interrupted. Main notices at the end of `time.sleep`, of `start` and
 * `join` of a thread and of a wait for a Lock, RLock, Condition, Event or Semaphore, or in its event loop. As in Python, a
 * call that blocks is not cut short.
 *
 * @param signum number of the signal, SIGINT by default
 * @throws TypeError for other than a whole number
 * @throws ValueError for a number that no signal has
 * @throws KeyboardInterrupt when main itself calls it without a handler for SIGINT
 * @example
 * thread.interrupt_main();
 */
export function interrupt_main(signum: number = SIGINT): void {
  if (!Number.isInteger(signum)) throw new TypeError(`'${typeName(signum)}' object cannot be interpreted as an integer`);
  if (signum < 1 || signum > LAST_SIGNAL) throw new ValueError("signal number out of range");
  simulateSignal(signum);
}
