/**
 * Strings of up to eight Latin-1 characters, which lie in the slot itself. Characters are written one by one, since calling
 * the engine for so few costs more.
 *
 * Invariant: bytes of the payload behind the last character are zero, so two such slots can be compared by words.
 */
import { bytes, words } from "../memory/arena.js";
import { BYTES_PER_WORD, type Ptr, Slot } from "../memory/layout.js";
import { SlotTag } from "./tags.js";
import { latin1Text } from "./text-cache.js";

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

export function readShortString(slot: Ptr): string {
  return latin1Text((slot + Slot.PAYLOAD) * BYTES_PER_WORD, words[slot + Slot.AUX]);
}
