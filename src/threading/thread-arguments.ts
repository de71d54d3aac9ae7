/** The arguments of Thread: Python's order, one object of keywords, or an object of keywords after some of them. */
import { isKeywords } from "../thread/acquire-arguments.js";
import type { TargetArguments } from "../thread/target-arguments.js";

/** Keywords of `Thread` that say nothing of the target. */
export interface ThreadSettings {
  /** Any text. Default: `Thread-N`. */
  name?: string | null;
  /** Whether the program may end while the thread runs. Default: what the creating thread is. */
  daemon?: boolean | null;
}

/** Keywords for a target with parameters `A`; it gets no `kwargs`. */
export type TargetSettings<A extends unknown[]> = ThreadSettings &
  ([] extends A
    ? {
        /** Arguments of the target. */
        args?: TargetArguments<A>;
        /** Reaches the target as one last object argument. */
        kwargs?: any[] extends A ? object | null : null;
      }
    : {
        /** Arguments of the target. */
        args: TargetArguments<A>;
        /** Reaches the target as one last object argument. */
        kwargs?: null;
      });

/** Keywords of `Thread`. */
export type ThreadOptions<A extends unknown[] = any[]> = TargetSettings<A> & {
  /** Reserved, as in Python: must be null or absent. */
  group?: null;
} & ([] extends A
    ? {
        /** What `run()` calls. */
        target?: ((...args: A) => unknown) | null;
      }
    : {
        /** What `run()` calls. */
        target: (...args: A) => unknown;
      });

/** Keywords for a target that gets `kwargs` too, as its last argument. */
export interface KeywordSettings<A extends unknown[], K extends object> extends ThreadSettings {
  /** Arguments of the target, but for the last. */
  args?: TargetArguments<A>;
  /** Reaches the target as one last object argument. */
  kwargs: K;
}

/** Keywords of `Thread` with `kwargs`. */
export interface KeywordThreadOptions<A extends unknown[], K extends object> extends KeywordSettings<A, K> {
  /** Reserved, as in Python: must be null or absent. */
  group?: null;
  /** What `run()` calls. */
  target: (...args: [...A, K]) => unknown;
}

/** What a Thread is made of, whatever it was. */
export interface ThreadParts {
  group?: unknown;
  target?: unknown;
  name?: unknown;
  args?: unknown;
  kwargs?: unknown;
  daemon?: unknown;
}

const KEYWORDS = new Set(["group", "target", "name", "args", "kwargs", "daemon"]);

/** Brings all forms together. */
export function threadOptions(given: unknown[]): ThreadParts {
  if (given.length === 1 && isKeywords(given[0])) {
    for (const key of Object.keys(given[0])) {
      if (!KEYWORDS.has(key)) throw new TypeError(`Thread.__init__() got an unexpected keyword argument '${key}'`);
    }
    return given[0];
  }
  const positional = [...given];
  const last = positional.length > 1 && positional.length !== 5 ? positional.at(-1) : undefined;
  const keywords = isKeywords(last) && Object.keys(last).every((key) => KEYWORDS.has(key)) ? threadOptions([positional.pop()]) : {};
  if (positional.length > 5) {
    throw new TypeError(`Thread.__init__() takes from 1 to 6 positional arguments but ${positional.length + 1} were given`);
  }
  const [group, target, name, args, kwargs] = positional;
  return { group, target, name, args, kwargs, ...keywords };
}
