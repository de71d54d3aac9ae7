/**
 * The arena's allocator: segregated free lists over a bump pointer, all guarded by one mutex.
 *
 * Freed blocks go to the list of their class and are handed out again from there. Only when the arena is full are free
 * neighbours merged, whatever their sizes, and blocks cut from what they make (extents.ts). A block is counted: `alloc`
 * gives one reference, `retain` adds one, `release` gives one back, and the last one returns the block after its
 * `destroy` (see `setDestroyer`) has given up what the block itself refers to.
 *
 * Invariants: blocks follow each other without a gap up to BUMP; a free block's class is written below zero, its first
 * payload word is the next free block of its class, and its reference word is 0, so a double release is found.
 */
import { MemoryError, SystemError } from "../base/errors.js";
import { floats, words } from "./arena.js";
import { carveLocked, mergeFreeLocked } from "./extents.js";
import { add, load } from "./futex.js";
import { ArenaHeader, BLOCK_CLASS, BLOCK_HEADER_WORDS, BLOCK_REFS, BYTES_PER_WORD, NULL_PTR, type Ptr } from "./layout.js";
import { lock, unlock } from "./mutex.js";
import { classWords, sizeClass } from "./size-classes.js";

/** Gives back what finalised handles still hold; returns whether that may have freed anything. */
let reclaim: () => boolean = () => false;
export function setReclaimer(reclaimer: () => boolean): void {
  reclaim = reclaimer;
}

/**
 * Returns a zeroed block of at least `size` words with one reference.
 *
 * @throws MemoryError when the arena is full; nothing has changed then.
 */
export function alloc(size: number): Ptr {
  const wanted = sizeClass(size < 2 ? 2 : size);
  let block = take(wanted);
  if (block === NULL_PTR && reclaim()) block = take(wanted);
  if (block === NULL_PTR) block = takeMerged(wanted);
  if (block === NULL_PTR) {
    throw new MemoryError(
      `the shared arena is full: ${size * BYTES_PER_WORD} bytes more do not fit into ${words.length * BYTES_PER_WORD}`,
    );
  }
  words.fill(0, block, block + size);
  words[block + BLOCK_REFS] = 1;
  return block;
}

function take(wanted: number): Ptr {
  const size = classWords(wanted);
  const head = ArenaHeader.FREE_LISTS + wanted;
  lock(ArenaHeader.ALLOC_MUTEX);
  let block = words[head];
  if (block !== NULL_PTR) {
    words[head] = words[block];
    words[block + BLOCK_CLASS] = wanted;
    floats[ArenaHeader.USED_WORDS >> 1] += size;
  } else {
    const start = words[ArenaHeader.BUMP];
    if (start + size + BLOCK_HEADER_WORDS <= words[ArenaHeader.LIMIT]) {
      words[ArenaHeader.BUMP] = start + size + BLOCK_HEADER_WORDS;
      floats[ArenaHeader.USED_WORDS >> 1] += size;
      block = start + BLOCK_HEADER_WORDS;
      words[block + BLOCK_CLASS] = wanted;
    } else {
      block = carveLocked(wanted);
      if (block !== NULL_PTR) floats[ArenaHeader.USED_WORDS >> 1] += size;
    }
  }
  unlock(ArenaHeader.ALLOC_MUTEX);
  return block;
}

function takeMerged(wanted: number): Ptr {
  lock(ArenaHeader.ALLOC_MUTEX);
  mergeFreeLocked();
  unlock(ArenaHeader.ALLOC_MUTEX);
  return take(wanted);
}

function give(block: Ptr): void {
  const sizeClass = words[block + BLOCK_CLASS];
  const head = ArenaHeader.FREE_LISTS + sizeClass;
  lock(ArenaHeader.ALLOC_MUTEX);
  words[block] = words[head];
  words[head] = block;
  words[block + BLOCK_CLASS] = ~sizeClass;
  floats[ArenaHeader.USED_WORDS >> 1] -= classWords(sizeClass);
  unlock(ArenaHeader.ALLOC_MUTEX);
}

/** Payload words of the block, which may be more than were asked for. */
export function capacityOf(block: Ptr): number {
  return classWords(words[block + BLOCK_CLASS]);
}

export function retain(block: Ptr): void {
  add(block + BLOCK_REFS, 1);
}

/** Gives back what a block of shared state refers to, before the block itself is freed. Set by the codec. */
let destroy: (block: Ptr) => void = () => {};
export function setDestroyer(destroyer: (block: Ptr) => void): void {
  destroy = destroyer;
}

/** Gives up one reference to a block that refers to nothing else. */
export function release(block: Ptr): void {
  if (dropped(block)) give(block);
}

/** Objects without references that are still to be destroyed; a stack, so that long chains need no deep recursion. */
const doomed: Ptr[] = [];
let isDestroying = false;

/** Gives up one reference to a block that begins with a `Kind`; the last one destroys it. */
export function releaseObject(block: Ptr): void {
  if (!dropped(block)) return;
  doomed.push(block);
  if (isDestroying) return;
  isDestroying = true;
  try {
    for (let next = doomed.pop(); next !== undefined; next = doomed.pop()) {
      destroy(next);
      give(next);
    }
  } finally {
    isDestroying = false;
  }
}

function dropped(block: Ptr): boolean {
  const before = add(block + BLOCK_REFS, -1);
  if (before < 1) throw new SystemError(`block ${block} was released more often than it was retained`);
  return before === 1;
}

export function referenceCount(block: Ptr): number {
  return load(block + BLOCK_REFS);
}

/** Bytes handed out and not given back, and the bytes that the arena can hold. */
export function usage(): { usedBytes: number; capacityBytes: number } {
  lock(ArenaHeader.ALLOC_MUTEX);
  const used = floats[ArenaHeader.USED_WORDS >> 1];
  unlock(ArenaHeader.ALLOC_MUTEX);
  return { usedBytes: used * BYTES_PER_WORD, capacityBytes: words.length * BYTES_PER_WORD };
}
