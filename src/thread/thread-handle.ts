/**
 * `start_joinable_thread` and its handle: a raw thread that can be joined. The handle's body names the control block (see
 * internal/runtime/table); it is fresh, started or done as the block is INITIAL, STARTED or STOPPED.
 */
import { RuntimeError } from "../internal/base/errors.js";
import { bodyOf, Handle, isNew } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { releaseObject } from "../internal/memory/alloc.js";
import { words } from "../internal/memory/arena.js";
import { Kind, OBJECT_HEADER_WORDS, type Ptr, THREAD_BODY_WORDS, ThreadBlock, ThreadBody, ThreadFlag, ThreadState } from "../internal/memory/layout.js";
import { ensureFirstWorker } from "../internal/runtime/boot.js";
import { currentBlock } from "../internal/runtime/current.js";
import { createThreadBlock, joinThread, threadState } from "../internal/runtime/table.js";
import { isKeywords, lockDeadline } from "./acquire-arguments.js";
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

  /** Whether the thread has ended. */
  is_done(): boolean {
    return threadState(this.#block) === ThreadState.STOPPED;
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
    if (threadState(this.#block) === ThreadState.INITIAL) throw new RuntimeError("thread not started");
    if (this.#block === currentBlock()) throw new RuntimeError("Cannot join current thread");
    joinThread(this.#block, timeout === null || timeout < 0 ? Number.POSITIVE_INFINITY : lockDeadline(true, timeout));
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
  handle?: _ThreadHandle | null | { handle?: _ThreadHandle | null; daemon?: boolean },
  daemon: unknown = true,
): _ThreadHandle {
  if (isKeywords(handle)) {
    const options: { handle?: _ThreadHandle | null; daemon?: boolean } = handle;
    return start_joinable_thread(fn, options.handle, options.daemon ?? true);
  }
  if (typeof fn !== "function") throw new TypeError("thread function must be callable");
  const used = handle === null || handle === undefined ? new _ThreadHandle() : handle;
  if (!(used instanceof ThreadHandleClass)) throw new TypeError("'handle' must be a _ThreadHandle");
  ensureFirstWorker();
  startHandle(used, fn, Boolean(daemon));
  return used;
}
