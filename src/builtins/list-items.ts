/**
 * Single items of a list: each function is one step for all threads. Values are encoded before the guard is taken, and what is
 * replaced or taken out is given up after it.
 */
import { isPrivate } from "../internal/codec/kinds.js";
import { clearSlot, copySlot, popScratch, pushScratch } from "../internal/codec/scratch.js";
import { isSimple, readSlot, readStaged, releaseSlot, retainSlot, stageValue } from "../internal/codec/slots.js";
import { Crossing, SlotTag } from "../internal/codec/tags.js";
import { floats, words } from "../internal/memory/arena.js";
import { ListBody, type Ptr, SLOT_WORDS, Slot } from "../internal/memory/layout.js";
import {
  bodyAt,
  itemLocked,
  lengthLocked,
  lockList,
  lockWithRoom,
  setLengthLocked,
  unlockList,
  unlockShrinking,
} from "./list-storage.js";
import { slotAt } from "./slot-block.js";

export function appendItem(list: Ptr, value: unknown): void {
  if (typeof value === "number") {
    lockWithRoom(list, 1);
    putNumber(addLastLocked(list), value);
    unlockList(list);
    return;
  }
  const staged = stageValue(value, Crossing.SHARED, isPrivate(list));
  try {
    lockWithRoom(list, 1);
  } catch (error) {
    dropStaged(staged);
    throw error;
  }
  copySlot(staged, addLastLocked(list));
  unlockList(list);
  popScratch();
}

export function insertItem(list: Ptr, index: number, value: unknown): void {
  const staged = stageValue(value, Crossing.SHARED, isPrivate(list));
  try {
    lockWithRoom(list, 1);
  } catch (error) {
    dropStaged(staged);
    throw error;
  }
  const length = lengthLocked(list);
  const at = index < 0 ? Math.max(0, index + length) : Math.min(index, length);
  copySlot(staged, openLocked(list, at));
  unlockList(list);
  popScratch();
}

/** Reads an item; negative indexes count from the end. Returns `otherwise` when there is none. */
export function readItem(list: Ptr, index: number, otherwise: unknown): unknown {
  const scratch = pushScratch();
  lockList(list);
  const length = lengthLocked(list);
  const at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) {
    unlockList(list);
    popScratch();
    return otherwise;
  }
  const slot = itemLocked(list, at);
  if (isSimple(slot)) {
    const value = words[slot + Slot.TAG] === SlotTag.NUMBER ? floats[(slot + Slot.PAYLOAD) >> 1] : readSlot(slot);
    unlockList(list);
    popScratch();
    return value;
  }
  copySlot(slot, scratch);
  retainSlot(scratch);
  unlockList(list);
  return readStaged(scratch);
}

/** Replaces an item; returns false, with nothing changed, when there is none at the index. */
export function writeItem(list: Ptr, index: number, value: unknown): boolean {
  const staged = stageValue(value, Crossing.SHARED, isPrivate(list));
  const old = pushScratch();
  clearSlot(old);
  lockList(list);
  const length = lengthLocked(list);
  const at = index < 0 ? index + length : index;
  const found = at >= 0 && at < length;
  if (found) {
    const slot = itemLocked(list, at);
    copySlot(slot, old);
    copySlot(staged, slot);
    clearSlot(staged);
  }
  unlockList(list);
  releaseSlot(old);
  popScratch();
  dropStaged(staged);
  return found;
}

/** Takes an item out; returns `otherwise` when there is none at the index. */
export function takeItem(list: Ptr, index: number, otherwise: unknown): unknown {
  const scratch = pushScratch();
  lockList(list);
  const length = lengthLocked(list);
  const at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) {
    unlockList(list);
    popScratch();
    return otherwise;
  }
  copySlot(itemLocked(list, at), scratch);
  closeLocked(list, at);
  unlockShrinking(list);
  if (words[scratch + Slot.TAG] !== SlotTag.NUMBER) return readStaged(scratch);
  popScratch();
  return floats[(scratch + Slot.PAYLOAD) >> 1];
}

/** Takes an item out and gives it up; returns false when there is none at the index. */
export function removeItemAt(list: Ptr, index: number): boolean {
  return removeItemIf(list, () => {
    const length = lengthLocked(list);
    const at = index < 0 ? index + length : index;
    return at < length ? at : -1;
  });
}

/** Takes out the item whose index `find` tells under the guard, where it calls no user code; none if it is negative. */
export function removeItemIf(list: Ptr, find: () => number): boolean {
  const scratch = pushScratch();
  lockList(list);
  const at = find();
  if (at < 0) {
    unlockList(list);
    popScratch();
    return false;
  }
  copySlot(itemLocked(list, at), scratch);
  closeLocked(list, at);
  unlockShrinking(list);
  dropStaged(scratch);
  return true;
}

function dropStaged(staged: Ptr): void {
  releaseSlot(staged);
  popScratch();
}

function putNumber(slot: Ptr, value: number): void {
  words[slot + Slot.TAG] = SlotTag.NUMBER;
  floats[(slot + Slot.PAYLOAD) >> 1] = value;
}

/** A new last item, for which there is room. */
function addLastLocked(list: Ptr): Ptr {
  const body = bodyAt(list);
  const length = words[body + ListBody.LENGTH];
  setLengthLocked(list, length + 1);
  return slotAt(words[body + ListBody.ITEMS], words[body + ListBody.START] + length);
}

/** Moves the shorter side apart for a new item, for which there is room after the last one. */
function openLocked(list: Ptr, index: number): Ptr {
  const body = bodyAt(list);
  const length = words[body + ListBody.LENGTH];
  const start = words[body + ListBody.START];
  const first = slotAt(words[body + ListBody.ITEMS], start);
  const at = slotAt(first, index);
  setLengthLocked(list, length + 1);
  if (start > 0 && index * 2 < length) {
    words[body + ListBody.START] = start - 1;
    words.copyWithin(first - SLOT_WORDS, first, at);
    return at - SLOT_WORDS;
  }
  words.copyWithin(at + SLOT_WORDS, at, slotAt(first, length));
  return at;
}

/** Moves the shorter side together over an item that has been copied out. */
function closeLocked(list: Ptr, index: number): void {
  const body = bodyAt(list);
  const length = words[body + ListBody.LENGTH];
  const start = words[body + ListBody.START];
  const first = slotAt(words[body + ListBody.ITEMS], start);
  const at = slotAt(first, index);
  const isLast = index === length - 1;
  setLengthLocked(list, length - 1);
  // A copy of nothing costs a call of the engine.
  if (index * 2 < length - 1) {
    if (index > 0) words.copyWithin(first + SLOT_WORDS, first, at);
    words[body + ListBody.START] = start + 1;
  } else if (!isLast) {
    words.copyWithin(at, at + SLOT_WORDS, slotAt(first, length));
  }
  if (length === 1) words[body + ListBody.START] = 0;
}
