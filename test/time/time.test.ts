import { spawnSync } from "node:child_process";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { OverflowError, ValueError } from "../../src/internal/base/errors.js";
import time, * as names from "../../src/time/index.js";

describe("clocks", () => {
  it("tell the time of day", () => {
    expect(Math.abs(time.time() - Date.now() / 1e3)).toBeLessThan(0.5);
    expect(typeof time.time_ns()).toBe("bigint");
    expect(Math.abs(Number(time.time_ns()) / 1e9 - time.time())).toBeLessThan(0.5);
  });

  it("follow the system's clock when it is set", () => {
    const now = Date.now;
    try {
      Date.now = () => now() - 3_600_000;
      expect(Math.abs(time.time() - Date.now() / 1e3)).toBeLessThan(0.5);
    } finally {
      Date.now = now;
    }
    expect(Math.abs(time.time() - Date.now() / 1e3)).toBeLessThan(0.5);
  });

  it.each(["monotonic", "perf_counter", "process_time", "clock"] as const)("%s never goes back", (name) => {
    let last = time[name]();
    for (let i = 0; i < 1000; i++) {
      const now = time[name]();
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
  });

  it.each(["monotonic_ns", "perf_counter_ns"] as const)("%s is a bigint on the same clock", (name) => {
    expect(Math.abs(Number(time[name]()) / 1e9 - time.monotonic())).toBeLessThan(0.5);
  });
});

describe("sleep", () => {
  it("blocks for at least as long", () => {
    const started = time.monotonic();
    time.sleep(0.03);
    expect(time.monotonic() - started).toBeGreaterThanOrEqual(0.03);
  });

  it("takes 0 and returns nothing", () => {
    expect(time.sleep(0)).toBeUndefined();
  });

  it.each<[unknown, new (...args: any[]) => Error, string]>([
    [-1, ValueError, "sleep length must be non-negative"],
    [Number.NaN, ValueError, "Invalid value NaN (not a number)"],
    [Number.POSITIVE_INFINITY, OverflowError, "timestamp out of range for platform time_t"],
    [1e300, OverflowError, "timestamp out of range for platform time_t"],
    ["x", TypeError, "'str' object cannot be interpreted as an integer"],
    [undefined, TypeError, "'NoneType' object cannot be interpreted as an integer"],
    [[], TypeError, "'list' object cannot be interpreted as an integer"],
  ])("refuses %o", (value, Class, message) => {
    const act = () => time.sleep(value as number);
    expect(act).toThrow(Class);
    expect(act).toThrow(message);
  });
});

const billion = [2001, 9, 9, 1, 46, 40, 6, 252, 0];

describe("struct_time", () => {
  const t = time.gmtime(1e9);

  it("goes by index, by name and in turn", () => {
    expect(Array.from(t)).toEqual(billion);
    expect([t[0], t.length, t.tm_year, t.tm_yday, t.tm_isdst]).toEqual([2001, 9, 2001, 252, 0]);
    const [year, month] = t;
    expect([year, month]).toEqual([2001, 9]);
    expect([t.tm_zone, t.tm_gmtoff]).toEqual(["UTC", 0]);
  });

  it("prints as in Python and cannot be changed", () => {
    const text =
      "time.struct_time(tm_year=2001, tm_mon=9, tm_mday=9, tm_hour=1, tm_min=46, tm_sec=40, tm_wday=6, tm_yday=252, tm_isdst=0)";
    expect(String(t)).toBe(text);
    expect(inspect(t)).toBe(text);
    expect(() => Object.assign(t, { 0: 5 })).toThrow(TypeError);
  });

  it("is made of nine numbers", () => {
    expect(time.struct_time(billion)).toBeInstanceOf(time.struct_time);
    expect(() => time.struct_time([1, 2])).toThrow("time.struct_time() takes a 9-sequence (2-sequence given)");
    expect(() => time.struct_time(5 as never)).toThrow("constructor requires a sequence");
  });
});

describe("calendar", () => {
  it("takes moments apart and puts them together", () => {
    for (const seconds of [0, 1, 1e9, 951782400, 1230768000, 1e10, -86400]) {
      expect(time.mktime(time.localtime(seconds))).toBe(seconds);
    }
    expect(Array.from(time.gmtime(-0.5))).toEqual([1969, 12, 31, 23, 59, 59, 2, 365, 0]);
    expect(Math.abs(time.mktime(time.localtime()) - time.time())).toBeLessThan(3);
  });

  it("carries parts over", () => {
    expect(time.mktime([2024, 13, 1, 0, 0, 0, 0, 0, -1])).toBe(time.mktime([2025, 1, 1, 0, 0, 0, 0, 0, -1]));
  });

  it("writes 24 characters", () => {
    expect(time.asctime(time.gmtime(0))).toBe("Thu Jan  1 00:00:00 1970");
    expect(time.asctime(billion)).toBe("Sun Sep  9 01:46:40 2001");
    expect(time.ctime(1e9)).toBe(time.asctime(time.localtime(1e9)));
    expect(time.ctime()).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/);
  });

  it.each<[string, () => unknown, string]>([
    ["a string as seconds", () => time.ctime("x" as never), "'str' object cannot be interpreted as an integer"],
    ["NaN", () => time.gmtime(Number.NaN), "Invalid value NaN (not a number)"],
    ["what no date can hold", () => time.localtime(1e17), "timestamp out of range for platform time_t"],
    ["too few parts", () => time.mktime([1]), "mktime(): illegal time tuple argument"],
    ["a number as parts", () => time.asctime(5 as never), "Tuple or struct_time argument required"],
    ["month 13", () => time.asctime([2020, 13, 1, 0, 0, 0, 0, 0, 0]), "month out of range"],
    ["hour 24", () => time.strftime("%Y", [2020, 1, 1, 24, 0, 0, 0, 1, 0]), "hour out of range"],
    ["a number as format", () => time.strftime(5 as never), "strftime() argument 1 must be str, not int"],
  ])("refuses %s", (_what, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("strftime", () => {
  it.each<[number, string, string]>([
    [1e9, "%a %A %b %B %h", "Sun Sunday Sep September Sep"],
    [1e9, "%c|%x|%X|%D|%F|%r|%R|%T", "Sun Sep  9 01:46:40 2001|09/09/01|01:46:40|09/09/01|2001-09-09|01:46:40 AM|01:46|01:46:40"],
    [1e9, "%C %d %e %H %I %j %k %l %m %M %p %P %S %u %w %y %Y", "20 09  9 01 01 252  1  1 09 46 AM am 40 7 0 01 2001"],
    [1e9, "%n%t%%%Q %z %Z", "\n\t%%Q +0000 UTC"],
    [1e9, "%-d %_m %^a %-H%", "9  9 SUN 1%"],
    [1e9, "%G %g %V %U %W", "2001 01 36 36 36"],
    [1230768000, "%G-W%V-%u", "2009-W01-4"],
    [1230681600, "%G-W%V-%u", "2009-W01-3"],
    [1262304000, "%G-W%V-%u", "2009-W53-5"],
    [1104537600, "%G-W%V-%u %U %W", "2004-W53-6 00 00"],
  ])("of %d by %o", (seconds, format, text) => {
    expect(time.strftime(format, time.gmtime(seconds))).toBe(text);
  });
});

// What CPython prints in the same zones, the hours that come twice and not at all included.
const zoned: [zone: string, expression: string, expected: unknown][] = [
  ["Europe/Berlin", "time.timezone, time.altzone, time.daylight", [-3600, -7200, 1]],
  ["Europe/Berlin", "...time.localtime(1720000000)", [2024, 7, 3, 11, 46, 40, 2, 185, 1]],
  ["Europe/Berlin", "time.strftime('%z', time.localtime(1720000000))", ["+0200"]],
  ["Europe/Berlin", "[-1, 0, 1].map((dst) => time.mktime([2024, 10, 27, 2, 30, 0, 0, 0, dst]))", [[1729989000, 1729992600, 1729989000]]],
  ["Europe/Berlin", "[-1, 0, 1].map((dst) => time.mktime([2024, 3, 31, 2, 30, 0, 0, 0, dst]))", [[1711848600, 1711848600, 1711845000]]],
  ["Asia/Kolkata", "time.timezone, time.daylight, time.strftime('%z')", [-19800, 0, "+0530"]],
  ["America/New_York", "time.ctime(0), time.localtime(0).tm_zone", ["Wed Dec 31 19:00:00 1969", "EST"]],
];

it.each(zoned)("in %s: %s", (TZ, expression, expected) => {
  const script = `import time from ${JSON.stringify(new URL("../../src/time/index.ts", import.meta.url).href)};\nconsole.log(JSON.stringify([${expression}]));`;
  const run = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    env: { ...process.env, TZ },
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(JSON.parse(run.stdout)).toEqual(expected);
});

it("is its own default export", () => {
  const { default: module, ...exported } = names;
  expect(module).toEqual(exported);
});
