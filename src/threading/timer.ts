/**
 * `threading.Timer`: a thread that waits on an Event before it calls its function, so that `cancel` can wake it early.
 */
import { refuseLostMethod } from "../internal/codec/lost-method.js";
import { inSession } from "../internal/codec/session.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { Event } from "./event.js";
import { Thread } from "./thread.js";
import { hasKeywords } from "./thread-arguments.js";
import { type TimerOptions, timerOptions } from "./timer-arguments.js";

export class TimerClass extends Thread {
  declare interval: number;
  declare function: (...args: any[]) => unknown;
  declare args: Iterable<unknown>;
  declare kwargs: Record<string, unknown> | null;
  /** Set when the timer was cancelled, or its function has returned. */
  declare finished: Event;

  /**
   * @param interval seconds until the function is called, counted from `start()`; zero and less: at once
   * @param fn what to call
   * @param args its arguments; a keyword object may stand here instead
   * @param kwargs reach it as one last object argument, if there are any
   */
  constructor(...given: unknown[]) {
    const options = timerOptions(given);
    super();
    this.interval = options.interval;
    this.function = options.function;
    this.args = options.args ?? [];
    this.kwargs = options.kwargs ?? {};
    this.finished = new Event();
  }

  /** Stops the timer if it has not called its function yet; harmless at any other time. */
  cancel(): void {
    this.finished.set();
  }

  override start(): void {
    inSession(this.constructor.name, (session) => refuseLostMethod(session, this.function, "function"));
    super.start();
  }

  override run(): unknown {
    this.finished.wait(this.interval);
    const finished = this.finished;
    if (finished.is_set()) return undefined;
    const { args, kwargs, function: fn } = this;
    const result = hasKeywords(kwargs) ? fn(...args, kwargs) : fn(...args);
    if (result instanceof Promise) return result.then(() => finished.set());
    finished.set();
    return undefined;
  }
}

/** Call signatures of `Timer`, with and without `new`. */
export interface TimerConstructor {
  new <A extends unknown[] = any[]>(
    interval: number,
    fn: (...args: A) => unknown,
    args?: readonly [...A] | Iterable<unknown> | null,
    kwargs?: Record<string, unknown> | null,
  ): Timer;
  new <A extends unknown[] = any[]>(
    interval: number,
    fn: (...args: A) => unknown,
    options: Pick<TimerOptions<A>, "args" | "kwargs">,
  ): Timer;
  new <A extends unknown[] = any[]>(options: TimerOptions<A>): Timer;
  <A extends unknown[] = any[]>(
    interval: number,
    fn: (...args: A) => unknown,
    args?: readonly [...A] | Iterable<unknown> | null,
    kwargs?: Record<string, unknown> | null,
  ): Timer;
  <A extends unknown[] = any[]>(
    interval: number,
    fn: (...args: A) => unknown,
    options: Pick<TimerOptions<A>, "args" | "kwargs">,
  ): Timer;
  <A extends unknown[] = any[]>(options: TimerOptions<A>): Timer;
  readonly prototype: Timer;
}

/**
 * Calls a function after a time, in a thread of its own, unless it is cancelled first.
 *
 * @example
 * const t = threading.Timer(30.0, hello);
 * t.start();
 */
export interface Timer extends TimerClass {}
export const Timer = sharedClass(TimerClass, "Timer") as unknown as TimerConstructor;
