/** bench/RESULTS.md and its charts, made of the samples of a run. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { growthChart, ratioChart } from "./chart.mjs";
import { goalTable, judge } from "./goals.mjs";
import { asMarkdown, longTable, wideTable } from "./table.mjs";

/**
 * @typedef {object} Run
 * @property {import("./scenarios.mjs").Scenario[]} scenarios
 * @property {string[]} subjects
 * @property {import("./samples.mjs").Samples} samples
 * @property {import("./subjects.mjs").Absence[]} absent
 * @property {string[]} machine
 * @property {string} extent   how many rounds
 */

/** All tables of a run. @param {Run} run */
export function tablesOf({ scenarios, subjects, samples, absent }) {
  const [narrow, wide] = [
    scenarios.filter(({ table }) => table === undefined),
    scenarios.filter(({ table }) => table !== undefined),
  ];
  return [
    ...(narrow.length > 0 ? [longTable("Side by side", narrow, samples, subjects, "pythreads")] : []),
    ...wide.map((scenario) => wideTable(scenario, samples, subjects, "pythreads")),
    goalTable(judge(samples, subjects, scenarios)),
    {
      title: "Without figures",
      head: ["", "", ""],
      rows: absent.map(({ subject, scenario = "", reason }) => [subject, scenario, reason]),
      left: 3,
    },
  ].filter(({ rows }) => rows.length > 0);
}

/** @param {Run} run @param {string} folder */
export function writeResults(run, folder) {
  mkdirSync(folder, { recursive: true });
  const charts = { "ratios.svg": drawRatios(run), "growth.svg": drawGrowth(run) };
  const pictures = Object.entries(charts).flatMap(([name, chart]) => {
    if (chart === undefined) return [];
    writeFileSync(join(folder, name), chart);
    return [
      `![${name === "ratios.svg" ? "How many times as long as pythreads others take" : "How the cost of an operation grows"}](${name})`,
    ];
  });
  const page = [
    "# Results",
    "",
    `Made by \`npm run bench\`: ${run.extent}. [README.md](README.md) says what each line is. Times are medians of the rounds; the`,
    "ratio is the median of the ratios within each round, so `3 ×` means three times as long as pythreads took.",
    "",
    ...run.machine.map((line) => `* ${line}`),
    "",
    ...pictures.flatMap((picture) => [picture, ""]),
    ...tablesOf(run).map(asMarkdown),
  ];
  writeFileSync(join(folder, "RESULTS.md"), page.join("\n"));
}

/** The rows of the chart. @type {[work: string, scenario: string, row: string][]} */
const TELLING = [
  ["Lock, free", "lock", "ns"],
  ["Lock, 2 threads count", "lock-contended", "2"],
  ["Queue, put + get alone", "queue-Queue", "ns"],
  ["Queue, 1 → 1, each int", "queue-1-to-1-Queue", "ns"],
  ["start() + join(), warm", "warm-start", "ns"],
  ["Condition, there and back", "condition", "p50"],
  ["primes, 2 threads", "cpu", "primes2"],
];

/** CPython and the best of the packages beside each. @param {Run} run */
function drawRatios({ subjects, samples, machine }) {
  const python = subjects.find((name) => /^CPython 3[\d.]+$/.test(name));
  const peers = subjects.filter((name) => !/^(pythreads|bare$|CPython)/.test(name));
  const groups = TELLING.flatMap(([work, scenario, row]) => {
    /** @param {string | undefined} subject @param {0 | 1} colour @returns {import("./chart.mjs").Bar[]} */
    const bar = (subject, colour) => {
      const ratio = subject && samples.ratio(scenario, row, subject, "pythreads");
      return subject && ratio ? [{ who: subject, colour, ratio }] : [];
    };
    const [best] = peers.flatMap((peer) => bar(peer, 1)).sort((a, b) => a.ratio - b.ratio);
    const bars = [...bar(python, 0), ...(best === undefined ? [] : [best])];
    return bars.length > 0 ? [{ work, bars }] : [];
  });
  return groups.length > 0 ? ratioChart(groups, machine.slice(0, 2).join("; ")) : undefined;
}

/** A panel for each scenario whose rows are points of curves. @param {Run} run */
function drawGrowth({ scenarios, samples }) {
  const panels = scenarios.flatMap(({ name, table = name, rows }) => {
    /** @type {Map<string, [x: number, ns: number][]>} */
    const lines = new Map();
    for (const { key, point } of rows) {
      const ns = samples.median(name, key, "pythreads");
      if (point !== undefined && ns !== undefined) lines.set(point.line, [...(lines.get(point.line) ?? []), [point.x, ns]]);
    }
    if (lines.size === 0) return [];
    return [{ title: table, lines: [...lines].map(([name, points]) => ({ name: name.replace("_", " "), points })) }];
  });
  return panels.length > 0 ? growthChart(panels) : undefined;
}
