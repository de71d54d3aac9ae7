/**
 * What the package gets for Atomics in a build for exploration: each call is a point at which the scheduler decides who
 * goes on, and waits are the scheduler's. Outside of a schedule (setting up, checking) nothing may block.
 */
import { real } from "./control.js";
import { order, original } from "./races.js";
import { block, isRunning, isTraced, now, point, register, settle, traceStep, wake } from "./schedule.js";

type Words = Int32Array | BigInt64Array;

const arena = (globalThis as unknown as Record<symbol, SharedArrayBuffer>)[Symbol.for("pythreads.arena")];
/** Stands for every word outside of the arena: nobody wakes those. */
const ELSEWHERE = -1;

function ptrOf(array: Words, index: number): number {
  if (array.buffer !== arena) return ELSEWHERE;
  return array.BYTES_PER_ELEMENT === 8 ? index * 2 : index;
}

/** Engines take no longer wait, so a wait without end is made of these; here it has no end. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

const endOf = (timeout: number): number => (timeout < LONGEST_WAIT_MS ? now() + timeout : Number.POSITIVE_INFINITY);

/** Runs a step that reads and writes: others may come first, then it is done at once. */
function step<A extends Words, T>(operation: string, given: A, index: number, act: (array: A) => T): T {
  const array = original(given);
  if (!isRunning()) return act(array);
  point();
  const result = act(array);
  order(ptrOf(array, index), true, true);
  if (isTraced()) traceStep(operation, ptrOf(array, index), `→ ${String(result)}`);
  return result;
}

const promises = new Map<number, (outcome: string) => void>();

/** A promise of how a wait ends. */
export function promiseFor(wait: number): Promise<string> {
  return new Promise((resolve) => promises.set(wait, resolve));
}

/** Settles the promise of a wait that has ended. */
export function settlePromise(wait: number): void {
  const resolve = promises.get(wait);
  promises.delete(wait);
  resolve?.(settle(wait) ? "ok" : "timed-out");
}

const scheduled = {
  load(given: Int32Array, index: number): number {
    const array = original(given);
    if (!isRunning()) return array[index];
    point();
    order(ptrOf(array, index), true, false);
    if (isTraced()) traceStep("load", ptrOf(array, index), `→ ${array[index]}`);
    return array[index];
  },
  store: (array: Int32Array, index: number, value: number) =>
    step(`store ${value} in`, array, index, (words) => real.store(words, index, value)),
  exchange: (array: Int32Array, index: number, value: number) =>
    step(`exchange ${value} with`, array, index, (words) => real.exchange(words, index, value)),
  compareExchange: (array: Int32Array, index: number, expected: number, value: number) =>
    step(`exchange ${value}, if ${expected}, with`, array, index, (words) => real.compareExchange(words, index, expected, value)),
  add: <T extends number | bigint>(array: Words, index: number, value: T) =>
    step(`add ${value} to`, array, index, (words) => real.add(words as never, index, value as never) as T),
  and: (array: Int32Array, index: number, value: number) => step(`and ${value}`, array, index, (words) => real.and(words, index, value)),
  or: (array: Int32Array, index: number, value: number) => step(`or ${value}`, array, index, (words) => real.or(words, index, value)),

  wait(given: Int32Array, index: number, expected: number, timeout = Number.POSITIVE_INFINITY): string {
    if (!isRunning()) throw new Error("this would block outside of a schedule");
    const array = original(given);
    point();
    const ptr = ptrOf(array, index);
    order(ptr, true, false);
    const sleeps = array[index] === expected;
    if (isTraced()) traceStep(`wait while ${expected} at`, ptr, sleeps ? "sleeps" : "goes on");
    if (!sleeps) return "not-equal";
    const woken = block(ptr, endOf(timeout));
    if (isTraced()) traceStep("wait at", ptr, woken ? "was woken" : "ran out of time");
    return woken ? "ok" : "timed-out";
  },

  waitAsync(given: Int32Array, index: number, expected: number, timeout = Number.POSITIVE_INFINITY): unknown {
    if (!isRunning()) throw new Error("this would wait outside of a schedule");
    const array = original(given);
    point();
    const ptr = ptrOf(array, index);
    order(ptr, true, false);
    const sleeps = array[index] === expected;
    if (isTraced()) traceStep(`await while ${expected} at`, ptr, sleeps ? "pends" : "goes on");
    if (!sleeps) return { async: false, value: "not-equal" };
    return { async: true, value: promiseFor(register(ptr, endOf(timeout))) };
  },

  notify: (array: Int32Array, index: number, count = Number.POSITIVE_INFINITY) =>
    isRunning() ? step("wake", array, index, (words) => wake(ptrOf(words, index), count)) : 0,
};

export { scheduled as Atomics };
