export { TIMEOUT_MAX } from "./acquire-arguments.js";
export { allocate_lock } from "./allocate-lock.js";
export { __excepthook__ as _excepthook, ExceptHookArgs as _ExceptHookArgs } from "./except-hook.js";
export { _count, exit, get_ident, get_native_id } from "./ident.js";
export { interrupt_main } from "./interrupt-main.js";
export { local as _local } from "./local.js";
export { LockType } from "./lock.js";
export { daemon_threads_allowed, default, error } from "./module.js";
export { RLock } from "./rlock.js";
export { stack_size } from "./stack-size.js";
export { start_new_thread } from "./start-new-thread.js";
export { _ThreadHandle, start_joinable_thread } from "./thread-handle.js";
// Last, so that the compiler calls what has two names by the newer one.
export { allocate, exit_thread, lock, start_new } from "./aliases.js";
