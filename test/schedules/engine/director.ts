/** What the first worker does besides being a virtual thread: sets cases up, runs schedule after schedule, and checks. */
import type { Handle } from "../../../src/internal/codec/index.js";
import { isHandle, ptrOf } from "../../../src/internal/codec/index.js";
import { publish } from "../../../src/internal/codec/publish.js";
import { cases } from "../cases/index.js";
import { audit, usedWords } from "./audit.js";
import { control, controlFloats } from "./control.js";
import {
  Command,
  Control,
  Mode,
  MOST_CHANGES,
  MOST_OBJECTS,
  MOST_WAITS,
  Phase,
  Status,
  Wait,
  WAIT_WORDS,
  WaitState,
} from "./layout.js";
import { readLog } from "./log.js";
import { forgetOrder } from "./races.js";
import { awaitTurn, chooseFirst, endThread, fail, random, signalTurn } from "./schedule.js";
import { announceObjects, definition, obey, objects, rewind } from "./thread.js";

/** What the main thread asks for. */
export interface Order {
  /** Number of the case. */
  index: number;
  /**
   * How many schedules to try: all with up to as many preemptions as fit into this number, then random ones, from this seed
   * on.
   */
  schedules: number;
  firstSeed: number;
  /** Explore exhaustively up to at most this many preemptions, and at least up to that many. */
  mostPreemptions: number;
  leastPreemptions: number;
  /** Instead of all that: run one schedule. */
  replay?: Replay;
  /** Print each step of it. */
  trace: boolean;
}

export type Replay = { budget: number; choices: number[] } | { seed: number };

/** What became of it, if nothing failed. */
export interface Report {
  schedules: number;
  steps: number;
  switches: number;
  /** The highest number of preemptions for which all schedules were tried, or -1. */
  exhausted: number;
}

export async function explore(order: Order): Promise<Report> {
  await prepare(order.index);
  const report: Report = { schedules: 0, steps: 0, switches: 0, exhausted: -1 };
  if (order.replay !== undefined) {
    control[Control.TRACED] = Number(order.trace);
    await replay(order.replay, report);
    return report;
  }
  let growth = 1;
  for (let budget = 0, before = 1; budget <= order.mostPreemptions; budget++) {
    const expected = before * growth;
    if (budget > order.leastPreemptions && report.schedules + expected > order.schedules) break;
    const count = await exhaust(budget, report);
    report.exhausted = budget;
    // The first preemption may be at any step; each further one has about as many places as the one before.
    growth = budget === 0 ? report.steps / report.schedules : count / before;
    before = count;
  }
  for (let seed = order.firstSeed; report.schedules < order.schedules; seed++) await runSeed(seed, report);
  return report;
}

/** Runs the case once, so that all is there that is made only once, and then sets it up for good. */
async function prepare(index: number): Promise<void> {
  control[Control.PHASE] = Phase.OUTSIDE;
  control[Control.CASE] = index;
  control[Control.THREADS] = cases[index].threads.length;
  callAll(Command.RESET);
  length = LENGTH_OF_FIRST;
  if (!cases[index].isFirst) {
    setUp();
    prescribe([], 0);
    await runSchedule();
    length = Math.max(1, control[Control.STEPS]);
  }
  setUp();
  callAll(Command.SAVE);
}

function setUp(): void {
  const made = cases[control[Control.CASE]].setup();
  if (Object.keys(made).length > MOST_OBJECTS) throw new Error("the case has too many objects for the engine");
  for (const object of Object.values(made)) if (typeof object === "object" && object !== null && isHandle(object)) publish(ptrOf(object));
  announceObjects(made, (object) => ptrOf(object as Handle));
  callAll(Command.PREPARE);
}

/** Has each thread of the case do something, one after another. */
function callAll(command: number): void {
  control[Control.COMMAND] = command;
  obey();
  for (let thread = 1; thread < control[Control.THREADS]; thread++) {
    signalTurn(thread);
    awaitTurn();
  }
}

// ---------------------------------------------------------------- choosing schedules

function prescribe(choices: readonly number[], budget: number): void {
  control[Control.MODE] = Mode.EXHAUSTIVE;
  control[Control.BUDGET] = budget;
  control[Control.PREFIX] = choices.length;
  control.set(choices, Control.CHOICES);
}

/** Tries all schedules with at most `budget` preemptions, depth first; returns how many. */
async function exhaust(budget: number, report: Report): Promise<number> {
  prescribe([], budget);
  for (let count = 1; ; count++) {
    await runAndCheck(report);
    let last = control[Control.POSITION] - 1;
    while (last >= 0 && control[Control.CHOICES + last] + 1 >= control[Control.COUNTS + last]) last--;
    if (last < 0) return count;
    control[Control.CHOICES + last]++;
    control[Control.PREFIX] = last + 1;
  }
}

const LENGTH_OF_FIRST = 60;
/** About how long the schedules of the case are; the random changes of priority are spread over that. */
let length = LENGTH_OF_FIRST;

async function runSeed(seed: number, report: Report): Promise<void> {
  control[Control.MODE] = Mode.RANDOM;
  control[Control.SEED] = seed;
  control[Control.RANDOM] = Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995 || 1;
  for (let i = 0; i < 4; i++) random(1);
  for (let i = 0; i < MOST_CHANGES; i++) control[Control.CHANGES + i] = 1 + random(length);
  for (let thread = 0; thread < control[Control.THREADS]; thread++) control[Control.PRIORITY + thread] = random(1 << 20);
  control[Control.CLOCK_PRIORITY] = random(1 << 20);
  control[Control.NEXT_LOW] = -1;
  await runAndCheck(report);
}

async function replay(schedule: Replay, report: Report): Promise<void> {
  if ("seed" in schedule) return runSeed(schedule.seed, report);
  prescribe(schedule.choices, schedule.budget);
  // What is prescribed may be any choice; how many there were is not known.
  control.fill(0, Control.COUNTS, Control.COUNTS + schedule.choices.length);
  await runAndCheck(report);
}

// ---------------------------------------------------------------- one schedule

async function runAndCheck(report: Report): Promise<void> {
  rewind();
  const before = usedWords();
  const pending = runSchedule();
  if (pending !== undefined) await pending;
  report.schedules++;
  report.steps += control[Control.STEPS];
  report.switches += control[Control.SWITCHES];
  try {
    audit();
    const kept = usedWords() - before;
    if (kept !== 0 && !definition.keepsMemory) throw new Error(`${kept} words more are in use than at the start`);
    definition.check?.(objects, readLog(control));
  } catch (error) {
    fail(error instanceof Error ? String(error.stack) : String(error));
  }
}

function runSchedule(): Promise<void> | undefined {
  for (const word of [Control.SPENT, Control.POSITION, Control.STEPS, Control.SWITCHES, Control.ORDER, Control.LOG_LENGTH]) control[word] = 0;
  controlFloats[Control.NOW >> 1] = 0;
  forgetOrder();
  for (let i = 0; i < MOST_WAITS; i++) control[Control.WAITS + i * WAIT_WORDS + Wait.STATE] = WaitState.FREE;
  for (let thread = 0; thread < control[Control.THREADS]; thread++) control[Control.STATUS + thread] = Status.READY;
  control[Control.COMMAND] = Command.RUN;
  control[Control.PHASE] = Phase.RUNNING;
  const first = chooseFirst();
  if (first !== 0) {
    signalTurn(first);
    awaitTurn();
  }
  const pending = obey();
  if (pending !== undefined) return pending.then(end);
  return end();
}

/** Lets the others come to their end too. */
function end(): undefined {
  const next = endThread();
  if (next >= 0) {
    signalTurn(next);
    awaitTurn();
  }
  control[Control.PHASE] = Phase.OUTSIDE;
}
