/**
 * Python's `with` for what is no block of its own.
 *
 * Invariants: the manager is left exactly once, however the body ends; when the body gives a promise, that is when the
 * promise settles, since until then the body has not ended.
 */
import { typeName } from "../internal/base/type-name.js";

/** Python's context manager. */
export interface ContextManager<T> {
  /** Enters it; what it returns goes to the body. */
  __enter__(): T;
  /** Told how the body ended. A true value, as Python counts it, swallows the error. */
  __exit__(type?: unknown, value?: unknown, traceback?: unknown): unknown;
}

/** What can be held and let go. */
export interface Acquirable {
  /** Takes it. */
  acquire(): unknown;
  /** Gives it back. */
  release(): unknown;
}

/** What gives a hold that `using` would release. */
export interface Holdable<H extends Disposable> {
  /** Takes it; what it returns gives it back. */
  hold(): H;
}

interface Entered {
  value: unknown;
  /** Returns true when the error is swallowed. */
  exit(failed: boolean, error?: unknown): boolean;
}

/**
 * Runs a body with a manager entered, as Python's `with manager as value:`. The manager is left when the body returns,
 * throws or, if it gives a promise, when that settles.
 *
 * @param manager a lock or anything else with `__enter__` and `__exit__`, with `acquire` and `release`, with `hold`, or
 * with `Symbol.dispose`
 * @param body gets what `__enter__` gave: `true` for locks; the hold or the disposable itself for those
 * @returns what the body returns; undefined when `__exit__` swallowed an error
 * @throws TypeError when the manager is none; otherwise what the body throws, unless `__exit__` returns a true value
 *
 * @example
 * with_(lock, () => { counter.value += 1; });
 */
export function with_<T, R>(manager: ContextManager<T>, body: (value: T) => R): R;
/**
 * Runs a body with a lock acquired, as Python's `with lock:`. It is released when the body returns, throws or, if it gives a
 * promise, when that settles.
 *
 * @param manager what has `acquire` and `release`
 * @param body gets `true`
 * @returns what the body returns
 * @example
 * with_(lock, () => { counter.value += 1; });
 */
export function with_<R>(manager: Acquirable, body: (value: true) => R): R;
/**
 * Runs a body with a hold. It is disposed of when the body returns, throws or, if it gives a promise, when that settles.
 *
 * @param manager what has `hold`
 * @param body gets the hold
 * @returns what the body returns
 * @example
 * with_(lock, () => { counter.value += 1; });
 */
export function with_<H extends Disposable, R>(manager: Holdable<H>, body: (value: H) => R): R;
/**
 * Runs a body with what `using` takes. It is disposed of when the body returns, throws or, if it gives a promise, when that
 * settles.
 *
 * @param manager what has `Symbol.dispose`
 * @param body gets the manager
 * @returns what the body returns
 * @example
 * with_(lock.hold(), () => { counter.value += 1; });
 */
export function with_<D extends Disposable, R>(manager: D, body: (value: D) => R): R;
export function with_(manager: unknown, body: (value: any) => unknown): unknown {
  const { value, exit } = enter(manager);
  let result: unknown;
  try {
    result = body(value);
  } catch (error) {
    return leaveFailed(exit, error);
  }
  if (isThenable(result)) {
    return Promise.resolve(result).then(
      (settled) => {
        exit(false);
        return settled;
      },
      (error: unknown) => leaveFailed(exit, error),
    );
  }
  exit(false);
  return result;
}

function leaveFailed(exit: Entered["exit"], error: unknown): undefined {
  if (!exit(true, error)) throw error;
}

function enter(manager: unknown): Entered {
  if (isFunctionOf(manager, "__enter__") && isFunctionOf(manager, "__exit__")) {
    const { __enter__, __exit__ } = manager as ContextManager<unknown>;
    const value = __enter__.call(manager);
    return {
      value,
      exit: (failed, error) =>
        isTrue(
          failed
            ? __exit__.call(manager, typeOf(error), error, stackOf(error))
            : __exit__.call(manager, undefined, undefined, undefined),
        ),
    };
  }
  if (isFunctionOf(manager, "acquire") && isFunctionOf(manager, "release")) {
    const lock = manager as Acquirable;
    lock.acquire();
    return { value: true, exit: never(() => lock.release()) };
  }
  const held = isFunctionOf(manager, "hold") ? (manager as Holdable<Disposable>).hold() : manager;
  if (isFunctionOf(held, Symbol.dispose)) {
    return { value: held, exit: never(() => (held as Disposable)[Symbol.dispose]()) };
  }
  throw new TypeError(`'${typeName(manager)}' object does not support the context manager protocol`);
}

/** An exit that never swallows the error. */
function never(leave: () => unknown): Entered["exit"] {
  return () => {
    leave();
    return false;
  };
}

function isFunctionOf(value: unknown, key: PropertyKey): boolean {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return false;
  // An object that shares its attributes may answer a missing one with AttributeError, so it is asked first.
  return key in value && typeof (value as Record<PropertyKey, unknown>)[key] === "function";
}

function typeOf(error: unknown): unknown {
  return error === undefined || error === null ? undefined : (Object(error) as { constructor?: unknown }).constructor;
}

function stackOf(error: unknown): unknown {
  return error instanceof Error ? error.stack : undefined;
}

/** Python's truth of what `__exit__` returns; empty containers are seldom returned there, so JavaScript's will do. */
function isTrue(value: unknown): boolean {
  return Boolean(value);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value !== null && typeof value === "object" && typeof (value as { then?: unknown }).then === "function";
}
