/**
 * Python's `==` on two slots, as far as it can be told without decoding a value or running a user's `__eq__`; so it may be
 * asked under a guard.
 */
import { isSameFunction } from "../internal/codec/identity.js";
import { identityInBox } from "../internal/codec/box.js";
import { localValue } from "../internal/codec/session.js";
import { SlotTag } from "../internal/codec/tags.js";
import { bytes, floats, words } from "../internal/memory/arena.js";
import { Box, boxContent, BYTES_PER_WORD, type Ptr, Slot, Text, TEXT_HEADER_WORDS } from "../internal/memory/layout.js";
import { codePointRank } from "./compare.js";

export const Comparison = { DIFFERENT: 0, EQUAL: 1, UNKNOWN: 2 } as const;
export type Comparison = (typeof Comparison)[keyof typeof Comparison];

const isNumeric = (tag: number): boolean => tag === SlotTag.NUMBER || tag === SlotTag.TRUE || tag === SlotTag.FALSE;
const isNone = (tag: number): boolean => tag === SlotTag.NULL || tag === SlotTag.UNDEFINED;

/** Compares two values; `UNKNOWN` where one of them is an object that may say itself what it equals. */
export function compareSlots(a: Ptr, b: Ptr): Comparison {
  const x = words[a + Slot.TAG];
  const y = words[b + Slot.TAG];
  if (x >= SlotTag.HANDLE || y >= SlotTag.HANDLE) {
    return x === y && words[a + Slot.PAYLOAD] === words[b + Slot.PAYLOAD] ? Comparison.EQUAL : Comparison.UNKNOWN;
  }
  return samePrimitive(a, b) ? Comparison.EQUAL : Comparison.DIFFERENT;
}

/** Whether two keys of a dict are one: shared objects and functions by identity, tuples by their encoding. */
export function sameKey(a: Ptr, b: Ptr): boolean {
  const x = words[a + Slot.TAG];
  if (x < SlotTag.HANDLE) return samePrimitive(a, b);
  if (x !== words[b + Slot.TAG]) return false;
  if (x === SlotTag.LOCAL) return sameLocal(words[a + Slot.PAYLOAD], words[b + Slot.PAYLOAD]);
  const one = words[a + Slot.PAYLOAD];
  const other = words[b + Slot.PAYLOAD];
  return one === other || (x === SlotTag.BOX && sameBox(one, other));
}

function samePrimitive(a: Ptr, b: Ptr): boolean {
  const x = words[a + Slot.TAG];
  const y = words[b + Slot.TAG];
  if (isNumeric(x)) return isNumeric(y) && sameNumber(numberIn(a), numberIn(b));
  if (isNone(x)) return isNone(y);
  if (x !== y) return false;
  if (x === SlotTag.SHORT_STRING) return sameShortString(a, b);
  return x === SlotTag.STRING && sameText(words[a + Slot.PAYLOAD], words[b + Slot.PAYLOAD]);
}

function numberIn(slot: Ptr): number {
  const tag = words[slot + Slot.TAG];
  return tag === SlotTag.NUMBER ? floats[(slot + Slot.PAYLOAD) >> 1] : tag === SlotTag.TRUE ? 1 : 0;
}

// NaN is found again, as Python finds it by identity.
// biome-ignore lint/suspicious/noSelfCompare: the test for NaN
const sameNumber = (a: number, b: number): boolean => a === b || (a !== a && b !== b);

/** What follows the last character in the payload is zero in both. */
function sameShortString(a: Ptr, b: Ptr): boolean {
  return words[a + Slot.AUX] === words[b + Slot.AUX] && samePayload(a, b);
}

const samePayload = (a: Ptr, b: Ptr): boolean =>
  words[a + Slot.PAYLOAD] === words[b + Slot.PAYLOAD] && words[a + Slot.PAYLOAD + 1] === words[b + Slot.PAYLOAD + 1];

function sameText(a: Ptr, b: Ptr): boolean {
  if (words[a + Text.TWO_BYTE] !== words[b + Text.TWO_BYTE]) return false;
  const size = words[a + Text.BYTE_LENGTH];
  return size === words[b + Text.BYTE_LENGTH] && sameBytes(a + TEXT_HEADER_WORDS, b + TEXT_HEADER_WORDS, size);
}

/** Orders two slots that hold strings, by code points: negative, zero or positive. */
export function compareTexts(a: Ptr, b: Ptr): number {
  const aLength = textLength(a);
  const bLength = textLength(b);
  const common = Math.min(aLength, bLength);
  const aIsWide = isWide(a);
  const bIsWide = isWide(b);
  const aStart = textStart(a);
  const bStart = textStart(b);
  for (let i = 0; i < common; i++) {
    const x = aIsWide ? wideUnit(aStart, i) : bytes[aStart + i];
    const y = bIsWide ? wideUnit(bStart, i) : bytes[bStart + i];
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return aLength - bLength;
}

const isWide = (slot: Ptr): boolean =>
  words[slot + Slot.TAG] === SlotTag.STRING && words[words[slot + Slot.PAYLOAD] + Text.TWO_BYTE] !== 0;

const wideUnit = (start: number, i: number): number => bytes[start + i * 2] | (bytes[start + i * 2 + 1] << 8);

function textLength(slot: Ptr): number {
  if (words[slot + Slot.TAG] === SlotTag.SHORT_STRING) return words[slot + Slot.AUX];
  const size = words[words[slot + Slot.PAYLOAD] + Text.BYTE_LENGTH];
  return isWide(slot) ? size / 2 : size;
}

/** First byte of the characters. */
const textStart = (slot: Ptr): number =>
  (words[slot + Slot.TAG] === SlotTag.SHORT_STRING ? slot + Slot.PAYLOAD : words[slot + Slot.PAYLOAD] + Text.CHARACTERS) *
  BYTES_PER_WORD;

/** Two keys that this thread has not encoded yet. */
function sameLocal(a: number, b: number): boolean {
  const [x, y] = [localValue(a), localValue(b)];
  return x === y || (typeof x === "function" && typeof y === "function" && isSameFunction(x, y));
}

function sameBox(a: Ptr, b: Ptr): boolean {
  const identity = identityInBox(a);
  if (identity !== undefined) return identity === identityInBox(b);
  const handles = words[a + Box.HANDLE_COUNT];
  const size = words[a + Box.BYTE_LENGTH];
  if (handles !== words[b + Box.HANDLE_COUNT] || size !== words[b + Box.BYTE_LENGTH]) return false;
  return sameBytes(a + Box.HANDLES, b + Box.HANDLES, (boxContent(handles) - Box.HANDLES) * BYTES_PER_WORD + size);
}

/** Compares whole words: what follows the last byte in its word is zero in both. */
function sameBytes(a: Ptr, b: Ptr, size: number): boolean {
  const count = Math.ceil(size / BYTES_PER_WORD);
  for (let i = 0; i < count; i++) if (words[a + i] !== words[b + i]) return false;
  return true;
}

/** Whether two slots hold the very same value. */
export function sameSlot(a: Ptr, b: Ptr): boolean {
  const tag = words[a + Slot.TAG];
  if (tag !== words[b + Slot.TAG]) return false;
  switch (tag) {
    case SlotTag.NUMBER:
      return samePayload(a, b);
    case SlotTag.SHORT_STRING:
      return sameShortString(a, b);
    case SlotTag.STRING:
    case SlotTag.HANDLE:
    case SlotTag.BOX:
      return words[a + Slot.PAYLOAD] === words[b + Slot.PAYLOAD];
    case SlotTag.LOCAL:
      return Object.is(localValue(words[a + Slot.PAYLOAD]), localValue(words[b + Slot.PAYLOAD]));
    default:
      return true;
  }
}
