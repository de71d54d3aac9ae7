/**
 * `interrupt_main`: a signal that is simulated, not sent. Nothing can interrupt JavaScript that runs, so main looks for it
 * at the end of a sleep, a join, a start or a wait, and in its event loop.
 *
 * | main | when it notices |
 * |---|---|
 * | runs or blocks in a call of this package | at the end of the next call that looks |
 * | is in its event loop | at once, by a message of the kernel's |
 *
 * What happens then is up to main's handlers (`process.on("SIGINT", …)`): they are called there. Without one, SIGINT
 * becomes a KeyboardInterrupt; other signals have no effect, as in Python.
 */
import { constants } from "node:os";
import { updateArrays } from "../codec/connected.js";
import { KeyboardInterrupt } from "../base/errors.js";
import { compareExchange, exchange, load } from "../memory/futex.js";
import { ArenaHeader, type Ptr } from "../memory/layout.js";
import { isPoolWorker } from "./current.js";
import { installMainExit } from "./exit.js";
import { askKernel } from "./kernel-link.js";

const BITS = 32;
const WORDS = 2;

/** Signals are numbered from 1 up to this. */
export const LAST_SIGNAL = BITS * WORDS;
export const SIGINT: number = constants.signals.SIGINT;

/** Simulates the signal in main: at once when main calls. */
export function simulateSignal(signum: number): void {
  const word = ArenaHeader.INTERRUPTS + Math.trunc((signum - 1) / BITS);
  const bit = 1 << ((signum - 1) % BITS);
  for (let seen = load(word); ; ) {
    const before = compareExchange(word, seen, seen | bit);
    if (before === seen) break;
    seen = before;
  }
  if (isPoolWorker) askKernel({ type: "interrupt" });
  else checkInterrupts();
}

/**
 * Looks at what happened while this thread waited. In main that is also the signals that threads have simulated.
 *
 * @throws KeyboardInterrupt, and whatever main's handlers throw
 */
export function checkInterrupts(): void {
  updateArrays?.();
  if (isPoolWorker) return;
  for (let i = 0; i < WORDS; i++) if (load(ArenaHeader.INTERRUPTS + i) !== 0) deliver(ArenaHeader.INTERRUPTS + i, i * BITS + 1);
}

function deliver(word: Ptr, first: number): void {
  const bits = exchange(word, 0);
  for (let i = 0; i < BITS; i++) if (bits & (1 << i)) handle(first + i);
}

function handle(signum: number): void {
  const name = Object.entries(constants.signals).find(([, number]) => number === signum)?.[0] as NodeJS.Signals | undefined;
  if (name !== undefined && process.listenerCount(name) > 0) {
    (process as NodeJS.EventEmitter).emit(name, name, signum);
  } else if (signum === SIGINT) {
    installMainExit();
    throw new KeyboardInterrupt();
  }
}
