/**
 * `threading.Condition`: a lock, and a line of threads that wait for what it guards to change (see
 * internal/memory/waiters).
 *
 * Invariants: the line is guarded by GUARD and not by the lock, since the lock may be any object, and the check that the
 * caller holds it is only as good as the lock's own. A waiter enters the line before it releases the lock, so a notifier
 * that gets the lock then finds it there; `wait` returns true only when a notifier took its own waiter out.
 *
 * Who wakes a `wait`: a notifier, or its deadline. If no thread is left that could notify, it waits for ever, as Python's.
 */
import { AttributeError, RuntimeError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { bodyOf, Handle, isNew } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { reprOf } from "../internal/codec/repr.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { readSlot, writeSlot } from "../internal/codec/slots.js";
import { Crossing, SlotTag } from "../internal/codec/tags.js";
import { words } from "../internal/memory/arena.js";
import { monotonicMs } from "../internal/memory/clock.js";
import { load } from "../internal/memory/futex.js";
import { CONDITION_BODY_WORDS, ConditionBody, Kind, NULL_PTR, OBJECT_HEADER_WORDS, type Ptr, Slot, WaitKind } from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import {
  acquireWaiter,
  awaitGrant,
  awaitGrantAsync,
  cancelLocked,
  enqueueLocked,
  firstWaiterLocked,
  grantFirstLocked,
  releaseWaiter,
  waiterCount,
} from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { checkInterrupts } from "../internal/runtime/interrupt.js";
import { type AcquireOptions, isKeywords, waitDeadline } from "../thread/acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "../thread/async-arguments.js";
import { Hold } from "../thread/hold.js";
import { RLock } from "../thread/rlock.js";
import { checkKeywords, timeoutArgument, type WaitOptions } from "./wait-arguments.js";

/**
 * What a Condition needs of its lock. With the next three it asks the lock who owns it, and saves its recursion; the last
 * two are for the async forms.
 */
export interface ConditionLock {
  acquire(...args: any[]): unknown;
  release(): unknown;
  _is_owned?(): boolean;
  _release_save?(): unknown;
  _acquire_restore?(state: any): void;
  acquire_async?(...args: any[]): Promise<unknown>;
  _acquire_restore_async?(state: any): Promise<void>;
}

/** Asks first whether the name is there: an object may answer a missing one with AttributeError. */
const has = (lock: ConditionLock, name: keyof ConditionLock): boolean => name in lock && typeof lock[name] === "function";

/** @throws AttributeError for a lock that can only be waited for by blocking */
function asyncLock(lock: ConditionLock): ConditionLock & { acquire_async(...args: unknown[]): Promise<unknown> } {
  if (has(lock, "acquire_async")) return lock as ConditionLock & { acquire_async(...args: unknown[]): Promise<unknown> };
  throw new AttributeError(`'${typeName(lock)}' object has no attribute 'acquire_async'`);
}

/** How many seconds are left of a timeout whenever it is asked, counted from the first time; null: any number. */
function countdown(timeout: unknown): () => number | null {
  if (timeout === null || timeout === undefined) return () => null;
  let end: number | undefined;
  return () => {
    if (end !== undefined) return (end - monotonicMs()) / 1e3;
    end = monotonicMs() + (timeout as number) * 1e3;
    return timeout as number;
  };
}

function checkLock(value: unknown): ConditionLock {
  for (const name of ["acquire", "release"] as const) {
    const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
    if (!isObject || !has(value as ConditionLock, name)) {
      throw new AttributeError(`'${typeName(value)}' object has no attribute '${name}'`);
    }
  }
  return value as ConditionLock;
}

export class ConditionClass extends Handle {
  readonly #body: Ptr;
  readonly #lock: ConditionLock;

  /**
   * @param lock guards what is waited for; several conditions may share one. Default: a new RLock
   * @throws AttributeError when `lock` has no `acquire` or no `release`
   */
  constructor(lock?: ConditionLock | null) {
    super(Kind.CONDITION, CONDITION_BODY_WORDS);
    const isFresh = isNew();
    this.#body = bodyOf(this);
    if (isFresh) {
      this.#lock = lock === undefined || lock === null ? new RLock() : checkLock(lock);
      writeSlot(this.#body + ConditionBody.LOCK, this.#lock, Crossing.COPY, true);
    } else {
      this.#lock = readSlot(this.#body + ConditionBody.LOCK) as ConditionLock;
    }
  }

  /** Acquires the lock; arguments and result are those of the lock's own `acquire`. */
  acquire(blocking?: unknown, timeout?: number): boolean;
  acquire(options: AcquireOptions): boolean;
  acquire(...args: unknown[]): boolean {
    return this.#lock.acquire(...args) as boolean;
  }

  /** As `acquire`, without blocking; arguments and result are those of the lock's own `acquire_async`. */
  acquire_async(blocking?: unknown, timeout?: number, options?: AsyncOptions): Promise<boolean>;
  acquire_async(options: AcquireOptions & AsyncOptions): Promise<boolean>;
  async acquire_async(...args: unknown[]): Promise<boolean> {
    return (await asyncLock(this.#lock).acquire_async(...args)) as boolean;
  }

  /** Releases the lock; errors are those of the lock's own `release`. */
  release(): void {
    this.#lock.release();
  }

  /**
   * `with condition:` for a `using` declaration: acquires the lock now, releases it at the end of the block.
   *
   * @example
   * using _ = condition.hold();
   */
  hold(): Hold {
    this.acquire();
    return new Hold(this);
  }

  __enter__(): boolean {
    return this.acquire();
  }

  __exit__(..._exception: unknown[]): void {
    this.release();
  }

  /**
   * Releases the lock, waits to be notified, and acquires the lock again. A lock that was acquired several times is
   * released altogether and comes back as it was.
   *
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever, zero or less only looks. A keyword
   * object may stand here instead.
   * @returns true when a notification meant this call, false when the time ran out
   * @throws RuntimeError when the lock is not held
   * @throws OverflowError for a timeout beyond `TIMEOUT_MAX`; the lock is still held then
   * @example
   * condition.acquire();
   * while (items.length === 0) condition.wait();
   */
  wait(timeout?: number | null | WaitOptions): boolean {
    if (!this._is_owned()) throw new RuntimeError("cannot wait on un-acquired lock");
    const deadline = waitDeadline(timeoutArgument("wait", timeout));
    const waiter = acquireWaiter(currentIdent());
    const state = this.#release(waiter);
    const granted = awaitGrant(...this.#line(waiter), deadline, WaitKind.CONDITION);
    releaseWaiter(waiter);
    this._acquire_restore(state);
    checkInterrupts();
    return granted;
  }

  /**
   * As `wait`, without blocking: for code that must leave the event loop free. Stands in the same line. The lock is held
   * again when the promise settles, also when it rejects because of the signal.
   *
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever, zero or less only looks. A keyword
   * object may stand here instead.
   * @param options `signal`: an AbortSignal that ends the wait
   * @returns a promise of what `wait` returns; it rejects with what `wait` raises, or the signal's reason
   * @throws AttributeError when the lock is one of your own that has no `acquire_async`
   * @example
   * await condition.acquire_async();
   * while (items.length === 0) await condition.wait_async();
   * condition.release();
   */
  wait_async(timeout?: number | null | (WaitOptions & AsyncOptions), options?: AsyncOptions): Promise<boolean>;
  async wait_async(...given: unknown[]): Promise<boolean> {
    const { args, signal } = splitSignal(given);
    if (!this._is_owned()) throw new RuntimeError("cannot wait on un-acquired lock");
    const deadline = waitDeadline(timeoutArgument("wait_async", args[0]));
    const locked = asyncLock(this.#lock);
    const waiter = acquireWaiter(currentIdent());
    const state = this.#release(waiter);
    try {
      return await awaitGrantAsync(...this.#line(waiter), deadline, signal);
    } finally {
      releaseWaiter(waiter);
      if (has(locked, "_acquire_restore_async")) await locked._acquire_restore_async?.(state);
      else await locked.acquire_async();
    }
  }

  /** Enters the line and then releases the lock, so that nobody who gets the lock finds the line without this waiter. */
  #release(waiter: Ptr): unknown {
    const [guard, waiters] = this.#line(waiter);
    lock(guard);
    enqueueLocked(waiters, waiter);
    unlock(guard);
    try {
      return this._release_save();
    } catch (error) {
      this.#leave(waiter);
      throw error;
    }
  }

  #line(waiter: Ptr): [guard: Ptr, list: Ptr, waiter: Ptr] {
    return [this.#body + ConditionBody.GUARD, this.#body + ConditionBody.WAITERS, waiter];
  }

  /** Gives up a wait that did not begin. */
  #leave(waiter: Ptr): void {
    const [guard, waiters] = this.#line(waiter);
    lock(guard);
    // A notification that came meanwhile was meant for whoever waits.
    if (cancelLocked(waiters, waiter)) grantFirstLocked(waiters);
    unlock(guard);
    releaseWaiter(waiter);
  }

  /**
   * Waits until a condition holds: calls `predicate`, with the lock held, first now and then after each notification.
   *
   * @param predicate says whether what is waited for is there, by any true value
   * @param timeout seconds to wait at most in all; null waits for ever. A keyword object may stand here instead.
   * @returns the predicate's last value, a false one when the time ran out
   * @throws RuntimeError when the lock is not held and the predicate is false at first
   * @example
   * condition.wait_for(() => items.length > 0);
   */
  wait_for<T>(predicate: () => T, timeout?: number | null | WaitOptions): T {
    const remaining = countdown(timeoutArgument("wait_for", timeout));
    let result = predicate();
    for (let isFirst = true; !result; isFirst = false) {
      const left = remaining();
      if (!isFirst && left !== null && left <= 0) break;
      this.wait(left);
      result = predicate();
    }
    return result;
  }

  /**
   * As `wait_for`, without blocking: for code that must leave the event loop free.
   *
   * @param predicate says whether what is waited for is there, by any true value or a promise of one
   * @param timeout seconds to wait at most in all; null waits for ever. A keyword object may stand here instead.
   * @param options `signal`: an AbortSignal that ends the wait
   * @returns a promise of the predicate's last value, a false one when the time ran out
   * @example
   * await condition.wait_for_async(() => items.length > 0, { timeout: 1 });
   */
  wait_for_async<T>(
    predicate: () => T | Promise<T>,
    timeout?: number | null | (WaitOptions & AsyncOptions),
    options?: AsyncOptions,
  ): Promise<T>;
  async wait_for_async<T>(predicate: () => T | Promise<T>, ...given: unknown[]): Promise<T> {
    const { args, signal } = splitSignal(given);
    const remaining = countdown(timeoutArgument("wait_for_async", args[0]));
    let result = await predicate();
    for (let isFirst = true; !result; isFirst = false) {
      const left = remaining();
      if (!isFirst && left !== null && left <= 0) break;
      await this.wait_async(left, { signal });
      result = await predicate();
    }
    return result;
  }

  /**
   * Wakes up to `n` of the threads that wait, those that have waited longest first. They go on once they have the lock,
   * which the caller still holds. With nobody waiting, nothing happens and nothing is remembered.
   *
   * @param n how many; a keyword object may stand here instead
   * @throws RuntimeError when the lock is not held
   * @example
   * condition.notify();
   */
  notify(n: number | { n?: number } = 1): void {
    let count: unknown = n;
    if (isKeywords(n)) {
      checkKeywords("notify", n, ["n"]);
      count = n.n ?? 1;
    }
    if (!this._is_owned()) throw new RuntimeError("cannot notify on un-acquired lock");
    const waiters = this.#body + ConditionBody.WAITERS;
    if (waiterCount(waiters) === 0) return;
    if (typeof count !== "number" && typeof count !== "boolean") {
      throw new TypeError(`'>' not supported between instances of '${typeName(count)}' and 'int'`);
    }
    this.#grant(Number(count));
  }

  /**
   * Wakes all threads that wait.
   *
   * @throws RuntimeError when the lock is not held
   */
  notify_all(): void {
    if (!this._is_owned()) throw new RuntimeError("cannot notify on un-acquired lock");
    this.#grant(Number.POSITIVE_INFINITY);
  }

  /** The older name of `notify_all`. */
  notifyAll(): void {
    this.notify_all();
  }

  #grant(count: number): void {
    const guard = this.#body + ConditionBody.GUARD;
    const waiters = this.#body + ConditionBody.WAITERS;
    lock(guard);
    for (let left = count; left > 0 && firstWaiterLocked(waiters) !== NULL_PTR; left--) grantFirstLocked(waiters);
    unlock(guard);
  }

  /** As the lock says; of a lock that does not, being held by anybody is all that can be told. */
  _is_owned(): boolean {
    const lock = this.#lock;
    if (has(lock, "_is_owned")) return Boolean(lock._is_owned?.());
    if (!lock.acquire(false)) return true;
    lock.release();
    return false;
  }

  _release_save(): unknown {
    const lock = this.#lock;
    return has(lock, "_release_save") ? lock._release_save?.() : lock.release();
  }

  _acquire_restore(state: unknown): void {
    const lock = this.#lock;
    if (has(lock, "_acquire_restore")) lock._acquire_restore?.(state);
    else lock.acquire();
  }

  /** The lock that the condition was made with. */
  get _lock(): ConditionLock {
    return this.#lock;
  }

  toString(): string {
    return `<Condition(${String(this.#lock)}, ${waiterCount(this.#body + ConditionBody.WAITERS)})>`;
  }
}

/**
 * Lets threads wait until another one says that something has changed.
 *
 * @example
 * const condition = threading.Condition();
 */
export interface Condition extends ConditionClass {}
export const Condition = sharedClass(ConditionClass, "Condition");

function repr(object: Ptr): string {
  const body = object + OBJECT_HEADER_WORDS;
  const slot = body + ConditionBody.LOCK;
  // A lock of the user's own class that is no shared object lies there as a copy, which cannot be shown without its code.
  const isShared = load(slot + Slot.TAG) === SlotTag.HANDLE;
  return `<Condition(${isShared ? reprOf(words[slot + Slot.PAYLOAD]) : "a lock of its own kind"}, ${waiterCount(body + ConditionBody.WAITERS)})>`;
}

defineKind({
  kind: Kind.CONDITION,
  base: ConditionClass,
  exported: Condition,
  repr,
  slots: (object, visit) => visit(object + OBJECT_HEADER_WORDS + ConditionBody.LOCK),
});
