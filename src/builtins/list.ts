/** `list`: Python's list, shared by all threads. Its items lie in the arena, see list-storage.ts and list-items.ts. */
import { IndexError, ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { Handle, isNew, ptrOf } from "../internal/codec/index.js";
import { keepInThread } from "../internal/codec/kept-in-thread.js";
import { defineKind, isPrivate } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { Kind, LIST_BODY_WORDS, type Ptr } from "../internal/memory/layout.js";
import { isEqual, isEqualSequence, isLessSequence } from "./compare.js";
import { asInteger } from "./integer.js";
import { valuesOf } from "./iterable.js";
import { countItems, EVERYWHERE, findItem, removeValue } from "./list-search.js";
import { type SortOrder, sortItems } from "./list-sort.js";
import { appendItem, insertItem, readItem, removeItemAt, takeItem, writeItem } from "./list-items.js";
import {
  appendBlock,
  clearItems,
  copyItems,
  destroyItems,
  eachItem,
  lengthOf,
  reverseItems,
  truncateItems,
} from "./list-storage.js";
import { spliceItems } from "./list-splice.js";
import { ListTraps } from "./list-traps.js";
import { repr, reprSequence } from "./repr.js";
import { encodeValues, publishSlotCopy, slotAt, takeValues } from "./slot-block.js";

/** What no item is. */
const NONE = Symbol("no item");

/** The keyword arguments of `sort`. */
export interface SortOptions<T> {
  /** Gives what an item is compared by. */
  key?: ((item: T) => unknown) | null;
  /** Largest first; equal items keep their order. */
  reverse?: boolean;
}

/** What is among the items of a list or array, if it is one. */
type Flat<T> = T extends ListClass<infer I> | readonly (infer I)[] ? I : T;

class ListClass<T> extends Handle implements Iterable<T> {
  [index: number]: T;

  constructor(iterable?: Iterable<T>) {
    super(Kind.LIST, LIST_BODY_WORDS);
    if (isNew() && iterable !== undefined) extend(this, iterable);
  }

  // ---------------------------------------------------------------- Python

  /** Adds an item at the end. */
  append(value: T): void {
    appendItem(ptrOf(this), value);
  }

  /**
   * Adds all items of an iterable at the end, in one step.
   * @throws TypeError for what cannot be iterated
   */
  extend(iterable: Iterable<T>): void {
    extend(this, iterable);
  }

  /** Adds an item before the one at `index`, or at the end where there is none. Negative ones count from the end. */
  insert(index: number, value: T): void {
    insertItem(ptrOf(this), asInteger(index), value);
  }

  /**
   * Takes out the item at `index`, the last one unless given, and returns it. Taking the first one is as fast.
   * @throws IndexError when there is none
   */
  pop(index: number = -1): T {
    const value = takeItem(ptrOf(this), asInteger(index ?? -1), NONE);
    if (value === NONE) throw new IndexError(lengthOf(ptrOf(this)) === 0 ? "pop from empty list" : "pop index out of range");
    return value as T;
  }

  /**
   * Takes out the first item that equals `value`.
   * @throws ValueError when there is none
   */
  remove(value: T): void {
    if (!removeValue(ptrOf(this), value)) throw new ValueError("list.remove(x): x not in list");
  }

  /**
   * The index of the first item that equals `value`, from `start` on and before `stop`.
   * @throws ValueError when there is none
   */
  index(value: T, start: number = 0, stop?: number): number {
    const bounds = { start: asInteger(start ?? 0), stop: stop == null ? EVERYWHERE.stop : asInteger(stop) };
    const index = findItem(ptrOf(this), value, bounds);
    if (index < 0) throw new ValueError(`${repr(value)} is not in list`);
    return index;
  }

  /** How many items equal `value`. */
  count(value: T): number {
    return countItems(ptrOf(this), value);
  }

  /**
   * Sorts the items, and keeps the order of equal ones: numbers by size, strings by code point, arrays and lists by their
   * first items that differ, objects by their `__lt__`. The sorted items are stored in one step. A function in the
   * first place compares two items, as Python 2's `cmp` does.
   *
   * @throws TypeError when two items have no order
   * @throws ValueError when other threads keep changing the list
   */
  sort(options?: SortOptions<T> | ((a: T, b: T) => number) | null): void {
    const order = typeof options === "function" ? { compare: options } : (options ?? {});
    sortItems(ptrOf(this), order as SortOrder);
  }

  /** Reverses the order of the items, in place. */
  reverse(): void {
    reverseItems(ptrOf(this));
  }

  /** A new list with the same items. */
  copy(): list<T> {
    const copied = new ListClass<T>();
    appendBlock(ptrOf(copied), copyItems(ptrOf(this)));
    return copied;
  }

  /** Takes out all items. */
  clear(): void {
    clearItems(ptrOf(this));
  }

  /** How many items there are: Python's `len(x)`. */
  __len__(): number {
    return lengthOf(ptrOf(this));
  }

  /** Whether an item equals `value`: Python's `value in x`. */
  __contains__(value: unknown): boolean {
    return findItem(ptrOf(this), value, EVERYWHERE) >= 0;
  }

  /**
   * The item at `index`, as `x[index]`, but without one it raises.
   * @throws IndexError when there is none
   */
  __getitem__(index: number): T {
    const value = readItem(ptrOf(this), asInteger(index), NONE);
    if (value === NONE) throw new IndexError("list index out of range");
    return value as T;
  }

  /**
   * Replaces the item at `index`, as `x[index] = value`.
   * @throws IndexError when there is none
   */
  __setitem__(index: number, value: T): void {
    if (!writeItem(ptrOf(this), asInteger(index), value)) throw new IndexError("list assignment index out of range");
  }

  /**
   * Takes out the item at `index`, as `delete x[index]`.
   * @throws IndexError when there is none
   */
  __delitem__(index: number): void {
    if (!removeItemAt(ptrOf(this), asInteger(index))) throw new IndexError("list assignment index out of range");
  }

  /** Whether `other` is a list or array whose items equal these. */
  __eq__(other: unknown): boolean {
    if (other === this) return true;
    const items = itemsOf(other);
    return items !== undefined && isEqualSequence(snapshot(this), items);
  }

  /**
   * Whether this list comes before another one, or an array.
   * @throws TypeError when the first items that differ have no order
   */
  __lt__(other: unknown): boolean {
    return isLessSequence(snapshot(this), comparable("<", this, other));
  }

  /**
   * Whether this list comes after another one, or an array.
   * @throws TypeError when the first items that differ have no order
   */
  __gt__(other: unknown): boolean {
    return isLessSequence(comparable(">", this, other), snapshot(this));
  }

  /** The list as Python writes it: `[1, 'a', None]`. */
  __repr__(): string {
    return reprSequence(this, snapshot(this));
  }

  // ---------------------------------------------------------------- JavaScript

  /** How many items there are. A smaller number may be assigned, and cuts the list off. */
  get length(): number {
    return lengthOf(ptrOf(this));
  }

  set length(length: number) {
    const wanted = asInteger(length);
    if (wanted < 0 || !truncateItems(ptrOf(this), wanted)) {
      throw new ValueError("the length of a list can only be reduced; append() and extend() add items");
    }
  }

  /** Adds items at the end, in one step. Returns how many there are then. */
  push(...values: T[]): number {
    return extend(this, values);
  }

  /** Adds items at the beginning, in one step. Returns how many there are then. */
  unshift(...values: T[]): number {
    this.splice(0, 0, ...values);
    return this.length;
  }

  /** Takes out the first item and returns it, or undefined when there is none. */
  shift(): T | undefined {
    return takeItem(ptrOf(this), 0, undefined) as T | undefined;
  }

  /**
   * Takes out `count` items from `start` on, unless given all, and puts `values` in their place, in one step: Python's
   * `x[start:stop] = values`. Negative starts count from the end.
   * @returns a plain array of the items that were taken out
   */
  splice(start: number, count?: number, ...values: T[]): T[] {
    const from = asInteger(start);
    const wanted = count === undefined ? Number.POSITIVE_INFINITY : Math.max(0, asInteger(count));
    const added = encodeValues(values, isPrivate(ptrOf(this)));
    const removed = spliceItems(
      ptrOf(this),
      (length) => {
        const begin = from < 0 ? Math.max(0, from + length) : Math.min(from, length);
        return { start: begin, count: Math.min(wanted, length - begin) };
      },
      added,
    );
    return takeValues(removed) as T[];
  }

  /** The item at `index`, or undefined; negative ones count from the end. */
  at(index: number): T | undefined {
    return readItem(ptrOf(this), asInteger(index), undefined) as T | undefined;
  }

  /** Whether an item equals `value`. */
  includes(value: unknown, start: number = 0): boolean {
    return findItem(ptrOf(this), value, { start: asInteger(start), stop: EVERYWHERE.stop }) >= 0;
  }

  /** The index of the first item that equals `value`, or -1. */
  indexOf(value: unknown, start: number = 0): number {
    return findItem(ptrOf(this), value, { start: asInteger(start), stop: EVERYWHERE.stop });
  }

  /** A plain array of what `callback` returns for each item. This and the methods below see the list as it is when they are called. */
  map<U>(callback: (item: T, index: number, list: this) => U): U[] {
    return snapshot(this).map((item, index) => callback(item, index, this));
  }

  /** A plain array of the items that `predicate` accepts. */
  filter<S extends T>(predicate: (item: T, index: number, list: this) => item is S): S[];
  /** A plain array of the items that `predicate` accepts. */
  filter(predicate: (item: T, index: number, list: this) => unknown): T[];
  filter(predicate: (item: T, index: number, list: this) => unknown): T[] {
    return snapshot(this).filter((item, index) => predicate(item, index, this));
  }

  /** Calls `callback` for each item. */
  forEach(callback: (item: T, index: number, list: this) => void): void {
    for (const [index, item] of snapshot(this).entries()) callback(item, index, this);
  }

  /** Whether `predicate` accepts an item. */
  some(predicate: (item: T, index: number, list: this) => unknown): boolean {
    return snapshot(this).some((item, index) => predicate(item, index, this));
  }

  /** Whether `predicate` accepts all items. */
  every(predicate: (item: T, index: number, list: this) => unknown): boolean {
    return snapshot(this).every((item, index) => predicate(item, index, this));
  }

  /** The first item that `predicate` accepts, or undefined. */
  find<S extends T>(predicate: (item: T, index: number, list: this) => item is S): S | undefined;
  /** The first item that `predicate` accepts, or undefined. */
  find(predicate: (item: T, index: number, list: this) => unknown): T | undefined;
  find(predicate: (item: T, index: number, list: this) => unknown): T | undefined {
    return snapshot(this).find((item, index) => predicate(item, index, this));
  }

  /** The index of the first item that `predicate` accepts, or -1. */
  findIndex(predicate: (item: T, index: number, list: this) => unknown): number {
    return snapshot(this).findIndex((item, index) => predicate(item, index, this));
  }

  /**
   * Combines the items from the first to the last, beginning with the first.
   * @throws TypeError when there is none
   */
  reduce(callback: (total: T, item: T, index: number, list: this) => T): T;
  /** Combines the items from the first to the last, beginning with `initial`. */
  reduce<U>(callback: (total: U, item: T, index: number, list: this) => U, initial: U): U;
  reduce(callback: (total: any, item: T, index: number, list: this) => any, ...initial: unknown[]): unknown {
    const step = (total: unknown, item: unknown, index: number) => callback(total, item as T, index, this);
    const items: unknown[] = snapshot(this);
    return initial.length === 0 ? items.reduce(step) : items.reduce(step, initial[0]);
  }

  /**
   * As `reduce`, from the last item to the first.
   * @throws TypeError when there is none
   */
  reduceRight(callback: (total: T, item: T, index: number, list: this) => T): T;
  /** As `reduce`, from the last item to the first, beginning with `initial`. */
  reduceRight<U>(callback: (total: U, item: T, index: number, list: this) => U, initial: U): U;
  reduceRight(callback: (total: any, item: T, index: number, list: this) => any, ...initial: unknown[]): unknown {
    const step = (total: unknown, item: unknown, index: number) => callback(total, item as T, index, this);
    const items: unknown[] = snapshot(this);
    return initial.length === 0 ? items.reduceRight(step) : items.reduceRight(step, initial[0]);
  }

  /** The index of the last item that equals `value`, or -1. */
  lastIndexOf(value: unknown): number {
    return snapshot(this).findLastIndex((item) => isEqual(item, value));
  }

  /** The last item that `predicate` accepts, or undefined. */
  findLast(predicate: (item: T, index: number, list: this) => unknown): T | undefined {
    return snapshot(this).findLast((item, index) => predicate(item, index, this));
  }

  /** The index of the last item that `predicate` accepts, or -1. */
  findLastIndex(predicate: (item: T, index: number, list: this) => unknown): number {
    return snapshot(this).findLastIndex((item, index) => predicate(item, index, this));
  }

  /** A plain array of all that `callback` returns for the items: of an array or list its items. */
  flatMap<U>(callback: (item: T, index: number, list: this) => U | readonly U[] | ListClass<U>): U[] {
    return snapshot(this).flatMap((item, index) => {
      const made = callback(item, index, this);
      return made instanceof ListClass ? snapshot(made as ListClass<U>) : (made as U | readonly U[]);
    });
  }

  /** A plain array of the items, with those of arrays and lists among them in their place, and so on `depth` times. */
  flat(depth = 1): Flat<T>[] {
    return flatten(snapshot(this), depth) as Flat<T>[];
  }

  /** Replaces the items from `start` to just before `end` by `value`, one after another; negative bounds count from the end. */
  fill(value: T, start?: number, end?: number): this {
    for (const index of [...snapshot(this).keys()].slice(start, end)) this.__setitem__(index, value);
    return this;
  }

  /** A plain array of the items, the last one first. */
  toReversed(): T[] {
    return snapshot(this).reverse();
  }

  /** A plain array of the items, sorted as `sort` does it. */
  toSorted(options?: SortOptions<T> | ((a: T, b: T) => number) | null): T[] {
    const sorted = this.copy();
    sorted.sort(options);
    return snapshot(sorted);
  }

  /** A plain array of the items, changed as `splice` does it. */
  toSpliced(start: number, count?: number, ...values: T[]): T[] {
    const items = snapshot(this);
    if (count === undefined) items.splice(start);
    else items.splice(start, count, ...values);
    return items;
  }

  /**
   * A plain array of the items, with another one at `index`; a negative one counts from the end.
   * @throws RangeError when there is none
   */
  with(index: number, value: T): T[] {
    const items = snapshot(this);
    const at = index < 0 ? index + items.length : index;
    if (at < 0 || at >= items.length) throw new RangeError(`Invalid index : ${index}`);
    items[at] = value;
    return items;
  }

  /** `[].concat(x)` takes the items, as those of an array. */
  get [Symbol.isConcatSpreadable](): boolean {
    return true;
  }

  /** The items as JavaScript writes them, with `separator` between two. */
  join(separator: string = ","): string {
    return snapshot(this).join(separator);
  }

  /** A plain array of the items from `start` to just before `end`; negative bounds count from the end. */
  slice(start?: number, end?: number): T[] {
    return snapshot(this).slice(start, end);
  }

  /** A plain array of the items and of those given, which may be values, arrays or lists. */
  concat(...others: (T | ConcatArray<T>)[]): T[] {
    return snapshot(this).concat(
      ...others.map((other) => (other instanceof ListClass ? snapshot(other as ListClass<T>) : other)),
    );
  }

  /** The items in turn. As in Python, items that are appended meanwhile come too. */
  [Symbol.iterator](): IterableIterator<T> {
    return new ListIterator<T>(this, (_, item) => item as T);
  }

  /** The items in turn. */
  values(): IterableIterator<T> {
    return this[Symbol.iterator]();
  }

  /** The indexes in turn. */
  keys(): IterableIterator<number> {
    return new ListIterator<number>(this, (index) => index);
  }

  /** Pairs of index and item in turn. */
  entries(): IterableIterator<[number, T]> {
    return new ListIterator<[number, T]>(this, (index, item) => [index, item as T]);
  }

  /** The items in a plain array, for `JSON.stringify`. */
  toJSON(): T[] {
    return snapshot(this);
  }

  /** As `__repr__`. */
  toString(): string {
    return repr(this);
  }
}

class ListIterator<R> implements IterableIterator<R> {
  #list: Handle | undefined;
  #index = 0;
  readonly #result: (index: number, item: unknown) => R;

  constructor(list: Handle, result: (index: number, item: unknown) => R) {
    this.#list = list;
    this.#result = result;
  }

  next(): IteratorResult<R> {
    const item = this.#list === undefined ? NONE : readItem(ptrOf(this.#list), this.#index, NONE);
    if (item === NONE) {
      // Once at its end it stays there, whatever is appended later.
      this.#list = undefined;
      return { value: undefined, done: true };
    }
    return { value: this.#result(this.#index++, item), done: false };
  }

  [Symbol.iterator](): IterableIterator<R> {
    return this;
  }
}

keepInThread(ListIterator, "iterator", "send what it goes through, or list(iterator)");

/** The items at one moment. */
function snapshot<T>(list: ListClass<T>): T[] {
  return takeValues(copyItems(ptrOf(list))) as T[];
}

/** Adds the items in one step; returns how many there are then. */
function extend<T>(list: ListClass<T>, iterable: Iterable<T>): number {
  if (iterable instanceof ListClass) {
    const block = copyItems(ptrOf(iterable));
    // Copied as they lie, so that both lists have the very same items.
    if (!isPrivate(ptrOf(list))) for (let i = 0; i < block.count; i++) publishSlotCopy(slotAt(block.slots, i));
    return appendBlock(ptrOf(list), block);
  }
  const values = valuesOf(iterable);
  return appendBlock(ptrOf(list), encodeValues(values, isPrivate(ptrOf(list))));
}

/** The items of a list or array. */
function itemsOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return value instanceof ListClass ? snapshot(value) : undefined;
}

function flatten(items: unknown[], depth: number): unknown[] {
  if (!(depth >= 1)) return items;
  return items.flatMap((item) => {
    const inner = itemsOf(item);
    return inner === undefined ? [item] : flatten(inner, depth - 1);
  });
}

function comparable(operator: string, list: object, other: unknown): unknown[] {
  const items = itemsOf(other);
  if (items !== undefined) return items;
  throw new TypeError(`'${operator}' not supported between instances of '${typeName(list)}' and '${typeName(other)}'`);
}

export interface ListConstructor {
  /**
   * Makes a list of the items of an iterable, or an empty one.
   *
   * @param iterable the first items
   * @throws TypeError for what cannot be iterated
   * @example
   * const jobs = list<number>();
   */
  <T = any>(iterable?: Iterable<T>): list<T>;
  /**
   * Makes a list of the items of an iterable, or an empty one.
   *
   * @param iterable the first items
   * @throws TypeError for what cannot be iterated
   */
  new <T = any>(iterable?: Iterable<T>): list<T>;
  readonly prototype: list<any>;
}

/**
 * Python's list, shared by all threads: each single operation is atomic, and each thread sees what the others did.
 * `x[i]`, `x[-1]`, `x[i] = v`, `delete x[i]` and destructuring work as on an array, with Python's negative indexes.
 * Reading where there is no item gives undefined; assigning there raises IndexError.
 *
 * Plain arrays, objects, Maps and Sets that are stored into it become shared too, and stay connected. Two items are equal as in Python, so
 * `remove`, `index`, `count` and `includes` compare arrays and lists by their items.
 *
 * @param iterable the first items
 * @example
 * const jobs = list<number>();
 * jobs.append(3);
 * jobs.extend([1, 2]);
 * jobs.sort();
 * print(jobs, jobs[-1]);  // [1, 2, 3] 3
 */
export const list = sharedClass(ListClass, "list") as unknown as ListConstructor;
/** What `list()` makes. */
export type list<T = any> = ListClass<T>;

defineKind({
  kind: Kind.LIST,
  base: ListClass,
  exported: list,
  attributed: true,
  traps: () => new ListTraps(),
  slots: (object: Ptr, visit: (slot: Ptr) => void) => eachItem(object, visit),
  destroy: destroyItems,
});
