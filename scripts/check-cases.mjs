/**
 * Checks that each behaviour of test/names/cases.json has a test. Their numbers stand at the beginning of the titles, one
 * or several: `test("C158 C163 the default hook …")`. Prints, and ends with code 1 for:
 *
 *   1. a number without a test
 *   2. a title with a number that the list does not have, or that it says does not apply here
 *   3. a program with numbers that no test names
 *   4. a list that is not C001, C002, … in order, each with a title
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { blankComments, blankLiterals } from "./source-text.mjs";
import { root } from "./run.mjs";

/** @typedef {{ number: string, title: string, notApplicable?: string }} Case */

/** @type {string[]} */
const offences = [];

const list = "test/names/cases.json";
/** @type {Case[]} */
const cases = JSON.parse(readFileSync(join(root, list), "utf8"));
for (const [i, { number, title, notApplicable }] of cases.entries()) {
  const expected = `C${String(i + 1).padStart(3, "0")}`;
  if (number !== expected) offences.push(`${list}:${i + 2} ${number} stands where ${expected} should`);
  if (!title || notApplicable === "") offences.push(`${list}:${i + 2} ${number} lacks a title or a reason`);
}

const files = readdirSync(join(root, "test"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(test\.ts|mjs)$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
const sources = new Map(files.map((file) => [file, blankComments(readFileSync(join(root, file), "utf8"))]));
const tests = [...sources].filter(([file]) => file.endsWith(".test.ts")).map(([, code]) => code);

const known = new Map(cases.map((entry) => [entry.number, entry]));
const tested = new Set();
for (const [file, code] of sources) {
  const found = [...titlesIn(code)];
  if (found.length === 0) continue;
  if (file.endsWith(".mjs") && !tests.some((test) => test.includes(`"${basename(file)}"`))) {
    offences.push(`${file}:1 no test runs this program`);
    continue;
  }
  for (const { number, line } of found) {
    const entry = known.get(number);
    if (entry === undefined) offences.push(`${file}:${line} ${number} is not in ${list}`);
    else if (entry.notApplicable !== undefined) offences.push(`${file}:${line} ${number} does not apply: ${entry.notApplicable}`);
    else tested.add(number);
  }
}

const applicable = cases.filter((entry) => entry.notApplicable === undefined);
const missing = applicable.filter((entry) => !tested.has(entry.number));
for (const { number, title } of missing) offences.push(`${number} has no test: ${title}`);

for (const offence of offences) console.error(offence);
console.log(
  `cases: ${applicable.length - missing.length} of ${applicable.length} have a test, ${cases.length - applicable.length} do not apply`,
);
process.exitCode = offences.length === 0 ? 0 : 1;

/**
 * The numbers that titles begin with, in calls that make tests. Quotes stay where literals are blanked, so what looks like
 * a call there is one, and its title is read at the same place of the source.
 * @param {string} code
 */
function* titlesIn(code) {
  for (const match of blankLiterals(code).matchAll(/(?:\b(?:runTest|runOnce|test)|\))\(\s*["'`]/g)) {
    const start = match.index + match[0].length;
    const [numbers] = /** @type {RegExpMatchArray} */ (code.slice(start).match(/^(?:C\d+ )*/));
    const line = code.slice(0, start).split("\n").length;
    for (const number of numbers.split(" ")) if (number !== "") yield { number, line };
  }
}
