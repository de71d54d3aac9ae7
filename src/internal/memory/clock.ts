/**
 * The monotonic clock of the process, the same for all threads. Not `performance.now()`, which counts from the start of each
 * thread, and for which Node loads more than half a millisecond of its own modules into each.
 */
const { hrtime } = process;

/** Milliseconds on a clock that never goes back and that all threads share. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

/** The time on that clock `seconds` from now; null, undefined: never. */
export function deadlineIn(seconds: number | null | undefined): number {
  return seconds === null || seconds === undefined ? Number.POSITIVE_INFINITY : monotonicMs() + seconds * 1e3;
}
