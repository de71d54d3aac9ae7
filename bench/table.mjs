/** Tables, as text and as Markdown. */
import { show, times } from "./figures.mjs";

/**
 * @typedef {object} Table
 * @property {string} title
 * @property {string[]} head
 * @property {string[][]} rows
 * @property {number} left     so many columns stand to the left, the others, figures, to the right
 *
 * @typedef {import("./scenarios.mjs").Scenario} Scenario
 * @typedef {import("./samples.mjs").Samples} Samples
 */

/** Figures that have a ratio: more of them is worse. @param {import("./scenarios.mjs").Unit} unit */
const compares = (unit) => unit === "time" || unit === "bytes";

/**
 * A line for each row and subject.
 * @param {string} title @param {Scenario[]} scenarios @param {Samples} samples
 * @param {string[]} subjects @param {string} base whom the others are compared with
 * @returns {Table}
 */
export function longTable(title, scenarios, samples, subjects, base) {
  const rows = scenarios.flatMap(({ name, rows }) =>
    rows.flatMap(({ key, title, unit }) => {
      const present = subjects.filter((subject) => samples.of(name, key, subject).length > 0);
      return present.map((subject, i) => {
        const values = samples.of(name, key, subject);
        const spread = `${show(Math.min(...values), unit)} … ${show(Math.max(...values), unit)}`;
        const ratio = subject === base || !compares(unit) ? undefined : samples.ratio(name, key, subject, base);
        const middle = show(/** @type {number} */ (samples.median(name, key, subject)), unit);
        return [i === 0 ? title : "", subject, middle, spread, ratio === undefined ? "" : times(ratio)];
      });
    }),
  );
  return { title, head: ["", "", "median", "least … most", `/ ${base}`], rows, left: 2 };
}

/**
 * A line for each row, a column for each subject: its median, and the ratio.
 * @param {Scenario} scenario @param {Samples} samples @param {string[]} subjects @param {string} base
 * @returns {Table}
 */
export function wideTable({ name, table = name, rows }, samples, subjects, base) {
  const present = subjects.filter((subject) => rows.some(({ key }) => samples.of(name, key, subject).length > 0));
  const lines = rows.flatMap(({ key, title, unit }) => {
    const cells = present.map((subject) => {
      const middle = samples.median(name, key, subject);
      if (middle === undefined) return "";
      const ratio = subject === base ? undefined : samples.ratio(name, key, subject, base);
      return ratio === undefined ? show(middle, unit) : `${show(middle, unit)}, ${times(ratio)}`;
    });
    return cells.some((cell) => cell !== "") ? [[title, ...cells]] : [];
  });
  return { title: table, head: ["", ...present], rows: lines, left: 1 };
}

/** @param {Table} table */
export function asText({ title, head, rows, left }) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((cells) => cells[column].length)));
  const line = (/** @type {string[]} */ cells) =>
    cells
      .map((cell, i) => (i < left ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join("  ")
      .trimEnd();
  const rule = "-".repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [title, rule, ...(head.some((cell) => cell !== "") ? [line(head)] : []), ...rows.map(line), ""].join("\n");
}

/** @param {Table} table */
export function asMarkdown({ title, head, rows, left }) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  const rule = `|${head.map((_, i) => (i < left ? "---|" : "---:|")).join("")}`;
  return [`## ${title}`, "", line(head), rule, ...rows.map(line), ""].join("\n");
}
