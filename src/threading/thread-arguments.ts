/** The arguments of Thread: Python's order, or one object of keywords. */
import { dict } from "../builtins/dict.js";
import { isKeywords } from "../thread/acquire-arguments.js";
import { checkKeywords } from "../thread/keywords.js";

/** Keywords of `Thread`. */
export interface ThreadOptions<A extends unknown[] = any[]> {
  /** Reserved, as in Python: must be null or absent. */
  group?: null;
  /** What `run()` calls. */
  target?: ((...args: A) => unknown) | null;
  /** Default: `Thread-N`. */
  name?: string | null;
  /** Arguments of the target. */
  args?: readonly [...A] | Iterable<unknown>;
  /** Reach the target as one last object argument, if there are any. */
  kwargs?: Record<string, unknown> | null;
  /** Whether the program may end while the thread runs. Default: what the creating thread is. */
  daemon?: boolean | null;
}

const KEYWORDS = ["group", "target", "name", "args", "kwargs", "daemon"];

/** Keyword arguments as the function gets them: what was stored with an object in between has become a dict. */
export const plainKeywords = (kwargs: unknown): unknown => (kwargs instanceof dict ? (kwargs as dict).toJSON() : kwargs);

/** Whether there are keyword arguments; without any, as with `**{}`, a function gets no argument for them. */
export function hasKeywords(kwargs: Record<string, unknown> | null | undefined): kwargs is Record<string, unknown> {
  return kwargs !== null && kwargs !== undefined && Object.keys(kwargs).length > 0;
}

/** Brings both forms together. */
export function threadOptions(given: unknown[]): ThreadOptions {
  if (given.length === 1 && isKeywords(given[0])) {
    checkKeywords("Thread.__init__", given[0], KEYWORDS);
    return given[0];
  }
  const positional = [...given];
  const last = positional.length > 1 && positional.length !== 5 ? positional.at(-1) : undefined;
  const keywords =
    isKeywords(last) && Object.keys(last).every((key) => KEYWORDS.includes(key)) ? threadOptions([positional.pop()]) : {};
  if (positional.length > 5) {
    throw new TypeError(`Thread.__init__() takes from 1 to 6 positional arguments but ${positional.length + 1} were given`);
  }
  const [group, target, name, args, kwargs] = positional as [null, never, string, unknown[], Record<string, unknown>];
  return { group, target, name, args, kwargs, ...keywords };
}
