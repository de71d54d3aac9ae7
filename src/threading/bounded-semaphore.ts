/** `threading.BoundedSemaphore`: a semaphore that notices when more is released than was acquired. See semaphore.ts. */
import { repr } from "../builtins/repr.js";
import { ValueError } from "../internal/base/errors.js";
import { addressOf } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { addressText } from "../internal/codec/repr.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { floats } from "../internal/memory/arena.js";
import { Kind, OBJECT_HEADER_WORDS, type Ptr, SemaphoreBody } from "../internal/memory/layout.js";
import { qualifiedName } from "../thread/class-name.js";
import { initialValueOf, permitsOf, releaseBounded, SemaphoreClass, semaphoreKind, type SemaphoreOptions } from "./semaphore.js";

export class BoundedSemaphoreClass extends SemaphoreClass {
  static override readonly [semaphoreKind]: Kind = Kind.BOUNDED_SEMAPHORE;

  /**
   * Gives permits back; any thread may. Those that wait get them in the order they came.
   *
   * @param n how many; a keyword object may stand here instead
   * @throws ValueError when `n` is less than one, or when there would be more permits than at first; none is added then
   * @example
   * slots.acquire();
   * try { work(); } finally { slots.release(); }
   */
  override release(n: number | { n?: number } = 1): void {
    if (!releaseBounded(this, n)) throw new ValueError("Semaphore released too many times");
  }

  /** How many permits there were at first. */
  get _initial_value(): number {
    return initialValueOf(this);
  }

  /** The semaphore as Python's repr shows it: `<threading.BoundedSemaphore at 0x…: value=2/3>`. */
  override toString(): string {
    return `<${qualifiedName(this, "threading")} at ${addressOf(this)}: value=${repr(this._value)}/${repr(this._initial_value)}>`;
  }
}

/**
 * A semaphore whose permits never become more than they were at first: one release too many is an error.
 *
 * @example
 * const slots = threading.BoundedSemaphore(3);
 */
export const BoundedSemaphore = sharedClass(BoundedSemaphoreClass, "BoundedSemaphore") as unknown as BoundedSemaphoreConstructor;

/** What `BoundedSemaphore()` makes. */
export interface BoundedSemaphore extends BoundedSemaphoreClass {}

export interface BoundedSemaphoreConstructor {
  /**
   * Makes a semaphore that refuses to grow.
   *
   * @param value how many acquires pass before one waits, 1 unless given. A keyword object may stand here instead.
   * @throws ValueError when `value` is negative
   * @example
   * const slots = threading.BoundedSemaphore(3);
   */
  (value?: number | SemaphoreOptions): BoundedSemaphore;
  /**
   * Makes a semaphore that refuses to grow.
   *
   * @param value how many acquires pass before one waits, 1 unless given. A keyword object may stand here instead.
   * @throws ValueError when `value` is negative
   */
  new (value?: number | SemaphoreOptions): BoundedSemaphore;
  readonly prototype: BoundedSemaphore;
}

function reprOf(object: Ptr): string {
  const initial = floats[(object + OBJECT_HEADER_WORDS + SemaphoreBody.INITIAL) >> 1];
  return `<threading.BoundedSemaphore at ${addressText(object)}: value=${repr(permitsOf(object))}/${repr(initial)}>`;
}

defineKind({ kind: Kind.BOUNDED_SEMAPHORE, base: BoundedSemaphoreClass, exported: BoundedSemaphore, repr: reprOf });
