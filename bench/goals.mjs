/** What pythreads means to reach, and how far this run shows it to be. */
import { digits, rate, show, times } from "./figures.mjs";

/**
 * @typedef {object} Goal
 * @property {string} work
 * @property {string} goal
 * @property {string} measured
 * @property {number | undefined} share   of the goal: 1 is just reached, more is better; undefined if it was not measured
 */

/** What a call of `knitting` took elsewhere, in nanoseconds. */
const KNITTING_CALL = 3200;

/**
 * @param {import("./samples.mjs").Samples} samples
 * @param {string[]} subjects
 * @param {import("./scenarios.mjs").Scenario[]} scenarios those that were run
 * @returns {Goal[]}
 */
export function judge(samples, subjects, scenarios) {
  const python = subjects.find((name) => /^CPython 3[\d.]+$/.test(name)) ?? "CPython 3";
  /** @type {Goal[]} */
  const goals = [];
  const wasRun = (/** @type {string} */ scenario) => scenarios.some(({ name }) => name === scenario);

  /**
   * @param {string} work @param {string} goal @param {string} scenario @param {string} row
   * @param {(value: number) => string} say @param {(value: number) => number} share
   */
  const own = (work, goal, scenario, row, say, share) => {
    if (!wasRun(scenario)) return;
    const value = samples.median(scenario, row, "pythreads");
    goals.push({
      work,
      goal,
      measured: value === undefined ? "" : say(value),
      share: value === undefined ? undefined : share(value),
    });
  };

  /**
   * At most so many times what another one takes.
   * @param {string} work @param {string} scenario @param {string} row @param {string} other @param {number} most
   */
  const against = (work, scenario, row, other, most) => {
    if (!wasRun(scenario)) return;
    const ratio = samples.ratio(scenario, row, "pythreads", other);
    const goal = most < 1 ? `1/${digits(1 / most).replace(/\.0+$/, "")} of ${other}` : `${times(most)} ${other}`;
    goals.push({ work, goal: `≤ ${goal}`, measured: ratio === undefined ? "" : times(ratio), share: ratio && most / ratio });
  };

  /** At most so much. @param {string} work @param {string} scenario @param {string} row @param {number} most @param {string} [goal] */
  const within = (work, scenario, row, most, goal = show(most, "time")) =>
    own(
      work,
      `≤ ${goal}`,
      scenario,
      row,
      (ns) => show(ns, "time"),
      (ns) => most / ns,
    );

  against("Lock, free", "lock", "ns", "bare", 1.5);
  against("Lock, 2 threads count", "lock-contended", "2", python, 1 / 4);
  own("Queue, 1 → 1, ints", "≥ 3 M/s", "queue-1-to-1-Queue", "ns", rate, (ns) => 1e9 / ns / 3e6);
  against("Queue, 1 → 1, ints", "queue-1-to-1-Queue", "ns", python, 1 / 10);
  against("SimpleQueue, put + get alone", "queue-SimpleQueue", "ns", python, 1);
  against("SimpleQueue, 1 → 1, ints", "queue-1-to-1-SimpleQueue", "ns", python, 1);
  against("start() + join(), warm", "warm-start", "ns", python, 1 / 4);
  against("start() + join(), warm", "warm-start", "ns", "piscina", 1);
  within(
    "start() + join(), warm",
    "warm-start",
    "ns",
    3 * KNITTING_CALL,
    `3.00 × the ${show(KNITTING_CALL, "time")} of knitting, measured elsewhere`,
  );
  against("Condition, there and back", "condition", "p50", "bare", 1.2);
  against("Condition, there and back", "condition", "p50", python, 1 / 4);
  own("primes, 2 threads", "≥ 1.9 ×", "cpu", "primes", times, (speedup) => speedup / 1.9);
  own("matrix rows, 2 threads", "≥ 1.9 ×", "cpu", "matrix", times, (speedup) => speedup / 1.9);
  within("function sent and called, first", "function", "first", 1e6);
  within("function sent and called, again", "function", "again", 50_000);
  against("500 live threads: time", "live-threads-500", "time", "bare", 1.1);
  against("500 live threads: memory", "live-threads-500", "memory", "bare", 1.1);
  within("import", "import", "ns", 30e6);
  own("OS threads that an import starts", "0", "import", "threads", String, (started) => (started === 0 ? 1 : 0));
  goals.push(...peersAhead(samples, subjects, scenarios));
  return goals;
}

/** A package is ahead when it takes less than pythreads by more than the rounds of one machine differ from each other. */
const NOISE = 1.1;

/**
 * A line for each row in which a package is ahead.
 * @param {import("./samples.mjs").Samples} samples
 * @param {string[]} subjects
 * @param {import("./scenarios.mjs").Scenario[]} scenarios
 * @returns {Goal[]}
 */
function peersAhead(samples, subjects, scenarios) {
  const peers = subjects.filter((name) => !/^(pythreads|bare$|CPython)/.test(name));
  return scenarios.flatMap(({ name, rows }) =>
    rows.flatMap(({ key, title, unit }) =>
      peers.flatMap((peer) => {
        const ratio = unit === "time" ? samples.ratio(name, key, "pythreads", peer) : undefined;
        return ratio !== undefined && ratio > NOISE
          ? [{ work: title, goal: `ahead of ${peer}`, measured: times(ratio), share: 1 / ratio }]
          : [];
      }),
    ),
  );
}

/** @param {Goal[]} goals @returns {import("./table.mjs").Table} */
export function goalTable(goals) {
  const rows = goals.map(({ work, goal, measured, share }) => {
    const verdict = share === undefined ? "not measured" : share >= 1 ? "reached" : `short by ${times(1 / share)}`;
    return [work, goal, measured, verdict];
  });
  return { title: "Goals", head: ["", "goal", "measured", ""], rows, left: 2 };
}
