/**
 * Python's rules for the end of a program: main's end waits for the threads that are not daemons; daemons and raw
 * threads are cut off. An uncaught error in main is printed first, and the exit code is 1; `SystemExit` ends main
 * silently with its code.
 */
import { inspect } from "node:util";
import { isSystemExit, onSystemExit } from "../base/errors.js";
import { reconcileKept } from "../codec/kept.js";
import { waitAsync } from "../memory/async-wait.js";
import { load, store, wakeAll } from "../memory/futex.js";
import { ArenaHeader, ThreadBlock, ThreadState } from "../memory/layout.js";
import { currentBlock, isPoolWorker } from "./current.js";
import { report, writeError } from "./stdio.js";
import { waitForNonDaemons } from "./table.js";

let installed = false;
let hasBegunToEnd = false;
const atExit: (() => void)[] = [];

/**
 * Runs `callback` when main ends, before its threads are waited for; the last one registered first.
 *
 * @returns false when main has begun to end; the callback does not run then
 */
export function onMainEnd(callback: () => void): boolean {
  if (hasBegunToEnd) return false;
  installMainExit();
  atExit.push(callback);
  return true;
}

/** Whether main has begun to end. */
export function isFinalizing(): boolean {
  return load(ArenaHeader.FINALIZING) !== 0;
}

/** Sets up main's end. Called with the first thread, and when a SystemExit is made. */
export function installMainExit(): void {
  if (installed || isPoolWorker) return;
  installed = true;
  process.on("exit", () => store(ArenaHeader.ENDS, 1));
  process.on("beforeExit", endWithLoop);
  process.on("uncaughtException", endByError);
}

function beginEnd(): void {
  if (isFinalizing()) return;
  hasBegunToEnd = true;
  reconcileKept?.();
  for (let callback = atExit.pop(); callback !== undefined; callback = atExit.pop()) runAtEnd(callback);
  store(ArenaHeader.FINALIZING, 1);
  const state = currentBlock() + ThreadBlock.STATE;
  store(state, ThreadState.STOPPED);
  wakeAll(state);
}

/** Ends main before its time: it runs on, but counts as ended, and its threads have ended. */
export function endMain(): void {
  beginEnd();
  waitForNonDaemons();
}

/** What such a callback throws keeps nobody else from ending well. */
function runAtEnd(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    report("Exception ignored on threading shutdown:", error);
  }
}

/** The event loop has run empty. It goes on while threads are left, so that handlers of signals are still called. */
async function endWithLoop(): Promise<void> {
  beginEnd();
  for (let live = load(ArenaHeader.NON_DAEMON_LIVE); live > 0; live = load(ArenaHeader.NON_DAEMON_LIVE)) {
    await waitAsync(ArenaHeader.NON_DAEMON_LIVE, live, Number.POSITIVE_INFINITY);
  }
  reconcileKept?.();
}

function endByError(error: unknown): void {
  // A program with handlers of its own decides itself.
  if (process.listenerCount("uncaughtException") > 1) return;
  let code = 1;
  if (isSystemExit(error)) {
    code = exitCode(error.code);
  } else {
    writeError(`${textOf(error)}\n\nNode.js ${process.version}\n`);
  }
  // What is left in main's event loop does not run any more.
  endMain();
  process.exit(code);
}

function exitCode(code: unknown): number {
  if (code === undefined || code === null) return 0;
  if (typeof code === "boolean" || Number.isInteger(code)) return Number(code) & 0xff;
  writeError(`${String(code)}\n`);
  return 1;
}

function textOf(error: unknown): string {
  try {
    return error instanceof Error ? inspect(error) : `Uncaught ${inspect(error)}`;
  } catch {
    return "Uncaught error that cannot be shown";
  }
}

onSystemExit(installMainExit);
