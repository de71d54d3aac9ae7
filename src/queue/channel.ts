/**
 * What all queues are made of: items in a ring, a mutex, and the lines of those who wait. The classes add Python's
 * arguments and errors.
 *
 * Invariants, all under the mutex:
 * - While a getter waits, there is no item: a putter hands its item to the first of them, in the waiter's VALUE. So a
 *   newcomer cannot overtake one who waits.
 * - While a putter waits, the queue was full when it came; its item lies in its waiter's VALUE. A getter that makes room
 *   moves that item into the ring. A heap cannot take items on behalf of another thread, since comparing them may call
 *   its code and may throw; there the getter promises the place (RESERVED), and the putter comes back to fill it.
 * - A granted waiter says by its VALUE what happened: a getter's holds the item, or nothing after a shutdown; a putter's
 *   is empty when its item was taken, and still holds it after a shutdown or when it got a place.
 *
 * Who wakes whom: a getter is woken by a put, a putter by a get, a joiner by the last `task_done`, all three by a
 * shutdown. Values are encoded before the mutex is taken and decoded after it is given back. No user code runs inside,
 * but for the comparisons of a heap, where the mutex is given back whatever they throw.
 */
import { ValueError } from "../internal/base/errors.js";
import { clearSlot, copySlot, popScratch, pushScratch } from "../internal/codec/scratch.js";
import { releaseSlot, stageValue, takeStaged } from "../internal/codec/slots.js";
import { Crossing, SlotTag } from "../internal/codec/tags.js";
import { floats, words } from "../internal/memory/arena.js";
import { store } from "../internal/memory/futex.js";
import { LockBody, NULL_PTR, type Ptr, QueueBody, Slot, Waiter } from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import {
  acquireWaiter,
  awaitGrant,
  enqueueLocked,
  firstWaiterLocked,
  grantFirstLocked,
  grantLocked,
  releaseWaiter,
  wakeGranted,
} from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { POLL } from "../thread/acquire-arguments.js";
import { heapPopLocked, heapPushLocked } from "./heap.js";
import { grow, popLocked, pushLocked, releaseRemoved, removeAllLocked, shiftLocked, updateLimitLocked } from "./ring.js";

/** Which item comes out next. */
export const Order = { FIFO: 0, LIFO: 1, PRIORITY: 2 } as const;
export type Order = (typeof Order)[keyof typeof Order];

/** What became of a put, and of a get that brought no item. */
export const DONE = Symbol("done");
export const NO_ROOM = Symbol("no room");
export const NO_ITEM = Symbol("no item");
export const SHUT_DOWN = Symbol("shut down");

const unfinished = (body: Ptr): number => (body + QueueBody.UNFINISHED) >> 1;

/** Puts a number if there is room and nobody waits for it; for queues that are no heap. */
export function putNumber(mutex: Ptr, body: Ptr, value: number): boolean {
  lock(mutex);
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
export function put(mutex: Ptr, body: Ptr, order: Order, value: unknown, deadline: () => number): symbol {
  const staged = stageValue(value, Crossing.COPY, false);
  let outcome: symbol | undefined;
  try {
    outcome = order === Order.PRIORITY ? putInHeap(mutex, body, staged, deadline) : putInRing(mutex, body, staged, deadline);
    return outcome;
  } finally {
    if (outcome !== DONE) releaseSlot(staged);
    popScratch();
  }
}

function putInRing(mutex: Ptr, body: Ptr, staged: Ptr, deadline: () => number): symbol {
  let end: number | undefined;
  let waiter: Ptr = NULL_PTR;
  for (;;) {
    lock(mutex);
    if (words[body + QueueBody.IS_SHUT_DOWN] !== 0) {
      unlock(mutex);
      if (waiter !== NULL_PTR) releaseWaiter(waiter);
      return SHUT_DOWN;
    }
    if (handOverLocked(mutex, body, staged)) break;
    if (isFullLocked(body)) {
      if (waiter !== NULL_PTR) return waitForRoom(mutex, body, waiter, staged, end as number);
      unlock(mutex);
      end = deadline();
      if (end === POLL) return NO_ROOM;
      waiter = acquireWaiter(currentIdent());
    } else if (words[body + QueueBody.SIZE] < words[body + QueueBody.CAPACITY]) {
      copySlot(staged, pushLocked(body));
      floats[unfinished(body)]++;
      unlock(mutex);
      break;
    } else {
      unlock(mutex);
      grow(mutex, body);
    }
  }
  if (waiter !== NULL_PTR) releaseWaiter(waiter);
  return DONE;
}

function isFullLocked(body: Ptr): boolean {
  const maxsize = floats[(body + QueueBody.MAXSIZE) >> 1];
  return maxsize > 0 && words[body + QueueBody.SIZE] + words[body + QueueBody.RESERVED] >= maxsize;
}

/** Gives the staged item to the getter that has waited longest; gives the mutex back if there is one. */
function handOverLocked(mutex: Ptr, body: Ptr, staged: Ptr): boolean {
  const getter = firstWaiterLocked(body + QueueBody.GETTERS);
  if (getter === NULL_PTR) return false;
  copySlot(staged, getter + Waiter.VALUE);
  floats[unfinished(body)]++;
  const sleeps = grantLocked(body + QueueBody.GETTERS, getter);
  unlock(mutex);
  if (sleeps) wakeGranted(getter);
  return true;
}

/** Stands in line with the item until a getter takes it; gives the mutex back. */
function waitForRoom(mutex: Ptr, body: Ptr, waiter: Ptr, staged: Ptr, deadline: number): symbol {
  copySlot(staged, waiter + Waiter.VALUE);
  enqueueLocked(body + QueueBody.PUTTERS, waiter);
  unlock(mutex);
  const granted = awaitGrant(mutex, body + QueueBody.PUTTERS, waiter, deadline);
  const isTaken = words[waiter + Waiter.VALUE + Slot.TAG] === SlotTag.EMPTY;
  clearSlot(waiter + Waiter.VALUE);
  releaseWaiter(waiter);
  if (!granted) return NO_ROOM;
  return isTaken ? DONE : SHUT_DOWN;
}

/** Takes in the item of the putter that has waited longest, if there is room now. Returns its waiter if it sleeps. */
function admitLocked(body: Ptr): Ptr {
  const putter = firstWaiterLocked(body + QueueBody.PUTTERS);
  if (putter === NULL_PTR || isFullLocked(body) || words[body + QueueBody.SIZE] >= words[body + QueueBody.CAPACITY]) return NULL_PTR;
  copySlot(putter + Waiter.VALUE, pushLocked(body));
  clearSlot(putter + Waiter.VALUE);
  floats[unfinished(body)]++;
  return grantLocked(body + QueueBody.PUTTERS, putter) ? putter : NULL_PTR;
}

/** Takes an item out; returns `NO_ITEM` or `SHUT_DOWN` if there is none until the deadline, which is asked for only then. */
export function get(mutex: Ptr, body: Ptr, order: Order, deadline: () => number): unknown {
  if (order === Order.PRIORITY) return getFromHeap(mutex, body, deadline);
  const scratch = pushScratch();
  lock(mutex);
  if (words[body + QueueBody.SIZE] === 0) {
    const isShutDown = words[body + QueueBody.IS_SHUT_DOWN] !== 0;
    unlock(mutex);
    return isShutDown ? gone(SHUT_DOWN) : getLater(mutex, body, order, scratch, deadline);
  }
  return takeLocked(mutex, body, order, scratch);
}

/** Takes the next item out of a ring that is not empty; gives the mutex back. */
function takeLocked(mutex: Ptr, body: Ptr, order: Order, scratch: Ptr): unknown {
  const slot = order === Order.FIFO ? shiftLocked(body) : popLocked(body);
  copySlot(slot, scratch);
  const putter = words[body + QueueBody.PUTTERS] === NULL_PTR ? NULL_PTR : admitLocked(body);
  unlock(mutex);
  if (putter !== NULL_PTR) wakeGranted(putter);
  if (words[scratch + Slot.TAG] !== SlotTag.NUMBER) return takeStaged(scratch);
  popScratch();
  return floats[(scratch + Slot.PAYLOAD) >> 1];
}

function gone(outcome: symbol): symbol {
  popScratch();
  return outcome;
}

function getLater(mutex: Ptr, body: Ptr, order: Order, scratch: Ptr, deadline: () => number): unknown {
  let waiter: Ptr;
  let end: number;
  try {
    end = deadline();
    if (end === POLL) return gone(NO_ITEM);
    waiter = acquireWaiter(currentIdent());
  } catch (error) {
    popScratch();
    throw error;
  }
  lock(mutex);
  if (words[body + QueueBody.SIZE] > 0) {
    releaseWaiter(waiter);
    return takeLocked(mutex, body, order, scratch);
  }
  return waitForItem(mutex, body, waiter, scratch, end);
}

/** Stands in line until a putter brings an item; gives the mutex back. */
function waitForItem(mutex: Ptr, body: Ptr, waiter: Ptr, scratch: Ptr, deadline: number): unknown {
  if (words[body + QueueBody.IS_SHUT_DOWN] !== 0) {
    unlock(mutex);
    releaseWaiter(waiter);
    return gone(SHUT_DOWN);
  }
  enqueueLocked(body + QueueBody.GETTERS, waiter);
  unlock(mutex);
  const granted = awaitGrant(mutex, body + QueueBody.GETTERS, waiter, deadline);
  copySlot(waiter + Waiter.VALUE, scratch);
  clearSlot(waiter + Waiter.VALUE);
  releaseWaiter(waiter);
  if (!granted) return gone(NO_ITEM);
  return words[scratch + Slot.TAG] === SlotTag.EMPTY ? gone(SHUT_DOWN) : takeStaged(scratch);
}

function putInHeap(mutex: Ptr, body: Ptr, staged: Ptr, deadline: () => number): symbol {
  let hasPlace = false;
  for (;;) {
    lock(mutex);
    if (words[body + QueueBody.IS_SHUT_DOWN] !== 0) {
      unlock(mutex);
      return SHUT_DOWN;
    }
    if (!hasPlace && isFullLocked(body)) {
      unlock(mutex);
      const end = deadline();
      if (end === POLL || !waitForPlace(mutex, body, end)) return NO_ROOM;
      hasPlace = true;
    } else if (words[body + QueueBody.SIZE] < words[body + QueueBody.CAPACITY] || words[body + QueueBody.GETTERS] !== NULL_PTR) {
      if (hasPlace) words[body + QueueBody.RESERVED]--;
      if (!handOverLocked(mutex, body, staged)) pushInHeapLocked(mutex, body, staged);
      return DONE;
    } else {
      unlock(mutex);
      growForPlace(mutex, body, hasPlace);
    }
  }
}

function growForPlace(mutex: Ptr, body: Ptr, hasPlace: boolean): void {
  try {
    grow(mutex, body);
  } catch (error) {
    lock(mutex);
    if (hasPlace) words[body + QueueBody.RESERVED]--;
    unlock(mutex);
    throw error;
  }
}

/** Gives the mutex back. When comparing throws, the item is in the queue, but not a task, as in Python. */
function pushInHeapLocked(mutex: Ptr, body: Ptr, staged: Ptr): void {
  try {
    heapPushLocked(body, staged);
    floats[unfinished(body)]++;
  } catch (error) {
    clearSlot(staged);
    throw error;
  } finally {
    unlock(mutex);
  }
}

/** Waits for a getter's promise; returns false when the time ran out. */
function waitForPlace(mutex: Ptr, body: Ptr, deadline: number): boolean {
  const waiter = acquireWaiter(currentIdent());
  lock(mutex);
  if (!isFullLocked(body) || words[body + QueueBody.IS_SHUT_DOWN] !== 0) {
    words[body + QueueBody.RESERVED]++;
    unlock(mutex);
    releaseWaiter(waiter);
    return true;
  }
  enqueueLocked(body + QueueBody.PUTTERS, waiter);
  unlock(mutex);
  const granted = awaitGrant(mutex, body + QueueBody.PUTTERS, waiter, deadline);
  releaseWaiter(waiter);
  return granted;
}

/** Promises the room that a getter has made to the putter that has waited longest. */
function promisePlaceLocked(body: Ptr): void {
  if (words[body + QueueBody.PUTTERS] === NULL_PTR || isFullLocked(body)) return;
  words[body + QueueBody.RESERVED]++;
  grantFirstLocked(body + QueueBody.PUTTERS);
}

function getFromHeap(mutex: Ptr, body: Ptr, deadline: () => number): unknown {
  const scratch = pushScratch();
  let waiter: Ptr = NULL_PTR;
  let end = POLL;
  lock(mutex);
  while (words[body + QueueBody.SIZE] === 0) {
    if (waiter !== NULL_PTR) return waitForItem(mutex, body, waiter, scratch, end);
    const isShutDown = words[body + QueueBody.IS_SHUT_DOWN] !== 0;
    unlock(mutex);
    if (isShutDown) return gone(SHUT_DOWN);
    try {
      end = deadline();
      if (end === POLL) return gone(NO_ITEM);
      waiter = acquireWaiter(currentIdent());
    } catch (error) {
      popScratch();
      throw error;
    }
    lock(mutex);
  }
  if (waiter !== NULL_PTR) releaseWaiter(waiter);
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

/** Sets how many items may be there, and lets in who waited for the room that this makes. */
export function setMaxsize(mutex: Ptr, body: Ptr, order: Order, maxsize: number): void {
  lock(mutex);
  floats[(body + QueueBody.MAXSIZE) >> 1] = maxsize;
  updateLimitLocked(body);
  unlock(mutex);
  while (letIn(mutex, body, order));
}

/** Lets one putter in that waits although there is room. */
function letIn(mutex: Ptr, body: Ptr, order: Order): boolean {
  lock(mutex);
  const waits = words[body + QueueBody.PUTTERS] !== NULL_PTR && !isFullLocked(body);
  const needsRoom = words[body + QueueBody.SIZE] >= words[body + QueueBody.CAPACITY];
  let putter: Ptr = NULL_PTR;
  if (waits && order === Order.PRIORITY) promisePlaceLocked(body);
  else if (waits && !needsRoom) putter = admitLocked(body);
  unlock(mutex);
  if (putter !== NULL_PTR) wakeGranted(putter);
  if (waits && needsRoom && order !== Order.PRIORITY) grow(mutex, body);
  return waits;
}

export function sizeOf(mutex: Ptr, body: Ptr): number {
  lock(mutex);
  const size = words[body + QueueBody.SIZE];
  unlock(mutex);
  return size;
}

/** Read without the mutex, which the caller may hold: an aligned double is read in one piece. */
export function unfinishedTasks(body: Ptr): number {
  return floats[unfinished(body)];
}

/** Sets the number, for programs that drop items; at 0 those who join go on. Called with or without the mutex. */
export function setUnfinishedTasks(mutex: Ptr, body: Ptr, count: number): void {
  const isHeld = words[mutex + LockBody.HOLDER] === currentIdent();
  if (!isHeld) lock(mutex);
  floats[unfinished(body)] = count;
  if (count === 0) while (grantFirstLocked(body + QueueBody.JOINERS));
  if (!isHeld) unlock(mutex);
}

/** Counts one task as done; the last one wakes those who join. */
export function taskDone(mutex: Ptr, body: Ptr): void {
  lock(mutex);
  const left = floats[unfinished(body)] - 1;
  if (left < 0) {
    unlock(mutex);
    throw new ValueError("task_done() called too many times");
  }
  floats[unfinished(body)] = left;
  if (left === 0) while (grantFirstLocked(body + QueueBody.JOINERS));
  unlock(mutex);
}

/** Waits until all tasks are done. */
export function joinTasks(mutex: Ptr, body: Ptr): void {
  const waiter = acquireWaiter(currentIdent());
  lock(mutex);
  if (floats[unfinished(body)] === 0) {
    unlock(mutex);
  } else {
    enqueueLocked(body + QueueBody.JOINERS, waiter);
    unlock(mutex);
    awaitGrant(mutex, body + QueueBody.JOINERS, waiter, Number.POSITIVE_INFINITY);
  }
  releaseWaiter(waiter);
}

/** Ends the queue: no more items come in, those who wait go. With `immediate` the items are dropped, as tasks done. */
export function shutDown(mutex: Ptr, body: Ptr, immediate: boolean): void {
  lock(mutex);
  store(body + QueueBody.IS_SHUT_DOWN, 1);
  updateLimitLocked(body);
  let removed: ReturnType<typeof removeAllLocked> | undefined;
  if (immediate) {
    removed = removeAllLocked(body);
    floats[unfinished(body)] = Math.max(0, floats[unfinished(body)] - removed.size);
    if (floats[unfinished(body)] === 0) while (grantFirstLocked(body + QueueBody.JOINERS));
  }
  while (grantFirstLocked(body + QueueBody.GETTERS));
  while (grantFirstLocked(body + QueueBody.PUTTERS));
  unlock(mutex);
  if (removed !== undefined) releaseRemoved(removed);
}
