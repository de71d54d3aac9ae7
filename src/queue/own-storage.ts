/**
 * The items of a queue whose class keeps them in an attribute `queue` that its `_init` makes. The hooks that the class does
 * not override work on that, as Python's do: `_qsize` is its length, and a Queue appends on the right and takes from the
 * left, a LifoQueue both on the right.
 */
import { AttributeError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { len } from "../builtins/len.js";
import { Order } from "./channel.js";

export function ownSize(storage: unknown): number {
  return len(storage as object);
}

/** @throws AttributeError when the storage has no `append` */
export function addToOwn(storage: unknown, order: Order, item: unknown): void {
  refuseHeap(order, "_put");
  call(storage, "append", item);
}

/** @throws AttributeError when the storage has neither `popleft` nor `pop` */
export function takeFromOwn(storage: unknown, order: Order): unknown {
  refuseHeap(order, "_get");
  if (order === Order.LIFO) return call(storage, "pop");
  // A shared list stands for a deque.
  return "popleft" in (storage as object) ? call(storage, "popleft") : call(storage, "pop", 0);
}

function refuseHeap(order: Order, hook: string): void {
  if (order === Order.PRIORITY) {
    throw new TypeError(
      `a PriorityQueue orders the items that it keeps itself: a class that keeps them in its own 'queue' has to override ${hook}() too`,
    );
  }
}

function call(storage: unknown, name: string, ...args: unknown[]): unknown {
  const method: unknown = name in (storage as object) ? (storage as Record<string, unknown>)[name] : undefined;
  if (typeof method !== "function") throw new AttributeError(`'${typeName(storage)}' object has no attribute '${name}'`);
  return method.apply(storage, args);
}
