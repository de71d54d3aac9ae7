/** `queue.PriorityQueue`: the smallest item is the first taken out. See queue.ts. */
import { defineKind } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { Kind } from "../internal/memory/layout.js";
import { Order } from "./channel.js";
import { QueueClass, queueKind, type QueueOptions, queueOrder, queueStorage, reprOfQueue } from "./queue.js";

class PriorityQueueClass<T> extends QueueClass<T> {
  static override readonly [queueKind]: Kind = Kind.PRIORITY_QUEUE;
  static override readonly [queueOrder]: Order = Order.PRIORITY;
}

/**
 * A queue that gives out its smallest item first; equal ones in no particular order. Numbers compare by value, strings by
 * code point, arrays item by item, objects by their `__lt__`.
 *
 * Items that have no order make `put` or `get` throw a TypeError. As in Python, the item that could not be compared is in
 * the queue then, at some place, without being counted as a task.
 *
 * @example
 * const jobs = Queue.PriorityQueue<[number, string]>();
 * jobs.put([2, "later"]);
 * jobs.put([1, "sooner"]);
 * print(jobs.get());  // [1, 'sooner']
 */
export const PriorityQueue = sharedClass(PriorityQueueClass, "PriorityQueue") as unknown as PriorityQueueConstructor;

/** What `PriorityQueue()` makes. */
export interface PriorityQueue<T = any> extends PriorityQueueClass<T> {}

export interface PriorityQueueConstructor {
  /**
   * Makes an empty queue.
   *
   * @param maxsize how many items may be there at once; zero or less, and unless given: any number. A keyword object may
   * stand here instead.
   * @example
   * const jobs = Queue.PriorityQueue<[number, string]>();
   */
  <T = any>(maxsize?: number | QueueOptions): PriorityQueue<T>;
  /**
   * Makes an empty queue.
   *
   * @param maxsize how many items may be there at once; zero or less, and unless given: any number. A keyword object may
   * stand here instead.
   */
  new <T = any>(maxsize?: number | QueueOptions): PriorityQueue<T>;
  readonly prototype: PriorityQueue<any>;
}

defineKind({
  kind: Kind.PRIORITY_QUEUE,
  base: PriorityQueueClass,
  exported: PriorityQueue,
  repr: reprOfQueue("queue.PriorityQueue"),
  ...queueStorage,
});
