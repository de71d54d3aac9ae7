/** Python's trace and profile hooks. The engine calls no function for each line or call, so none can be set. */
import { NotImplementedError } from "../internal/base/errors.js";

function refuse(name: string, hook: unknown): void {
  if (hook === null || hook === undefined) return;
  throw new NotImplementedError(
    `${name}() cannot be had: JavaScript calls no function for each line or call of a thread. Use a debugger (node --inspect) or a profiler (node --cpu-prof)`,
  );
}

/**
 * In Python, sets a function that is called for each line and call of all later threads.
 *
 * Differs from CPython: only null can be set, since the engine has no such hook.
 *
 * @param hook null: there is none
 * @throws NotImplementedError for anything else
 * @example
 * threading.settrace(null);
 */
export function settrace(hook: null | undefined): void {
  refuse("settrace", hook);
}

/**
 * In Python, sets a function that is called for each call and return of all later threads.
 *
 * Differs from CPython: only null can be set, since the engine has no such hook.
 *
 * @param hook null: there is none
 * @throws NotImplementedError for anything else
 * @example
 * threading.setprofile(null);
 */
export function setprofile(hook: null | undefined): void {
  refuse("setprofile", hook);
}

/**
 * In Python, as `settrace` and also for the threads that run.
 *
 * Differs from CPython: only null can be set, since the engine has no such hook.
 *
 * @param hook null: there is none
 * @throws NotImplementedError for anything else
 * @example
 * threading.settrace_all_threads(null);
 */
export function settrace_all_threads(hook: null | undefined): void {
  refuse("settrace_all_threads", hook);
}

/**
 * In Python, as `setprofile` and also for the threads that run.
 *
 * Differs from CPython: only null can be set, since the engine has no such hook.
 *
 * @param hook null: there is none
 * @throws NotImplementedError for anything else
 * @example
 * threading.setprofile_all_threads(null);
 */
export function setprofile_all_threads(hook: null | undefined): void {
  refuse("setprofile_all_threads", hook);
}

/**
 * The function that `settrace` has set.
 *
 * @returns undefined: there is none
 * @example
 * threading.gettrace() === undefined;  // true
 */
export function gettrace(): undefined {
  return undefined;
}

/**
 * The function that `setprofile` has set.
 *
 * @returns undefined: there is none
 * @example
 * threading.getprofile() === undefined;  // true
 */
export function getprofile(): undefined {
  return undefined;
}
