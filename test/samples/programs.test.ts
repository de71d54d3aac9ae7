/**
 * The article's programs as they run: from TypeScript against the built package, and, where there is a python3, the
 * Python originals beside them. Both must keep the same rules, which are those of scripts/samples/rules.mjs.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Observation } from "../../scripts/samples/observe.mjs";
import { python, toRun } from "../helpers/python.js";
import { complaintsAbout, fileOf, programs as all, watch } from "../../scripts/samples/programs.mjs";

/** Program 1 keeps a core busy for twenty seconds, which the other tests would miss: `npm run samples` runs it. */
const programs = all.filter(({ number }) => number !== 1);

// The programs mostly sleep, so they all run at once, and each test waits for its own.
const ported = new Map<number, Promise<Observation>>();
const originals = new Map<number, Promise<Observation>>();

beforeAll(() => {
  for (const program of programs) {
    ported.set(program.number, watch(program));
    if (python !== undefined) originals.set(program.number, watch(program, {}, { command: python, args: toRun(fileOf(program, "py")) }));
  }
});

afterAll(async () => {
  await Promise.all([...ported.values(), ...originals.values()]);
});

describe.each(programs)("program $number: $title", (program) => {
  test("in TypeScript", { timeout: 70_000 }, async () => {
    const seen = await ported.get(program.number)!;
    expect(complaintsAbout(program, seen), print(seen)).toEqual([]);
  });

  // Python itself is slow to end by Ctrl-C, or does not end at all, and says so on stderr: only its output is compared.
  test.skipIf(python === undefined)("in Python", { timeout: 70_000 }, async () => {
    const seen = await originals.get(program.number)!;
    expect(program.check(seen), print(seen)).toEqual([]);
  });
});

function print({ lines, stderr, code, signal }: Observation) {
  return [...lines.map((line) => `${line.at.toFixed(0).padStart(6)} ${line.text}`), stderr, `ended with ${signal ?? code}`].join("\n");
}
