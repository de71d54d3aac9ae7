/**
 * A case: some objects, what each thread does with them, and what must hold afterwards in every schedule.
 *
 * Bodies are run thousands of times on the same addresses: before each schedule the arena is put back to what it was after
 * `setup`. So a body must do the same whenever the scheduler chooses the same, and keeps nothing in JavaScript.
 */
import { bodyOf, type Handle } from "../../../src/internal/codec/index.js";
import { words } from "../../../src/internal/memory/arena.js";
import { NULL_PTR, type Ptr, Waiter, WaitList } from "../../../src/internal/memory/layout.js";
import type { Event } from "./log.js";
import { original } from "./races.js";

/** Ident of the first thread; the others follow. */
export const FIRST_IDENT = 2;

/** Shared objects of the package, or addresses in the arena. */
export type Objects = Record<string, object | number>;

/** Writes a line to the log. */
export type Say = (text: string) => void;

export type Body<T extends Objects> = (objects: T, say: Say) => unknown;

export interface Case<T extends Objects> {
  name: string;
  /** Runs in the first thread. */
  setup(): T;
  /** One for each thread; an async one is awaited. */
  threads: Body<NoInfer<T>>[];
  /** Throws when something does not hold. No call may block. */
  check?(objects: NoInfer<T>, log: readonly Event[]): void;
  /** The case is about what happens only the first time; otherwise it is run once before it is explored. */
  isFirst?: boolean;
  /** The case may end with more memory in use than at its start. */
  keepsMemory?: boolean;
}

/** Keeps the types of a case together. */
export function defineCase<T extends Objects>(definition: Case<T>): Case<T> {
  return definition;
}

export function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${what}: ${one} instead of ${other}`);
}

/** The waiters of a line, by the numbers of their threads, as it is in this step: a look from outside of the schedule. */
export function threadsInLine(list: Ptr): number[] {
  const seen = original(words);
  const threads: number[] = [];
  for (let waiter = seen[list + WaitList.FIRST]; waiter !== NULL_PTR; waiter = seen[waiter + Waiter.NEXT]) {
    threads.push(seen[waiter + Waiter.THREAD] - FIRST_IDENT);
  }
  return threads;
}

/** First word of the body of a shared object. */
export const bodyAt = (object: object): Ptr => bodyOf(object as Handle);

/** The lines of one thread, or of all. */
export function linesOf(log: readonly Event[], thread?: number): string[] {
  return log.filter((event) => thread === undefined || event.thread === thread).map((event) => event.text);
}

/** The numbers that follow a word in the lines of the log: `numbersAfter("got", log)`. */
export function numbersAfter(word: string, log: readonly Event[]): number[] {
  return log.filter(({ text }) => text.startsWith(`${word} `)).map(({ text }) => Number(text.slice(word.length + 1)));
}

/** The same body for several threads. */
export function copies<B>(count: number, body: B): B[] {
  return Array.from({ length: count }, () => body);
}
