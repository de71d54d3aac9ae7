/** Runs Vitest and counts: what passed, and what failed, files that could not be loaded included. */
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { node, tool } from "./run.mjs";

const report = join(tmpdir(), `pythreads-tests-${process.pid}.json`);

/** @param {string[]} args @returns {Promise<{ passed: number, failed: number }>} */
export async function vitest(args) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const { code } = await node([tool("vitest", "vitest.mjs"), "run", ...reporters, ...args]);
  const counts = countsOf(report);
  // A failure that was not counted still is one.
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** A file that could not be loaded has no tests that failed, so it counts as one. @param {string} file */
function countsOf(file) {
  try {
    const { numPassedTests, testResults } = JSON.parse(readFileSync(file, "utf8"));
    let failed = 0;
    for (const { status, assertionResults } of testResults) {
      const broken = assertionResults.filter((/** @type {{ status: string }} */ test) => test.status === "failed").length;
      failed += status === "failed" ? Math.max(broken, 1) : broken;
    }
    return { passed: numPassedTests, failed };
  } catch {
    return { passed: 0, failed: 0 };
  } finally {
    rmSync(file, { force: true });
  }
}
