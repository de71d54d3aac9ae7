/** `dict`: Python's dict, shared by all threads. Its entries lie in the arena, see hash-table.ts. */
import { KeyError, ValueError } from "../internal/base/errors.js";
import { isPlainObject, typeName } from "../internal/base/type-name.js";
import { Handle, isNew, ptrOf } from "../internal/codec/index.js";
import { defineKind, isPrivate } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { DICT_ENTRY_WORDS, HASH_BODY_WORDS, Kind, StandsFor } from "../internal/memory/layout.js";
import { isEqual } from "./compare.js";
import { DictTraps } from "./dict-traps.js";
import { DictItems, DictKeys, DictValues, type DictView } from "./dict-views.js";
import { encodePairs } from "./hash-encode.js";
import {
  getOrSetValue,
  getValue,
  HashIterator,
  hasKey,
  NONE,
  pairsOf,
  removeKey,
  setValue,
  takeLastEntry,
  takeValue,
} from "./hash-items.js";
import { isHashable } from "./hash-key.js";
import {
  clearTable,
  copyEntries,
  destroyTable,
  eachSlot,
  initTable,
  publishEntries,
  putEntries,
  sizeOf,
  standsFor,
} from "./hash-table.js";
import { isIterable, valuesOf } from "./iterable.js";
import { reprMapping } from "./repr.js";

/** What a dict can be made of: a dict, a Map, a plain object, or pairs of key and value. */
export type DictSource<K, V> = ReadonlyMap<K, V> | Iterable<readonly [K, V]> | { readonly [key: string]: V } | dict<K, V>;

class DictClass<K, V> extends Handle implements Iterable<K> {
  constructor(source?: DictSource<K, V>, keywords?: { readonly [key: string]: V }) {
    super(Kind.DICT, HASH_BODY_WORDS);
    if (!isNew()) return;
    initTable(ptrOf(this), DICT_ENTRY_WORDS);
    if (source !== undefined) update(this, source);
    if (keywords !== undefined) update(this, keywords);
  }

  /** A new dict in which each of the keys has the same value, null unless given. */
  static fromkeys<K, V = null>(keys: Iterable<K>, value: V = null as V): dict<K, V> {
    const made = new this<K, V>();
    update(
      made,
      valuesOf(keys).map((key) => [key, value]),
    );
    return made as unknown as dict<K, V>;
  }

  /** The value of a key, or undefined if the dict does not have it. */
  get(key: K): V | undefined;
  /** The value of a key, or `otherwise` if the dict does not have it. */
  get<D>(key: K, otherwise: D): V | D;
  get(key: K, otherwise?: unknown): unknown {
    return getValue(ptrOf(this), key, otherwise);
  }

  /** The value of a key, which is `value` from now on (null unless given) if the dict does not have it. One step. */
  setdefault(key: K, value: V = null as V): V {
    return getOrSetValue(ptrOf(this), key, value) as V;
  }

  /**
   * Takes in all entries of a dict, Map, plain object or iterable of pairs, and then those of `keywords`. The entries of
   * each are taken in in one step.
   * @throws TypeError, ValueError for what holds no pairs
   */
  update(source?: DictSource<K, V> | null, keywords?: { readonly [key: string]: V }): void {
    if (source != null) update(this, source);
    if (keywords !== undefined) update(this, keywords);
  }

  /**
   * Takes a key out and returns its value.
   * @throws KeyError when the dict does not have it
   */
  pop(key: K): V;
  /** Takes a key out and returns its value, or `otherwise` if the dict does not have it. */
  pop<D>(key: K, otherwise: D): V | D;
  pop(key: K, ...otherwise: unknown[]): unknown {
    const value = takeValue(ptrOf(this), key, NONE);
    if (value !== NONE) return value;
    if (otherwise.length === 0) throw new KeyError(key);
    return otherwise[0];
  }

  /**
   * Takes out the entry that was added last and returns it as a pair.
   * @throws KeyError when there is none
   */
  popitem(): [K, V] {
    const entry = takeLastEntry(ptrOf(this));
    if (entry === undefined) throw new KeyError("popitem(): dictionary is empty");
    return entry as [K, V];
  }

  /** A live view of the keys, in the order in which they were added. */
  keys(): DictView<K> {
    return new DictKeys<K>(this);
  }

  /** A live view of the values. */
  values(): DictView<V> {
    return new DictValues<V>(this);
  }

  /** A live view of the pairs of key and value. */
  items(): DictView<[K, V]> {
    return new DictItems<K, V>(this);
  }

  /** Takes out all entries. */
  clear(): void {
    clearTable(ptrOf(this));
  }

  /** A new dict with the same entries. */
  copy(): dict<K, V> {
    const copied = new DictClass<K, V>();
    putEntries(ptrOf(copied), copyEntries(ptrOf(this)));
    return copied as unknown as dict<K, V>;
  }

  /** Whether the dict has a key. */
  has(key: unknown): boolean {
    return hasKey(ptrOf(this), key);
  }

  /** Whether the dict has a key: Python's `key in d`. */
  __contains__(key: unknown): boolean {
    return hasKey(ptrOf(this), key);
  }

  /**
   * The value of a key, whatever the key is called. A subclass may give missing keys a value in `__missing__(key)`.
   * @throws KeyError when the dict does not have it
   */
  __getitem__(key: K): V {
    const value = getValue(ptrOf(this), key, NONE);
    if (value !== NONE) return value as V;
    const missing: unknown = Object.getPrototypeOf(this).__missing__;
    if (typeof missing === "function") return missing.call(this, key) as V;
    throw new KeyError(key);
  }

  /** Sets the value of a key, whatever the key is called. */
  __setitem__(key: K, value: V): void {
    setValue(ptrOf(this), key, value);
  }

  /**
   * Takes a key out.
   * @throws KeyError when the dict does not have it
   */
  __delitem__(key: K): void {
    if (!removeKey(ptrOf(this), key)) throw new KeyError(key);
  }

  /** As `__setitem__`, and as a Map has it: returns the dict. */
  set(key: K, value: V): this {
    setValue(ptrOf(this), key, value);
    return this;
  }

  /** Takes a key out, as a Map does: returns whether the dict had it. */
  delete(key: unknown): boolean {
    return removeKey(ptrOf(this), key);
  }

  /** Calls `callback` for each entry that there is now. */
  forEach(callback: (value: V, key: K, dict: this) => void): void {
    for (const [key, value] of pairsOf(ptrOf(this)) as [K, V][]) callback(value, key, this);
  }

  /** The pairs of key and value in turn. */
  entries(): IterableIterator<[K, V]> {
    return new DictItems<K, V>(this)[Symbol.iterator]();
  }

  /** How many entries there are: Python's `len(d)`. */
  __len__(): number {
    return sizeOf(ptrOf(this));
  }

  /** Whether `other` is a dict, Map or plain object with equal entries. */
  __eq__(other: unknown): boolean {
    if (other === this) return true;
    const entries = entriesOf(other);
    if (entries === undefined || entries.length !== this.__len__()) return false;
    for (const [key, value] of entries) {
      const mine = isHashable(key) ? getValue(ptrOf(this), key, NONE) : NONE;
      if (mine === NONE || !isEqual(mine, value)) return false;
    }
    return true;
  }

  /** The dict as Python writes it: `{'a': 1}`. */
  __repr__(): string {
    return reprMapping(this, pairsOf(ptrOf(this)));
  }

  /** How many entries there are. */
  get size(): number {
    return sizeOf(ptrOf(this));
  }

  /** How many entries there are. */
  get length(): number {
    return sizeOf(ptrOf(this));
  }

  /**
   * The keys in turn, in the order in which they were added.
   * Of a dict that a Map has become by being stored, its pairs, as of that Map.
   * @throws RuntimeError when a key was added or taken out meanwhile; values may change
   */
  [Symbol.iterator](): IterableIterator<K> {
    if (standsFor(ptrOf(this), StandsFor.MAP_OR_SET)) return this.entries() as IterableIterator<never>;
    return new HashIterator<K>(this, "dictionary", (key) => key as K);
  }

  /**
   * The entries in a plain object, for `JSON.stringify`. Keys become strings as Python's json writes them.
   * @throws TypeError for a key that is a tuple or an object
   */
  toJSON(): Record<string, V> {
    return Object.fromEntries(pairsOf(ptrOf(this)).map(([key, value]) => [jsonKey(key), value as V]));
  }

  /** As `__repr__`. */
  toString(): string {
    return this.__repr__();
  }
}

function jsonKey(key: unknown): string {
  if (typeof key !== "object") return String(key ?? null);
  if (key === null) return "null";
  throw new TypeError(`keys must be str, int, float, bool or None, not ${Array.isArray(key) ? "tuple" : typeName(key)}`);
}

/** Takes in entries in one step. */
function update(dict: DictClass<any, any>, source: unknown): void {
  const isPrivateTarget = isPrivate(ptrOf(dict));
  if (!(source instanceof DictClass)) return putEntries(ptrOf(dict), encodePairs(pairsIn(source), isPrivateTarget));
  const block = copyEntries(ptrOf(source));
  // Copied as they lie, so that both dicts have the very same values.
  if (!isPrivateTarget) publishEntries(block);
  putEntries(ptrOf(dict), block);
}

/** Entries of a mapping; undefined for what is none. */
function entriesOf(value: unknown): (readonly [unknown, unknown])[] | undefined {
  if (value instanceof DictClass) return pairsOf(ptrOf(value));
  if (value instanceof Map) return [...value];
  return isPlainObject(value) ? Object.entries(value) : undefined;
}

function pairsIn(source: unknown): (readonly [unknown, unknown])[] {
  const entries = entriesOf(source);
  if (entries !== undefined) return entries;
  return valuesOf(source).map((element, index) => {
    if (typeof element !== "string" && !isIterable(element)) {
      throw new TypeError(`cannot convert dictionary update sequence element #${index} to a sequence`);
    }
    const pair = valuesOf(element);
    if (pair.length === 2) return pair as [unknown, unknown];
    throw new ValueError(`dictionary update sequence element #${index} has length ${pair.length}; 2 is required`);
  });
}

/** Keys of any name and values of any type: what a class that extends dict has, so that it may have methods too. */
export interface AnyKey {
  [key: string]: any;
}

export interface DictConstructor {
  /**
   * Makes a dict of the entries given, or an empty one.
   *
   * @param source the first entries: a dict, a Map, a plain object, or pairs of key and value
   * @param keywords further entries
   * @throws TypeError, ValueError for what holds no pairs
   * @example
   * const ages = dict<string, number>({ ann: 31 });
   */
  <K = any, V = any>(source?: DictSource<K, V>, keywords?: { readonly [key: string]: V }): dict<K, V>;
  /**
   * Makes a dict of the entries given, or an empty one.
   *
   * @param source the first entries: a dict, a Map, a plain object, or pairs of key and value
   * @param keywords further entries
   * @throws TypeError, ValueError for what holds no pairs
   */
  new <K = any, V = any>(source?: DictSource<K, V>, keywords?: { readonly [key: string]: V }): DictClass<K, V> & AnyKey;
  /**
   * A new dict in which each of the keys has the same value, null unless given.
   *
   * @example
   * dict.fromkeys(["a", "b"], 0);  // {'a': 0, 'b': 0}
   */
  fromkeys<K, V = null>(keys: Iterable<K>, value?: V): dict<K, V>;
  readonly prototype: dict<any, any>;
}

/**
 * Python's dict, shared by all threads: each single operation is atomic, and entries keep the order in which their keys
 * were added. Plain arrays, objects, Maps and Sets that are stored as values become shared too.
 *
 * Keys are strings, numbers, truth values, null, bigints, arrays, which count by their items as tuples do, and by
 * identity shared objects such as locks, functions, classes and symbols. As in Python 1 and true are one key.
 *
 * `d["k"]`, `d["k"] = v`, `delete d["k"]` and `"k" in d` work; reading a missing key gives undefined, deleting one raises
 * KeyError. Three things follow from JavaScript's property syntax:
 * - A key that is the name of a method (`d["get"]`) means the method; assigning to it is refused. `d.get("get")`,
 *   `d.__setitem__("get", v)` and `d.has("get")` work for all keys.
 * - `d[1]` and `d["1"]` are the same expression. They mean the key "1" if there is one, and otherwise the number 1. Use
 *   `get` and `__setitem__` where strings of digits are keys.
 * - An instance of a subclass has as attributes what is declared as a class field; any other name is a key.
 *
 * @param source the first entries
 * @param keywords further entries, as `dict(a=1)` has them
 * @example
 * const ages = dict<string, number>({ ann: 31 });
 * ages["bob"] = 25;
 * for (const [name, age] of ages.items()) print(name, age);
 * print(ages, ages.get("eve", 0));  // {'ann': 31, 'bob': 25} 0
 */
export const dict = sharedClass(DictClass, "dict") as unknown as DictConstructor;
/** What `dict()` makes. */
export type dict<K = any, V = any> = DictClass<K, V> & Record<Extract<K, string | number>, V>;

defineKind({
  kind: Kind.DICT,
  base: DictClass,
  exported: dict,
  attributed: true,
  traps: () => new DictTraps(),
  slots: eachSlot,
  destroy: destroyTable,
});
