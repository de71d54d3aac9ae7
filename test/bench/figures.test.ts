/** How samples become what the tables, goals and charts say. */
import { describe, expect, it } from "vitest";
import { growthChart, ratioChart } from "../../bench/chart.mjs";
import { rate, show } from "../../bench/figures.mjs";
import { goalTable, judge } from "../../bench/goals.mjs";
import { argsFor } from "../../bench/rounds.mjs";
import { Samples } from "../../bench/samples.mjs";
import { choose, type Scenario, scenarios } from "../../bench/scenarios.mjs";
import { programOf, pythreads } from "../../bench/subjects.mjs";
import { asMarkdown, asText, longTable, wideTable } from "../../bench/table.mjs";

/** Samples of one row, a list of rounds for each subject; a round that is undefined was not run. */
function samplesOf(scenario: string, row: string, subjects: Record<string, (number | undefined)[]>): Samples {
  const samples = new Samples();
  for (const [subject, rounds] of Object.entries(subjects)) {
    rounds.forEach((value, round) => {
      if (value !== undefined) samples.add(scenario, row, subject, round, value);
    });
  }
  return samples;
}

const lock = choose(["lock"])[0];

describe("samples", () => {
  it("the median of an even number of rounds lies between the two in the middle", () => {
    expect(samplesOf("lock", "ns", { pythreads: [4, 1, 3, 100] }).median("lock", "ns", "pythreads")).toBe(3.5);
    expect(samplesOf("lock", "ns", {}).median("lock", "ns", "pythreads")).toBeUndefined();
  });

  it("the ratio is taken within each round, not between the medians", () => {
    // A machine that slows down tenfold for a round slows down both.
    const samples = samplesOf("lock", "ns", { pythreads: [10, 100, 20], bare: [20, 200, 20] });
    expect(samples.ratio("lock", "ns", "bare", "pythreads")).toBe(2);
  });

  it("a round in which one of them did not run has no ratio", () => {
    const samples = samplesOf("lock", "ns", { pythreads: [undefined, 10, 10], bare: [5, 30] });
    expect(samples.ratio("lock", "ns", "bare", "pythreads")).toBe(3);
    expect(samples.ratio("lock", "ns", "synckit", "pythreads")).toBeUndefined();
  });
});

describe("tables", () => {
  const samples = samplesOf("lock", "ns", { pythreads: [20, 30, 25], bare: [40, 60, 50] });

  it("one line for each subject that took part, with its spread and ratio", () => {
    const table = longTable("Side by side", [lock], samples, ["pythreads", "bare", "synckit"], "pythreads");
    expect(table.rows).toEqual([
      ["Lock, free", "pythreads", "25.0 ns", "20.0 ns … 30.0 ns", ""],
      ["", "bare", "50.0 ns", "40.0 ns … 60.0 ns", "2.00 ×"],
    ]);
    expect(asText(table).split("\n")[4]).toBe("            bare       50.0 ns  40.0 ns … 60.0 ns       2.00 ×");
    expect(asMarkdown(table)).toContain("| Lock, free | pythreads | 25.0 ns | 20.0 ns … 30.0 ns |  |");
  });

  it("one column for each subject, and no line without a figure", () => {
    const [scenario] = choose(["growth-attributes"]);
    const key = scenario.rows[1].key;
    const table = wideTable(scenario, samplesOf(scenario.name, key, { pythreads: [100], bare: [50] }), ["pythreads", "bare"], "pythreads");
    expect(table.head).toEqual(["", "pythreads", "bare"]);
    expect(table.rows).toEqual([[scenario.rows[1].title, "100 ns", "50.0 ns, 0.50 ×"]]);
  });

  it("figures have two or three digits and a unit", () => {
    expect([show(999, "time"), show(1500, "time"), show(2.5e9, "time"), show(3 * 2 ** 20, "bytes"), show(2, "count")]).toEqual([
      "999 ns",
      "1.50 µs",
      "2.50 s",
      "3.00 MiB",
      "2",
    ]);
    expect([rate(100), rate(5000)]).toEqual(["10.0 M/s", "200 k/s"]);
  });
});

describe("goals", () => {
  const verdicts = (subjects: Record<string, number[]>, run: Scenario[] = [lock]) =>
    goalTable(judge(samplesOf("lock", "ns", subjects), Object.keys(subjects), run)).rows;

  it("a goal is reached, or says how far it is", () => {
    expect(verdicts({ pythreads: [30], bare: [20] })).toEqual([["Lock, free", "≤ 1.50 × bare", "1.50 ×", "reached"]]);
    expect(verdicts({ pythreads: [60], bare: [20] })).toEqual([["Lock, free", "≤ 1.50 × bare", "3.00 ×", "short by 2.00 ×"]]);
    expect(verdicts({ pythreads: [60] })).toEqual([["Lock, free", "≤ 1.50 × bare", "", "not measured"]]);
  });

  it("a package that is ahead is named, one that is behind is not", () => {
    const rows = verdicts({ pythreads: [60], piscina: [40], tinypool: [80] });
    expect(rows.slice(1)).toEqual([["Lock, free", "ahead of piscina", "1.50 ×", "short by 1.50 ×"]]);
  });

  it("scenarios that were not run have none", () => {
    expect(verdicts({ pythreads: [60] }, [])).toEqual([]);
  });
});

describe("scenarios", () => {
  it("are found by name and by folder", () => {
    expect(choose(["queues"]).map(({ name }) => name)).toEqual(["queues-Queue", "queues-LifoQueue", "queues-PriorityQueue", "queues-SimpleQueue"]);
    expect(choose(["live-threads-10"]).map(({ args }) => args.n)).toEqual([10]);
    expect(choose([])).toEqual(scenarios);
  });

  it("no two have one name, no two rows of one have one key", () => {
    expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
    for (const { rows } of scenarios) expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it("others take less, and all of them less in a quick run", () => {
    const [growth] = choose(["growth-queue"]);
    expect(argsFor(growth, "own", false).sizes).toHaveLength(6);
    expect(argsFor(growth, "python", false).sizes).toHaveLength(5);
    expect(argsFor(growth, "python", true).sizes).toHaveLength(4);
    expect([argsFor(lock, "bare", true).n, argsFor(lock, "package", true).n]).toEqual([1_000_000, 100_000]);
  });

  it("only queues that are first in, first out stand beside ports and channels", () => {
    const subject = { ...pythreads, files: ["message-port.mjs"], kind: "package" as const };
    const [fifo, , , simple] = choose(["queues"]);
    expect(programOf(subject, fifo)).toMatch(/queues.message-port\.mjs$/);
    expect(programOf(subject, simple)).toBeUndefined();
  });
});

describe("charts", () => {
  it("a bar reaches from 1 × to its ratio, on a logarithmic scale", () => {
    const chart = ratioChart([{ work: "Lock <free>", bars: [{ who: "CPython", colour: 0, ratio: 10 }, { who: "bare", colour: 1, ratio: 100 }] }], "a machine");
    const bars = [...chart.matchAll(/<rect class="h(\d)" x="([\d.]+)" y="\d+" width="([\d.]+)"/g)].map(([, ...bar]) => bar.map(Number));
    expect(bars).toEqual([[0, 210, 245], [1, 210, 490]]);
    expect(chart).toContain("Lock &#60;free&#62;");
    expect(chart).toContain("prefers-color-scheme: dark");
  });

  it("a constant cost is a level line, names never lie upon each other", () => {
    const chart = growthChart([
      { title: "Queues", lines: ["a", "b"].map((name) => ({ name, points: [[10, 100], [1000, 100]] as [number, number][] })) },
    ]);
    const paths = [...chart.matchAll(/<path class="l\d" d="M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)"\/>/g)];
    expect(paths).toHaveLength(2);
    for (const [, from, to] of paths) expect(from).toBe(to);
    const names = [...chart.matchAll(/<text x="[\d.]+" y="([\d.]+)" class="h\d">/g)].map(([, y]) => Number(y));
    expect(Math.abs(names[0] - names[1])).toBeGreaterThanOrEqual(14);
  });
});
