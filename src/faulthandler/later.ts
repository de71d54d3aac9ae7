import { OverflowError, ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { cancelDump, dumpThreadsLater } from "../internal/runtime/dump-threads.js";
import { isKeywords } from "../thread/acquire-arguments.js";
import { type OutputFile, outputArgument } from "../thread/output-argument.js";
import { checkKeywords } from "../thread/keywords.js";

/** Keywords of `dump_traceback_later`. */
export interface LaterOptions {
  timeout?: number;
  repeat?: unknown;
  file?: OutputFile | null;
  exit?: unknown;
}

/** Node's longest timer, in seconds. */
const LONGEST_S = (2 ** 31 - 1) / 1e3;

/**
 * Prints what every thread does after a time, unless it is cancelled first; also while main blocks or is in a loop. A
 * second call takes the place of the first. It does not keep the program from ending.
 *
 * Differs from CPython: a thread that runs is told without its place, and handlers of `process.on("exit")` are called.
 *
 * @param timeout seconds, fractions allowed. A keyword object may stand here instead.
 * @param repeat whether to print again each time so many seconds have passed
 * @param file where to, as a descriptor or a stream; default: stderr
 * @param exit whether to end the program then, with exit code 1
 * @throws ValueError for other than a positive timeout, OverflowError for one beyond 24 days
 * @example
 * faulthandler.dump_traceback_later(10);
 */
export function dump_traceback_later(
  timeout: number | LaterOptions,
  repeat: unknown = false,
  file?: OutputFile | null,
  exit: unknown = false,
): void {
  if (isKeywords(timeout)) {
    const options: LaterOptions = timeout;
    checkKeywords("dump_traceback_later", options, ["timeout", "repeat", "file", "exit"]);
    if (options.timeout === undefined) throw new TypeError("dump_traceback_later() missing required argument 'timeout' (pos 1)");
    return dump_traceback_later(options.timeout, options.repeat, options.file, options.exit);
  }
  if (typeof timeout !== "number") throw new TypeError(`'${typeName(timeout)}' object cannot be interpreted as an integer`);
  if (!(timeout > 0)) throw new ValueError("timeout must be greater than 0");
  if (timeout > LONGEST_S) throw new OverflowError("timeout value is too large");
  dumpThreadsLater({ fd: outputArgument(file), ident: 0 }, timeout, Boolean(repeat), Boolean(exit));
}

/** Takes back the last `dump_traceback_later`; harmless when there is none. */
export function cancel_dump_traceback_later(): void {
  cancelDump();
}
