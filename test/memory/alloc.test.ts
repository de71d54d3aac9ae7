/** The allocator of a small arena, filled and emptied with blocks of all sizes: blocks stay whole, and no size is lost to another. */
import { beforeAll, expect, test } from "vitest";

const MIB = 1;
let memory: typeof import("../../src/internal/memory/alloc.js") & typeof import("../../src/internal/memory/arena.js");
let MemoryError: typeof import("../../src/internal/base/errors.js").MemoryError;

beforeAll(async () => {
  process.env.PYTHREADS_ARENA_MIB = String(MIB);
  memory = { ...(await import("../../src/internal/memory/alloc.js")), ...(await import("../../src/internal/memory/arena.js")) };
  ({ MemoryError } = await import("../../src/internal/base/errors.js"));
});

/** A number generator with a seed, so that a failure can be seen again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Allocates until the arena is full; each block is filled with its own address. */
function fill(sizeOf: () => number): Map<number, number> {
  const blocks = new Map<number, number>();
  for (;;) {
    const size = sizeOf();
    try {
      const block = memory.alloc(size);
      if (blocks.has(block)) throw new Error(`block ${block} was handed out twice`);
      memory.words.fill(block, block, block + size);
      blocks.set(block, size);
    } catch (error) {
      expect(error).toBeInstanceOf(MemoryError);
      return blocks;
    }
  }
}

function free(blocks: Map<number, number>, chosen: (block: number) => boolean = () => true): void {
  for (const [block, size] of [...blocks]) {
    if (!chosen(block)) continue;
    for (let i = 0; i < size; i++) if (memory.words[block + i] !== block) throw new Error(`word ${i} of block ${block} is not its own`);
    memory.release(block);
    blocks.delete(block);
  }
}

const used = () => memory.usage().usedBytes;

test("an arena that was full of one size serves every other size", () => {
  const before = used();
  for (const size of [4, 50_000, 9, 3000, 64, 200_000, 200, 4]) {
    const blocks = fill(() => size);
    const most = Math.floor((MIB * 2 ** 18 - 256) / (size * 1.25 + 2));
    expect(blocks.size).toBeGreaterThanOrEqual(most);
    free(blocks);
    expect(used()).toBe(before);
  }
});

test.each([1, 2, 3])("blocks of mixed sizes stay whole, round after round (seed %i)", (seed) => {
  const random = generator(seed);
  const before = used();
  const live = new Map<number, number>();
  for (let round = 0; round < 8; round++) {
    const largest = [8, 100, 3000, 30_000][random(4)];
    for (const [block, size] of fill(() => 1 + random(largest))) live.set(block, size);
    free(live, () => random(3) > 0);
  }
  free(live);
  expect(used()).toBe(before);
  const whole = fill(() => 200_000);
  expect(whole.size).toBe(1);
  free(whole);
});

test("a full arena is left as it was by what does not fit", () => {
  const blocks = fill(() => 500);
  const full = used();
  expect(() => memory.alloc(1000)).toThrow("the shared arena is full: 4000 bytes more do not fit into 1048576");
  expect(used()).toBe(full);
  free(blocks);
});

test("a block that is released twice is found", () => {
  const block = memory.alloc(10);
  memory.release(block);
  expect(() => memory.release(block)).toThrow(`block ${block} was released more often than it was retained`);
});
