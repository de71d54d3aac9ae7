/**
 * Queues whose class overrides `_init`, `_qsize`, `_put` or `_get`, and so keeps its items in its own way.
 *
 * The hooks are called with the mutex held, as in Python, so a hook that calls a public method of its queue waits for
 * itself. What a hook throws comes out of `put` or `get`; the mutex is given back, and nothing is counted or announced.
 *
 * Differs from the other queues: nobody is handed anything. A woken thread looks again, so a newcomer may come before it;
 * it then waits once more, as in Python.
 */
import { copySlot, popScratch, pushScratch } from "../internal/codec/scratch.js";
import { releaseSlot, stageValue, takeStaged } from "../internal/codec/slots.js";
import { Crossing } from "../internal/codec/tags.js";
import { floats, words } from "../internal/memory/arena.js";
import { store } from "../internal/memory/futex.js";
import { LockBody, type Ptr, QueueBody } from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import { acquireWaiter, awaitGrant, enqueueLocked, grantFirstLocked, releaseWaiter } from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { POLL } from "../thread/acquire-arguments.js";
import type { Deadline } from "./arguments.js";
import { DONE, NO_ITEM, NO_ROOM, Order, SHUT_DOWN } from "./channel.js";
import { heapPopLocked, heapPushLocked } from "./heap.js";
import { growLocked, popLocked, pushLocked, shiftLocked } from "./ring.js";

/** What a queue's class may override. */
export interface Hooks<T> {
  _init(maxsize: number): void;
  _qsize(): number;
  _put(item: T): void;
  _get(): T;
}

const NAMES = ["_init", "_qsize", "_put", "_get"] as const;

/** Whether a class has hooks of its own. */
export function overridesHooks(prototype: object, base: object): boolean {
  return NAMES.some((name) => (prototype as Hooks<unknown>)[name] !== (base as Hooks<unknown>)[name]);
}

/** What `_put` does unless it is overridden; the mutex is held. */
export function addItem(body: Ptr, order: Order, item: unknown): void {
  const staged = stageValue(item, Crossing.COPY, false);
  let isAdded = false;
  try {
    if (words[body + QueueBody.SIZE] === words[body + QueueBody.CAPACITY]) growLocked(body);
    isAdded = true;
    if (order === Order.PRIORITY) heapPushLocked(body, staged);
    else copySlot(staged, pushLocked(body));
  } finally {
    if (!isAdded) releaseSlot(staged);
    popScratch();
  }
}

/** What `_get` does unless it is overridden; the mutex is held and there is an item. */
export function removeItem(body: Ptr, order: Order): unknown {
  const scratch = pushScratch();
  try {
    if (order === Order.PRIORITY) heapPopLocked(body, scratch);
    else copySlot(order === Order.FIFO ? shiftLocked(body) : popLocked(body), scratch);
  } catch (error) {
    releaseSlot(scratch);
    popScratch();
    throw error;
  }
  return takeStaged(scratch);
}

/** Takes the mutex in the name of this thread, so that a hook that looks at `queue` finds it held. */
function hold(mutex: Ptr): void {
  lock(mutex);
  words[mutex + LockBody.HOLDER] = currentIdent();
}

function letGo(mutex: Ptr): void {
  words[mutex + LockBody.HOLDER] = 0;
  unlock(mutex);
}

/** Stands in line with the mutex given back; returns whether it was woken before the deadline. */
function waitLocked(mutex: Ptr, list: Ptr, deadline: number): boolean {
  const waiter = acquireWaiter(currentIdent());
  enqueueLocked(list, waiter);
  letGo(mutex);
  const granted = awaitGrant(mutex, list, waiter, deadline);
  releaseWaiter(waiter);
  hold(mutex);
  return granted;
}

/** Waits with the mutex held until `test` holds. Returns what ended the wait. */
function waitUntilLocked(mutex: Ptr, list: Ptr, deadline: Deadline, test: () => symbol | undefined): symbol {
  let end: number | undefined;
  for (;;) {
    const outcome = test();
    if (outcome !== undefined) return outcome;
    end ??= deadline();
    if (end === POLL) return NO_ITEM;
    if (!waitLocked(mutex, list, end)) end = POLL;
  }
}

export function putByHook<T>(queue: Hooks<T>, mutex: Ptr, body: Ptr, item: T, deadline: Deadline): symbol {
  hold(mutex);
  try {
    const outcome = waitUntilLocked(mutex, body + QueueBody.PUTTERS, deadline, () => {
      if (words[body + QueueBody.IS_SHUT_DOWN] !== 0) return SHUT_DOWN;
      const maxsize = floats[(body + QueueBody.MAXSIZE) >> 1];
      return maxsize > 0 && queue._qsize() >= maxsize ? undefined : DONE;
    });
    if (outcome !== DONE) return outcome === SHUT_DOWN ? SHUT_DOWN : NO_ROOM;
    queue._put(item);
    floats[(body + QueueBody.UNFINISHED) >> 1]++;
    grantFirstLocked(body + QueueBody.GETTERS);
    return DONE;
  } finally {
    letGo(mutex);
  }
}

export function getByHook<T>(queue: Hooks<T>, mutex: Ptr, body: Ptr, deadline: Deadline): unknown {
  hold(mutex);
  try {
    const outcome = waitUntilLocked(mutex, body + QueueBody.GETTERS, deadline, () => {
      if (queue._qsize()) return DONE;
      return words[body + QueueBody.IS_SHUT_DOWN] !== 0 ? SHUT_DOWN : undefined;
    });
    if (outcome !== DONE) return outcome;
    const item = queue._get();
    grantFirstLocked(body + QueueBody.PUTTERS);
    return item;
  } finally {
    letGo(mutex);
  }
}

export function sizeByHook<T>(queue: Hooks<T>, mutex: Ptr): number {
  hold(mutex);
  try {
    return queue._qsize();
  } finally {
    letGo(mutex);
  }
}

export function shutDownByHook<T>(queue: Hooks<T>, mutex: Ptr, body: Ptr, immediate: boolean): void {
  hold(mutex);
  try {
    store(body + QueueBody.IS_SHUT_DOWN, 1);
    while (immediate && queue._qsize()) {
      queue._get();
      const tasks = (body + QueueBody.UNFINISHED) >> 1;
      if (floats[tasks] > 0) floats[tasks]--;
    }
    if (floats[(body + QueueBody.UNFINISHED) >> 1] === 0) while (grantFirstLocked(body + QueueBody.JOINERS));
    while (grantFirstLocked(body + QueueBody.GETTERS));
    while (grantFirstLocked(body + QueueBody.PUTTERS));
  } finally {
    letGo(mutex);
  }
}
