/** How the arguments of Timer are typed: those of the function follow from its parameters. */
import type { TargetArguments } from "../thread/target-arguments.js";
import type { Timer } from "./timer.js";

/** Arguments of a Timer after its function, which has parameters `A`. */
export type TimerArguments<A extends unknown[]> = [] extends A
  ? [args?: TargetArguments<A> | TimerSettings<A> | null, kwargs?: Record<string, never> | null]
  : [args: TargetArguments<A> | TimerSettings<A>, kwargs?: Record<string, never> | null];

/** Keywords that may follow the function. */
export type TimerSettings<A extends unknown[]> = [] extends A
  ? {
      /** Arguments of the function. */
      args?: TargetArguments<A> | null;
      /** Reaches the function as one last object argument. */
      kwargs?: Record<string, never> | null;
    }
  : {
      /** Arguments of the function. */
      args: TargetArguments<A>;
      /** Reaches the function as one last object argument. */
      kwargs?: Record<string, never> | null;
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

export interface TimerConstructor {
  /**
   * Makes a timer whose function gets `kwargs` as its last argument; `start()` starts it.
   *
   * @param interval seconds until the function is called, counted from `start()`; zero and less: at once
   * @param fn what to call
   * @param args its arguments but for the last
   * @param kwargs the last
   */
  <A extends unknown[], K extends object>(
    interval: number,
    fn: (...args: [...A, K]) => unknown,
    args: TargetArguments<A> | null,
    kwargs: K,
  ): Timer;
  /**
   * Makes a timer whose function gets `kwargs` as its last argument; `start()` starts it.
   *
   * @param interval seconds until the function is called, counted from `start()`; zero and less: at once
   * @param fn what to call
   * @param options `args`, `kwargs`
   */
  <A extends unknown[], K extends object>(
    interval: number,
    fn: (...args: [...A, K]) => unknown,
    options: KeywordTimerSettings<A, K>,
  ): Timer;
  /**
   * Makes a timer; `start()` starts it.
   *
   * @param interval seconds until the function is called, counted from `start()`; zero and less: at once
   * @param fn what to call
   * @param rest its arguments, or an object with `args`
   * @throws TypeError for arguments that miss, and for a keyword that there is not
   * @example
   * const t = threading.Timer(30, print, ["half a minute later"]);
   */
  <A extends unknown[]>(interval: number, fn: (...args: A) => unknown, ...rest: TimerArguments<A>): Timer;
  /**
   * Makes a timer whose function gets `kwargs` as its last argument; `start()` starts it.
   *
   * @param options `interval` in seconds, `function`, `args`, `kwargs`
   */
  <A extends unknown[], K extends object>(options: KeywordTimerOptions<A, K>): Timer;
  /**
   * Makes a timer; `start()` starts it.
   *
   * @param options `interval` in seconds, `function`, `args`
   */
  <A extends unknown[]>(options: TypedTimerOptions<A>): Timer;
  /**
   * Makes a timer whose function gets `kwargs` as its last argument; `start()` starts it.
   *
   * @param interval seconds until the function is called, counted from `start()`; zero and less: at once
   * @param fn what to call
   * @param args its arguments but for the last
   * @param kwargs the last
   */
  new <A extends unknown[] = any[], K extends object = any>(
    interval: number,
    fn: (...args: [...A, K]) => unknown,
    args: TargetArguments<A> | null,
    kwargs: K,
  ): Timer;
  /**
   * Makes a timer whose function gets `kwargs` as its last argument; `start()` starts it.
   *
   * @param interval seconds until the function is called, counted from `start()`; zero and less: at once
   * @param fn what to call
   * @param options `args`, `kwargs`
   */
  new <A extends unknown[] = any[], K extends object = any>(
    interval: number,
    fn: (...args: [...A, K]) => unknown,
    options: KeywordTimerSettings<A, K>,
  ): Timer;
  /**
   * Makes a timer; `start()` starts it.
   *
   * @param interval seconds until the function is called, counted from `start()`; zero and less: at once
   * @param fn what to call
   * @param rest its arguments, or an object with `args`
   * @throws TypeError for arguments that miss, and for a keyword that there is not
   * @example
   * const t = threading.Timer(30, print, ["half a minute later"]);
   */
  new <A extends unknown[] = any[]>(interval: number, fn: (...args: A) => unknown, ...rest: TimerArguments<A>): Timer;
  /**
   * Makes a timer whose function gets `kwargs` as its last argument; `start()` starts it.
   *
   * @param options `interval` in seconds, `function`, `args`, `kwargs`
   */
  new <A extends unknown[] = any[], K extends object = any>(options: KeywordTimerOptions<A, K>): Timer;
  /**
   * Makes a timer; `start()` starts it.
   *
   * @param options `interval` in seconds, `function`, `args`
   */
  new <A extends unknown[] = any[]>(options: TypedTimerOptions<A>): Timer;
  readonly prototype: Timer;
}
