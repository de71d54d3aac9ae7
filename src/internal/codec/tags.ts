/** The vocabulary of the wire: what a slot in shared memory and a byte stream can say. */

/** Tag of a slot (see `Slot` in memory/layout). */
export const SlotTag = {
  /** Nothing: a slot never written, or the hole that a deletion left. */
  EMPTY: 0,
  UNDEFINED: 1,
  NULL: 2,
  FALSE: 3,
  TRUE: 4,
  /** Payload: the double. */
  NUMBER: 5,
  /** Up to eight Latin-1 characters in the payload; AUX is their count. */
  SHORT_STRING: 6,
  /** Payload: a counted block of characters. */
  STRING: 7,
  /** Payload: a shared object. */
  HANDLE: 8,
  /** Payload: an encoded value. */
  BOX: 9,
  /** Payload: number of a value that only the thread which made the object has (see session.ts). */
  LOCAL: 10,
  /** In a waiter of a queue: no item, but a reason to look at the queue (see queue/channel.ts). */
  LOOK: 11,
} as const;

/** Tag of a value in a byte stream. */
export const Tag = {
  UNDEFINED: 0,
  NULL: 1,
  FALSE: 2,
  TRUE: 3,
  /** Zigzag varint. */
  INTEGER: 4,
  DOUBLE: 5,
  LATIN1: 6,
  UTF16: 7,
  BIGINT: 8,
  SYMBOL: 9,
  /** Back reference to a value of this stream. */
  REFERENCE: 10,
  HANDLE: 11,
  ARRAY: 12,
  OBJECT: 13,
  NULL_OBJECT: 14,
  INSTANCE: 15,
  MAP: 16,
  SET: 17,
  DATE: 18,
  REGEXP: 19,
  ERROR: 20,
  ARRAY_BUFFER: 21,
  VIEW: 22,
  URL: 23,
  BOXED: 24,
  /** Something of this package, by module and name. */
  EXPORT: 25,
  /** Something built into the platform, by path. */
  NATIVE: 26,
  /** Something that an installed package exports. */
  PACKAGE: 27,
  FUNCTION: 28,
  CLASS: 29,
  BOUND: 30,
  /** Method taken from a shared object. */
  METHOD: 31,
  NAMESPACE: 32,
  MODULE_VARIABLE: 33,
  HOLE: 34,
  ACCESSOR: 35,
  SHARED_BUFFER: 36,
  /** A method of a class, taken from it unbound. */
  MEMBER: 37,
  /** A view of a SharedArrayBuffer: the same memory. */
  SHARED_VIEW: 38,
  /** An error of the platform's that keeps its name and message out of sight. */
  DOM_EXCEPTION: 39,
} as const;

/** What a crossing does to plain data. */
export const Crossing = {
  /** The receiver owns a copy: items of a queue, return values, errors. */
  COPY: 0,
  /** The receiver gets a deeply frozen copy: arguments and captured variables. */
  FROZEN: 1,
  /** Plain containers become shared ones: attributes, and items of shared containers. */
  SHARED: 2,
} as const;
export type Crossing = (typeof Crossing)[keyof typeof Crossing];
