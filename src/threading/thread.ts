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
import { bodyOf, Handle, handleOf, isNew, ptrOf } from "../internal/codec/index.js";
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
import { ensureKernel } from "../internal/runtime/boot.js";
import { currentBlock } from "../internal/runtime/current.js";
import { checkInterrupts } from "../internal/runtime/interrupt.js";
import { nativeIdOf } from "../internal/runtime/native-id.js";
import { dispatch } from "../internal/runtime/pool.js";
import { setThreadRunner } from "../internal/runtime/serve.js";
import { createThreadBlock, enterThread, joinThread, joinThreadAsync, liveThreadObjects, threadState } from "../internal/runtime/table.js";
import { typeName } from "../internal/base/type-name.js";
import { str } from "../builtins/repr.js";
import { isKeywords, waitDeadline } from "../thread/acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "../thread/async-arguments.js";
import { captureExcepthook, tellExcepthook } from "./excepthook.js";
import { hasKeywords, type ThreadOptions, threadOptions } from "./thread-arguments.js";

/** The attributes that hold constructor arguments, by the names that the user gave them. */
const ARGUMENT_LABELS: Record<string, string | undefined> = { _target: "target", _args: "args", _kwargs: "kwargs" };

/** Control block that the next Thread object stands for, instead of a new one. */
let representing: Ptr = NULL_PTR;

export class ThreadClass extends Handle {
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
    writeAttribute(object, "_target", target ?? null, Crossing.FROZEN);
    writeAttribute(object, "_args", args ?? [], Crossing.FROZEN);
    writeAttribute(object, "_kwargs", kwargs ?? null, Crossing.FROZEN);
  }

  /**
   * What the thread does; a subclass may override it. By default it calls the target with its arguments.
   *
   * @returns a promise when the target is async; the thread then ends when it settles
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
      const kwargs = readAttribute(object, "_kwargs");
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
   * Starts the thread: `run()` is called in it. Returns at once, also while the caller goes on to block.
   *
   * @throws RuntimeError when it was started before
   * @throws CaptureError when something that the thread needs cannot cross to it; nothing has been started then
   * @example
   * const t = threading.Thread({ target: countdown, args: [10] });
   * t.start();
   */
  start(): void {
    const block = this.#block;
    if (threadState(block) !== ThreadState.INITIAL) throw new RuntimeError("threads can only be started once");
    ensureKernel();
    const object = ptrOf(this);
    inSession(this.constructor.name, (session) => {
      refuseLostMethod(session, readAttribute(object, "_target"), "target");
      publish(object);
    });
    if (!enterThread(block)) throw new RuntimeError("threads can only be started once");
    dispatch(block);
    checkInterrupts();
  }

  /**
   * Waits until the thread has ended.
   *
   * @param timeout seconds, fractions allowed; null waits for ever, zero or less only looks. Ask `is_alive()` afterwards
   * @throws RuntimeError when the thread was not started, or is the calling one
   * @throws ValueError for NaN, OverflowError beyond `TIMEOUT_MAX`
   */
  join(timeout?: number | null | { timeout?: number | null }): unknown {
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
  join_async(timeout?: number | null | ({ timeout?: number | null } & AsyncOptions), options?: AsyncOptions): Promise<void>;
  async join_async(...given: unknown[]): Promise<void> {
    const { args, signal } = splitSignal(given);
    await joinThreadAsync(this.#block, this.#joinDeadline("join_async", args[0]), signal);
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
   */
  is_alive(): boolean {
    return threadState(this.#block) === ThreadState.STARTED;
  }

  /** Number of the thread, as `get_ident()` returns it there; undefined before `start()`. */
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

  /** The thread's name: any string, settable at any time, with no meaning to the package. */
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
   * Whether the program may end while the thread runs. Settable before `start()`. Always a boolean, whatever was given.
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

  /** Old spelling of `is_alive()`. */
  isAlive(): boolean {
    return this.is_alive();
  }

  /** Old spelling of `name`. */
  getName(): string {
    return this.name;
  }

  /** Old spelling of `name = …`. */
  setName(name: string): void {
    this.name = name;
  }

  /** Old spelling of `daemon`. */
  isDaemon(): boolean {
    return this.daemon;
  }

  /** Old spelling of `daemon = …`. */
  setDaemon(daemon: boolean): void {
    this.daemon = daemon;
  }

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
  /** @throws RuntimeError always: nobody knows when such a thread ends */
  override join(_timeout?: number | null | { timeout?: number | null }): never {
    throw new RuntimeError("cannot join a dummy thread");
  }

  /** @throws RuntimeError always, as `join` */
  override async join_async(): Promise<never> {
    return this.join();
  }
}

/** Call signatures of `Thread`, with and without `new`. */
export interface ThreadConstructor {
  new <A extends unknown[] = any[]>(options?: ThreadOptions<A>): Thread;
  new <A extends unknown[] = any[]>(
    group?: null,
    target?: ((...args: A) => unknown) | null,
    name?: string | null,
    args?: readonly [...A] | Iterable<unknown>,
    kwargs?: Record<string, unknown> | null,
    options?: { daemon?: boolean | null },
  ): Thread;
  <A extends unknown[] = any[]>(options?: ThreadOptions<A>): Thread;
  <A extends unknown[] = any[]>(
    group?: null,
    target?: ((...args: A) => unknown) | null,
    name?: string | null,
    args?: readonly [...A] | Iterable<unknown>,
    kwargs?: Record<string, unknown> | null,
    options?: { daemon?: boolean | null },
  ): Thread;
  readonly prototype: Thread;
}

/**
 * A thread of control: give it a `target`, or extend it and override `run()`.
 *
 * @example
 * class Worker extends threading.Thread {
 *   run() { print(this.name); }
 * }
 * new Worker().start();
 */
export interface Thread extends ThreadClass {}
export const Thread = sharedClass(ThreadClass, "Thread") as unknown as ThreadConstructor;
export const _MainThread = sharedClass(MainThreadClass, "_MainThread");
export const _DummyThread = sharedClass(DummyThreadClass, "_DummyThread");

defineKind({
  kind: Kind.THREAD,
  base: ThreadClass,
  exported: Thread,
  attributed: true,
  attributeLabel: (key) => ARGUMENT_LABELS[key],
  destroy: (object) => releaseObject(words[object + OBJECT_HEADER_WORDS + ThreadBody.BLOCK]),
});

function joinTimeout(call: string, keywords: Record<string, unknown>): number | null | undefined {
  for (const key of Object.keys(keywords)) {
    if (key !== "timeout") throw new TypeError(`Thread.${call}() got an unexpected keyword argument '${key}'`);
  }
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
 * The Thread object of the caller. In a raw thread that is one named `Dummy-N`.
 *
 * @example
 * print(threading.current_thread().name);
 */
export function current_thread(): Thread {
  return threadOf(currentBlock());
}

/** The Thread object of the main thread. */
export function main_thread(): Thread {
  const block = load(ArenaHeader.MAIN_THREAD);
  return threadOf(block === NULL_PTR ? currentBlock() : block);
}

/**
 * The threads that are alive: main first, the others in the order of their start. Raw threads count once they have
 * called `current_thread()`.
 */
export function enumerate(): Thread[] {
  const threads = [main_thread()];
  for (const object of liveThreadObjects()) {
    threads.push(handleOf(object) as Thread);
    releaseObject(object);
  }
  return threads;
}

/** How many threads are alive; the length of `enumerate()`. */
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
