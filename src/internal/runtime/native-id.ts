/** The number that the operating system gives a thread, as its tools show it. */
import { readlinkSync } from "node:fs";
import { monotonicMs } from "../memory/clock.js";
import { words } from "../memory/arena.js";
import { load, sleepUntil, store } from "../memory/futex.js";
import { type Ptr, ThreadBlock, ThreadFlag, ThreadState } from "../memory/layout.js";

/** How long a look at another thread that has not begun pauses. */
const PAUSE_MS = 0.2;

let known = 0;

/** The number of the calling thread; where the system does not tell it, one that no other thread of this process has. */
export function nativeId(ident: number): number {
  if (known === 0) known = systemNumber();
  return known < 0 ? process.pid + ident - 1 : known;
}

/** -1 where the system does not tell. */
function systemNumber(): number {
  try {
    const number = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    return number > 0 ? number : -1;
  } catch {
    return -1;
  }
}

/** Enters the number for others, when a worker takes a thread. */
export function enterNativeId(block: Ptr): void {
  store(block + ThreadBlock.NATIVE_ID, nativeId(words[block + ThreadBlock.IDENT]));
}

/** The number of any thread, 0 before it is started. Of one that was started just now, it waits for the beginning. */
export function nativeIdOf(block: Ptr): number {
  const word = block + ThreadBlock.NATIVE_ID;
  if (load(word) === 0 && words[block + ThreadBlock.FLAGS] & ThreadFlag.MAIN) return process.pid;
  while (load(word) === 0 && load(block + ThreadBlock.STATE) === ThreadState.STARTED) sleepUntil(monotonicMs() + PAUSE_MS);
  return load(word);
}
