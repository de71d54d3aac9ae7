/**
 * Whether main, which has ended and whose event loop is only kept alive by the threads that it waits for, can still run
 * something that wakes one of them. When its loop ran empty, nothing was left that keeps a program alive; what may be left
 * are handlers of signals, and timers, sockets and the like that the program has told not to keep it alive (`unref`).
 *
 * Yes is answered whenever in doubt: a deadlock is then not reported. Workers and child processes are counted elsewhere (see
 * strangers.ts). What is known of the handles is what Node's diagnostic report lists; making one takes some milliseconds.
 */
import { constants } from "node:os";
import { isMainThread } from "node:worker_threads";
import { LONGEST_WAIT_MS, pendingWaits } from "../memory/async-wait.js";

/** An entry of the report's list of handles. The first timer is the one that serves all timers of the program. */
interface UvHandle {
  type: string;
  is_active?: boolean;
  firesInMsFromNow?: number;
}

/** Handles of these kinds belong to Node itself and to messages, which nobody sends when all threads wait. */
const QUIET = new Set(["loop", "async", "check", "idle", "prepare", "timer", "signal"]);

export function canMainBeWoken(): boolean {
  if (!isMainThread || process.connected || isDebugged() || handlesSignals()) return true;
  // The wait for the threads is one, and holds the loop by one timer.
  if (pendingWaits() > 1) return true;
  if (process.getActiveResourcesInfo().filter((name) => !OUTPUT.test(name)).length > 1) return true;
  try {
    return hasActiveHandle();
  } catch {
    return true;
  }
}

/** How the process's own streams are listed, which wait for nothing. */
const OUTPUT = /^(PipeWrap|TTYWrap)$/;

function isDebugged(): boolean {
  return process.getBuiltinModule("node:inspector").url() !== undefined;
}

function handlesSignals(): boolean {
  return Object.keys(constants.signals).some((name) => {
    const handlers = process.listenerCount(name as NodeJS.Signals);
    // Node itself listens for the size of the terminal.
    return name === "SIGWINCH" ? handlers > 1 || process.stdout.listenerCount("resize") > 0 : handlers > 0;
  });
}

function hasActiveHandle(): boolean {
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  const { excludeNetwork } = report;
  if (excludeNetwork !== undefined) report.excludeNetwork = true;
  const { libuv } = report.getReport() as unknown as { libuv: UvHandle[] };
  if (excludeNetwork !== undefined) report.excludeNetwork = excludeNetwork;
  const timer = libuv.find(({ type }) => type === "timer");
  // The one of the wait fires last of all that there can be.
  if (timer?.firesInMsFromNow === undefined || timer.firesInMsFromNow < LONGEST_WAIT_MS / 2) return true;
  return libuv.some(({ type, is_active }) => is_active && !QUIET.has(type));
}
