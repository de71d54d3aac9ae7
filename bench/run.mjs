/**
 * npm run bench                        all scenarios; writes RESULTS.md and its charts beside this file
 * npm run bench -- --quick             in about a minute: fewer rounds, shorter scenarios; prints only
 * npm run bench -- lock queues         these scenarios only, by name or by folder; prints only
 * npm run bench -- … --out FOLDER      writes there too
 *
 * Nothing here passes or fails.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { node, tool } from "../scripts/run.mjs";
import { linkPackage } from "./link.mjs";
import { describeRun } from "./machine.mjs";
import { findPeers } from "./peers.mjs";
import { tablesOf, writeResults } from "./results.mjs";
import { roundsOf, runRounds } from "./rounds.mjs";
import { choose } from "./scenarios.mjs";
import { findSubjects } from "./subjects.mjs";
import { asText } from "./table.mjs";

const bench = dirname(fileURLToPath(import.meta.url));
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, out: { type: "string" } },
});

const scenarios = choose(positionals).filter((scenario) => positionals.length > 0 || roundsOf(scenario, options.quick) > 0);
linkPackage(bench, dirname(bench));
const { subjects, absent } = findSubjects();
const machine = describeRun(findPeers());
const measured = await runRounds(scenarios, subjects, options.quick);
const rounds = Math.max(...scenarios.map((scenario) => roundsOf(scenario, options.quick)));
const run = {
  scenarios,
  subjects: subjects.map(({ name }) => name),
  samples: measured.samples,
  absent: [...absent, ...measured.absent],
  machine,
  extent: options.quick ? `a quick run of at most ${rounds} rounds` : `at most ${rounds} rounds`,
};

console.log([...run.machine, run.extent, ""].join("\n"));
for (const table of tablesOf(run)) console.log(asText(table));
const out = options.out ?? (options.quick || positionals.length > 0 ? undefined : bench);
if (out !== undefined) {
  writeResults(run, out);
  // As the check of the whole folder wants the page to be.
  if (out === bench) await node([tool("@biomejs/biome", "bin/biome"), "format", "--write", bench], { stdio: "ignore" });
}
