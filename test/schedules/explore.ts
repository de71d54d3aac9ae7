/**
 * npm run explore: tries the schedules of the cases, more of them than `npm test` does.
 *
 *   npm run explore                                   all cases
 *   npm run explore -- --case mutex                   those whose names contain the text
 *   npm run explore -- --case mutex --preemptions 4 --seeds 100000 --from 1
 *   npm run explore -- --case mutex --replay 2:17=1,30=2  one schedule, with each of its steps printed
 *   npm run explore -- --planted "two states"         with a planted bug
 */
import { parseArgs } from "node:util";
import { bundleWorker } from "./bundle.js";
import { Explorer, type Outcome, parseReplay } from "./explorer.js";
import { plantedBugs } from "./planted.js";

const { values } = parseArgs({
  options: {
    case: { type: "string", default: "" },
    preemptions: { type: "string" },
    schedules: { type: "string", default: "200000" },
    seeds: { type: "string", default: "20000" },
    from: { type: "string", default: "1" },
    replay: { type: "string" },
    planted: { type: "string" },
  },
});

const planted = values.planted === undefined ? undefined : plantedBugs.find(({ name }) => name.includes(values.planted as string));
if (values.planted !== undefined && planted === undefined) throw new Error(`no planted bug is named '${values.planted}'`);

const explorer = new Explorer(await bundleWorker(planted?.patches));
const chosen = (await explorer.cases()).filter(({ name }) => name.includes(values.case));
if (chosen.length === 0) throw new Error(`no case is named '${values.case}'`);

let failures = 0;
for (const { name, preemptions } of chosen) {
  const started = performance.now();
  const outcome = await explorer.explore(name, {
    preemptions: Number(values.preemptions ?? preemptions.explore),
    mostSchedules: Number(values.schedules),
    seeds: Number(values.seeds),
    firstSeed: Number(values.from),
    replay: values.replay === undefined ? undefined : parseReplay(values.replay),
    trace: true,
  });
  console.log(describe(name, outcome, performance.now() - started));
  if (outcome.failure !== undefined) failures++;
}
await explorer.close();
process.exitCode = failures > 0 ? 1 : 0;

function describe(name: string, outcome: Outcome, tookMs: number): string {
  if (outcome.failure !== undefined) {
    const { reason, replay, log } = outcome.failure;
    const again = `npm run explore -- --case '${name}' --replay ${replay}${planted === undefined ? "" : ` --planted '${planted.name}'`}`;
    return [`FAILED  ${name}`, reason, ...log.map((line) => `  ${line}`), `again:  ${again}`].join("\n");
  }
  const { schedules, steps, switches, exhausted } = outcome;
  const bound = exhausted < 0 ? "" : `, all with up to ${exhausted} preemptions`;
  const length = (steps / schedules).toFixed(0);
  const rate = ((schedules / tookMs) * 1e3).toFixed(0);
  return `ok  ${name}: ${schedules} schedules${bound}, ${length} steps and ${(switches / schedules).toFixed(1)} switches each, ${rate} a second`;
}
