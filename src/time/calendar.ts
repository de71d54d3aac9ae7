/**
 * Between seconds since 1970 and the parts of a date. The time zone is the one JavaScript uses, which is the system's or
 * that of the environment's `TZ`.
 */
import { OverflowError, ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { epochOf } from "./arguments.js";
import { struct_time } from "./struct-time.js";

/** What stands for a moment taken apart: a `struct_time` or nine numbers in its order. */
export type TimeTuple = ArrayLike<number>;

const DAY_MS = 86_400_000;
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Minutes west of UTC in the standard and in the summer time of the year; equal where there is no summer time. */
function offsetsOf(year: number): { standard: number; summer: number } {
  const january = localDate(year, 0, 1).getTimezoneOffset();
  const july = localDate(year, 6, 1).getTimezoneOffset();
  return { standard: Math.max(january, july), summer: Math.min(january, july) };
}

const thisYear = offsetsOf(new Date().getFullYear());

/** Seconds west of UTC of the local time zone without summer time, as Python's `time.timezone`. */
export const timezone: number = thisYear.standard * 60;
/** Seconds west of UTC of the local summer time, as Python's `time.altzone`. */
export const altzone: number = thisYear.summer * 60;
/** Nonzero when the local time zone has summer time, as Python's `time.daylight`. */
export const daylight: number = thisYear.standard === thisYear.summer ? 0 : 1;

/** The Date constructor takes the years 0 to 99 for 1900 to 1999; this does not. */
function localDate(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): Date {
  const date = new Date(2000, 0, 1, hour, minute, second);
  date.setFullYear(year, month, day);
  return date;
}

function dayOfYear(year: number, month: number, day: number): number {
  const from = new Date(0).setUTCFullYear(year, 0, 1);
  const to = new Date(0).setUTCFullYear(year, month, day);
  return Math.round((to - from) / DAY_MS) + 1;
}

const zoneNames = new Map<string, string>();
let zoneFormat: Intl.DateTimeFormat | undefined;

// The formatter takes milliseconds to make, and the name depends only on the offset and on summer time.
function zoneName(date: Date, isdst: number): string {
  const key = `${date.getTimezoneOffset()} ${isdst}`;
  let name = zoneNames.get(key);
  if (name === undefined) {
    zoneFormat ??= new Intl.DateTimeFormat("en-US", { timeZoneName: "short" });
    name = zoneFormat.formatToParts(date).find((part) => part.type === "timeZoneName")?.value ?? "UTC";
    zoneNames.set(key, name);
  }
  return name;
}

/**
 * A moment in local time, as Python's `time.localtime`.
 *
 * @param seconds seconds since 1970-01-01 00:00 UTC, a fraction is dropped; none means now
 * @returns the parts, with the zone in `tm_zone` and `tm_gmtoff`
 * @throws OverflowError when no date can hold it
 *
 * @example
 * print(time.localtime().tm_hour);
 */
export function localtime(seconds?: number | null): struct_time {
  const date = new Date(epochOf(seconds) * 1e3);
  const year = date.getFullYear();
  const offset = date.getTimezoneOffset();
  const { standard } = offsetsOf(year);
  const isdst = offset < standard ? 1 : 0;
  return struct_time(
    [
      year,
      date.getMonth() + 1,
      date.getDate(),
      date.getHours(),
      date.getMinutes(),
      date.getSeconds(),
      (date.getDay() + 6) % 7,
      dayOfYear(year, date.getMonth(), date.getDate()),
      isdst,
    ],
    zoneName(date, isdst),
    -offset * 60,
  );
}

/**
 * A moment in UTC, as Python's `time.gmtime`.
 *
 * @param seconds seconds since 1970-01-01 00:00 UTC, a fraction is dropped; none means now
 * @returns the parts
 * @throws OverflowError when no date can hold it
 *
 * @example
 * time.gmtime(0).tm_year;  // 1970
 */
export function gmtime(seconds?: number | null): struct_time {
  const date = new Date(epochOf(seconds) * 1e3);
  const year = date.getUTCFullYear();
  return struct_time(
    [
      year,
      date.getUTCMonth() + 1,
      date.getUTCDate(),
      date.getUTCHours(),
      date.getUTCMinutes(),
      date.getUTCSeconds(),
      (date.getUTCDay() + 6) % 7,
      dayOfYear(year, date.getUTCMonth(), date.getUTCDate()),
      0,
    ],
    "UTC",
    0,
  );
}

/**
 * The inverse of {@link localtime}, as Python's `time.mktime`.
 *
 * @param t the parts in local time; the day of the week and of the year are not looked at, parts beyond their range carry
 * over. Where the clock was put back, `tm_isdst` 1 means the earlier of the two moments, 0 the later.
 * @returns seconds since 1970-01-01 00:00 UTC
 * @throws TypeError when it is no sequence of nine numbers
 *
 * @example
 * time.mktime(time.localtime(1e9));  // 1000000000
 */
export function mktime(t: TimeTuple): number {
  const [year, month, day, hour, minute, second, , , isdst] = partsOf(t, "mktime");
  const { standard, summer } = offsetsOf(year!);
  let ms: number;
  if (isdst! >= 0 && standard !== summer) {
    // Told which of its two times the zone had, there is nothing to find out: not even in the hour that comes twice.
    ms = new Date(0).setUTCFullYear(year!, month! - 1, day!);
    ms += ((hour! * 60 + minute! + (isdst! > 0 ? summer : standard)) * 60 + second!) * 1e3;
  } else {
    ms = localDate(year!, month! - 1, day!, hour, minute, second).getTime();
  }
  if (Number.isNaN(ms)) throw OverflowError("mktime argument out of range");
  return ms / 1e3;
}

/**
 * The date and time in 24 characters, as Python's `time.asctime`.
 *
 * @param t the parts; none means now, in local time
 * @returns as `Tue Nov 24 03:05:16 2026`; the day of the month is padded with a space
 * @throws TypeError when it is no sequence of nine numbers, ValueError when a part is out of range
 *
 * @example
 * time.asctime(time.gmtime(0));  // 'Thu Jan  1 00:00:00 1970'
 */
export function asctime(t?: TimeTuple | null): string {
  const [year, month, day, hour, minute, second, weekday] = checkedParts(t ?? localtime(), "asctime");
  const clock = [hour, minute, second].map((part) => String(part).padStart(2, "0")).join(":");
  return `${DAYS[weekday!]} ${MONTHS[month! - 1]} ${String(day).padStart(2)} ${clock} ${year}`;
}

/**
 * A moment in local time in 24 characters, as Python's `time.ctime`.
 *
 * @param seconds seconds since 1970-01-01 00:00 UTC; none means now
 * @returns as `Tue Nov 24 03:05:16 2026`; the day of the month is padded with a space
 * @throws OverflowError when no date can hold it
 *
 * @example
 * print(name, time.ctime(time.time()));
 */
export function ctime(seconds?: number | null): string {
  return asctime(localtime(seconds));
}

/** The nine parts, whatever their values. */
function partsOf(t: unknown, caller: string): number[] {
  if (typeof t !== "object" || t === null || typeof (t as TimeTuple).length !== "number") {
    throw new TypeError("Tuple or struct_time argument required");
  }
  const parts = Array.from(t as TimeTuple);
  if (parts.length !== 9) throw new TypeError(`${caller}(): illegal time tuple argument`);
  for (const part of parts) {
    if (typeof part !== "number") throw new TypeError(`'${typeName(part)}' object cannot be interpreted as an integer`);
    if (!Number.isInteger(part)) throw new TypeError("'float' object cannot be interpreted as an integer");
  }
  return parts;
}

/** The nine parts, each in its range. 0 as month or day means the first, as in Python. */
export function checkedParts(t: unknown, caller: string): number[] {
  const parts = partsOf(t, caller);
  if (parts[1] === 0) parts[1] = 1;
  if (parts[2] === 0) parts[2] = 1;
  if (parts[7] === 0) parts[7] = 1;
  const within = (i: number, low: number, high: number, what: string): void => {
    if (parts[i]! < low || parts[i]! > high) throw ValueError(`${what} out of range`);
  };
  within(1, 1, 12, "month");
  within(2, 1, 31, "day of month");
  within(3, 0, 23, "hour");
  within(4, 0, 59, "minute");
  within(5, 0, 61, "seconds");
  if (parts[6]! < -1) throw ValueError("day of week out of range");
  parts[6] = (parts[6]! + 7) % 7;
  within(7, 1, 366, "day of year");
  return parts;
}
