/**
 * A case: some objects, what each thread does with them, and what must hold afterwards in every schedule.
 *
 * Bodies are run thousands of times on the same addresses: before each schedule the arena is put back to what it was after
 * `setup`. So a body must do the same whenever the scheduler chooses the same, and keeps nothing in JavaScript.
 */
import type { Event } from "./log.js";

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
  threads: Body<T>[];
  /** Throws when something does not hold. No call may block. */
  check?(objects: T, log: readonly Event[]): void;
  /** How many preemptions are explored exhaustively: in `npm test`, and by `npm run explore`. */
  preemptions: { test: number; explore: number };
  /** How many random schedules `npm test` tries beyond that. */
  random?: number;
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

/** The lines of one thread, or of all. */
export function linesOf(log: readonly Event[], thread?: number): string[] {
  return log.filter((event) => thread === undefined || event.thread === thread).map((event) => event.text);
}

/** The numbers that follow a word in the lines of the log: `numbersAfter("got", log)`. */
export function numbersAfter(word: string, log: readonly Event[]): number[] {
  return log.filter(({ text }) => text.startsWith(`${word} `)).map(({ text }) => Number(text.slice(word.length + 1)));
}

/** A copy of a function for each of several threads. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
