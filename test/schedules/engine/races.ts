/**
 * Whether plain reads and writes of the arena are ordered by atomic ones. The scheduler decides at atomic steps only, which
 * is enough as long as no two threads touch a word at the same time otherwise; here that is checked, with vector clocks, as
 * race detectors do. A race is found whether or not it does harm in the schedule that is run.
 *
 * | of each thread | means |
 * |---|---|
 * | its clock | how many atomic steps that others may learn from it has done |
 * | what it knows | up to which step of each thread all has happened before |
 *
 * An atomic write leaves what its thread knows at the word; an atomic read takes that over. In a build without this check
 * nothing here is called.
 */
import { ArenaHeader } from "../../../src/internal/memory/layout.js";
import { me, raceWords } from "./control.js";
import { MOST_RACING, RACE_WORDS, Race } from "./layout.js";
import { fail, isRunning, whereNow, wordName } from "./schedule.js";

/**
 * Words that are read without an order on purpose. How much of the arena is in use is looked at now and then, to collect
 * garbage in time, where an older number does as well; a double is read in one piece.
 */
const UNORDERED: readonly number[] = [ArenaHeader.USED_WORDS, ArenaHeader.USED_WORDS + 1];

export const isWatching = raceWords.length > 0;

const knowledgeOf = (thread: number): number => thread * MOST_RACING;
const wordAt = (ptr: number): number => RACE_WORDS.FIRST + ptr * RACE_WORDS.EACH;
const isCovered = (ptr: number): boolean => wordAt(ptr) + RACE_WORDS.EACH <= raceWords.length;

/** What is known of a word; what an earlier schedule left there counts for nothing. */
function look(ptr: number): number {
  const word = wordAt(ptr);
  const schedule = raceWords[RACE_WORDS.SCHEDULE];
  if (raceWords[word + Race.SCHEDULE] !== schedule) {
    raceWords.fill(0, word, word + RACE_WORDS.EACH);
    raceWords[word + Race.SCHEDULE] = schedule;
  }
  return word;
}

/** Before a schedule: nobody knows of anybody. */
export function forgetOrder(): void {
  if (!isWatching) return;
  raceWords[RACE_WORDS.SCHEDULE]++;
  raceWords.fill(0, 0, MOST_RACING * MOST_RACING);
  for (let thread = 0; thread < MOST_RACING; thread++) raceWords[knowledgeOf(thread) + thread] = 1;
}

/** An atomic step: `reads` what others left at the word, and leaves there what this thread knows if it `writes`. */
export function order(ptr: number, reads: boolean, writes: boolean): void {
  if (!isWatching || ptr < 0 || !isCovered(ptr)) return;
  const word = look(ptr);
  const mine = knowledgeOf(me);
  for (let thread = 0; thread < MOST_RACING; thread++) {
    const left = word + Race.LEFT + thread;
    const known = mine + thread;
    if (reads && raceWords[left] > raceWords[known]) raceWords[known] = raceWords[left];
    if (writes && raceWords[known] > raceWords[left]) raceWords[left] = raceWords[known];
  }
  if (writes) raceWords[mine + me]++;
}

/** A plain step of a few words. */
function access(ptr: number, count: number, writes: boolean): void {
  if (!isRunning()) return;
  const mine = knowledgeOf(me);
  for (let at = ptr; at < ptr + count && isCovered(at); at++) {
    const word = look(at);
    const writer = raceWords[word + Race.WRITER];
    if (writer !== 0 && raceWords[word + Race.WRITTEN] > raceWords[mine + writer - 1]) report(at, writer - 1, writes ? "writes" : "reads", "written");
    if (writes) {
      for (let thread = 0; thread < MOST_RACING; thread++) {
        if (raceWords[word + Race.READ + thread] > raceWords[mine + thread]) report(at, thread, "writes", "read");
      }
      raceWords[word + Race.WRITER] = me + 1;
      raceWords[word + Race.WRITTEN] = raceWords[mine + me];
    } else {
      raceWords[word + Race.READ + me] = raceWords[mine + me];
    }
  }
}

function report(ptr: number, other: number, does: string, done: string): void {
  if (UNORDERED.includes(ptr)) return;
  const path = whereNow();
  fail(`a race: thread ${me} ${does} ${wordName(ptr)}, which thread ${other} has ${done}, and nothing puts the two in an order\nin ${path.join(" ← ")}`);
}

const originals = new WeakMap<object, object>();

/** The array that atomic operations work on. */
export function original<T extends object>(array: T): T {
  return isWatching ? ((originals.get(array) as T | undefined) ?? array) : array;
}

type View = Int32Array | Float64Array;
type Methods = Record<string, (...args: number[]) => unknown>;

/** A view of the arena whose plain reads and writes are checked; `size` is how many words an element has. */
export function watched<T extends View>(view: T, size: number): T {
  if (!isWatching) return view;
  const methods: Methods = {
    fill(value, start = 0, end = view.length) {
      access(start * size, (end - start) * size, true);
      return view.fill(value, start, end);
    },
    copyWithin(target, start, end = view.length) {
      access(start * size, (end - start) * size, false);
      access(target * size, (end - start) * size, true);
      return view.copyWithin(target, start, end);
    },
    subarray(start = 0, end = view.length) {
      access(start * size, (end - start) * size, false);
      return view.subarray(start, end);
    },
  };
  const proxy = new Proxy(view, {
    get(target, key) {
      if (typeof key !== "string") return Reflect.get(target, key, target);
      const index = Number(key);
      if (index >= 0) {
        access(index * size, size, false);
        return target[index];
      }
      if (key in methods) return methods[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    set(target, key, value: number) {
      const index = Number(key);
      access(index * size, size, true);
      target[index] = value;
      return true;
    },
  });
  originals.set(proxy, view);
  return proxy;
}
