/**
 * Whether any thread can still go on. The kernel looks twice, half a second apart; what it finds is certain:
 *
 * A look succeeds when each live thread, main included, is in a wait without an end whose word has the value that keeps it
 * there (`stuckIn`), each worker is idle or runs one of these threads, no thread waits for its worker, and the program has
 * no strangers (see strangers.ts). It tells how many threads were started so far, how many live, and the sum of the serial
 * numbers of their waits. The first and the last of these only grow, so two looks that tell the same have seen the same
 * threads, each in the same wait both times.
 *
 * 1. Between the two looks there is a moment at which all threads are in their waits. Whoever is in a wait changes nothing
 *    that another one waits for: it sleeps, or has been woken and has not looked yet (see memory/waits.ts).
 * 2. Let P be the first thread that leaves its wait after that moment, before the second look is over. Until then nobody
 *    has changed a word, so P's word must have let it go at that moment already; but the second look saw P still in its
 *    wait, so earlier than P left it, and its word then holding it. So there is no such P, and all words hold their threads.
 * 3. From then on whoever wakes, for whatever reason, finds its word as it was and sleeps again. (Taking a mutex that is
 *    CONTENDED writes CONTENDED.) Only somebody who is no thread could end this. The kernel does not; idle workers run no
 *    code of the user's until they are called; a worker whose thread has left timers or handles is neither idle nor runs
 *    a live thread, so while there is one no look succeeds; callbacks, promises and async waiters of a thread run in its
 *    event loop, which it blocks, main too. Where main has ended, its event loop runs: see main-end.ts.
 *
 * A thread that runs, sleeps, waits with a timeout, is in its event loop, in a child process or in an `Atomics.wait` of the
 * user's own, is in no such wait.
 */
import { words } from "../memory/arena.js";
import { load } from "../memory/futex.js";
import { ArenaHeader, NULL_PTR, ThreadBlock, WaitKind } from "../memory/layout.js";
import { lock, unlock } from "../memory/mutex.js";
import { stuckIn } from "../memory/waits.js";
import { isFinalizing } from "./exit.js";

/** Whether deadlocks are to be reported at all. */
export function isReportWanted(): boolean {
  return process.env.PYTHREADS_DEADLOCK !== "off";
}

/** Looks once; undefined when something can go on. Called by the kernel, which knows how many workers there are. */
export function lookForStuck(workers: number): string | undefined {
  if (load(ArenaHeader.STRANGERS) !== 0) return undefined;
  const main = mainIsIn();
  if (main < 0) return undefined;
  lock(ArenaHeader.THREADS_MUTEX);
  const threads = threadsAreInLocked();
  const live = words[ArenaHeader.THREADS_LIVE];
  const started = load(ArenaHeader.IDENT_COUNTER);
  unlock(ArenaHeader.THREADS_MUTEX);
  if (threads < 0) return undefined;
  if (load(ArenaHeader.POOL_PENDING_FIRST) !== NULL_PTR || workers !== load(ArenaHeader.POOL_IDLE_COUNT) + live) return undefined;
  return `${started} ${live} ${main + threads}`;
}

/** Whether main has ended and at most its event loop is left of it. */
export function hasMainEnded(): boolean {
  const main = load(ArenaHeader.MAIN_THREAD);
  return isFinalizing() && main !== NULL_PTR && load(main + ThreadBlock.WAIT_KIND) === WaitKind.NONE;
}

/** Serial number of main's wait; -1 when it is in none, or has ended with no thread to wait for. */
function mainIsIn(): number {
  const main = load(ArenaHeader.MAIN_THREAD);
  if (main === NULL_PTR) return -1;
  if (!hasMainEnded()) return stuckIn(main);
  return load(ArenaHeader.NON_DAEMON_LIVE) > 0 ? words[main + ThreadBlock.WAIT_SERIAL] : -1;
}

/** Sum of the serial numbers of all threads' waits; -1 when one is in none. */
function threadsAreInLocked(): number {
  let sum = 0;
  for (let block = words[ArenaHeader.THREADS_FIRST]; block !== NULL_PTR; block = words[block + ThreadBlock.NEXT]) {
    const serial = stuckIn(block);
    if (serial < 0) return -1;
    sum += serial;
  }
  return sum;
}
