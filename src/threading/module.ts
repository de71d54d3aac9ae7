/** The module object of `pythreads/threading`. */
import { RuntimeError } from "../internal/base/errors.js";
import { registerModule } from "../internal/codec/exports.js";
import { TIMEOUT_MAX } from "../thread/acquire-arguments.js";
import { __excepthook__, ExceptHookArgs } from "../thread/except-hook.js";
import { get_ident, get_native_id } from "../thread/ident.js";
import { local } from "../thread/local.js";
import { LockType } from "../thread/lock.js";
import { RLock } from "../thread/rlock.js";
import { stack_size } from "../thread/stack-size.js";
import { _register_atexit } from "./atexit.js";
import { Barrier, BrokenBarrierError } from "./barrier.js";
import { BoundedSemaphore } from "./bounded-semaphore.js";
import { Condition } from "./condition.js";
import { dump_threads } from "./dump-threads.js";
import { Event } from "./event.js";
import { type ExceptHook, excepthook, set_excepthook } from "./excepthook.js";
import { Semaphore } from "./semaphore.js";
import { _DummyThread, _MainThread, active_count, current_thread, enumerate, main_thread, Thread } from "./thread.js";
import { Timer } from "./timer.js";
import { getprofile, gettrace, setprofile, setprofile_all_threads, settrace, settrace_all_threads } from "./tracing.js";

/** What the lock functions raise; the same class as RuntimeError. */
export const ThreadError = RuntimeError;
export type ThreadError = RuntimeError;

const contents = {
  __excepthook__,
  _DummyThread,
  _MainThread,
  _register_atexit,
  active_count,
  activeCount: active_count,
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  Condition,
  current_thread,
  currentThread: current_thread,
  dump_threads,
  enumerate,
  Event,
  ExceptHookArgs,
  get_ident,
  get_native_id,
  getprofile,
  gettrace,
  local,
  Lock: LockType,
  main_thread,
  RLock,
  Semaphore,
  set_excepthook,
  setprofile,
  setprofile_all_threads,
  settrace,
  settrace_all_threads,
  stack_size,
  Thread,
  ThreadError,
  TIMEOUT_MAX,
  Timer,
};
registerModule("threading", contents);

/** Settable, and the same in all threads: see excepthook.ts. What it holds is no export, so it is not entered as one. */
Object.defineProperty(contents, "excepthook", { get: excepthook, set: set_excepthook, enumerable: true });

const threading = contents as typeof contents & { excepthook: ExceptHook | null | undefined };
export default threading;
