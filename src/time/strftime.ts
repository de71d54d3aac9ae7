import { typeName } from "../internal/base/type-name.js";
import { checkedParts, localtime, mktime, type TimeTuple } from "./calendar.js";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

interface Moment {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  /** 0 is Monday. */
  weekday: number;
  /** 1 is January 1. */
  yearday: number;
  tuple: TimeTuple;
}

/** Directives that stand for others. */
const COMPOSED: Record<string, string> = {
  c: "%a %b %e %H:%M:%S %Y",
  D: "%m/%d/%y",
  F: "%Y-%m-%d",
  r: "%I:%M:%S %p",
  R: "%H:%M",
  T: "%H:%M:%S",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

/** Directives that are numbers: value, width, padding. */
const NUMBERS: Record<string, (m: Moment) => [value: number, width: number, pad: "0" | " "]> = {
  C: (m) => [Math.floor(m.year / 100), 2, "0"],
  d: (m) => [m.day, 2, "0"],
  e: (m) => [m.day, 2, " "],
  g: (m) => [mod(isoWeek(m).year, 100), 2, "0"],
  G: (m) => [isoWeek(m).year, 1, "0"],
  H: (m) => [m.hour, 2, "0"],
  I: (m) => [m.hour % 12 || 12, 2, "0"],
  j: (m) => [m.yearday, 3, "0"],
  k: (m) => [m.hour, 2, " "],
  l: (m) => [m.hour % 12 || 12, 2, " "],
  m: (m) => [m.month, 2, "0"],
  M: (m) => [m.minute, 2, "0"],
  s: (m) => [mktime(m.tuple), 1, "0"],
  S: (m) => [m.second, 2, "0"],
  u: (m) => [m.weekday + 1, 1, "0"],
  U: (m) => [Math.floor((m.yearday + 6 - ((m.weekday + 1) % 7)) / 7), 2, "0"],
  V: (m) => [isoWeek(m).week, 2, "0"],
  w: (m) => [(m.weekday + 1) % 7, 1, "0"],
  W: (m) => [Math.floor((m.yearday + 6 - m.weekday) / 7), 2, "0"],
  y: (m) => [mod(m.year, 100), 2, "0"],
  Y: (m) => [m.year, 1, "0"],
};

const WORDS: Record<string, (m: Moment) => string> = {
  a: (m) => WEEKDAYS[m.weekday]!.slice(0, 3),
  A: (m) => WEEKDAYS[m.weekday]!,
  b: (m) => MONTHS[m.month - 1]!.slice(0, 3),
  B: (m) => MONTHS[m.month - 1]!,
  h: (m) => MONTHS[m.month - 1]!.slice(0, 3),
  n: () => "\n",
  p: (m) => (m.hour < 12 ? "AM" : "PM"),
  P: (m) => (m.hour < 12 ? "am" : "pm"),
  t: () => "\t",
  z: (m) => {
    const minutes = Math.trunc(zoneOf(m).gmtoff / 60);
    const [hour, minute] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    return `${minutes < 0 ? "-" : "+"}${String(hour).padStart(2, "0")}${String(minute).padStart(2, "0")}`;
  },
  Z: (m) => zoneOf(m).name,
  "%": () => "%",
};

/**
 * Writes a moment by a pattern, as Python's `time.strftime`, with English names.
 *
 * Directives: `%a %A %b %B %c %C %d %D %e %F %g %G %h %H %I %j %k %l %m %M %n %p %P %r %R %s %S %t %T %u %U %V %w %W %x %X
 * %y %Y %z %Z %%`. Between `%` and the letter, `-` takes the padding away, `_` and `0` choose it, `^` writes capitals.
 * What is no directive stays as it is.
 *
 * @param format the pattern
 * @param t the parts; none means now, in local time
 * @throws TypeError when an argument is of the wrong type, ValueError when a part is out of range
 *
 * @example
 * time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1e9));  // '2001-09-09 01:46:40'
 */
export function strftime(format: string, t?: TimeTuple | null): string {
  if (typeof format !== "string") throw new TypeError(`strftime() argument 1 must be str, not ${typeName(format)}`);
  const tuple = t ?? localtime();
  const [year, month, day, hour, minute, second, weekday, yearday] = checkedParts(tuple, "strftime") as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return write(format, { year, month, day, hour, minute, second, weekday, yearday, tuple });
}

function write(format: string, moment: Moment): string {
  return format.replace(/%([-_0^]*)([A-Za-z%])/g, (whole, flags: string, letter: string) => {
    const text = directive(letter, flags, moment);
    if (text === undefined) return whole;
    return flags.includes("^") ? text.toUpperCase() : text;
  });
}

function directive(letter: string, flags: string, moment: Moment): string | undefined {
  if (Object.hasOwn(COMPOSED, letter)) return write(COMPOSED[letter]!, moment);
  if (Object.hasOwn(WORDS, letter)) return WORDS[letter]!(moment);
  if (!Object.hasOwn(NUMBERS, letter)) return undefined;
  const [value, width, pad] = NUMBERS[letter]!(moment);
  if (flags.includes("-")) return String(value);
  return String(value).padStart(width, flags.includes("_") ? " " : flags.includes("0") ? "0" : pad);
}

/** Weeks from Monday to Sunday belong to the year that has their Thursday. */
function isoWeek(m: Moment): { year: number; week: number } {
  const week = Math.floor((m.yearday - 1 - m.weekday + 10) / 7);
  if (week < 1) return { year: m.year - 1, week: weeksOf(m.year - 1) };
  if (week > weeksOf(m.year)) return { year: m.year + 1, week: 1 };
  return { year: m.year, week };
}

function weeksOf(year: number): number {
  const weekdayOf = (y: number): number => mod(y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400), 7);
  return weekdayOf(year) === 4 || weekdayOf(year - 1) === 3 ? 53 : 52;
}

function zoneOf(m: Moment): { gmtoff: number; name: string } {
  const { tm_gmtoff, tm_zone } = m.tuple as { tm_gmtoff?: number; tm_zone?: string };
  if (tm_gmtoff !== undefined && tm_zone !== undefined) return { gmtoff: tm_gmtoff, name: tm_zone };
  const local = localtime(mktime(m.tuple));
  return { gmtoff: local.tm_gmtoff ?? 0, name: local.tm_zone ?? "UTC" };
}

function mod(a: number, b: number): number {
  return ((a % b) + b) % b;
}
