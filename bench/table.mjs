/** Samples to lines of text. */

/**
 * @typedef {object} Line
 * @property {string} subject
 * @property {number[]} samples   one of each round
 */

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @type {[size: number, unit: string][]} */
const units = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "µs"],
  [1, "ns"],
];

/** @param {number} ns */
export function duration(ns) {
  const [size, unit] = units.find(([size]) => ns >= size) ?? [1, "ns"];
  return `${figure(ns / size)} ${unit}`;
}

/** Two or three digits. @param {number} value */
function figure(value) {
  if (value >= 100) return value.toFixed(0);
  if (value < 0.1) return String(Number(value.toPrecision(2)));
  return value.toFixed(value >= 10 ? 1 : 2);
}

/** How many times the base's time a subject takes, from the rounds in which both ran. @param {Line} line @param {Line} base */
export function ratio(line, base) {
  return median(line.samples.map((value, round) => value / base.samples[round]));
}

const widths = [30, 15, 9, 21, 14];

/** @param {string[]} cells the first two to the left, figures to the right */
const row = (...cells) => cells.map((cell, i) => (i < 2 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("").trimEnd();

export const heading = () => [row("", "", "median", "least … most", "/ pythreads"), "-".repeat(widths.reduce((a, b) => a + b))];

/** @param {string} title @param {"time" | "count"} unit @param {Line[]} lines the base, if it took part, is `pythreads` */
export function group(title, unit, lines) {
  const show = unit === "time" ? duration : String;
  const base = lines.find((line) => line.subject === "pythreads");
  return lines.map((line, i) => {
    const spread = `${show(Math.min(...line.samples))} … ${show(Math.max(...line.samples))}`;
    const compared = unit === "time" && base !== undefined && line !== base ? `${figure(ratio(line, base))} ×` : "";
    return row(i === 0 ? title : "", line.subject, show(median(line.samples)), spread, compared);
  });
}
