/**
 * Reports on live threads, made by the kernel: it never blocks, so they come whether main runs, waits or is in a loop. A
 * thread that runs is told without its stack: the engine shows one thread's stack to another only by stopping it.
 */
import { store, wake } from "../memory/futex.js";
import type { Ptr } from "../memory/layout.js";
import { endProgram } from "./end-program.js";
import type { Asker, DumpOutput, KernelMessage } from "./protocol.js";
import { SignalListener } from "./signal-listener.js";
import { stacksOfWaiting } from "./stacks.js";
import { tryWrite } from "./stdio.js";
import { reportThreads } from "./thread-report.js";

/** Node's longest timer. */
const LONGEST_MS = 2 ** 31 - 1;
const EXIT_CODE = 1;

export class Dumps {
  readonly #tellMain: (message: KernelMessage) => void;
  readonly #signals = new SignalListener();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(tellMain: (message: KernelMessage) => void) {
    this.#tellMain = tellMain;
  }

  async now(output: DumpOutput, asker: Asker, done: Ptr): Promise<void> {
    await dump(dumpHeadline(), output, asker);
    answer(done, 0);
  }

  /** The timer of an earlier call is forgotten. */
  later(output: DumpOutput, seconds: number, repeat: boolean, exit: boolean): void {
    this.cancel();
    this.#timer = setTimeout(
      async () => {
        if (repeat) this.later(output, seconds, repeat, exit);
        await dump(`Timeout (${clockOf(seconds)})!`, output);
        if (exit) endProgram(EXIT_CODE, this.#tellMain);
      },
      Math.min(seconds * 1e3, LONGEST_MS),
    );
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }

  async on(output: DumpOutput, signal: number, done: Ptr): Promise<void> {
    answer(done, await this.#signals.listen(signal, () => void dump(dumpHeadline(), output)));
  }

  async off(signal: number, done: Ptr): Promise<void> {
    answer(done, await this.#signals.stop(signal));
  }
}

/** First line of a report that somebody has asked for. */
export function dumpHeadline(): string {
  return `Threads of process ${process.pid}:`;
}

async function dump(headline: string, { fd, ident }: DumpOutput, asker?: Asker): Promise<void> {
  const stacks = await stacksOfWaiting();
  let text: string;
  try {
    text = reportThreads(headline, stacks, { only: ident, asker });
  } catch (error) {
    // The arena is full.
    text = `${headline}\n${String(error)}\n`;
  }
  tryWrite(fd, text);
}

function answer(done: Ptr, outcome: number): void {
  store(done, outcome < 0 ? outcome : outcome + 1);
  wake(done, 1);
}

/** As Python shows a duration: hours, minutes, seconds. */
function clockOf(seconds: number): string {
  const whole = Math.trunc(seconds);
  const microseconds = Math.round((seconds - whole) * 1e6);
  const [minutes, rest] = [Math.trunc(whole / 60), whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return `${Math.trunc(minutes / 60)}:${two(minutes % 60)}:${two(rest)}${microseconds === 0 ? "" : `.${String(microseconds).padStart(6, "0")}`}`;
}
