/** The benchmark's own programs still run, and report what its tables show. How long they take is no matter here. */
import { resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { linkPackage } from "../../bench/link.mjs";
import { argsFor } from "../../bench/rounds.mjs";
import { type Args, type Scenario, scenarios } from "../../bench/scenarios.mjs";
import { programOf, pythreads, sample } from "../../bench/subjects.mjs";

const root = resolve(import.meta.dirname, "../..");

/** As little as each program can do; what several threads share out is a multiple of 40. */
function smallest({ args: { n, passes, sizes, counts, sorts } }: Scenario): Args {
  return {
    ...(n && { n: Math.min(n, sizes ? 4 : 40) }),
    ...(passes && { passes: 10 }),
    ...(sizes && { sizes: sizes.slice(0, 2) }),
    ...(counts && { counts: Object.fromEntries(sorts.map((sort: string) => [sort, 32])), shapes: [[1, 1]] }),
  };
}

/** One of each folder: the others differ by an argument. */
const chosen = scenarios.filter(({ folder }, i) => scenarios.findIndex((scenario) => scenario.folder === folder) === i);

describe("the programs of pythreads", () => {
  beforeAll(() => linkPackage(resolve(root, "bench"), root));

  it.each(chosen.map((scenario) => [scenario.name, scenario] as const))("%s", async (_, scenario) => {
    const small = smallest(scenario);
    const figures = await sample(pythreads, programOf(pythreads, scenario)!, { ...argsFor(scenario, "own", false), ...small });
    const rows = scenario.rows.map(({ key, point }) => ({ key, point })).filter(({ key, point }) => {
      if (point !== undefined) return small.sizes.includes(point.x);
      return small.shapes === undefined || key.includes("/1/1/");
    });
    expect(Object.keys(figures).sort()).toEqual(rows.map(({ key }) => key).sort());
    for (const value of Object.values(figures)) expect(value).toBeGreaterThanOrEqual(0);
  });
});
