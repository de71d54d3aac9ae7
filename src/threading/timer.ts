/**
 * `threading.Timer`: a thread that waits on an Event before it calls its function, so that `cancel` can wake it early.
 */
import { refuseLostMethod } from "../internal/codec/lost-method.js";
import { inSession } from "../internal/codec/session.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { Event } from "./event.js";
import { Thread } from "./thread.js";
import { hasKeywords, plainKeywords } from "./thread-arguments.js";
import { timerOptions } from "./timer-arguments.js";
import type { TimerConstructor } from "./timer-types.js";

export class TimerClass extends Thread {
  /** Seconds until the function is called, counted from `start()`. */
  declare interval: number;
  /** What is called. */
  declare function: (...args: any[]) => unknown;
  /** Arguments of the function. */
  declare args: Iterable<unknown>;
  /** Reaches the function as one last object argument; null: it gets none. */
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

  /**
   * Stops the timer if it has not called its function yet; harmless at any other time. Before `start()`, the thread will do
   * nothing.
   *
   * @example
   * const t = threading.Timer(30, hello);
   * t.start();
   * t.cancel();
   */
  cancel(): void {
    this.finished.set();
  }

  /**
   * Starts the thread that waits and then calls the function.
   *
   * @throws RuntimeError when it was started before
   * @throws CaptureError when something that the function needs cannot cross to a thread; nothing has been started then
   */
  override start(): void {
    inSession(this.constructor.name, (session) => refuseLostMethod(session, this.function, "function"));
    super.start();
  }

  /** What the thread does: waits, calls the function unless it was cancelled, and sets `finished`. */
  override run(): unknown {
    this.finished.wait(this.interval);
    const finished = this.finished;
    if (finished.is_set()) return undefined;
    const { args, kwargs, function: fn } = this;
    const keywords = plainKeywords(kwargs) as typeof kwargs;
    const result = hasKeywords(keywords) ? fn(...args, keywords) : fn(...args);
    if (result instanceof Promise) return result.then(() => finished.set());
    finished.set();
    return undefined;
  }
}

/**
 * Calls a function after a time, in a thread of its own, unless it is cancelled first. The program waits for it, as for
 * any thread that is no daemon.
 *
 * Differs from CPython: `finished` is set when the promise of an async function has settled.
 *
 * @example
 * const t = threading.Timer(30.0, (name: string) => print("hello,", name), ["Ann"]);
 * t.start();
 */
export const Timer = sharedClass(TimerClass, "Timer") as unknown as TimerConstructor;

/** What `Timer()` makes. */
export interface Timer extends TimerClass {}
