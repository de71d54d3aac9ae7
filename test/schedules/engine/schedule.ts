/**
 * The scheduler. One worker runs at a time, the one whose turn it is. At each point it decides itself who goes on, and
 * hands the turn over only if that is another one, so a step without a switch costs next to nothing.
 *
 * | status of a virtual thread | meaning |
 * |---|---|
 * | READY | runs, or could go on |
 * | BLOCKED | waits for a word, until it is woken or the scheduler lets its time run out |
 * | DONE | its body has ended |
 *
 * A choice is made wherever more than one thread could go on. Choosing another thread while the present one could go on is
 * a preemption, and so is letting time run out while somebody could go on; in exhaustive mode a schedule has at most
 * BUDGET of them. The choices made are in CHOICES, and those up to PREFIX are prescribed, which makes every schedule
 * repeatable. In random mode they follow from a seed: probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010)
 * with the clock as one more thread.
 */
import { parentPort } from "node:worker_threads";
import { control, controlFloats, me, real } from "./control.js";
import {
  Control,
  Mode,
  MOST_CHANGES,
  MOST_CHOICES,
  MOST_WAITS,
  Phase,
  Status,
  Wait,
  WAIT_WORDS,
  WaitState,
} from "./layout.js";

/** A schedule that is longer than this does not end. */
const MOST_STEPS = 100_000;
/** An option from here on lets the time of a wait run out. */
const TIMEOUT = 1000;

const options = new Int32Array(64);

/** Whether each step is printed. */
export const isTraced = (): boolean => control[Control.TRACED] !== 0;
export const isRunning = (): boolean => control[Control.PHASE] === Phase.RUNNING;
export const now = (): number => controlFloats[Control.NOW >> 1];
const waitAt = (index: number): number => Control.WAITS + index * WAIT_WORDS;

// ---------------------------------------------------------------- turns

const turnOf = (thread: number): number => Control.TURN + thread * 16;

/** Gives another worker its turn. */
export function signalTurn(thread: number): void {
  real.store(control, turnOf(thread), 1);
  real.notify(control, turnOf(thread));
}

/** Sleeps until it is this worker's turn. */
export function awaitTurn(): void {
  const turn = turnOf(me);
  while (real.load(control, turn) === 0) real.wait(control, turn, 0);
  real.store(control, turn, 0);
}

function switchTo(thread: number): void {
  if (thread === me) return;
  control[Control.SWITCHES]++;
  signalTurn(thread);
  awaitTurn();
}

// ---------------------------------------------------------------- what virtual threads call

/** A point: here another thread may go on first. */
export function point(): void {
  if (++control[Control.STEPS] > MOST_STEPS) fail(`the schedule has no end: ${MOST_STEPS} steps and no thread waits`);
  switchTo(choose(true));
}

/** Blocks until the word is woken; false when the time ran out first. The caller has looked at the word in this step. */
export function block(ptr: number, deadline: number): boolean {
  const wait = register(ptr, deadline);
  sleep();
  const woken = control[wait + Wait.STATE] === WaitState.WOKEN;
  control[wait + Wait.STATE] = WaitState.FREE;
  return woken;
}

/** Lets others go on until one of the caller's waits has ended. */
function sleep(): void {
  control[Control.STATUS + me] = Status.BLOCKED;
  const next = choose(false);
  if (next < 0) fail(deadlock());
  switchTo(next);
}

/** Wakes up to `count` that wait for the word, in the order they came. */
export function wake(ptr: number, count: number): number {
  let woken = 0;
  for (; woken < count; woken++) {
    const wait = firstWaiting(ptr);
    if (wait === 0) break;
    control[wait + Wait.STATE] = WaitState.WOKEN;
    makeReady(control[wait + Wait.THREAD]);
  }
  return woken;
}

/** Ends this thread. Returns the thread whose turn it is now, or -1 when all have ended. */
export function endThread(): number {
  control[Control.STATUS + me] = Status.DONE;
  const next = choose(false);
  if (next < 0) {
    for (let thread = 0; thread < control[Control.THREADS]; thread++) {
      if (control[Control.STATUS + thread] !== Status.DONE) fail(deadlock());
    }
  }
  return next;
}

/** Who begins. */
export function chooseFirst(): number {
  return choose(false);
}

// ---------------------------------------------------------------- waits that are promises

/** Registers a wait that does not block; `nextSettled` tells when it has ended. */
export function register(ptr: number, deadline: number): number {
  for (let i = 0; i < MOST_WAITS; i++) {
    const wait = waitAt(i);
    if (control[wait + Wait.STATE] !== WaitState.FREE) continue;
    control[wait + Wait.STATE] = WaitState.WAITING;
    control[wait + Wait.THREAD] = me;
    control[wait + Wait.PTR] = ptr;
    control[wait + Wait.ORDER] = control[Control.ORDER]++;
    control[wait + Wait.TIMED] = deadline === Number.POSITIVE_INFINITY ? 0 : 1;
    controlFloats[(wait + Wait.DEADLINE) >> 1] = deadline;
    return wait;
  }
  return fail("too many waits at a time for the engine");
}

/**
 * What the event loop of a virtual thread does when it has nothing left to run: waits until one of the thread's promises is
 * to be settled, and returns that wait.
 */
export function nextSettled(): number {
  if (firstSettled() === 0) sleep();
  else point();
  return firstSettled();
}

/** Ends a wait of `register`: true when it was woken, false when its time ran out. */
export function settle(wait: number): boolean {
  const woken = control[wait + Wait.STATE] === WaitState.WOKEN;
  control[wait + Wait.STATE] = WaitState.FREE;
  return woken;
}

function firstSettled(): number {
  let first = 0;
  for (let i = 0; i < MOST_WAITS; i++) {
    const wait = waitAt(i);
    if (control[wait + Wait.STATE] <= WaitState.WAITING || control[wait + Wait.THREAD] !== me) continue;
    if (first === 0 || control[wait + Wait.ORDER] < control[first + Wait.ORDER]) first = wait;
  }
  return first;
}

// ---------------------------------------------------------------- decisions

function firstWaiting(ptr: number): number {
  let first = 0;
  for (let i = 0; i < MOST_WAITS; i++) {
    const wait = waitAt(i);
    if (control[wait + Wait.STATE] !== WaitState.WAITING || control[wait + Wait.PTR] !== ptr) continue;
    if (first === 0 || control[wait + Wait.ORDER] < control[first + Wait.ORDER]) first = wait;
  }
  return first;
}

function makeReady(thread: number): void {
  if (control[Control.STATUS + thread] === Status.BLOCKED) control[Control.STATUS + thread] = Status.READY;
}

/** Lets the time of a wait run out; returns its thread, which goes on. */
function runOut(wait: number): number {
  control[wait + Wait.STATE] = WaitState.TIMED_OUT;
  const clock = Control.NOW >> 1;
  controlFloats[clock] = Math.max(controlFloats[clock], controlFloats[(wait + Wait.DEADLINE) >> 1]);
  makeReady(control[wait + Wait.THREAD]);
  if (isTraced()) trace(`the time of thread ${control[wait + Wait.THREAD]} runs out`);
  return control[wait + Wait.THREAD];
}

/** Who goes on, or -1 when nobody can. */
function choose(canGoOn: boolean): number {
  const isExhaustive = control[Control.MODE] === Mode.EXHAUSTIVE;
  if (isExhaustive && canGoOn && control[Control.SPENT] === control[Control.BUDGET]) return me;
  const threads = control[Control.THREADS];
  let count = 0;
  if (canGoOn) options[count++] = me;
  for (let distance = canGoOn ? 1 : 0; distance < threads; distance++) {
    const thread = (me + distance) % threads;
    if (control[Control.STATUS + thread] === Status.READY) options[count++] = thread;
  }
  const ready = count;
  for (let i = 0; i < MOST_WAITS; i++) {
    const wait = waitAt(i);
    if (control[wait + Wait.STATE] !== WaitState.WAITING || control[wait + Wait.TIMED] === 0) continue;
    if (control[Control.STATUS + control[wait + Wait.THREAD]] === Status.BLOCKED) options[count++] = TIMEOUT + i;
  }
  if (count === 0) return -1;
  const option = isExhaustive ? chooseNext(count, ready, canGoOn) : chooseByPriority(count, ready);
  return option >= TIMEOUT ? runOut(waitAt(option - TIMEOUT)) : option;
}

/** The prescribed choice, or the first one where none is. The first options are those that cost nothing. */
function chooseNext(count: number, ready: number, canGoOn: boolean): number {
  const free = canGoOn ? 1 : ready === 0 ? count : ready;
  const allowed = control[Control.SPENT] < control[Control.BUDGET] ? count : free;
  if (allowed === 1) return options[0];
  const position = control[Control.POSITION]++;
  if (position >= MOST_CHOICES) fail("the schedule has too many choices for the engine");
  let choice = 0;
  if (position < control[Control.PREFIX]) {
    choice = control[Control.CHOICES + position];
    const expected = control[Control.COUNTS + position];
    if (expected === 0) control[Control.COUNTS + position] = allowed;
    else if (expected !== allowed) fail(`the case is not repeatable: choice ${position} had ${expected} options, now ${allowed}`);
  } else {
    control[Control.CHOICES + position] = 0;
    control[Control.COUNTS + position] = allowed;
  }
  if (choice >= allowed) fail(`the replayed schedule does not fit: choice ${position} has ${allowed} options`);
  if (choice >= free) control[Control.SPENT]++;
  return options[choice];
}

/** A random number below `limit`, by xorshift. */
export function random(limit: number): number {
  let x = control[Control.RANDOM];
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  control[Control.RANDOM] = x;
  return (x >>> 0) % limit;
}

/** The ready thread of highest priority, or a wait whose time runs out if the clock comes before all of them. */
function chooseByPriority(count: number, ready: number): number {
  for (let i = 0; i < MOST_CHANGES; i++) {
    if (control[Control.CHANGES + i] === control[Control.STEPS]) control[Control.PRIORITY + me] = control[Control.NEXT_LOW]--;
  }
  let best = -1;
  for (let i = 0; i < ready; i++) {
    if (best < 0 || control[Control.PRIORITY + options[i]] > control[Control.PRIORITY + best]) best = options[i];
  }
  if (count === ready) return best;
  if (best >= 0 && control[Control.PRIORITY + best] > control[Control.CLOCK_PRIORITY]) return best;
  control[Control.CLOCK_PRIORITY] = random(1 << 20);
  return options[ready + random(count - ready)];
}

// ---------------------------------------------------------------- failures

/** Ends the exploration: tells the main thread, and waits to be terminated. */
export function fail(reason: string): never {
  control[Control.PHASE] = Phase.FAILED;
  parentPort?.postMessage({ type: "failure", reason });
  for (;;) real.wait(control, Control.NEVER, 0);
}

let describeWord: (ptr: number) => string = String;
export function setWordNames(describe: (ptr: number) => string): void {
  describeWord = describe;
}

function deadlock(): string {
  const lines = ["deadlock or lost wake-up: no thread can go on, and no time is left to run out"];
  for (let thread = 0; thread < control[Control.THREADS]; thread++) {
    if (control[Control.STATUS + thread] !== Status.BLOCKED) continue;
    const words: string[] = [];
    for (let i = 0; i < MOST_WAITS; i++) {
      const wait = waitAt(i);
      const isPending = control[wait + Wait.STATE] === WaitState.WAITING && control[wait + Wait.THREAD] === thread;
      if (isPending) words.push(describeWord(control[wait + Wait.PTR]));
    }
    lines.push(`thread ${thread} waits for ${words.join(" and ") || "a promise that nothing settles"}`);
  }
  return lines.join("\n");
}

/** Prints one line of a schedule that is replayed. */
export function trace(text: string): void {
  process.getBuiltinModule("node:fs").writeSync(2, `${String(control[Control.STEPS]).padStart(5)}  ${text}\n`);
}

export const wordName = (ptr: number): string => describeWord(ptr);

/** Prints a step with where in the package it is made. */
export function traceStep(operation: string, ptr: number, detail: string): void {
  trace(`thread ${me}  ${operation} ${describeWord(ptr)} ${detail}   ${whereNow().slice(0, 4).join(" ← ")}`);
}

/** The functions of the package that are being run, from the innermost on. */
export function whereNow(): string[] {
  const frames = (new Error().stack ?? "").split("\n").slice(3);
  const names = frames.map((line) => /at (?:new )?(?:async )?(?:\S*?\.)?(#?[\w$]+) \(/.exec(line)?.[1]);
  return names.filter((name) => name !== undefined && !/^(load|store|exchange|compareExchange|add|wait|wake|run|obey|serve)$/.test(name)) as string[];
}
