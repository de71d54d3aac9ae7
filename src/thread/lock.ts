/**
 * `thread.LockType`: the primitive lock, a mutex of the arena (see internal/memory/mutex). It has no owner: any thread
 * may release it, and a thread that acquires it twice waits for itself. HOLDER is set after `acquire` and taken back
 * before `release`, so a thread that reads its own ident there has acquired the lock, and it is still locked.
 *
 * Who wakes an `acquire`: whoever releases. A thread that dies holding the lock leaves it locked, as in Python.
 */
import { RuntimeError } from "../internal/base/errors.js";
import { updateArrays } from "../internal/codec/connected.js";
import { bodyOf, Handle, ptrOf } from "../internal/codec/index.js";
import { defineKind, definitionOfClass } from "../internal/codec/kinds.js";
import { addressText } from "../internal/codec/repr.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { words } from "../internal/memory/arena.js";
import { compareExchange, exchange, load, wake } from "../internal/memory/futex.js";
import { Kind, LockBody, OBJECT_HEADER_WORDS, type Ptr } from "../internal/memory/layout.js";
import { FREE, LOCKED, lockUntil, lockUntilAsync } from "../internal/memory/mutex.js";
import { ensureRoom } from "../internal/memory/stack-room.js";
import { currentIdent } from "../internal/runtime/current.js";
import { checkInterrupts } from "../internal/runtime/interrupt.js";
import { type AcquireOptions, type AcquireTimeout, isKeywords, lockDeadline, POLL } from "./acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "./async-arguments.js";
import { Hold } from "./hold.js";
import { lockBodyWords, watchOrder } from "./lock-order.js";

export class LockClass extends Handle {
  readonly #state: Ptr;

  constructor() {
    if (arguments.length > 0) throw new TypeError(argumentError(arguments));
    if (definitionOfClass(new.target) === undefined) throw new TypeError("type '_thread.lock' is not an acceptable base type");
    super(Kind.LOCK, lockBodyWords);
    this.#state = bodyOf(this) + LockBody.STATE;
  }

  /**
   * Acquires the lock, waiting for it if it is held.
   *
   * @param blocking false: give up at once when the lock is held. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; -1 waits for ever
   * @returns whether the lock was acquired
   * @throws ValueError for a timeout together with `blocking` false, or a negative one other than -1
   * @throws OverflowError for a timeout beyond `TIMEOUT_MAX`
   * @example
   * if (lock.acquire({ timeout: 0.5 })) lock.release();
   */
  acquire(blocking?: boolean | number | AcquireOptions, timeout?: number | AcquireTimeout): boolean;
  acquire(blocking?: unknown, timeout?: number): boolean {
    // With the lock in hand it may not fail.
    if (updateArrays !== undefined) ensureRoom();
    const state = this.#state;
    const deadline = blocking === undefined && timeout === undefined ? Number.POSITIVE_INFINITY : lockDeadline(blocking, timeout);
    const isFree = compareExchange(state, FREE, LOCKED) === FREE;
    if (!isFree && (deadline === POLL || !lockUntil(state, deadline))) return false;
    words[state + LockBody.HOLDER] = currentIdent();
    if (isFree) updateArrays?.();
    else checkInterrupts();
    return true;
  }

  /**
   * As `acquire`, without blocking: for code that must leave the event loop free.
   *
   * @param blocking false: give up at once when the lock is held. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; -1 waits for ever
   * @param options `signal`: an AbortSignal that ends the wait
   * @returns a promise of whether the lock was acquired; it rejects with what `acquire` raises, or the signal's reason
   * @example
   * if (await lock.acquire_async({ timeout: 0.5 })) lock.release();
   */
  acquire_async(
    blocking?: boolean | number | (AcquireOptions & AsyncOptions),
    timeout?: number | (AcquireTimeout & AsyncOptions),
    options?: AsyncOptions,
  ): Promise<boolean>;
  async acquire_async(...given: unknown[]): Promise<boolean> {
    const { args, signal } = splitSignal(given);
    const state = this.#state;
    const deadline = lockDeadline(args[0], args[1]);
    if (deadline === POLL ? compareExchange(state, FREE, LOCKED) !== FREE : !(await lockUntilAsync(state, deadline, signal))) {
      return false;
    }
    words[state + LockBody.HOLDER] = currentIdent();
    return true;
  }

  /**
   * Releases the lock, also when another thread has acquired it. One of those that wait gets it, not always the first.
   *
   * @throws RuntimeError when the lock is not held
   * @example
   * lock.acquire();
   * try { work(); } finally { lock.release(); }
   */
  release(): void {
    words[this.#state + LockBody.HOLDER] = 0;
    const before = exchange(this.#state, FREE);
    if (before === LOCKED) return;
    if (before === FREE) throw new RuntimeError("release unlocked lock");
    wake(this.#state, 1);
  }

  /**
   * Whether the lock is held, by any thread.
   *
   * @returns what was true at some moment of the call
   * @example
   * if (!lock.locked()) print("it was free a moment ago");
   */
  locked(): boolean {
    return load(this.#state) !== FREE;
  }

  /**
   * `with lock:` for a `using` declaration: acquires now, releases at the end of the block, however it is left.
   *
   * @returns what releases the lock when it is disposed of
   * @example
   * using _ = lock.hold();
   */
  hold(): Hold {
    this.acquire();
    return new Hold(this);
  }

  /** What `with lock:` does first: acquires the lock. Used by `with_`. Returns true. */
  __enter__(): boolean {
    return this.acquire();
  }

  /** What `with lock:` does last: releases the lock. Errors go on. */
  __exit__(..._exception: unknown[]): void {
    this.release();
  }

  /** The lock as Python's repr shows it: `<unlocked _thread.lock object at 0x…>`. */
  toString(): string {
    return reprOfLock(ptrOf(this));
  }
}

function reprOfLock(object: Ptr): string {
  const isLocked = load(object + OBJECT_HEADER_WORDS + LockBody.STATE) !== FREE;
  return `<${isLocked ? "locked" : "unlocked"} _thread.lock object at ${addressText(object)}>`;
}

function argumentError(args: IArguments): string {
  if (args.length === 1 && isKeywords(args[0])) return "lock() takes no keyword arguments";
  return `lock expected 0 arguments, got ${args.length}`;
}

/**
 * The primitive lock, which one thread holds at a time; `threading.Lock` is the same class. Any thread may release it, and
 * a thread that acquires it twice waits for itself.
 *
 * A lock that is put in a queue, captured by a function or given as an argument is the same lock in each thread.
 *
 * Differs from CPython: Ctrl-C while main waits for a lock ends a program that has no handler of its own, instead of
 * raising KeyboardInterrupt there.
 *
 * @example
 * const lock = threading.Lock();
 * {
 *   using _ = lock.hold();     // with lock:
 *   counter.value += 1;
 * }
 */
export const LockType = sharedClass(LockClass, "lock") as unknown as LockConstructor;

/** What `Lock()` makes. */
export interface LockType extends LockClass {}

export interface LockConstructor {
  /**
   * Makes a lock that nobody holds.
   *
   * @throws TypeError for arguments
   * @example
   * const lock = threading.Lock();
   */
  (): LockType;
  /**
   * Makes a lock that nobody holds.
   *
   * @throws TypeError for arguments
   */
  new (): LockType;
  readonly prototype: LockType;
}

defineKind({ kind: Kind.LOCK, base: LockClass, exported: LockType, closed: "_thread.lock", repr: reprOfLock });
watchOrder(LockClass);
