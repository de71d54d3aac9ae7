/**
 * Interleaved rounds. A round runs every subject once, one after another (A B C A B C …), each sample in a process of its
 * own, so that a machine that slows down meanwhile slows down all of them.
 */
import { Samples } from "./samples.mjs";
import { programOf, sample } from "./subjects.mjs";

/**
 * @param {import("./scenarios.mjs").Scenario[]} scenarios
 * @param {import("./subjects.mjs").Subject[]} subjects
 * @param {boolean} quick
 * @returns {Promise<{ samples: Samples, absent: import("./subjects.mjs").Absence[] }>}
 */
export async function runRounds(scenarios, subjects, quick) {
  const samples = new Samples();
  /** @type {import("./subjects.mjs").Absence[]} */
  const absent = [];
  const rounds = Math.max(...scenarios.map((scenario) => roundsOf(scenario, quick)));
  for (let round = 0; round < rounds; round++) {
    for (const scenario of scenarios.filter((scenario) => round < roundsOf(scenario, quick))) {
      for (const subject of subjects) {
        const program = programOf(subject, scenario);
        // What has failed once is not tried again.
        const failed = absent.some((absence) => absence.subject === subject.name && absence.scenario === scenario.name);
        if (program === undefined || failed) continue;
        progress(`round ${round + 1} of ${rounds}: ${scenario.name}, ${subject.name}`);
        try {
          const figures = await sample(subject, program, argsFor(scenario, subject.kind, quick));
          for (const [row, value] of Object.entries(figures)) samples.add(scenario.name, row, subject.name, round, value);
        } catch (error) {
          absent.push({ subject: subject.name, scenario: scenario.name, reason: /** @type {Error} */ (error).message });
        }
      }
    }
  }
  progress("");
  return { samples, absent };
}

/** @param {import("./scenarios.mjs").Scenario} scenario @param {boolean} quick */
export const roundsOf = ({ rounds }, quick) => rounds[quick ? 0 : 1];

/** @param {import("./scenarios.mjs").Scenario} scenario @param {import("./subjects.mjs").Kind} kind @param {boolean} quick */
export function argsFor({ args, others, python, quick: less }, kind, quick) {
  const isOther = kind === "python" || kind === "package";
  return { ...args, ...(isOther && others), ...(kind === "python" && python), ...(quick && less) };
}

/** @param {string} text */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
