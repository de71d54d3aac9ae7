/** Something that happens in a thread at a time which the scheduler chooses, such as the abort of a signal. */
import { promiseFor } from "./atomics.js";
import { now, register } from "./schedule.js";

const SOME_TIME_MS = 500;
/** A word that nobody wakes. */
const NOBODYS = -2;

/** A promise that is settled when the scheduler lets the time run out. */
export function pause(): Promise<void> {
  return promiseFor(register(NOBODYS, now() + SOME_TIME_MS)).then(() => {});
}
