/** Everything that is said between JavaScript threads outside of the arena. */
import type { MessagePort, Worker } from "node:worker_threads";
import type { Held } from "../codec/held.js";
import type { Ptr } from "../memory/layout.js";

interface CommonStart {
  arena: SharedArrayBuffer;
  /** Whether stack traces are mapped to their sources. */
  sourceMaps: boolean;
}

/** What a worker of the pool is started with. */
export interface PoolStart extends CommonStart {
  role: "pool";
  /** Its block in the arena. */
  worker: Ptr;
}

/** What the kernel is started with. */
export interface KernelStart extends CommonStart {
  role: "kernel";
  /** Its end of the channel to main; threads of the pool use their parent's port. */
  mainPort: MessagePort;
  /** Block of the worker that the kernel's script starts before it loads the package, and that worker. */
  worker: Ptr;
  firstWorker: Worker;
}

/** What a worker is started with. */
export type WorkerStart = PoolStart | KernelStart;

/** What any thread may ask of the kernel. */
export type KernelRequest =
  | { type: "spawn" }
  /** Let main's event loop look for simulated signals. */
  | { type: "interrupt" }
  /** Keep a user's buffer under a number, hand it back on the asker's port and then set the word at `done`, or drop it. */
  | { type: "keep"; number: number; buffer: SharedArrayBuffer }
  | { type: "fetch"; number: number; done: Ptr }
  | { type: "drop"; number: number }
  /** The last that a worker says: what is to be given back when it has ended. */
  | { type: "leave"; held: Held };

/** The kernel's answer to `fetch`. */
export interface BufferAnswer {
  buffer: SharedArrayBuffer;
}

/** Name of the property of `workerData` that holds a `WorkerStart`. */
export const START_PROPERTY = "pythreads";
