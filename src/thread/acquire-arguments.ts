/** The arguments of `acquire`, as Lock and RLock take them: Python's order, or one object of keywords. */
import { OverflowError, ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { deadlineIn } from "../internal/memory/clock.js";
import { checkKeywords } from "./keywords.js";

/** Keywords of `acquire`. */
export interface AcquireOptions extends AcquireTimeout {
  /** False: give up at once when the lock is held. Default: true. */
  blocking?: boolean | number;
}

/** The keyword that may follow `blocking`. */
export interface AcquireTimeout {
  /** Seconds to wait at most, fractions allowed; -1, the default, waits for ever. */
  timeout?: number;
}

/**
 * The longest timeout that blocking calls take, in seconds: about 292 years. A longer one is an OverflowError.
 *
 * @example
 * lock.acquire({ timeout: threading.TIMEOUT_MAX });
 */
export const TIMEOUT_MAX = 9223372036.0;

/** A deadline that has passed: look, but do not wait. */
export const POLL = Number.NEGATIVE_INFINITY;

/** Whether an argument is a plain object, which in last position means keywords. One that can be iterated is data. */
export function isKeywords(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !(Symbol.iterator in value);
}

/** Beyond this many seconds the nanoseconds do not fit CPython's clock. */
const TOO_LONG = 2 ** 63 / 1e9;

const KEYWORDS = ["blocking", "timeout"];

/**
 * The time until which an acquire waits, on the clock of `monotonicMs`; `POLL` when it must not wait.
 *
 * @throws ValueError, OverflowError, TypeError as CPython's lock does
 */
export function lockDeadline(blocking: unknown, timeout: unknown): number {
  if (isKeywords(blocking)) {
    checkKeywords("acquire", blocking, KEYWORDS);
    return deadlineOf(blocking.blocking, blocking.timeout);
  }
  if (isKeywords(timeout)) {
    checkKeywords("acquire", timeout, KEYWORDS);
    if ("blocking" in timeout) throw new TypeError("argument for acquire() given by name ('blocking') and position (1)");
    return deadlineOf(blocking, timeout.timeout);
  }
  return deadlineOf(blocking, timeout);
}

function deadlineOf(blocking: unknown, timeout: unknown): number {
  const waits = blocking === undefined || Boolean(blocking);
  const seconds = timeout === undefined ? -1 : secondsOf(timeout);
  if (!waits) {
    if (seconds !== -1) throw new ValueError("can't specify a timeout for a non-blocking call");
    return POLL;
  }
  if (seconds === -1) return Number.POSITIVE_INFINITY;
  if (seconds < 0) throw new ValueError("timeout value must be a non-negative number");
  return seconds === 0 ? POLL : deadlineIn(seconds);
}

/**
 * A time as CPython's own clock takes it, of either sign.
 *
 * @throws TypeError for other than a number, ValueError for NaN, OverflowError for what does not fit
 */
export function secondsOf(time: unknown): number {
  const seconds = asNumber(time);
  if (seconds === undefined) throw new TypeError(`'${typeName(time)}' object cannot be interpreted as an integer`);
  if (Number.isNaN(seconds)) throw new ValueError("Invalid value NaN (not a number)");
  checkLength(Math.abs(seconds));
  return seconds;
}

/** What Python takes for a number: a bool is 0 or 1, a bigint is an int. */
function asNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "boolean" || typeof value === "bigint" ? Number(value) : undefined;
}

function checkLength(seconds: number): void {
  if (seconds >= TOO_LONG) throw new OverflowError("timestamp out of range for platform time_t");
}

/**
 * The deadline of a wait whose timeout may be None (wait for ever) and where zero and less mean: do not wait.
 *
 * @throws TypeError for other than a number, OverflowError for what is too long for CPython's clock
 */
export function waitDeadline(timeout: unknown): number {
  if (timeout === null || timeout === undefined) return Number.POSITIVE_INFINITY;
  const seconds = asNumber(timeout);
  if (seconds === undefined) {
    throw new TypeError(`'>' not supported between instances of '${typeName(timeout)}' and 'int'`);
  }
  checkLength(seconds);
  return seconds > 0 ? deadlineIn(seconds) : POLL;
}

/**
 * As `waitDeadline`, for the waits that CPython makes in several pieces: it adds the timeout to the time of day, so what is
 * wrong with it reads differently, and NaN never runs out.
 *
 * @throws TypeError for other than a number, OverflowError for what is too long for CPython's clock
 */
export function endDeadline(timeout: unknown): number {
  if (timeout === null || timeout === undefined) return Number.POSITIVE_INFINITY;
  const seconds = asNumber(timeout);
  if (seconds === undefined) throw new TypeError(`unsupported operand type(s) for +: 'float' and '${typeName(timeout)}'`);
  return Number.isNaN(seconds) ? Number.POSITIVE_INFINITY : waitDeadline(seconds);
}
