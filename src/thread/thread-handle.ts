/**
 * `start_joinable_thread` and its handle: a raw thread that can be joined. The handle's body names the control block (see
 * internal/runtime/table); it is fresh while the block is INITIAL, started while it is STARTED, and done after that.
 */
import { RuntimeError } from "../internal/base/errors.js";
import { bodyOf, Handle, isNew } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { releaseObject } from "../internal/memory/alloc.js";
import { words } from "../internal/memory/arena.js";
import { deadlineIn } from "../internal/memory/clock.js";
import {
  Kind,
  OBJECT_HEADER_WORDS,
  type Ptr,
  THREAD_BODY_WORDS,
  ThreadBlock,
  ThreadBody,
  ThreadFlag,
  ThreadState,
} from "../internal/memory/layout.js";
import { ensureFirstWorker } from "../internal/runtime/boot.js";
import { currentBlock } from "../internal/runtime/current.js";
import { createThreadBlock, detachThread, joinThread, threadState } from "../internal/runtime/table.js";
import { isKeywords, secondsOf } from "./acquire-arguments.js";
import { checkKeywords } from "./keywords.js";
import { launch } from "./start-new-thread.js";

let startHandle: (handle: ThreadHandleClass, fn: Function, daemon: boolean) => void;

export class ThreadHandleClass extends Handle {
  readonly #block: Ptr;

  /** A handle that no thread was started with yet. */
  constructor() {
    super(Kind.THREAD_HANDLE, THREAD_BODY_WORDS);
    const body = bodyOf(this);
    if (isNew()) words[body + ThreadBody.BLOCK] = createThreadBlock(ThreadFlag.RAW);
    this.#block = words[body + ThreadBody.BLOCK];
  }

  static {
    startHandle = (handle, fn, daemon) => {
      const block = handle.#block;
      if (threadState(block) !== ThreadState.INITIAL) throw new RuntimeError("thread already started");
      if (daemon) words[block + ThreadBlock.FLAGS] |= ThreadFlag.DAEMON;
      if (!launch(block, fn, [])) throw new RuntimeError("thread already started");
    };
  }

  /** The thread's ident, as `get_ident()` returns it there; 0 before it is started. */
  get ident(): number {
    return words[this.#block + ThreadBlock.IDENT];
  }

  /** Whether the thread has ended, or `_set_done` was called. */
  is_done(): boolean {
    return threadState(this.#block) > ThreadState.STARTED;
  }

  /**
   * Waits until the thread has ended.
   *
   * @param timeout seconds; null, and any below zero, waits for ever
   * @throws RuntimeError when no thread was started with the handle, or it is the calling one
   * @throws OverflowError for a timeout beyond `TIMEOUT_MAX`
   * @example
   * thread.start_joinable_thread(work).join(5);
   */
  join(timeout: number | null = -1): void {
    const seconds = timeout === null ? -1 : secondsOf(timeout);
    if (threadState(this.#block) === ThreadState.INITIAL) throw new RuntimeError("thread not started");
    if (this.#block === currentBlock()) throw new RuntimeError("Cannot join current thread");
    joinThread(this.#block, seconds < 0 ? Number.POSITIVE_INFINITY : deadlineIn(seconds));
  }

  /**
   * Gives the thread up: all who join it go on as if it had ended, and it runs on by itself.
   *
   * @throws RuntimeError when no thread was started with the handle
   */
  _set_done(): void {
    if (threadState(this.#block) === ThreadState.INITIAL) throw new RuntimeError("thread not started");
    detachThread(this.#block);
  }

  /** The handle as Python's repr shows it: `<_thread._ThreadHandle object: ident=2>`. */
  toString(): string {
    return `<_thread._ThreadHandle object: ident=${this.ident}>`;
  }
}

/**
 * Stands for a thread of `start_joinable_thread`.
 *
 * @example
 * const handle = thread._ThreadHandle();
 * thread.start_joinable_thread(work, { handle });
 * handle.join();
 */
export const _ThreadHandle = sharedClass(ThreadHandleClass, "_ThreadHandle") as unknown as ThreadHandleConstructor;

/** What `_ThreadHandle()` makes. */
export interface _ThreadHandle extends ThreadHandleClass {}

export interface ThreadHandleConstructor {
  /** Makes a handle that no thread was started with yet. */
  (): _ThreadHandle;
  /** Makes a handle that no thread was started with yet. */
  new (): _ThreadHandle;
  readonly prototype: _ThreadHandle;
}

defineKind({
  kind: Kind.THREAD_HANDLE,
  base: ThreadHandleClass,
  exported: _ThreadHandle,
  closed: "_thread._ThreadHandle",
  destroy: (object) => releaseObject(words[object + OBJECT_HEADER_WORDS + ThreadBody.BLOCK]),
});

/**
 * Starts a raw thread that can be joined.
 *
 * @param fn called without arguments
 * @param handle one that was not used yet; default: a new one. A keyword object may stand here instead.
 * @param daemon whether the program may end while the thread runs; true unless given
 * @returns the handle
 * @throws TypeError for other than a function and a handle
 * @throws RuntimeError when a thread was started with the handle before
 * @throws CaptureError when something that the function needs cannot cross to a thread
 * @example
 * thread.start_joinable_thread(work).join();
 */
export function start_joinable_thread(
  fn: () => unknown,
  handle?: _ThreadHandle | null | { handle?: _ThreadHandle | null; daemon?: unknown },
  daemon?: unknown,
): _ThreadHandle;
/**
 * Starts a raw thread that can be joined, with the arguments given by name.
 *
 * @param options `function`, `handle` and `daemon`
 * @returns the handle
 * @example
 * thread.start_joinable_thread({ function: work, daemon: false });
 */
export function start_joinable_thread(options: {
  function: () => unknown;
  handle?: _ThreadHandle | null;
  daemon?: unknown;
}): _ThreadHandle;
export function start_joinable_thread(...given: unknown[]): _ThreadHandle {
  const [fn, handle, daemon = true] = joinableArguments(given);
  if (typeof fn !== "function") throw new TypeError("thread function must be callable");
  const used = handle === null || handle === undefined ? new _ThreadHandle() : handle;
  if (!(used instanceof ThreadHandleClass)) throw new TypeError("'handle' must be a _ThreadHandle");
  ensureFirstWorker();
  startHandle(used, fn, Boolean(daemon));
  return used;
}

const NAMES = ["function", "handle", "daemon"];

function joinableArguments(given: unknown[]): unknown[] {
  const call = "start_joinable_thread";
  if (given.length > NAMES.length)
    throw new TypeError(`${call}() takes at most ${NAMES.length} arguments (${given.length} given)`);
  const last = given.at(-1);
  const keywords = isKeywords(last) ? last : {};
  const count = given.length - (keywords === last ? 1 : 0);
  if (count === 0 && keywords.function === undefined)
    throw new TypeError(`${call}() missing required argument 'function' (pos 1)`);
  checkKeywords(call, keywords, NAMES);
  const twice = NAMES.findIndex((name, i) => i < count && name in keywords);
  if (twice >= 0) throw new TypeError(`argument for ${call}() given by name ('${NAMES[twice]}') and position (${twice + 1})`);
  return NAMES.map((name, i) => (i < count ? given[i] : keywords[name]));
}
