/** In the place of src/internal/memory/clock.ts: virtual time, which passes only when the scheduler lets a wait run out. */
import { now } from "./schedule.js";

export const monotonicMs = now;

export function deadlineIn(seconds: number | null | undefined): number {
  return seconds === null || seconds === undefined ? Number.POSITIVE_INFINITY : now() + seconds * 1e3;
}
