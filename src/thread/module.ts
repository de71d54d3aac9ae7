/** The module object of `pythreads/thread`. */
import { RuntimeError } from "../internal/base/errors.js";
import { registerModule } from "../internal/codec/exports.js";
import { TIMEOUT_MAX } from "./acquire-arguments.js";
import { allocate, exit_thread, lock, start_new } from "./aliases.js";
import { allocate_lock } from "./allocate-lock.js";
import { __excepthook__, ExceptHookArgs } from "./except-hook.js";
import { _count, exit, get_ident, get_native_id } from "./ident.js";
import { interrupt_main } from "./interrupt-main.js";
import { local } from "./local.js";
import { LockType } from "./lock.js";
import { RLock } from "./rlock.js";
import { stack_size } from "./stack-size.js";
import { start_new_thread } from "./start-new-thread.js";
import { _ThreadHandle, start_joinable_thread } from "./thread-handle.js";

/**
 * What the functions of this module raise; the same class as RuntimeError, as in Python 3.
 *
 * @example
 * try { lock.release(); } catch (e) { if (!(e instanceof thread.error)) throw e; }
 */
export const error = RuntimeError;
/** What `error()` makes. */
export type error = RuntimeError;

/**
 * Whether threads may be daemons: always, since there is one interpreter.
 *
 * @returns true
 * @example
 * if (thread.daemon_threads_allowed()) worker.daemon = true;
 */
export function daemon_threads_allowed(): boolean {
  return true;
}

const thread = {
  _count,
  _excepthook: __excepthook__,
  _ExceptHookArgs: ExceptHookArgs,
  _local: local,
  _ThreadHandle,
  allocate,
  allocate_lock,
  daemon_threads_allowed,
  error,
  exit,
  exit_thread,
  get_ident,
  get_native_id,
  interrupt_main,
  lock,
  LockType,
  RLock,
  stack_size,
  start_joinable_thread,
  start_new,
  start_new_thread,
  TIMEOUT_MAX,
};
registerModule("thread", thread);
/** Typed as the names of the module, so that each keeps its comment. */
type Module = Readonly<Omit<typeof import("./index.js"), "default">>;
const exported = thread as unknown as Module;
/** The types of the module, under the name that it is imported by. */
declare namespace exported {
  export type error = import("./index.js").error;
  export type lock = import("./index.js").lock;
  export type LockType = import("./index.js").LockType;
  export type RLock = import("./index.js").RLock;
}
export default exported;
