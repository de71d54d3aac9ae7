export { TIMEOUT_MAX } from "../thread/acquire-arguments.js";
export { __excepthook__, __excepthook__ as excepthook } from "../thread/except-hook.js";
export { get_ident, get_native_id } from "../thread/ident.js";
export { local } from "../thread/local.js";
export { LockType as Lock } from "../thread/lock.js";
export { RLock } from "../thread/rlock.js";
export { stack_size } from "../thread/stack-size.js";
export { _register_atexit, _shutdown } from "./atexit.js";
export { Barrier, BrokenBarrierError } from "./barrier.js";
export { BoundedSemaphore } from "./bounded-semaphore.js";
export { Condition } from "./condition.js";
export { dump_threads } from "./dump-threads.js";
export { Event } from "./event.js";
export { type ExceptHook, ExceptHookArgs, set_excepthook } from "./excepthook.js";
export { default, ThreadError } from "./module.js";
export { Semaphore } from "./semaphore.js";
export {
  _DummyThread,
  _MainThread,
  active_count,
  current_thread,
  enumerate,
  main_thread,
  Thread,
} from "./thread.js";
export { Timer } from "./timer.js";
export { getprofile, gettrace, setprofile, setprofile_all_threads, settrace, settrace_all_threads } from "./tracing.js";
// Last, so that the compiler calls what has two names by the newer one.
export {
  _BoundedSemaphore,
  _Condition,
  _Event,
  _RLock,
  _Semaphore,
  _Timer,
  activeCount,
  currentThread,
} from "./aliases.js";
