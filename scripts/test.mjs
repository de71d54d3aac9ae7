/**
 * npm test: builds, checks types, comments, names, layers, lint, the programs in the pages and the list of cases, and runs
 * the tests. Arguments go to Vitest (`npm test -- test/queue`).
 * A check that fails does not keep the others from telling what they found; a build that fails does.
 */
import { join } from "node:path";
import { node, root, tool } from "./run.mjs";
import { vitest } from "./vitest.mjs";

/** @type {[string, string[]][]} */
const checks = [
  ["types", [tool("typescript", "bin/tsc"), "--noEmit"]],
  ["types of the benchmark", [tool("typescript", "bin/tsc"), "--noEmit", "-p", "bench"]],
  ["layers", [join(root, "scripts/check-layers.mjs")]],
  ["lint", [tool("@biomejs/biome", "bin/biome"), "check", "--error-on-warnings", "."]],
  ["types of users", [tool("typescript", "bin/tsc"), "-p", "test/types"]],
  ["docs", [join(root, "scripts/check-docs.mjs")]],
  ["fidelity", [join(root, "scripts/check-fidelity.mjs")]],
  ["pages", [join(root, "scripts/check-readme.mjs")]],
  ["cases", [join(root, "scripts/check-cases.mjs")]],
];

if (await fails("build", [join(root, "scripts/build.mjs")])) process.exit(1);
const failed = [];
for (const [name, args] of checks) if (await fails(name, args)) failed.push(name);
console.log("\n--- tests ---");

// The programs of examples are run by `npm run samples`; whoever names files gets those.
const chosen = process.argv.slice(2);
const counts = await vitest(chosen.length > 0 ? chosen : ["--project", "package", "--project", "programs"]);

if (failed.length > 0) console.log(`failed: ${failed.join(", ")}`);
console.log(`tests: ${counts.passed} passed, ${counts.failed + failed.length} failed`);
process.exitCode = counts.failed + failed.length > 0 ? 1 : 0;

/** @param {string} name @param {string[]} args */
async function fails(name, args) {
  console.log(`\n--- ${name} ---`);
  return (await node(args)).code !== 0;
}
