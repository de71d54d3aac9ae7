/**
 * Finding a value in a list by Python's `==`.
 *
 * A number, string, truth value, None or shared object is compared with the slots as they lie, under the guard. As soon as
 * an object is met that may say itself what it equals, and for all other values, a copy of the items is decoded and
 * compared without the guard.
 */
import { isHandle } from "../internal/codec/index.js";
import { popScratch } from "../internal/codec/scratch.js";
import { readSlot, releaseSlot, stageValue } from "../internal/codec/slots.js";
import { Crossing } from "../internal/codec/tags.js";
import type { Ptr } from "../internal/memory/layout.js";
import { isEqual } from "./compare.js";
import { removeItemIf } from "./list-items.js";
import { copyItems, itemLocked, lengthLocked, lockList, unlockList } from "./list-storage.js";
import { releaseBlock, type SlotBlock, slotAt } from "./slot-block.js";
import { Comparison, compareSlots, sameSlot } from "./slot-compare.js";

const NOT_FOUND = -1;
const UNDECIDED = -2;

/** Where to look; negative bounds count from the end. */
export interface Bounds {
  start: number;
  stop: number;
}

export const EVERYWHERE: Bounds = { start: 0, stop: Number.POSITIVE_INFINITY };

/** Index of the first item that equals the value, or -1. */
export function findItem(list: Ptr, value: unknown, bounds: Bounds): number {
  const quick = withNeedle(value, (needle) => {
    lockList(list);
    const found = findLocked(list, needle, bounds);
    unlockList(list);
    return found;
  });
  return quick === UNDECIDED ? withCopy(list, (copy) => findInCopy(copy, value, bounds)) : quick;
}

/** How many items equal the value. */
export function countItems(list: Ptr, value: unknown): number {
  const quick = withNeedle(value, (needle) => {
    lockList(list);
    const count = countLocked(list, needle);
    unlockList(list);
    return count;
  });
  if (quick !== UNDECIDED) return quick;
  return withCopy(list, (copy) => {
    let count = 0;
    for (let i = 0; i < copy.count; i++) if (isEqual(readSlot(slotAt(copy.slots, i)), value)) count++;
    return count;
  });
}

/** Takes out the first item that equals the value; returns whether there was one. */
export function removeValue(list: Ptr, value: unknown): boolean {
  const quick = withNeedle(value, (needle) => {
    let found = NOT_FOUND;
    removeItemIf(list, () => {
      found = findLocked(list, needle, EVERYWHERE);
      return found;
    });
    return found;
  });
  if (quick !== UNDECIDED) return quick !== NOT_FOUND;
  for (;;) {
    const removed = withCopy(list, (copy) => {
      const at = findInCopy(copy, value, EVERYWHERE);
      if (at < 0) return NOT_FOUND;
      // What another thread has moved meanwhile is looked for again.
      const stillThere = () =>
        at < lengthLocked(list) && sameSlot(itemLocked(list, at), slotAt(copy.slots, at)) ? at : NOT_FOUND;
      return removeItemIf(list, stillThere) ? at : UNDECIDED;
    });
    if (removed !== UNDECIDED) return removed !== NOT_FOUND;
  }
}

/** Runs `search` with the value in a slot, or returns `UNDECIDED` for values that slots do not tell apart. */
function withNeedle(value: unknown, search: (needle: Ptr) => number): number {
  if (typeof value === "bigint" || typeof value === "symbol" || typeof value === "function") return UNDECIDED;
  if (typeof value === "object" && value !== null && !isHandle(value)) return UNDECIDED;
  // The slot is this thread's own: nothing has to be published for it.
  const needle = stageValue(value, Crossing.FROZEN, true);
  try {
    return search(needle);
  } finally {
    releaseSlot(needle);
    popScratch();
  }
}

function withCopy(list: Ptr, search: (copy: SlotBlock) => number): number {
  const copy = copyItems(list);
  try {
    return search(copy);
  } finally {
    releaseBlock(copy);
  }
}

function findLocked(list: Ptr, needle: Ptr, bounds: Bounds): number {
  const length = lengthLocked(list);
  const stop = clamp(bounds.stop, length);
  for (let i = clamp(bounds.start, length); i < stop; i++) {
    const comparison = compareSlots(itemLocked(list, i), needle);
    if (comparison !== Comparison.DIFFERENT) return comparison === Comparison.EQUAL ? i : UNDECIDED;
  }
  return NOT_FOUND;
}

function countLocked(list: Ptr, needle: Ptr): number {
  const length = lengthLocked(list);
  let count = 0;
  for (let i = 0; i < length; i++) {
    const comparison = compareSlots(itemLocked(list, i), needle);
    if (comparison === Comparison.UNKNOWN) return UNDECIDED;
    count += comparison;
  }
  return count;
}

function findInCopy({ slots, count }: SlotBlock, value: unknown, bounds: Bounds): number {
  const stop = clamp(bounds.stop, count);
  for (let i = clamp(bounds.start, count); i < stop; i++) if (isEqual(readSlot(slotAt(slots, i)), value)) return i;
  return NOT_FOUND;
}

const clamp = (bound: number, length: number): number => (bound < 0 ? Math.max(0, bound + length) : Math.min(bound, length));
