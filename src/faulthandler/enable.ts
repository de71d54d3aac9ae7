/** Python's handlers for signals that end a crashed process. In Node no code of the program's runs then. */
import { NotImplementedError } from "../internal/base/errors.js";

/**
 * In Python, has the stacks of all threads printed when the process crashes.
 *
 * @throws NotImplementedError always
 */
export function enable(..._arguments: unknown[]): never {
  throw new NotImplementedError(
    "enable() cannot be had: no JavaScript runs when a process crashes. Leave it out, and use node --report-on-fatalerror; for hangs there are register() and dump_traceback_later()",
  );
}

/** In Python, takes back `enable`. Returns whether it was in force: never. */
export function disable(): boolean {
  return false;
}

/** Whether `enable` is in force: never. */
export function is_enabled(): boolean {
  return false;
}
