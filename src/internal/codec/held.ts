/**
 * What a JavaScript thread holds of the arena by itself: a reference for each value that it has met, and blocks that it works
 * with. It is given back when the thread ends, by whoever sees that end: nothing of the thread runs any more then.
 */
import { release, releaseObject } from "../memory/alloc.js";
import type { Ptr } from "../memory/layout.js";
import { takeOwnedMarks } from "../memory/marks.js";
import { takeSpareWaiters } from "../memory/waiters.js";
import { takeCode } from "./code.js";
import { takeHandles } from "./handle-table.js";
import { takeScratch } from "./scratch.js";

export interface Held {
  /** Blocks that may refer to others. */
  objects: Ptr[];
  /** Blocks that refer to nothing. */
  plain: Ptr[];
}

/** Takes what the calling thread holds; what it still does with its shared objects is done without a reference. */
export function takeHeld(): Held {
  return { objects: [...takeHandles(), ...takeCode()], plain: [...takeScratch(), ...takeSpareWaiters(), ...takeOwnedMarks()] };
}

export function releaseHeld({ objects, plain }: Held): void {
  for (const block of objects) releaseObject(block);
  for (const block of plain) release(block);
}
