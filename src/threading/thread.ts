/**
 * `threading.Thread`. The object is a shared one whose attributes every thread sees; its body names the control block
 * (see internal/runtime/table), which holds state, ident, flags and name.
 *
 * | state | is_alive | moves on by |
 * |---|---|---|
 * | INITIAL | no | `start` |
 * | STARTED | yes | the end of `run` on its worker, or the kernel when the worker dies |
 * | STOPPED | no | |
 *
 * `_target`, `_args` and `_kwargs` are attributes, as in Python; they are encoded when the thread starts, so code is
 * captured then. While the thread lives, the registry keeps the object.
 */
import { inspect } from "node:util";
import { AssertionError, AttributeError, RuntimeError, ValueError } from "../internal/base/errors.js";
import { deleteAttribute, MISSING, readAttribute, writeAttribute } from "../internal/codec/attributes.js";
import { updateArrays } from "../internal/codec/connected.js";
import { reconcileKept } from "../internal/codec/kept.js";
import { bodyOf, Handle, handleOf, isNew, ptrOf } from "../internal/codec/index.js";
import { checkPassedArguments, noteArguments } from "../internal/codec/passed-arguments.js";
import { refuseLostMethod } from "../internal/codec/lost-method.js";
import { defineKind } from "../internal/codec/kinds.js";
import { publish } from "../internal/codec/publish.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { copySlot, popScratch } from "../internal/codec/scratch.js";
import { readStaged, releaseSlot, stageCopy, stageMove, stageValue } from "../internal/codec/slots.js";
import { Crossing } from "../internal/codec/tags.js";
import { inSession } from "../internal/codec/session.js";
import { releaseObject, retain } from "../internal/memory/alloc.js";
import { words } from "../internal/memory/arena.js";
import { add, compareExchange, load } from "../internal/memory/futex.js";
import {
  ArenaHeader,
  Kind,
  NULL_PTR,
  OBJECT_HEADER_WORDS,
  ObjectHeader,
  type Ptr,
  THREAD_BODY_WORDS,
  ThreadBlock,
  ThreadBody,
  ThreadFlag,
  ThreadState,
} from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import { ensureFirstWorker } from "../internal/runtime/boot.js";
import { currentBlock } from "../internal/runtime/current.js";
import { checkInterrupts } from "../internal/runtime/interrupt.js";
import { nativeIdOf } from "../internal/runtime/native-id.js";
import { dispatch } from "../internal/runtime/pool.js";
import { setThreadRunner } from "../internal/runtime/serve.js";
import {
  createThreadBlock,
  enterThread,
  joinThread,
  joinThreadAsync,
  liveThreadObjects,
  threadState,
} from "../internal/runtime/table.js";
import { typeName } from "../internal/base/type-name.js";
import { str } from "../builtins/repr.js";
import { isKeywords, waitDeadline } from "../thread/acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "../thread/async-arguments.js";
import { checkKeywords } from "../thread/keywords.js";
import type { WaitOptions } from "./wait-arguments.js";
import { captureExcepthook, tellExcepthook } from "./excepthook.js";
import { hasKeywords, plainKeywords, type ThreadOptions, threadOptions } from "./thread-arguments.js";
import type { ThreadConstructor } from "./thread-types.js";

/** The attributes that hold constructor arguments, by the names that the user gave them. */
const ARGUMENT_LABELS: Record<string, string | undefined> = { _target: "target", _args: "args", _kwargs: "kwargs" };

/** Control block that the next Thread object stands for, instead of a new one. */
let representing: Ptr = NULL_PTR;

export class ThreadClass extends Handle {
  /** The target, for a subclass that overrides `run()`; gone when the default `run()` has ended. */
  declare _target: ((...args: any[]) => any) | null;
  /** The arguments of the target, as `_target`. */
  declare _args: any[];
  /** The keyword arguments of the target, as `_target`; null unless given. */
  declare _kwargs: any;

  readonly #block: Ptr;

  /**
   * @param group reserved: null
   * @param target called by `run()`
   * @param name default: `Thread-N`
   * @param args arguments of the target
   * @param kwargs reach the target as one last object argument, if there are any
   * @throws AssertionError when `group` is given
   */
  constructor(...args: unknown[]) {
    super(Kind.THREAD, THREAD_BODY_WORDS);
    const body = bodyOf(this);
    if (isNew()) {
      const represented = representing;
      representing = NULL_PTR;
      if (represented !== NULL_PTR) retain(represented);
      words[body + ThreadBody.BLOCK] = represented !== NULL_PTR ? represented : createThreadBlock(0);
      this.#block = words[body + ThreadBody.BLOCK];
      if (represented === NULL_PTR) this.#initialise(threadOptions(args));
      else this.#keepArguments({});
    } else {
      this.#block = words[body + ThreadBody.BLOCK];
    }
  }

  #initialise({ group, target, name, args, kwargs, daemon }: ThreadOptions): void {
    if (group !== null && group !== undefined) throw new AssertionError("group argument must be None for now");
    const object = ptrOf(this);
    const block = this.#block;
    words[block + ThreadBlock.OBJECT] = object;
    this.#setName(name ? str(name) : `Thread-${add(ArenaHeader.THREAD_NAME_COUNTER, 1) + 1}`);
    const isDaemon = daemon === null || daemon === undefined ? isCreatorDaemon() : Boolean(daemon);
    if (isDaemon) words[block + ThreadBlock.FLAGS] |= ThreadFlag.DAEMON;
    captureExcepthook(object);
    this.#keepArguments({ target, args, kwargs });
  }

  #keepArguments({ target, args, kwargs }: ThreadOptions): void {
    const object = ptrOf(this);
    noteArguments(args);
    writeAttribute(object, "_target", target ?? null, Crossing.FROZEN);
    writeAttribute(object, "_args", args ?? [], Crossing.FROZEN);
    writeAttribute(object, "_kwargs", kwargs ?? null, Crossing.FROZEN);
  }

  /**
   * What the thread does; a subclass may override it, also by an async method. By default it calls the target with its
   * arguments, and forgets them.
   *
   * @returns a promise when the target is async; the thread then ends when it settles. Anything else is ignored
   * @throws AttributeError when it is called a second time: the target is gone
   * @example
   * class Worker extends threading.Thread {
   *   run() { print("in", threading.current_thread().name); }
   * }
   */
  run(): unknown {
    const object = ptrOf(this);
    const target = readAttribute(object, "_target");
    if (target === MISSING) throw new AttributeError(`'${this.constructor.name}' object has no attribute '_target'`);
    try {
      if (target === null || target === undefined) return undefined;
      if (typeof target !== "function") throw new TypeError(`'${typeName(target)}' object is not callable`);
      const given = readAttribute(object, "_args");
      if (!isIterable(given)) {
        throw new TypeError(`${target.name}() argument after * must be an iterable, not ${typeName(given)}`);
      }
      const args = [...given];
      const kwargs = plainKeywords(readAttribute(object, "_kwargs"));
      if (typeof kwargs !== "object" && kwargs !== undefined) {
        throw new TypeError(`${target.name}() argument after ** must be a mapping, not ${typeName(kwargs)}`);
      }
      if (hasKeywords(kwargs as Record<string, unknown> | null | undefined)) args.push(kwargs);
      const result: unknown = target(...args);
      return result instanceof Promise ? result : undefined;
    } finally {
      for (const key of ["_target", "_args", "_kwargs"]) deleteAttribute(object, key);
    }
  }

  /**
   * Starts the thread: `run()` is called in it. The thread runs also while the caller blocks or never returns.
   *
   * Differs from CPython: returns without waiting until the thread has begun.
   *
   * @throws RuntimeError when it was started before, or when too many threads are alive
   * @throws CaptureError when something that the thread needs cannot cross to it; nothing has been started then
   * @example
   * const t = threading.Thread({ target: countdown, args: [10] });
   * t.start();
   */
  start(): void {
    const block = this.#block;
    if (threadState(block) !== ThreadState.INITIAL) throw new RuntimeError("threads can only be started once");
    ensureFirstWorker();
    const object = ptrOf(this);
    inSession(this.constructor.name, (session) => {
      const target = readAttribute(object, "_target");
      const args = readAttribute(object, "_args");
      refuseLostMethod(session, target, "target");
      publish(object);
      checkPassedArguments(session, target, args);
    });
    if (!enterThread(block)) throw new RuntimeError("threads can only be started once");
    dispatch(block);
    checkInterrupts();
  }

  /**
   * Waits until the thread has ended, by its end or by an exception. A subclass may override it to return a result.
   *
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever, zero or less only looks. A keyword
   * object may stand here instead.
   * @returns nothing, whether the thread has ended or not: ask `is_alive()`
   * @throws RuntimeError when the thread was not started, or is the calling one
   * @throws ValueError for NaN, OverflowError beyond `TIMEOUT_MAX`
   * @example
   * t.join(2.5);
   * if (t.is_alive()) print("still at it");
   */
  join(timeout?: number | null | WaitOptions): unknown {
    joinThread(this.#block, this.#joinDeadline("join", timeout));
    checkInterrupts();
    return undefined;
  }

  /**
   * As `join`, without blocking: for code that must leave the event loop free.
   *
   * @param timeout seconds, fractions allowed; null waits for ever. Ask `is_alive()` afterwards. A keyword object may
   * stand here instead.
   * @param options `signal`: an AbortSignal that ends the wait; the thread goes on
   * @returns a promise that rejects with what `join` raises, or the signal's reason
   * @example
   * await t.join_async({ timeout: 5 });
   */
  join_async(timeout?: number | null | (WaitOptions & AsyncOptions), options?: AsyncOptions): Promise<void>;
  async join_async(...given: unknown[]): Promise<void> {
    const { args, signal } = splitSignal(given);
    await joinThreadAsync(this.#block, this.#joinDeadline("join_async", args[0]), signal);
    updateArrays?.();
  }

  #joinDeadline(call: string, timeout: unknown): number {
    const seconds = isKeywords(timeout) ? joinTimeout(call, timeout) : timeout;
    if (threadState(this.#block) === ThreadState.INITIAL) throw new RuntimeError("cannot join thread before it is started");
    if (this.#block === currentBlock()) throw new RuntimeError("cannot join current thread");
    if (Number.isNaN(seconds)) throw new ValueError("Invalid value NaN (not a number)");
    if (seconds !== null && seconds !== undefined && typeof seconds !== "number" && typeof seconds !== "boolean") {
      throw new TypeError(`'>' not supported between instances of 'int' and '${typeName(seconds)}'`);
    }
    return waitDeadline(seconds);
  }

  /**
   * Whether the thread has been started and has not ended.
   *
   * Differs from CPython: it is false for a raw thread that has ended, too, where Python's stays true.
   *
   * @returns true from `start()` to the end of `run()`
   * @example
   * while (t.is_alive()) { t.join(1); print("waiting"); }
   */
  is_alive(): boolean {
    updateArrays?.();
    const isAlive = threadState(this.#block) === ThreadState.STARTED;
    if (!isAlive) reconcileKept?.();
    return isAlive;
  }

  /** Number of the thread, as `get_ident()` returns it there; undefined before `start()`. Not used again for another thread. */
  get ident(): number | undefined {
    return words[this.#block + ThreadBlock.IDENT] || undefined;
  }

  /**
   * Number that the operating system gives the thread, as `get_native_id()` returns it there; undefined before `start()`.
   * Just after that, reading it waits until the thread has begun.
   */
  get native_id(): number | undefined {
    return nativeIdOf(this.#block) || undefined;
  }

  /** The thread's name: any text, `Thread-N` at first, settable at any time. Several threads may have the same. */
  get name(): string {
    const guard = ptrOf(this) + ObjectHeader.GUARD;
    lock(guard);
    const staged = stageCopy(this.#block + ThreadBlock.NAME);
    unlock(guard);
    return readStaged(staged) as string;
  }

  set name(name: string) {
    this.#setName(str(name));
  }

  #setName(name: string): void {
    const staged = stageValue(name, Crossing.COPY, false);
    const guard = ptrOf(this) + ObjectHeader.GUARD;
    const slot = this.#block + ThreadBlock.NAME;
    lock(guard);
    const old = stageMove(slot);
    copySlot(staged, slot);
    unlock(guard);
    releaseSlot(old);
    popScratch();
    popScratch();
  }

  /**
   * Whether the program may end while the thread runs, which cuts it off. At first what the creating thread is; main is
   * none. Settable before `start()`. Always a boolean, whatever was given.
   *
   * @throws RuntimeError when set after `start()`
   */
  get daemon(): boolean {
    return (load(this.#block + ThreadBlock.FLAGS) & ThreadFlag.DAEMON) !== 0;
  }

  set daemon(daemon: boolean) {
    const block = this.#block;
    if (threadState(block) !== ThreadState.INITIAL) throw new RuntimeError("cannot set daemon status of active thread");
    const flags = words[block + ThreadBlock.FLAGS];
    words[block + ThreadBlock.FLAGS] = daemon ? flags | ThreadFlag.DAEMON : flags & ~ThreadFlag.DAEMON;
  }

  /** The thread as Python's repr shows it: `<Thread(Thread-1, started daemon 2)>`. */
  toString(): string {
    const state = threadState(this.#block);
    const status = state === ThreadState.INITIAL ? "initial" : state === ThreadState.STARTED ? "started" : "stopped";
    const ident = this.ident === undefined ? "" : ` ${this.ident}`;
    return `<${this.constructor.name}(${this.name}, ${status}${this.daemon ? " daemon" : ""}${ident})>`;
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** Thread objects of threads that no `Thread(…)` made: main's, and those of raw threads. */
export class MainThreadClass extends ThreadClass {}
export class DummyThreadClass extends ThreadClass {
  /**
   * Cannot be had: nobody knows when such a thread ends.
   *
   * @throws RuntimeError always
   */
  override join(_timeout?: number | null | WaitOptions): never {
    throw new RuntimeError("cannot join a dummy thread");
  }

  /**
   * Cannot be had, as `join`.
   *
   * @throws RuntimeError always
   */
  override async join_async(): Promise<never> {
    return this.join();
  }
}

/**
 * A thread of control: give it a `target`, or extend it and override `run()`. It is an `object`: attributes that are
 * assigned to it lie in shared memory, so that every thread sees them.
 *
 * The function, its arguments and what it captures are sent as they are when `start()` is called; see `CaptureError`.
 *
 * Differs from CPython: names stay plain `Thread-N`; `kwargs` reach the target as one last object.
 *
 * @example
 * function countdown(n: number) {
 *   while (n > 0) n -= 1;
 * }
 * const t = threading.Thread({ target: countdown, args: [1000000] });
 * t.start();
 * t.join();
 *
 * class Worker extends threading.Thread {
 *   result = 0;
 *   run() { this.result = 42; }
 * }
 * const w = new Worker();
 * w.start();
 * w.join();
 * print(w.result);
 */
export const Thread = sharedClass(ThreadClass, "Thread") as unknown as ThreadConstructor;

/** What `Thread()` makes. */
export interface Thread extends ThreadClass {}

/** An object of the class `_MainThread`. */
export interface _MainThread extends MainThreadClass {}
/**
 * The class of `main_thread()`.
 *
 * @example
 * print(threading.current_thread() instanceof threading._MainThread);
 */
export const _MainThread = sharedClass(MainThreadClass, "_MainThread") as unknown as RepresentativeConstructor<_MainThread>;

/** An object of the class `_DummyThread`. */
export interface _DummyThread extends DummyThreadClass {}
/**
 * The class of the Thread object that `current_thread()` gives in a thread which no `Thread` made, such as one of
 * `start_new_thread`. It is a daemon, is named `Dummy-N` and cannot be joined.
 *
 * @example
 * print(threading.current_thread() instanceof threading._DummyThread);
 */
export const _DummyThread = sharedClass(DummyThreadClass, "_DummyThread") as unknown as RepresentativeConstructor<_DummyThread>;

/** A class whose objects the package makes. */
export interface RepresentativeConstructor<T> {
  /** For the package, which makes one for a thread that runs. */
  new (): T;
  readonly prototype: T;
}

defineKind({
  kind: Kind.THREAD,
  base: ThreadClass,
  exported: Thread,
  attributed: true,
  attributeLabel: (key) => ARGUMENT_LABELS[key],
  destroy: (object) => releaseObject(words[object + OBJECT_HEADER_WORDS + ThreadBody.BLOCK]),
});

function joinTimeout(call: string, keywords: Record<string, unknown>): number | null | undefined {
  checkKeywords(`Thread.${call}`, keywords, ["timeout"]);
  return keywords.timeout as number | null | undefined;
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === "string" || (typeof value === "object" && value !== null && Symbol.iterator in value);

/** Whether the calling thread is a daemon. As in Python, a raw thread that is asked gets its Thread object by that. */
function isCreatorDaemon(): boolean {
  const flags = words[currentBlock() + ThreadBlock.FLAGS];
  if (flags & ThreadFlag.RAW) current_thread();
  return (flags & ThreadFlag.DAEMON) !== 0;
}

/** The Thread object of a control block, made now for main and for raw threads. */
function threadOf(block: Ptr): Thread {
  const known = load(block + ThreadBlock.OBJECT);
  if (known !== NULL_PTR) return handleOf(known) as Thread;
  const isMain = (words[block + ThreadBlock.FLAGS] & ThreadFlag.MAIN) !== 0;
  representing = block;
  const thread = new (isMain ? _MainThread : _DummyThread)() as Thread;
  if (!isMain) thread.name = `Dummy-${add(ArenaHeader.THREAD_NAME_COUNTER, 1) + 1}`;
  const object = ptrOf(thread as unknown as Handle);
  publish(object);
  retain(object);
  const winner = compareExchange(block + ThreadBlock.OBJECT, NULL_PTR, object);
  if (winner === NULL_PTR) return thread;
  // Another thread asked for it at the same time.
  releaseObject(object);
  return handleOf(winner) as Thread;
}

/**
 * The Thread object of the calling thread: in a subclass's `run()` that very object, in main the one of `main_thread()`,
 * in a thread of `start_new_thread` one named `Dummy-N`.
 *
 * @returns the same object at each call
 * @example
 * print(threading.current_thread().name);
 */
export function current_thread(): Thread {
  return threadOf(currentBlock());
}

/**
 * The Thread object of the main thread, in any thread.
 *
 * @returns the same object at each call
 * @example
 * print(threading.main_thread().name);  // MainThread
 */
export function main_thread(): Thread {
  const block = load(ArenaHeader.MAIN_THREAD);
  return threadOf(block === NULL_PTR ? currentBlock() : block);
}

/**
 * The threads that are alive: main first, the others in the order of their start. Raw threads count once they have
 * called `current_thread()`; threads that were not started or have ended do not.
 *
 * @returns a new array; main is in it also when it has ended and its threads are waited for
 * @example
 * for (const t of threading.enumerate()) {
 *   if (t !== threading.current_thread()) t.join();
 * }
 */
export function enumerate(): Thread[] {
  const threads = [main_thread()];
  for (const object of liveThreadObjects()) {
    threads.push(handleOf(object) as Thread);
    releaseObject(object);
  }
  return threads;
}

/**
 * How many threads are alive, main included: the length of `enumerate()`.
 *
 * @returns what was true at some moment of the call
 * @example
 * print(threading.active_count());
 */
export function active_count(): number {
  return enumerate().length;
}

setThreadRunner("thread", {
  run(block) {
    const fail = (error: unknown) => this.fail(block, error);
    try {
      const thread = handleOf(words[block + ThreadBlock.OBJECT]) as Thread;
      const result = thread.run();
      return result instanceof Promise ? result.catch(fail) : undefined;
    } catch (error) {
      fail(error);
    }
  },
  fail(block, error) {
    tellExcepthook(block, error);
  },
});
