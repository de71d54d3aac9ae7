/** The arguments of Timer: Python's order, keywords in one last object. */
import { isKeywords } from "../thread/acquire-arguments.js";

/** Keywords of `Timer`. */
export interface TimerOptions<A extends unknown[] = any[]> {
  /** Seconds until the function is called, counted from `start()`; zero and less: at once. */
  interval: number;
  /** What to call. */
  function: (...args: A) => unknown;
  /** Arguments of the function. */
  args?: readonly [...A] | Iterable<unknown> | null;
  /** Reach the function as one last object argument, if there are any. */
  kwargs?: Record<string, unknown> | null;
}

const NAMES = ["interval", "function", "args", "kwargs"] as const;
const REQUIRED = 2;

/** Brings both forms together. A plain object in fourth place is `kwargs`; before that it can only be keywords. */
export function timerOptions(given: readonly unknown[]): TimerOptions {
  if (given.length > NAMES.length) {
    throw new TypeError(`Timer.__init__() takes from 3 to 5 positional arguments but ${given.length + 1} were given`);
  }
  const last = given[given.length - 1];
  const keywords = given.length < NAMES.length && isKeywords(last) ? last : undefined;
  const positional = keywords === undefined ? given : given.slice(0, -1);
  const options: Record<string, unknown> = Object.fromEntries(positional.map((value, i) => [NAMES[i], value]));
  for (const [key, value] of Object.entries(keywords ?? {})) {
    if (!(NAMES as readonly string[]).includes(key))
      throw new TypeError(`Timer.__init__() got an unexpected keyword argument '${key}'`);
    if (key in options) throw new TypeError(`Timer.__init__() got multiple values for argument '${key}'`);
    options[key] = value;
  }
  const missing = NAMES.slice(0, REQUIRED).filter((name) => !(name in options));
  if (missing.length > 0) {
    const names = missing.map((name) => `'${name}'`).join(" and ");
    throw new TypeError(
      `Timer.__init__() missing ${missing.length} required positional argument${missing.length > 1 ? "s" : ""}: ${names}`,
    );
  }
  return options as unknown as TimerOptions;
}
