/**
 * What a thread that waits does for others when they wake it without giving it what it waits for: it says where it is in
 * the user's code, and main ends the process when it has to. Then it waits on.
 *
 * Stacks are told on request only, so a wait costs nothing for them. One thread asks at a time, the kernel: it raises
 * STACK_REQUEST, wakes all that wait, and reads a thread's STACK once STACK_FOR is the number of its request; the thread
 * leaves STACK alone from then on until the next one. See stacks.ts.
 *
 * | EXIT_REQUEST | |
 * |---|---|
 * | 0 | nobody wants the process to end |
 * | n | main ends it with exit code n − 1 as soon as it looks: here, or by a message of the kernel's in its event loop |
 * | −n | main has looked and is ending it; if what it runs at its end waits once more, it ends there |
 */
import { isMainThread } from "node:worker_threads";
import { callerFrames } from "../base/stack.js";
import { releaseSlot, writeSlot } from "../codec/slots.js";
import { Crossing } from "../codec/tags.js";
import { load, store } from "../memory/futex.js";
import { ArenaHeader, type Ptr, ThreadBlock } from "../memory/layout.js";
import { watchThreads } from "../memory/waits.js";
import { isPoolWorker, threadBlock } from "./current.js";
import { connectKernel } from "./kernel-link.js";
import { isReportWanted } from "./stuck.js";

/** Main ends the process if it has been asked to. */
export function exitIfAsked(): void {
  const request = Math.abs(load(ArenaHeader.EXIT_REQUEST));
  if (request === 0 || isPoolWorker) return;
  store(ArenaHeader.EXIT_REQUEST, -request);
  process.exit(request - 1);
}

function tellStack(block: Ptr, request: number): void {
  try {
    releaseSlot(block + ThreadBlock.STACK);
    writeSlot(block + ThreadBlock.STACK, callerFrames(), Crossing.COPY, false);
  } catch {
    // The arena is full: it goes untold.
  }
  store(block + ThreadBlock.STACK_FOR, request);
}

/** Main waits for ever: there has to be somebody who sees whether it can be woken, which without threads it never is. */
function beWatched(): void {
  if (isWatched || load(ArenaHeader.STRANGERS) !== 0) return;
  isWatched = true;
  if (!isMainThread || !isReportWanted()) return;
  try {
    connectKernel();
  } catch {
    // Where no kernel can be made it hangs, as Python would.
  }
}
let isWatched = isPoolWorker;

watchThreads({
  current: threadBlock,
  attend(block) {
    const request = load(ArenaHeader.STACK_REQUEST);
    if (request !== load(block + ThreadBlock.STACK_FOR)) tellStack(block, request);
    exitIfAsked();
  },
  endless: beWatched,
});
