/**
 * Where everything lies in the arena. Each offset and constant of the shared memory stands here and nowhere else.
 *
 * All addresses are word indexes (`Ptr`) into one Int32Array, so that 4 GiB are reached with 30-bit numbers.
 *
 * ```
 * word 0 ………………… ArenaHeader          (fixed words below)
 *      HEAP_START … blocks             [size class][references] | payload …
 * ```
 * A block's payload begins on an even word, so that a Float64Array can address it; the two words before it belong to
 * the allocator (`BLOCK_CLASS`) and to the reference count (`BLOCK_REFS`).
 */

/** Index of a 32-bit word in the arena; 0 is no address. */
export type Ptr = number;
export const NULL_PTR: Ptr = 0;

export const BYTES_PER_WORD = 4;

/** Fixed words at the arena's start. */
export const ArenaHeader = {
  /** Set once by the thread that made the arena. */
  MAGIC: 2,
  /** Words in the arena. */
  LIMIT: 3,
  /** Mutex of the allocator, and the first word never handed out. */
  ALLOC_MUTEX: 4,
  BUMP: 5,
  /** Words in blocks that are handed out, as a float (8-aligned). */
  USED_WORDS: 6,
  /** Mutex, count and both ends of the list of interned attribute names. */
  NAMES_MUTEX: 8,
  NAMES_COUNT: 9,
  NAMES_FIRST: 10,
  NAMES_LAST: 11,
  /** Source of identities for functions and classes (float). */
  IDENTITY_COUNTER: 12,
  /** Number of the last `Thread-N`, and the last ident given out. */
  THREAD_NAME_COUNTER: 14,
  IDENT_COUNTER: 15,
  /** Mutex of the thread registry, ends of its list of live threads, and how many there are. */
  THREADS_MUTEX: 16,
  THREADS_FIRST: 17,
  THREADS_LAST: 18,
  THREADS_LIVE: 19,
  /** Threads that main's end waits for; joined as a futex. */
  NON_DAEMON_LIVE: 20,
  /** Mutex of the worker pool, its stack of idle workers, and its queue of threads without a worker. */
  POOL_MUTEX: 22,
  POOL_IDLE: 23,
  POOL_IDLE_COUNT: 24,
  POOL_PENDING_FIRST: 25,
  POOL_PENDING_LAST: 26,
  /** 1 while the worker that the kernel starts with boots and no thread counts on it. */
  POOL_SPARE: 27,
  /** Mutexes of the process's standard streams. */
  STDOUT_MUTEX: 28,
  STDERR_MUTEX: 29,
  /** Non-zero once main has begun to shut down. */
  FINALIZING: 30,
  /** Control block of the main thread. */
  MAIN_THREAD: 31,
  /** Heads of the allocator's free lists, one word for each size class. */
  FREE_LISTS: 32,
  /** First of its extents. */
  EXTENTS: 166,
  /** What `threading.excepthook` was set to, with its mutex; the slot is EMPTY while that is the default. */
  EXCEPTHOOK_MUTEX: 168,
  EXCEPTHOOK: 170,
  /** What `stack_size` was set to (float). */
  STACK_SIZE: 174,
  /** Signals that `interrupt_main` simulates and main has not seen: one bit each, in two words. */
  INTERRUPTS: 176,
  /** Number of the last request for the stacks of threads that wait; see runtime/attend.ts. */
  STACK_REQUEST: 178,
  /** One more than the exit code with which main has to end the process as soon as it looks; 0: it has not. */
  EXIT_REQUEST: 179,
  /** Workers and child processes of the program's own, of which nobody knows what they do; see runtime/strangers.ts. */
  STRANGERS: 180,
  /** 1 when the order of locks is checked, as main has decided, and the last number given to a lock for that. */
  CHECKS_ORDER: 181,
  ORDER_COUNTER: 182,
  /** 1 once the process ends: its workers are taken down then, one after another. */
  ENDS: 183,
  /** Mutex of the engine's flags; see engine-flags.ts. */
  ENGINE_FLAGS_MUTEX: 184,
} as const;

export const MAGIC = 0x70797468;

/**
 * Words before a payload that belong to the allocator and to the reference count. The class of a block that stands in a
 * free list is written as its complement, below zero.
 */
export const BLOCK_HEADER_WORDS = 2;
export const BLOCK_CLASS = -2;
export const BLOCK_REFS = -1;

/**
 * Free memory of no size class: what neighbouring free blocks have become together. It begins with the two words of a
 * block, of which the first says so and the second how many words follow; the first of those leads to the next extent.
 */
export const EXTENT = -1000;
export const Extent = { MARK: -2, WORDS: -1, NEXT: 0 } as const;

/** Size classes: every even number of words up to `SMALL_WORDS`, then four to each doubling. */
export const SMALL_WORDS = 64;
export const SMALL_CLASSES = SMALL_WORDS / 2;
export const STEPS_PER_DOUBLING = 4;
export const SIZE_CLASSES = SMALL_CLASSES + STEPS_PER_DOUBLING * 25;

export const HEAP_START: Ptr = 256;

/**
 * What every shared object begins with. `CLASS` is the published class of an instance of a user's subclass, `ATTRS`
 * its attribute table, `GUARD` the mutex of both the table and the body where the body needs one.
 */
export const ObjectHeader = { KIND: 0, CLASS: 1, ATTRS: 2, GUARD: 3 } as const;
export const OBJECT_HEADER_WORDS = 4;

/** The low byte of `KIND` is a `Kind`; above it are flags. */
export const KIND_MASK = 0xff;
/** Only the thread that made the object has seen it: its slots may hold values that are not encoded yet. */
export const PRIVATE_FLAG = 0x100;

/** What a block in the arena is. Blocks of all kinds are counted, and told apart by `destroy` through this word. */
export const Kind = {
  NONE: 0,
  /** Encoded value: see `BoxLayout`. */
  BOX: 1,
  /** Code template of a function. */
  CODE: 2,
  OBJECT: 3,
  LIST: 4,
  DICT: 5,
  SET: 6,
  LOCK: 7,
  RLOCK: 8,
  CONDITION: 9,
  SEMAPHORE: 10,
  EVENT: 11,
  BARRIER: 12,
  THREAD: 13,
  LOCAL: 14,
  QUEUE: 15,
  SIMPLE_QUEUE: 16,
  NAMESPACE: 17,
  /** Published class: identity and box; see `ClassRecord`. */
  CLASS: 18,
  /** Control block of a thread. */
  THREAD_BLOCK: 19,
  BOUNDED_SEMAPHORE: 20,
  LIFO_QUEUE: 21,
  PRIORITY_QUEUE: 22,
  /** A SharedArrayBuffer of the user's: see `BufferRecord`. */
  BUFFER: 23,
  THREAD_HANDLE: 24,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** A slot holds one value: tag, a small number that depends on the tag, and eight bytes. */
export const SLOT_WORDS = 4;
export const Slot = { TAG: 0, AUX: 1, PAYLOAD: 2 } as const;

/** Queue of waiters embedded in a primitive; see waiters.ts. */
export const WaitList = { FIRST: 0, LAST: 1, COUNT: 2 } as const;
export const WAIT_LIST_WORDS = 4;

/** One parked thread (or one pending promise) in a wait list. `VALUE` is a slot, for what is handed over with the grant. */
export const Waiter = { NEXT: 0, PREVIOUS: 1, STATE: 2, THREAD: 3, VALUE: 4 } as const;
export const WAITER_WORDS = 8;

/** An encoded value: words that name the shared objects it holds, then its bytes, from an even word on. */
export const Box = { KIND: 0, HANDLE_COUNT: 1, BYTE_LENGTH: 2, CROSSING: 3, HANDLES: 4 } as const;

/** Where the bytes of a box begin, in words from its start; if a word lies between, it is zero. */
export const boxContent = (handleCount: number): number => (Box.HANDLES + handleCount + 1) & ~1;

/** A code template: its identity (float, even word), then its text. */
export const Code = { KIND: 0, BYTE_LENGTH: 1, IDENTITY: 2, TEXT: 4 } as const;
export const CODE_HEADER_WORDS = 4;

/**
 * A published class: the box that it is rebuilt from, its identity (float, even word), and whether what it captures can
 * never change, so that a copy serves all later threads.
 */
export const ClassRecord = { KIND: 0, BOX: 1, IDENTITY: 2, STABLE: 4 } as const;
export const CLASS_RECORD_WORDS = 6;

/** A SharedArrayBuffer of the user's: the number (float, even word) under which the kernel holds it. */
export const BufferRecord = { KIND: 0, NUMBER: 2 } as const;
export const BUFFER_RECORD_WORDS = 4;

/** Characters of a long string in a slot. */
export const Text = { BYTE_LENGTH: 0, TWO_BYTE: 1, CHARACTERS: 2 } as const;
export const TEXT_HEADER_WORDS = 2;

/**
 * Attribute table of a shared object: entries in the order of insertion, the first few of them behind this header. USED
 * counts all entries, gaps included, and INDEX finds all; LIVE and CAPACITY are about those in ENTRIES.
 */
export const Table = { USED: 0, MORE: 1, ENTRIES: 2, LIVE: 3, CAPACITY: 4, INDEX: 5, INDEX_MASK: 6 } as const;
export const TABLE_WORDS = 8;

/** Entry of that table: name number plus one (0: not used yet, -1: deleted), then the value's slot. */
export const Entry = { NAME: 0, VALUE: 2 } as const;
export const ENTRY_WORDS = 6;

/**
 * Control block of a thread, of any kind (main, threading, raw). It is counted: the registry holds it while the thread
 * lives, the Thread object for as long as somebody can join it. `JOB` and `NAME` are slots.
 */
export const ThreadBlock = {
  KIND: 0,
  IDENT: 1,
  /** A `ThreadState`; joined as a futex. */
  STATE: 2,
  FLAGS: 3,
  JOB: 4,
  NAME: 8,
  /** Links of the registry's list of live threads. */
  NEXT: 12,
  PREVIOUS: 13,
  /** Link of the pool's queue of threads without a worker. */
  NEXT_PENDING: 14,
  /** Block of the worker that runs the thread. */
  WORKER: 15,
  /** The Thread object, or 0 while a raw thread has none. */
  OBJECT: 16,
  /** The system's number of it, once its worker runs it. */
  NATIVE_ID: 17,
  /** What it waits for (see waits.ts): a `WaitKind`, 0 while it runs, and how many waits it has entered. */
  WAIT_KIND: 18,
  WAIT_SERIAL: 19,
  /** The word that it sleeps on, and the value that the word has until somebody lets it go on. */
  WAIT_WORD: 20,
  WAIT_EXPECTED: 21,
  /** What the kind says: address of the mutex, of the line, or of the control block of the thread that is joined. */
  WAIT_ON: 22,
  /** The request that `STACK`, a slot, answers. */
  STACK_FOR: 23,
  /** Float: when the wait began, on the clock of `monotonicMs`. */
  WAIT_SINCE: 24,
  STACK: 26,
} as const;
export const THREAD_BLOCK_WORDS = 30;

/** What a thread waits for. NONE: it runs, or waits for something that is never held for long. */
export const WaitKind = {
  NONE: 0,
  LOCK: 1,
  CONDITION: 2,
  SEMAPHORE: 3,
  EVENT: 4,
  BARRIER: 5,
  /** At a barrier whose action runs still. */
  BARRIER_ENTRY: 6,
  GET: 7,
  PUT: 8,
  TASKS: 9,
  JOIN: 10,
  SLEEP: 11,
  /** Main's end, for the threads that are not daemons. */
  END: 12,
} as const;
export type WaitKind = (typeof WaitKind)[keyof typeof WaitKind];
/** Set in `WAIT_KIND` when the wait ends by itself some time. */
export const WAIT_TIMED = 0x100;

/** In this order. `DETACHED`: runs, but who joins it takes it for ended. */
export const ThreadState = { INITIAL: 0, STARTED: 1, DETACHED: 2, STOPPED: 3 } as const;
export const ThreadFlag = { DAEMON: 1, RAW: 2, MAIN: 4, STARTED_ONCE: 8 } as const;

/** A worker of the pool: the thread it runs (0: none), the mailbox it parks on, and the link of the idle stack. */
export const WorkerBlock = { CURRENT: 0, MAILBOX: 1, NEXT_IDLE: 2, NUMBER: 3 } as const;
export const WORKER_BLOCK_WORDS = 4;

/** First words of the bodies of the shared objects. */
export const LockBody = { STATE: 0, HOLDER: 1 } as const;
export const LOCK_BODY_WORDS = 2;
/** Where the order of locks is checked, they have numbers: see thread/lock-order.ts. */
export const OrderedLockBody = { ...LockBody, ORDER: 2 } as const;
export const ORDERED_LOCK_BODY_WORDS = 4;
export const RLockBody = { STATE: 0, OWNER: 1, COUNT: 2, ORDER: 3 } as const;
export const RLOCK_BODY_WORDS = 4;
export const THREAD_BODY_WORDS = 2;
export const ThreadBody = { BLOCK: 0 } as const;

/** `GUARD` is the mutex of the words beside it; lists and slots begin on even words. */
export const ConditionBody = { GUARD: 0, WAITERS: 2, LOCK: 6 } as const;
export const CONDITION_BODY_WORDS = 10;
/** `VALUE` and `INITIAL` are floats. */
export const SemaphoreBody = { GUARD: 0, WAITERS: 2, VALUE: 6, INITIAL: 8 } as const;
export const SEMAPHORE_BODY_WORDS = 10;
export const EventBody = { GUARD: 0, FLAG: 1, WAITERS: 2 } as const;
export const EVENT_BODY_WORDS = 6;
/** `IDENTITY` is a float, so that a new local at an old address is not taken for the old one. `ARGS` is a slot. */
export const LocalBody = { IDENTITY: 0, ARGS: 2 } as const;
export const LOCAL_BODY_WORDS = 6;

/** Body of the queues. All words but `MUTEX_OBJECT` are guarded by the mutex that it names. */
export const QueueBody = {
  /** A Lock of its own, so that programs can have it as `q.mutex`. */
  MUTEX_OBJECT: 0,
  /** The items: a block of `CAPACITY` slots (a power of two), the first item's index, and how many there are. */
  RING: 1,
  CAPACITY: 2,
  HEAD: 3,
  SIZE: 4,
  /** An item is taken in without a second look while SIZE is below this: the lesser of capacity and maxsize. */
  LIMIT: 5,
  /** Places promised to putters that have not come back yet to fill them. */
  RESERVED: 6,
  IS_SHUT_DOWN: 7,
  /** Floats. */
  MAXSIZE: 8,
  UNFINISHED: 10,
  GETTERS: 12,
  PUTTERS: 16,
  JOINERS: 20,
  /** Conditions on the mutex that programs asked for, or 0. */
  NOT_EMPTY: 24,
  NOT_FULL: 25,
  ALL_TASKS_DONE: 26,
} as const;
export const QUEUE_BODY_WORDS = 28;

/**
 * Body of a list: a block of `CAPACITY` slots that it owns (0: none yet), of which those from `START` on, `LENGTH` of
 * them, are its items; the others refer to nothing. `WATCH` (0: none) is the set of marks that gets `WATCH_NUMBER` when
 * `LENGTH` changes; see builtins/watched-lists.ts.
 */
export const ListBody = { ITEMS: 0, CAPACITY: 1, START: 2, LENGTH: 3, WATCH: 4, WATCH_NUMBER: 5 } as const;
export const LIST_BODY_WORDS = 6;

/** A set of numbers; see marks.ts. */
export const Marks = { SUMMARY: 0, WORDS: 1 } as const;
export const MARKS_WORDS = 33;

/**
 * Body of a dict or set: a hash table that remembers the order of insertion; see builtins/hash-table.ts.
 *
 * `ENTRIES` is a block of `CAPACITY` entries of `WIDTH` words each, of which `USED` were given out and `LIVE` are still
 * there; `FIRST` is not above the number of the first live one. `INDEX` (0: a small table has none) is a block of
 * `INDEX_MASK + 1` words. `USABLE` entries may be added until the table is built anew, which `REBUILDS` counts.
 * `CHANGES` counts the keys that were added and taken out. `STANDS_FOR` says what of
 * the program's has become it.
 */
export const HashBody = {
  ENTRIES: 0,
  CAPACITY: 1,
  WIDTH: 2,
  USED: 3,
  LIVE: 4,
  FIRST: 5,
  INDEX: 6,
  INDEX_MASK: 7,
  USABLE: 8,
  REBUILDS: 9,
  CHANGES: 10,
  STANDS_FOR: 11,
} as const;
export const HASH_BODY_WORDS = 12;
export const StandsFor = { NOTHING: 0, MAP_OR_SET: 1, OBJECT: 2 } as const;
export type StandsFor = (typeof StandsFor)[keyof typeof StandsFor];

/** Entry of such a table: the key's hash, its slot (EMPTY: a gap) and, in a dict, the value's slot. */
export const HashEntry = { HASH: 0, KEY: 2, VALUE: 6 } as const;
export const SET_ENTRY_WORDS = 6;
export const DICT_ENTRY_WORDS = 10;

/** Body of a barrier; see threading/barrier.ts. `ACTION` and `TIMEOUT` are slots, `PARTIES` is a float. */
export const BarrierBody = {
  GUARD: 0,
  STATE: 1,
  PARTIES: 2,
  ARRIVED: 4,
  /** Counts the times that waiting threads were let go, by arrival, abort or reset. */
  GENERATION: 5,
  WAITERS: 6,
  /** Threads that came while the action ran. */
  ENTRANTS: 10,
  ACTION: 14,
  TIMEOUT: 18,
} as const;
export const BARRIER_BODY_WORDS = 22;
export const BarrierState = { FILLING: 0, ACTING: 1, BROKEN: 2 } as const;
