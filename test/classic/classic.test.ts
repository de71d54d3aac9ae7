/**
 * The programs of examples/classic as they run: compiled, against the built package, and, where there is a python3, the
 * Python originals beside them. Both must print the same result; where Python leaves the result open, so does the test.
 */
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { transform } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { python, toRun } from "../helpers/python.js";
import { run as runProgram } from "../helpers/run-program.js";

const repository = resolve(import.meta.dirname, "../..");
const folder = join(repository, "examples/classic");

/** A program that hangs is ended after so long. Alone each needs about a second. */
const limitMs = 60_000;

/** How many programs run at once: enough to use the time that they sleep, few enough for a small machine. */
const atOnce = 3;

/** What each program prints: its lines, one by one, or a rule for all of them. */
const results: Record<string, (string | RegExp)[] | ((lines: string[]) => void)> = {
  actors: ["Got: Hello", "Got: World", "Running A 1", "Running B 2 3", "hello bob", "[0, 1, 4, 9]", "1024", "xy"],
  "bank-transfers": ["total: 400", "overdrawn: 0", "some were refused: True"],
  "barrier-phases": ["phases: [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]", "leaders: [0, 1, 2]"],
  "bounded-buffer": ["each item once: True", "in order: True", "never too full: True left: [None, None, None]"],
  "cigarette-smokers": ["   tobacco: 15", "     paper: 6", "     match: 9", "total 30"],
  "connection-pool": [
    "20 True True",
    "True",
    "PoolTimeout no connection within 0.01s",
    "query failed 0 2",
    "ValueError: Semaphore released too many times",
    "[0.5, 'ZeroDivisionError', 'ZeroDivisionError', 'RuntimeError'] open",
  ],
  crawler: [
    "visited: ['/', '/a', '/a/1', '/a/2', '/b', '/c', '/d', '/missing']",
    "broken: {'/missing': '404 /missing'}",
    "all found: True",
  ],
  "dining-philosophers": [
    ...["Aristotle", "Kant", "Spinoza", "Marx", "Russell"].map((name) => `${name} ate enough: True`),
    "forks on the table: 5",
  ],
  "event-bus": ["highest: 99 in Kitchen", "places: ['Cairo', 'Kitchen', 'Lima', 'Oslo', 'Rome']", "called in: {'bus'}"],
  futures: [
    "numbers: [610, 987, 1597, 2584, 4181]",
    "half: 0.5",
    /^done at once: (True|False)$/, // False, unless the machine is very busy.
    "failed: division by zero",
    "all done: True",
  ],
  "global-counter": ["counter: 6000", "sloppy: True", "never goes back: True"],
  latches: ["early: False", "all: True 0 [0, 1, 2]", "banana apple", "[0, 0, 0, 1, 1, 1, 2, 2, 2]"],
  "lazy-singleton": [
    "before: None",
    "made: 1",
    "all the same: True",
    "members: ['visitor-0', 'visitor-1', 'visitor-2', 'visitor-3', 'visitor-4', 'visitor-5']",
  ],
  "log-collector": logCollector,
  "matrix-multiply": ["rows: 60", "trace: 22045410", "as without threads: True"],
  memoize: [
    "5 gives 5 and 126",
    "10 gives 55 and 70",
    "25 gives 75025 and 5",
    "30 gives 832040 and 1",
    "30 gives 832040 and 1",
    "calls: 31 remembered: 31",
  ],
  "merge-sort": ["first: [0, 1, 4, 4, 12] last: 999", "sorted: True", "threads left: 1"],
  "monte-carlo-pi": ["throws: 400000", "hits: 314116", "pi is about 3.14"],
  "ping-pong": ["hits: 200", "begins: ping pong ping pong", "turns taken: True"],
  pipeline: [...Array(3).fill(["a is 2", "b is 40", "c is 600"]).flat(), "done"],
  "priority-jobs": [
    ...["mid-level", "low-level", "important", "urgent", "background"].map((kind) => `new job: ${kind} job`),
    "order: ['important job', 'urgent job', 'mid-level job', 'background job', 'low-level job']",
    ...["breathe", "eat", "code", "sleep"].map((text) => `ticket: ${text}`),
  ],
  "queue-join": [
    "total: 19900",
    "items: 200",
    "consumers: ['c0', 'c1', 'c2']",
    "the queue is empty",
    "task_done() called too many times",
  ],
  "queue-subclasses": [
    "unique [3, 1, 2] 5",
    "6 items finished ['1', '3', '5', '7', '9', '11']",
    "False",
    "True",
    "[(9, 'high'), (5, 'mid'), (1, 'low')]",
    "nothing Empty()",
    "a True 2",
    "c 1",
  ],
  "rate-limiter": ["served: 20", "never more than three: True", "not too fast: True", "Semaphore released too many times"],
  "readers-writer": ["version: 40 copy: 40", "torn reads: []", /^readers at once: (True|False)$/],
  "repeating-timer": (lines) => {
    // The other threads' line may come before or after main's first.
    expect(lines.slice(0, 2).sort()).toEqual(["enough: True", "once"]);
    expect(lines[2]).toMatch(/^stopped: True after (five|more)$/);
    expect(lines.slice(3)).toEqual(["alive: False False False"]);
  },
  "results-in-args": ["results: [669, 560, 525, 508]", "primes below 20000: 2262", "finished: [0, 1, 2, 3]"],
  "results-on-self": [
    "before: [None, None, None, None]",
    "Thread-1 found 9 words, the longest has 5 letters, the last is dog",
    "Thread-2 found 8 words, the longest has 6 letters, the last is jugs",
    "Thread-3 failed: no words",
    "Thread-4 found 6 words, the longest has 8 letters, the last is jump",
  ],
  "sleeping-barber": ["came: 12", "somebody was cut: True waiting: 0"],
  "start-gate": ["at the gate: True open: False running: 0", "nobody is early: True", "finished: [0, 1, 2, 3, 4]"],
  "task-graph": ["[1, 2, 3] -> 6 fetch report ['fetch', 'report', 'sort', 'sum']", "failed: 'nope'"],
  "thread-local-context": [
    "in main: nobody 0 -1",
    ...[0, 1, 2].map((i) => `shop greets user${i} at depth ${i + 1}`),
    ...[0, 1, 2].map((i) => `user${i} still has ${i}`),
    "left: False",
  ],
  "word-count": [
    "it 8",
    "of 8",
    "the 8",
    "was 8",
    "words: 16 of 48",
    "best is in ['line 0'] and times in 1",
    "it is in all lines: True",
  ],
  "worker-pool": ["task failed: no such task", "results: 12", "sum: 6409"],
};

/** Each job's own lines have one order, those of different jobs have none. */
function logCollector([summary, ...lines]: string[]) {
  expect(summary).toBe("infos: 9 errors: 3");
  const failed = (n: number) => `ERROR job-${n}: failed (ZeroDivisionError: cannot divide by 3)`;
  for (const n of [1, 2, 3]) {
    const expected = [n, n + 1, n + 2].flatMap((i) => [`INFO job-${n}: trying ${i}`, ...(i === 3 ? [failed(n)] : [])]);
    expect(lines.filter((line) => line.includes(` job-${n}: `))).toEqual(expected);
  }
  expect(lines).toHaveLength(12);
}

interface Outcome {
  lines: string[];
  stderr: string;
  ending: string;
}

const names = Object.keys(results);
const ported = new Map<string, Promise<Outcome>>();
const originals = new Map<string, Promise<Outcome>>();

beforeAll(() => {
  const inTurn = limited(atOnce);
  for (const name of names) {
    ported.set(name, inTurn(() => runPorted(name)));
    if (python !== undefined) originals.set(name, inTurn(() => run(python!, toRun(join(folder, `${name}.py`)))));
  }
});

test("each program has its original and a result here", () => {
  expect(readdirSync(folder).sort()).toEqual(names.flatMap((name) => [`${name}.py`, `${name}.ts`]).sort());
});

describe.each(names)("%s", (name) => {
  test("in TypeScript", { timeout: 5 * limitMs }, async () => {
    check(name, await ported.get(name)!);
  });

  test.skipIf(python === undefined)("in Python", { timeout: 5 * limitMs }, async () => {
    check(name, await originals.get(name)!);
  });

  test("begins with what its original begins with", () => {
    const [first, second] = ["ts", "py"].map((ending) => readFileSync(join(folder, `${name}.${ending}`), "utf8").split("\n")[0]);
    expect(first.replace(/^\/\/ /, "")).toBe(second.replace(/^# /, ""));
  });
});

function check(name: string, { lines, stderr, ending }: Outcome) {
  expect({ stderr, ending }, lines.join("\n")).toEqual({ stderr: "", ending: "0" });
  const expected = results[name];
  if (typeof expected === "function") return expected(lines);
  expect(lines).toEqual(expected.map((line) => (typeof line === "string" ? line : expect.stringMatching(line))));
}

/** What tsx makes of a program, without the time that each would take to load tsx. */
async function runPorted(name: string): Promise<Outcome> {
  const { code: text } = await transform(readFileSync(join(folder, `${name}.ts`), "utf8"), { loader: "ts", target: "node20" });
  const { lines, stderr, code, signal } = await runProgram(text, { timeoutMs: limitMs });
  return { lines, stderr, ending: String(signal ?? code) };
}

function run(command: string, args: string[]): Promise<Outcome> {
  const env = { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1", FORCE_COLOR: "" };
  return new Promise((done) => {
    const child = execFile(command, args, { cwd: repository, env, timeout: limitMs, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      const ending = error === null ? "0" : String(child.signalCode ?? error.code);
      done({ lines: stdout.replace(/\r/g, "").split("\n").slice(0, -1), stderr, ending });
    });
  });
}

/** Runs what it is given, never more than `n` at once. */
function limited(n: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running === n) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
