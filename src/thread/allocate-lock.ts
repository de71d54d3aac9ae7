import { LockType } from "./lock.js";

/**
 * Makes a lock that nobody holds; the same as `threading.Lock()`.
 *
 * @returns the new lock
 * @throws TypeError for arguments
 * @example
 * const lock = thread.allocate_lock();
 */
export function allocate_lock(): LockType {
  if (arguments.length > 0) throw new TypeError(`_thread.allocate_lock() takes no arguments (${arguments.length} given)`);
  return new LockType();
}
