/**
 * Free memory without a size: what the allocator falls back on when neither a list nor the rest of the arena has a block.
 *
 * `mergeFreeLocked` walks over all blocks, takes those that stand in free lists, and makes extents of neighbours; so what
 * was cut for one size serves another. `carveLocked` cuts a block off an extent. Both run with the allocator's mutex held
 * and allocate nothing on the JavaScript heap.
 *
 * Invariant: from HEAP_START to BUMP blocks and extents follow each other without a gap, so that each can be stepped
 * over by the words before it. An extent of no words is too small for the list and waits to be merged.
 */
import { words } from "./arena.js";
import {
  ArenaHeader,
  BLOCK_CLASS,
  BLOCK_HEADER_WORDS,
  EXTENT,
  Extent,
  HEAP_START,
  NULL_PTR,
  type Ptr,
  SIZE_CLASSES,
} from "./layout.js";
import { classWords } from "./size-classes.js";

/** A block of the class from the first extent that is large enough, or none. */
export function carveLocked(wanted: number): Ptr {
  const size = classWords(wanted);
  let previous = NULL_PTR;
  for (let extent = words[ArenaHeader.EXTENTS]; extent !== NULL_PTR; previous = extent, extent = words[extent + Extent.NEXT]) {
    const left = words[extent + Extent.WORDS] - size;
    if (left < 0) continue;
    let next = words[extent + Extent.NEXT];
    if (left > 0) {
      const rest = extent + size + BLOCK_HEADER_WORDS;
      words[rest + Extent.MARK] = EXTENT;
      words[rest + Extent.WORDS] = left - BLOCK_HEADER_WORDS;
      if (left > BLOCK_HEADER_WORDS) {
        words[rest + Extent.NEXT] = next;
        next = rest;
      }
    }
    if (previous === NULL_PTR) words[ArenaHeader.EXTENTS] = next;
    else words[previous + Extent.NEXT] = next;
    words[extent + BLOCK_CLASS] = wanted;
    return extent;
  }
  return NULL_PTR;
}

/** Empties the free lists into extents; what ends the used part of the arena goes back to its unused part. */
export function mergeFreeLocked(): void {
  words.fill(0, ArenaHeader.FREE_LISTS, ArenaHeader.FREE_LISTS + SIZE_CLASSES + 1);
  words[ArenaHeader.EXTENTS] = NULL_PTR;
  const end = words[ArenaHeader.BUMP];
  let last = NULL_PTR;
  let at: Ptr = HEAP_START + BLOCK_HEADER_WORDS;
  while (at - BLOCK_HEADER_WORDS < end) {
    if (words[at + BLOCK_CLASS] >= 0) {
      at += classWords(words[at + BLOCK_CLASS]) + BLOCK_HEADER_WORDS;
      continue;
    }
    const extent = at;
    while (at - BLOCK_HEADER_WORDS < end && words[at + BLOCK_CLASS] < 0) at += freeWords(at) + BLOCK_HEADER_WORDS;
    if (at - BLOCK_HEADER_WORDS >= end) {
      words[ArenaHeader.BUMP] = extent - BLOCK_HEADER_WORDS;
      return;
    }
    words[extent + Extent.MARK] = EXTENT;
    words[extent + Extent.WORDS] = at - extent - BLOCK_HEADER_WORDS;
    if (words[extent + Extent.WORDS] === 0) continue;
    words[extent + Extent.NEXT] = NULL_PTR;
    if (last === NULL_PTR) words[ArenaHeader.EXTENTS] = extent;
    else words[last + Extent.NEXT] = extent;
    last = extent;
  }
}

/** Words of a free block or an extent. */
function freeWords(at: Ptr): number {
  return words[at + BLOCK_CLASS] === EXTENT ? words[at + Extent.WORDS] : classWords(~words[at + BLOCK_CLASS]);
}
