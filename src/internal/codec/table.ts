/**
 * Attribute table of a shared object: a hash table from name numbers to slots that remembers the order of insertion.
 *
 * Entries lie in one array in the order they were added. Up to `LINEAR_ENTRIES` are searched in a row; more have an
 * index, open addressing with linear probing, of entry numbers plus one. A deleted entry stays as a gap (NAME 0) until
 * the next growth. All functions are called with the object's GUARD held, or by the object's maker alone.
 */
import { alloc, release } from "../memory/alloc.js";
import { words } from "../memory/arena.js";
import { Entry, ENTRY_WORDS, NULL_PTR, type Ptr, SLOT_WORDS, Table, TABLE_WORDS } from "../memory/layout.js";
import { clearSlot } from "./scratch.js";

const LINEAR_ENTRIES = 8;
const FIRST_CAPACITY = 4;

export function createTable(): Ptr {
  const table = alloc(TABLE_WORDS);
  try {
    words[table + Table.ENTRIES] = alloc(FIRST_CAPACITY * ENTRY_WORDS);
  } catch (error) {
    release(table);
    throw error;
  }
  words[table + Table.CAPACITY] = FIRST_CAPACITY;
  return table;
}

export function destroyTable(table: Ptr): void {
  release(words[table + Table.ENTRIES]);
  if (words[table + Table.INDEX] !== NULL_PTR) release(words[table + Table.INDEX]);
  release(table);
}

const hash = (name: number): number => Math.imul(name, 0x9e3779b1) >>> 7;

/** Entry of the name, or 0. */
function entryOf(table: Ptr, name: number): Ptr {
  const entries = words[table + Table.ENTRIES];
  const index = words[table + Table.INDEX];
  if (index === NULL_PTR) {
    const end = entries + words[table + Table.USED] * ENTRY_WORDS;
    for (let entry = entries; entry < end; entry += ENTRY_WORDS) {
      if (words[entry + Entry.NAME] === name + 1) return entry;
    }
    return NULL_PTR;
  }
  const mask = words[table + Table.INDEX_MASK];
  for (let probe = hash(name) & mask; ; probe = (probe + 1) & mask) {
    const number = words[index + probe];
    if (number === 0) return NULL_PTR;
    const entry = entries + (number - 1) * ENTRY_WORDS;
    if (words[entry + Entry.NAME] === name + 1) return entry;
  }
}

/** Slot of the name's value, or 0. */
export function findSlot(table: Ptr, name: number): Ptr {
  const entry = entryOf(table, name);
  return entry === NULL_PTR ? NULL_PTR : entry + Entry.VALUE;
}

/** Slot of the name's value, added empty if the table has none. */
export function findOrAddSlot(table: Ptr, name: number): Ptr {
  const found = findSlot(table, name);
  if (found !== NULL_PTR) return found;
  if (words[table + Table.USED] === words[table + Table.CAPACITY]) grow(table);
  const number = words[table + Table.USED]++;
  words[table + Table.LIVE]++;
  const entry = words[table + Table.ENTRIES] + number * ENTRY_WORDS;
  words[entry + Entry.NAME] = name + 1;
  clearSlot(entry + Entry.VALUE);
  if (words[table + Table.INDEX] !== NULL_PTR) addToIndex(table, name, number);
  return entry + Entry.VALUE;
}

/** Removes the name; its value must have been taken out. */
export function removeName(table: Ptr, name: number): void {
  const entry = entryOf(table, name);
  if (entry === NULL_PTR) return;
  words[entry + Entry.NAME] = 0;
  clearSlot(entry + Entry.VALUE);
  words[table + Table.LIVE]--;
}

/** Calls `visit` for each name and slot in the order of insertion. */
export function eachEntry(table: Ptr, visit: (name: number, slot: Ptr) => void): void {
  const entries = words[table + Table.ENTRIES];
  const end = entries + words[table + Table.USED] * ENTRY_WORDS;
  for (let entry = entries; entry < end; entry += ENTRY_WORDS) {
    if (words[entry + Entry.NAME] !== 0) visit(words[entry + Entry.NAME] - 1, entry + Entry.VALUE);
  }
}

function addToIndex(table: Ptr, name: number, number: number): void {
  const index = words[table + Table.INDEX];
  const mask = words[table + Table.INDEX_MASK];
  let probe = hash(name) & mask;
  while (words[index + probe] !== 0) probe = (probe + 1) & mask;
  words[index + probe] = number + 1;
}

/** Makes room for one more entry: closes the gaps, doubles when they are few, and builds the index anew. */
function grow(table: Ptr): void {
  const live = words[table + Table.LIVE];
  const capacity = Math.max(FIRST_CAPACITY, live * 2);
  const entries = alloc(capacity * ENTRY_WORDS);
  let index = NULL_PTR;
  let indexWords = 0;
  if (capacity > LINEAR_ENTRIES) {
    indexWords = 2 ** Math.ceil(Math.log2(capacity * 2));
    try {
      index = alloc(indexWords);
    } catch (error) {
      release(entries);
      throw error;
    }
  }
  let used = 0;
  eachEntry(table, (name, slot) => {
    const entry = entries + used++ * ENTRY_WORDS;
    words[entry + Entry.NAME] = name + 1;
    words.copyWithin(entry + Entry.VALUE, slot, slot + SLOT_WORDS);
  });
  release(words[table + Table.ENTRIES]);
  if (words[table + Table.INDEX] !== NULL_PTR) release(words[table + Table.INDEX]);
  words[table + Table.ENTRIES] = entries;
  words[table + Table.CAPACITY] = capacity;
  words[table + Table.USED] = used;
  words[table + Table.INDEX] = index;
  words[table + Table.INDEX_MASK] = indexWords - 1;
  if (index !== NULL_PTR) {
    let number = 0;
    eachEntry(table, (name) => addToIndex(table, name, number++));
  }
}
