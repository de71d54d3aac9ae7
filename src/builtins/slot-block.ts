/**
 * Several values on their way into or out of a shared container: a block of slots that belongs to this thread. Values are
 * encoded into it before the container's guard is taken, or copied into it under the guard and decoded afterwards.
 */
import { MemoryError } from "../internal/base/errors.js";
import { isPrivate } from "../internal/codec/kinds.js";
import { publish } from "../internal/codec/publish.js";
import { clearSlot } from "../internal/codec/scratch.js";
import { dropLocal, localCrossing, localValue } from "../internal/codec/session.js";
import { readSlot, releaseSlot, writeSlot } from "../internal/codec/slots.js";
import { Crossing, SlotTag } from "../internal/codec/tags.js";
import { alloc, release } from "../internal/memory/alloc.js";
import { floats, words } from "../internal/memory/arena.js";
import { NULL_PTR, type Ptr, SLOT_WORDS, Slot } from "../internal/memory/layout.js";

/** A block of slots of which the first `count` may hold something. */
export interface SlotBlock {
  slots: Ptr;
  count: number;
}

const LARGEST_BLOCK_SLOTS = 2 ** 28;

export const slotAt = (slots: Ptr, index: number): Ptr => slots + index * SLOT_WORDS;

/**
 * A new block of empty slots.
 *
 * @throws MemoryError when the arena is full
 */
export function allocSlots(count: number): Ptr {
  if (count > LARGEST_BLOCK_SLOTS) throw new MemoryError(`${count} items are more than one container can hold`);
  return alloc(count * SLOT_WORDS);
}

/** Encodes values that are to be stored into a shared container; nothing is left behind when one of them is refused. */
export function encodeValues(values: readonly unknown[], isPrivateTarget: boolean): SlotBlock {
  const block = { slots: values.length === 0 ? NULL_PTR : allocSlots(values.length), count: 0 };
  try {
    for (const value of values) {
      writeSlot(slotAt(block.slots, block.count), value, Crossing.SHARED, isPrivateTarget);
      block.count++;
    }
  } catch (error) {
    releaseBlock(block);
    throw error;
  }
  return block;
}

/** Makes a copied slot fit for a container that others see: what only this thread has is encoded. */
export function publishSlotCopy(slot: Ptr): void {
  const payload = words[slot + Slot.PAYLOAD];
  switch (words[slot + Slot.TAG]) {
    case SlotTag.HANDLE:
      if (isPrivate(payload)) publish(payload);
      return;
    case SlotTag.LOCAL: {
      const value = localValue(payload);
      const crossing = localCrossing(payload);
      clearSlot(slot);
      dropLocal(payload);
      writeSlot(slot, value, crossing, false);
    }
  }
}

/** Decodes the values of a block that nobody else has. */
export function decodeValues({ slots, count }: SlotBlock): unknown[] {
  const values: unknown[] = [];
  for (let i = 0; i < count; i++) {
    const slot = slotAt(slots, i);
    values.push(words[slot + Slot.TAG] === SlotTag.NUMBER ? floats[(slot + Slot.PAYLOAD) >> 1] : readSlot(slot));
  }
  return values;
}

/** Gives up a block and what its slots refer to. */
export function releaseBlock(block: SlotBlock): void {
  if (block.slots === NULL_PTR) return;
  for (let i = 0; i < block.count; i++) releaseSlot(slotAt(block.slots, i));
  release(block.slots);
  block.slots = NULL_PTR;
  block.count = 0;
}

/** Decodes the values of a block and gives it up. */
export function takeValues(block: SlotBlock): unknown[] {
  try {
    return decodeValues(block);
  } finally {
    releaseBlock(block);
  }
}
