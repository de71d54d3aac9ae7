/** What `keys()`, `values()` and `items()` of a dict return: live views of it, as in Python. */
import { inspect } from "node:util";
import { type Handle, ptrOf } from "../internal/codec/index.js";
import { keepInThread } from "../internal/codec/kept-in-thread.js";
import { StandsFor } from "../internal/memory/layout.js";
import { isEqual } from "./compare.js";
import { getValue, HashIterator, hasKey, keysOf, NONE, pairsOf } from "./hash-items.js";
import { sizeOf, standsFor } from "./hash-table.js";
import { reprSequence } from "./repr.js";

/** A live view of a dict: it can be iterated again and again, and always shows what the dict holds at that moment. */
export abstract class DictView<R> implements Iterable<R> {
  protected readonly dict: Handle;
  #iterator: IterableIterator<R> | undefined;

  constructor(dict: Handle) {
    this.dict = dict;
  }

  /** What the view shows, in turn; of a dict that stands for a Map, which may change meanwhile, what it shows now. */
  [Symbol.iterator](): IterableIterator<R> {
    return standsFor(ptrOf(this.dict), StandsFor.MAP_OR_SET) ? this.snapshot()[Symbol.iterator]() : this.live();
  }

  /** What the view shows, in turn, as long as the dict keeps its keys. */
  protected abstract live(): IterableIterator<R>;

  /**
   * The next of what the view shows, as the iterators have it that a Map's `keys()` and `values()` are: a Map that is stored
   * into a shared object is a dict in other threads.
   */
  next(): IteratorResult<R> {
    this.#iterator ??= this[Symbol.iterator]();
    return this.#iterator.next();
  }

  /** What the view shows at one moment. */
  protected abstract snapshot(): R[];

  /** Whether the view shows `value`: Python's `value in view`. */
  abstract has(value: unknown): boolean;

  protected abstract readonly name: string;

  /** How many there are. */
  get size(): number {
    return sizeOf(ptrOf(this.dict));
  }

  /** How many there are: Python's `len(view)`. */
  __len__(): number {
    return this.size;
  }

  /** Whether the view shows `value`: Python's `value in view`. */
  __contains__(value: unknown): boolean {
    return this.has(value);
  }

  /** The view as Python writes it: `dict_keys(['a'])`. */
  __repr__(): string {
    return reprSequence(this, this.snapshot(), `${this.name}([`, "])");
  }

  /** As `__repr__`. */
  toString(): string {
    return this.__repr__();
  }

  /** What the view shows in a plain array, for `JSON.stringify`. */
  toJSON(): R[] {
    return this.snapshot();
  }

  [inspect.custom](): string {
    return this.__repr__();
  }
}

export class DictKeys<K> extends DictView<K> {
  protected readonly name = "dict_keys";

  protected live(): IterableIterator<K> {
    return new HashIterator<K>(this.dict, "dictionary", (key) => key as K);
  }

  protected snapshot(): K[] {
    return keysOf(ptrOf(this.dict)) as K[];
  }

  has(key: unknown): boolean {
    return hasKey(ptrOf(this.dict), key);
  }
}

export class DictValues<V> extends DictView<V> {
  protected readonly name = "dict_values";

  protected live(): IterableIterator<V> {
    return new HashIterator<V>(this.dict, "dictionary", (_, value) => value as V);
  }

  protected snapshot(): V[] {
    return pairsOf(ptrOf(this.dict)).map(([, value]) => value as V);
  }

  has(value: unknown): boolean {
    return this.snapshot().some((mine) => isEqual(mine, value));
  }
}

export class DictItems<K, V> extends DictView<[K, V]> {
  protected readonly name = "dict_items";

  protected live(): IterableIterator<[K, V]> {
    return new HashIterator<[K, V]>(this.dict, "dictionary", (key, value) => [key as K, value as V]);
  }

  protected snapshot(): [K, V][] {
    return pairsOf(ptrOf(this.dict)) as [K, V][];
  }

  has(item: unknown): boolean {
    if (!Array.isArray(item) || item.length !== 2) return false;
    const value = getValue(ptrOf(this.dict), item[0], NONE);
    return value !== NONE && isEqual(value, item[1]);
  }
}

keepInThread(DictView, "view of a dict", "send the dict itself, or list(view)");
