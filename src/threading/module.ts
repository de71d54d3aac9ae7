/** The module object of `pythreads/threading`. */
import { RuntimeError } from "../internal/base/errors.js";
import { registerModule } from "../internal/codec/exports.js";
import { TIMEOUT_MAX } from "../thread/acquire-arguments.js";
import { __excepthook__ } from "../thread/except-hook.js";
import { get_ident, get_native_id } from "../thread/ident.js";
import { local } from "../thread/local.js";
import { LockType } from "../thread/lock.js";
import { RLock } from "../thread/rlock.js";
import { stack_size } from "../thread/stack-size.js";
import { _BoundedSemaphore, _Condition, _Event, _RLock, _Semaphore, _Timer, activeCount, currentThread } from "./aliases.js";
import { _register_atexit, _shutdown } from "./atexit.js";
import { Barrier, BrokenBarrierError } from "./barrier.js";
import { BoundedSemaphore } from "./bounded-semaphore.js";
import { Condition } from "./condition.js";
import { dump_threads } from "./dump-threads.js";
import { Event } from "./event.js";
import { type ExceptHook, ExceptHookArgs, excepthook, set_excepthook } from "./excepthook.js";
import { Semaphore } from "./semaphore.js";
import { _DummyThread, _MainThread, active_count, current_thread, enumerate, main_thread, Thread } from "./thread.js";
import { Timer } from "./timer.js";
import { getprofile, gettrace, setprofile, setprofile_all_threads, settrace, settrace_all_threads } from "./tracing.js";

/**
 * What the locks of this module raise; the same class as RuntimeError, as in Python 3.
 *
 * @example
 * try { lock.release(); } catch (e) { if (!(e instanceof threading.ThreadError)) throw e; }
 */
export const ThreadError = RuntimeError;
/** What `ThreadError()` makes. */
export type ThreadError = RuntimeError;

const contents = {
  __excepthook__,
  _DummyThread,
  _MainThread,
  _register_atexit,
  _shutdown,
  active_count,
  Barrier,
  BoundedSemaphore,
  BrokenBarrierError,
  Condition,
  current_thread,
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
  // After what they stand for, which is known by its first name.
  _BoundedSemaphore,
  _Condition,
  _Event,
  _RLock,
  _Semaphore,
  _Timer,
  activeCount,
  currentThread,
};
registerModule("threading", contents);

/** Settable, and the same in all threads: see excepthook.ts. What it holds is no export, so it is not entered as one. */
Object.defineProperty(contents, "excepthook", { get: excepthook, set: set_excepthook, enumerable: true });

/** Typed as the names of the module, so that each keeps its comment. */
type Module = Readonly<Omit<typeof import("./index.js"), "default" | "excepthook">> & {
  /**
   * What is called with each exception that ends a Thread, in all threads; `set_excepthook` sets it too. null lets each
   * thread use the hook that was there when its Thread was made.
   *
   * @throws CaptureError when it is set to what cannot cross to a thread
   * @example
   * threading.excepthook = (args) => print(args.thread.name, args.exc_value);
   */
  excepthook: ExceptHook | null | undefined;
};
const exported = contents as unknown as Module;
/** The types of the module, under the name that it is imported by. */
declare namespace exported {
  export type Barrier = import("./index.js").Barrier;
  export type BoundedSemaphore = import("./index.js").BoundedSemaphore;
  export type BrokenBarrierError = import("./index.js").BrokenBarrierError;
  export type Condition = import("./index.js").Condition;
  export type Event = import("./index.js").Event;
  export type ExceptHook = import("./index.js").ExceptHook;
  export type ExceptHookArgs = import("./index.js").ExceptHookArgs;
  export type Lock = import("./index.js").Lock;
  export type local<A extends object = Record<string, any>> = import("./index.js").local<A>;
  export type RLock = import("./index.js").RLock;
  export type Semaphore = import("./index.js").Semaphore;
  export type Thread = import("./index.js").Thread;
  export type ThreadError = import("./index.js").ThreadError;
  export type Timer = import("./index.js").Timer;
}
export default exported;
