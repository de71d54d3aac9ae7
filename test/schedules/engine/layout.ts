/**
 * Where everything lies in the memory of the scheduler itself, which all workers of an exploration share: whose turn it is,
 * who waits for what, and which choices have been made. Only the worker whose turn it is touches it, so all but TURN is read
 * and written plainly.
 */
export const MOST_THREADS = 8;
export const MOST_WAITS = 32;
export const MOST_CHOICES = 16_384;
export const LOG_WORDS = 16_384;

/** Words of the control buffer. */
export const Control = {
  /** A `Phase`. Points are decided on only while a schedule runs. */
  PHASE: 0,
  THREADS: 1,
  /** What a worker that gets its turn is to do, and with which case. */
  COMMAND: 2,
  CASE: 3,
  /** How choices are made: a `Mode`. */
  MODE: 5,
  /** How many preemptions a schedule may have, and how many this one had. */
  BUDGET: 6,
  SPENT: 7,
  /** How many choices were made, and how many of them were prescribed. */
  POSITION: 8,
  PREFIX: 9,
  STEPS: 10,
  SWITCHES: 11,
  /** State of the random numbers; SEED is what they began with. */
  RANDOM: 12,
  SEED: 4,
  /** Number of the next one in line. */
  ORDER: 13,
  LOG_LENGTH: 14,
  /** Whether the schedule is told step by step. */
  TRACED: 92,
  /** Never changes; who waits for it has ended. */
  NEVER: 15,
  /** Virtual time in milliseconds, as a float. */
  NOW: 16,
  /** Steps at which the running thread's priority drops, the next low priority, and the priority of the clock. */
  CHANGES: 18,
  NEXT_LOW: 22,
  CLOCK_PRIORITY: 23,
  STATUS: 24,
  PRIORITY: 32,
  /** Addresses of the objects of the case. */
  ADDRESSES: 40,
  /** One word for each worker, in a cache line of its own. */
  TURN: 96,
  WAITS: 96 + 16 * MOST_THREADS,
  LOG: 512,
  CHOICES: 512 + LOG_WORDS,
  COUNTS: 512 + LOG_WORDS + MOST_CHOICES,
} as const;

export const CONTROL_WORDS = Control.COUNTS + MOST_CHOICES;
export const MOST_CHANGES = Control.NEXT_LOW - Control.CHANGES;
export const MOST_OBJECTS = Control.TRACED - Control.ADDRESSES;

export const Phase = { OUTSIDE: 0, RUNNING: 1, FAILED: 2 } as const;
export const Command = { RESET: 1, PREPARE: 2, SAVE: 3, RUN: 4 } as const;
export const Mode = { EXHAUSTIVE: 0, RANDOM: 1 } as const;
export const Status = { READY: 1, BLOCKED: 2, DONE: 3 } as const;

/** One wait for a word. `DEADLINE` is a float on the virtual clock. */
export const Wait = { STATE: 0, THREAD: 1, PTR: 2, ORDER: 3, TIMED: 4, DEADLINE: 6 } as const;
export const WAIT_WORDS = 8;
export const WaitState = { FREE: 0, WAITING: 1, WOKEN: 2, TIMED_OUT: 3 } as const;

/** The memory of the race check: what each thread knows, then the number of the schedule, then some words for each of the arena's. */
export const MOST_RACING = 4;
export const RACE_WORDS = { SCHEDULE: MOST_RACING * MOST_RACING, FIRST: MOST_RACING * MOST_RACING + 1, EACH: 3 + 2 * MOST_RACING } as const;
/** What is known of one word: who wrote it last, and when; when each thread read it; and what atomic writes left there. */
export const Race = { SCHEDULE: 0, WRITER: 1, WRITTEN: 2, READ: 3, LEFT: 3 + MOST_RACING } as const;
/** So many words of the arena are checked. */
const CHECKED_WORDS = 2 ** 16;
export const RACE_BYTES = 4 * (RACE_WORDS.FIRST + CHECKED_WORDS * RACE_WORDS.EACH);

/** What the main thread starts a worker with. */
export interface EngineData {
  control: SharedArrayBuffer;
  arena: SharedArrayBuffer;
  /** For the race check, if the bundle is built for it. */
  races: SharedArrayBuffer;
  /** Number of the virtual thread that the worker runs. */
  me: number;
}
