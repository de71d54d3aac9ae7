/**
 * Attribute table of a shared object: from name numbers to slots, in the order in which the names were first set.
 *
 * | entries | lie in |
 * |---|---|
 * | the first `INLINE_ENTRIES` | the table's own block |
 * | the next `MORE_ENTRIES` | a second block, made when it is needed |
 * | all others | a block that grows, closing its gaps |
 *
 * A table without entries of the third kind is searched in a row; one that has such gets an index of all: open addressing,
 * linear probing, of entry numbers plus one.
 *
 * The first two kinds are *steady*: until the object is destroyed the entry stays where it is, and its NAME goes from 0 to
 * one name, and from there at most to `GONE`. So a thread that has a reference to the object may look for a name there and
 * use the slot's TAG without the guard (see attributes.ts); whatever it sees was said of that name. An object whose attributes
 * come and go uses its steady entries up, and is slower from then on.
 *
 * All functions but `findSteadySlot` are called with the object's GUARD held, or by the object's maker alone.
 */
import { alloc, release } from "../memory/alloc.js";
import { words } from "../memory/arena.js";
import { glance, store } from "../memory/futex.js";
import { Entry, ENTRY_WORDS, NULL_PTR, type Ptr, SLOT_WORDS, Table, TABLE_WORDS } from "../memory/layout.js";
import { clearSlot } from "./scratch.js";

const INLINE_ENTRIES = 4;
const MORE_ENTRIES = 8;
const STEADY_ENTRIES = INLINE_ENTRIES + MORE_ENTRIES;
const FIRST_CAPACITY = 16;
/** NAME of an entry that was deleted. */
const GONE = -1;

export function createTable(): Ptr {
  return alloc(TABLE_WORDS + INLINE_ENTRIES * ENTRY_WORDS);
}

export function destroyTable(table: Ptr): void {
  for (const block of [words[table + Table.MORE], words[table + Table.ENTRIES], words[table + Table.INDEX], table]) {
    if (block !== NULL_PTR) release(block);
  }
}

const hash = (name: number): number => Math.imul(name, 0x9e3779b1) >>> 7;

/**
 * Slot of the name's value, if its entry is steady and the table small; else 0. Needs no guard: it finds all that happened
 * before, and what it misses beyond that is looked for again under the guard. (With `load` it took twice as long.)
 */
export function findSteadySlot(table: Ptr, name: number): Ptr {
  if (glance(table + Table.INDEX) !== NULL_PTR) return NULL_PTR;
  const inline = table + TABLE_WORDS;
  const found = findIn(inline, inline + INLINE_ENTRIES * ENTRY_WORDS, name);
  if (found !== NULL_PTR) return found;
  const more = glance(table + Table.MORE);
  return more === NULL_PTR ? NULL_PTR : findIn(more, more + MORE_ENTRIES * ENTRY_WORDS, name);
}

function findIn(first: Ptr, end: Ptr, name: number): Ptr {
  for (let entry = first; entry < end; entry += ENTRY_WORDS) {
    const has = glance(entry + Entry.NAME);
    if (has === name + 1) return entry + Entry.VALUE;
    if (has === 0) break;
  }
  return NULL_PTR;
}

/** Slot of the name's value, or 0. */
export function findSlot(table: Ptr, name: number): Ptr {
  const index = words[table + Table.INDEX];
  if (index === NULL_PTR) return findSteadySlot(table, name);
  const mask = words[table + Table.INDEX_MASK];
  for (let probe = hash(name) & mask; ; probe = (probe + 1) & mask) {
    const number = words[index + probe];
    if (number === 0) return NULL_PTR;
    const entry = entryAt(table, number - 1);
    if (words[entry + Entry.NAME] === name + 1) return entry + Entry.VALUE;
  }
}

function entryAt(table: Ptr, number: number): Ptr {
  if (number >= STEADY_ENTRIES) return words[table + Table.ENTRIES] + (number - STEADY_ENTRIES) * ENTRY_WORDS;
  if (number < INLINE_ENTRIES) return table + TABLE_WORDS + number * ENTRY_WORDS;
  return words[table + Table.MORE] + (number - INLINE_ENTRIES) * ENTRY_WORDS;
}

/**
 * Slot of the name's value, added empty if the table has none.
 *
 * @throws MemoryError when the arena is full; nothing has changed then.
 */
export function findOrAddSlot(table: Ptr, name: number): Ptr {
  const found = findSlot(table, name);
  if (found !== NULL_PTR) return found;
  makeRoom(table);
  const number = words[table + Table.USED]++;
  if (number >= STEADY_ENTRIES) words[table + Table.LIVE]++;
  const entry = entryAt(table, number);
  clearSlot(entry + Entry.VALUE);
  store(entry + Entry.NAME, name + 1);
  if (words[table + Table.INDEX] !== NULL_PTR) addToIndex(table, name, number);
  return entry + Entry.VALUE;
}

function makeRoom(table: Ptr): void {
  const used = words[table + Table.USED];
  if (used === INLINE_ENTRIES && words[table + Table.MORE] === NULL_PTR) {
    store(table + Table.MORE, alloc(MORE_ENTRIES * ENTRY_WORDS));
  } else if (used === STEADY_ENTRIES + words[table + Table.CAPACITY]) grow(table);
}

/** Removes the entry that a slot belongs to; its value must have been taken out. */
export function removeSlot(table: Ptr, slot: Ptr): void {
  const entry = slot - Entry.VALUE;
  const entries = words[table + Table.ENTRIES];
  const isSteady = entries === NULL_PTR || entry < entries || entry >= entries + words[table + Table.CAPACITY] * ENTRY_WORDS;
  clearSlot(slot);
  store(entry + Entry.NAME, GONE);
  if (!isSteady) words[table + Table.LIVE]--;
}

/** Calls `visit` for each name, slot and number in the order of insertion. */
export function eachEntry(table: Ptr, visit: (name: number, slot: Ptr, number: number) => void): void {
  const used = words[table + Table.USED];
  for (let number = 0; number < used; number++) {
    const entry = entryAt(table, number);
    if (words[entry + Entry.NAME] !== GONE) visit(words[entry + Entry.NAME] - 1, entry + Entry.VALUE, number);
  }
}

function addToIndex(table: Ptr, name: number, number: number): void {
  const index = words[table + Table.INDEX];
  const mask = words[table + Table.INDEX_MASK];
  let probe = hash(name) & mask;
  while (words[index + probe] !== 0) probe = (probe + 1) & mask;
  words[index + probe] = number + 1;
}

/** Makes room for one more entry that is not steady: closes the gaps, doubles when they are few, builds the index anew. */
function grow(table: Ptr): void {
  const old = words[table + Table.ENTRIES];
  const capacity = Math.max(FIRST_CAPACITY, words[table + Table.LIVE] * 2);
  const entries = alloc(capacity * ENTRY_WORDS);
  const indexWords = 2 ** Math.ceil(Math.log2((STEADY_ENTRIES + capacity) * 2));
  let index: Ptr;
  try {
    index = alloc(indexWords);
  } catch (error) {
    release(entries);
    throw error;
  }
  let used = 0;
  eachEntry(table, (name, slot, number) => {
    if (number < STEADY_ENTRIES) return;
    const entry = entries + used++ * ENTRY_WORDS;
    words[entry + Entry.NAME] = name + 1;
    words.copyWithin(entry + Entry.VALUE, slot, slot + SLOT_WORDS);
  });
  if (old !== NULL_PTR) {
    release(old);
    release(words[table + Table.INDEX]);
  }
  words[table + Table.ENTRIES] = entries;
  words[table + Table.CAPACITY] = capacity;
  words[table + Table.USED] = STEADY_ENTRIES + used;
  store(table + Table.INDEX, index);
  words[table + Table.INDEX_MASK] = indexWords - 1;
  eachEntry(table, (name, _, number) => addToIndex(table, name, number));
}
