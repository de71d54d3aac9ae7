import { dumpThreads } from "../internal/runtime/dump-threads.js";
import { type OutputFile, outputArgument } from "../thread/output-argument.js";

/**
 * Prints what every thread does: what it waits for, who holds that, since when, and where in the program; and who waits
 * for each other in a circle. A thread that runs is told without its place, except the calling one.
 *
 * Python has no such function; it is what a program prints that finds itself in a deadlock.
 *
 * @param file where to, as a descriptor or a stream; default: stderr
 * @throws AttributeError, ValueError for other than that
 * @example
 * threading.dump_threads();
 */
export function dump_threads(file?: OutputFile | null): void {
  dumpThreads({ fd: outputArgument(file), ident: 0 });
}
