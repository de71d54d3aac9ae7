/**
 * Sorting a list. Numbers and strings are sorted where they lie, in one step under the guard: comparing them decodes
 * nothing and calls no user code. Everything else is sorted as a copy, which is stored back only if the list is still what
 * was copied; else it is sorted anew.
 */
import { ValueError } from "../internal/base/errors.js";
import { copySlot } from "../internal/codec/scratch.js";
import { SlotTag } from "../internal/codec/tags.js";
import { release } from "../internal/memory/alloc.js";
import { floats, words } from "../internal/memory/arena.js";
import { type Ptr, Slot } from "../internal/memory/layout.js";
import { compareStrings, isLess } from "./compare.js";
import { copyItems, itemLocked, lengthLocked, lengthOf, lockList, unlockList } from "./list-storage.js";
import { allocSlots, decodeValues, releaseBlock, type SlotBlock, slotAt } from "./slot-block.js";
import { compareTexts, sameSlot } from "./slot-compare.js";

const MOST_ATTEMPTS = 100;

export interface SortOrder {
  key?: ((item: never) => unknown) | null;
  reverse?: boolean;
  /** Python 2's `cmp`, which is JavaScript's compare function. */
  compare?: (a: never, b: never) => number;
}

/** Sorts the items stably. */
export function sortItems(list: Ptr, order: SortOrder): void {
  const isPlain = !order.key && !order.compare;
  if (isPlain && (sortNumbers(list, Boolean(order.reverse)) || sortStrings(list, Boolean(order.reverse)))) return;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const copy = copyItems(list);
    try {
      const permutation = sortedIndexes(decodeValues(copy), order);
      if (storeIfSame(list, copy, permutation)) return;
    } finally {
      releaseBlock(copy);
    }
  }
  throw new ValueError("list modified during sort");
}

/** Sorts the items if all of them are numbers. */
function sortNumbers(list: Ptr, isReversed: boolean): boolean {
  for (;;) {
    const expected = lengthOf(list);
    if (expected < 2) return true;
    const values = new Float64Array(expected);
    lockList(list);
    const length = lengthLocked(list);
    const outcome = length > expected ? undefined : gatherLocked(list, length, values);
    if (outcome) {
      const used = length === expected ? values : values.subarray(0, length);
      used.sort();
      for (let i = 0; i < length; i++) {
        floats[(itemLocked(list, i) + Slot.PAYLOAD) >> 1] = values[isReversed ? length - 1 - i : i];
      }
    }
    unlockList(list);
    if (outcome !== undefined) return outcome;
  }
}

function gatherLocked(list: Ptr, length: number, values: Float64Array): boolean {
  for (let i = 0; i < length; i++) {
    const slot = itemLocked(list, i);
    if (words[slot + Slot.TAG] !== SlotTag.NUMBER) return false;
    values[i] = floats[(slot + Slot.PAYLOAD) >> 1];
  }
  return true;
}

/** Sorts the items if all of them are strings. */
function sortStrings(list: Ptr, isReversed: boolean): boolean {
  for (;;) {
    const expected = lengthOf(list);
    const indexes = new Uint32Array(expected);
    const merged = new Uint32Array(expected);
    const moved = allocSlots(expected);
    lockList(list);
    const length = lengthLocked(list);
    const outcome = length > expected ? undefined : isAllStringsLocked(list, length);
    if (outcome && length > 0) {
      const first = itemLocked(list, 0);
      for (let i = 0; i < length; i++) indexes[i] = i;
      permuteLocked(list, moved, mergeSort(indexes, merged, length, first, isReversed ? -1 : 1), length);
    }
    unlockList(list);
    release(moved);
    if (outcome !== undefined) return outcome;
  }
}

function isAllStringsLocked(list: Ptr, length: number): boolean {
  for (let i = 0; i < length; i++) {
    const tag = words[itemLocked(list, i) + Slot.TAG];
    if (tag !== SlotTag.SHORT_STRING && tag !== SlotTag.STRING) return false;
  }
  return true;
}

/** Sorts indexes of slots that hold strings, stably and from the bottom up; returns the array that holds the result. */
function mergeSort(indexes: Uint32Array, spare: Uint32Array, length: number, first: Ptr, sign: number): Uint32Array {
  let from = indexes;
  let to = spare;
  for (let run = 1; run < length; run *= 2) {
    for (let start = 0; start < length; start += run * 2) {
      const middle = Math.min(start + run, length);
      const end = Math.min(start + run * 2, length);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at++) {
        const takesLeft =
          left < middle && (right >= end || sign * compareTexts(slotAt(first, from[left]), slotAt(first, from[right])) <= 0);
        to[at] = takesLeft ? from[left++] : from[right++];
      }
    }
    const sorted = to;
    to = from;
    from = sorted;
  }
  return from;
}

/** Indexes of the values in their new order. */
function sortedIndexes(values: unknown[], { key, reverse, compare }: SortOrder): Uint32Array {
  const keys = key ? values.map((value) => key(value as never)) : values;
  const order = compare ? (compare as (a: unknown, b: unknown) => number) : comparisonOf(keys);
  const sign = reverse ? -1 : 1;
  // A plain array: its sort is stable and passes on what the comparison throws.
  const indexes = Array.from(keys, (_, index) => index);
  indexes.sort((a, b) => sign * order(keys[a], keys[b]));
  return Uint32Array.from(indexes);
}

function comparisonOf(keys: readonly unknown[]): (a: unknown, b: unknown) => number {
  if (keys.every((key) => typeof key === "number")) return (a, b) => (a as number) - (b as number) || 0;
  if (keys.every((key) => typeof key === "string")) return (a, b) => compareStrings(a as string, b as string);
  return (a, b) => (isLess(a, b) ? -1 : isLess(b, a) ? 1 : 0);
}

function storeIfSame(list: Ptr, copy: SlotBlock, permutation: Uint32Array): boolean {
  if (copy.count === 0) return lengthOf(list) === 0;
  const moved = allocSlots(copy.count);
  lockList(list);
  const same = isSameLocked(list, copy);
  if (same) permuteLocked(list, moved, permutation, copy.count);
  unlockList(list);
  release(moved);
  return same;
}

/** Puts the items, all of them, into another order; `moved` has room for them. */
function permuteLocked(list: Ptr, moved: Ptr, permutation: Uint32Array, count: number): void {
  words.copyWithin(moved, itemLocked(list, 0), itemLocked(list, count));
  for (let i = 0; i < count; i++) copySlot(slotAt(moved, permutation[i]), itemLocked(list, i));
}

function isSameLocked(list: Ptr, { slots, count }: SlotBlock): boolean {
  if (lengthLocked(list) !== count) return false;
  for (let i = 0; i < count; i++) if (!sameSlot(itemLocked(list, i), slotAt(slots, i))) return false;
  return true;
}
