/**
 * How many threads may live at once. Each has a worker, which takes some megabytes and, on Linux, some dozens of memory
 * mappings; V8 ends the process when either runs out. So a program that starts threads without end gets Python's error
 * before that.
 */
import { readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { RuntimeError } from "../base/errors.js";
import { monotonicMs } from "../memory/clock.js";
import { load, sleepUntil } from "../memory/futex.js";
import { ArenaHeader } from "../memory/layout.js";

const BYTES_PER_THREAD = 12 * 2 ** 20;
const MAPPINGS_PER_THREAD = 42;
/** So many need no look at the machine. */
const FEW_THREADS = 128;
/** How long a start waits, at the limit, for another thread to end. */
const PATIENCE_MS = 2000;
const LOOK_EVERY_MS = 1;

let limit: number | undefined;

function findLimit(): number {
  const asked = Number(process.env.PYTHREADS_MAX_THREADS);
  if (asked >= 1) return asked;
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.max(FEW_THREADS, Math.floor(Math.min(memory / BYTES_PER_THREAD, mappings() / MAPPINGS_PER_THREAD)));
}

function mappings(): number {
  try {
    return Number(readFileSync("/proc/sys/vm/max_map_count", "utf8")) || Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

const isFull = () => load(ArenaHeader.THREADS_LIVE) >= (limit as number);

/**
 * Makes sure that one more thread may live; a burst of short ones is held up until there is room.
 *
 * @throws RuntimeError when no thread has ended for a while
 */
export function awaitRoomForThread(): void {
  limit ??= findLimit();
  if (!isFull()) return;
  for (const end = monotonicMs() + PATIENCE_MS; isFull(); sleepUntil(monotonicMs() + LOOK_EVERY_MS)) {
    if (monotonicMs() < end) continue;
    const cause = new Error(
      `${limit} threads are alive, and none has ended for ${PATIENCE_MS / 1000} seconds; PYTHREADS_MAX_THREADS sets another limit`,
    );
    throw new RuntimeError("can't start new thread", { cause });
  }
}
