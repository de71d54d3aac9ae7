/** The module object of `pythreads/thread`. */
import { RuntimeError } from "../internal/base/errors.js";
import { registerModule } from "../internal/codec/exports.js";
import { TIMEOUT_MAX } from "./acquire-arguments.js";
import { __excepthook__, ExceptHookArgs } from "./except-hook.js";
import { _count, exit, get_ident, get_native_id } from "./ident.js";
import { interrupt_main } from "./interrupt-main.js";
import { local } from "./local.js";
import { LockType } from "./lock.js";
import { RLock } from "./rlock.js";
import { stack_size } from "./stack-size.js";
import { start_new_thread } from "./start-new-thread.js";
import { _ThreadHandle, start_joinable_thread } from "./thread-handle.js";

/** What the lock functions raise; the same class as RuntimeError. */
export const error = RuntimeError;
export type error = RuntimeError;

/**
 * Returns a new lock, not held.
 *
 * @throws TypeError for arguments
 * @example
 * const lock = thread.allocate_lock();
 */
export function allocate_lock(): LockType {
  if (arguments.length > 0) throw new TypeError(`allocate_lock() takes no arguments (${arguments.length} given)`);
  return new LockType();
}

/** Whether threads may be daemons: always. */
export function daemon_threads_allowed(): boolean {
  return true;
}

const thread = {
  _count,
  _excepthook: __excepthook__,
  _ExceptHookArgs: ExceptHookArgs,
  _local: local,
  _ThreadHandle,
  allocate: allocate_lock,
  allocate_lock,
  daemon_threads_allowed,
  error,
  exit,
  exit_thread: exit,
  get_ident,
  get_native_id,
  interrupt_main,
  lock: LockType,
  LockType,
  RLock,
  stack_size,
  start_joinable_thread,
  start_new: start_new_thread,
  start_new_thread,
  TIMEOUT_MAX,
};
registerModule("thread", thread);
export default thread;
