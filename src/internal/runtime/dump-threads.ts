/** What threads ask of the kernel's reports on them (see dumps.ts). */
import { constants } from "node:os";
import { callerFrames } from "../base/stack.js";
import { currentBlock, currentIdent } from "./current.js";
import { dumpHeadline } from "./dumps.js";
import { askKernel, askKernelAndWait, hasKernel } from "./kernel-link.js";
import type { DumpOutput } from "./protocol.js";
import { Listening } from "./signal-listener.js";
import { STDERR, tryWrite, writeError } from "./stdio.js";
import { reportThreads } from "./thread-report.js";

/** Reports before it returns. */
export function dumpThreads(output: DumpOutput): void {
  const asker = { ident: currentIdent(), frames: callerFrames() };
  if (hasKernel()) {
    askKernelAndWait((done) => ({ type: "dump", output, asker, done }));
    return;
  }
  // There is main alone, and the report has to find it.
  currentBlock();
  tryWrite(output.fd, reportThreads(dumpHeadline(), new Map(), { asker }));
}

export function dumpThreadsLater(output: DumpOutput, seconds: number, repeat: boolean, exit: boolean): void {
  askKernel({ type: "dump-later", output, seconds, repeat, exit });
}

/** Takes back what `dumpThreadsLater` asked for. */
export function cancelDump(): void {
  if (hasKernel()) askKernel({ type: "cancel-dump" });
}

/** Reports whenever the process gets the signal. Returns what became of that: see `Listening`. */
export function dumpThreadsOn(output: DumpOutput, signal: number): number {
  return askKernelAndWait((done) => ({ type: "dump-on", output, signal, done }));
}

export function stopDumpingOn(signal: number): number {
  return hasKernel() ? askKernelAndWait((done) => ({ type: "dump-on-no-more", signal, done })) : Listening.WAS_NOT;
}

/**
 * What the environment asks for, once the package is loaded: PYTHREADS_DUMP_AFTER is a number of seconds,
 * PYTHREADS_DUMP_SIGNAL the name of a signal.
 */
export function dumpAsEnvironmentSays(): void {
  const { PYTHREADS_DUMP_AFTER: after, PYTHREADS_DUMP_SIGNAL: name } = process.env;
  const output: DumpOutput = { fd: STDERR, ident: 0 };
  if (name) {
    const signal = (constants.signals as Record<string, number | undefined>)[name];
    if (signal === undefined || dumpThreadsOn(output, signal) !== Listening.STARTED) {
      writeError(`pythreads: PYTHREADS_DUMP_SIGNAL=${name} is not a signal that can be listened for\n`);
    }
  }
  if (after) {
    if (Number(after) > 0) dumpThreadsLater(output, Number(after), false, false);
    else writeError(`pythreads: PYTHREADS_DUMP_AFTER=${after} is not a number of seconds\n`);
  }
}
