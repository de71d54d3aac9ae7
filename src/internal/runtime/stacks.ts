/**
 * Where the threads are in the user's code. Those that wait say so themselves when they are woken for it (see attend.ts);
 * then they wait on. Only the kernel asks, one request after another.
 *
 * Who wakes a thread that is about to sleep when it is asked: the kernel, which asks again until it has an answer. A thread
 * whose wait has ended meanwhile goes on without one.
 */
import { readSlot } from "../codec/slots.js";
import { releaseObject } from "../memory/alloc.js";
import { words } from "../memory/arena.js";
import { monotonicMs } from "../memory/clock.js";
import { load, store } from "../memory/futex.js";
import { ArenaHeader, type Ptr, ThreadBlock, WaitKind } from "../memory/layout.js";
import { nudge } from "../memory/waits.js";
import { liveThreadBlocks } from "./table.js";
import type { Stacks } from "./thread-report.js";

/** How long the answers may take in all: a machine may have hundreds of threads, each of which has to be woken. */
const PATIENCE_MS = 1000;
const ASK_AGAIN_MS = 5;

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

let last: Promise<unknown> = Promise.resolve();

/** The stacks of the threads that wait, once all requests before have been served. */
export function stacksOfWaiting(): Promise<Stacks> {
  const stacks = last.then(ask);
  last = stacks;
  return stacks;
}

async function ask(): Promise<Stacks> {
  const request = load(ArenaHeader.STACK_REQUEST) + 1;
  store(ArenaHeader.STACK_REQUEST, request);
  const blocks = liveThreadBlocks();
  const isDue = (block: Ptr) =>
    load(block + ThreadBlock.WAIT_KIND) !== WaitKind.NONE && load(block + ThreadBlock.STACK_FOR) !== request;
  const deadline = monotonicMs() + PATIENCE_MS;
  for (let due = blocks.filter(isDue); due.length > 0 && monotonicMs() < deadline; due = due.filter(isDue)) {
    for (const block of due) nudge(block);
    await pause(ASK_AGAIN_MS);
  }
  const stacks = new Map<number, string>();
  for (const block of blocks) {
    if (load(block + ThreadBlock.STACK_FOR) === request)
      stacks.set(words[block + ThreadBlock.IDENT], String(readSlot(block + ThreadBlock.STACK)));
    releaseObject(block);
  }
  return stacks;
}
