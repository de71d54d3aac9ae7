/**
 * What each thread waits for, written into its control block (`ThreadBlock.WAIT_…`) just before it sleeps and taken back
 * when the wait is over. A thread that finds at once what it wants, or finds it spinning, writes nothing.
 *
 * | WAIT_KIND | the thread |
 * |---|---|
 * | 0 | runs, or sleeps on an internal mutex, which is never held for long |
 * | other | sleeps on WAIT_WORD while that is WAIT_EXPECTED, is about to, or has been woken and is about to look at it |
 *
 * Invariants:
 * - Only the thread itself writes its record. WAIT_SERIAL counts its waits and WAIT_KIND is written last, so whoever reads
 *   the same serial before and after the rest has read one and the same wait.
 * - WAIT_KIND is 0 again before the thread acts on what it was woken for. So while it is not, the thread has changed nothing
 *   since it entered the wait, and it changes nothing for as long as it finds its word as it was.
 *
 * A wake-up that leaves the word as it was means that somebody wants something of the thread itself: see `attend`.
 */
import { floats, words } from "./arena.js";
import { monotonicMs } from "./clock.js";
import { load, sleepUntil, store, wait, wakeAll } from "./futex.js";
import { Kind, NULL_PTR, type Ptr, ThreadBlock, WAIT_TIMED, WaitKind } from "./layout.js";

/** What the layer above knows of threads. */
export interface ThreadWatch {
  /** The running thread's control block, or 0 when this JavaScript thread runs none. */
  current(): Ptr;
  /** Does what the running thread was woken for, if the word it waits for has not changed. Never throws. */
  attend(block: Ptr): void;
  /** Called before a wait without an end. Never throws. */
  endless(): void;
}

const nobody: ThreadWatch = { current: () => NULL_PTR, attend() {}, endless() {} };
let watch = nobody;

export function watchThreads(watcher: ThreadWatch): void {
  watch = watcher;
}

/**
 * Sleeps until the word is no longer `expected` or `deadline` (see `monotonicMs`) passes, and others can see meanwhile what
 * the thread waits for: `on` is told as the kind says. Returns false when the deadline has passed. As after `wait`, the
 * caller looks at the word again.
 */
export function waitFor(kind: WaitKind, on: Ptr, word: Ptr, expected: number, deadline: number): boolean {
  const block = kind === WaitKind.NONE ? NULL_PTR : watch.current();
  if (block === NULL_PTR) return wait(word, expected, deadline);
  enter(block, kind, on, word, expected, deadline);
  let isInTime = wait(word, expected, deadline);
  while (isInTime && load(word) === expected) {
    watch.attend(block);
    isInTime = wait(word, expected, deadline);
  }
  store(block + ThreadBlock.WAIT_KIND, WaitKind.NONE);
  return isInTime;
}

function enter(block: Ptr, kind: WaitKind, on: Ptr, word: Ptr, expected: number, deadline: number): void {
  const isEndless = deadline === Number.POSITIVE_INFINITY;
  words[block + ThreadBlock.WAIT_SERIAL]++;
  words[block + ThreadBlock.WAIT_ON] = on;
  words[block + ThreadBlock.WAIT_WORD] = word;
  words[block + ThreadBlock.WAIT_EXPECTED] = expected;
  floats[(block + ThreadBlock.WAIT_SINCE) >> 1] = monotonicMs();
  store(block + ThreadBlock.WAIT_KIND, isEndless ? kind : kind | WAIT_TIMED);
  if (isEndless) watch.endless();
}

/** Blocks the calling thread until `deadline`, where others can see it. */
export function sleepInSight(deadline: number): void {
  const block = watch.current();
  if (block === NULL_PTR) return sleepUntil(deadline);
  // What kind of block it is never changes.
  waitFor(WaitKind.SLEEP, NULL_PTR, block + ThreadBlock.KIND, Kind.THREAD_BLOCK, deadline);
}

/** What a thread waits for, as it was at one moment. */
export interface WaitRecord {
  readonly kind: WaitKind;
  readonly isTimed: boolean;
  readonly on: Ptr;
  readonly since: number;
  readonly serial: number;
}

/** Reads what a thread waits for; undefined when it runs. */
export function readWait(block: Ptr): WaitRecord | undefined {
  // The serial first: a wait that begins after that is not taken for this one.
  const serial = load(block + ThreadBlock.WAIT_SERIAL);
  const kind = load(block + ThreadBlock.WAIT_KIND);
  if (kind === WaitKind.NONE) return undefined;
  const record = {
    kind: (kind & ~WAIT_TIMED) as WaitKind,
    isTimed: (kind & WAIT_TIMED) !== 0,
    on: words[block + ThreadBlock.WAIT_ON],
    since: floats[(block + ThreadBlock.WAIT_SINCE) >> 1],
    serial,
  };
  return isSameWait(block, record) ? record : undefined;
}

/** Whether the thread is in that wait still, and so has been in it all the time since it was read. */
export function isSameWait(block: Ptr, { serial }: { serial: number }): boolean {
  return load(block + ThreadBlock.WAIT_KIND) !== WaitKind.NONE && load(block + ThreadBlock.WAIT_SERIAL) === serial;
}

/** Number of the wait without an end, for something that is not there, that the thread is in; -1: it is in none. */
export function stuckIn(block: Ptr): number {
  const serial = load(block + ThreadBlock.WAIT_SERIAL);
  const kind = load(block + ThreadBlock.WAIT_KIND);
  if (kind === WaitKind.NONE || kind & WAIT_TIMED) return -1;
  const isThere = load(words[block + ThreadBlock.WAIT_WORD]) !== words[block + ThreadBlock.WAIT_EXPECTED];
  return !isThere && isSameWait(block, { serial }) ? serial : -1;
}

/** Wakes the thread, if it waits, to `attend`. It may be just about to sleep and not notice: so until it has answered, again. */
export function nudge(block: Ptr): void {
  if (load(block + ThreadBlock.WAIT_KIND) !== WaitKind.NONE) wakeAll(words[block + ThreadBlock.WAIT_WORD]);
}
