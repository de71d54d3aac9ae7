/**
 * `q.not_empty`, `q.not_full` and `q.all_tasks_done`: Conditions over the queue's mutex, for programs that look into a
 * queue themselves.
 *
 * Whoever waits by one of them stands in the queue's own line, among those who get, put or join, so that puts, gets and
 * `task_done` notify both in one order. A notification wakes those who wait by a condition, and those who get, put or
 * join if there is anything for them to do; any other of these keeps its place, where Python's would wake, find nothing,
 * and wait again.
 *
 * It is no shared object of its own but a part of its queue, and crosses as the queue and its name. So it keeps the queue
 * alive, and neither owns the other in the arena. The line is guarded by the mutex itself, which the caller holds.
 */
import { RuntimeError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { keepMember } from "../internal/codec/attributes.js";
import { SlotTag } from "../internal/codec/tags.js";
import { words } from "../internal/memory/arena.js";
import { LockBody, NULL_PTR, type Ptr, Slot, Waiter, type WaitKind } from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import {
  acquireWaiter,
  awaitGrant,
  awaitGrantAsync,
  cancelLocked,
  enqueueLocked,
  firstWaiterLocked,
  releaseWaiter,
  waiterCount,
} from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { checkInterrupts } from "../internal/runtime/interrupt.js";
import { isKeywords, waitDeadline } from "../thread/acquire-arguments.js";
import { splitSignal } from "../thread/async-arguments.js";
import type { LockType } from "../thread/lock.js";
import { checkKeywords } from "../thread/keywords.js";
import { Condition } from "../threading/condition.js";
import { timeoutArgument } from "../threading/wait-arguments.js";

/** One of the queue's lines, and what a notification does to one who stands in it; called with the mutex held. */
export interface Line {
  readonly list: Ptr;
  /** What those who stand in it are seen to wait for. */
  readonly kind: WaitKind;
  notifyLocked(list: Ptr, waiter: Ptr): void;
}

class QueueCondition {
  readonly #lock: LockType;
  readonly #mutex: Ptr;
  readonly #line: Line;

  constructor(lock: LockType, mutex: Ptr, line: Line) {
    this.#lock = lock;
    this.#mutex = mutex;
    this.#line = line;
  }

  acquire(...args: Parameters<LockType["acquire"]>): boolean {
    return this.#lock.acquire(...args);
  }

  acquire_async(...args: Parameters<LockType["acquire_async"]>): Promise<boolean> {
    return this.#lock.acquire_async(...args);
  }

  release(): void {
    this.#lock.release();
  }

  wait(timeout?: unknown): boolean {
    const deadline = this.#deadline("wait", timeout);
    const waiter = this.#enter();
    const granted = awaitGrant(this.#mutex, this.#line.list, waiter, deadline, this.#line.kind);
    releaseWaiter(waiter);
    this.#lock.acquire();
    checkInterrupts();
    return granted;
  }

  async wait_async(...given: unknown[]): Promise<boolean> {
    const { args, signal } = splitSignal(given);
    const deadline = this.#deadline("wait_async", args[0]);
    const waiter = this.#enter();
    try {
      return await awaitGrantAsync(this.#mutex, this.#line.list, waiter, deadline, signal);
    } finally {
      releaseWaiter(waiter);
      await this.#lock.acquire_async();
    }
  }

  #deadline(call: string, timeout: unknown): number {
    if (!this._is_owned()) throw new RuntimeError("cannot wait on un-acquired lock");
    return waitDeadline(timeoutArgument(call, timeout));
  }

  /** Stands in the line and releases the lock. */
  #enter(): Ptr {
    const { list } = this.#line;
    const waiter = acquireWaiter(currentIdent());
    words[waiter + Waiter.VALUE + Slot.TAG] = SlotTag.LOOK;
    this.#guarded(() => enqueueLocked(list, waiter));
    try {
      this.#lock.release();
    } catch (error) {
      this.#guarded(() => cancelLocked(list, waiter));
      releaseWaiter(waiter);
      throw error;
    }
    return waiter;
  }

  notify(n: unknown = 1): void {
    let count = n;
    if (isKeywords(n)) {
      checkKeywords("Condition.notify", n, ["n"]);
      count = n.n ?? 1;
    }
    this.#checkOwned();
    if (waiterCount(this.#line.list) === 0) return;
    if (typeof count !== "number" && typeof count !== "boolean") {
      throw new TypeError(`'>' not supported between instances of '${typeName(count)}' and 'int'`);
    }
    this.#wake(Number(count));
  }

  notify_all(): void {
    this.#checkOwned();
    this.#wake(Number.POSITIVE_INFINITY);
  }

  #checkOwned(): void {
    if (!this._is_owned()) throw new RuntimeError("cannot notify on un-acquired lock");
  }

  #wake(count: number): void {
    this.#guarded(() => {
      const { list } = this.#line;
      let waiter = firstWaiterLocked(list);
      for (let left = count; left > 0 && waiter !== NULL_PTR; left--) {
        const next = words[waiter + Waiter.NEXT];
        this.#line.notifyLocked(list, waiter);
        waiter = next;
      }
    });
  }

  /** As in Python a thread passes for the owner while any other has acquired the lock; then the mutex is waited for. */
  #guarded(act: () => unknown): void {
    const isHolder = this.#holder === currentIdent();
    if (!isHolder) lock(this.#mutex);
    try {
      act();
    } finally {
      if (!isHolder) unlock(this.#mutex);
    }
  }

  /** The thread that has acquired the lock, or 0. The queue's own methods do not count as holders. */
  get #holder(): number {
    return words[this.#mutex + LockBody.HOLDER];
  }

  _is_owned(): boolean {
    return this.#holder !== 0;
  }

  _release_save(): void {
    this.#lock.release();
  }

  _acquire_restore(): void {
    this.#lock.acquire();
  }

  get _lock(): LockType {
    return this.#lock;
  }

  toString(): string {
    return `<Condition(${String(this.#lock)}, ${waiterCount(this.#line.list)})>`;
  }
}

// It is a Condition to `instanceof`, and has what those above do not replace: `wait_for`, `hold`, `notifyAll` and the like.
Object.setPrototypeOf(QueueCondition.prototype, Condition.prototype);

/** Makes the condition that a queue has under a name. */
export function queueCondition(queue: object, name: string, lock: LockType, mutex: Ptr, line: Line): Condition {
  const condition = new QueueCondition(lock, mutex, line) as unknown as Condition;
  keepMember(condition, queue, name);
  return condition;
}
