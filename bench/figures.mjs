/** Numbers to text. */

/** @type {[size: number, unit: string][]} */
const durations = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "µs"],
  [1, "ns"],
];

/** @type {[size: number, unit: string][]} */
const sizes = [
  [2 ** 30, "GiB"],
  [2 ** 20, "MiB"],
  [2 ** 10, "KiB"],
  [1, "B"],
];

/** Two or three digits. @param {number} value */
export function digits(value) {
  if (value >= 100) return value.toFixed(0);
  if (value < 0.1) return String(Number(value.toPrecision(2)));
  return value.toFixed(value >= 10 ? 1 : 2);
}

/** @param {number} value @param {[size: number, unit: string][]} units from the largest to the smallest */
function withUnit(value, units) {
  const [size, unit] = units.find(([size]) => Math.abs(value) >= size) ?? units[units.length - 1];
  return `${digits(value / size)} ${unit}`;
}

/** @param {number} value @param {import("./scenarios.mjs").Unit} unit */
export function show(value, unit) {
  if (unit === "time") return withUnit(value, durations);
  if (unit === "bytes") return withUnit(value, sizes);
  return unit === "speedup" ? `${digits(value)} ×` : String(value);
}

/** @param {number} value */
export const times = (value) => `${digits(value)} ×`;

/** A rate a second, of what takes so many nanoseconds. @param {number} ns */
export function rate(ns) {
  const each = 1e9 / ns;
  return each >= 1e6 ? `${digits(each / 1e6)} M/s` : `${digits(each / 1e3)} k/s`;
}
