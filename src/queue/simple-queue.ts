/** `queue.SimpleQueue`: items and nothing else, over the channel that the other queues use (see channel.ts). */
import { updateArrays } from "../internal/codec/connected.js";
import { bodyOf, Handle, isNew, ptrOf } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { words } from "../internal/memory/arena.js";
import { Kind, type Ptr, QUEUE_BODY_WORDS, QueueBody } from "../internal/memory/layout.js";
import { definitionOfClass } from "../internal/codec/kinds.js";
import { isKeywords } from "../thread/acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "../thread/async-arguments.js";
import { type BlockOptions, type BlockTimeout, blockArguments, type Deadline, forever, noInteger } from "./arguments.js";
import { NO_ITEM, Order, sizeOf } from "./channel.js";
import { get, getAsync } from "./channel-get.js";
import { put, putNumber } from "./channel-put.js";
import { Empty } from "./errors.js";
import { createMutex, mutexOf, queueStorage, reprOfQueue } from "./queue.js";

const deadlineOf = (call: string, block: unknown, timeout: unknown): Deadline =>
  blockArguments(call, block, timeout, () => true, noInteger);

class SimpleQueueClass<T> extends Handle {
  readonly #body: Ptr;
  readonly #mutex: Ptr;

  constructor(...args: unknown[]) {
    super(Kind.SIMPLE_QUEUE, QUEUE_BODY_WORDS);
    const body = bodyOf(this);
    if (isNew()) {
      if (args.length > 0)
        throw new TypeError(`SimpleQueue() takes no ${isKeywords(args[0]) ? "keyword" : "positional"} arguments`);
      words[body + QueueBody.MUTEX_OBJECT] = createMutex();
    }
    this.#body = body;
    this.#mutex = mutexOf(body);
  }

  /**
   * Puts an item in; never waits. Plain data is copied; shared objects stay themselves.
   *
   * @param item any value that can cross to another thread
   * @param block ignored, as is the timeout; they are there for programs that use a Queue in its place
   * @throws CaptureError when the item cannot cross
   * @example
   * q.put("job");
   */
  put(item: T, block?: boolean | number | BlockOptions, timeout?: number | null | BlockTimeout): void;
  put(item: T): void {
    if (typeof item === "number" && putNumber(this.#mutex, this.#body, item)) return;
    put(this.#mutex, this.#body, Order.FIFO, item, forever);
  }

  /**
   * Takes an item out, waiting in line while there is none.
   *
   * @param block false: give up at once when there is no item. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever
   * @returns the item, which belongs to the caller
   * @throws Empty when there was no item in time
   * @throws ValueError for a negative timeout
   * @example
   * const item = q.get({ timeout: 0.5 });
   */
  get(block?: boolean | number | BlockOptions, timeout?: number | null | BlockTimeout): T;
  get(block?: unknown, timeout?: number | null): T {
    const deadline = block === undefined && timeout === undefined ? forever : deadlineOf("get", block, timeout);
    const item = get(this.#mutex, this.#body, Order.FIFO, deadline);
    updateArrays?.();
    if (item === NO_ITEM) throw new Empty();
    return item as T;
  }

  /**
   * As `get`, without blocking: for code that must leave the event loop free. Stands in the same line.
   *
   * @param block false: give up at once when there is no item. A keyword object may stand here instead.
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever
   * @param options `signal`: an AbortSignal that ends the wait; no item is taken then
   * @returns a promise of the item; it rejects with what `get` raises, or the signal's reason
   * @example
   * const item = await q.get_async({ timeout: 0.5 });
   */
  get_async(
    block?: boolean | number | (BlockOptions & AsyncOptions),
    timeout?: number | null | (BlockTimeout & AsyncOptions),
    options?: AsyncOptions,
  ): Promise<T>;
  async get_async(...given: unknown[]): Promise<T> {
    const { args, signal } = splitSignal(given);
    const deadline = deadlineOf("get_async", args[0], args[1]);
    const item = await getAsync(this.#mutex, this.#body, Order.FIFO, deadline, signal);
    updateArrays?.();
    if (item === NO_ITEM) throw new Empty();
    return item as T;
  }

  /**
   * As `put`, for programs that use a Queue in its place: it never waits.
   *
   * @param item any value that can cross to another thread
   * @param block ignored, as is what follows
   * @returns a promise that is settled at once
   * @example
   * await q.put_async("job");
   */
  put_async(
    item: T,
    block?: boolean | number | (BlockOptions & AsyncOptions),
    timeout?: number | null | (BlockTimeout & AsyncOptions),
    options?: AsyncOptions,
  ): Promise<void>;
  async put_async(item: T): Promise<void> {
    this.put(item);
  }

  /**
   * As `put`.
   *
   * @param item any value that can cross to another thread
   * @throws CaptureError when the item cannot cross
   */
  put_nowait(item: T): void {
    this.put(item);
  }

  /**
   * Takes an item out if there is one now: `get(false)`.
   *
   * @returns the item, which belongs to the caller
   * @throws Empty when there is none
   */
  get_nowait(): T {
    return this.get(false);
  }

  /** How many items there are, at some moment of the call. */
  qsize(): number {
    return sizeOf(this.#mutex, this.#body);
  }

  /** Whether there is no item, at some moment of the call. */
  empty(): boolean {
    return this.qsize() === 0;
  }

  /** The queue as Python's repr shows it: `<_queue.SimpleQueue object at 0x…>`. */
  toString(): string {
    const name = definitionOfClass(this.constructor) === undefined ? `__main__.${this.constructor.name}` : "_queue.SimpleQueue";
    return reprOfQueue(name)(ptrOf(this));
  }
}

/**
 * An unbounded queue without tasks: the first item put in is the first taken out.
 *
 * @example
 * const q = Queue.SimpleQueue<string>();
 * q.put("job");
 * print(q.get());
 */
export const SimpleQueue = sharedClass(SimpleQueueClass, "SimpleQueue") as unknown as SimpleQueueConstructor;

/** What `SimpleQueue()` makes. */
export interface SimpleQueue<T = any> extends SimpleQueueClass<T> {}

export interface SimpleQueueConstructor {
  /**
   * Makes an empty queue.
   *
   * @throws TypeError for arguments
   * @example
   * const q = Queue.SimpleQueue<string>();
   */
  <T = any>(): SimpleQueue<T>;
  /**
   * Makes an empty queue.
   *
   * @throws TypeError for arguments
   */
  new <T = any>(): SimpleQueue<T>;
  readonly prototype: SimpleQueue<any>;
}

defineKind({
  kind: Kind.SIMPLE_QUEUE,
  base: SimpleQueueClass,
  exported: SimpleQueue,
  closed: "_queue.SimpleQueue",
  repr: reprOfQueue("_queue.SimpleQueue"),
  ...queueStorage,
});
