/**
 * What the package gets for Atomics in a build for exploration: each call is a point at which the scheduler decides who
 * goes on, and waits are the scheduler's. Outside of a schedule (setting up, checking) nothing may block.
 */
import { real } from "./control.js";
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

/** Runs a step: others may come first, then it is done at once. */
function step<T>(operation: string, array: Words, index: number, act: () => T): T {
  if (!isRunning()) return act();
  point();
  const result = act();
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
  load(array: Int32Array, index: number): number {
    if (!isRunning()) return array[index];
    point();
    if (isTraced()) traceStep("load", ptrOf(array, index), `→ ${array[index]}`);
    return array[index];
  },
  store: (array: Int32Array, index: number, value: number) =>
    step(`store ${value} in`, array, index, () => real.store(array, index, value)),
  exchange: (array: Int32Array, index: number, value: number) =>
    step(`exchange ${value} with`, array, index, () => real.exchange(array, index, value)),
  compareExchange: (array: Int32Array, index: number, expected: number, value: number) =>
    step(`exchange ${value}, if ${expected}, with`, array, index, () => real.compareExchange(array, index, expected, value)),
  add: <T extends number | bigint>(array: Words, index: number, value: T) =>
    step(`add ${value} to`, array, index, () => real.add(array as never, index, value as never) as T),
  and: (array: Int32Array, index: number, value: number) => step(`and ${value}`, array, index, () => real.and(array, index, value)),
  or: (array: Int32Array, index: number, value: number) => step(`or ${value}`, array, index, () => real.or(array, index, value)),

  wait(array: Int32Array, index: number, expected: number, timeout = Number.POSITIVE_INFINITY): string {
    if (!isRunning()) throw new Error("this would block outside of a schedule");
    point();
    const ptr = ptrOf(array, index);
    const sleeps = array[index] === expected;
    if (isTraced()) traceStep(`wait while ${expected} at`, ptr, sleeps ? "sleeps" : "goes on");
    if (!sleeps) return "not-equal";
    const woken = block(ptr, endOf(timeout));
    if (isTraced()) traceStep("wait at", ptr, woken ? "was woken" : "ran out of time");
    return woken ? "ok" : "timed-out";
  },

  waitAsync(array: Int32Array, index: number, expected: number, timeout = Number.POSITIVE_INFINITY): unknown {
    if (!isRunning()) throw new Error("this would wait outside of a schedule");
    point();
    const ptr = ptrOf(array, index);
    const sleeps = array[index] === expected;
    if (isTraced()) traceStep(`await while ${expected} at`, ptr, sleeps ? "pends" : "goes on");
    if (!sleeps) return { async: false, value: "not-equal" };
    return { async: true, value: promiseFor(register(ptr, endOf(timeout))) };
  },

  notify: (array: Int32Array, index: number, count = Number.POSITIVE_INFINITY) =>
    isRunning() ? step("wake", array, index, () => wake(ptrOf(array, index), count)) : 0,
};

export { scheduled as Atomics };
