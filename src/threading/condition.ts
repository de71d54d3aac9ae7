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
import {
  CONDITION_BODY_WORDS,
  ConditionBody,
  Kind,
  NULL_PTR,
  OBJECT_HEADER_WORDS,
  type Ptr,
  Slot,
  WaitKind,
} from "../internal/memory/layout.js";
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
import { type AcquireOptions, type AcquireTimeout, endDeadline, isKeywords, waitDeadline } from "../thread/acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "../thread/async-arguments.js";
import { bind } from "../thread/bind-arguments.js";
import { Hold } from "../thread/hold.js";
import { checkKeywords } from "../thread/keywords.js";
import { RLock } from "../thread/rlock.js";
import { timeoutArgument, type WaitOptions } from "./wait-arguments.js";

/**
 * What a Condition needs of its lock. With the next three it asks the lock who owns it, and saves its recursion; the last
 * two are for the async forms.
 */
export interface ConditionLock {
  /** Acquires the lock; arguments are the lock's own. */
  acquire(...args: any[]): unknown;
  /** Releases the lock. */
  release(): unknown;
  /** Whether the caller holds the lock. */
  _is_owned?(): boolean;
  /** Releases the lock altogether; returns what `_acquire_restore` is given. */
  _release_save?(): unknown;
  /** Acquires the lock as it was held. */
  _acquire_restore?(state: any): void;
  /** As `acquire`, by a promise. */
  acquire_async?(...args: any[]): Promise<unknown>;
  /** As `_acquire_restore`, by a promise. */
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
  let end: number | undefined;
  return () => {
    end ??= endDeadline(timeout);
    if (end === Number.POSITIVE_INFINITY) return null;
    return (end - monotonicMs()) / 1e3;
  };
}

/** What a wait_for was called with. */
function waitForArguments<T>(call: string, first: unknown, second: unknown): [predicate: () => T, timeout: unknown] {
  if (typeof first === "function" && !isKeywords(second)) return [first as () => T, second];
  const given = second === undefined ? [first] : [first, second];
  const [predicate, timeout] = bind({ call, names: ["predicate", "timeout"], needsFirst: true }, given);
  if (typeof predicate !== "function") throw new TypeError(`'${typeName(predicate)}' object is not callable`);
  return [predicate as () => T, timeout];
}

/** Whether a plain object stands for a lock of the program's own, and not for keywords. */
const isLock = (value: object): boolean => "acquire" in value || "release" in value;

/** The lock in the arguments of the constructor. */
function lockArgument(given: IArguments): unknown {
  const [first] = given;
  if (given.length === 1 && !(isKeywords(first) && !isLock(first))) return first;
  return bind({ call: "Condition.__init__", names: ["lock"] }, given)[0];
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

/** Keywords of `Condition`. */
export interface ConditionOptions {
  /** Guards what is waited for. Default: a new RLock. */
  lock?: ConditionLock | null;
}

/** Keywords of `notify`. */
export interface NotifyOptions {
  /** How many threads to wake. Default: 1. */
  n?: number;
}

export class ConditionClass extends Handle {
  readonly #body: Ptr;
  readonly #lock: ConditionLock;

  /**
   * @param lock guards what is waited for; several conditions may share one. Default: a new RLock
   * @throws AttributeError when `lock` has no `acquire` or no `release`
   */
  constructor(lock?: ConditionLock | null | { lock?: ConditionLock | null });
  constructor() {
    super(Kind.CONDITION, CONDITION_BODY_WORDS);
    const isFresh = isNew();
    this.#body = bodyOf(this);
    if (isFresh) {
      const lock = lockArgument(arguments);
      this.#lock = lock === undefined || lock === null ? new RLock() : checkLock(lock);
      writeSlot(this.#body + ConditionBody.LOCK, this.#lock, Crossing.COPY, true);
    } else {
      this.#lock = readSlot(this.#body + ConditionBody.LOCK) as ConditionLock;
    }
  }

  /**
   * Acquires the lock; arguments, result and errors are those of the lock's own `acquire`.
   *
   * @param blocking false: give up at once when the lock is held. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; -1 waits for ever
   * @returns whether the lock was acquired
   * @example
   * condition.acquire();
   * try { items.append(1); condition.notify(); } finally { condition.release(); }
   */
  acquire(blocking?: boolean | number | AcquireOptions, timeout?: number | AcquireTimeout): boolean;
  acquire(...args: unknown[]): boolean {
    return this.#lock.acquire(...args) as boolean;
  }

  /**
   * As `acquire`, without blocking; arguments and result are those of the lock's own `acquire_async`.
   *
   * @param blocking false: give up at once when the lock is held. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; -1 waits for ever
   * @param options `signal`: an AbortSignal that ends the wait
   * @returns a promise of whether the lock was acquired; it rejects with what `acquire` raises, or the signal's reason
   * @throws AttributeError when the lock is one of your own that has no `acquire_async`
   * @example
   * await condition.acquire_async();
   */
  acquire_async(
    blocking?: boolean | number | (AcquireOptions & AsyncOptions),
    timeout?: number | (AcquireTimeout & AsyncOptions),
    options?: AsyncOptions,
  ): Promise<boolean>;
  async acquire_async(...args: unknown[]): Promise<boolean> {
    return (await asyncLock(this.#lock).acquire_async(...args)) as boolean;
  }

  /**
   * Releases the lock; errors are those of the lock's own `release`.
   *
   * @throws RuntimeError when the lock is not held
   * @example
   * condition.release();
   */
  release(): void {
    this.#lock.release();
  }

  /**
   * `with condition:` for a `using` declaration: acquires the lock now, releases it at the end of the block, however that is
   * left.
   *
   * @returns what releases the lock when it is disposed of
   * @example
   * using _ = condition.hold();
   */
  hold(): Hold {
    this.acquire();
    return new Hold(this);
  }

  /** What `with condition:` does first: acquires the lock. Used by `with_`. Returns true. */
  __enter__(): boolean {
    return this.acquire();
  }

  /** What `with condition:` does last: releases the lock. Errors go on. */
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
    const deadline = waitDeadline(timeoutArgument("Condition.wait", timeout));
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
    const deadline = waitDeadline(timeoutArgument("Condition.wait_async", args[0]));
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
  wait_for<T>(predicate: () => T, timeout?: number | null | WaitOptions): T;
  /**
   * Waits until a condition holds, with the arguments given by name.
   *
   * @param options `predicate`, and `timeout` in seconds
   * @returns the predicate's last value, a false one when the time ran out
   * @throws RuntimeError when the lock is not held and the predicate is false at first
   * @example
   * condition.wait_for({ predicate: () => items.length > 0, timeout: 1 });
   */
  wait_for<T>(options: { predicate: () => T; timeout?: number | null }): T;
  wait_for<T>(first: unknown, second?: unknown): T {
    const [predicate, timeout] = waitForArguments<T>("Condition.wait_for", first, second);
    const remaining = countdown(timeout);
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
  /**
   * As `wait_for`, without blocking, with the arguments given by name.
   *
   * @param options `predicate`, `timeout` in seconds, and `signal`
   * @returns a promise of the predicate's last value, a false one when the time ran out
   * @example
   * await condition.wait_for_async({ predicate: () => items.length > 0, signal });
   */
  wait_for_async<T>(options: { predicate: () => T | Promise<T>; timeout?: number | null } & AsyncOptions): Promise<T>;
  async wait_for_async<T>(...given: unknown[]): Promise<T> {
    const { args, signal } = splitSignal(given);
    const [predicate, timeout] = waitForArguments<T | Promise<T>>("Condition.wait_for_async", args[0], args[1]);
    const remaining = countdown(timeout);
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
   * @param n how many, one unless given; a keyword object may stand here instead
   * @throws RuntimeError when the lock is not held
   * @example
   * using _ = condition.hold();
   * items.append(1);
   * condition.notify();
   */
  notify(n: number | NotifyOptions = 1): void {
    let count: unknown = n;
    if (isKeywords(n)) {
      checkKeywords("Condition.notify", n, ["n"]);
      count = n.n === undefined ? 1 : n.n;
    }
    if (!this._is_owned()) throw new RuntimeError("cannot notify on un-acquired lock");
    const waiters = this.#body + ConditionBody.WAITERS;
    if (waiterCount(waiters) === 0) return;
    if (typeof count !== "number" && typeof count !== "boolean" && typeof count !== "bigint") {
      throw new TypeError(`'>' not supported between instances of '${typeName(count)}' and 'int'`);
    }
    this.#grant(Number(count));
  }

  /**
   * Wakes all threads that wait. They go on one after another, each once it has the lock.
   *
   * @throws RuntimeError when the lock is not held
   * @example
   * using _ = condition.hold();
   * condition.notify_all();
   */
  notify_all(): void {
    if (!this._is_owned()) throw new RuntimeError("cannot notify on un-acquired lock");
    this.#grant(Number.POSITIVE_INFINITY);
  }

  #grant(count: number): void {
    const guard = this.#body + ConditionBody.GUARD;
    const waiters = this.#body + ConditionBody.WAITERS;
    lock(guard);
    for (let left = count; left > 0 && firstWaiterLocked(waiters) !== NULL_PTR; left--) grantFirstLocked(waiters);
    unlock(guard);
  }

  /** Whether the caller holds the lock, as the lock says; of one that does not, being held by anybody is all that can be told. */
  _is_owned(): boolean {
    const lock = this.#lock;
    if (has(lock, "_is_owned")) return Boolean(lock._is_owned?.());
    if (!lock.acquire(false)) return true;
    lock.release();
    return false;
  }

  /** For subclasses: releases the lock altogether before a wait. Returns what `_acquire_restore` is given afterwards. */
  _release_save(): unknown {
    const lock = this.#lock;
    return has(lock, "_release_save") ? lock._release_save?.() : lock.release();
  }

  /** For subclasses: acquires the lock after a wait, as it was held before. */
  _acquire_restore(state: unknown): void {
    const lock = this.#lock;
    if (has(lock, "_acquire_restore")) lock._acquire_restore?.(state);
    else lock.acquire();
  }

  /** The lock that the condition was made with. */
  get _lock(): ConditionLock {
    return this.#lock;
  }

  /** The condition as Python's repr shows it: `<Condition(<lock>, 0)>`, with the number of those that wait. */
  toString(): string {
    return `<Condition(${String(this.#lock)}, ${waiterCount(this.#body + ConditionBody.WAITERS)})>`;
  }
}

/**
 * A lock, and a line of threads that wait until another one says that what it guards has changed.
 *
 * @example
 * const condition = threading.Condition();
 * const items = list<number>();
 * function consumer() {
 *   using _ = condition.hold();
 *   while (items.length === 0) condition.wait();
 *   print(items.pop(0));
 * }
 * function producer() {
 *   using _ = condition.hold();
 *   items.append(1);
 *   condition.notify();
 * }
 */
export const Condition = sharedClass(ConditionClass, "Condition") as unknown as ConditionConstructor;

/** What `Condition()` makes. */
export interface Condition extends ConditionClass {}

export interface ConditionConstructor {
  /**
   * Makes a condition.
   *
   * @param lock guards what is waited for; several conditions may share one, and it may be any object with `acquire` and
   * `release`. Default: a new RLock. A keyword object may stand here instead.
   * @throws AttributeError when `lock` has no `acquire` or no `release`
   * @example
   * const not_full = threading.Condition(mutex);
   */
  (lock?: ConditionLock | null): Condition;
  /**
   * Makes a condition.
   *
   * @param options `lock`: guards what is waited for, a new RLock unless given
   * @throws AttributeError when `lock` has no `acquire` or no `release`
   */
  (options: ConditionOptions): Condition;
  /**
   * Makes a condition.
   *
   * @param lock guards what is waited for; several conditions may share one, and it may be any object with `acquire` and
   * `release`. Default: a new RLock. A keyword object may stand here instead.
   * @throws AttributeError when `lock` has no `acquire` or no `release`
   */
  new (lock?: ConditionLock | null): Condition;
  /**
   * Makes a condition.
   *
   * @param options `lock`: guards what is waited for, a new RLock unless given
   * @throws AttributeError when `lock` has no `acquire` or no `release`
   */
  new (options: ConditionOptions): Condition;
  readonly prototype: Condition;
}

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
