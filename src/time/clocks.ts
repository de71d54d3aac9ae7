/**
 * The clocks. `monotonic` and `perf_counter` count on the clock that all threads share, so figures taken in different
 * threads can be subtracted.
 */
import { monotonicMs } from "../internal/memory/clock.js";

/** How far the fine clock may stray from the system's before it is set anew. */
const TOLERANCE_MS = 5;

// The system's clock as JavaScript shows it has whole milliseconds. performance.now() is fine but does not follow when the
// system's clock is set, so it only supplies the digits below the millisecond.
let originMs: number | undefined;

function epochMs(): number {
  const coarse = Date.now();
  originMs ??= performance.timeOrigin;
  const fine = originMs + performance.now();
  if (Math.abs(fine - coarse) <= TOLERANCE_MS) return fine;
  originMs = coarse - performance.now();
  return coarse;
}

/**
 * The time of day, as Python's `time.time`.
 *
 * @returns seconds since 1970-01-01 00:00 UTC, with a fraction. May go back when the system's clock is set; measure
 * durations with {@link monotonic}.
 *
 * @example
 * const started = time.time();
 * work();
 * print("took", time.time() - started, "s");
 */
export function time(): number {
  return epochMs() / 1e3;
}

/**
 * The time of day as a whole number, as Python's `time.time_ns`.
 *
 * @returns nanoseconds since 1970-01-01 00:00 UTC, as a bigint since a number cannot hold them exactly
 *
 * @example
 * const stamp = time.time_ns();  // 1732417516000123456n
 */
export function time_ns(): bigint {
  const ms = epochMs();
  const whole = Math.floor(ms);
  return BigInt(whole) * 1_000_000n + BigInt(Math.floor((ms - whole) * 1e6));
}

/**
 * A clock that never goes back, as Python's `time.monotonic`. All threads of the program share it.
 *
 * @returns seconds since an unspecified moment, with a fraction; only differences mean something
 *
 * @example
 * const deadline = time.monotonic() + 2.5;
 * while (time.monotonic() < deadline) poll();
 */
export function monotonic(): number {
  return monotonicMs() / 1e3;
}

/**
 * {@link monotonic} as a whole number, as Python's `time.monotonic_ns`.
 *
 * @returns nanoseconds since an unspecified moment, as a bigint
 *
 * @example
 * const elapsed = time.monotonic_ns() - started;
 */
export function monotonic_ns(): bigint {
  return process.hrtime.bigint();
}

/**
 * The clock with the finest steps, for short durations, as Python's `time.perf_counter`. All threads share it.
 *
 * @returns seconds since an unspecified moment, with a fraction
 *
 * @example
 * const started = time.perf_counter();
 * sort(items);
 * print(time.perf_counter() - started);
 */
export function perf_counter(): number {
  return monotonicMs() / 1e3;
}

/**
 * {@link perf_counter} as a whole number, as Python's `time.perf_counter_ns`.
 *
 * @returns nanoseconds since an unspecified moment, as a bigint
 *
 * @example
 * const elapsed = time.perf_counter_ns() - started;
 */
export function perf_counter_ns(): bigint {
  return process.hrtime.bigint();
}

/**
 * The processor time that the program has used, all its threads together, as Python's `time.process_time`.
 *
 * @returns seconds of user and system time, with a fraction; sleeping adds nothing
 *
 * @example
 * const before = time.process_time();
 * compute();
 * print("cpu:", time.process_time() - before);
 */
export function process_time(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Older name of `process_time`, from Python 2. */
export const clock = process_time;
