/**
 * The article's programs as they run: from TypeScript against the built package, and, where there is a python3, the
 * Python originals beside them. Both must keep the same rules, which are those of scripts/samples/rules.mjs.
 */
import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Observation } from "../../scripts/samples/observe.mjs";
import { complaintsAbout, fileOf, programs as all, watch } from "../../scripts/samples/programs.mjs";

/** Python 3 with the module names of Python 2.7, which the originals use. */
const asPython2 = [
  "import sys, runpy, _thread, queue",
  "sys.modules['thread'], sys.modules['Queue'] = _thread, queue",
  "sys.stdout.reconfigure(line_buffering=True)",
  "runpy.run_path(sys.argv[1], run_name='__main__')",
].join("\n");

const python = ["python3", "python"].find((command) => {
  try {
    return execFileSync(command, ["-c", "import sys; print(sys.version_info[0])"], { stdio: "pipe" }).toString().trim() === "3";
  } catch {
    return false;
  }
});

/** Program 1 keeps a core busy for twenty seconds, which the other tests would miss: `npm run samples` runs it. */
const programs = all.filter(({ number }) => number !== 1);

// The programs mostly sleep, so they all run at once, and each test waits for its own.
const ported = new Map<number, Promise<Observation>>();
const originals = new Map<number, Promise<Observation>>();

beforeAll(() => {
  for (const program of programs) {
    ported.set(program.number, watch(program));
    if (python !== undefined) originals.set(program.number, watch(program, {}, { command: python!, args: ["-c", asPython2, fileOf(program, "py")] }));
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
