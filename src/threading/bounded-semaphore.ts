/** `threading.BoundedSemaphore`: a semaphore that notices when more is released than was acquired. See semaphore.ts. */
import { ValueError } from "../internal/base/errors.js";
import { addressOf } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { addressText } from "../internal/codec/repr.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { floats } from "../internal/memory/arena.js";
import { Kind, OBJECT_HEADER_WORDS, type Ptr, SemaphoreBody } from "../internal/memory/layout.js";
import { qualifiedName } from "../thread/class-name.js";
import { initialValueOf, permitsOf, releaseBounded, SemaphoreClass, semaphoreKind } from "./semaphore.js";

export class BoundedSemaphoreClass extends SemaphoreClass {
  static override readonly [semaphoreKind]: Kind = Kind.BOUNDED_SEMAPHORE;

  /**
   * Gives permits back; any thread may. Those that wait get them in the order they came.
   *
   * @param n how many; a keyword object may stand here instead
   * @throws ValueError when `n` is less than one, or when there would be more permits than at first; none is added then
   */
  override release(n: number | { n?: number } = 1): void {
    if (!releaseBounded(this, n)) throw new ValueError("Semaphore released too many times");
  }

  /** How many permits there were at first. */
  get _initial_value(): number {
    return initialValueOf(this);
  }

  override toString(): string {
    return `<${qualifiedName(this, "threading")} at ${addressOf(this)}: value=${this._value}/${this._initial_value}>`;
  }
}

/**
 * A semaphore whose permits never become more than they were at first.
 *
 * @example
 * const slots = threading.BoundedSemaphore(3);
 */
export interface BoundedSemaphore extends BoundedSemaphoreClass {}
export const BoundedSemaphore = sharedClass(BoundedSemaphoreClass, "BoundedSemaphore");

function repr(object: Ptr): string {
  const initial = floats[(object + OBJECT_HEADER_WORDS + SemaphoreBody.INITIAL) >> 1];
  return `<threading.BoundedSemaphore at ${addressText(object)}: value=${permitsOf(object)}/${initial}>`;
}

defineKind({ kind: Kind.BOUNDED_SEMAPHORE, base: BoundedSemaphoreClass, exported: BoundedSemaphore, repr });
