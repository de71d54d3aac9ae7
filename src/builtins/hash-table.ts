/**
 * The hash table of a dict or set, in the arena.
 *
 * Entries lie in one block in the order they were added; taking one out leaves a gap. Up to `LINEAR_ENTRIES` are searched in
 * a row; more have an index, open addressing with linear probing, whose words are entry numbers plus one, FREE or
 * REMOVED. USABLE goes down with each entry added and never up, so at most CAPACITY words of the index are ever in use,
 * which is less than half, and a search ends. When it is used up the table is built anew without its gaps.
 *
 * Functions whose names end in `Locked` are called with the guard held, call no user code and throw nothing. Blocks are
 * made and given back without the guard.
 */
import { MemoryError } from "../internal/base/errors.js";
import { clearSlot, copySlot } from "../internal/codec/scratch.js";
import { releaseSlot, retainSlot } from "../internal/codec/slots.js";
import { SlotTag } from "../internal/codec/tags.js";
import { alloc, release } from "../internal/memory/alloc.js";
import { words } from "../internal/memory/arena.js";
import { load, store } from "../internal/memory/futex.js";
import {
  DICT_ENTRY_WORDS,
  HashBody,
  HashEntry,
  NULL_PTR,
  OBJECT_HEADER_WORDS,
  ObjectHeader,
  type Ptr,
  Slot,
  type StandsFor,
} from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import { publishSlotCopy } from "./slot-block.js";
import { sameKey } from "./slot-compare.js";

const LINEAR_ENTRIES = 8;
const MOST_ENTRIES = 2 ** 26;
const FREE = 0;
const REMOVED = -1;

const bodyAt = (table: Ptr): Ptr => table + OBJECT_HEADER_WORDS;
const guardOf = (table: Ptr): Ptr => table + ObjectHeader.GUARD;

export const lockTable = (table: Ptr): void => lock(guardOf(table));
export const unlockTable = (table: Ptr): void => unlock(guardOf(table));

/** Says how wide the entries of a new table are. */
export function initTable(table: Ptr, width: number): void {
  words[bodyAt(table) + HashBody.WIDTH] = width;
}

/**
 * Says, before others see it, what a dict or set stands for. Code that was written for a Map, Set or plain object goes on using
 * it, so it is iterated as that one is, and the keys of an object come before the methods of dict.
 */
export function standFor(table: Ptr, what: StandsFor): void {
  words[bodyAt(table) + HashBody.STANDS_FOR] = what;
}

export function standsFor(table: Ptr, what: StandsFor): boolean {
  return words[bodyAt(table) + HashBody.STANDS_FOR] === what;
}

/** Whether entries have values: a dict's, not a set's. */
export function hasValues(table: Ptr): boolean {
  return words[bodyAt(table) + HashBody.WIDTH] === DICT_ENTRY_WORDS;
}

/** How many entries there are. */
export function sizeOf(table: Ptr): number {
  return load(bodyAt(table) + HashBody.LIVE);
}

/** Differs from what it was whenever keys were added or taken out meanwhile. */
export function changesOf(table: Ptr): number {
  return load(bodyAt(table) + HashBody.CHANGES);
}

function setLiveLocked(body: Ptr, live: number): void {
  store(body + HashBody.LIVE, live);
  store(body + HashBody.CHANGES, words[body + HashBody.CHANGES] + 1);
}

const isGap = (entry: Ptr): boolean => words[entry + HashEntry.KEY + Slot.TAG] === SlotTag.EMPTY;

// ------------------------------------------------------------------ entries

/** The entry of a key, or 0. */
export function findLocked(table: Ptr, key: Ptr, hash: number): Ptr {
  const body = bodyAt(table);
  const entries = words[body + HashBody.ENTRIES];
  const width = words[body + HashBody.WIDTH];
  const index = words[body + HashBody.INDEX];
  if (index === NULL_PTR) {
    const end = entries + words[body + HashBody.USED] * width;
    for (let entry = entries; entry < end; entry += width) if (isEntryOf(entry, key, hash)) return entry;
    return NULL_PTR;
  }
  const mask = words[body + HashBody.INDEX_MASK];
  for (let probe = hash & mask; ; probe = (probe + 1) & mask) {
    const number = words[index + probe];
    if (number === FREE) return NULL_PTR;
    if (number === REMOVED) continue;
    const entry = entries + (number - 1) * width;
    if (isEntryOf(entry, key, hash)) return entry;
  }
}

function isEntryOf(entry: Ptr, key: Ptr, hash: number): boolean {
  return words[entry + HashEntry.HASH] === hash && !isGap(entry) && sameKey(entry + HashEntry.KEY, key);
}

/** Adds an entry for a key that has none; there must be room. The key is moved in; the value's slot is empty. */
export function addLocked(table: Ptr, key: Ptr, hash: number): Ptr {
  const body = bodyAt(table);
  const number = words[body + HashBody.USED]++;
  words[body + HashBody.USABLE]--;
  setLiveLocked(body, words[body + HashBody.LIVE] + 1);
  const entry = words[body + HashBody.ENTRIES] + number * words[body + HashBody.WIDTH];
  words[entry + HashEntry.HASH] = hash;
  copySlot(key, entry + HashEntry.KEY);
  clearSlot(key);
  if (words[body + HashBody.WIDTH] === DICT_ENTRY_WORDS) clearSlot(entry + HashEntry.VALUE);
  if (words[body + HashBody.INDEX] !== NULL_PTR) addToIndex(body, hash, number);
  return entry;
}

function addToIndex(body: Ptr, hash: number, number: number): void {
  const index = words[body + HashBody.INDEX];
  const mask = words[body + HashBody.INDEX_MASK];
  let probe = hash & mask;
  while (words[index + probe] > FREE) probe = (probe + 1) & mask;
  words[index + probe] = number + 1;
}

/** Takes an entry out whose slots have been copied. */
export function removeLocked(table: Ptr, entry: Ptr): void {
  const body = bodyAt(table);
  const entries = words[body + HashBody.ENTRIES];
  const width = words[body + HashBody.WIDTH];
  if (words[body + HashBody.INDEX] !== NULL_PTR) removeFromIndex(body, words[entry + HashEntry.HASH], (entry - entries) / width);
  clearSlot(entry + HashEntry.KEY);
  if (width === DICT_ENTRY_WORDS) clearSlot(entry + HashEntry.VALUE);
  setLiveLocked(body, words[body + HashBody.LIVE] - 1);
  // Gaps at both ends are left out, so that taking from either end again and again does not pass over them each time.
  let used = words[body + HashBody.USED];
  while (used > 0 && isGap(entries + (used - 1) * width)) used--;
  words[body + HashBody.USED] = used;
  let first = words[body + HashBody.FIRST];
  while (first < used && isGap(entries + first * width)) first++;
  words[body + HashBody.FIRST] = Math.min(first, used);
}

function removeFromIndex(body: Ptr, hash: number, number: number): void {
  const index = words[body + HashBody.INDEX];
  const mask = words[body + HashBody.INDEX_MASK];
  let probe = hash & mask;
  while (words[index + probe] !== number + 1) probe = (probe + 1) & mask;
  words[index + probe] = REMOVED;
}

/** The first entry whose number is at least `number`, or 0. */
export function entryFromLocked(table: Ptr, number: number): Ptr {
  const body = bodyAt(table);
  const width = words[body + HashBody.WIDTH];
  const entries = words[body + HashBody.ENTRIES];
  const used = words[body + HashBody.USED];
  for (let at = Math.max(number, words[body + HashBody.FIRST]); at < used; at++) {
    if (!isGap(entries + at * width)) return entries + at * width;
  }
  return NULL_PTR;
}

/** The entry added last, or 0. */
export function lastEntryLocked(table: Ptr): Ptr {
  const body = bodyAt(table);
  const used = words[body + HashBody.USED];
  return used === 0 ? NULL_PTR : words[body + HashBody.ENTRIES] + (used - 1) * words[body + HashBody.WIDTH];
}

export function numberLocked(table: Ptr, entry: Ptr): number {
  const body = bodyAt(table);
  return (entry - words[body + HashBody.ENTRIES]) / words[body + HashBody.WIDTH];
}

/** How often entries have got other numbers. */
export function rebuildsLocked(table: Ptr): number {
  return words[bodyAt(table) + HashBody.REBUILDS];
}

// ------------------------------------------------------------------ room

/**
 * Takes the guard, and returns the entry of the key, or 0 with room for it. A table in which only values are replaced is
 * never built anew, so that those who iterate over it may do so. Throws MemoryError without the guard.
 */
export function lockEntry(table: Ptr, key: Ptr, hash: number): Ptr {
  for (;;) {
    lock(guardOf(table));
    const found = findLocked(table, key, hash);
    if (found !== NULL_PTR || words[bodyAt(table) + HashBody.USABLE] > 0) return found;
    unlockAndMakeRoom(table, 1);
  }
}

function unlockAndMakeRoom(table: Ptr, count: number): void {
  const wanted = words[bodyAt(table) + HashBody.LIVE] + count;
  unlock(guardOf(table));
  rebuild(table, count, Math.max(LINEAR_ENTRIES, wanted + (wanted >> 1)));
}

/** Moves the entries into a new block and index, unless another thread has made room or taken it. */
function rebuild(table: Ptr, count: number, capacity: number): void {
  if (capacity > MOST_ENTRIES) throw new MemoryError(`${capacity} entries are more than one container can hold`);
  const body = bodyAt(table);
  const width = words[body + HashBody.WIDTH];
  const indexWords = capacity > LINEAR_ENTRIES ? 2 ** Math.ceil(Math.log2(capacity * 2)) : 0;
  let entries = alloc(capacity * width);
  let index = NULL_PTR;
  if (indexWords > 0) {
    try {
      index = alloc(indexWords);
    } catch (error) {
      release(entries);
      throw error;
    }
  }
  lock(guardOf(table));
  if (words[body + HashBody.USABLE] < count && words[body + HashBody.LIVE] <= capacity) {
    const oldEntries = words[body + HashBody.ENTRIES];
    const oldIndex = words[body + HashBody.INDEX];
    const live = compactLocked(table, entries);
    words[body + HashBody.ENTRIES] = entries;
    words[body + HashBody.CAPACITY] = capacity;
    words[body + HashBody.USED] = live;
    words[body + HashBody.FIRST] = 0;
    words[body + HashBody.INDEX] = index;
    words[body + HashBody.INDEX_MASK] = indexWords - 1;
    words[body + HashBody.USABLE] = capacity - live;
    words[body + HashBody.REBUILDS]++;
    if (index !== NULL_PTR) {
      for (let number = 0; number < live; number++) addToIndex(body, words[entries + number * width + HashEntry.HASH], number);
    }
    entries = oldEntries;
    index = oldIndex;
  }
  unlock(guardOf(table));
  if (entries !== NULL_PTR) release(entries);
  if (index !== NULL_PTR) release(index);
}

/** Copies the entries without the gaps; returns how many there are. */
function compactLocked(table: Ptr, target: Ptr): number {
  const width = words[bodyAt(table) + HashBody.WIDTH];
  let count = 0;
  for (
    let entry = entryFromLocked(table, 0);
    entry !== NULL_PTR;
    entry = entryFromLocked(table, numberLocked(table, entry) + 1)
  ) {
    words.copyWithin(target + count * width, entry, entry + width);
    count++;
  }
  return count;
}

// ------------------------------------------------------------------ many entries

/** Entries outside of a table, which belong to this thread: `count` of `width` words each, with their references. */
export interface EntryBlock {
  entries: Ptr;
  count: number;
  width: number;
}

export function allocEntries(count: number, width: number): Ptr {
  if (count > MOST_ENTRIES) throw new MemoryError(`${count} entries are more than one container can hold`);
  return count === 0 ? NULL_PTR : alloc(count * width);
}

export const hashIn = (entry: Ptr): number => words[entry + HashEntry.HASH];
export const entryAt = (block: EntryBlock, number: number): Ptr => block.entries + number * block.width;

/** Gives up entries that belong to this thread. */
export function releaseEntries(block: EntryBlock): void {
  if (block.entries === NULL_PTR) return;
  for (let i = 0; i < block.count; i++) {
    const entry = entryAt(block, i);
    releaseSlot(entry + HashEntry.KEY);
    if (block.width === DICT_ENTRY_WORDS) releaseSlot(entry + HashEntry.VALUE);
  }
  release(block.entries);
  block.entries = NULL_PTR;
  block.count = 0;
}

/** Copies the entries as they are at one moment, with their references. */
export function copyEntries(table: Ptr): EntryBlock {
  const width = words[bodyAt(table) + HashBody.WIDTH];
  for (;;) {
    const expected = sizeOf(table);
    const block: EntryBlock = { entries: allocEntries(expected, width), count: 0, width };
    lock(guardOf(table));
    const fits = words[bodyAt(table) + HashBody.LIVE] <= expected;
    if (fits) {
      block.count = compactLocked(table, block.entries);
      for (let i = 0; i < block.count; i++) {
        retainSlot(entryAt(block, i) + HashEntry.KEY);
        if (width === DICT_ENTRY_WORDS) retainSlot(entryAt(block, i) + HashEntry.VALUE);
      }
    }
    unlock(guardOf(table));
    if (fits) return block;
    releaseEntries(block);
  }
}

/** Makes copied entries fit for a table that others see. */
export function publishEntries(block: EntryBlock): void {
  for (let i = 0; i < block.count; i++) {
    publishSlotCopy(entryAt(block, i) + HashEntry.KEY);
    if (block.width === DICT_ENTRY_WORDS) publishSlotCopy(entryAt(block, i) + HashEntry.VALUE);
  }
}

/** Puts all entries of a block into a table in one step; the block is given up. Keys that are there keep their place. */
export function putEntries(table: Ptr, block: EntryBlock): void {
  try {
    if (block.count === 0) return;
    lockWithRoomFor(table, block);
    for (let i = 0; i < block.count; i++) putEntryLocked(table, entryAt(block, i), block.width);
    unlock(guardOf(table));
  } finally {
    releaseEntries(block);
  }
}

/** Takes the guard, with room for those keys of the block that the table has not. Throws MemoryError without the guard. */
export function lockWithRoomFor(table: Ptr, block: EntryBlock): void {
  for (;;) {
    lock(guardOf(table));
    const missing = countMissingLocked(table, block);
    if (words[bodyAt(table) + HashBody.USABLE] >= missing) return;
    unlockAndMakeRoom(table, missing);
  }
}

/** How many entries of the block have keys that the table has not; one that the block has twice counts twice. */
export function countMissingLocked(table: Ptr, block: EntryBlock): number {
  let missing = 0;
  for (let i = 0; i < block.count; i++) if (!hasEntryLocked(table, entryAt(block, i))) missing++;
  return missing;
}

/** Whether the table has the key of an entry of a block. */
export function hasEntryLocked(table: Ptr, entry: Ptr): boolean {
  return findLocked(table, entry + HashEntry.KEY, hashIn(entry)) !== NULL_PTR;
}

/** Moves an entry in; what it replaces, or what was not wanted of it, is left in its place. */
function putEntryLocked(table: Ptr, entry: Ptr, width: number): void {
  const key = entry + HashEntry.KEY;
  const found = findLocked(table, key, hashIn(entry));
  if (found === NULL_PTR) {
    const added = addLocked(table, key, hashIn(entry));
    if (width !== DICT_ENTRY_WORDS) return;
    copySlot(entry + HashEntry.VALUE, added + HashEntry.VALUE);
    clearSlot(entry + HashEntry.VALUE);
  } else if (width === DICT_ENTRY_WORDS) {
    swapSlots(found + HashEntry.VALUE, entry + HashEntry.VALUE);
  }
}

export function swapSlots(one: Ptr, other: Ptr): void {
  for (let word = 0; word < 4; word++) {
    const kept = words[one + word];
    words[one + word] = words[other + word];
    words[other + word] = kept;
  }
}

const WORDS_OF_AN_EMPTY_TABLE = [
  HashBody.ENTRIES,
  HashBody.CAPACITY,
  HashBody.USED,
  HashBody.FIRST,
  HashBody.INDEX,
  HashBody.INDEX_MASK,
  HashBody.USABLE,
];

/** Takes out all entries together with their blocks, which needs no memory. */
export function clearTable(table: Ptr): void {
  const body = bodyAt(table);
  lock(guardOf(table));
  const entries = words[body + HashBody.ENTRIES];
  const count = words[body + HashBody.USED];
  const index = words[body + HashBody.INDEX];
  for (let i = 0; i < WORDS_OF_AN_EMPTY_TABLE.length; i++) words[body + WORDS_OF_AN_EMPTY_TABLE[i]] = 0;
  setLiveLocked(body, 0);
  words[body + HashBody.REBUILDS]++;
  unlock(guardOf(table));
  // The slots of gaps are empty.
  releaseEntries({ entries, count, width: words[body + HashBody.WIDTH] });
  if (index !== NULL_PTR) release(index);
}

/** Visits the slots of a table that no other thread changes. */
export function eachSlot(table: Ptr, visit: (slot: Ptr) => void): void {
  const width = words[bodyAt(table) + HashBody.WIDTH];
  for (let entry = entryFromLocked(table, 0); entry !== NULL_PTR; ) {
    // Visiting may empty the key's slot, by which an entry is told from a gap.
    const next = entryFromLocked(table, numberLocked(table, entry) + 1);
    if (width === DICT_ENTRY_WORDS) visit(entry + HashEntry.VALUE);
    visit(entry + HashEntry.KEY);
    entry = next;
  }
}

export function destroyTable(table: Ptr): void {
  const body = bodyAt(table);
  if (words[body + HashBody.ENTRIES] !== NULL_PTR) release(words[body + HashBody.ENTRIES]);
  if (words[body + HashBody.INDEX] !== NULL_PTR) release(words[body + HashBody.INDEX]);
}
