/**
 * The items of a PriorityQueue: a binary heap in the slots of its ring (HEAD is always 0), smallest first. The steps are
 * those of Python's heapq, so the order of the slots is the same.
 *
 * Called with the queue's mutex held. Comparing may call methods of the items and may throw: each item is in exactly one
 * slot then too, though no longer in order.
 */
import { isLess } from "../builtins/compare.js";
import { copySlot } from "../internal/codec/scratch.js";
import { readSlot } from "../internal/codec/slots.js";
import { SlotTag } from "../internal/codec/tags.js";
import { floats, words } from "../internal/memory/arena.js";
import { type Ptr, QueueBody, SLOT_WORDS, Slot } from "../internal/memory/layout.js";
import { pushLocked, swapSlots } from "./ring.js";

/** Adds the item in `staged`. When comparing throws, it has been added, at some place. */
export function heapPushLocked(body: Ptr, staged: Ptr): void {
  copySlot(staged, pushLocked(body));
  siftTowardsRoot(words[body + QueueBody.RING], words[body + QueueBody.SIZE] - 1);
}

/** Moves the smallest item to `target`. When comparing throws, it has been moved there. */
export function heapPopLocked(body: Ptr, target: Ptr): void {
  const ring = words[body + QueueBody.RING];
  const size = --words[body + QueueBody.SIZE];
  copySlot(ring, target);
  if (size === 0) return;
  copySlot(ring + size * SLOT_WORDS, ring);
  let at = 0;
  while (at < size >> 1) {
    let child = 2 * at + 1;
    if (child + 1 < size && !isLessSlot(slotAt(ring, child), slotAt(ring, child + 1))) child++;
    swapSlots(slotAt(ring, at), slotAt(ring, child));
    at = child;
  }
  siftTowardsRoot(ring, at);
}

function siftTowardsRoot(ring: Ptr, from: number): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isLessSlot(slotAt(ring, at), slotAt(ring, parent))) return;
    swapSlots(slotAt(ring, at), slotAt(ring, parent));
    at = parent;
  }
}

const slotAt = (ring: Ptr, index: number): Ptr => ring + index * SLOT_WORDS;

function isLessSlot(a: Ptr, b: Ptr): boolean {
  if (words[a + Slot.TAG] === SlotTag.NUMBER && words[b + Slot.TAG] === SlotTag.NUMBER) {
    return floats[(a + Slot.PAYLOAD) >> 1] < floats[(b + Slot.PAYLOAD) >> 1];
  }
  return isLess(readSlot(a), readSlot(b));
}
