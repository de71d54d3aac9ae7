/**
 * `threading.Barrier`: a number of threads wait for each other, again and again.
 *
 * | state | meaning | moves on by |
 * |---|---|---|
 * | FILLING | fewer than all have arrived | the last arrival to ACTING; a timeout, `abort` or a failed action to BROKEN |
 * | ACTING | all have arrived and the last one runs the action | its end to FILLING, its error to BROKEN |
 * | BROKEN | every wait fails | `reset` to FILLING |
 *
 * Invariants, under GUARD: the threads of the current generation, but its last one, stand in WAITERS with their arrival
 * numbers; whoever lets them go writes each one's outcome first. Threads that come while the action runs stand in
 * ENTRANTS and then arrive for the next generation; their timeouts count from then. While the action runs, nobody's time
 * runs out, so one that takes long breaks nothing.
 *
 * Who wakes a `wait`: the last arrival, a waiter that times out, `abort` or `reset`. If the last one dies in its action,
 * the others wait on, as they would for a thread that never comes; `abort` or `reset` frees them.
 */
import { repr } from "../builtins/repr.js";
import type { AbortSignal } from "../internal/base/abort-signal.js";
import { AttributeError, RuntimeError, ValueError, defineException, type Exception } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { updateArrays } from "../internal/codec/connected.js";
import { reconcileKept } from "../internal/codec/kept.js";
import { bodyOf, Handle, isNew, ptrOf } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { addressText } from "../internal/codec/repr.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { readStaged, stageCopy, writeSlot } from "../internal/codec/slots.js";
import { Crossing } from "../internal/codec/tags.js";
import { floats, words } from "../internal/memory/arena.js";
import { load } from "../internal/memory/futex.js";
import {
  BARRIER_BODY_WORDS,
  BarrierBody,
  BarrierState,
  Kind,
  OBJECT_HEADER_WORDS,
  type Ptr,
  Waiter,
  WaitKind,
} from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import {
  acquireWaiter,
  awaitGrant,
  awaitGrantAsync,
  enqueueLocked,
  firstWaiterLocked,
  grantFirstLocked,
  park,
  parkAsync,
  releaseWaiter,
  stayLocked,
} from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { endDeadline, POLL } from "../thread/acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "../thread/async-arguments.js";
import { bind, type Signature } from "../thread/bind-arguments.js";
import { qualifiedName } from "../thread/class-name.js";
import { timeoutArgument, type WaitOptions } from "./wait-arguments.js";

/**
 * Raised by `Barrier.wait` when the barrier is broken, or is reset while the caller waits; without a message.
 *
 * @example
 * try { barrier.wait(5); } catch (e) { if (e instanceof threading.BrokenBarrierError) print("somebody was late"); }
 */
export const BrokenBarrierError = defineException("BrokenBarrierError", RuntimeError);
/** What `BrokenBarrierError()` makes. */
export type BrokenBarrierError = Exception;

/** Keywords of `Barrier`. */
export interface BarrierOptions {
  /** How many threads have to arrive. */
  parties?: number;
  /** Called by the last thread that arrives, before the others go on. */
  action?: (() => unknown) | null;
  /** Seconds that `wait` waits unless told otherwise. */
  timeout?: number | null;
}

/** Keywords that may follow `parties`. */
type BarrierSettings = Pick<BarrierOptions, "action" | "timeout">;

/** What a released waiter finds in its VALUE word. */
const Outcome = { PASSED: 0, BROKEN: 1 } as const;

const NO_TIMEOUT = undefined;

const CONSTRUCTOR: Signature = { call: "Barrier.__init__", names: ["parties", "action", "timeout"], needsFirst: true };

/** In the place of a place: the action of the generation before still runs. */
const MUST_ENTER = -1;

export class BarrierClass extends Handle {
  readonly #body: Ptr;

  /**
   * @param parties how many threads have to arrive
   * @param action called by the last one, before the others go on; its result is ignored
   * @param timeout seconds that `wait` waits unless told otherwise; null waits for ever
   * @throws ValueError when `parties` is not above zero
   */
  constructor(parties: number | BarrierOptions, action?: (() => unknown) | null, timeout?: number | null | BarrierOptions);
  constructor() {
    super(Kind.BARRIER, BARRIER_BODY_WORDS);
    this.#body = bodyOf(this);
    if (isNew()) this.#initialise(bind(CONSTRUCTOR, arguments));
  }

  #initialise([parties, action = null, timeout]: unknown[]): void {
    if (typeof parties !== "number" && typeof parties !== "boolean" && typeof parties !== "bigint") {
      throw new TypeError(`'<' not supported between instances of '${typeName(parties)}' and 'int'`);
    }
    const count = Number(parties);
    if (count < 1) throw new ValueError("parties must be > 0");
    floats[(this.#body + BarrierBody.PARTIES) >> 1] = count;
    writeSlot(this.#body + BarrierBody.ACTION, action, Crossing.FROZEN, true);
    writeSlot(this.#body + BarrierBody.TIMEOUT, timeout ?? NO_TIMEOUT, Crossing.FROZEN, true);
  }

  /**
   * Waits until all threads have arrived. The last one runs the action, if there is one, and then all go on; the barrier can
   * be used again at once.
   *
   * @param timeout seconds to wait at most, and then to break the barrier for all; default: the constructor's. Time does
   * not run out while the action runs
   * @returns the caller's place in the order of arrival, from 0; each is given once
   * @throws BrokenBarrierError when the barrier is broken, or is broken or reset while the caller waits
   * @throws whatever the action throws, in the last thread; the others get BrokenBarrierError
   * @example
   * if (barrier.wait() === 0) print("the first of them");
   */
  wait(timeout?: number | null | WaitOptions): number {
    const limit = this.#limit("Barrier.wait", timeout);
    const problem = problemOf(limit);
    const waiter = acquireWaiter(currentIdent());
    try {
      let place = this.#arrive(waiter, problem);
      while (place === MUST_ENTER) {
        awaitGrant(
          this.#body + BarrierBody.GUARD,
          this.#body + BarrierBody.ENTRANTS,
          waiter,
          Number.POSITIVE_INFINITY,
          WaitKind.BARRIER_ENTRY,
        );
        place = this.#arrive(waiter, problem);
      }
      if (this.#isLast(place)) this.#pass(words[waiter + Waiter.VALUE]);
      else this.#stand(waiter, endDeadline(limit));
      updateArrays?.();
      reconcileKept?.();
      return place;
    } finally {
      releaseWaiter(waiter);
    }
  }

  /**
   * As `wait`, without blocking: for code that must leave the event loop free. An abort breaks the barrier, as a timeout
   * does, once the caller has its place.
   *
   * @param timeout seconds to wait at most, and then to break the barrier for all; default: the constructor's
   * @param options `signal`: an AbortSignal that ends the wait
   * @returns a promise of the caller's place; it rejects with what `wait` raises, or the signal's reason
   * @example
   * const place = await barrier.wait_async();
   */
  wait_async(timeout?: number | null | (WaitOptions & AsyncOptions), options?: AsyncOptions): Promise<number>;
  async wait_async(...given: unknown[]): Promise<number> {
    const { args, signal } = splitSignal(given);
    const limit = this.#limit("Barrier.wait_async", args[0]);
    const problem = problemOf(limit);
    const waiter = acquireWaiter(currentIdent());
    try {
      let place = this.#arrive(waiter, problem);
      while (place === MUST_ENTER) {
        const entrants = this.#body + BarrierBody.ENTRANTS;
        await awaitGrantAsync(this.#body + BarrierBody.GUARD, entrants, waiter, Number.POSITIVE_INFINITY, signal);
        place = this.#arrive(waiter, problem);
      }
      if (this.#isLast(place)) this.#pass(words[waiter + Waiter.VALUE]);
      else await this.#standAsync(waiter, endDeadline(limit), signal);
      updateArrays?.();
      reconcileKept?.();
      return place;
    } finally {
      releaseWaiter(waiter);
    }
  }

  /** The timeout of a wait: its own, or the constructor's. */
  #limit(call: string, timeout: unknown): unknown {
    return timeoutArgument(call, timeout) ?? this.#read(BarrierBody.TIMEOUT);
  }

  /**
   * Takes a place in the current generation, and stands in its line unless it is the last one. While the action runs there
   * is no place to take: stands among the entrants and returns `MUST_ENTER`. The last one finds the generation in its
   * waiter's VALUE. What is wrong with the timeout is thrown only where there is somebody to wait for, as in Python.
   */
  #arrive(waiter: Ptr, problem: unknown): number {
    reconcileKept?.();
    const body = this.#body;
    const guard = body + BarrierBody.GUARD;
    lock(guard);
    const state = words[body + BarrierBody.STATE];
    if (state === BarrierState.BROKEN) {
      unlock(guard);
      throw new BrokenBarrierError();
    }
    let place = MUST_ENTER;
    if (state === BarrierState.ACTING) {
      enqueueLocked(body + BarrierBody.ENTRANTS, waiter);
    } else {
      place = words[body + BarrierBody.ARRIVED];
      if (this.#isLast(place)) {
        words[body + BarrierBody.STATE] = BarrierState.ACTING;
        words[waiter + Waiter.VALUE] = words[body + BarrierBody.GENERATION];
      } else if (problem !== undefined) {
        unlock(guard);
        throw problem;
      } else {
        enqueueLocked(body + BarrierBody.WAITERS, waiter);
      }
      words[body + BarrierBody.ARRIVED] = place + 1;
    }
    unlock(guard);
    return place;
  }

  #isLast(place: number): boolean {
    return place + 1 === floats[(this.#body + BarrierBody.PARTIES) >> 1];
  }

  /** What the last arrival does: runs the action and lets the others go. */
  #pass(generation: number): void {
    try {
      const action = this.#read(BarrierBody.ACTION);
      if (action) {
        if (typeof action !== "function") throw new TypeError(`'${typeName(action)}' object is not callable`);
        action();
      }
    } catch (error) {
      this.#end(generation, Outcome.BROKEN);
      throw error;
    }
    if (!this.#end(generation, Outcome.PASSED)) throw new BrokenBarrierError();
  }

  /** Ends a generation. Returns false when an abort or reset during the action has already let the others go. */
  #end(generation: number, outcome: number): boolean {
    const body = this.#body;
    const guard = body + BarrierBody.GUARD;
    lock(guard);
    const isCurrent = generation === words[body + BarrierBody.GENERATION];
    if (isCurrent) {
      words[body + BarrierBody.STATE] = outcome === Outcome.PASSED ? BarrierState.FILLING : BarrierState.BROKEN;
      this.#letGoLocked(outcome);
    }
    unlock(guard);
    return isCurrent;
  }

  /** Waits for the outcome, as one who is not the last. */
  #stand(waiter: Ptr, deadline: number): void {
    const list = this.#body + BarrierBody.WAITERS;
    if ((deadline === POLL || !park(waiter, deadline, WaitKind.BARRIER, list)) && this.#timesOut(waiter)) {
      park(waiter, Number.POSITIVE_INFINITY, WaitKind.BARRIER, list);
    }
    checkOutcome(waiter);
  }

  async #standAsync(waiter: Ptr, deadline: number, signal?: AbortSignal): Promise<void> {
    const guard = this.#body + BarrierBody.GUARD;
    const line = { guard, list: this.#body + BarrierBody.WAITERS, leftLocked: () => this.#breakLocked() };
    await parkAsync(waiter, line, deadline, signal);
    if (!signal?.aborted && this.#timesOut(waiter)) await parkAsync(waiter, line, Number.POSITIVE_INFINITY, signal);
    if (signal?.aborted && this.#givesUp(waiter)) signal.throwIfAborted();
    checkOutcome(waiter);
  }

  /**
   * What a waiter does whose time has run out: breaks the barrier, unless its outcome has come. Returns true while the
   * action runs. Then the wait goes on: in Python, who runs the action holds the barrier's lock, and nobody can give up.
   */
  #timesOut(waiter: Ptr): boolean {
    const guard = this.#body + BarrierBody.GUARD;
    lock(guard);
    const waits = stayLocked(waiter);
    const acts = words[this.#body + BarrierBody.STATE] === BarrierState.ACTING;
    if (waits && !acts) this.#breakLocked();
    unlock(guard);
    return waits && acts;
  }

  /** What a waiter does whose signal was aborted. Returns false when its outcome had come first. */
  #givesUp(waiter: Ptr): boolean {
    const guard = this.#body + BarrierBody.GUARD;
    lock(guard);
    const waits = stayLocked(waiter);
    if (waits) this.#breakLocked();
    unlock(guard);
    return waits;
  }

  #breakLocked(): void {
    words[this.#body + BarrierBody.STATE] = BarrierState.BROKEN;
    this.#letGoLocked(Outcome.BROKEN);
  }

  /** Lets all who wait go, with what they will find, and those in who came meanwhile. */
  #letGoLocked(outcome: number): void {
    const body = this.#body;
    words[body + BarrierBody.ARRIVED] = 0;
    words[body + BarrierBody.GENERATION]++;
    for (let waiter = firstWaiterLocked(body + BarrierBody.WAITERS); waiter !== 0; ) {
      words[waiter + Waiter.VALUE] = outcome;
      grantFirstLocked(body + BarrierBody.WAITERS);
      waiter = firstWaiterLocked(body + BarrierBody.WAITERS);
    }
    while (grantFirstLocked(body + BarrierBody.ENTRANTS));
  }

  /**
   * Makes the barrier usable again; threads that wait get a BrokenBarrierError.
   *
   * Differs from CPython: also while the action runs, where Python's waits for its end.
   *
   * @example
   * if (barrier.broken) barrier.reset();
   */
  reset(): void {
    const guard = this.#body + BarrierBody.GUARD;
    lock(guard);
    words[this.#body + BarrierBody.STATE] = BarrierState.FILLING;
    this.#letGoLocked(Outcome.BROKEN);
    unlock(guard);
  }

  /**
   * Breaks the barrier: threads that wait, and all that come until `reset`, get a BrokenBarrierError.
   *
   * Differs from CPython: also while the action runs, where Python's waits for its end.
   *
   * @example
   * try { step(); } catch (e) { barrier.abort(); throw e; }
   */
  abort(): void {
    const guard = this.#body + BarrierBody.GUARD;
    lock(guard);
    this.#breakLocked();
    unlock(guard);
  }

  /** How many threads have to arrive. */
  get parties(): number {
    return floats[(this.#body + BarrierBody.PARTIES) >> 1];
  }

  set parties(_: never) {
    throw this.#readOnly("parties");
  }

  /** How many threads wait at the moment; while the action runs, all of them. */
  get n_waiting(): number {
    return load(this.#body + BarrierBody.ARRIVED);
  }

  set n_waiting(_: never) {
    throw this.#readOnly("n_waiting");
  }

  /** Whether the barrier is broken. */
  get broken(): boolean {
    return load(this.#body + BarrierBody.STATE) === BarrierState.BROKEN;
  }

  set broken(_: never) {
    throw this.#readOnly("broken");
  }

  #readOnly(name: string): Error {
    return new AttributeError(`property '${name}' of '${this.constructor.name}' object has no setter`);
  }

  #read(slot: number): unknown {
    return readStaged(stageCopy(this.#body + slot));
  }

  /** The barrier as Python's repr shows it: `<threading.Barrier at 0x…: waiters=1/2>`. */
  toString(): string {
    return reprOfBarrier(ptrOf(this), qualifiedName(this, "threading"));
  }
}

function reprOfBarrier(object: Ptr, name: string): string {
  const body = object + OBJECT_HEADER_WORDS;
  const isBroken = load(body + BarrierBody.STATE) === BarrierState.BROKEN;
  const parties = repr(floats[(body + BarrierBody.PARTIES) >> 1]);
  return `<${name} at ${addressText(object)}: ${isBroken ? "broken" : `waiters=${load(body + BarrierBody.ARRIVED)}/${parties}`}>`;
}

/** What CPython finds wrong with a timeout; undefined for a good one. */
function problemOf(timeout: unknown): unknown {
  try {
    endDeadline(timeout);
  } catch (error) {
    return error;
  }
}

function checkOutcome(waiter: Ptr): void {
  if (words[waiter + Waiter.VALUE] !== Outcome.PASSED) throw new BrokenBarrierError();
}

/**
 * Lets a fixed number of threads wait for each other, again and again.
 *
 * @example
 * const barrier = threading.Barrier(2);
 * function server() { start(); barrier.wait(); serve(); }
 * function client() { barrier.wait(); connect(); }
 */
export const Barrier = sharedClass(BarrierClass, "Barrier") as unknown as BarrierConstructor;

/** What `Barrier()` makes. */
export interface Barrier extends BarrierClass {}

export interface BarrierConstructor {
  /**
   * Makes a barrier that nobody waits at.
   *
   * @param parties how many threads have to arrive. A keyword object may stand here, or in any place after it.
   * @param action called by the last one, before the others go on; its result is ignored. It crosses as functions do.
   * @param timeout seconds that `wait` waits unless told otherwise; null waits for ever
   * @throws ValueError when `parties` is not above zero
   * @throws TypeError for a keyword that there is not
   * @example
   * const barrier = threading.Barrier(2, { timeout: 5 });
   */
  (parties: number, action?: (() => unknown) | null | BarrierSettings, timeout?: number | null | WaitOptions): Barrier;
  /**
   * Makes a barrier that nobody waits at.
   *
   * @param options `parties`: how many threads have to arrive; `action`: called by the last one; `timeout`: seconds that
   * `wait` waits unless told otherwise
   * @throws ValueError when `parties` is not above zero
   * @throws TypeError for a keyword that there is not
   */
  (options: BarrierOptions & { parties: number }): Barrier;
  /**
   * Makes a barrier that nobody waits at.
   *
   * @param parties how many threads have to arrive. A keyword object may stand here, or in any place after it.
   * @param action called by the last one, before the others go on; its result is ignored. It crosses as functions do.
   * @param timeout seconds that `wait` waits unless told otherwise; null waits for ever
   * @throws ValueError when `parties` is not above zero
   * @throws TypeError for a keyword that there is not
   */
  new (parties: number, action?: (() => unknown) | null | BarrierSettings, timeout?: number | null | WaitOptions): Barrier;
  /**
   * Makes a barrier that nobody waits at.
   *
   * @param options `parties`: how many threads have to arrive; `action`: called by the last one; `timeout`: seconds that
   * `wait` waits unless told otherwise
   * @throws ValueError when `parties` is not above zero
   * @throws TypeError for a keyword that there is not
   */
  new (options: BarrierOptions & { parties: number }): Barrier;
  readonly prototype: Barrier;
}

defineKind({
  kind: Kind.BARRIER,
  base: BarrierClass,
  exported: Barrier,
  repr: (object) => reprOfBarrier(object, "threading.Barrier"),
  slots(object, visit) {
    const body = object + OBJECT_HEADER_WORDS;
    visit(body + BarrierBody.ACTION);
    visit(body + BarrierBody.TIMEOUT);
  },
});
