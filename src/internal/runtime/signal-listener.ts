/**
 * Signals that are noticed while main blocks. Node lets only main listen for signals, in its event loop; but what it listens
 * with works in every thread's. It can be had under a flag of Node's that is meant for tests, so a worker with that flag
 * listens and does nothing else. Where that fails, `listen` says so, and main has to listen.
 */
import { Worker } from "node:worker_threads";

/** What became of a request: errors of the system are their negative numbers, as libuv gives them. */
export const Listening = { STARTED: 0, WAS_NOT: 1, CANNOT: 2 } as const;

interface Answer {
  signal: number;
  /** undefined: the signal has come. */
  outcome?: number;
}

const SCRIPT = `
const { parentPort } = require("node:worker_threads");
const { Signal } = require("internal/test/binding").internalBinding("signal_wrap");
const listening = new Map();
parentPort.on("message", ({ signal, isOn }) => {
  listening.get(signal)?.close();
  listening.delete(signal);
  if (!isOn) return parentPort.postMessage({ signal, outcome: 0 });
  const listener = new Signal();
  listener.unref();
  listener.onsignal = () => parentPort.postMessage({ signal });
  const outcome = listener.start(signal);
  if (outcome === 0) listening.set(signal, listener);
  parentPort.postMessage({ signal, outcome });
});
`;

export class SignalListener {
  #worker: Worker | undefined;
  readonly #handlers = new Map<number, () => void>();
  /** Requests that the worker has not answered, in their order. */
  readonly #due: ((outcome: number) => void)[] = [];

  /** Calls the handler whenever the process gets the signal, instead of an earlier handler. */
  async listen(signal: number, handler: () => void): Promise<number> {
    const outcome = await this.#ask(signal, true);
    if (outcome === Listening.STARTED) this.#handlers.set(signal, handler);
    return outcome;
  }

  async stop(signal: number): Promise<number> {
    if (!this.#handlers.delete(signal)) return Listening.WAS_NOT;
    return this.#ask(signal, false);
  }

  #ask(signal: number, isOn: boolean): Promise<number> {
    this.#worker ??= this.#make();
    return new Promise((answer) => {
      this.#due.push(answer);
      this.#worker?.postMessage({ signal, isOn });
    });
  }

  #make(): Worker {
    const worker = new Worker(SCRIPT, {
      eval: true,
      execArgv: ["--expose-internals", "--no-warnings"],
      name: "pythreads-signals",
    });
    worker.on("message", ({ signal, outcome }: Answer) => {
      if (outcome === undefined) this.#handlers.get(signal)?.();
      else this.#due.shift()?.(outcome);
    });
    const fail = () => {
      this.#worker = undefined;
      for (const answer of this.#due.splice(0)) answer(Listening.CANNOT);
    };
    worker.on("error", fail);
    return worker;
  }
}
