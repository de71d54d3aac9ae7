/**
 * Operations of a set with many keys, each one atomic step on that set. The other side comes as a block of entries, or as a
 * set that only this thread has, so that never two guards are held at once.
 */
import { copySlot } from "../internal/codec/scratch.js";
import { HashEntry, NULL_PTR, type Ptr, SET_ENTRY_WORDS } from "../internal/memory/layout.js";
import {
  addLocked,
  allocEntries,
  countMissingLocked,
  entryAt,
  type EntryBlock,
  entryFromLocked,
  findLocked,
  hasEntryLocked,
  hashIn,
  lockTable,
  lockWithRoomFor,
  numberLocked,
  releaseEntries,
  removeLocked,
  sizeOf,
  unlockTable,
} from "./hash-table.js";

/** Room for the keys that are taken out, which are given up after the guard. */
function roomFor(count: number): EntryBlock {
  return { entries: allocEntries(count, SET_ENTRY_WORDS), count: 0, width: SET_ENTRY_WORDS };
}

function moveOutLocked(set: Ptr, entry: Ptr, removed: EntryBlock): void {
  const target = entryAt(removed, removed.count++);
  copySlot(entry + HashEntry.KEY, target + HashEntry.KEY);
  removeLocked(set, entry);
}

/** How many entries of a block the set has not. The block is given up. */
export function countMissing(set: Ptr, block: EntryBlock): number {
  lockTable(set);
  const missing = countMissingLocked(set, block);
  unlockTable(set);
  releaseEntries(block);
  return missing;
}

/** Takes out what the block has. The block is given up. */
export function removeEntries(set: Ptr, block: EntryBlock): void {
  try {
    const removed = roomFor(block.count);
    lockTable(set);
    for (let i = 0; i < block.count; i++) {
      const found = findLocked(set, entryAt(block, i) + HashEntry.KEY, hashIn(entryAt(block, i)));
      if (found !== NULL_PTR) moveOutLocked(set, found, removed);
    }
    unlockTable(set);
    releaseEntries(removed);
  } finally {
    releaseEntries(block);
  }
}

/** Takes out what `other`, a set that only this thread has, has not. */
export function keepEntries(set: Ptr, other: Ptr): void {
  for (;;) {
    const expected = sizeOf(set);
    const removed = roomFor(expected);
    lockTable(set);
    const fits = sizeOf(set) <= expected;
    if (fits) {
      for (let entry = entryFromLocked(set, 0); entry !== NULL_PTR; ) {
        const number = numberLocked(set, entry);
        if (!hasEntryLocked(other, entry)) moveOutLocked(set, entry, removed);
        entry = entryFromLocked(set, number + 1);
      }
    }
    unlockTable(set);
    releaseEntries(removed);
    if (fits) return;
  }
}

/** Takes out what the block, which has no key twice, has, and adds what the set has not. The block is given up. */
export function toggleEntries(set: Ptr, block: EntryBlock): void {
  try {
    const removed = roomFor(block.count);
    try {
      lockWithRoomFor(set, block);
    } catch (error) {
      releaseEntries(removed);
      throw error;
    }
    for (let i = 0; i < block.count; i++) {
      const key = entryAt(block, i) + HashEntry.KEY;
      const hash = hashIn(entryAt(block, i));
      const found = findLocked(set, key, hash);
      if (found === NULL_PTR) addLocked(set, key, hash);
      else moveOutLocked(set, found, removed);
    }
    unlockTable(set);
    releaseEntries(removed);
  } finally {
    releaseEntries(block);
  }
}
