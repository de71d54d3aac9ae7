/** How the arguments of Thread are typed: those of the target follow from its parameters. See thread-arguments.ts. */
import type { TargetArguments } from "../thread/target-arguments.js";
import type { Thread } from "./thread.js";

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
        kwargs?: Record<string, never> | null;
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

export interface ThreadConstructor {
  /**
   * Makes a thread whose target gets `kwargs` as its last argument; `start()` starts it.
   *
   * @param options `target`: what `run()` calls; `args`: its arguments but for the last; `kwargs`: the last; `name`;
   * `daemon`: whether the program may end while the thread runs
   * @throws AssertionError when `group` is not null
   * @throws TypeError for a keyword that there is not
   */
  <A extends unknown[], K extends object>(options: KeywordThreadOptions<A, K>): Thread;
  /**
   * Makes a thread whose target gets `kwargs` as its last argument, with all arguments in Python's order.
   *
   * @param group null
   * @param target what `run()` calls
   * @param name `Thread-N` unless given
   * @param args arguments of the target but for the last
   * @param kwargs the last
   * @param options `daemon`
   */
  <A extends unknown[], K extends object>(
    group: null | undefined,
    target: (...args: [...A, K]) => unknown,
    name: string | null | undefined,
    args: TargetArguments<A>,
    kwargs: K,
    options?: { daemon?: boolean | null },
  ): Thread;
  /**
   * Makes a thread whose target gets `kwargs` as its last argument, with group and target in Python's order.
   *
   * @param group null
   * @param target what `run()` calls
   * @param options `args`, `kwargs`, `name`, `daemon`
   */
  <A extends unknown[], K extends object>(
    group: null | undefined,
    target: (...args: [...A, K]) => unknown,
    options: KeywordSettings<A, K>,
  ): Thread;
  /**
   * Makes a thread, with group and target in Python's order.
   *
   * @param group null
   * @param target what `run()` calls
   * @param options `args`, `name`, `daemon`
   */
  <A extends unknown[]>(group: null | undefined, target: (...args: A) => unknown, options: TargetSettings<A>): Thread;
  /**
   * Makes a thread, with all arguments in Python's order.
   *
   * @param group null
   * @param target what `run()` calls
   * @param name `Thread-N` unless given
   * @param args arguments of the target
   * @param kwargs null
   * @param options `daemon`
   */
  <A extends unknown[]>(
    group: null | undefined,
    target?: ((...args: A) => unknown) | null,
    name?: string | null,
    args?: TargetArguments<A>,
    kwargs?: Record<string, never> | null,
    options?: { daemon?: boolean | null },
  ): Thread;
  // Last, since TypeScript explains why the last one does not fit.
  /**
   * Makes a thread; `start()` starts it.
   *
   * @param options `target`: what `run()` calls; `args`: its arguments; `name`, `Thread-N` unless given; `daemon`: whether the
   * program may end while the thread runs, unless given what the creating thread is
   * @throws AssertionError when `group` is not null
   * @throws TypeError for a keyword that there is not
   * @example
   * const t = threading.Thread({ target: countdown, args: [10] });
   */
  <A extends unknown[]>(options?: TypedThreadOptions<A>): Thread;
  /**
   * Makes a thread whose target gets `kwargs` as its last argument; `start()` starts it.
   *
   * @param options `target`: what `run()` calls; `args`: its arguments but for the last; `kwargs`: the last; `name`;
   * `daemon`: whether the program may end while the thread runs
   * @throws AssertionError when `group` is not null
   * @throws TypeError for a keyword that there is not
   */
  new <A extends unknown[] = any[], K extends object = any>(options: KeywordThreadOptions<A, K>): Thread;
  /**
   * Makes a thread whose target gets `kwargs` as its last argument, with all arguments in Python's order.
   *
   * @param group null
   * @param target what `run()` calls
   * @param name `Thread-N` unless given
   * @param args arguments of the target but for the last
   * @param kwargs the last
   * @param options `daemon`
   */
  new <A extends unknown[] = any[], K extends object = any>(
    group: null | undefined,
    target: (...args: [...A, K]) => unknown,
    name: string | null | undefined,
    args: TargetArguments<A>,
    kwargs: K,
    options?: { daemon?: boolean | null },
  ): Thread;
  /**
   * Makes a thread whose target gets `kwargs` as its last argument, with group and target in Python's order.
   *
   * @param group null
   * @param target what `run()` calls
   * @param options `args`, `kwargs`, `name`, `daemon`
   */
  new <A extends unknown[] = any[], K extends object = any>(
    group: null | undefined,
    target: (...args: [...A, K]) => unknown,
    options: KeywordSettings<A, K>,
  ): Thread;
  /**
   * Makes a thread, with group and target in Python's order.
   *
   * @param group null
   * @param target what `run()` calls
   * @param options `args`, `name`, `daemon`
   */
  new <A extends unknown[] = any[]>(group: null | undefined, target: (...args: A) => unknown, options: TargetSettings<A>): Thread;
  /**
   * Makes a thread, with all arguments in Python's order.
   *
   * @param group null
   * @param target what `run()` calls
   * @param name `Thread-N` unless given
   * @param args arguments of the target
   * @param kwargs null
   * @param options `daemon`
   */
  new <A extends unknown[] = any[]>(
    group: null | undefined,
    target?: ((...args: A) => unknown) | null,
    name?: string | null,
    args?: TargetArguments<A>,
    kwargs?: Record<string, never> | null,
    options?: { daemon?: boolean | null },
  ): Thread;
  /**
   * Makes a thread; `start()` starts it.
   *
   * @param options `target`: what `run()` calls; `args`: its arguments; `name`, `Thread-N` unless given; `daemon`: whether the
   * program may end while the thread runs, unless given what the creating thread is
   * @throws AssertionError when `group` is not null
   * @throws TypeError for a keyword that there is not
   * @example
   * const t = threading.Thread({ target: countdown, args: [10] });
   */
  new <A extends unknown[] = any[]>(options?: TypedThreadOptions<A>): Thread;
  readonly prototype: Thread;
}
