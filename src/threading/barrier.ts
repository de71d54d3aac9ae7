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
 * ENTRANTS and then arrive for the next generation.
 *
 * Who wakes a `wait`: the last arrival, a waiter that times out, `abort` or `reset`. If the last one dies in its action,
 * the others wait on, as they would for a thread that never comes; a timeout frees them.
 */
import { RuntimeError, ValueError, defineException, type Exception } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { addressOf, bodyOf, Handle, isNew } from "../internal/codec/index.js";
import { defineKind } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { readStaged, stageCopy, writeSlot } from "../internal/codec/slots.js";
import { Crossing } from "../internal/codec/tags.js";
import { words } from "../internal/memory/arena.js";
import { load } from "../internal/memory/futex.js";
import {
  BARRIER_BODY_WORDS,
  BarrierBody,
  BarrierState,
  Kind,
  OBJECT_HEADER_WORDS,
  type Ptr,
  Waiter,
} from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import {
  acquireWaiter,
  awaitGrant,
  awaitGrantAsync,
  enqueueLocked,
  firstWaiterLocked,
  grantFirstLocked,
  releaseWaiter,
} from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { isKeywords, waitDeadline } from "../thread/acquire-arguments.js";
import { type AsyncOptions, splitSignal } from "../thread/async-arguments.js";
import { qualifiedName } from "../thread/class-name.js";
import { checkKeywords, timeoutArgument, type WaitOptions } from "./wait-arguments.js";

/** Raised by `Barrier.wait` when the barrier is broken or reset while the caller waits; without a message. */
export const BrokenBarrierError = defineException("BrokenBarrierError", RuntimeError);
export type BrokenBarrierError = Exception;

/** Keywords of `Barrier`. */
export interface BarrierOptions {
  parties?: number;
  /** Called by the last thread that arrives, before the others go on. */
  action?: (() => unknown) | null;
  /** Seconds that `wait` waits unless told otherwise. */
  timeout?: number | null;
}

/** What a released waiter finds in its VALUE word. */
const Outcome = { PASSED: 0, BROKEN: 1 } as const;

const NO_TIMEOUT = undefined;

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
  constructor(parties: number | BarrierOptions, action?: (() => unknown) | null, timeout?: number | null) {
    super(Kind.BARRIER, BARRIER_BODY_WORDS);
    this.#body = bodyOf(this);
    if (isNew()) this.#initialise(parties, action, timeout);
  }

  #initialise(parties: number | BarrierOptions, action: unknown, timeout: unknown): void {
    let options: BarrierOptions = { parties, action, timeout } as BarrierOptions;
    if (isKeywords(parties)) {
      checkKeywords("Barrier.__init__", parties, ["parties", "action", "timeout"]);
      options = parties;
    }
    const count: unknown = options.parties;
    if (count === undefined) throw new TypeError("Barrier.__init__() missing 1 required positional argument: 'parties'");
    if (typeof count !== "number") {
      throw new TypeError(`'<' not supported between instances of '${typeName(count)}' and 'int'`);
    }
    if (!(count > 0)) throw new ValueError("parties must be > 0");
    words[this.#body + BarrierBody.PARTIES] = Math.ceil(count);
    writeSlot(this.#body + BarrierBody.ACTION, options.action ?? null, Crossing.FROZEN, true);
    writeSlot(this.#body + BarrierBody.TIMEOUT, options.timeout ?? NO_TIMEOUT, Crossing.FROZEN, true);
  }

  /**
   * Waits until all threads have arrived.
   *
   * @param timeout seconds to wait at most, and then to break the barrier for all; default: the constructor's
   * @returns the caller's place in the order of arrival, from 0; each is given once
   * @throws BrokenBarrierError when the barrier is broken, or is broken or reset while the caller waits
   * @example
   * if (barrier.wait() === 0) print("the first of them");
   */
  wait(timeout?: number | null | WaitOptions): number {
    const deadline = this.#deadline("wait", timeout);
    const guard = this.#body + BarrierBody.GUARD;
    const waiter = acquireWaiter(currentIdent());
    try {
      for (;;) {
        const place = this.#arrive(waiter);
        if (place !== MUST_ENTER) {
          if (this.#isLast(place)) this.#pass(words[waiter + Waiter.VALUE]);
          else this.#settle(waiter, awaitGrant(guard, this.#body + BarrierBody.WAITERS, waiter, deadline, this.#breakLocked));
          return place;
        }
        if (!awaitGrant(guard, this.#body + BarrierBody.ENTRANTS, waiter, deadline, this.#breakLocked)) throw new BrokenBarrierError();
      }
    } finally {
      releaseWaiter(waiter);
    }
  }

  /**
   * As `wait`, without blocking: for code that must leave the event loop free. An abort breaks the barrier, as a timeout
   * does.
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
    const deadline = this.#deadline("wait_async", args[0] as number | null | WaitOptions | undefined);
    const guard = this.#body + BarrierBody.GUARD;
    const waiter = acquireWaiter(currentIdent());
    try {
      for (;;) {
        const place = this.#arrive(waiter);
        if (place !== MUST_ENTER) {
          const waiters = this.#body + BarrierBody.WAITERS;
          if (this.#isLast(place)) this.#pass(words[waiter + Waiter.VALUE]);
          else this.#settle(waiter, await awaitGrantAsync(guard, waiters, waiter, deadline, signal, this.#breakLocked));
          return place;
        }
        const entrants = this.#body + BarrierBody.ENTRANTS;
        if (!(await awaitGrantAsync(guard, entrants, waiter, deadline, signal, this.#breakLocked))) throw new BrokenBarrierError();
      }
    } finally {
      releaseWaiter(waiter);
    }
  }

  #deadline(call: string, timeout: number | null | WaitOptions | undefined): number {
    return waitDeadline(timeoutArgument(call, timeout) ?? this.#read(BarrierBody.TIMEOUT));
  }

  /**
   * Takes a place in the current generation, and stands in its line unless it is the last one. While the action runs there
   * is no place to take: stands among the entrants and returns `MUST_ENTER`. The last one finds the generation in its
   * waiter's VALUE.
   */
  #arrive(waiter: Ptr): number {
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
      place = words[body + BarrierBody.ARRIVED]++;
      if (this.#isLast(place)) {
        words[body + BarrierBody.STATE] = BarrierState.ACTING;
        words[waiter + Waiter.VALUE] = words[body + BarrierBody.GENERATION];
      } else {
        enqueueLocked(body + BarrierBody.WAITERS, waiter);
      }
    }
    unlock(guard);
    return place;
  }

  #isLast(place: number): boolean {
    return place + 1 === words[this.#body + BarrierBody.PARTIES];
  }

  /** What the last arrival does: runs the action and lets the others go. */
  #pass(generation: number): void {
    const body = this.#body;
    const guard = body + BarrierBody.GUARD;
    try {
      const action = this.#read(BarrierBody.ACTION);
      if (action !== null && action !== undefined) (action as () => unknown)();
    } catch (error) {
      this.abort();
      throw error;
    }
    lock(guard);
    // An abort or reset during the action has already let the others go.
    const overtaken = generation !== words[body + BarrierBody.GENERATION];
    if (!overtaken) {
      words[body + BarrierBody.STATE] = BarrierState.FILLING;
      this.#letGoLocked(Outcome.PASSED);
    }
    unlock(guard);
    if (overtaken) throw new BrokenBarrierError();
  }

  /** Ends the wait of one who is not the last. */
  #settle(waiter: Ptr, granted: boolean): void {
    if (!granted || words[waiter + Waiter.VALUE] !== Outcome.PASSED) throw new BrokenBarrierError();
  }

  /** Whoever gives up breaks the barrier as it leaves the line, so that nobody passes without it. */
  readonly #breakLocked = (): void => {
    words[this.#body + BarrierBody.STATE] = BarrierState.BROKEN;
    this.#letGoLocked(Outcome.BROKEN);
  };

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

  /** Makes the barrier usable again; threads that wait get a BrokenBarrierError. */
  reset(): void {
    const guard = this.#body + BarrierBody.GUARD;
    lock(guard);
    words[this.#body + BarrierBody.STATE] = BarrierState.FILLING;
    this.#letGoLocked(Outcome.BROKEN);
    unlock(guard);
  }

  /** Breaks the barrier: threads that wait, and all that come until `reset`, get a BrokenBarrierError. */
  abort(): void {
    const guard = this.#body + BarrierBody.GUARD;
    lock(guard);
    this.#breakLocked();
    unlock(guard);
  }

  /** How many threads have to arrive. */
  get parties(): number {
    return load(this.#body + BarrierBody.PARTIES);
  }

  /** How many threads wait at the moment. */
  get n_waiting(): number {
    return load(this.#body + BarrierBody.ARRIVED);
  }

  /** Whether the barrier is broken. */
  get broken(): boolean {
    return load(this.#body + BarrierBody.STATE) === BarrierState.BROKEN;
  }

  #read(slot: number): unknown {
    return readStaged(stageCopy(this.#body + slot));
  }

  toString(): string {
    const name = `${qualifiedName(this, "threading")} at ${addressOf(this)}`;
    return this.broken ? `<${name}: broken>` : `<${name}: waiters=${this.n_waiting}/${this.parties}>`;
  }
}

/**
 * Lets a fixed number of threads wait for each other.
 *
 * @example
 * const barrier = threading.Barrier(2);
 */
export interface Barrier extends BarrierClass {}
export const Barrier = sharedClass(BarrierClass, "Barrier");

defineKind({
  kind: Kind.BARRIER,
  base: BarrierClass,
  exported: Barrier,
  slots(object, visit) {
    const body = object + OBJECT_HEADER_WORDS;
    visit(body + BarrierBody.ACTION);
    visit(body + BarrierBody.TIMEOUT);
  },
});
