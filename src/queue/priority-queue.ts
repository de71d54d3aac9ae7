/** `queue.PriorityQueue`: the smallest item is the first taken out. See queue.ts. */
import { defineKind } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { Kind } from "../internal/memory/layout.js";
import { Order } from "./channel.js";
import { QueueClass, queueKind, queueOrder, queueStorage, reprOfQueue } from "./queue.js";

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
 */
export interface PriorityQueue<T = any> extends PriorityQueueClass<T> {}

export interface PriorityQueueConstructor {
  new <T = any>(maxsize?: number | { maxsize?: number }): PriorityQueue<T>;
  <T = any>(maxsize?: number | { maxsize?: number }): PriorityQueue<T>;
  readonly prototype: PriorityQueue<any>;
}

export const PriorityQueue = sharedClass(PriorityQueueClass, "PriorityQueue") as unknown as PriorityQueueConstructor;

defineKind({ kind: Kind.PRIORITY_QUEUE, base: PriorityQueueClass, exported: PriorityQueue, repr: reprOfQueue("queue.PriorityQueue"), ...queueStorage });
