/**
 * The items of a list in the arena: the slots from START on, LENGTH of them, in a block of CAPACITY slots.
 *
 * There is room at both ends, so appending and taking from the front cost the same however long the list is. Functions
 * whose names end in `Locked` are called with the list's guard held, call no user code and throw nothing. Blocks are made
 * and given back without the guard; whoever made one looks again whether it is still wanted.
 */
import { MemoryError } from "../internal/base/errors.js";
import { copySlot, popScratch, pushScratch } from "../internal/codec/scratch.js";
import { releaseSlot, retainSlot } from "../internal/codec/slots.js";
import { SlotTag } from "../internal/codec/tags.js";
import { capacityOf, release } from "../internal/memory/alloc.js";
import { words } from "../internal/memory/arena.js";
import { load, store } from "../internal/memory/futex.js";
import { ListBody, NULL_PTR, OBJECT_HEADER_WORDS, ObjectHeader, type Ptr, SLOT_WORDS, Slot } from "../internal/memory/layout.js";
import { mark } from "../internal/memory/marks.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import { allocSlots, releaseBlock, type SlotBlock, slotAt } from "./slot-block.js";

const FIRST_CAPACITY = 4;
/** Smaller blocks are not worth giving back. */
const KEPT_CAPACITY = 64;

export const bodyAt = (list: Ptr): Ptr => list + OBJECT_HEADER_WORDS;
const guardOf = (list: Ptr): Ptr => list + ObjectHeader.GUARD;

export const lockList = (list: Ptr): void => lock(guardOf(list));
export const unlockList = (list: Ptr): void => unlock(guardOf(list));

export function lengthOf(list: Ptr): number {
  return load(bodyAt(list) + ListBody.LENGTH);
}

export function lengthLocked(list: Ptr): number {
  return words[bodyAt(list) + ListBody.LENGTH];
}

/** What this thread has to know of watched lists. */
export interface ListObserver {
  /** This thread is changing the length, and holds the guard. Returns false if another thread watches the list. */
  change(list: Ptr, watch: Ptr, number: number, length: number): boolean;
  /** This thread is going to use the list. */
  use(list: Ptr, watch: Ptr, number: number): void;
}

let observer: ListObserver | undefined;

export function observeLists(given: ListObserver): void {
  observer = given;
}

/** Has what the program did to what stands for the list carried over; before each use, without the guard. */
export function settleList(list: Ptr): void {
  if (observer === undefined) return;
  const watch = load(bodyAt(list) + ListBody.WATCH);
  if (watch !== NULL_PTR) observer.use(list, watch, words[bodyAt(list) + ListBody.WATCH_NUMBER]);
}

/** Names the set of marks, with a reference to it, that learns of changes of the length. Called with the guard held. */
export function noteWatch(list: Ptr, watch: Ptr, number: number): void {
  words[bodyAt(list) + ListBody.WATCH_NUMBER] = number;
  store(bodyAt(list) + ListBody.WATCH, watch);
}

export function setLengthLocked(list: Ptr, length: number): number {
  const body = bodyAt(list);
  store(body + ListBody.LENGTH, length);
  const watch = words[body + ListBody.WATCH];
  if (watch !== NULL_PTR) {
    const number = words[body + ListBody.WATCH_NUMBER];
    if (!observer?.change(list, watch, number, length)) mark(watch, number);
  }
  return length;
}

/** The slot of an item that is there. */
export function itemLocked(list: Ptr, index: number): Ptr {
  const body = bodyAt(list);
  return slotAt(words[body + ListBody.ITEMS], words[body + ListBody.START] + index);
}

/** Visits the slots of the items of a list that no other thread changes. */
export function eachItem(list: Ptr, visit: (slot: Ptr) => void): void {
  const length = words[bodyAt(list) + ListBody.LENGTH];
  for (let i = 0; i < length; i++) visit(itemLocked(list, i));
}

export function destroyItems(list: Ptr): void {
  const items = words[bodyAt(list) + ListBody.ITEMS];
  if (items !== NULL_PTR) release(items);
  const watch = words[bodyAt(list) + ListBody.WATCH];
  if (watch !== NULL_PTR) release(watch);
}

// ------------------------------------------------------------------ room

/** Takes the guard, with room for `count` more items after the last one. Throws MemoryError without the guard. */
export function lockWithRoom(list: Ptr, count: number): void {
  const body = bodyAt(list);
  for (;;) {
    lock(guardOf(list));
    const length = words[body + ListBody.LENGTH];
    const capacity = words[body + ListBody.CAPACITY];
    if (words[body + ListBody.START] + length + count <= capacity) return;
    const wanted = length + count;
    // Moving the items to the front pays only when a good part of the block becomes free by it.
    if (wanted * 4 <= capacity * 3) {
      const items = words[body + ListBody.ITEMS];
      const first = slotAt(items, words[body + ListBody.START]);
      words.copyWithin(items, first, first + length * SLOT_WORDS);
      words[body + ListBody.START] = 0;
      return;
    }
    unlock(guardOf(list));
    replaceBlock(list, Math.max(FIRST_CAPACITY, wanted + (wanted >> 1)), true);
  }
}

/** Moves the items into another block, unless the list has changed so that it would not serve. */
function replaceBlock(list: Ptr, capacity: number, isGrowth: boolean): void {
  const body = bodyAt(list);
  const block = allocSlots(capacity);
  const slots = Math.floor(capacityOf(block) / SLOT_WORDS);
  lock(guardOf(list));
  const length = words[body + ListBody.LENGTH];
  const before = words[body + ListBody.CAPACITY];
  if (length > slots || (isGrowth ? before >= slots : before <= slots)) {
    unlock(guardOf(list));
    release(block);
    return;
  }
  const items = words[body + ListBody.ITEMS];
  if (length > 0) {
    const first = slotAt(items, words[body + ListBody.START]);
    words.copyWithin(block, first, first + length * SLOT_WORDS);
  }
  words[body + ListBody.ITEMS] = block;
  words[body + ListBody.CAPACITY] = slots;
  words[body + ListBody.START] = 0;
  unlock(guardOf(list));
  if (items !== NULL_PTR) release(items);
}

/** Gives the guard back, and then the block to the arena if the list has become much too short for it. */
export function unlockShrinking(list: Ptr): void {
  const body = bodyAt(list);
  const length = words[body + ListBody.LENGTH];
  const capacity = words[body + ListBody.CAPACITY];
  unlock(guardOf(list));
  if (capacity > KEPT_CAPACITY && length * 8 < capacity) shrink(list, length * 2);
}

function shrink(list: Ptr, capacity: number): void {
  try {
    replaceBlock(list, Math.max(FIRST_CAPACITY, capacity), false);
  } catch (error) {
    // The smaller block found no place; the larger one does as well.
    if (!(error instanceof MemoryError)) throw error;
  }
}

// ------------------------------------------------------------------ many items

/** Moves the slots of a block to the end of the list, and returns its length then. The block is given up in any case. */
export function appendBlock(list: Ptr, block: SlotBlock): number {
  try {
    if (block.count === 0) return lengthOf(list);
    lockWithRoom(list, block.count);
    const length = lengthLocked(list);
    words.copyWithin(itemLocked(list, length), block.slots, slotAt(block.slots, block.count));
    const total = setLengthLocked(list, length + block.count);
    unlock(guardOf(list));
    // The references went with the slots.
    block.count = 0;
    return total;
  } finally {
    releaseBlock(block);
  }
}

/** Copies the items as they are at one moment, with their references. */
export function copyItems(list: Ptr): SlotBlock {
  for (;;) {
    const expected = lengthOf(list);
    if (expected === 0) return { slots: NULL_PTR, count: 0 };
    const slots = allocSlots(expected);
    lock(guardOf(list));
    const count = lengthLocked(list);
    if (count <= expected) {
      if (count > 0) words.copyWithin(slots, itemLocked(list, 0), itemLocked(list, count));
      for (let slot = slots; slot < slotAt(slots, count); slot += SLOT_WORDS) {
        if (words[slot + Slot.TAG] >= SlotTag.STRING) retainSlot(slot);
      }
    }
    unlock(guardOf(list));
    if (count <= expected) return { slots, count };
    release(slots);
  }
}

/** Takes out all items from `length` on; returns false, with nothing changed, when there are fewer. */
export function truncateItems(list: Ptr, length: number): boolean {
  for (;;) {
    const expected = lengthOf(list) - length;
    if (expected < 0) return false;
    if (expected === 0) return true;
    const block = { slots: allocSlots(expected), count: 0 };
    lock(guardOf(list));
    const count = lengthLocked(list) - length;
    const fits = count > 0 && count <= expected;
    if (fits) {
      words.copyWithin(block.slots, itemLocked(list, length), itemLocked(list, length + count));
      block.count = count;
      setLengthLocked(list, length);
      unlockShrinking(list);
    } else {
      unlock(guardOf(list));
    }
    if (block.count === 0) release(block.slots);
    else releaseBlock(block);
    if (fits) return true;
  }
}

/** Takes out all items together with their block, which needs no memory. */
export function clearItems(list: Ptr): void {
  const body = bodyAt(list);
  lock(guardOf(list));
  const items = words[body + ListBody.ITEMS];
  const start = words[body + ListBody.START];
  const length = words[body + ListBody.LENGTH];
  words[body + ListBody.ITEMS] = NULL_PTR;
  words[body + ListBody.CAPACITY] = 0;
  words[body + ListBody.START] = 0;
  setLengthLocked(list, 0);
  unlock(guardOf(list));
  for (let i = 0; i < length; i++) releaseSlot(slotAt(items, start + i));
  if (items !== NULL_PTR) release(items);
}

export function reverseItems(list: Ptr): void {
  const scratch = pushScratch();
  lock(guardOf(list));
  let low = 0;
  let high = lengthLocked(list) - 1;
  for (; low < high; low++, high--) {
    copySlot(itemLocked(list, low), scratch);
    copySlot(itemLocked(list, high), itemLocked(list, low));
    copySlot(scratch, itemLocked(list, high));
  }
  unlock(guardOf(list));
  popScratch();
}
