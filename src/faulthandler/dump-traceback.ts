import { currentIdent } from "../internal/runtime/current.js";
import { dumpThreads } from "../internal/runtime/dump-threads.js";
import { isKeywords } from "../thread/acquire-arguments.js";
import { type OutputFile, outputArgument } from "../thread/output-argument.js";
import { checkKeywords } from "../thread/keywords.js";

/** Keywords of `dump_traceback`. */
export interface DumpOptions {
  file?: OutputFile | null;
  all_threads?: unknown;
}

/**
 * Prints what every thread does, as `threading.dump_threads()`.
 *
 * Differs from CPython: it tells what threads wait for, and only those that wait are told with their place, besides the
 * calling one.
 *
 * @param file where to, as a descriptor or a stream; default: stderr. A keyword object may stand here instead.
 * @param all_threads false: the calling thread only
 * @example
 * faulthandler.dump_traceback();
 */
export function dump_traceback(file?: OutputFile | null | DumpOptions, all_threads: unknown = true): void {
  if (isKeywords(file)) {
    const options = file as DumpOptions;
    checkKeywords("dump_traceback", options, ["file", "all_threads"]);
    return dump_traceback(options.file, options.all_threads ?? true);
  }
  dumpThreads({ fd: outputArgument(file), ident: all_threads ? 0 : currentIdent() });
}
