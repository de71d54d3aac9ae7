/**
 * The monotonic clock of the process. `performance.now()` counts from the start of each thread, so an offset makes the
 * figures of different threads comparable.
 */
const [seconds, nanoseconds] = process.hrtime();
const offsetMs = seconds * 1e3 + nanoseconds / 1e6 - performance.now();

/** Milliseconds on a clock that never goes back and that all threads share. */
export function monotonicMs(): number {
  return performance.now() + offsetMs;
}

/** The time on that clock `seconds` from now; null, undefined: never. */
export function deadlineIn(seconds: number | null | undefined): number {
  return seconds === null || seconds === undefined ? Number.POSITIVE_INFINITY : monotonicMs() + seconds * 1e3;
}
