/**
 * One value in one slot of shared memory.
 *
 * A slot owns what it refers to: one reference to its string, shared object or box. A slot that several threads reach is
 * read and written under its object's guard, but for tags of attributes that say all (see attributes.ts); encoding and
 * decoding happen outside of it, in scratch slots, so that a large value holds up nobody.
 */
import { alloc, release, releaseObject, retain } from "../memory/alloc.js";
import { bytes, floats, words } from "../memory/arena.js";
import { BYTES_PER_WORD, type Ptr, Slot, TEXT_HEADER_WORDS, Text } from "../memory/layout.js";
import { createBox, unboxCached, unboxOnce } from "./box.js";
import { isLatin1 } from "./byte-writer.js";
import { handleOf, isHandle, ptrOf } from "./handle.js";
import { moveMemory } from "./moved-memory.js";
import { publish, shareContainer } from "./publish.js";
import { clearSlot, copySlot, popScratch, pushScratch } from "./scratch.js";
import { dropLocal, inSession, keepLocal, localCrossing, localValue } from "./session.js";
import { shareInstance } from "./shared-instance.js";
import { readShortString, writeShortString } from "./short-strings.js";
import { Crossing, SlotTag } from "./tags.js";
import { latin1Text } from "./text-cache.js";

/**
 * Writes a value into a slot that holds nothing. With `isPrivate` the slot belongs to an object that only this thread
 * has: code and copies are then encoded when the object is first shown to another.
 */
export function writeSlot(slot: Ptr, value: unknown, crossing: Crossing, isPrivate: boolean): void {
  switch (typeof value) {
    case "number":
      floats[(slot + Slot.PAYLOAD) >> 1] = value;
      words[slot + Slot.TAG] = SlotTag.NUMBER;
      return;
    case "string":
      return writeString(slot, value);
    case "boolean":
      words[slot + Slot.TAG] = value ? SlotTag.TRUE : SlotTag.FALSE;
      return;
    case "undefined":
      words[slot + Slot.TAG] = SlotTag.UNDEFINED;
      return;
    case "object":
      if (value === null) {
        words[slot + Slot.TAG] = SlotTag.NULL;
        return;
      }
      if (isHandle(value)) return writeHandle(slot, ptrOf(value), isPrivate);
      if (crossing === Crossing.SHARED) {
        if (shareContainer(value, (shared) => writeHandle(slot, ptrOf(shared), isPrivate))) return;
        value = moveMemory(value);
        const shared = isPrivate ? undefined : inSession("value", (session) => shareInstance(session, value));
        if (shared !== undefined) return writeHandle(slot, ptrOf(shared), isPrivate);
      }
  }
  if (isPrivate) {
    words[slot + Slot.PAYLOAD] = keepLocal(value, crossing);
    words[slot + Slot.TAG] = SlotTag.LOCAL;
    return;
  }
  const box = createBox(value, crossing);
  words[slot + Slot.PAYLOAD] = box;
  words[slot + Slot.TAG] = SlotTag.BOX;
}

function writeHandle(slot: Ptr, object: Ptr, isPrivate: boolean): void {
  if (!isPrivate) publish(object);
  retain(object);
  words[slot + Slot.PAYLOAD] = object;
  words[slot + Slot.TAG] = SlotTag.HANDLE;
}

function writeString(slot: Ptr, value: string): void {
  if (writeShortString(slot, value)) return;
  const latin1 = isLatin1(value);
  const size = latin1 ? value.length : value.length * 2;
  const text = alloc(TEXT_HEADER_WORDS + Math.ceil(size / BYTES_PER_WORD));
  const start = (text + Text.CHARACTERS) * BYTES_PER_WORD;
  if (latin1) bytes.latin1Write(value, start, size);
  else bytes.ucs2Write(value, start, size);
  words[text + Text.BYTE_LENGTH] = size;
  words[text + Text.TWO_BYTE] = latin1 ? 0 : 1;
  words[slot + Slot.PAYLOAD] = text;
  words[slot + Slot.TAG] = SlotTag.STRING;
}

/** Whether the slot refers to nothing that must be given up before it is overwritten. */
export function isImmediateSlot(slot: Ptr): boolean {
  return words[slot + Slot.TAG] < SlotTag.STRING;
}

/**
 * The tag that says all of a value (a small integer, a boolean, None), or EMPTY if the value needs more than its tag. Such a
 * value is read by one load and replaced by one exchange.
 */
export function loneTag(value: unknown): number {
  switch (typeof value) {
    case "number":
      return (value << 1) >> 1 === value && !Object.is(value, -0) ? value | SMALL_INTEGER : SlotTag.EMPTY;
    case "boolean":
      return value ? SlotTag.TRUE : SlotTag.FALSE;
    case "undefined":
      return SlotTag.UNDEFINED;
    default:
      return value === null ? SlotTag.NULL : SlotTag.EMPTY;
  }
}

const SMALL_INTEGER = 1 << 31;

/** Whether a tag says all of a value: that there is one, and which. */
export const isLone = (tag: number): boolean => tag < SlotTag.NUMBER && tag !== SlotTag.EMPTY;

/** The value that such a tag says. */
export function loneValue(tag: number): unknown {
  if (tag < 0) return (tag << 1) >> 1;
  return tag === SlotTag.TRUE ? true : tag === SlotTag.FALSE ? false : tag === SlotTag.NULL ? null : undefined;
}

/** The value in a slot that nobody changes meanwhile. Copies that the slot keeps are made once for each thread. */
export function readSlot(slot: Ptr): unknown {
  const tag = words[slot + Slot.TAG];
  switch (tag) {
    case SlotTag.NUMBER:
      return floats[(slot + Slot.PAYLOAD) >> 1];
    case SlotTag.SHORT_STRING:
      return readShortString(slot);
    case SlotTag.STRING: {
      const text = words[slot + Slot.PAYLOAD];
      const start = (text + Text.CHARACTERS) * BYTES_PER_WORD;
      const end = start + words[text + Text.BYTE_LENGTH];
      return words[text + Text.TWO_BYTE] ? bytes.ucs2Slice(start, end) : latin1Text(start, words[text + Text.BYTE_LENGTH]);
    }
    case SlotTag.HANDLE:
      return handleOf(words[slot + Slot.PAYLOAD]);
    case SlotTag.BOX:
      return unboxCached(words[slot + Slot.PAYLOAD]);
    case SlotTag.LOCAL:
      return localValue(words[slot + Slot.PAYLOAD]);
    default:
      return loneValue(tag);
  }
}

/** Adds a reference to what the slot refers to, for a copy of the slot. */
export function retainSlot(slot: Ptr): void {
  const tag = words[slot + Slot.TAG];
  if (tag >= SlotTag.STRING && tag <= SlotTag.BOX) retain(words[slot + Slot.PAYLOAD]);
  // The value of a private object lies in this thread's table under one number for each slot.
  else if (tag === SlotTag.LOCAL) {
    const number = words[slot + Slot.PAYLOAD];
    words[slot + Slot.PAYLOAD] = keepLocal(localValue(number), localCrossing(number));
  }
}

/** Empties a slot and gives up what it refers to. */
export function releaseSlot(slot: Ptr): void {
  const tag = words[slot + Slot.TAG];
  if (tag < SlotTag.STRING) return clearSlot(slot);
  const payload = words[slot + Slot.PAYLOAD];
  clearSlot(slot);
  if (tag === SlotTag.STRING) release(payload);
  else if (tag === SlotTag.LOCAL) dropLocal(payload);
  else releaseObject(payload);
}

/** Whether reading the slot needs neither references nor the JavaScript heap beyond the value. */
export function isSimple(slot: Ptr): boolean {
  const tag = words[slot + Slot.TAG];
  return tag < SlotTag.STRING || tag === SlotTag.LOCAL;
}

/** Encodes a value into a new scratch slot; the caller moves it on and calls `popScratch`. */
export function stageValue(value: unknown, crossing: Crossing, isPrivate: boolean): Ptr {
  const scratch = pushScratch();
  clearSlot(scratch);
  try {
    writeSlot(scratch, value, crossing, isPrivate);
  } catch (error) {
    popScratch();
    throw error;
  }
  return scratch;
}

/** Copies a slot, with its references, to a new scratch slot; called under the guard. End with `readStaged`. */
export function stageCopy(slot: Ptr): Ptr {
  const scratch = pushScratch();
  copySlot(slot, scratch);
  retainSlot(scratch);
  return scratch;
}

/** Moves a slot, with its references, to a new scratch slot and empties it; called under the guard. */
export function stageMove(slot: Ptr): Ptr {
  const scratch = pushScratch();
  copySlot(slot, scratch);
  clearSlot(slot);
  return scratch;
}

/** Reads a staged slot and gives it up. */
export function readStaged(scratch: Ptr): unknown {
  try {
    return readSlot(scratch);
  } finally {
    releaseSlot(scratch);
    popScratch();
  }
}

/** Reads a staged slot whose value now belongs to this thread alone, and gives it up. */
export function takeStaged(scratch: Ptr): unknown {
  if (words[scratch + Slot.TAG] !== SlotTag.BOX) return readStaged(scratch);
  try {
    return unboxOnce(words[scratch + Slot.PAYLOAD]);
  } finally {
    releaseSlot(scratch);
    popScratch();
  }
}
