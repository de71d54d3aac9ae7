/**
 * npm run bench:compare -- REV [SCENARIO…] [--quick]
 *
 * Builds another revision in a worktree of its own, which is removed afterwards, and measures both in one interleaved run,
 * by the programs of this one. Nothing here passes or fails: the table says what takes longer.
 */
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { node } from "../scripts/run.mjs";
import { linkPackage } from "./link.mjs";
import { describeRun, git } from "./machine.mjs";
import { roundsOf, runRounds } from "./rounds.mjs";
import { choose } from "./scenarios.mjs";
import { pythreads } from "./subjects.mjs";
import { asText, longTable } from "./table.mjs";

const bench = dirname(fileURLToPath(import.meta.url));
const root = dirname(bench);
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false } },
});

const [revision, ...names] = positionals;
const commit = revision && git("rev-parse", "--verify", "--quiet", "--short=10", `${revision}^{commit}`);
if (!commit) {
  console.error(revision ? `no such revision: ${revision}` : "npm run bench:compare -- REV [SCENARIO…] [--quick]");
  process.exit(2);
}
const scenarios = choose(names).filter((scenario) => roundsOf(scenario, options.quick) > 0);
const other = join(mkdtempSync(join(tmpdir(), "pythreads-compare-")), "pythreads");
const cleanUp = () => {
  git("worktree", "remove", "--force", other);
  rmSync(dirname(other), { recursive: true, force: true });
};
process.once("SIGINT", () => {
  cleanUp();
  process.exit(130);
});

try {
  await build(commit);
  linkPackage(bench, root);
  const there = { ...pythreads, name: commit, bench: join(other, "bench") };
  const machine = describeRun([]);
  const { samples, absent } = await runRounds(scenarios, [pythreads, there], options.quick);
  console.log([...machine, `pythreads is the working tree; against it, ${revision}`, ""].join("\n"));
  console.log(asText(longTable("Side by side", scenarios, samples, [pythreads.name, commit], commit)));
  for (const { subject, scenario, reason } of absent) console.log(`${scenario}, ${subject}: ${reason}`);
} finally {
  cleanUp();
}

/**
 * Its own sources and build script, with the dependencies that are installed here; then this revision's benchmark in place
 * of its own, so that both are measured alike.
 * @param {string} commit
 */
async function build(commit) {
  if (git("worktree", "add", "--detach", "--quiet", other, commit) === undefined)
    throw new Error("git could not make a worktree");
  symlinkSync(join(root, "node_modules"), join(other, "node_modules"), "junction");
  await node([join(other, "scripts/build.mjs")], { cwd: other });
  if (!existsSync(join(other, "dist"))) throw new Error(`${commit} could not be built`);
  rmSync(join(other, "bench"), { recursive: true, force: true });
  cpSync(bench, join(other, "bench"), { recursive: true, filter: (path) => basename(path) !== "node_modules" });
  linkPackage(join(other, "bench"), other);
}
