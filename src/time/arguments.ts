/** What the functions of this module demand of a number of seconds, and how they refuse it. */
import { OverflowError, ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";

/** The longest time that Python accepts, in seconds: what fits 64 bits of nanoseconds. */
const LONGEST_SECONDS = 9223372036;

function numberOf(value: unknown): number {
  if (typeof value !== "number" && typeof value !== "bigint" && typeof value !== "boolean") {
    throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  }
  const seconds = Number(value);
  if (Number.isNaN(seconds)) throw ValueError("Invalid value NaN (not a number)");
  return seconds;
}

/** A length of time. */
export function durationOf(value: unknown): number {
  const seconds = numberOf(value);
  if (Math.abs(seconds) > LONGEST_SECONDS) throw OverflowError("timestamp out of range for platform time_t");
  return seconds;
}

/** A moment, in whole seconds since 1970, that JavaScript's dates can hold. None is now. */
export function epochOf(value: unknown): number {
  if (value === undefined || value === null) return Math.floor(Date.now() / 1e3);
  const seconds = Math.floor(numberOf(value));
  if (Math.abs(seconds) > 8.64e12) throw OverflowError("timestamp out of range for platform time_t");
  return seconds;
}
