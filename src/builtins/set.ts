/** `set`: Python's set, shared by all threads. Its items are the keys of a table in the arena, see hash-table.ts. */
import { KeyError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { Handle, isNew, ptrOf } from "../internal/codec/index.js";
import { defineKind, isPrivate } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { HASH_BODY_WORDS, Kind, type Ptr, SET_ENTRY_WORDS, StandsFor } from "../internal/memory/layout.js";
import { encodeKeys } from "./hash-encode.js";
import { addKey, HashIterator, hasKey, keysOf, NONE, removeKey, takeFirstKey } from "./hash-items.js";
import { isHashable } from "./hash-key.js";
import {
  clearTable,
  copyEntries,
  destroyTable,
  eachSlot,
  type EntryBlock,
  initTable,
  publishEntries,
  putEntries,
  sizeOf,
  standsFor,
} from "./hash-table.js";
import { valuesOf } from "./iterable.js";
import { reprSet } from "./repr.js";
import { countMissing, keepEntries, removeEntries, toggleEntries } from "./set-algebra.js";
import { SetTraps } from "./set-traps.js";

class SetClass<T> extends Handle implements Iterable<T> {
  constructor(iterable?: Iterable<T>) {
    super(Kind.SET, HASH_BODY_WORDS);
    if (!isNew()) return;
    initTable(ptrOf(this), SET_ENTRY_WORDS);
    if (iterable !== undefined) addAll(this, iterable);
  }

  // ---------------------------------------------------------------- single items

  /**
   * Adds an item, unless the set has it. A set that a Set has become by being stored is returned, as by that Set.
   * @throws TypeError for what cannot be an item, such as a list
   */
  add(item: T): void {
    addKey(ptrOf(this), item);
    if (standsFor(ptrOf(this), StandsFor.MAP_OR_SET)) return this as unknown as undefined;
  }

  /** Takes an item out, if the set has it. */
  discard(item: unknown): void {
    removeKey(ptrOf(this), item);
  }

  /** Takes an item out, as a Set does: returns whether the set had it. */
  delete(item: unknown): boolean {
    return removeKey(ptrOf(this), item);
  }

  /**
   * Takes an item out.
   * @throws KeyError when the set does not have it
   */
  remove(item: T): void {
    if (!removeKey(ptrOf(this), item)) throw new KeyError(item);
  }

  /**
   * Takes an item out and returns it: the one that was added first.
   * @throws KeyError when there is none
   */
  pop(): T {
    const item = takeFirstKey(ptrOf(this));
    if (item === NONE) throw new KeyError("pop from an empty set");
    return item as T;
  }

  /** Whether the set has an item. */
  has(item: unknown): boolean {
    return hasKey(ptrOf(this), item);
  }

  /** Whether the set has an item: Python's `item in s`. */
  __contains__(item: unknown): boolean {
    return hasKey(ptrOf(this), item);
  }

  // ---------------------------------------------------------------- the whole set

  /** Takes out all items. */
  clear(): void {
    clearTable(ptrOf(this));
  }

  /** A new set with the same items. */
  copy(): set<T> {
    const copied = new SetClass<T>();
    putEntries(ptrOf(copied), copyEntries(ptrOf(this)));
    return copied;
  }

  /** How many items there are. */
  get size(): number {
    return sizeOf(ptrOf(this));
  }

  /** How many items there are: Python's `len(s)`. */
  __len__(): number {
    return sizeOf(ptrOf(this));
  }

  /** Adds the items of all iterables; those of each in one step. */
  update(...others: Iterable<T>[]): void {
    for (const other of others) addAll(this, other);
  }

  /** Keeps only what all the iterables have; one step for each. */
  intersection_update(...others: Iterable<unknown>[]): void {
    for (const other of others) withOwnSet(other, (own) => keepEntries(ptrOf(this), own));
  }

  /** Takes out what any of the iterables has; one step for each. */
  difference_update(...others: Iterable<unknown>[]): void {
    for (const other of others) removeEntries(ptrOf(this), entriesOf(other));
  }

  /** Takes out what `other` has too, and adds what only `other` has, in one step. */
  symmetric_difference_update(other: Iterable<T>): void {
    const block = withOwnSet(other, copyEntries);
    if (!isPrivate(ptrOf(this))) publishEntries(block);
    toggleEntries(ptrOf(this), block);
  }

  /** A new set of what this one or any of the iterables has. */
  union<U = T>(...others: Iterable<U>[]): set<T | U> {
    const result = this.copy() as set<any>;
    result.update(...others);
    return result;
  }

  /** A new set of what this one and all the iterables have. */
  intersection(...others: Iterable<unknown>[]): set<T> {
    const result = this.copy();
    result.intersection_update(...others);
    return result;
  }

  /** A new set of what this one has and none of the iterables. */
  difference(...others: Iterable<unknown>[]): set<T> {
    const result = this.copy();
    result.difference_update(...others);
    return result;
  }

  /** A new set of what just one of the two has. */
  symmetric_difference<U = T>(other: Iterable<U>): set<T | U> {
    const result = this.copy() as set<any>;
    result.symmetric_difference_update(other);
    return result;
  }

  /** Whether `other` has all items of this set. */
  issubset(other: Iterable<unknown>): boolean {
    return withOwnSet(other, (own) => countMissing(own, copyEntries(ptrOf(this))) === 0);
  }

  /** Whether this set has all items of `other`. */
  issuperset(other: Iterable<unknown>): boolean {
    return countMissing(ptrOf(this), entriesOf(other)) === 0;
  }

  /** Whether the two have no item in common. */
  isdisjoint(other: Iterable<unknown>): boolean {
    const block = entriesOf(other);
    const { count } = block;
    return countMissing(ptrOf(this), block) === count;
  }

  /** Whether `other` is a set of the same items. */
  __eq__(other: unknown): boolean {
    if (other === this) return true;
    if (!(other instanceof SetClass || (other instanceof Set && [...other].every(isHashable)))) return false;
    return withOwnSet(other as Iterable<unknown>, (own) => {
      const mine = copyEntries(ptrOf(this));
      const sameSize = mine.count === sizeOf(own);
      return countMissing(own, mine) === 0 && sameSize;
    });
  }

  /** Whether this set is a true subset of another one. */
  __lt__(other: unknown): boolean {
    if (!(other instanceof SetClass || other instanceof Set)) {
      throw new TypeError(`'<' not supported between instances of '${typeName(this)}' and '${typeName(other)}'`);
    }
    return this.issubset(other) && !this.__eq__(other);
  }

  /** The set as Python writes it: `{1, 2}`, and `set()` when it is empty. */
  __repr__(): string {
    return reprSet(this, keysOf(ptrOf(this)));
  }

  /**
   * The items in turn, in the order in which they were added.
   * @throws RuntimeError when an item was added or taken out meanwhile
   */
  [Symbol.iterator](): IterableIterator<T> {
    if (standsFor(ptrOf(this), StandsFor.MAP_OR_SET)) return (keysOf(ptrOf(this)) as T[])[Symbol.iterator]();
    return new HashIterator<T>(this, "Set", (item) => item as T);
  }

  /** The items in turn. */
  values(): IterableIterator<T> {
    return this[Symbol.iterator]();
  }

  /** The items in turn, as a Set has them. */
  keys(): IterableIterator<T> {
    return this[Symbol.iterator]();
  }

  /** Pairs of each item with itself in turn, as a Set has them. */
  *entries(): IterableIterator<[T, T]> {
    for (const item of this) yield [item, item];
  }

  /** Calls `callback` for each item that there is now. */
  forEach(callback: (item: T, same: T, set: this) => void): void {
    for (const item of keysOf(ptrOf(this)) as T[]) callback(item, item, this);
  }

  /** The items in a plain array, for `JSON.stringify`. */
  toJSON(): T[] {
    return keysOf(ptrOf(this)) as T[];
  }

  /** As `__repr__`. */
  toString(): string {
    return this.__repr__();
  }
}

/** Adds items in one step. */
function addAll(target: SetClass<any>, iterable: unknown): void {
  const isPrivateTarget = isPrivate(ptrOf(target));
  if (!(iterable instanceof SetClass)) return putEntries(ptrOf(target), encodeKeys(valuesOf(iterable), isPrivateTarget));
  const block = copyEntries(ptrOf(iterable));
  if (!isPrivateTarget) publishEntries(block);
  putEntries(ptrOf(target), block);
}

/** The items of an iterable, to be looked for. */
function entriesOf(iterable: unknown): EntryBlock {
  return iterable instanceof SetClass ? copyEntries(ptrOf(iterable)) : encodeKeys(valuesOf(iterable), true);
}

const inUse: object[] = [];

/** Runs `body` with the items of an iterable in a set that only this thread has. */
function withOwnSet<R>(iterable: Iterable<unknown>, body: (own: Ptr) => R): R {
  const own = new SetClass<unknown>(iterable);
  // Only its address is used from here on; the garbage collector must not take it for dropped when memory runs short.
  inUse.push(own);
  try {
    return body(ptrOf(own));
  } finally {
    inUse.pop();
  }
}

export interface SetConstructor {
  /**
   * Makes a set of the items of an iterable, or an empty one.
   *
   * @param iterable the first items
   * @throws TypeError for what cannot be iterated, or holds what cannot be an item
   * @example
   * const visited = set(["/"]);
   */
  <T = any>(iterable?: Iterable<T>): set<T>;
  /**
   * Makes a set of the items of an iterable, or an empty one.
   *
   * @param iterable the first items
   * @throws TypeError for what cannot be iterated, or holds what cannot be an item
   */
  new <T = any>(iterable?: Iterable<T>): set<T>;
  readonly prototype: set<any>;
}

/**
 * Python's set, shared by all threads: each single operation is atomic. Items may be what keys of a {@link dict} may be:
 * strings, numbers, truth values, null, bigints, arrays, which count as tuples do, shared objects such as locks, functions
 * and classes. They keep the order in which they were added.
 *
 * @param iterable the first items
 * @example
 * const visited = set<string>();
 * visited.add("/");
 * print(visited.has("/"), visited);  // True {'/'}
 */
export const set = sharedClass(SetClass, "set") as unknown as SetConstructor;
/** What `set()` makes. */
export type set<T = any> = SetClass<T>;

defineKind({
  kind: Kind.SET,
  base: SetClass,
  exported: set,
  attributed: true,
  traps: () => new SetTraps(),
  slots: eachSlot,
  destroy: destroyTable,
});
