/** Which thread this JavaScript thread is running: main, or the one that a worker of the pool serves at the moment. */
import {
  ArenaHeader,
  Kind,
  NULL_PTR,
  type Ptr,
  THREAD_BLOCK_WORDS,
  ThreadBlock,
  ThreadFlag,
  ThreadState,
} from "../memory/layout.js";
import { alloc } from "../memory/alloc.js";
import { words } from "../memory/arena.js";
import { store } from "../memory/futex.js";
import { writeSlot } from "../codec/slots.js";
import { Crossing } from "../codec/tags.js";

/** Where the worker's bootstrap leaves what it was started with, before this package is loaded. */
export const WORKER_KEY = Symbol.for("pythreads.worker");

export const MAIN_IDENT = 1;

/** Whether this JavaScript thread is a worker of the pool, or the kernel. Everything else that loads the package is a main thread. */
export const isPoolWorker = (globalThis as unknown as Record<symbol, unknown>)[WORKER_KEY] !== undefined;

let block: Ptr = NULL_PTR;
let ident = isPoolWorker ? 0 : MAIN_IDENT;

/** Number of the running thread: never 0, and never used for another thread. */
export function currentIdent(): number {
  return ident;
}

/** Control block of the running thread. */
export function currentBlock(): Ptr {
  if (block === NULL_PTR) block = createMainBlock();
  return block;
}

/** Control block of the thread that this JavaScript thread runs; 0 in the kernel and in a worker that is idle. */
export function threadBlock(): Ptr {
  return isPoolWorker ? block : currentBlock();
}

/** Called by a worker when it takes a thread, and with 0 when it is done with it. */
export function setCurrent(next: Ptr): void {
  block = next;
  ident = next === NULL_PTR ? 0 : words[next + ThreadBlock.IDENT];
}

function createMainBlock(): Ptr {
  const main = alloc(THREAD_BLOCK_WORDS);
  words[main + ThreadBlock.KIND] = Kind.THREAD_BLOCK;
  words[main + ThreadBlock.IDENT] = MAIN_IDENT;
  words[main + ThreadBlock.STATE] = ThreadState.STARTED;
  words[main + ThreadBlock.FLAGS] = ThreadFlag.MAIN;
  writeSlot(main + ThreadBlock.NAME, "MainThread", Crossing.COPY, false);
  store(ArenaHeader.MAIN_THREAD, main);
  return main;
}
