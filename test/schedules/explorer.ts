/** The main thread's side of an exploration: starts the workers, tells the first what to explore, and hears the outcome. */
import { Worker } from "node:worker_threads";
import { ArenaHeader, BYTES_PER_WORD, HEAP_START, MAGIC } from "../../src/internal/memory/layout.js";
import type { Order, Replay, Report } from "./engine/director.js";
import { Control, CONTROL_WORDS, type EngineData, Mode, RACE_BYTES } from "./engine/layout.js";
import { readLog } from "./engine/log.js";

const ARENA_BYTES = 2 ** 22;
/** A single schedule takes milliseconds; a whole exploration is given this long before it counts as hung. */
const LONGEST_MS = 20 * 60_000;

/** What can be explored. A replay names the choices other than the first option: 2:17=1,30=2 for two preemptions. */
export interface CaseInfo {
  name: string;
  threads: number;
}

/** What to explore of a case. */
export type Plan = Partial<Omit<Order, "index">>;

/** A schedule in which something did not hold. */
export interface Failure {
  reason: string;
  /** What `replay` takes. */
  replay: string;
  /** What the threads had said. */
  log: string[];
}

export type Outcome = (Report & { failure?: undefined }) | { failure: Failure };

type Message = { type: "ready"; cases: CaseInfo[] } | { type: "done"; report: Report } | { type: "failure"; reason: string };

export class Explorer {
  readonly #code: string;
  readonly #workers: number;
  readonly #races: boolean;
  #crew: Crew | undefined;

  /**
   * @param code what `bundleWorker` gave
   * @param workers as many as the case with the most threads has
   * @param races whether plain reads and writes are checked too; the bundle must have been built for it
   */
  constructor(code: string, workers = 4, races = false) {
    this.#races = races;
    this.#code = code;
    this.#workers = workers;
  }

  async cases(): Promise<CaseInfo[]> {
    return (await this.#ready()).cases;
  }

  async explore(name: string, plan: Plan): Promise<Outcome> {
    const { crew, cases } = await this.#ready();
    const index = cases.findIndex((info) => info.name === name);
    if (index >= 0 && cases[index].threads > this.#workers) throw new Error(`the case '${name}' has ${cases[index].threads} threads`);
    if (index < 0) throw new Error(`there is no case '${name}', but ${cases.map((info) => `'${info.name}'`).join(", ")}`);
    const order: Order = { schedules: 1, firstSeed: 1, mostPreemptions: 9, leastPreemptions: 0, trace: false, ...plan, index };
    const outcome = await crew.explore(order);
    // After a failure the threads stand in the middle of it.
    if (outcome.failure !== undefined) await this.close();
    return outcome;
  }

  async #ready(): Promise<{ crew: Crew; cases: CaseInfo[] }> {
    this.#crew ??= new Crew(this.#code, this.#workers, this.#races);
    return { crew: this.#crew, cases: await this.#crew.ready };
  }

  async close(): Promise<void> {
    await this.#crew?.terminate();
    this.#crew = undefined;
  }
}

/** The workers of an exploration, which can go on as long as no schedule has failed. */
class Crew {
  readonly ready: Promise<CaseInfo[]>;
  readonly #control = new SharedArrayBuffer(CONTROL_WORDS * BYTES_PER_WORD);
  readonly #words = new Int32Array(this.#control);
  readonly #workers: Worker[];
  #hear: (message: Message) => void = () => {};
  #break: (error: Error) => void = () => {};

  constructor(code: string, workers: number, races: boolean) {
    const arena = makeArena();
    const shadow = new SharedArrayBuffer(races ? RACE_BYTES : 0);
    this.#words[Control.THREADS] = workers;
    this.#workers = Array.from({ length: workers }, (_, me) => {
      const workerData: EngineData = { control: this.#control, arena, races: shadow, me };
      const worker = new Worker(code, { eval: true, workerData, execArgv: [] });
      worker.on("message", (message: Message) => this.#hear(message));
      worker.on("error", (error) => this.#break(error));
      return worker;
    });
    this.ready = this.#next().then((message) => {
      if (message.type !== "ready") throw new Error(`the workers did not start: ${JSON.stringify(message)}`);
      return message.cases;
    });
  }

  async explore(order: Order): Promise<Outcome> {
    const next = this.#next();
    this.#workers[0].postMessage(order);
    const message = await next;
    if (message.type === "done") return message.report;
    if (message.type === "failure") return { failure: { reason: message.reason, replay: this.#replay(), log: this.#log() } };
    throw new Error("the workers started twice");
  }

  #next(): Promise<Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`the exploration hangs, at ${this.#replay()}`)), LONGEST_MS);
      this.#hear = (message) => {
        clearTimeout(timer);
        resolve(message);
      };
      this.#break = (error) => {
        clearTimeout(timer);
        reject(error);
      };
    });
  }

  #replay(): string {
    if (this.#words[Control.MODE] === Mode.RANDOM) return `seed:${this.#words[Control.SEED]}`;
    const choices = this.#words.subarray(Control.CHOICES, Control.CHOICES + this.#words[Control.POSITION]);
    const others = [...choices].flatMap((choice, position) => (choice === 0 ? [] : [`${position}=${choice}`]));
    return `${this.#words[Control.BUDGET]}:${others.join()}`;
  }

  #log(): string[] {
    return readLog(this.#words).map(({ thread, text }) => `thread ${thread}: ${text}`);
  }

  async terminate(): Promise<void> {
    this.#hear = () => {};
    this.#break = () => {};
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function makeArena(): SharedArrayBuffer {
  const arena = new SharedArrayBuffer(ARENA_BYTES);
  const words = new Int32Array(arena);
  words[ArenaHeader.LIMIT] = ARENA_BYTES / BYTES_PER_WORD;
  words[ArenaHeader.BUMP] = HEAP_START;
  words[ArenaHeader.MAGIC] = MAGIC;
  return arena;
}

/** Reads what a failure gave for its replay. */
export function parseReplay(text: string): Replay {
  const seed = /^seed:(\d+)$/.exec(text);
  if (seed !== null) return { seed: Number(seed[1]) };
  const choices = /^(\d+):([\d=,]*)$/.exec(text);
  if (choices === null) throw new Error(`'${text}' is no schedule: it looks like 2:17=1,30=2 or seed:17`);
  const others = choices[2] === "" ? [] : choices[2].split(",").map((choice) => choice.split("=").map(Number));
  const list = new Array<number>((others.at(-1)?.[0] ?? -1) + 1).fill(0);
  for (const [position, choice] of others) list[position] = choice;
  return { budget: Number(choices[1]), choices: list };
}
