/**
 * `threading.RLock`: a mutex of the arena with an owner, who may acquire it again and must release it as often.
 *
 * | STATE | OWNER | COUNT |
 * |---|---|---|
 * | FREE | 0 | 0 |
 * | LOCKED, CONTENDED | ident of the owner | how many releases are due |
 *
 * Invariant: OWNER and COUNT are written only by the thread that holds the mutex. So a thread that reads its own ident in
 * OWNER holds it, and any other value, however old, means that it does not. Idents are never used twice.
 *
 * The owner is a thread also where its async functions acquire: two of them that run in one thread are one owner.
 *
 * Who wakes an `acquire`: the owner's last release. A thread that dies as owner leaves the lock locked, as in Python.
 */
import { RuntimeError } from "../internal/base/errors.js";
import { updateArrays } from "../internal/codec/connected.js";
import { bodyOf, Handle, ptrOf } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { addressText } from "../internal/codec/repr.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { words } from "../internal/memory/arena.js";
import { load, store } from "../internal/memory/futex.js";
import { Kind, OBJECT_HEADER_WORDS, type Ptr, RLOCK_BODY_WORDS, RLockBody } from "../internal/memory/layout.js";
import { lockOfProgram, lockUntil, lockUntilAsync, tryLock, unlock } from "../internal/memory/mutex.js";
import { ensureRoom } from "../internal/memory/stack-room.js";
import { currentIdent } from "../internal/runtime/current.js";
import { checkInterrupts } from "../internal/runtime/interrupt.js";
import { type AcquireOptions, type AcquireTimeout, lockDeadline, POLL } from "./acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "./async-arguments.js";
import { Hold } from "./hold.js";
import { watchOrder } from "./lock-order.js";
import { nativeName } from "./class-name.js";

const NOT_OWNED = "cannot release un-acquired lock";

/** What `_release_save` gives: how many releases were due, and to whom. */
export type RLockState = readonly [count: number, owner: number];

export class RLockClass extends Handle {
  readonly #body: Ptr;

  /** Arguments are ignored, as Python does for the sake of old programs. */
  constructor(..._ignored: unknown[]) {
    super(Kind.RLOCK, RLOCK_BODY_WORDS);
    this.#body = bodyOf(this);
  }

  /**
   * Acquires the lock, waiting while another thread owns it. The owner gets it again at once.
   *
   * @param blocking false: give up at once when another thread owns the lock. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; -1 waits for ever
   * @returns whether the lock was acquired
   * @throws ValueError for a timeout together with `blocking` false, or a negative one other than -1
   * @throws OverflowError for a timeout beyond `TIMEOUT_MAX`
   * @example
   * rlock.acquire();
   * rlock.acquire();  // does not wait for itself
   */
  acquire(blocking?: boolean | number | AcquireOptions, timeout?: number | AcquireTimeout): boolean;
  acquire(blocking?: unknown, timeout?: number): boolean {
    // With the lock in hand it may not fail.
    if (updateArrays !== undefined) ensureRoom();
    const body = this.#body;
    const deadline = blocking === undefined && timeout === undefined ? Number.POSITIVE_INFINITY : lockDeadline(blocking, timeout);
    const me = currentIdent();
    if (load(body + RLockBody.OWNER) === me) {
      words[body + RLockBody.COUNT]++;
      return true;
    }
    const isFree = tryLock(body + RLockBody.STATE);
    if (!isFree && (deadline === POLL || !lockUntil(body + RLockBody.STATE, deadline))) return false;
    words[body + RLockBody.OWNER] = me;
    words[body + RLockBody.COUNT] = 1;
    if (isFree) updateArrays?.();
    else checkInterrupts();
    return true;
  }

  /**
   * As `acquire`, without blocking: for code that must leave the event loop free. The owner is the thread, so async
   * functions that run in one thread do not keep each other out; use a Lock for that.
   *
   * @param blocking false: give up at once when another thread owns the lock. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; -1 waits for ever
   * @param options `signal`: an AbortSignal that ends the wait
   * @returns a promise of whether the lock was acquired; it rejects with what `acquire` raises, or the signal's reason
   * @example
   * if (await rlock.acquire_async({ timeout: 0.5 })) rlock.release();
   */
  acquire_async(
    blocking?: boolean | number | (AcquireOptions & AsyncOptions),
    timeout?: number | (AcquireTimeout & AsyncOptions),
    options?: AsyncOptions,
  ): Promise<boolean>;
  async acquire_async(...given: unknown[]): Promise<boolean> {
    const { args, signal } = splitSignal(given);
    const deadline = lockDeadline(args[0], args[1]);
    if (this.acquire(false)) return true;
    if (deadline === POLL || !(await lockUntilAsync(this.#body + RLockBody.STATE, deadline, signal))) return false;
    words[this.#body + RLockBody.COUNT] = 1;
    store(this.#body + RLockBody.OWNER, currentIdent());
    return true;
  }

  /**
   * Takes back one `acquire`; the last one lets another thread have the lock.
   *
   * @throws RuntimeError when the calling thread does not own the lock
   * @example
   * rlock.acquire();
   * try { work(); } finally { rlock.release(); }
   */
  release(): void {
    const body = this.#body;
    if (load(body + RLockBody.OWNER) !== currentIdent()) throw new RuntimeError(NOT_OWNED);
    if (--words[body + RLockBody.COUNT] > 0) return;
    words[body + RLockBody.OWNER] = 0;
    unlock(body + RLockBody.STATE);
  }

  /** Whether the lock is owned, by any thread; Python has this since 3.14. */
  locked(): boolean {
    return load(this.#body + RLockBody.OWNER) !== 0;
  }

  /**
   * `with rlock:` for a `using` declaration: acquires now, releases at the end of the block, however it is left.
   *
   * @returns what releases the lock when it is disposed of
   * @example
   * using _ = rlock.hold();
   */
  hold(): Hold {
    this.acquire();
    return new Hold(this);
  }

  /** What `with rlock:` does first: acquires the lock. Used by `with_`. Returns true. */
  __enter__(): boolean {
    return this.acquire();
  }

  /** What `with rlock:` does last: releases the lock once. Errors go on. */
  __exit__(..._exception: unknown[]): void {
    this.release();
  }

  /** Whether the calling thread owns the lock. */
  _is_owned(): boolean {
    return load(this.#body + RLockBody.OWNER) === currentIdent();
  }

  /** How many releases the calling thread owes; 0 when it does not own the lock. */
  _recursion_count(): number {
    return this._is_owned() ? words[this.#body + RLockBody.COUNT] : 0;
  }

  /**
   * Releases the lock however often it was acquired; for Condition.
   *
   * @throws RuntimeError when the calling thread does not own the lock
   */
  _release_save(): RLockState {
    const body = this.#body;
    const owner = load(body + RLockBody.OWNER);
    if (owner !== currentIdent()) throw new RuntimeError(NOT_OWNED);
    const count = words[body + RLockBody.COUNT];
    words[body + RLockBody.COUNT] = 0;
    words[body + RLockBody.OWNER] = 0;
    unlock(body + RLockBody.STATE);
    return [count, owner];
  }

  /** Waits for the lock and restores what `_release_save` took away. */
  _acquire_restore(state: RLockState): void {
    const body = this.#body;
    lockOfProgram(body + RLockBody.STATE);
    words[body + RLockBody.COUNT] = state[0];
    store(body + RLockBody.OWNER, state[1]);
  }

  /** As `_acquire_restore`, without blocking. */
  async _acquire_restore_async(state: RLockState): Promise<void> {
    const body = this.#body;
    await lockUntilAsync(body + RLockBody.STATE, Number.POSITIVE_INFINITY);
    words[body + RLockBody.COUNT] = state[0];
    store(body + RLockBody.OWNER, state[1]);
  }

  /** The lock as Python's repr shows it: `<locked _thread.RLock object owner=1 count=2 at 0x…>`. */
  toString(): string {
    return reprOfRLock(ptrOf(this), nativeName(this, "_thread"));
  }
}

function reprOfRLock(object: Ptr, name: string): string {
  const body = object + OBJECT_HEADER_WORDS;
  const owner = load(body + RLockBody.OWNER);
  const state = owner === 0 ? "unlocked" : "locked";
  return `<${state} ${name} object owner=${owner} count=${words[body + RLockBody.COUNT]} at ${addressText(object)}>`;
}

/**
 * A lock that the thread which owns it may acquire again; it has to release it as often.
 *
 * Differs from CPython: idents are never used twice, so a lock whose owner has died stays locked for all later threads.
 *
 * @example
 * const rlock = threading.RLock();
 * function deposit(amount: number) {
 *   using _ = rlock.hold();    // with rlock:
 *   balance.value += amount;
 * }
 * {
 *   using _ = rlock.hold();
 *   deposit(1);                // does not wait for itself
 * }
 */
export const RLock = sharedClass(RLockClass, "RLock") as unknown as RLockConstructor;

/** What `RLock()` makes. */
export interface RLock extends RLockClass {}

export interface RLockConstructor {
  /**
   * Makes a lock that nobody owns.
   *
   * @param ignored Python takes arguments here for the sake of old programs, and so does this
   * @example
   * const rlock = threading.RLock();
   */
  (...ignored: unknown[]): RLock;
  /**
   * Makes a lock that nobody owns.
   *
   * @param ignored Python takes arguments here for the sake of old programs, and so does this
   */
  new (...ignored: unknown[]): RLock;
  readonly prototype: RLock;
}

defineKind({
  kind: Kind.RLOCK,
  base: RLockClass,
  exported: RLock,
  closed: "_thread.RLock",
  repr: (object) => reprOfRLock(object, "_thread.RLock"),
});
watchOrder(RLockClass);
