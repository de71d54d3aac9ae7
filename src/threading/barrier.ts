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
  enqueueLocked,
  firstWaiterLocked,
  grantFirstLocked,
  releaseWaiter,
} from "../internal/memory/waiters.js";
import { currentIdent } from "../internal/runtime/current.js";
import { isKeywords, waitDeadline } from "../thread/acquire-arguments.js";
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
    const body = this.#body;
    const guard = body + BarrierBody.GUARD;
    const given = timeoutArgument("wait", timeout);
    const deadline = waitDeadline(given ?? this.#read(BarrierBody.TIMEOUT));
    lock(guard);
    while (words[body + BarrierBody.STATE] === BarrierState.ACTING) this.#awaitEntryLocked(deadline);
    if (words[body + BarrierBody.STATE] === BarrierState.BROKEN) {
      unlock(guard);
      throw new BrokenBarrierError();
    }
    const place = words[body + BarrierBody.ARRIVED]++;
    if (place + 1 === words[body + BarrierBody.PARTIES]) this.#passLocked();
    else this.#awaitOthersLocked(deadline);
    return place;
  }

  /** Waits until the action is over; called and left with GUARD held. */
  #awaitEntryLocked(deadline: number): void {
    const body = this.#body;
    const guard = body + BarrierBody.GUARD;
    const waiter = acquireWaiter(currentIdent());
    enqueueLocked(body + BarrierBody.ENTRANTS, waiter);
    unlock(guard);
    const entered = awaitGrant(guard, body + BarrierBody.ENTRANTS, waiter, deadline);
    releaseWaiter(waiter);
    lock(guard);
    if (entered) return;
    this.#breakLocked();
    unlock(guard);
    throw new BrokenBarrierError();
  }

  /** The last arrival: runs the action and lets the others go. Called with GUARD held, which it gives up. */
  #passLocked(): void {
    const body = this.#body;
    const guard = body + BarrierBody.GUARD;
    const generation = words[body + BarrierBody.GENERATION];
    words[body + BarrierBody.STATE] = BarrierState.ACTING;
    unlock(guard);
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

  /** Waits for the last arrival. Called with GUARD held, which it gives up. */
  #awaitOthersLocked(deadline: number): void {
    const body = this.#body;
    const guard = body + BarrierBody.GUARD;
    const waiter = acquireWaiter(currentIdent());
    enqueueLocked(body + BarrierBody.WAITERS, waiter);
    unlock(guard);
    const granted = awaitGrant(guard, body + BarrierBody.WAITERS, waiter, deadline);
    const passed = granted && words[waiter + Waiter.VALUE] === Outcome.PASSED;
    releaseWaiter(waiter);
    if (!granted) {
      lock(guard);
      this.#breakLocked();
      unlock(guard);
    }
    if (!passed) throw new BrokenBarrierError();
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
