/** The tasks of a channel: items that were put in and that `task_done` has not been called for. See channel.ts. */
import type { AbortSignal } from "../internal/base/abort-signal.js";
import { ValueError } from "../internal/base/errors.js";
import { reconcileKept } from "../internal/codec/kept.js";
import { floats, words } from "../internal/memory/arena.js";
import { LockBody, type Ptr, QueueBody, WaitKind } from "../internal/memory/layout.js";
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
import { unfinished } from "./channel.js";

/** Read without the mutex, which the caller may hold: an aligned double is read in one piece. */
export function unfinishedTasks(body: Ptr): number {
  return floats[unfinished(body)];
}

/** Sets the number, for programs that drop items; at 0 those who join go on. Called with or without the mutex. */
export function setUnfinishedTasks(mutex: Ptr, body: Ptr, count: number): void {
  const isHeld = words[mutex + LockBody.HOLDER] === currentIdent();
  if (!isHeld) lockOfProgram(mutex);
  floats[unfinished(body)] = count;
  if (count === 0) while (grantFirstLocked(body + QueueBody.JOINERS));
  if (!isHeld) unlock(mutex);
}

/** Counts one task as done; the last one wakes those who join. */
export function taskDone(mutex: Ptr, body: Ptr): void {
  reconcileKept?.();
  lockOfProgram(mutex);
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
  while (!isDone(mutex, body, waiter)) {
    awaitGrant(mutex, body + QueueBody.JOINERS, waiter, Number.POSITIVE_INFINITY, WaitKind.TASKS);
  }
  releaseWaiter(waiter);
  reconcileKept?.();
}

/** As `joinTasks`, without blocking. When the signal is aborted first, rejects with its reason. */
export async function joinTasksAsync(mutex: Ptr, body: Ptr, signal?: AbortSignal): Promise<void> {
  const waiter = acquireWaiter(currentIdent());
  try {
    while (!isDone(mutex, body, waiter)) {
      await awaitGrantAsync(mutex, body + QueueBody.JOINERS, waiter, Number.POSITIVE_INFINITY, signal);
    }
  } finally {
    releaseWaiter(waiter);
  }
  reconcileKept?.();
}

/** Whether all tasks are done; if not, the waiter stands in line for that. */
function isDone(mutex: Ptr, body: Ptr, waiter: Ptr): boolean {
  lockOfProgram(mutex);
  const done = floats[unfinished(body)] === 0;
  if (!done) enqueueLocked(body + QueueBody.JOINERS, waiter);
  unlock(mutex);
  return done;
}
