/** Whether the arena is whole: what must hold of the allocator's words whenever no thread runs. */
import { arena, floats, words } from "../../../src/internal/memory/arena.js";
import { capacityOf } from "../../../src/internal/memory/alloc.js";
import { classWords } from "../../../src/internal/memory/size-classes.js";
import {
  ArenaHeader,
  BLOCK_CLASS,
  BLOCK_HEADER_WORDS,
  BLOCK_REFS,
  HEAP_START,
  NULL_PTR,
  type Ptr,
  SIZE_CLASSES,
} from "../../../src/internal/memory/layout.js";

const MUTEXES = ["ALLOC_MUTEX", "NAMES_MUTEX", "THREADS_MUTEX", "POOL_MUTEX", "STDOUT_MUTEX", "STDERR_MUTEX", "EXCEPTHOOK_MUTEX"] as const;

const isFree = new Uint8Array(arena.byteLength >> 3);

/** @throws Error that says what is wrong */
export function audit(): void {
  for (const mutex of MUTEXES) if (words[ArenaHeader[mutex]] !== 0) throw new Error(`${mutex} is still locked`);
  const bump = words[ArenaHeader.BUMP];
  isFree.fill(0, 0, bump >> 1);
  for (let sizeClass = 0; sizeClass < SIZE_CLASSES; sizeClass++) {
    for (let block = words[ArenaHeader.FREE_LISTS + sizeClass]; block !== NULL_PTR; block = words[block]) {
      if (block < HEAP_START || block >= bump || block % 2 !== 0) throw new Error(`the free list of class ${sizeClass} holds ${block}, which is no block`);
      if (isFree[block >> 1]) throw new Error(`block ${block} is in the free lists twice`);
      if (words[block + BLOCK_CLASS] !== ~sizeClass) throw new Error(`block ${block} is in the free list of another class`);
      isFree[block >> 1] = 1;
    }
  }
  let used = 0;
  for (let at: Ptr = HEAP_START; at < bump; ) {
    const block = at + BLOCK_HEADER_WORDS;
    const size = isFree[block >> 1] ? classWords(~words[block + BLOCK_CLASS]) : capacityOf(block);
    const references = words[block + BLOCK_REFS];
    if (size <= 0) throw new Error(`block ${block} has no size`);
    if (isFree[block >> 1] ? references !== 0 : references <= 0) {
      throw new Error(`block ${block} is ${isFree[block >> 1] ? "free" : "in use"} with ${references} references`);
    }
    if (!isFree[block >> 1]) used += size;
    at = block + size;
  }
  const counted = floats[ArenaHeader.USED_WORDS >> 1];
  if (used !== counted) throw new Error(`${used} words are in use, but ${counted} are counted`);
}

export const usedWords = (): number => floats[ArenaHeader.USED_WORDS >> 1];

export const referencesOf = (block: Ptr): number => words[block + BLOCK_REFS];
