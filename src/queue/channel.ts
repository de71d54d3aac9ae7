/**
 * What all queues are made of: items in a ring, a mutex, and the lines of those who wait. The classes add Python's
 * arguments and errors.
 *
 * Invariants, all under the mutex:
 * - While a getter waits, there is no item: a putter hands its item to the first of them, in the waiter's VALUE. So a
 *   newcomer cannot overtake one who waits. Only a program that uses the queue's conditions or `q.queue` itself can bring
 *   about anything else; then a put wakes the first getter to look for itself.
 * - While a putter waits, the queue was full when it came; its item lies in its waiter's VALUE. A getter that makes room
 *   moves that item into the ring. A heap cannot take items on behalf of another thread, since comparing them may call
 *   its code and may throw; there the getter promises the place (RESERVED), and the putter comes back to fill it.
 * - An async putter or getter stands in the same lines. Nothing of it lies outside its waiter while it waits.
 * - Those who wait by `q.not_empty.wait()` and its like (see queue-condition.ts) stand in the same lines, with LOOK in
 *   VALUE. Nothing is handed to them and nothing taken from them: they are woken, and the item or the place stays.
 * - A granted waiter says by its VALUE what happened: a getter's holds the item, or LOOK when it has to look again, as
 *   after a shutdown; a putter's is empty when its item was taken, and still holds it after a shutdown or when it got a
 *   place.
 *
 * Who wakes whom: a getter is woken by a put, a putter by a get, a joiner by the last `task_done`, all three by a
 * shutdown, and all by a notification of the program's. Values are encoded before the mutex is taken and decoded after it
 * is given back. No user code runs inside, but for the comparisons of a heap, where the mutex is given back whatever they
 * throw.
 */
import { clearSlot, copySlot } from "../internal/codec/scratch.js";
import { floats, words } from "../internal/memory/arena.js";
import { store } from "../internal/memory/futex.js";
import { SlotTag } from "../internal/codec/tags.js";
import { NULL_PTR, type Ptr, QueueBody, Slot, Waiter } from "../internal/memory/layout.js";
import { lockOfProgram, unlock } from "../internal/memory/mutex.js";
import { firstWaiterLocked, grantFirstLocked, grantLocked, wakeGranted } from "../internal/memory/waiters.js";
import { grow, growLocked, pushLocked, releaseRemoved, removeAllLocked, updateLimitLocked } from "./ring.js";

/** Which item comes out next. */
export const Order = { FIFO: 0, LIFO: 1, PRIORITY: 2 } as const;
export type Order = (typeof Order)[keyof typeof Order];

/** What became of a put, and of a get that brought no item. `WAITS`: it stands in line. */
export const DONE = Symbol("done");
export const NO_ROOM = Symbol("no room");
export const NO_ITEM = Symbol("no item");
export const SHUT_DOWN = Symbol("shut down");
export const WAITS = Symbol("waits");

/** A wait in line: what stands there, and until when. */
export interface Wait {
  readonly waiter: Ptr;
  readonly deadline: number;
}

/** Where the number of tasks that are not done stands, as an index of a double. */
export const unfinished = (body: Ptr): number => (body + QueueBody.UNFINISHED) >> 1;

export function isFullLocked(body: Ptr): boolean {
  const maxsize = floats[(body + QueueBody.MAXSIZE) >> 1];
  return maxsize > 0 && words[body + QueueBody.SIZE] + words[body + QueueBody.RESERVED] >= maxsize;
}

/** Whether a waiter in a line is one that only looks. */
export const looksLocked = (waiter: Ptr): boolean => words[waiter + Waiter.VALUE + Slot.TAG] === SlotTag.LOOK;

/** The getter that the next item belongs to, or 0: then the item goes to the others. */
export function nextGetterLocked(body: Ptr): Ptr {
  const getter = firstWaiterLocked(body + QueueBody.GETTERS);
  return getter === NULL_PTR || words[body + QueueBody.SIZE] !== 0 || looksLocked(getter) ? NULL_PTR : getter;
}

/** Gives an item to the getter that has waited longest; gives the mutex back if there is one. */
export function handOverLocked(mutex: Ptr, body: Ptr, staged: Ptr): boolean {
  const getter = nextGetterLocked(body);
  if (getter === NULL_PTR) return false;
  copySlot(staged, getter + Waiter.VALUE);
  floats[unfinished(body)]++;
  const sleeps = grantLocked(body + QueueBody.GETTERS, getter);
  unlock(mutex);
  if (sleeps) wakeGranted(getter);
  return true;
}

/** Wakes the first in the line of getters, to look: there is an item that was not handed to anybody. */
export function announceLocked(body: Ptr): void {
  const getter = firstWaiterLocked(body + QueueBody.GETTERS);
  if (getter !== NULL_PTR) letLookLocked(body + QueueBody.GETTERS, getter);
}

/** Wakes one who waits for an item, to look. */
export function letLookLocked(getters: Ptr, getter: Ptr): void {
  words[getter + Waiter.VALUE + Slot.TAG] = SlotTag.LOOK;
  letGoLocked(getters, getter);
}

/** Takes a waiter out of its line and wakes it. */
export function letGoLocked(list: Ptr, waiter: Ptr): void {
  if (grantLocked(list, waiter)) wakeGranted(waiter);
}

/** Takes in the item of a putter, if there is room now. Returns the waiter if it sleeps and has to be woken. */
export function admitLocked(body: Ptr, putter: Ptr): Ptr {
  if (!looksLocked(putter)) {
    if (isFullLocked(body) || words[body + QueueBody.SIZE] >= words[body + QueueBody.CAPACITY]) return NULL_PTR;
    copySlot(putter + Waiter.VALUE, pushLocked(body));
    clearSlot(putter + Waiter.VALUE);
    floats[unfinished(body)]++;
    announceLocked(body);
  }
  return grantLocked(body + QueueBody.PUTTERS, putter) ? putter : NULL_PTR;
}

/** Promises the room that there is now, if any, to a putter. */
export function promiseLocked(body: Ptr, putter: Ptr): void {
  if (!looksLocked(putter)) {
    if (isFullLocked(body)) return;
    words[body + QueueBody.RESERVED]++;
  }
  letGoLocked(body + QueueBody.PUTTERS, putter);
}

/** Lets a putter put that a program notifies, if there is room. */
export function letPutLocked(body: Ptr, order: Order, putter: Ptr): void {
  if (order === Order.PRIORITY) return promiseLocked(body, putter);
  const needsRoom =
    !looksLocked(putter) && !isFullLocked(body) && words[body + QueueBody.SIZE] >= words[body + QueueBody.CAPACITY];
  if (needsRoom) growLocked(body);
  if (admitLocked(body, putter) !== NULL_PTR) wakeGranted(putter);
}

/** Promises the room that a getter has made to the putter that has waited longest. */
export function promisePlaceLocked(body: Ptr): void {
  const putter = firstWaiterLocked(body + QueueBody.PUTTERS);
  if (putter !== NULL_PTR) promiseLocked(body, putter);
}

/** Sets how many items may be there, and lets in who waited for the room that this makes. */
export function setMaxsize(mutex: Ptr, body: Ptr, order: Order, maxsize: number): void {
  lockOfProgram(mutex);
  floats[(body + QueueBody.MAXSIZE) >> 1] = maxsize;
  updateLimitLocked(body);
  unlock(mutex);
  while (letIn(mutex, body, order));
}

/** Lets one putter in that waits although there is room. */
function letIn(mutex: Ptr, body: Ptr, order: Order): boolean {
  lockOfProgram(mutex);
  const first = firstWaiterLocked(body + QueueBody.PUTTERS);
  const waits = first !== NULL_PTR && !isFullLocked(body);
  const needsRoom = words[body + QueueBody.SIZE] >= words[body + QueueBody.CAPACITY];
  let putter: Ptr = NULL_PTR;
  if (waits && order === Order.PRIORITY) promisePlaceLocked(body);
  else if (waits && !needsRoom) putter = admitLocked(body, first);
  unlock(mutex);
  if (putter !== NULL_PTR) wakeGranted(putter);
  if (waits && needsRoom && order !== Order.PRIORITY) grow(mutex, body);
  return waits;
}

export function sizeOf(mutex: Ptr, body: Ptr): number {
  lockOfProgram(mutex);
  const size = words[body + QueueBody.SIZE];
  unlock(mutex);
  return size;
}

/** Ends the queue: no more items come in, those who wait go. With `immediate` the items are dropped, as tasks done. */
export function shutDown(mutex: Ptr, body: Ptr, immediate: boolean): void {
  lockOfProgram(mutex);
  store(body + QueueBody.IS_SHUT_DOWN, 1);
  updateLimitLocked(body);
  let removed: ReturnType<typeof removeAllLocked> | undefined;
  if (immediate) {
    removed = removeAllLocked(body);
    floats[unfinished(body)] = Math.max(0, floats[unfinished(body)] - removed.size);
    if (floats[unfinished(body)] === 0) while (grantFirstLocked(body + QueueBody.JOINERS));
  }
  while (words[body + QueueBody.GETTERS] !== NULL_PTR) announceLocked(body);
  while (grantFirstLocked(body + QueueBody.PUTTERS));
  unlock(mutex);
  if (removed !== undefined) releaseRemoved(removed);
}
