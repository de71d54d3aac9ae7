/** Everything that is said between JavaScript threads outside of the arena. */
import type { MessagePort } from "node:worker_threads";
import type { Held } from "../codec/held.js";
import type { Ptr } from "../memory/layout.js";

/** The text of this package as src/core.ts evaluates it, and V8's code of that. */
export interface CoreText {
  text: SharedArrayBuffer;
  cache: SharedArrayBuffer;
}

interface CommonStart {
  arena: SharedArrayBuffer;
  /** Whether stack traces are mapped to their sources. */
  sourceMaps: boolean;
  /** Main's `process.argv`; a worker would have its own file in it. */
  argv: readonly string[];
  /** The package itself; a worker that is not given it reads the file. */
  core: CoreText | undefined;
}

/** What a worker of the pool is started with. */
export interface PoolStart extends CommonStart {
  role: "pool";
  /** Its block in the arena. */
  worker: Ptr;
  /** Its end of the channel to the kernel, where main made it; others use their parent's port. */
  kernelPort?: MessagePort;
}

/** What the kernel is started with. */
export interface KernelStart extends CommonStart {
  role: "kernel";
  /** Its end of the channel to main. */
  mainPort: MessagePort;
  /** The worker that main made before the kernel: its block, and the kernel's end of the channel to it. */
  firstWorker: { block: Ptr; port: MessagePort };
}

/** What a worker is started with. */
export type WorkerStart = PoolStart | KernelStart;

/** The thread that asks for a report, and where it is in the user's code. */
export interface Asker {
  ident: number;
  frames: string;
}

/** One lock taken while another is held, for the first time by this thread. */
export interface OrderStep {
  thread: string;
  held: OrderedLock;
  taken: OrderedLock;
}

/** A lock, and where it was taken. */
export interface OrderedLock {
  number: number;
  name: string;
  frames: string;
}

/** Where a report goes, and whether it tells of one thread only (0: of all). */
export interface DumpOutput {
  fd: number;
  ident: number;
}

/** What any thread may ask of the kernel. */
export type KernelRequest =
  | { type: "spawn" }
  /** Let main's event loop look for simulated signals. */
  | { type: "interrupt" }
  /** Keep a user's buffer under a number, hand it back on the asker's port and then set the word at `done`, or drop it. */
  | { type: "keep"; number: number; buffer: SharedArrayBuffer }
  | { type: "fetch"; number: number; done: Ptr }
  | { type: "drop"; number: number }
  /** The first worker has booted. */
  | { type: "online" }
  /** The last that a worker says: what is to be given back when it has ended. */
  | { type: "leave"; code: number; held: Held }
  /** Report on all threads now, and set the word at `done`. */
  | { type: "dump"; output: DumpOutput; asker: Asker; done: Ptr }
  /** Report after some time, instead of what was asked for before, or not at all. */
  | { type: "dump-later"; output: DumpOutput; seconds: number; repeat: boolean; exit: boolean }
  | { type: "cancel-dump" }
  /** Report whenever the process gets the signal, or no longer; sets the word at `done` to 1 plus what became of it. */
  | { type: "dump-on"; output: DumpOutput; signal: number; done: Ptr }
  | { type: "dump-on-no-more"; signal: number; done: Ptr }
  /** A lock was taken while another was held; sets the word at `done` once that is known, and told if need be. */
  | { type: "order"; step: OrderStep; done: Ptr }
  /** Main's answer to `can-be-woken`. */
  | { type: "woken"; canBeWoken: boolean };

/** What the kernel says to main's event loop. */
export type KernelMessage =
  /** Look for simulated signals. */
  | { type: "interrupt" }
  /** Main has ended: say whether something is left that could wake a thread. */
  | { type: "can-be-woken" }
  /** End the process, as EXIT_REQUEST says. */
  | { type: "exit" };

/** The kernel's answer to `fetch`. */
export interface BufferAnswer {
  buffer: SharedArrayBuffer;
}

/** Name of the property of `workerData` that holds a `WorkerStart`. */
export const START_PROPERTY = "pythreads";
