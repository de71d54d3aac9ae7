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
 * - An async putter or getter stands in the same lines. Nothing of it lies outside its waiter while it waits.
 * - A granted waiter says by its VALUE what happened: a getter's holds the item, or nothing after a shutdown; a putter's
 *   is empty when its item was taken, and still holds it after a shutdown or when it got a place.
 *
 * Who wakes whom: a getter is woken by a put, a putter by a get, a joiner by the last `task_done`, all three by a
 * shutdown. Values are encoded before the mutex is taken and decoded after it is given back. No user code runs inside,
 * but for the comparisons of a heap, where the mutex is given back whatever they throw.
 */
import { clearSlot, copySlot } from "../internal/codec/scratch.js";
import { floats, words } from "../internal/memory/arena.js";
import { store } from "../internal/memory/futex.js";
import { NULL_PTR, type Ptr, QueueBody, Waiter } from "../internal/memory/layout.js";
import { lockOfProgram, unlock } from "../internal/memory/mutex.js";
import { firstWaiterLocked, grantFirstLocked, grantLocked, wakeGranted } from "../internal/memory/waiters.js";
import { grow, pushLocked, releaseRemoved, removeAllLocked, updateLimitLocked } from "./ring.js";

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

/** Gives an item to the getter that has waited longest; gives the mutex back if there is one. */
export function handOverLocked(mutex: Ptr, body: Ptr, staged: Ptr): boolean {
  const getter = firstWaiterLocked(body + QueueBody.GETTERS);
  if (getter === NULL_PTR) return false;
  copySlot(staged, getter + Waiter.VALUE);
  floats[unfinished(body)]++;
  const sleeps = grantLocked(body + QueueBody.GETTERS, getter);
  unlock(mutex);
  if (sleeps) wakeGranted(getter);
  return true;
}

/** Takes in the item of the putter that has waited longest, if there is room now. Returns its waiter if it sleeps. */
export function admitLocked(body: Ptr): Ptr {
  const putter = firstWaiterLocked(body + QueueBody.PUTTERS);
  if (putter === NULL_PTR || isFullLocked(body) || words[body + QueueBody.SIZE] >= words[body + QueueBody.CAPACITY]) return NULL_PTR;
  copySlot(putter + Waiter.VALUE, pushLocked(body));
  clearSlot(putter + Waiter.VALUE);
  floats[unfinished(body)]++;
  return grantLocked(body + QueueBody.PUTTERS, putter) ? putter : NULL_PTR;
}

/** Promises the room that a getter has made to the putter that has waited longest. */
export function promisePlaceLocked(body: Ptr): void {
  if (words[body + QueueBody.PUTTERS] === NULL_PTR || isFullLocked(body)) return;
  words[body + QueueBody.RESERVED]++;
  grantFirstLocked(body + QueueBody.PUTTERS);
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
  while (grantFirstLocked(body + QueueBody.GETTERS));
  while (grantFirstLocked(body + QueueBody.PUTTERS));
  unlock(mutex);
  if (removed !== undefined) releaseRemoved(removed);
}
