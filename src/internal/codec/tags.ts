/** The vocabulary of the wire: what a slot in shared memory and a byte stream can say. */

/**
 * Tag of a slot (see `Slot` in memory/layout). A negative one is a small integer by itself, in its lower 31 bits: slots of
 * attributes have such (see slots.ts).
 */
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
  STRING: 6,
  BIGINT: 7,
  SYMBOL: 8,
  /** Back reference to a value of this stream. */
  REFERENCE: 9,
  HANDLE: 10,
  ARRAY: 11,
  OBJECT: 12,
  NULL_OBJECT: 13,
  INSTANCE: 14,
  MAP: 15,
  SET: 16,
  DATE: 17,
  REGEXP: 18,
  ERROR: 19,
  ARRAY_BUFFER: 20,
  VIEW: 21,
  URL: 22,
  BOXED: 23,
  /** Something of this package, by module and name. */
  EXPORT: 24,
  /** Something built into the platform, by path. */
  NATIVE: 25,
  /** Something that an installed package exports. */
  PACKAGE: 26,
  FUNCTION: 27,
  CLASS: 28,
  BOUND: 29,
  /** Method taken from a shared object. */
  METHOD: 30,
  NAMESPACE: 31,
  SHARED_BUFFER: 32,
  /** A method of a class, taken from it unbound. */
  MEMBER: 33,
  /** A view of a SharedArrayBuffer: the same memory. */
  SHARED_VIEW: 34,
  /** An error of the platform's that keeps its name and message out of sight. */
  DOM_EXCEPTION: 35,
} as const;

/** How a captured variable is written. */
export const Variable = { VALUE: 0, OMITTED: 1 } as const;

/** What stands above the prototype of a function: Object.prototype, another function's prototype, or some object. */
export const PrototypeParent = { USUAL: 0, OBJECT: 1, OF_FUNCTION: 2 } as const;

/** How an instance names its class. */
export const InstanceOf = { CLASS: 0, PROTOTYPE: 1, BASE: 2 } as const;

/** Which flags of a property descriptor hold. */
export const PropertyFlag = { ENUMERABLE: 1, CONFIGURABLE: 2, WRITABLE: 4, ACCESSOR: 8 } as const;

/** Flags of a property that an assignment makes. */
export const ORDINARY_PROPERTY = PropertyFlag.ENUMERABLE | PropertyFlag.CONFIGURABLE | PropertyFlag.WRITABLE;

export const SymbolKind = { REGISTERED: 0, WELL_KNOWN: 1, UNIQUE: 2 } as const;

/** Constructors whose views cross, by their number in the stream. */
export const VIEW_TYPES = [
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "DataView",
  "Buffer",
  "Float16Array",
];

/** What a crossing does to plain data. */
export const Crossing = {
  /** The receiver owns a copy: items of a queue, return values, errors. */
  COPY: 0,
  /** The receiver gets a deeply frozen copy: arguments and captured variables. */
  FROZEN: 1,
  /** Containers, instances and memory become shared, the rest is frozen: attributes, and items of shared containers. */
  SHARED: 2,
} as const;
export type Crossing = (typeof Crossing)[keyof typeof Crossing];
