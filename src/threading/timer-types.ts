/** How the arguments of Timer are typed: those of the function follow from its parameters. */
import type { TargetArguments } from "../thread/target-arguments.js";

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
export type TypedTimerOptions<A extends unknown[]> = TimerSettings<A> & {
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
