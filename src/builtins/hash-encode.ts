/** Several keys or entries on their way into a table: encoded outside of its guard, all or none. */
import { copySlot, popScratch } from "../internal/codec/scratch.js";
import { writeSlot } from "../internal/codec/slots.js";
import { Crossing } from "../internal/codec/tags.js";
import { words } from "../internal/memory/arena.js";
import { DICT_ENTRY_WORDS, HashEntry, SET_ENTRY_WORDS } from "../internal/memory/layout.js";
import { hashOf, stageKey } from "./hash-key.js";
import { allocEntries, entryAt, type EntryBlock, releaseEntries } from "./hash-table.js";

/** Encodes keys for a set. */
export function encodeKeys(keys: readonly unknown[], isPrivateTarget: boolean): EntryBlock {
  return encode(keys.length, SET_ENTRY_WORDS, (block, i) => writeKey(block, keys[i], isPrivateTarget));
}

/** Encodes pairs of key and value for a dict. */
export function encodePairs(pairs: readonly (readonly [unknown, unknown])[], isPrivateTarget: boolean): EntryBlock {
  return encode(pairs.length, DICT_ENTRY_WORDS, (block, i) => {
    writeKey(block, pairs[i][0], isPrivateTarget);
    writeSlot(entryAt(block, i) + HashEntry.VALUE, pairs[i][1], Crossing.SHARED, isPrivateTarget);
  });
}

function encode(length: number, width: number, write: (block: EntryBlock, i: number) => void): EntryBlock {
  const block: EntryBlock = { entries: allocEntries(length, width), count: 0, width };
  try {
    for (let i = 0; i < length; i++) write(block, i);
  } catch (error) {
    releaseEntries(block);
    throw error;
  }
  return block;
}

/** Writes the key of the next entry, which counts from then on. */
function writeKey(block: EntryBlock, value: unknown, isPrivateTarget: boolean): void {
  const hash = hashOf(value);
  const staged = stageKey(value, isPrivateTarget);
  const entry = entryAt(block, block.count++);
  words[entry + HashEntry.HASH] = hash;
  copySlot(staged, entry + HashEntry.KEY);
  popScratch();
}
