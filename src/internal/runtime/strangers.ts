/**
 * Workers and child processes that the program makes by Node's own means. What they do is not known here: main may wait for
 * ever while they do the work, or, where they got at the shared memory, they may wake a thread. So while there is one,
 * nothing is called a deadlock.
 *
 * They are counted in STRANGERS as Node announces them, and until their end reaches the event loop of the thread that made
 * them; where that thread blocks, they count for longer, which only hides a deadlock. Of Workers that were made before this
 * package was loaded there is a trace when the kernel is made: their thread numbers.
 */
import { subscribe } from "node:diagnostics_channel";
import { add } from "../memory/futex.js";
import { ArenaHeader } from "../memory/layout.js";

interface Stranger {
  once(event: "exit" | "close", listener: () => void): void;
}

let isOwn = false;
let announced = 0;

/** Makes a worker of this package's own. */
export function makeOwn<T>(make: () => T): T {
  isOwn = true;
  try {
    return make();
  } finally {
    isOwn = false;
  }
}

/** Counts from now on what this thread makes. */
export function countStrangers(): void {
  subscribe("worker_threads", (message) => {
    if (isOwn) return;
    announced++;
    count((message as { worker: Stranger }).worker);
  });
  subscribe("child_process", (message) => count((message as { process: Stranger }).process));
}

function count(stranger: Stranger): void {
  add(ArenaHeader.STRANGERS, 1);
  let isThere = true;
  const end = () => {
    if (isThere) add(ArenaHeader.STRANGERS, -1);
    isThere = false;
  };
  stranger.once("exit", end);
  // A child that could not be started has no exit. A listener for its error would hide that from the program.
  stranger.once("close", end);
}

/** Counts a Worker for good if there may be one that was made unseen; called with the number of the kernel's thread. */
export function countEarlierWorkers(kernelThread: number): void {
  const unseen = kernelThread - 1 - announced;
  if (unseen > Number(hasLoader()) + Number(hasCompiler())) add(ArenaHeader.STRANGERS, 1);
}

/** Whether Node may have a thread for module hooks, as loaders such as tsx have. */
function hasLoader(): boolean {
  return /--(import|loader|experimental-loader)\b/.test(`${process.execArgv.join(" ")} ${process.env.NODE_OPTIONS ?? ""}`);
}

/** Whether esbuild may have a thread, which it has where it compiles synchronously, as for tsx what is CommonJS. */
function hasCompiler(): boolean {
  if (typeof require !== "function") return false;
  return Object.keys(require.cache).some((file) => /[\\/]esbuild[\\/]lib[\\/]main\.js$/.test(file));
}
