/** `queue.LifoQueue`: the last item put in is the first taken out. See queue.ts. */
import { defineKind } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { Kind } from "../internal/memory/layout.js";
import { Order } from "./channel.js";
import { QueueClass, queueKind, type QueueOptions, queueOrder, queueStorage, reprOfQueue } from "./queue.js";

class LifoQueueClass<T> extends QueueClass<T> {
  static override readonly [queueKind]: Kind = Kind.LIFO_QUEUE;
  static override readonly [queueOrder]: Order = Order.LIFO;
}

/**
 * A stack that threads hand items over by: the last put in is the first taken out.
 *
 * @example
 * const stack = Queue.LifoQueue<string>();
 * stack.put("a");
 * stack.put("b");
 * print(stack.get());  // b
 */
export const LifoQueue = sharedClass(LifoQueueClass, "LifoQueue") as unknown as LifoQueueConstructor;

/** What `LifoQueue()` makes. */
export interface LifoQueue<T = any> extends LifoQueueClass<T> {}

export interface LifoQueueConstructor {
  /**
   * Makes an empty stack.
   *
   * @param maxsize how many items may be there at once; zero or less, and unless given: any number. A keyword object may
   * stand here instead.
   * @example
   * const stack = Queue.LifoQueue<string>();
   */
  <T = any>(maxsize?: number | QueueOptions): LifoQueue<T>;
  /**
   * Makes an empty stack.
   *
   * @param maxsize how many items may be there at once; zero or less, and unless given: any number. A keyword object may
   * stand here instead.
   */
  new <T = any>(maxsize?: number | QueueOptions): LifoQueue<T>;
  readonly prototype: LifoQueue<any>;
}

defineKind({
  kind: Kind.LIFO_QUEUE,
  base: LifoQueueClass,
  exported: LifoQueue,
  repr: reprOfQueue("queue.LifoQueue"),
  ...queueStorage,
});
