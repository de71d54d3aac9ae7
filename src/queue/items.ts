/**
 * `q.queue`: the items of a queue as they lie in it, for programs that look at them or drop them. The first is the oldest;
 * in a PriorityQueue they lie as a heap does.
 *
 * As in Python nobody is woken and no task is counted by what is done here. A thread that holds `q.mutex` works on the
 * items at once, as do the hooks of a subclass; for any other each single call takes the mutex.
 */
import { inspect } from "node:util";
import { IndexError } from "../internal/base/errors.js";
import { copySlot, pushScratch } from "../internal/codec/scratch.js";
import { stageCopy, takeStaged } from "../internal/codec/slots.js";
import { words } from "../internal/memory/arena.js";
import { LockBody, type Ptr, QueueBody, SLOT_WORDS } from "../internal/memory/layout.js";
import { lockOfProgram, unlock } from "../internal/memory/mutex.js";
import { currentIdent } from "../internal/runtime/current.js";
import { reprSequence } from "../builtins/repr.js";
import { Order } from "./channel.js";
import { addItem } from "./hooks.js";
import { popLocked, releaseRemoved, removeAllLocked, shiftLocked } from "./ring.js";

/** Whether the calling thread has acquired the mutex by its Lock object, or runs a hook. */
const isHolder = (mutex: Ptr): boolean => words[mutex + LockBody.HOLDER] === currentIdent();

export class QueueItems<T> {
  readonly #body: Ptr;
  readonly #mutex: Ptr;
  readonly #order: Order;
  /** The storage lives as long as the queue does. */
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
    try {
      return act();
    } finally {
      unlock(this.#mutex);
    }
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
      const mask = words[this.#body + QueueBody.CAPACITY] - 1;
      return stageCopy(words[this.#body + QueueBody.RING] + ((words[this.#body + QueueBody.HEAD] + place) & mask) * SLOT_WORDS);
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

  /** Adds an item at the end. */
  append(item: T): void {
    this.#guarded(() => addItem(this.#body, Order.FIFO, item));
  }

  /**
   * Takes out the last item.
   *
   * @throws IndexError when there is none
   */
  pop(): T {
    return this.#take(popLocked, "pop from an empty list");
  }

  /**
   * Takes out the first item.
   *
   * @throws IndexError when there is none
   */
  popleft(): T {
    return this.#take(shiftLocked, "pop from an empty deque");
  }

  #take(remove: (body: Ptr) => Ptr, message: string): T {
    const staged = this.#guarded(() => {
      if (words[this.#body + QueueBody.SIZE] === 0) throw new IndexError(message);
      const scratch = pushScratch();
      copySlot(remove(this.#body), scratch);
      return scratch;
    });
    return takeStaged(staged) as T;
  }

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
    has: (target, key) => (typeof key === "string" && INDEX.test(key) ? target.at(Number(key)) !== undefined : Reflect.has(target, key)),
    set(_target, key) {
      throw new TypeError(`'${String(key)}' of a queue's items cannot be assigned`);
    },
  }) as IndexedItems<T>;
}
