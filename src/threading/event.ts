/**
 * `threading.Event`: a flag, and a line of threads that wait for it to be set.
 *
 * Invariants: GUARD guards flag and line. While the flag is set, nobody is in the line: `set` lets all of them go, and
 * each of them has been granted for good, whatever becomes of the flag before it runs.
 *
 * Who wakes a `wait`: `set`, or its deadline. If no thread is left that could set the flag, it waits for ever.
 */
import { updateArrays } from "../internal/codec/connected.js";
import { reconcileKept } from "../internal/codec/kept.js";
import { bodyOf, Handle, ptrOf } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { addressText } from "../internal/codec/repr.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { load, store } from "../internal/memory/futex.js";
import { EVENT_BODY_WORDS, EventBody, Kind, OBJECT_HEADER_WORDS, type Ptr, WaitKind } from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import {
  acquireWaiter,
  awaitGrant,
  awaitGrantAsync,
  enqueueLocked,
  grantFirstLocked,
  releaseWaiter,
} from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { checkInterrupts } from "../internal/runtime/interrupt.js";
import { waitDeadline } from "../thread/acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "../thread/async-arguments.js";
import { bind } from "../thread/bind-arguments.js";
import { qualifiedName } from "../thread/class-name.js";
import { timeoutArgument, type WaitOptions } from "./wait-arguments.js";

export class EventClass extends Handle {
  readonly #body: Ptr;

  constructor() {
    if (arguments.length > 0) bind({ call: "Event.__init__", names: [] }, arguments);
    super(Kind.EVENT, EVENT_BODY_WORDS);
    this.#body = bodyOf(this);
  }

  /**
   * Whether the flag is set.
   *
   * @returns what was true at some moment of the call
   * @example
   * while (!stop.is_set()) work();
   */
  is_set(): boolean {
    updateArrays?.();
    const isSet = load(this.#body + EventBody.FLAG) !== 0;
    if (isSet) reconcileKept?.();
    return isSet;
  }

  /**
   * Sets the flag and lets all threads go that wait for it.
   *
   * @example
   * ready.set();
   */
  set(): void {
    reconcileKept?.();
    const guard = this.#body + EventBody.GUARD;
    lock(guard);
    store(this.#body + EventBody.FLAG, 1);
    while (grantFirstLocked(this.#body + EventBody.WAITERS));
    unlock(guard);
  }

  /**
   * Takes the flag back: later waits wait until it is set again. Threads that have been let go stay so.
   *
   * @example
   * ready.clear();
   */
  clear(): void {
    const guard = this.#body + EventBody.GUARD;
    lock(guard);
    store(this.#body + EventBody.FLAG, 0);
    unlock(guard);
  }

  /**
   * Waits until the flag is set; does not wait if it is.
   *
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever, zero or less only looks. A keyword
   * object may stand here instead.
   * @returns true when the flag was or has been set, also if it was cleared again at once; false when the time ran out
   * @throws OverflowError for a timeout beyond `TIMEOUT_MAX`
   * @example
   * while (!stop.wait(1)) poll();
   */
  wait(timeout?: number | null | WaitOptions): boolean {
    if (this.is_set()) return true;
    const deadline = waitDeadline(timeoutArgument("Event.wait", timeout));
    const waiter = acquireWaiter(currentIdent());
    const granted = this.#isSetOrStands(waiter) || awaitGrant(...this.#line(waiter), deadline, WaitKind.EVENT);
    releaseWaiter(waiter);
    checkInterrupts();
    if (granted) reconcileKept?.();
    return granted;
  }

  /**
   * As `wait`, without blocking: for code that must leave the event loop free. Stands in the same line.
   *
   * @param timeout seconds to wait at most, fractions allowed; null waits for ever, zero or less only looks. A keyword
   * object may stand here instead.
   * @param options `signal`: an AbortSignal that ends the wait
   * @returns a promise of what `wait` returns; it rejects with what `wait` raises, or the signal's reason
   * @example
   * await ready.wait_async({ signal: AbortSignal.timeout(1000) });
   */
  wait_async(timeout?: number | null | (WaitOptions & AsyncOptions), options?: AsyncOptions): Promise<boolean>;
  async wait_async(...given: unknown[]): Promise<boolean> {
    const { args, signal } = splitSignal(given);
    if (this.is_set()) return true;
    const deadline = waitDeadline(timeoutArgument("Event.wait_async", args[0]));
    const waiter = acquireWaiter(currentIdent());
    try {
      const granted = this.#isSetOrStands(waiter) || (await awaitGrantAsync(...this.#line(waiter), deadline, signal));
      updateArrays?.();
      if (granted) reconcileKept?.();
      return granted;
    } finally {
      releaseWaiter(waiter);
    }
  }

  /** Returns true when the flag is set; else puts the waiter in the line. */
  #isSetOrStands(waiter: Ptr): boolean {
    const guard = this.#body + EventBody.GUARD;
    lock(guard);
    const isSet = load(this.#body + EventBody.FLAG) !== 0;
    if (!isSet) enqueueLocked(this.#body + EventBody.WAITERS, waiter);
    unlock(guard);
    return isSet;
  }

  #line(waiter: Ptr): [guard: Ptr, list: Ptr, waiter: Ptr] {
    return [this.#body + EventBody.GUARD, this.#body + EventBody.WAITERS, waiter];
  }

  /** The event as Python's repr shows it: `<threading.Event at 0x…: unset>`. */
  toString(): string {
    return reprOfEvent(ptrOf(this), qualifiedName(this, "threading"));
  }
}

function reprOfEvent(object: Ptr, name: string): string {
  const isSet = load(object + OBJECT_HEADER_WORDS + EventBody.FLAG) !== 0;
  return `<${name} at ${addressText(object)}: ${isSet ? "set" : "unset"}>`;
}

/**
 * A flag that threads can wait for. It is not set at first.
 *
 * @example
 * const ready = threading.Event();
 * threading.Thread({ target: () => { ready.wait(); print("go"); } }).start();
 * ready.set();
 */
export const Event = sharedClass(EventClass, "Event") as unknown as EventConstructor;

/** What `Event()` makes. */
export interface Event extends EventClass {}

export interface EventConstructor {
  /**
   * Makes an event that is not set.
   *
   * @example
   * const ready = threading.Event();
   */
  (): Event;
  /** Makes an event that is not set. */
  new (): Event;
  readonly prototype: Event;
}

defineKind({ kind: Kind.EVENT, base: EventClass, exported: Event, repr: (object) => reprOfEvent(object, "threading.Event") });
