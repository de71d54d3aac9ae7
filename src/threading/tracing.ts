/** Python's trace and profile hooks. The engine calls no function for each line or call, so none can be set. */
import { NotImplementedError } from "../internal/base/errors.js";

function refuse(name: string, hook: unknown): void {
  if (hook === null || hook === undefined) return;
  throw new NotImplementedError(
    `${name}() cannot be had: JavaScript calls no function for each line or call of a thread. Use a debugger (node --inspect) or a profiler (node --cpu-prof)`,
  );
}

/**
 * In Python, sets a trace function for all later threads.
 *
 * @param hook null: there is none, which is always so
 * @throws NotImplementedError for anything else: the engine has no such hook
 */
export function settrace(hook: null | undefined): void {
  refuse("settrace", hook);
}

/**
 * In Python, sets a profile function for all later threads.
 *
 * @param hook null: there is none, which is always so
 * @throws NotImplementedError for anything else: the engine has no such hook
 */
export function setprofile(hook: null | undefined): void {
  refuse("setprofile", hook);
}

/**
 * In Python, as `settrace` and also for the threads that run.
 *
 * @throws NotImplementedError for other than null
 */
export function settrace_all_threads(hook: null | undefined): void {
  refuse("settrace_all_threads", hook);
}

/**
 * In Python, as `setprofile` and also for the threads that run.
 *
 * @throws NotImplementedError for other than null
 */
export function setprofile_all_threads(hook: null | undefined): void {
  refuse("setprofile_all_threads", hook);
}

/** The trace function of later threads: none. */
export function gettrace(): undefined {
  return undefined;
}

/** The profile function of later threads: none. */
export function getprofile(): undefined {
  return undefined;
}
