/**
 * `threading.Semaphore`: a counter, and a line of threads that wait for it to be more than zero.
 *
 * Invariants: GUARD guards value and line. While somebody waits, the value is zero: a release hands its permit to the
 * first in the line instead of counting it, so a newcomer cannot take it away.
 *
 * Who wakes an `acquire`: a release, by any thread, or its deadline. A thread that dies with permits keeps them.
 */
import { repr } from "../builtins/repr.js";
import { ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { updateArrays } from "../internal/codec/connected.js";
import { addressOf, bodyOf, Handle, isNew } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { addressText } from "../internal/codec/repr.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { floats } from "../internal/memory/arena.js";
import {
  Kind,
  NULL_PTR,
  OBJECT_HEADER_WORDS,
  type Ptr,
  SEMAPHORE_BODY_WORDS,
  SemaphoreBody,
  WaitKind,
} from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import {
  acquireWaiter,
  awaitGrant,
  awaitGrantAsync,
  enqueueLocked,
  grantFirstLocked,
  releaseWaiter,
} from "../internal/memory/waiters.js";
import { ensureRoom } from "../internal/memory/stack-room.js";
import { currentIdent } from "../internal/runtime/current.js";
import { checkInterrupts } from "../internal/runtime/interrupt.js";
import { endDeadline, isKeywords } from "../thread/acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "../thread/async-arguments.js";
import { bind, type Signature } from "../thread/bind-arguments.js";
import { qualifiedName } from "../thread/class-name.js";
import { Hold } from "../thread/hold.js";
import { checkKeywords } from "../thread/keywords.js";
import type { WaitOptions } from "./wait-arguments.js";

/** Keywords of a semaphore's `acquire`. */
export interface SemaphoreAcquireOptions extends WaitOptions {
  /** False: give up at once when there is no permit. Default: true. */
  blocking?: boolean | number;
}

/** Keywords of `Semaphore`. */
export interface SemaphoreOptions {
  /** How many acquires pass before one waits. Default: 1. */
  value?: number;
}

/** Where a class says what kind of object it makes; a subclass inherits it. */
export const semaphoreKind = Symbol("kind of semaphore");

const ACQUIRE: Signature = { call: "Semaphore.acquire", names: ["blocking", "timeout"] };
const ACQUIRE_ASYNC: Signature = { ...ACQUIRE, call: "Semaphore.acquire_async" };

/** As `release`, but adds nothing and returns false when there would be more permits than at first. */
export let releaseBounded: (semaphore: SemaphoreClass, n: number | { n?: number }) => boolean;
export let initialValueOf: (semaphore: SemaphoreClass) => number;

export class SemaphoreClass extends Handle {
  static readonly [semaphoreKind]: Kind = Kind.SEMAPHORE;

  readonly #body: Ptr;

  /**
   * @param value how many acquires pass before one waits
   * @throws ValueError when `value` is negative
   */
  constructor(value: number | { value?: number } = 1) {
    const kind = (new.target as unknown as typeof SemaphoreClass)[semaphoreKind];
    super(kind, SEMAPHORE_BODY_WORDS);
    this.#body = bodyOf(this);
    if (isNew()) {
      const initial = initialValue(arguments.length > 1 || isKeywords(value) ? bound(kind, arguments) : value);
      floats[(this.#body + SemaphoreBody.VALUE) >> 1] = initial;
      floats[(this.#body + SemaphoreBody.INITIAL) >> 1] = initial;
    }
  }

  /**
   * Takes a permit, waiting in line while there is none.
   *
   * @param blocking false: give up at once when there is none. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever, zero or less only looks
   * @returns whether a permit was taken
   * @throws ValueError for a timeout together with `blocking` false
   * @example
   * if (semaphore.acquire({ timeout: 0.5 })) semaphore.release();
   */
  acquire(blocking?: boolean | number | SemaphoreAcquireOptions, timeout?: number | null | WaitOptions): boolean;
  acquire(blocking: unknown = true, timeout: unknown = null): boolean {
    if (isKeywords(blocking) || isKeywords(timeout)) {
      const [bound = true, seconds] = bind(ACQUIRE, timeout === null ? [blocking] : [blocking, timeout]);
      return this.#acquire(bound, seconds);
    }
    return this.#acquire(blocking, timeout);
  }

  #acquire(blocking: unknown, timeout: unknown): boolean {
    checkTimeout(blocking, timeout);
    // With a permit in hand it may not fail.
    if (updateArrays !== undefined) ensureRoom();
    if (this.#takes(NULL_PTR)) {
      updateArrays?.();
      return true;
    }
    if (!blocking) return false;
    const deadline = endDeadline(timeout);
    const waiter = acquireWaiter(currentIdent());
    const granted = this.#takes(waiter) || awaitGrant(...this.#line(waiter), deadline, WaitKind.SEMAPHORE);
    releaseWaiter(waiter);
    checkInterrupts();
    return granted;
  }

  /**
   * As `acquire`, without blocking: for code that must leave the event loop free. Stands in the same line.
   *
   * @param blocking false: give up at once when there is no permit. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever, zero or less only looks
   * @param options `signal`: an AbortSignal that ends the wait
   * @returns a promise of whether a permit was taken; it rejects with what `acquire` raises, or the signal's reason
   * @example
   * if (await semaphore.acquire_async({ timeout: 0.5 })) semaphore.release();
   */
  acquire_async(
    blocking?: boolean | number | (SemaphoreAcquireOptions & AsyncOptions),
    timeout?: number | null | (WaitOptions & AsyncOptions),
    options?: AsyncOptions,
  ): Promise<boolean>;
  async acquire_async(...given: unknown[]): Promise<boolean> {
    const { args, signal } = splitSignal(given);
    const [blocking = true, timeout] = bind(ACQUIRE_ASYNC, args);
    checkTimeout(blocking, timeout);
    if (this.#takes(NULL_PTR)) return true;
    if (!blocking) return false;
    const deadline = endDeadline(timeout);
    const waiter = acquireWaiter(currentIdent());
    try {
      return this.#takes(waiter) || (await awaitGrantAsync(...this.#line(waiter), deadline, signal));
    } finally {
      releaseWaiter(waiter);
    }
  }

  /** Takes a permit if there is one; else puts the waiter, if there is one, in the line. */
  #takes(waiter: Ptr): boolean {
    const guard = this.#body + SemaphoreBody.GUARD;
    const value = (this.#body + SemaphoreBody.VALUE) >> 1;
    lock(guard);
    // As CPython asks: a value that is no whole number never comes to zero, and nobody waits.
    const isThere = floats[value] !== 0;
    if (isThere) floats[value]--;
    else if (waiter !== NULL_PTR) enqueueLocked(this.#body + SemaphoreBody.WAITERS, waiter);
    unlock(guard);
    return isThere;
  }

  #line(waiter: Ptr): [guard: Ptr, list: Ptr, waiter: Ptr] {
    return [this.#body + SemaphoreBody.GUARD, this.#body + SemaphoreBody.WAITERS, waiter];
  }

  /**
   * Gives permits back, or adds them; any thread may. Those that wait get them in the order they came.
   *
   * @param n how many; a keyword object may stand here instead
   * @throws ValueError when `n` is less than one
   * @example
   * semaphore.acquire();
   * try { work(); } finally { semaphore.release(); }
   */
  release(n: number | { n?: number } = 1): void {
    const count = permits("Semaphore", n);
    const guard = this.#body + SemaphoreBody.GUARD;
    lock(guard);
    this.#addLocked(count);
    unlock(guard);
  }

  #addLocked(count: number): void {
    const waiters = this.#body + SemaphoreBody.WAITERS;
    let left = count;
    while (left >= 1 && grantFirstLocked(waiters)) left--;
    floats[(this.#body + SemaphoreBody.VALUE) >> 1] += left;
  }

  /**
   * `with semaphore:` for a `using` declaration: acquires now, releases at the end of the block, however it is left.
   *
   * @returns what gives the permit back when it is disposed of
   * @example
   * using _ = semaphore.hold();
   */
  hold(): Hold {
    this.acquire();
    return new Hold(this);
  }

  /** What `with semaphore:` does first: takes a permit. Used by `with_`. Returns true. */
  __enter__(): boolean {
    return this.acquire();
  }

  /** What `with semaphore:` does last: gives the permit back. Errors go on. */
  __exit__(..._exception: unknown[]): void {
    this.release();
  }

  /** How many permits are there at the moment. */
  get _value(): number {
    const guard = this.#body + SemaphoreBody.GUARD;
    lock(guard);
    const value = floats[(this.#body + SemaphoreBody.VALUE) >> 1];
    unlock(guard);
    return value;
  }

  static {
    releaseBounded = (semaphore, n) => {
      const count = permits("BoundedSemaphore", n);
      const body = semaphore.#body;
      const guard = body + SemaphoreBody.GUARD;
      lock(guard);
      const fits = floats[(body + SemaphoreBody.VALUE) >> 1] + count <= floats[(body + SemaphoreBody.INITIAL) >> 1];
      if (fits) semaphore.#addLocked(count);
      unlock(guard);
      return fits;
    };
    initialValueOf = (semaphore) => floats[(semaphore.#body + SemaphoreBody.INITIAL) >> 1];
  }

  /** The semaphore as Python's repr shows it: `<threading.Semaphore at 0x…: value=3>`. */
  toString(): string {
    return `<${qualifiedName(this, "threading")} at ${addressOf(this)}: value=${repr(this._value)}>`;
  }
}

/** How many permits there are, for one who must not wait: a double is read in one piece. */
export function permitsOf(object: Ptr): number {
  return floats[(object + OBJECT_HEADER_WORDS + SemaphoreBody.VALUE) >> 1];
}

function checkTimeout(blocking: unknown, timeout: unknown): void {
  if (!blocking && timeout !== null && timeout !== undefined) {
    throw new ValueError("can't specify timeout for non-blocking acquire");
  }
}

/** The value in arguments with keywords, or too many of them. */
function bound(kind: Kind, given: IArguments): unknown {
  const name = kind === Kind.BOUNDED_SEMAPHORE ? "BoundedSemaphore" : "Semaphore";
  const [value = 1] = bind({ call: `${name}.__init__`, names: ["value"] }, given);
  return value;
}

function initialValue(value: unknown): number {
  const number = comparable(value);
  if (number < 0) throw new ValueError("semaphore initial value must be >= 0");
  return number;
}

function permits(className: string, n: unknown): number {
  let count = n;
  if (isKeywords(n)) {
    checkKeywords(`${className}.release`, n, ["n"]);
    count = n.n === undefined ? 1 : n.n;
  }
  const number = comparable(count);
  if (!(number >= 1)) throw new ValueError("n must be one or more");
  return number;
}

function comparable(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean" || typeof value === "bigint") return Number(value);
  throw new TypeError(`'<' not supported between instances of '${typeName(value)}' and 'int'`);
}

/**
 * A counter of permits: `acquire` takes one and waits while there is none, `release` gives one back. Those who wait get
 * theirs in the order they came.
 *
 * @example
 * const connections = threading.Semaphore(3);
 * {
 *   using _ = connections.hold();   // with connections:
 *   fetch();                        // three threads at most are here
 * }
 */
export const Semaphore = sharedClass(SemaphoreClass, "Semaphore") as unknown as SemaphoreConstructor;

/** What `Semaphore()` makes. */
export interface Semaphore extends SemaphoreClass {}

export interface SemaphoreConstructor {
  /**
   * Makes a semaphore.
   *
   * @param value how many acquires pass before one waits, 1 unless given. A keyword object may stand here instead.
   * @throws ValueError when `value` is negative
   * @example
   * const connections = threading.Semaphore(3);
   */
  (value?: number | SemaphoreOptions): Semaphore;
  /**
   * Makes a semaphore.
   *
   * @param value how many acquires pass before one waits, 1 unless given. A keyword object may stand here instead.
   * @throws ValueError when `value` is negative
   */
  new (value?: number | SemaphoreOptions): Semaphore;
  readonly prototype: Semaphore;
}

defineKind({
  kind: Kind.SEMAPHORE,
  base: SemaphoreClass,
  exported: Semaphore,
  repr: (object) => `<threading.Semaphore at ${addressText(object)}: value=${repr(permitsOf(object))}>`,
});
