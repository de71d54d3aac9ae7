/** How the arguments of Thread are typed: those of the target follow from its parameters. See thread-arguments.ts. */
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
export type TypedThreadOptions<A extends unknown[] = any[]> = TargetSettings<A> & {
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
