/**
 * The article's seven programs: where they are, how long to watch each, and the rules of what it prints.
 *
 * @import { Line, Observation, Plan } from "./observe.mjs"
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, tool } from "../run.mjs";
import { observe } from "./observe.mjs";
import { rules } from "./rules.mjs";

/**
 * @typedef {object} Program
 * @property {number} number
 * @property {string} name       its file in examples/article, without the ending
 * @property {string} title
 * @property {(seen: Observation) => string[]} check
 * @property {Plan["interruptWhen"]} [interruptWhen] for the programs that never end
 */

const endless = (/** @type {number} */ seconds) => (/** @type {Line[]} */ lines) =>
  lines.length > 0 && performance.now() - firstSeen(lines) > seconds * 1000;

/** @type {WeakMap<Line[], number>} */
const starts = new WeakMap();

/** When a program's first line was noticed; how long it takes to start is not its subject. @param {Line[]} lines */
function firstSeen(lines) {
  if (!starts.has(lines)) starts.set(lines, performance.now());
  return /** @type {number} */ (starts.get(lines));
}

/** @type {Program[]} */
export const programs = [
  {
    number: 1,
    name: "1-two-raw-threads",
    title: "two raw threads, while main spins",
    check: rules.twoRawThreads,
    interruptWhen: (lines, elapsed) => lines.length >= 10 && elapsed > lines[lines.length - 1].at + 300,
  },
  { number: 2, name: "2-target-and-args", title: "a thread with target and args", check: rules.countdown },
  { number: 3, name: "3-subclass", title: "a subclass with its own constructor and run()", check: rules.subclass },
  { number: 4, name: "4-subclass-with-target", title: "a subclass that keeps target and args", check: rules.subclassWithTarget },
  { number: 5, name: "5-queue", title: "producer and consumers with a Queue and a lock", check: rules.queue, interruptWhen: endless(4) },
  { number: 6, name: "6-condition", title: "producer and consumer with a Condition and a list of five", check: rules.condition, interruptWhen: endless(4) },
  { number: 7, name: "7-taking-turns", title: "two threads take turns by a Lock", check: rules.takingTurns },
];

const limitMs = 60_000;

/** @param {Program} program @param {string} ending */
export const fileOf = (program, ending) => join(root, "examples", "article", `${program.name}.${ending}`);

/**
 * @typedef {object} How
 * @property {string} command
 * @property {string[]} args
 * @property {import("node:child_process").SpawnOptions} [options]
 */

/** What Node needs to run a TypeScript file: tsx in the same process, so that Ctrl-C meets the program itself. */
export const tsx = ["--import", pathToFileURL(tool("tsx", "dist/loader.mjs")).href];

/**
 * @param {Program} program
 * @param {Partial<Plan>} [plan]
 * @param {How} [how] another way to run it than from TypeScript
 */
export function watch(program, plan = {}, how = { command: process.execPath, args: [...tsx, fileOf(program, "ts")] }) {
  return observe(how.command, how.args, { limit: limitMs, interruptWhen: program.interruptWhen, ...plan }, how.options);
}

/**
 * Everything that is wrong with a program's behaviour: its output by its own rules, and how it ended.
 * @param {Program} program @param {Observation} seen
 */
export function complaintsAbout(program, seen) {
  const complaints = program.check(seen);
  if (seen.stderr !== "") complaints.push(`it wrote to stderr:\n${seen.stderr.trimEnd()}`);
  return [...complaints, ...endingComplaints(program, seen)];
}

/** @param {Program} program @param {Observation} seen */
function endingComplaints(program, { code, signal, interruptedAt, endedAt, killed }) {
  if (killed) return [interruptedAt === null ? "it neither ended nor went as far as it should" : "it did not end at Ctrl-C"];
  if (program.interruptWhen === undefined) return code === 0 ? [] : [`it ended with ${signal ?? `code ${code}`}`];
  if (interruptedAt === null) return [`it ended by itself with ${signal ?? `code ${code}`}`];
  const complaints = [];
  // 130 is how a shell tells of SIGINT, and what a program that handles it itself returns.
  if (signal !== "SIGINT" && code !== 130) complaints.push(`Ctrl-C ended it with ${signal ?? `code ${code}`}`);
  if (endedAt - interruptedAt > 1000) complaints.push(`it took ${(endedAt - interruptedAt).toFixed(0)} ms to end at Ctrl-C`);
  return complaints;
}
