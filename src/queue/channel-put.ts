/** How an item gets into a channel; the states and invariants are in channel.ts. */
import type { AbortSignal } from "../internal/base/abort-signal.js";
import { clearSlot, copySlot, popScratch } from "../internal/codec/scratch.js";
import { releaseSlot, stageValue } from "../internal/codec/slots.js";
import { Crossing, SlotTag } from "../internal/codec/tags.js";
import { floats, words } from "../internal/memory/arena.js";
import { NULL_PTR, type Ptr, QueueBody, Slot, Waiter, WaitKind } from "../internal/memory/layout.js";
import { lockOfProgram, unlock } from "../internal/memory/mutex.js";
import { acquireWaiter, awaitGrant, awaitGrantAsync, enqueueLocked, releaseWaiter } from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { POLL } from "../thread/acquire-arguments.js";
import type { Deadline } from "./arguments.js";
import {
  announceLocked,
  DONE,
  handOverLocked,
  isFullLocked,
  NO_ROOM,
  nextGetterLocked,
  Order,
  promisePlaceLocked,
  SHUT_DOWN,
  unfinished,
  type Wait,
  WAITS,
} from "./channel.js";
import { heapPushLocked } from "./heap.js";
import { grow, pushLocked } from "./ring.js";

/** Puts a number if there is room and nobody waits for it; for queues that are no heap. */
export function putNumber(mutex: Ptr, body: Ptr, value: number): boolean {
  lockOfProgram(mutex);
  const size = words[body + QueueBody.SIZE];
  if (size >= words[body + QueueBody.LIMIT] || words[body + QueueBody.GETTERS] !== NULL_PTR) {
    unlock(mutex);
    return false;
  }
  const slot = pushLocked(body);
  words[slot + Slot.TAG] = SlotTag.NUMBER;
  floats[(slot + Slot.PAYLOAD) >> 1] = value;
  floats[unfinished(body)]++;
  unlock(mutex);
  return true;
}

/** Puts any value. The deadline is asked for only if the put has to wait. */
export function put(mutex: Ptr, body: Ptr, order: Order, value: unknown, deadline: Deadline): symbol {
  const begun = begin(mutex, body, order, value, deadline);
  if (typeof begun === "symbol") return begun;
  const granted = awaitGrant(mutex, body + QueueBody.PUTTERS, begun.waiter, begun.deadline, WaitKind.PUT);
  return finish(mutex, body, order, begun.waiter, granted);
}

/** As `put`, without blocking. When the signal is aborted first, rejects with its reason. */
export async function putAsync(
  mutex: Ptr,
  body: Ptr,
  order: Order,
  value: unknown,
  deadline: Deadline,
  signal?: AbortSignal,
): Promise<symbol> {
  const begun = begin(mutex, body, order, value, deadline);
  if (typeof begun === "symbol") return begun;
  let granted = false;
  try {
    granted = await awaitGrantAsync(mutex, body + QueueBody.PUTTERS, begun.waiter, begun.deadline, signal);
  } catch (error) {
    finish(mutex, body, order, begun.waiter, false);
    throw error;
  }
  return finish(mutex, body, order, begun.waiter, granted);
}

/** Puts the value, or stands in line with it. */
function begin(mutex: Ptr, body: Ptr, order: Order, value: unknown, deadline: Deadline): symbol | Wait {
  const staged = stageValue(value, Crossing.COPY, false);
  let isKept = true;
  try {
    let outcome = offer(mutex, body, order, staged, NULL_PTR);
    if (outcome === NO_ROOM) {
      const end = deadline();
      if (end === POLL) return NO_ROOM;
      const waiter = acquireWaiter(currentIdent());
      try {
        outcome = offer(mutex, body, order, staged, waiter);
      } finally {
        if (outcome !== WAITS) releaseWaiter(waiter);
      }
      isKept = outcome !== WAITS && outcome !== DONE;
      return outcome === WAITS ? { waiter, deadline: end } : outcome;
    }
    isKept = outcome !== DONE;
    return outcome;
  } finally {
    if (isKept) releaseSlot(staged);
    popScratch();
  }
}

/** Ends a wait in line, and puts the item in if it was promised a place. */
function finish(mutex: Ptr, body: Ptr, order: Order, waiter: Ptr, granted: boolean): symbol {
  const item = waiter + Waiter.VALUE;
  let outcome = NO_ROOM as symbol;
  try {
    if (granted && words[item + Slot.TAG] === SlotTag.EMPTY) outcome = DONE;
    else if (granted) outcome = order === Order.PRIORITY ? offerToHeap(mutex, body, item, NULL_PTR, true) : SHUT_DOWN;
    return outcome;
  } finally {
    if (outcome !== DONE) releaseSlot(item);
    clearSlot(item);
    releaseWaiter(waiter);
  }
}

/** Puts the item in if there is room; else stands in line with it if there is a waiter. */
function offer(mutex: Ptr, body: Ptr, order: Order, item: Ptr, waiter: Ptr): symbol {
  return order === Order.PRIORITY ? offerToHeap(mutex, body, item, waiter, false) : offerToRing(mutex, body, item, waiter);
}

function offerToRing(mutex: Ptr, body: Ptr, item: Ptr, waiter: Ptr): symbol {
  for (;;) {
    lockOfProgram(mutex);
    if (words[body + QueueBody.IS_SHUT_DOWN] !== 0) {
      unlock(mutex);
      return SHUT_DOWN;
    }
    if (handOverLocked(mutex, body, item)) return DONE;
    if (isFullLocked(body)) return standInLine(mutex, body, item, waiter);
    if (words[body + QueueBody.SIZE] < words[body + QueueBody.CAPACITY]) {
      copySlot(item, pushLocked(body));
      floats[unfinished(body)]++;
      announceLocked(body);
      unlock(mutex);
      return DONE;
    }
    unlock(mutex);
    grow(mutex, body);
  }
}

/** With `hasPlace` the item takes a place that was promised to it (RESERVED). */
function offerToHeap(mutex: Ptr, body: Ptr, item: Ptr, waiter: Ptr, hasPlace: boolean): symbol {
  for (;;) {
    lockOfProgram(mutex);
    if (words[body + QueueBody.IS_SHUT_DOWN] !== 0) {
      unlock(mutex);
      return SHUT_DOWN;
    }
    if (!hasPlace && isFullLocked(body)) return standInLine(mutex, body, item, waiter);
    if (words[body + QueueBody.SIZE] < words[body + QueueBody.CAPACITY] || nextGetterLocked(body) !== NULL_PTR) {
      if (hasPlace) giveUpPlaceLocked(body);
      if (!handOverLocked(mutex, body, item)) pushInHeapLocked(mutex, body, item);
      return DONE;
    }
    unlock(mutex);
    growForPlace(mutex, body, hasPlace);
  }
}

/** Ends a promise. If the item does not fill the place, because a getter waits for it, the next putter gets it. */
function giveUpPlaceLocked(body: Ptr): void {
  words[body + QueueBody.RESERVED]--;
  if (nextGetterLocked(body) !== NULL_PTR) promisePlaceLocked(body);
}

/** Called with the mutex held, which it gives up. */
function standInLine(mutex: Ptr, body: Ptr, item: Ptr, waiter: Ptr): symbol {
  if (waiter !== NULL_PTR) {
    copySlot(item, waiter + Waiter.VALUE);
    enqueueLocked(body + QueueBody.PUTTERS, waiter);
  }
  unlock(mutex);
  return waiter === NULL_PTR ? NO_ROOM : WAITS;
}

function growForPlace(mutex: Ptr, body: Ptr, hasPlace: boolean): void {
  try {
    grow(mutex, body);
  } catch (error) {
    lockOfProgram(mutex);
    if (hasPlace) words[body + QueueBody.RESERVED]--;
    promisePlaceLocked(body);
    unlock(mutex);
    throw error;
  }
}

/** Gives the mutex back. When comparing throws, the item is in the queue, but not a task, as in Python. */
function pushInHeapLocked(mutex: Ptr, body: Ptr, staged: Ptr): void {
  try {
    heapPushLocked(body, staged);
    floats[unfinished(body)]++;
    announceLocked(body);
  } catch (error) {
    clearSlot(staged);
    throw error;
  } finally {
    unlock(mutex);
  }
}
