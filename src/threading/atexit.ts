import { NotImplementedError, RuntimeError } from "../internal/base/errors.js";
import { isPoolWorker } from "../internal/runtime/current.js";
import { endMain, onMainEnd } from "../internal/runtime/exit.js";
import { typeName } from "../internal/base/type-name.js";

/**
 * Has a function called when main has ended, before its threads are waited for; the last one registered first. What it
 * throws is printed, and the others are called nevertheless.
 *
 * Differs from CPython: only the main thread may register one, since that is where it is called.
 *
 * @param fn what to call
 * @param args its arguments
 * @throws RuntimeError when main has begun to end
 * @throws NotImplementedError in other threads
 * @example
 * threading._register_atexit(() => jobs.shutdown());
 */
export function _register_atexit<A extends unknown[]>(fn: (...args: A) => unknown, ...args: A): void {
  if (isPoolWorker)
    throw new NotImplementedError("_register_atexit() can only be called in the main thread, where the function is called");
  if (arguments.length === 0) throw new TypeError("_register_atexit() missing 1 required positional argument: 'func'");
  const isRegistered = onMainEnd(() => {
    if (typeof fn !== "function") throw new TypeError(`'${typeName(fn)}' object is not callable`);
    fn(...args);
  });
  if (!isRegistered) throw new RuntimeError("can't register atexit after shutdown");
}

/**
 * What the end of main does by itself: calls the functions of `_register_atexit`, takes main for ended, and waits for the
 * threads that are not daemons. Later calls only wait.
 *
 * Differs from CPython: main only, and a program need not call it.
 *
 * @throws RuntimeError in other threads
 * @example
 * threading._shutdown();  // all threads but the daemons have ended now
 */
export function _shutdown(): void {
  if (isPoolWorker) throw new RuntimeError("_shutdown() can only be called in the main thread");
  endMain();
}
