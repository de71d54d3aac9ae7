import { constants } from "node:os";
import { NotImplementedError, OSError, RuntimeError, ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { MAIN_IDENT } from "../internal/runtime/current.js";
import { dumpThreadsOn, stopDumpingOn } from "../internal/runtime/dump-threads.js";
import { LAST_SIGNAL } from "../internal/runtime/interrupt.js";
import { Listening } from "../internal/runtime/signal-listener.js";
import { isKeywords } from "../thread/acquire-arguments.js";
import { type OutputFile, outputArgument } from "../thread/output-argument.js";
import { checkKeywords } from "../thread/keywords.js";

/** Keywords of `register`. */
export interface RegisterOptions {
  signum?: number | string;
  file?: OutputFile | null;
  all_threads?: unknown;
  chain?: unknown;
}

/** Signals of a crash, which Python leaves to `enable`. */
const OF_CRASHES = ["SIGSEGV", "SIGFPE", "SIGABRT", "SIGBUS", "SIGILL"] as const;

/**
 * Has what every thread does printed whenever the process gets a signal, also while main blocks or is in a loop. The signal
 * does not end the program then. Handlers of `process.on` are called as well.
 *
 * Differs from CPython: see `dump_traceback`; and there is no `chain`.
 *
 * @param signum number or name of the signal, such as "SIGUSR2". A keyword object may stand here instead.
 * @param file where to, as a descriptor or a stream; default: stderr
 * @param all_threads false: main only
 * @throws ValueError, RuntimeError, OSError for what cannot be listened for
 * @example
 * faulthandler.register("SIGUSR2");
 */
export function register(
  signum: number | string | RegisterOptions,
  file?: OutputFile | null,
  all_threads: unknown = true,
  chain: unknown = false,
): void {
  if (isKeywords(signum)) {
    const options: RegisterOptions = signum;
    checkKeywords("register", options, ["signum", "file", "all_threads", "chain"]);
    if (options.signum === undefined) throw new TypeError("register() missing required argument 'signum' (pos 1)");
    return register(options.signum, options.file, options.all_threads ?? true, options.chain);
  }
  const number = signalNumber(signum);
  if (OF_CRASHES.some((name) => constants.signals[name] === number)) {
    throw new RuntimeError(`signal ${number} cannot be registered, use enable() instead`);
  }
  if (chain)
    throw new NotImplementedError("register(chain=True) cannot be had: what a signal does without a handler cannot be called");
  const outcome = dumpThreadsOn({ fd: outputArgument(file), ident: all_threads ? 0 : MAIN_IDENT }, number);
  if (outcome < 0) throw new OSError(-outcome, "Invalid argument");
  if (outcome === Listening.CANNOT) {
    throw new NotImplementedError(
      'register() cannot be had on this Node. process.on("SIGUSR2", () => threading.dump_threads()) does the same while main is in its event loop',
    );
  }
}

/**
 * Takes back what `register` has done for a signal.
 *
 * @returns whether it was registered
 */
export function unregister(signum: number | string): boolean {
  return stopDumpingOn(signalNumber(signum)) !== Listening.WAS_NOT;
}

function signalNumber(signum: unknown): number {
  const number: unknown = typeof signum === "string" ? (constants.signals as Record<string, number | undefined>)[signum] : signum;
  if (typeof number !== "number" || !Number.isInteger(number))
    throw new TypeError(`'${typeName(signum)}' object cannot be interpreted as an integer`);
  if (number < 1 || number > LAST_SIGNAL) throw new ValueError("signal number out of range");
  return number;
}
