/**
 * `object`: the base of classes whose instances all threads share, and the factory of sentinels.
 *
 * It adds nothing to a shared object's header; all of its state are its attributes (see internal/codec/attributes).
 */
import { inspect } from "node:util";
import { addressOf, Handle, ptrOf } from "../internal/codec/index.js";
import { attributeNames } from "../internal/codec/attributes.js";
import { defineKind } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { showAttributes } from "../internal/codec/show-attributes.js";
import { setStaticsHolder } from "../internal/codec/statics.js";
import { Kind } from "../internal/memory/layout.js";

export class ObjectClass extends Handle {
  constructor() {
    super(Kind.OBJECT, 0);
  }

  /** The object as Python's repr shows it: `<Account object at 0x…>`. */
  toString(): string {
    return `<${this.constructor.name} object at ${addressOf(this)}>`;
  }

  [inspect.custom](depth: number | null, options: object, inspectValue: typeof inspect): string {
    if (attributeNames(ptrOf(this)).length === 0) return this.toString();
    return showAttributes.call(this, depth, options, inspectValue);
  }
}

/**
 * Base class of objects that threads share, and, called, a new unique object.
 *
 * Attributes of an instance lie in shared memory: each read sees the last write, whichever thread made it. Plain arrays
 * that are assigned become shared lists. Methods are bound when they are taken, so `target: account.work` is right.
 *
 * Differs from CPython: a plain array, object, Map or Set that is assigned to an attribute becomes a shared one, deeply; so
 * does an instance of a plain class, once another thread can see it. A typed array moves into shared memory.
 *
 * @example
 * class Account extends object {
 *   balance = 0;
 *   deposit(amount: number) { this.balance += amount; }
 * }
 * const account = new Account();
 * threading.Thread({ target: account.deposit, args: [5] }).start();
 *
 * const SENTINEL = object();
 * jobs.put(SENTINEL);  // === SENTINEL where it is taken out
 */
export const object = sharedClass(ObjectClass, "object") as unknown as ObjectConstructor;

export interface ObjectConstructor {
  /**
   * Makes an object that is the same in every thread and equal to itself only: a sentinel.
   *
   * @example
   * const SENTINEL = object();
   */
  (): ObjectClass;
  /** Makes an object that every thread can have. */
  new (): ObjectClass;
  readonly prototype: ObjectClass;
}

setStaticsHolder(() => new ObjectClass());

defineKind({ kind: Kind.OBJECT, base: ObjectClass, exported: object, closed: "object" });
