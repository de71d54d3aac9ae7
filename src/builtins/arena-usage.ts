import { collectGarbage, handleCount } from "../internal/codec/handle-table.js";
import { usage } from "../internal/memory/alloc.js";

/** How much of the shared memory is in use. */
export interface ArenaUsage {
  /** Bytes of all shared objects and encoded values that are still referred to, in any thread. */
  used_bytes: number;
  /** Bytes that fit; more is a MemoryError. */
  capacity_bytes: number;
  /** Shared objects and encoded values that the calling thread refers to. */
  handles: number;
}

/**
 * How much of the memory that threads share is in use.
 *
 * Objects are given back some time after the last thread has dropped them; with `collect` those that the calling thread
 * has dropped are given back first, which takes a garbage collection.
 *
 * @param options `collect`: whether to collect garbage before looking
 * @example
 * print(arena_usage().used_bytes);
 */
export function arena_usage(options?: { collect?: boolean } | null): ArenaUsage {
  if (options?.collect) collectGarbage();
  const { usedBytes, capacityBytes } = usage();
  return { used_bytes: usedBytes, capacity_bytes: capacityBytes, handles: handleCount() };
}
