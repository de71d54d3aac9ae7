/** Replacing a run of items of a list by others, in one step: what `splice`, `shift` and `unshift` are made of. */
import { release } from "../internal/memory/alloc.js";
import { words } from "../internal/memory/arena.js";
import { NULL_PTR } from "../internal/memory/layout.js";
import type { Ptr } from "../internal/memory/layout.js";
import {
  itemLocked,
  lengthLocked,
  lengthOf,
  lockWithRoom,
  setLengthLocked,
  unlockList,
  unlockShrinking,
} from "./list-storage.js";
import { allocSlots, releaseBlock, type SlotBlock, slotAt } from "./slot-block.js";

/** Where a run begins and how many items it has, in a list of so many. */
export type Run = (length: number) => { start: number; count: number };

/**
 * Puts the slots of `added` in the place of a run, and returns the slots of the run. `added` is given up in any case.
 *
 * @param run asked under the guard, where it must call no user code; stays within the list
 * @throws MemoryError when the arena is full, with nothing changed
 */
export function spliceItems(list: Ptr, run: Run, added: SlotBlock): SlotBlock {
  try {
    for (;;) {
      const expected = run(lengthOf(list)).count;
      const removed: SlotBlock = { slots: expected === 0 ? NULL_PTR : allocSlots(expected), count: 0 };
      if (replaceRun(list, run, added, removed, expected)) return removed;
      // Others have made the run longer meanwhile.
      if (removed.slots !== NULL_PTR) release(removed.slots);
    }
  } finally {
    releaseBlock(added);
  }
}

function replaceRun(list: Ptr, run: Run, added: SlotBlock, removed: SlotBlock, room: number): boolean {
  try {
    lockWithRoom(list, added.count);
  } catch (error) {
    releaseBlock(removed);
    throw error;
  }
  const length = lengthLocked(list);
  const { start, count } = run(length);
  if (count > room) {
    unlockList(list);
    return false;
  }
  if (count > 0) words.copyWithin(removed.slots, itemLocked(list, start), itemLocked(list, start + count));
  removed.count = count;
  if (added.count !== count)
    words.copyWithin(itemLocked(list, start + added.count), itemLocked(list, start + count), itemLocked(list, length));
  if (added.count > 0) words.copyWithin(itemLocked(list, start), added.slots, slotAt(added.slots, added.count));
  setLengthLocked(list, length - count + added.count);
  // The references went with the slots.
  added.count = 0;
  unlockShrinking(list);
  return true;
}
