/**
 * npm test: builds, checks types, comments, names, layers, lint, the programs in the pages and the list of cases, and runs
 * the tests. Arguments go to Vitest (`npm test -- test/queue`).
 * A check that fails does not keep the others from telling what they found; a build that fails does.
 */
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { node, root, tool } from "./run.mjs";

const report = join(tmpdir(), `pythreads-tests-${process.pid}.json`);

/** @type {[string, string[]][]} */
const checks = [
  ["types", [tool("typescript", "bin/tsc"), "--noEmit"]],
  ["types of the benchmark", [tool("typescript", "bin/tsc"), "--noEmit", "-p", "bench"]],
  ["layers", [join(root, "scripts/check-layers.mjs")]],
  ["lint", [tool("@biomejs/biome", "bin/biome"), "lint", "--error-on-warnings", "."]],
  ["types of users", [tool("typescript", "bin/tsc"), "-p", "test/types"]],
  ["docs", [join(root, "scripts/check-docs.mjs")]],
  ["fidelity", [join(root, "scripts/check-fidelity.mjs")]],
  ["pages", [join(root, "scripts/check-readme.mjs")]],
  ["cases", [join(root, "scripts/check-cases.mjs")]],
];

if (await fails("build", [join(root, "scripts/build.mjs")])) process.exit(1);
const failed = [];
for (const [name, args] of checks) if (await fails(name, args)) failed.push(name);

const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const tests = await fails("tests", [tool("vitest", "vitest.mjs"), "run", ...reporters, ...process.argv.slice(2)]);
const counts = countsOf(report);
if (tests && counts.failed === 0) failed.push("tests");

if (failed.length > 0) console.log(`failed: ${failed.join(", ")}`);
console.log(`tests: ${counts.passed} passed, ${counts.failed + failed.length} failed`);
process.exitCode = tests || failed.length > 0 ? 1 : 0;

/** @param {string} name @param {string[]} args */
async function fails(name, args) {
  console.log(`\n--- ${name} ---`);
  return (await node(args)).code !== 0;
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
