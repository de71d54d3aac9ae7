/**
 * Bugs that are planted into the build of the explorer, each by a small change of the source, to see that the cases find
 * them. Each is one that code of this kind has had somewhere. A change whose place is no longer there is an error.
 */
import type { Patch } from "./bundle.js";

export interface PlantedBug {
  name: string;
  patches: Patch[];
  /** The case that finds it, and after how many preemptions. */
  foundBy: string;
  preemptions: number;
  /** Whether it is found by the race check, with one schedule, and not by what a schedule does. */
  isRace?: boolean;
  /** What the failure says. */
  says: RegExp;
}

const ALLOC = "internal/memory/alloc.ts";
const MARKS = "internal/memory/marks.ts";
const MUTEX = "internal/memory/mutex.ts";
const WAITERS = "internal/memory/waiters.ts";
const TABLE = "internal/runtime/table.ts";
const POOL = "internal/runtime/pool.ts";

const LOST = /deadlock or lost wake-up/;

export const plantedBugs: PlantedBug[] = [
  // ---------------------------------------------------------------- wake-ups that are dropped
  {
    name: "a mutex of two states: who was woken forgets that others still sleep",
    patches: [
      {
        file: MUTEX,
        find: "  while (exchange(ptr, CONTENDED) !== FREE) {\n    // A waiter",
        replace: "  while (compareExchange(ptr, FREE, LOCKED) !== FREE) {\n    compareExchange(ptr, LOCKED, CONTENDED);\n    // A waiter",
      },
    ],
    foundBy: "mutex: three threads keep each other out",
    preemptions: 1,
    says: LOST,
  },
  {
    name: "a mutex whose release looks first and writes then",
    patches: [
      {
        file: MUTEX,
        find: "  if (exchange(ptr, FREE) === CONTENDED) wake(ptr, 1);",
        replace: "  const before = words[ptr];\n  exchange(ptr, FREE);\n  if (before === CONTENDED) wake(ptr, 1);",
      },
      { file: MUTEX, find: 'import { spinToTake } from "./spin.js";', replace: 'import { spinToTake } from "./spin.js";\nimport { words } from "./arena.js";' },
    ],
    foundBy: "mutex: a thread comes again at once",
    preemptions: 2,
    says: LOST,
  },
  {
    name: "a dropped notify: the grant overlooks a waiter that falls asleep just then",
    patches: [
      {
        file: WAITERS,
        find: "  return exchange(waiter + Waiter.STATE, GRANTED) === PARKED;",
        replace: "  const sleeps = load(waiter + Waiter.STATE) === PARKED;\n  store(waiter + Waiter.STATE, GRANTED);\n  return sleeps;",
      },
    ],
    foundBy: "Condition: no wake-up is lost",
    preemptions: 2,
    says: LOST,
  },
  {
    name: "a waiter that sleeps without another look",
    patches: [
      {
        file: WAITERS,
        find: "compareExchange(state, WAITING, PARKED) !== WAITING) return true;\n  while (load(state) === PARKED) {\n    if (!waitFor(kind, list, state, PARKED, deadline))",
        replace: "exchange(state, PARKED) === PARKED) return true;\n  while (load(state) === PARKED) {\n    if (!waitFor(kind, list, state, PARKED, deadline))",
      },
    ],
    foundBy: "Event: no wake-up is lost",
    preemptions: 2,
    says: LOST,
  },
  {
    name: "a set of marks whose owner takes a mark after he has looked",
    patches: [
      {
        file: MARKS,
        find: "eachBit(exchange(marks + Marks.WORDS + word, 0), (bit) => visit(word * BITS + bit));",
        replace: "eachBit(load(marks + Marks.WORDS + word), (bit) => visit(word * BITS + bit));\n    exchange(marks + Marks.WORDS + word, 0);",
      },
    ],
    foundBy: "marks: the owner learns of each change",
    preemptions: 1,
    says: /what the owner saw last/,
  },
  {
    name: "a set of marks that says where to look before there is something",
    patches: [
      {
        file: MARKS,
        find: "  setBit(marks + Marks.WORDS + word, 1 << (number & (BITS - 1)));\n  setBit(marks + Marks.SUMMARY, 1 << word);",
        replace: "  setBit(marks + Marks.SUMMARY, 1 << word);\n  setBit(marks + Marks.WORDS + word, 1 << (number & (BITS - 1)));",
      },
    ],
    foundBy: "marks: the owner learns of each change",
    preemptions: 1,
    says: /what the owner saw last/,
  },
  {
    name: "a condition that stands in line only after it has released the lock",
    patches: [
      {
        file: "threading/condition.ts",
        find: "    lock(guard);\n    enqueueLocked(waiters, waiter);\n    unlock(guard);\n    try {\n      return this._release_save();\n    } catch",
        replace: "    try {\n      const state = this._release_save();\n      lock(guard);\n      enqueueLocked(waiters, waiter);\n      unlock(guard);\n      return state;\n    } catch",
      },
    ],
    foundBy: "Condition: no wake-up is lost",
    preemptions: 1,
    says: LOST,
  },
  {
    name: "a queue where a getter stands in line after a second look",
    patches: [
      {
        file: "queue/channel-get.ts",
        find: "    enqueueLocked(body + QueueBody.GETTERS, waiter);\n    outcome = WAITS;\n  }\n  unlock(mutex);",
        replace: "    outcome = WAITS;\n  }\n  unlock(mutex);\n  if (outcome === WAITS) {\n    lockOfProgram(mutex);\n    enqueueLocked(body + QueueBody.GETTERS, waiter);\n    unlock(mutex);\n  }",
      },
    ],
    foundBy: "Queue: one puts and one gets",
    preemptions: 1,
    says: LOST,
  },
  {
    name: "a thread's end that wakes before it says so",
    patches: [
      { file: TABLE, find: "  store(state, ThreadState.STOPPED);\n  if (isWaitedFor(block)) add(ArenaHeader.NON_DAEMON_LIVE, -1);\n  unlock(ArenaHeader.THREADS_MUTEX);\n  wakeAll(state);", replace: "  if (isWaitedFor(block)) add(ArenaHeader.NON_DAEMON_LIVE, -1);\n  unlock(ArenaHeader.THREADS_MUTEX);\n  wakeAll(state);\n  store(state, ThreadState.STOPPED);" },
    ],
    foundBy: "threads: join ends when the thread does",
    preemptions: 1,
    says: LOST,
  },
  {
    name: "a worker that goes idle after it has seen that nothing is pending",
    patches: [
      {
        file: POOL,
        find: "  const pending = takePendingLocked();\n  if (pending !== NULL_PTR) {",
        replace: "  const pending = takePendingLocked();\n  unlock(ArenaHeader.POOL_MUTEX);\n  lock(ArenaHeader.POOL_MUTEX);\n  if (pending !== NULL_PTR) {",
      },
    ],
    foundBy: "pool: a warm worker gets one thread after another",
    preemptions: 1,
    says: LOST,
  },
  {
    name: "an aborted promise that wakes one sleeper only",
    patches: [{ file: MUTEX, find: "const abort = () => wakeAll(ptr);", replace: "const abort = () => wake(ptr, 1);" }],
    foundBy: "Lock: an abort ends the wait for a lock that stays held",
    preemptions: 1,
    says: LOST,
  },

  // ---------------------------------------------------------------- two that win
  {
    name: "a timeout that does not look again: a grant that came first is lost",
    patches: [
      {
        file: WAITERS,
        find: "park(waiter, deadline, kind, list)) return true;\n  lock(guard);\n  const granted = cancelLocked(list, waiter);",
        replace: "park(waiter, deadline, kind, list)) return true;\n  lock(guard);\n  cancelLocked(list, waiter);\n  const granted = false as boolean;",
      },
    ],
    foundBy: "Semaphore: a timeout and a release cannot both win",
    preemptions: 1,
    says: /permits left/,
  },
  {
    name: "a timeout that leaves the line though it was taken out",
    patches: [{ file: WAITERS, find: "  if (load(waiter + Waiter.STATE) === GRANTED) return true;\n  unlinkLocked", replace: "  unlinkLocked" }],
    foundBy: "Condition: a notification for one of two that give up",
    preemptions: 1,
    says: /./,
  },
  {
    name: "a barrier that breaks a moment after the thread that gave up has left",
    patches: [
      {
        file: "threading/barrier.ts",
        find: "    const waits = stayLocked(waiter);\n    const acts",
        replace: "    const waits = stayLocked(waiter);\n    unlock(guard);\n    lock(guard);\n    const acts",
      },
    ],
    foundBy: "Barrier: a timeout breaks it for all or for none",
    preemptions: 2,
    says: /different fates|broken: true/,
  },
  {
    name: "a thread whose end is looked at before the mutex is taken",
    patches: [
      {
        file: TABLE,
        find: "  lock(ArenaHeader.THREADS_MUTEX);\n  if (!isRunning(load(state))) {\n    unlock(ArenaHeader.THREADS_MUTEX);\n    return false;\n  }",
        replace: "  if (!isRunning(load(state))) return false;\n  lock(ArenaHeader.THREADS_MUTEX);",
      },
    ],
    foundBy: "threads: of a worker's end and the kernel's, one counts",
    preemptions: 1,
    says: /./,
  },
  {
    name: "an RLock that forgets its owner after it is free",
    patches: [
      {
        file: "thread/rlock.ts",
        find: "    words[body + RLockBody.OWNER] = 0;\n    unlock(body + RLockBody.STATE);\n  }\n\n  /** Whether the lock is owned",
        replace: "    unlock(body + RLockBody.STATE);\n    store(body + RLockBody.OWNER, 0);\n  }\n\n  /** Whether the lock is owned",
      },
    ],
    foundBy: "RLock: the owner comes in again, others do not",
    preemptions: 2,
    says: /does not own|un-acquired|must not wait|lost wake-up/,
  },
  {
    name: "a semaphore that counts a permit which it has handed over",
    patches: [{ file: "threading/semaphore.ts", find: "while (left >= 1 && grantFirstLocked(waiters)) left--;", replace: "while (left >= 1 && grantFirstLocked(waiters)) if (left > 1) left--; else break;" }],
    foundBy: "Semaphore: a timeout and a release cannot both win",
    preemptions: 0,
    says: /permits left/,
  },
  {
    name: "names that are read before the mutex is taken",
    patches: [{ file: "internal/codec/names.ts", find: "  lock(ArenaHeader.NAMES_MUTEX);\n  readNewNames();", replace: "  readNewNames();\n  lock(ArenaHeader.NAMES_MUTEX);" }],
    foundBy: "names: one number for each name, whoever uses it first",
    preemptions: 1,
    says: /./,
  },

  // ---------------------------------------------------------------- memory
  {
    name: "an attribute's number that is replaced by whatever is written, though a text lies there by then",
    patches: [
      {
        file: "internal/codec/attributes.ts",
        find: "  return isLone(old) && compareExchange(slot + Slot.TAG, old, tag) === old;",
        replace: "  if (!isLone(old)) return false;\n  store(slot + Slot.TAG, tag);\n  return true;",
      },
    ],
    foundBy: "attributes: a number is replaced without the guard while a text takes its place",
    preemptions: 2,
    says: /./,
  },
  {
    name: "an attribute that was deleted and is taken for one that says all by its tag",
    patches: [
      {
        file: "internal/codec/slots.ts",
        find: "tag < SlotTag.NUMBER && tag !== SlotTag.EMPTY;",
        replace: "tag < SlotTag.NUMBER;",
      },
    ],
    foundBy: "attributes: a number is replaced while its attribute is deleted and another one is made",
    preemptions: 1,
    says: /read undefined/,
  },
  {
    name: "use after free: a value is counted after the guard is given back",
    patches: [
      {
        file: "internal/codec/attributes.ts",
        find: "  const staged = stageCopy(slot);\n  unlock(guard);\n  return readStaged(staged);",
        replace: "  const staged = pushScratch();\n  copySlot(slot, staged);\n  unlock(guard);\n  retainSlot(staged);\n  return readStaged(staged);",
      },
      {
        file: "internal/codec/attributes.ts",
        find: 'import { popScratch } from "./scratch.js";',
        replace: 'import { copySlot, popScratch, pushScratch } from "./scratch.js";\nimport { retainSlot } from "./slots.js";',
      },
    ],
    foundBy: "attributes: a reader gets one whole value or the other",
    preemptions: 1,
    says: /./,
  },
  {
    name: "use after free: threads' objects are counted after the list is given back",
    patches: [
      {
        file: TABLE,
        find: "    retain(object);\n    objects.push(object);\n  }\n  unlock(ArenaHeader.THREADS_MUTEX);",
        replace: "    objects.push(object);\n  }\n  unlock(ArenaHeader.THREADS_MUTEX);\n  objects.forEach(retain);",
      },
    ],
    foundBy: "threads: who enumerates them keeps a thread's object that ends meanwhile",
    preemptions: 1,
    says: /given back|released more often|references/,
  },
  {
    name: "double release: references are counted in two steps",
    patches: [
      { file: ALLOC, find: "  const before = add(block + BLOCK_REFS, -1);", replace: "  const before = load(block + BLOCK_REFS);\n  store(block + BLOCK_REFS, before - 1);" },
      { file: ALLOC, find: "import { add, load }", replace: "import { add, load, store }" },
    ],
    foundBy: "references: the last one gives the block and what it owns back",
    preemptions: 1,
    says: /./,
  },
  {
    name: "an allocator that looks at the free list before it takes the mutex",
    patches: [{ file: ALLOC, find: "  lock(ArenaHeader.ALLOC_MUTEX);\n  let block = words[head];", replace: "  let block = words[head];\n  lock(ArenaHeader.ALLOC_MUTEX);" }],
    foundBy: "allocator: no block is in two hands",
    preemptions: 1,
    says: /./,
  },

  // ---------------------------------------------------------------- races
  {
    name: "a race: a thread that gives up leaves the line before it has the mutex",
    patches: [{ file: WAITERS, find: "kind, list)) return true;\n  lock(guard);\n  const granted = cancelLocked(list, waiter);", replace: "kind, list)) return true;\n  const granted = cancelLocked(list, waiter);\n  lock(guard);" }],
    foundBy: "Semaphore: a timeout and a release cannot both win",
    preemptions: 0,
    isRace: true,
    says: /a race: thread/,
  },
  {
    name: "a race: a value is copied after the guard is given back",
    patches: [
      {
        file: "internal/codec/attributes.ts",
        find: "  const staged = stageCopy(slot);\n  unlock(guard);\n  return readStaged(staged);",
        replace: "  unlock(guard);\n  return readStaged(stageCopy(slot));",
      },
    ],
    foundBy: "attributes: a reader gets one whole value or the other",
    preemptions: 0,
    isRace: true,
    says: /a race: thread/,
  },
];
