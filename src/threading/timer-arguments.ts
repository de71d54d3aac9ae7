/** The arguments of Timer: Python's order, one object of keywords, or an object of keywords after some of them. */
import { isKeywords } from "../thread/acquire-arguments.js";
import type { TargetArguments } from "../thread/target-arguments.js";
import { checkKeywords } from "./wait-arguments.js";

/** Arguments of a Timer after its function, which has parameters `A`. */
export type TimerArguments<A extends unknown[]> = [] extends A
  ? [args?: TargetArguments<A> | TimerSettings<A> | null, kwargs?: null]
  : [args: TargetArguments<A> | TimerSettings<A>, kwargs?: null];

/** Keywords that may follow the function. */
export type TimerSettings<A extends unknown[]> = [] extends A
  ? {
      /** Arguments of the function. */
      args?: TargetArguments<A> | null;
      /** Reaches the function as one last object argument. */
      kwargs?: null;
    }
  : {
      /** Arguments of the function. */
      args: TargetArguments<A>;
      /** Reaches the function as one last object argument. */
      kwargs?: null;
    };

/** Keywords of a Timer. */
export type TimerOptions<A extends unknown[]> = TimerSettings<A> & {
  /** Seconds until the function is called, counted from `start()`. */
  interval: number;
  /** What to call. */
  function: (...args: A) => unknown;
};

/** Keywords that may follow the function, when it gets `kwargs` too. */
export interface KeywordTimerSettings<A extends unknown[], K extends object> {
  /** Arguments of the function, but for the last. */
  args?: TargetArguments<A> | null;
  /** Reaches the function as one last object argument. */
  kwargs: K;
}

/** Keywords of a Timer, when its function gets `kwargs` too. */
export interface KeywordTimerOptions<A extends unknown[], K extends object> extends KeywordTimerSettings<A, K> {
  /** Seconds until the function is called, counted from `start()`. */
  interval: number;
  /** What to call. */
  function: (...args: [...A, K]) => unknown;
}

/** What a Timer is made of. */
export interface TimerParts {
  interval: number;
  function: (...args: any[]) => unknown;
  args?: Iterable<unknown> | null;
  kwargs?: object | null;
}

const NAMES = ["interval", "function", "args", "kwargs"] as const;

/** Brings all forms together. @throws TypeError as Python does, for arguments that miss or that it does not know */
export function timerParts(given: readonly unknown[]): TimerParts {
  const parts: Record<string, unknown> = {};
  // The last in Python's order is a plain object itself.
  const last = given.length < NAMES.length ? given[given.length - 1] : undefined;
  const positional = isKeywords(last) ? given.slice(0, -1) : given;
  positional.forEach((value, index) => {
    parts[NAMES[index] ?? ""] = value;
  });
  if (isKeywords(last)) {
    checkKeywords("Timer.__init__", last, NAMES.slice(positional.length));
    Object.assign(parts, last);
  }
  const missing = NAMES.slice(0, 2).filter((name) => !(name in parts));
  if (missing.length === 0) return parts as unknown as TimerParts;
  const names = missing.map((name) => `'${name}'`).join(" and ");
  throw new TypeError(`Timer.__init__() missing ${missing.length} required positional argument${missing.length > 1 ? "s" : ""}: ${names}`);
}
