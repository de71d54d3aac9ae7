/**
 * npm run samples         runs the article's seven programs one after another, then those of examples/classic, each beside its
 *                         original where there is a python3, and checks what they print
 * npm run samples -- 6    runs one of them, on this terminal, for as long as it likes to
 *
 * Ends with code 1 when a program misbehaves. The last line counts, for whoever runs this unattended.
 */
import { constants } from "node:os";
import { relative } from "node:path";
import { node, root } from "./run.mjs";
import { complaintsAbout, fileOf, programs, tsx, watch } from "./samples/programs.mjs";
import { vitest } from "./vitest.mjs";

const wanted = process.argv[2];
if (wanted === undefined) await runAll();
else await runOne(wanted);

async function runAll() {
  let passed = 0;
  for (const program of programs) {
    console.log(`\n=== ${program.number}. ${program.title} (${relative(root, fileOf(program, "ts"))}) ===\n`);
    const seen = await watch(program, { echo: (text) => console.log(text) });
    const complaints = complaintsAbout(program, seen);
    if (seen.interruptedAt !== null) console.log(`^C (ended after ${(seen.endedAt - seen.interruptedAt).toFixed(0)} ms)`);
    for (const complaint of complaints) console.error(`WRONG: ${complaint}`);
    if (complaints.length === 0) passed++;
  }
  console.log("\n=== the programs and their originals ===");
  const tests = await vitest(["--project", "samples"]);
  const failed = programs.length - passed + tests.failed;
  console.log(`\nsamples: ${passed + tests.passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** @param {string} number */
async function runOne(number) {
  const program = programs.find((one) => String(one.number) === number);
  if (program === undefined) {
    console.error(`there is no program ${number}; there are ${programs.map((one) => one.number).join(", ")}`);
    process.exit(2);
  }
  // The terminal sends Ctrl-C to the program as well; this process stays to tell how that ended.
  process.on("SIGINT", () => {});
  const { code, signal } = await node([...tsx, fileOf(program, "ts")]);
  process.exitCode = code ?? 128 + (constants.signals[/** @type {NodeJS.Signals} */ (signal)] ?? 0);
}
