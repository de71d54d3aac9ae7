/**
 * `q.queue`: the items of a queue as they lie in it, for programs that look at them or drop them. The first is the oldest;
 * in a PriorityQueue they lie as a heap does. A Queue's have the names of a deque, the others' those of a list.
 *
 * As in Python nobody is woken and no task is counted by what is done here. A thread that holds `q.mutex` works on the
 * items at once, as do the hooks of a subclass; for any other each single call takes the mutex.
 */
import { inspect } from "node:util";
import { AttributeError, IndexError, ValueError } from "../internal/base/errors.js";
import { copySlot, popScratch, pushScratch } from "../internal/codec/scratch.js";
import { readSlot, releaseSlot, stageCopy, takeStaged } from "../internal/codec/slots.js";
import { words } from "../internal/memory/arena.js";
import { LockBody, type Ptr, QueueBody } from "../internal/memory/layout.js";
import { lockOfProgram, unlock } from "../internal/memory/mutex.js";
import { currentIdent } from "../internal/runtime/current.js";
import { isEqual } from "../builtins/compare.js";
import { repr, reprSequence } from "../builtins/repr.js";
import { Order } from "./channel.js";
import { addItem } from "./hooks.js";
import { itemSlot, popLocked, releaseRemoved, removeAllLocked, removeAtLocked, shiftLocked, unshiftLocked } from "./ring.js";

/** Whether the calling thread has acquired the mutex by its Lock object, or runs a hook. */
const isHolder = (mutex: Ptr): boolean => words[mutex + LockBody.HOLDER] === currentIdent();

/**
 * What `q.queue` gives.
 *
 * @example
 * with_(q.mutex, () => print(q.queue.length, q.queue[0]));
 */
export class QueueItems<T> {
  readonly #body: Ptr;
  readonly #mutex: Ptr;
  readonly #order: Order;
  /** The queue that the items are of. */
  readonly owner: object;

  constructor(owner: object, mutex: Ptr, body: Ptr, order: Order) {
    this.owner = owner;
    this.#mutex = mutex;
    this.#body = body;
    this.#order = order;
    Object.defineProperty(this, "owner", { enumerable: false });
  }

  #guarded<R>(act: () => R): R {
    if (isHolder(this.#mutex)) return act();
    lockOfProgram(this.#mutex);
    // Comparing items may call their code, which finds the mutex held, as in a hook.
    words[this.#mutex + LockBody.HOLDER] = currentIdent();
    try {
      return act();
    } finally {
      words[this.#mutex + LockBody.HOLDER] = 0;
      unlock(this.#mutex);
    }
  }

  get #isDeque(): boolean {
    return this.#order === Order.FIFO;
  }

  /** Index of the first item that equals `value`, or -1; the mutex is held. */
  #find(value: unknown): number {
    for (let i = 0; i < words[this.#body + QueueBody.SIZE]; i++) if (isEqual(readSlot(itemSlot(this.#body, i)), value)) return i;
    return -1;
  }

  /** How many items there are. */
  get length(): number {
    return this.#guarded(() => words[this.#body + QueueBody.SIZE]);
  }

  /** The item at an index, counted from the end if it is negative; undefined where there is none. */
  at(index: number): T | undefined {
    const staged = this.#guarded(() => {
      const size = words[this.#body + QueueBody.SIZE];
      const place = index < 0 ? size + index : index;
      if (!(place >= 0 && place < size)) return undefined;
      return stageCopy(itemSlot(this.#body, place));
    });
    return staged === undefined ? undefined : (takeStaged(staged) as T);
  }

  /** The items one after another, as they are when their turn comes; hold `q.mutex` to have them at one moment. */
  *[Symbol.iterator](): IterableIterator<T> {
    for (let i = 0; i < this.length; i++) yield this.at(i) as T;
  }

  /** Drops all items. They stay unfinished tasks. */
  clear(): void {
    releaseRemoved(this.#guarded(() => removeAllLocked(this.#body)));
  }

  /** Drops all items and takes others instead, as they are. */
  replace(items: Iterable<T>): void {
    const taken = [...items];
    this.#guarded(() => {
      this.clear();
      this.extend(taken);
    });
  }

  /** Adds an item at the end. */
  append(item: T): void {
    this.#guarded(() => addItem(this.#body, Order.FIFO, item));
  }

  /** Adds items at the end. */
  extend(items: Iterable<T>): void {
    for (const item of [...items]) this.append(item);
  }

  /**
   * Adds an item in front.
   *
   * @throws AttributeError for the items of a LifoQueue or PriorityQueue, which are a list
   */
  appendleft(item: T): void {
    this.#requireDeque("appendleft");
    this.#guarded(() => {
      addItem(this.#body, Order.FIFO, item);
      unshiftLocked(this.#body);
    });
  }

  /** Whether an item equals `value`: Python's `value in q.queue`. */
  includes(value: unknown): boolean {
    return this.#guarded(() => this.#find(value)) >= 0;
  }

  /** Python's `in`: as `includes`. */
  __contains__(value: unknown): boolean {
    return this.includes(value);
  }

  /** Python's `len`: as `length`. */
  __len__(): number {
    return this.length;
  }

  /** How many items equal `value`. */
  count(value: unknown): number {
    return this.#guarded(() => [...this].filter((item) => isEqual(item, value)).length);
  }

  /**
   * Index of the first item that equals `value`.
   *
   * @throws ValueError when there is none
   */
  index(value: unknown): number {
    const found = this.#guarded(() => this.#find(value));
    if (found < 0) throw new ValueError(`${repr(value)} is not in ${this.#isDeque ? "deque" : "list"}`);
    return found;
  }

  /**
   * Drops the first item that equals `value`.
   *
   * @throws ValueError when there is none
   */
  remove(value: unknown): void {
    const staged = this.#guarded(() => {
      const found = this.#find(value);
      return found < 0 ? undefined : this.#moveOut(removeAtLocked(this.#body, found));
    });
    if (staged === undefined)
      throw new ValueError(this.#isDeque ? `${repr(value)} is not in deque` : "list.remove(x): x not in list");
    releaseSlot(staged);
    popScratch();
  }

  /**
   * Takes out the last item.
   *
   * @throws IndexError when there is none
   */
  pop(): T {
    return this.#take(popLocked, this.#isDeque ? "pop from an empty deque" : "pop from empty list");
  }

  /**
   * Takes out the first item.
   *
   * @throws IndexError when there is none
   * @throws AttributeError for the items of a LifoQueue or PriorityQueue, which are a list
   */
  popleft(): T {
    this.#requireDeque("popleft");
    return this.#take(shiftLocked, "pop from an empty deque");
  }

  #requireDeque(name: string): void {
    if (!this.#isDeque) throw new AttributeError(`'list' object has no attribute '${name}'`);
  }

  #take(remove: (body: Ptr) => Ptr, message: string): T {
    const staged = this.#guarded(() => {
      if (words[this.#body + QueueBody.SIZE] === 0) throw new IndexError(message);
      return this.#moveOut(remove(this.#body));
    });
    return takeStaged(staged) as T;
  }

  /** Moves what is an item no longer to a scratch slot. */
  #moveOut(slot: Ptr): Ptr {
    const scratch = pushScratch();
    copySlot(slot, scratch);
    return scratch;
  }

  /** The items as Python's repr shows them: `deque([1, 2])`, or as a list where Python keeps one. */
  toString(): string {
    const items = reprSequence(this, this);
    return this.#order === Order.FIFO ? `deque(${items})` : items;
  }
}

Object.defineProperty(QueueItems.prototype, inspect.custom, {
  value(this: QueueItems<unknown>) {
    return this.toString();
  },
});

/** The items with `items[0]` and `items[-1]`. */
export type IndexedItems<T> = QueueItems<T> & { readonly [index: number]: T };

const INDEX = /^-?\d+$/;

export function indexedItems<T>(items: QueueItems<T>): IndexedItems<T> {
  return new Proxy(items, {
    get(target, key) {
      if (typeof key === "string" && INDEX.test(key)) return target.at(Number(key));
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    has: (target, key) =>
      typeof key === "string" && INDEX.test(key) ? target.at(Number(key)) !== undefined : Reflect.has(target, key),
    set(_target, key) {
      throw new TypeError(`'${String(key)}' of a queue's items cannot be assigned`);
    },
  }) as IndexedItems<T>;
}
