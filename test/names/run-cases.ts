/**
 * Runs a program of many cases as one process on dist, and makes a test of each line that it reports. The number in front
 * of a title is the behaviour's in the list of CPython's own tests.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describe as text, type ProgramOptions, type Result, run } from "../helpers/run-program.js";

interface Report {
  title: string;
  error?: string;
}

const programs = join(import.meta.dirname, "programs");
const read = (name: string): string => readFileSync(join(programs, name), "utf8");

/** Runs a file of the folder `programs`. */
export function runProgram(name: string, options: ProgramOptions = {}): Promise<Result> {
  return run(read(name), { timeoutMs: 120_000, files: { "harness.mjs": read("harness.mjs") }, ...options });
}

/** Registers a test for each case of a program, and one that says that the program came to its end. */
export async function testCasesOf(name: string): Promise<void> {
  const result = await runProgram(name);
  for (const line of result.lines) {
    const { title, error } = parse(line);
    test(title, () => {
      if (error !== undefined) throw new Error(error);
    });
  }
  test(`${name} ends by itself and says nothing on stderr`, () => {
    expect(result.timedOut || result.leftProcesses || result.code !== 0, text(result)).toBe(false);
    expect(result.stderr).toBe("");
  });
}

function parse(line: string): Report {
  try {
    return JSON.parse(line) as Report;
  } catch {
    return { title: `a line of its own: ${line}`, error: "every line has to be a report" };
  }
}
