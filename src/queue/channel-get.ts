/** How an item gets out of a channel; the states and invariants are in channel.ts. */
import type { AbortSignal } from "../internal/base/abort-signal.js";
import { clearSlot, copySlot, popScratch, pushScratch } from "../internal/codec/scratch.js";
import { releaseSlot, takeStaged } from "../internal/codec/slots.js";
import { SlotTag } from "../internal/codec/tags.js";
import { floats, words } from "../internal/memory/arena.js";
import { NULL_PTR, type Ptr, QueueBody, Slot, Waiter, WaitKind } from "../internal/memory/layout.js";
import { lockOfProgram, unlock } from "../internal/memory/mutex.js";
import {
  acquireWaiter,
  awaitGrant,
  awaitGrantAsync,
  enqueueLocked,
  releaseWaiter,
  wakeGranted,
} from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { POLL } from "../thread/acquire-arguments.js";
import type { Deadline } from "./arguments.js";
import { admitLocked, NO_ITEM, Order, promisePlaceLocked, SHUT_DOWN, WAITS } from "./channel.js";
import { heapPopLocked } from "./heap.js";
import { popLocked, shiftLocked } from "./ring.js";

/** Takes an item out; returns `NO_ITEM` or `SHUT_DOWN` if there is none until the deadline, which is asked for only then. */
export function get(mutex: Ptr, body: Ptr, order: Order, deadline: Deadline): unknown {
  const item = take(mutex, body, order, NULL_PTR);
  return item === NO_ITEM ? getInLine(mutex, body, order, deadline()) : item;
}

function getInLine(mutex: Ptr, body: Ptr, order: Order, deadline: number): unknown {
  if (deadline === POLL) return NO_ITEM;
  const waiter = acquireWaiter(currentIdent());
  try {
    for (;;) {
      let item = take(mutex, body, order, waiter);
      if (item === WAITS) item = received(waiter, awaitGrant(mutex, body + QueueBody.GETTERS, waiter, deadline, WaitKind.GET));
      if (item !== LOOK_AGAIN) return item;
    }
  } finally {
    releaseWaiter(waiter);
  }
}

/** As `get`, without blocking. When the signal is aborted first, rejects with its reason. */
export async function getAsync(mutex: Ptr, body: Ptr, order: Order, deadline: Deadline, signal?: AbortSignal): Promise<unknown> {
  const now = take(mutex, body, order, NULL_PTR);
  if (now !== NO_ITEM) return now;
  const end = deadline();
  if (end === POLL) return NO_ITEM;
  const waiter = acquireWaiter(currentIdent());
  try {
    for (;;) {
      let item = take(mutex, body, order, waiter);
      if (item === WAITS) item = received(waiter, await awaitGrantAsync(mutex, body + QueueBody.GETTERS, waiter, end, signal));
      if (item !== LOOK_AGAIN) return item;
    }
  } finally {
    releaseWaiter(waiter);
  }
}

/** Takes the next item out if there is one; else stands in line if there is a waiter. */
function take(mutex: Ptr, body: Ptr, order: Order, waiter: Ptr): unknown {
  const scratch = pushScratch();
  lockOfProgram(mutex);
  if (words[body + QueueBody.SIZE] === 0) {
    popScratch();
    return takeNothingLocked(mutex, body, waiter);
  }
  return order === Order.PRIORITY ? takeFromHeapLocked(mutex, body, scratch) : takeFromRingLocked(mutex, body, order, scratch);
}

/** These three are called with the mutex held, which they give up. */
function takeNothingLocked(mutex: Ptr, body: Ptr, waiter: Ptr): symbol {
  let outcome = NO_ITEM as symbol;
  if (words[body + QueueBody.IS_SHUT_DOWN] !== 0) {
    outcome = SHUT_DOWN;
  } else if (waiter !== NULL_PTR) {
    enqueueLocked(body + QueueBody.GETTERS, waiter);
    outcome = WAITS;
  }
  unlock(mutex);
  return outcome;
}

function takeFromRingLocked(mutex: Ptr, body: Ptr, order: Order, scratch: Ptr): unknown {
  const slot = order === Order.FIFO ? shiftLocked(body) : popLocked(body);
  copySlot(slot, scratch);
  const first = words[body + QueueBody.PUTTERS];
  const putter = first === NULL_PTR ? NULL_PTR : admitLocked(body, first);
  unlock(mutex);
  if (putter !== NULL_PTR) wakeGranted(putter);
  if (words[scratch + Slot.TAG] !== SlotTag.NUMBER) return takeStaged(scratch);
  popScratch();
  return floats[(scratch + Slot.PAYLOAD) >> 1];
}

function takeFromHeapLocked(mutex: Ptr, body: Ptr, scratch: Ptr): unknown {
  try {
    heapPopLocked(body, scratch);
  } catch (error) {
    // The item is lost, as in Python; the queue goes on.
    promisePlaceLocked(body);
    unlock(mutex);
    releaseSlot(scratch);
    popScratch();
    throw error;
  }
  promisePlaceLocked(body);
  unlock(mutex);
  return takeStaged(scratch);
}

const LOOK_AGAIN = Symbol("look again");

/** What a wait in line brought. */
function received(waiter: Ptr, granted: boolean): unknown {
  if (!granted) return NO_ITEM;
  const item = waiter + Waiter.VALUE;
  if (words[item + Slot.TAG] === SlotTag.LOOK) {
    clearSlot(item);
    return LOOK_AGAIN;
  }
  const scratch = pushScratch();
  copySlot(item, scratch);
  clearSlot(item);
  return takeStaged(scratch);
}
