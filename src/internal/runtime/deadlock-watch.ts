/**
 * The kernel's watch for deadlocks: it looks once a second, and when nothing can go on (see stuck.ts) it tells the whole
 * state on stderr and has main end the process. Its timer does not keep the process alive, since the kernel does not.
 *
 * | look | found before | what follows |
 * |---|---|---|
 * | something can go on | | the next look, a second later |
 * | nothing can | something else | another look, soon |
 * | nothing can | the same | it is proven for the threads. Where main has ended, main is asked whether its event loop can do something; then the threads tell their stacks |
 * | nothing can | the same, and main and the threads were asked | the report, and the end |
 */
import { endProgram } from "./end-program.js";
import type { KernelMessage } from "./protocol.js";
import { stacksOfWaiting } from "./stacks.js";
import { writeError } from "./stdio.js";
import { hasMainEnded, isReportWanted, lookForStuck } from "./stuck.js";
import { reportThreads } from "./thread-report.js";

const LOOK_EVERY_MS = 1000;
const LOOK_AGAIN_MS = 500;

const EXIT_CODE = 2;
const HEADLINE = "Deadlock: every thread waits without a timeout, and nothing is left that could wake one.";
const LAST_LINE =
  "The program ends with exit code 2. With PYTHREADS_DEADLOCK=off in the environment it would wait on, as in Python.\n";

/** Longest pause, in looks, before main is asked again whether its event loop can do something. */
const LONGEST_PAUSE = 64;

export class DeadlockWatch {
  readonly #workers: () => number;
  readonly #tellMain: (message: KernelMessage) => void;
  #found: string | undefined;
  #answer: ((canBeWoken: boolean) => void) | undefined;
  /** How many looks go by until main is asked again, and how many the next time. */
  #pause = 0;
  #nextPause = 1;

  /** @param workers how many there are; @param tellMain reaches main's event loop */
  constructor(workers: () => number, tellMain: (message: KernelMessage) => void) {
    this.#workers = workers;
    this.#tellMain = tellMain;
    this.#lookIn(LOOK_EVERY_MS);
  }

  /** Main's answer to whether its event loop can do something that wakes a thread. */
  mainAnswers(canBeWoken: boolean): void {
    this.#answer?.(canBeWoken);
  }

  #lookIn(ms: number): void {
    // An error here, as when the arena is full, must not end the kernel, and with it the program.
    setTimeout(() => this.#look().catch(() => this.#lookIn(LOOK_EVERY_MS)), ms);
  }

  async #look(): Promise<void> {
    const found = this.#lookOnce();
    const isProven = found !== undefined && found === this.#found;
    this.#found = found;
    if (isProven && (await this.#isSure(found))) return;
    this.#lookIn(found === undefined ? LOOK_EVERY_MS : LOOK_AGAIN_MS);
  }

  #lookOnce(): string | undefined {
    return isReportWanted() ? lookForStuck(this.#workers()) : undefined;
  }

  /** Ends the program, and returns true, unless something turns out to go on after all. */
  async #isSure(found: string): Promise<boolean> {
    if (hasMainEnded() && (await this.#canMainBeWoken())) return false;
    const stacks = await stacksOfWaiting();
    if (this.#lookOnce() !== found) return false;
    writeError(reportThreads(HEADLINE, stacks) + LAST_LINE);
    endProgram(EXIT_CODE, this.#tellMain);
    return true;
  }

  /** Asks main's event loop, but ever more seldom while it says yes and the threads sleep on. */
  async #canMainBeWoken(): Promise<boolean> {
    if (this.#pause-- > 0) return true;
    const canBeWoken = await new Promise<boolean>((answer) => {
      this.#answer = answer;
      // A main that does not get to it runs, or blocks again, in what it does at its end.
      setTimeout(answer, LOOK_EVERY_MS, true);
      this.#tellMain({ type: "can-be-woken" });
    });
    this.#answer = undefined;
    this.#pause = canBeWoken ? this.#nextPause : 0;
    this.#nextPause = canBeWoken ? Math.min(this.#nextPause * 2, LONGEST_PAUSE) : 1;
    return canBeWoken;
  }
}
