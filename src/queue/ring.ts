/**
 * The items of a queue: slots in one block, in a circle. An item belongs to the queue from the moment its slot is copied
 * in until it is copied out.
 *
 * | words of the body | invariant |
 * |---|---|
 * | RING, CAPACITY | a block of CAPACITY slots, a power of two; both 0 until the first item comes |
 * | HEAD, SIZE | the items are the SIZE slots from HEAD on; the others are garbage and refer to nothing |
 * | LIMIT | the lesser of CAPACITY and maxsize, 0 after a shutdown: an item is let in without a second look below it |
 *
 * Everything here but `grow` and `releaseRemoved` is called with the queue's mutex held and calls no user code; only growing
 * can throw.
 */
import { alloc, release } from "../internal/memory/alloc.js";
import { floats, words } from "../internal/memory/arena.js";
import { load } from "../internal/memory/futex.js";
import { NULL_PTR, type Ptr, QueueBody, SLOT_WORDS } from "../internal/memory/layout.js";
import { lockOfProgram, unlock } from "../internal/memory/mutex.js";
import { copySlot } from "../internal/codec/scratch.js";
import { releaseSlot } from "../internal/codec/slots.js";

const FIRST_CAPACITY = 16;

/** The slot after the last item, which is an item from now on. There must be room. */
export function pushLocked(body: Ptr): Ptr {
  const size = words[body + QueueBody.SIZE];
  const index = (words[body + QueueBody.HEAD] + size) & (words[body + QueueBody.CAPACITY] - 1);
  words[body + QueueBody.SIZE] = size + 1;
  return words[body + QueueBody.RING] + index * SLOT_WORDS;
}

/** The slot of the first item, which is none from now on: the caller copies it. There must be one. */
export function shiftLocked(body: Ptr): Ptr {
  const head = words[body + QueueBody.HEAD];
  words[body + QueueBody.HEAD] = (head + 1) & (words[body + QueueBody.CAPACITY] - 1);
  words[body + QueueBody.SIZE]--;
  return words[body + QueueBody.RING] + head * SLOT_WORDS;
}

/** The slot of the last item, which is none from now on: the caller copies it. There must be one. */
export function popLocked(body: Ptr): Ptr {
  const size = --words[body + QueueBody.SIZE];
  const index = (words[body + QueueBody.HEAD] + size) & (words[body + QueueBody.CAPACITY] - 1);
  return words[body + QueueBody.RING] + index * SLOT_WORDS;
}

/** The slot of the item at an index from 0 to below SIZE. */
export function itemSlot(body: Ptr, index: number): Ptr {
  const place = (words[body + QueueBody.HEAD] + index) & (words[body + QueueBody.CAPACITY] - 1);
  return words[body + QueueBody.RING] + place * SLOT_WORDS;
}

/** The slot of an item, which is none from now on, after those behind it have moved up: the caller copies it. */
export function removeAtLocked(body: Ptr, index: number): Ptr {
  for (let i = index; i < words[body + QueueBody.SIZE] - 1; i++) swapSlots(itemSlot(body, i), itemSlot(body, i + 1));
  return popLocked(body);
}

/** Makes the last item the first one. */
export function unshiftLocked(body: Ptr): void {
  const last = popLocked(body);
  const head = (words[body + QueueBody.HEAD] - 1) & (words[body + QueueBody.CAPACITY] - 1);
  words[body + QueueBody.HEAD] = head;
  words[body + QueueBody.SIZE]++;
  // In a full ring the two places are one.
  const first = itemSlot(body, 0);
  if (first !== last) copySlot(last, first);
}

export function swapSlots(a: Ptr, b: Ptr): void {
  for (let word = 0; word < SLOT_WORDS; word++) {
    const kept = words[a + word];
    words[a + word] = words[b + word];
    words[b + word] = kept;
  }
}

/** Sets LIMIT after one of the words that it follows from has changed. */
export function updateLimitLocked(body: Ptr): void {
  const maxsize = floats[(body + QueueBody.MAXSIZE) >> 1];
  const capacity = words[body + QueueBody.CAPACITY];
  const room = maxsize > 0 ? Math.min(Math.ceil(maxsize), capacity) : capacity;
  words[body + QueueBody.LIMIT] = words[body + QueueBody.IS_SHUT_DOWN] ? 0 : room;
}

/**
 * Makes room for more items, unless another thread has just done so; called without the mutex.
 *
 * @throws MemoryError when the arena is full; nothing has changed then
 */
export function grow(mutex: Ptr, body: Ptr): void {
  const before = load(body + QueueBody.CAPACITY);
  const ring = alloc(grownCapacity(before) * SLOT_WORDS);
  let unused = ring;
  lockOfProgram(mutex);
  if (words[body + QueueBody.CAPACITY] === before) unused = moveToLocked(body, ring);
  unlock(mutex);
  if (unused !== NULL_PTR) release(unused);
}

/**
 * Makes room for more items with the mutex held, for callers that give it back whatever is thrown.
 *
 * @throws MemoryError when the arena is full; nothing has changed then
 */
export function growLocked(body: Ptr): void {
  const unused = moveToLocked(body, alloc(grownCapacity(words[body + QueueBody.CAPACITY]) * SLOT_WORDS));
  if (unused !== NULL_PTR) release(unused);
}

const grownCapacity = (capacity: number): number => (capacity === 0 ? FIRST_CAPACITY : capacity * 2);

/** Moves the items to a larger block; returns the old one. */
function moveToLocked(body: Ptr, ring: Ptr): Ptr {
  const capacity = words[body + QueueBody.CAPACITY];
  const old = words[body + QueueBody.RING];
  const first = old + words[body + QueueBody.HEAD] * SLOT_WORDS;
  const end = old + capacity * SLOT_WORDS;
  words.copyWithin(ring, first, end);
  words.copyWithin(ring + end - first, old, first);
  words[body + QueueBody.RING] = ring;
  words[body + QueueBody.CAPACITY] = grownCapacity(capacity);
  words[body + QueueBody.HEAD] = 0;
  updateLimitLocked(body);
  return old;
}

/** Visits the slots of the items. */
export function eachItem(body: Ptr, visit: (slot: Ptr) => void): void {
  const size = words[body + QueueBody.SIZE];
  const mask = words[body + QueueBody.CAPACITY] - 1;
  const ring = words[body + QueueBody.RING];
  const head = words[body + QueueBody.HEAD];
  for (let i = 0; i < size; i++) visit(ring + ((head + i) & mask) * SLOT_WORDS);
}

/** Items taken out of a queue at once. */
export interface Removed {
  ring: Ptr;
  capacity: number;
  head: number;
  size: number;
}

/** Takes all items out; the caller gives them up by `releaseRemoved`, without the mutex. */
export function removeAllLocked(body: Ptr): Removed {
  const removed = {
    ring: words[body + QueueBody.RING],
    capacity: words[body + QueueBody.CAPACITY],
    head: words[body + QueueBody.HEAD],
    size: words[body + QueueBody.SIZE],
  };
  for (const word of [QueueBody.RING, QueueBody.CAPACITY, QueueBody.HEAD, QueueBody.SIZE]) words[body + word] = 0;
  updateLimitLocked(body);
  return removed;
}

export function releaseRemoved({ ring, capacity, head, size }: Removed): void {
  if (ring === NULL_PTR) return;
  for (let i = 0; i < size; i++) releaseSlot(ring + ((head + i) & (capacity - 1)) * SLOT_WORDS);
  release(ring);
}
