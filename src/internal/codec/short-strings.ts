/**
 * Strings of up to eight Latin-1 characters, which lie in the slot itself. Characters are written one by one, since calling
 * the engine for so few costs more, and strings that were read are kept for the next time: keys, names and states repeat.
 *
 * Invariant: bytes of the payload behind the last character are zero, so two such slots can be compared by words.
 */
import { bytes, words } from "../memory/arena.js";
import { BYTES_PER_WORD, type Ptr, Slot } from "../memory/layout.js";
import { SlotTag } from "./tags.js";

const MOST_CHARACTERS = 8;
const LAST_OF_LATIN1 = 0xff;

/** Writes a string into a slot that holds nothing; returns false, with the slot as empty as before, when it is none of these. */
export function writeShortString(slot: Ptr, value: string): boolean {
  const { length } = value;
  if (length > MOST_CHARACTERS) return false;
  words[slot + Slot.PAYLOAD] = 0;
  words[slot + Slot.PAYLOAD + 1] = 0;
  const start = (slot + Slot.PAYLOAD) * BYTES_PER_WORD;
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code > LAST_OF_LATIN1) return false;
    bytes[start + i] = code;
  }
  words[slot + Slot.AUX] = length;
  words[slot + Slot.TAG] = SlotTag.SHORT_STRING;
  return true;
}

/** What was read last, by a hash of the payload. */
const CACHE_SIZE = 256;
const firstWords = new Int32Array(CACHE_SIZE);
const secondWords = new Int32Array(CACHE_SIZE);
const cached: string[] = new Array<string>(CACHE_SIZE).fill("");

export function readShortString(slot: Ptr): string {
  const first = words[slot + Slot.PAYLOAD];
  const second = words[slot + Slot.PAYLOAD + 1];
  const length = words[slot + Slot.AUX];
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ length;
  const index = (mixed ^ (mixed >>> 15)) & (CACHE_SIZE - 1);
  const known = cached[index];
  if (firstWords[index] === first && secondWords[index] === second && known.length === length) return known;
  const start = (slot + Slot.PAYLOAD) * BYTES_PER_WORD;
  const value = bytes.latin1Slice(start, start + length);
  firstWords[index] = first;
  secondWords[index] = second;
  cached[index] = value;
  return value;
}
