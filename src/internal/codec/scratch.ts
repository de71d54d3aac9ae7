/**
 * Slots of this thread alone, handed out as a stack: a value is copied here under a lock and decoded after it.
 */
import { alloc } from "../memory/alloc.js";
import { words } from "../memory/arena.js";
import { SLOT_WORDS, Slot, type Ptr } from "../memory/layout.js";
import { SlotTag } from "./tags.js";

const SLOTS_A_BLOCK = 64;
const blocks: Ptr[] = [];
let depth = 0;

export function pushScratch(): Ptr {
  const block = depth >> 6;
  if (block === blocks.length) blocks.push(alloc(SLOTS_A_BLOCK * SLOT_WORDS));
  return blocks[block] + (depth++ & (SLOTS_A_BLOCK - 1)) * SLOT_WORDS;
}

export function popScratch(): void {
  depth--;
}

/** Gives the blocks up to the caller, when this thread ends. */
export function takeScratch(): Ptr[] {
  depth = 0;
  return blocks.splice(0);
}

/** Copies four words; the caller sees to references. */
export function copySlot(from: Ptr, to: Ptr): void {
  words[to] = words[from];
  words[to + 1] = words[from + 1];
  words[to + 2] = words[from + 2];
  words[to + 3] = words[from + 3];
}

export function clearSlot(slot: Ptr): void {
  words[slot + Slot.TAG] = SlotTag.EMPTY;
}
