/**
 * npm run bench                   all scenarios, nine rounds
 * npm run bench -- --quick        three rounds
 * npm run bench -- lock queue     these scenarios only
 *
 * A round runs every subject once, one after another (A B C A B C …), each sample in a process of its own, so that a
 * machine that slows down meanwhile slows down all of them. Nothing here passes or fails.
 */
import { cpus, release, totalmem, type } from "node:os";
import { parseArgs } from "node:util";
import { scenarios } from "./scenarios.mjs";
import { findSubjects, sample, takesPart } from "./subjects.mjs";
import { group, heading } from "./table.mjs";

const { values: options, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: "boolean" } } });
const unknown = positionals.filter((name) => !scenarios.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(`no such scenario: ${unknown.join(", ")}; there are ${scenarios.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

const rounds = options.quick ? 3 : 9;
const chosen = positionals.length > 0 ? scenarios.filter(({ name }) => positionals.includes(name)) : scenarios;
const subjects = findSubjects();
/** Samples by scenario, row and subject. @type {Map<string, number[]>} */
const samples = new Map();

for (let round = 1; round <= rounds; round++) {
  for (const { name, n, rows } of chosen) {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[Kround ${round} of ${rounds}: ${name}`);
    for (const subject of subjects.filter((subject) => takesPart(subject, name))) {
      const result = await sample(subject, name, n);
      for (const row of Object.keys(rows)) {
        if (result[row] === undefined) continue;
        const key = keyOf(name, row, subject.name);
        samples.set(key, [...(samples.get(key) ?? []), result[row]]);
      }
    }
  }
}
if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");

console.log(`${cpus().length} × ${cpus()[0]?.model.trim() || "unknown processor"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()} ${release()}`);
console.log(`Node.js ${process.versions.node}, ${rounds} rounds\n`);
for (const line of heading()) console.log(line);
for (const { name, rows } of chosen) {
  for (const [row, { title, unit }] of Object.entries(rows)) {
    const lines = subjects.flatMap((subject) => {
      const found = samples.get(keyOf(name, row, subject.name));
      return found === undefined ? [] : [{ subject: subject.name, samples: found }];
    });
    for (const line of group(title, unit, lines)) console.log(line);
  }
}

/** @param {string} scenario @param {string} row @param {string} subject */
function keyOf(scenario, row, subject) {
  return `${scenario}/${row}/${subject}`;
}
