/**
 * npm run explore: tries the schedules of the cases, more of them than `npm test` does.
 *
 *   npm run explore                                        all cases
 *   npm run explore -- --case mutex                        those whose names contain the text
 *   npm run explore -- --case mutex --schedules 1000000 --preemptions 4 --seed 1
 *   npm run explore -- --case mutex --replay 2:17=1,30=2   one schedule, with each of its steps printed
 *   npm run explore -- --planted "two states"              with a planted bug, which its case has to find
 *   npm run explore -- --planted ""                        with each of them in turn
 *   npm run explore -- --races --schedules 100             looks for races of plain reads and writes too, slowly
 */
import { parseArgs } from "node:util";
import { bundleWorker } from "./bundle.js";
import { Explorer, type Outcome, parseReplay, type Plan } from "./explorer.js";
import { type PlantedBug, plantedBugs } from "./planted.js";

const { values } = parseArgs({
  options: {
    case: { type: "string", default: "" },
    schedules: { type: "string", default: "20000" },
    preemptions: { type: "string" },
    seed: { type: "string", default: "1" },
    replay: { type: "string" },
    planted: { type: "string" },
    races: { type: "boolean", default: false },
  },
});

let failures = 0;
if (values.planted === undefined) await exploreCases();
else for (const bug of named(plantedBugs, values.planted, "planted bug")) await findBug(bug);
process.exitCode = failures > 0 ? 1 : 0;

async function exploreCases(): Promise<void> {
  const explorer = new Explorer(await bundleWorker([], values.races), undefined, values.races);
  let total = 0;
  for (const info of named(await explorer.cases(), values.case, "case")) {
    const started = performance.now();
    const outcome = await explorer.explore(info.name, planOf());
    console.log(describe(info.name, outcome, performance.now() - started));
    if (outcome.failure !== undefined) failures++;
    else total += outcome.schedules;
  }
  await explorer.close();
  console.log(`${total} schedules, ${failures} failures`);
}

async function findBug(bug: PlantedBug): Promise<void> {
  const explorer = new Explorer(await bundleWorker(bug.patches, bug.isRace), undefined, bug.isRace);
  const plan: Plan = values.replay === undefined ? { leastPreemptions: bug.preemptions } : planOf();
  const outcome = await explorer.explore(bug.foundBy, plan);
  await explorer.close();
  const found = outcome.failure !== undefined && bug.says.test(outcome.failure.reason);
  if (!found) failures++;
  console.log(`${found ? "found" : "NOT FOUND"}  ${bug.name}\n${describe(bug.foundBy, outcome, 0, bug.name)}\n`);
}

function planOf(): Plan {
  const preemptions = values.preemptions === undefined ? {} : { mostPreemptions: Number(values.preemptions), leastPreemptions: Number(values.preemptions) };
  return {
    schedules: Number(values.schedules),
    ...preemptions,
    firstSeed: Number(values.seed),
    replay: values.replay === undefined ? undefined : parseReplay(values.replay),
    trace: true,
  };
}

function named<T extends { name: string }>(all: readonly T[], text: string, what: string): T[] {
  const found = all.filter(({ name }) => name.includes(text));
  if (found.length === 0) throw new Error(`no ${what} is named '${text}'`);
  return found;
}

function describe(name: string, outcome: Outcome, tookMs: number, planted?: string): string {
  if (outcome.failure !== undefined) {
    const { reason, replay, log } = outcome.failure;
    const where = planted === undefined ? `--case '${name}'` : `--planted '${planted}'`;
    return [`FAILED  ${name}`, reason, ...log.map((line) => `  ${line}`), `again:  npm run explore -- ${where} --replay ${replay}`].join("\n");
  }
  const { schedules, steps, switches, exhausted } = outcome;
  const bound = exhausted < 0 ? "" : `, all with up to ${exhausted} preemptions`;
  const rate = ((schedules / tookMs) * 1e3).toFixed(0);
  return `ok  ${name}: ${schedules} schedules${bound}, ${(steps / schedules).toFixed(0)} steps and ${(switches / schedules).toFixed(1)} switches each, ${rate} a second`;
}
