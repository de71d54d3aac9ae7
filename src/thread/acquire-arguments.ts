/** The arguments of `acquire`, as Lock and RLock take them: Python's order, or one object of keywords. */
import { OverflowError, ValueError } from "../internal/base/errors.js";
import { deadlineIn } from "../internal/memory/clock.js";

/** Keywords of `acquire`. */
export interface AcquireOptions {
  blocking?: unknown;
  /** Seconds; -1 waits for ever. */
  timeout?: number;
}

/** The longest timeout that blocking calls take, in seconds. */
export const TIMEOUT_MAX = 9223372036.0;

/** A deadline that has passed: look, but do not wait. */
export const POLL = Number.NEGATIVE_INFINITY;

const pythonTypeName = (value: unknown): string => {
  if (value === null || value === undefined) return "NoneType";
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  if (Array.isArray(value)) return "list";
  if (typeof value === "function") return "function";
  return (value as object).constructor?.name ?? "object";
};

/** Whether an argument is a plain object, which in last position means keywords. One that can be iterated is data. */
export function isKeywords(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !(Symbol.iterator in value);
}

/**
 * The time until which an acquire waits, on the clock of `monotonicMs`; `POLL` when it must not wait.
 *
 * @throws ValueError, OverflowError, TypeError as CPython's lock does
 */
export function lockDeadline(blocking: unknown, timeout: unknown): number {
  if (isKeywords(blocking)) {
    for (const key of Object.keys(blocking)) {
      if (key !== "blocking" && key !== "timeout") {
        throw new TypeError(`acquire() got an unexpected keyword argument '${key}'`);
      }
    }
    return lockDeadline(blocking.blocking === undefined ? true : blocking.blocking, blocking.timeout);
  }
  const waits = blocking === undefined || Boolean(blocking);
  const seconds = timeout === undefined ? -1 : typeof timeout === "boolean" ? Number(timeout) : timeout;
  if (typeof seconds !== "number") {
    throw new TypeError(`'${pythonTypeName(seconds)}' object cannot be interpreted as an integer`);
  }
  if (Number.isNaN(seconds)) throw new ValueError("Invalid value NaN (not a number)");
  if (!waits) {
    if (seconds !== -1) throw new ValueError("can't specify a timeout for a non-blocking call");
    return POLL;
  }
  if (seconds === -1) return Number.POSITIVE_INFINITY;
  if (seconds < 0) throw new ValueError("timeout value must be a non-negative number");
  if (seconds > TIMEOUT_MAX) throw new OverflowError("timestamp out of range for platform time_t");
  return seconds === 0 ? POLL : deadlineIn(seconds);
}

/**
 * The deadline of a wait whose timeout may be None (wait for ever) and where zero and less mean: do not wait.
 *
 * @throws TypeError for other than a number, OverflowError beyond `TIMEOUT_MAX`
 */
export function waitDeadline(timeout: unknown): number {
  if (timeout === null || timeout === undefined) return Number.POSITIVE_INFINITY;
  const seconds = typeof timeout === "boolean" ? Number(timeout) : timeout;
  if (typeof seconds !== "number") {
    throw new TypeError(`'>' not supported between instances of '${pythonTypeName(timeout)}' and 'int'`);
  }
  if (seconds > TIMEOUT_MAX) throw new OverflowError("timestamp out of range for platform time_t");
  return seconds > 0 ? deadlineIn(seconds) : POLL;
}
