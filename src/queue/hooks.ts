/**
 * Queues whose class overrides `_init`, `_qsize`, `_put` or `_get`, and so keeps its items in its own way.
 *
 * The hooks are called with the mutex held, as in Python, so a hook that calls a public method of its queue waits for
 * itself. What a hook throws comes out of `put` or `get`; the mutex is given back, and nothing is counted or announced.
 *
 * Differs from the other queues: nobody is handed anything. A woken thread looks again, so a newcomer may come before it;
 * it then waits once more, as in Python.
 */
import type { AbortSignal } from "../internal/base/abort-signal.js";
import { copySlot, popScratch, pushScratch } from "../internal/codec/scratch.js";
import { releaseSlot, stageValue, takeStaged } from "../internal/codec/slots.js";
import { Crossing } from "../internal/codec/tags.js";
import { floats, words } from "../internal/memory/arena.js";
import { store } from "../internal/memory/futex.js";
import { LockBody, NULL_PTR, type Ptr, QueueBody, WaitKind } from "../internal/memory/layout.js";
import { lockOfProgram, unlock } from "../internal/memory/mutex.js";
import {
  acquireWaiter,
  awaitGrant,
  awaitGrantAsync,
  enqueueLocked,
  grantFirstLocked,
  releaseWaiter,
} from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { POLL } from "../thread/acquire-arguments.js";
import type { Deadline } from "./arguments.js";
import { DONE, NO_ITEM, NO_ROOM, Order, SHUT_DOWN, WAITS } from "./channel.js";
import { heapPopLocked, heapPushLocked } from "./heap.js";
import { growLocked, popLocked, pushLocked, shiftLocked } from "./ring.js";

/** What a queue's class may override. */
export interface Hooks<T> {
  /** Makes the storage. */
  _init(maxsize: number): void;
  /** How many items there are. */
  _qsize(): number;
  /** Adds an item. */
  _put(item: T): void;
  /** Takes out the next item and returns it; there is one. */
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
  lockOfProgram(mutex);
  words[mutex + LockBody.HOLDER] = currentIdent();
}

function letGo(mutex: Ptr): void {
  words[mutex + LockBody.HOLDER] = 0;
  unlock(mutex);
}

/** What a look at the queue found: `WAITS` when the waiter stands in line now. */
type Look<T> = (waiter: Ptr) => T | symbol;

/** Puts the item in if there is room; else stands in line if there is a waiter. */
function putLook<T>(queue: Hooks<T>, mutex: Ptr, body: Ptr, item: T): Look<never> {
  return (waiter) => {
    hold(mutex);
    try {
      if (words[body + QueueBody.IS_SHUT_DOWN] !== 0) return SHUT_DOWN;
      const maxsize = floats[(body + QueueBody.MAXSIZE) >> 1];
      if (maxsize > 0 && queue._qsize() >= maxsize) return standInLine(body + QueueBody.PUTTERS, waiter, NO_ROOM);
      queue._put(item);
      floats[(body + QueueBody.UNFINISHED) >> 1]++;
      grantFirstLocked(body + QueueBody.GETTERS);
      return DONE;
    } finally {
      letGo(mutex);
    }
  };
}

/** Takes an item out if there is one; else stands in line if there is a waiter. */
function getLook<T>(queue: Hooks<T>, mutex: Ptr, body: Ptr): Look<T> {
  return (waiter) => {
    hold(mutex);
    try {
      if (!queue._qsize()) {
        if (words[body + QueueBody.IS_SHUT_DOWN] !== 0) return SHUT_DOWN;
        return standInLine(body + QueueBody.GETTERS, waiter, NO_ITEM);
      }
      const item = queue._get();
      grantFirstLocked(body + QueueBody.PUTTERS);
      return item;
    } finally {
      letGo(mutex);
    }
  };
}

function standInLine(list: Ptr, waiter: Ptr, nothing: symbol): symbol {
  if (waiter === NULL_PTR) return nothing;
  enqueueLocked(list, waiter);
  return WAITS;
}

/** Looks, and after each wake-up looks again; a last time when the deadline has passed. */
function lookUntil<T>(look: Look<T>, mutex: Ptr, list: Ptr, nothing: symbol, deadline: Deadline): T | symbol {
  const first = look(NULL_PTR);
  if (first !== nothing) return first;
  const end = deadline();
  if (end === POLL) return nothing;
  const waiter = acquireWaiter(currentIdent());
  try {
    for (;;) {
      const found = look(waiter);
      if (found !== WAITS) return found;
      if (!awaitGrant(mutex, list, waiter, end, nothing === NO_ROOM ? WaitKind.PUT : WaitKind.GET)) return look(NULL_PTR);
    }
  } finally {
    releaseWaiter(waiter);
  }
}

/** As `lookUntil`, without blocking. When the signal is aborted first, rejects with its reason. */
async function lookUntilAsync<T>(
  look: Look<T>,
  mutex: Ptr,
  list: Ptr,
  nothing: symbol,
  deadline: Deadline,
  signal?: AbortSignal,
): Promise<T | symbol> {
  const first = look(NULL_PTR);
  if (first !== nothing) return first;
  const end = deadline();
  if (end === POLL) return nothing;
  const waiter = acquireWaiter(currentIdent());
  try {
    for (;;) {
      const found = look(waiter);
      if (found !== WAITS) return found;
      if (!(await awaitGrantAsync(mutex, list, waiter, end, signal))) return look(NULL_PTR);
    }
  } finally {
    releaseWaiter(waiter);
  }
}

export function putByHook<T>(queue: Hooks<T>, mutex: Ptr, body: Ptr, item: T, deadline: Deadline): symbol {
  return lookUntil(putLook(queue, mutex, body, item), mutex, body + QueueBody.PUTTERS, NO_ROOM, deadline);
}

export function putByHookAsync<T>(
  queue: Hooks<T>,
  mutex: Ptr,
  body: Ptr,
  item: T,
  deadline: Deadline,
  signal?: AbortSignal,
): Promise<symbol> {
  return lookUntilAsync(putLook(queue, mutex, body, item), mutex, body + QueueBody.PUTTERS, NO_ROOM, deadline, signal);
}

export function getByHook<T>(queue: Hooks<T>, mutex: Ptr, body: Ptr, deadline: Deadline): unknown {
  return lookUntil(getLook(queue, mutex, body), mutex, body + QueueBody.GETTERS, NO_ITEM, deadline);
}

export function getByHookAsync<T>(
  queue: Hooks<T>,
  mutex: Ptr,
  body: Ptr,
  deadline: Deadline,
  signal?: AbortSignal,
): Promise<unknown> {
  return lookUntilAsync(getLook(queue, mutex, body), mutex, body + QueueBody.GETTERS, NO_ITEM, deadline, signal);
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
