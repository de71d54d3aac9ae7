/**
 * What dict and set do with single entries: each function is one atomic step. Keys are encoded before the guard is taken;
 * what comes out is decoded, and what goes is given up, after it.
 */
import { RuntimeError } from "../internal/base/errors.js";
import { type Handle, ptrOf } from "../internal/codec/index.js";
import { keepInThread } from "../internal/codec/kept-in-thread.js";
import { isPrivate } from "../internal/codec/kinds.js";
import { clearSlot, copySlot, popScratch, pushScratch } from "../internal/codec/scratch.js";
import { readSlot, readStaged, releaseSlot, retainSlot, stageValue } from "../internal/codec/slots.js";
import { Crossing } from "../internal/codec/tags.js";
import { HashEntry, NULL_PTR, type Ptr } from "../internal/memory/layout.js";
import { hashOf, readKey, stageKey } from "./hash-key.js";
import {
  addLocked,
  copyEntries,
  entryAt,
  entryFromLocked,
  findLocked,
  hasValues,
  lastEntryLocked,
  lockEntry,
  lockTable,
  numberLocked,
  rebuildsLocked,
  releaseEntries,
  removeLocked,
  sizeOf,
  swapSlots,
  unlockTable,
} from "./hash-table.js";

/** What no key and no value is. */
export const NONE = Symbol("none");

function pushEmpty(): Ptr {
  const scratch = pushScratch();
  clearSlot(scratch);
  return scratch;
}

function drop(scratch: Ptr): void {
  releaseSlot(scratch);
  popScratch();
}

function copyInto(slot: Ptr, scratch: Ptr): void {
  copySlot(slot, scratch);
  retainSlot(scratch);
}

/** Reads a key in a scratch slot and gives it up. */
function takeKey(scratch: Ptr): unknown {
  try {
    return readKey(scratch);
  } finally {
    drop(scratch);
  }
}

/** Runs `body` with the key in a scratch slot, which is given up if it is not moved out. */
function withKey<R>(value: unknown, isPrivateTarget: boolean, body: (key: Ptr, hash: number) => R): R {
  const hash = hashOf(value);
  const key = stageKey(value, isPrivateTarget);
  try {
    return body(key, hash);
  } finally {
    drop(key);
  }
}

// ------------------------------------------------------------------ keys

export function hasKey(table: Ptr, value: unknown): boolean {
  return withKey(value, isPrivate(table), (key, hash) => {
    lockTable(table);
    const found = findLocked(table, key, hash) !== NULL_PTR;
    unlockTable(table);
    return found;
  });
}

export function addKey(table: Ptr, value: unknown): void {
  withKey(value, isPrivate(table), (key, hash) => {
    if (lockEntry(table, key, hash) === NULL_PTR) addLocked(table, key, hash);
    unlockTable(table);
  });
}

/** Takes a key out, with its value if it has one; returns whether it was there. */
export function removeKey(table: Ptr, value: unknown): boolean {
  return takeValue(table, value, NONE, false) !== NONE;
}

/** Takes out the first key and returns it, or `NONE`. */
export function takeFirstKey(table: Ptr): unknown {
  const key = pushEmpty();
  lockTable(table);
  const entry = entryFromLocked(table, 0);
  if (entry !== NULL_PTR) {
    copySlot(entry + HashEntry.KEY, key);
    removeLocked(table, entry);
  }
  unlockTable(table);
  if (entry !== NULL_PTR) return takeKey(key);
  popScratch();
  return NONE;
}

// ------------------------------------------------------------------ values

/** The value of a key, or `otherwise`. */
export function getValue(table: Ptr, keyValue: unknown, otherwise: unknown): unknown {
  return withKey(keyValue, isPrivate(table), (key, hash) => {
    const value = pushEmpty();
    lockTable(table);
    const entry = findLocked(table, key, hash);
    if (entry !== NULL_PTR) copyInto(entry + HashEntry.VALUE, value);
    unlockTable(table);
    if (entry !== NULL_PTR) return readStaged(value);
    popScratch();
    return otherwise;
  });
}

/** Sets the value of a key. */
export function setValue(table: Ptr, keyValue: unknown, value: unknown): void {
  withKey(keyValue, isPrivate(table), (key, hash) => {
    const staged = stageValue(value, Crossing.SHARED, isPrivate(table));
    try {
      const entry = lockEntry(table, key, hash) || addLocked(table, key, hash);
      swapSlots(entry + HashEntry.VALUE, staged);
      unlockTable(table);
    } finally {
      drop(staged);
    }
  });
}

/** The value of a key, which is set first if the key is not there. */
export function getOrSetValue(table: Ptr, keyValue: unknown, value: unknown): unknown {
  return withKey(keyValue, isPrivate(table), (key, hash) => {
    const staged = stageValue(value, Crossing.SHARED, isPrivate(table));
    try {
      const result = pushEmpty();
      try {
        let entry = lockEntry(table, key, hash);
        if (entry === NULL_PTR) {
          entry = addLocked(table, key, hash);
          swapSlots(entry + HashEntry.VALUE, staged);
        }
        copyInto(entry + HashEntry.VALUE, result);
        unlockTable(table);
      } catch (error) {
        popScratch();
        throw error;
      }
      return readStaged(result);
    } finally {
      drop(staged);
    }
  });
}

/** Takes a key out and returns its value, or `otherwise`. Without `isRead` the value is given up and the result is none. */
export function takeValue(table: Ptr, keyValue: unknown, otherwise: unknown, isRead = true): unknown {
  return withKey(keyValue, isPrivate(table), (key, hash) => {
    const oldKey = pushEmpty();
    const value = pushEmpty();
    lockTable(table);
    const entry = findLocked(table, key, hash);
    if (entry !== NULL_PTR) {
      copySlot(entry + HashEntry.KEY, oldKey);
      if (hasValues(table)) copySlot(entry + HashEntry.VALUE, value);
      removeLocked(table, entry);
    }
    unlockTable(table);
    try {
      if (isRead && entry !== NULL_PTR) return readStaged(value);
      drop(value);
      return entry === NULL_PTR ? otherwise : undefined;
    } finally {
      drop(oldKey);
    }
  });
}

/** Takes out the entry added last and returns it, or undefined. */
export function takeLastEntry(table: Ptr): [unknown, unknown] | undefined {
  const key = pushEmpty();
  const value = pushEmpty();
  lockTable(table);
  const entry = lastEntryLocked(table);
  if (entry !== NULL_PTR) {
    copySlot(entry + HashEntry.KEY, key);
    copySlot(entry + HashEntry.VALUE, value);
    removeLocked(table, entry);
  }
  unlockTable(table);
  return finishEntry(key, value, entry !== NULL_PTR);
}

function finishEntry(key: Ptr, value: Ptr, isThere: boolean): [unknown, unknown] | undefined {
  if (!isThere) {
    popScratch();
    popScratch();
    return undefined;
  }
  try {
    const content = readStaged(value);
    return [readKey(key), content];
  } finally {
    drop(key);
  }
}

// ------------------------------------------------------------------ all entries

/** The keys at one moment. */
export function keysOf(table: Ptr): unknown[] {
  return decodeEntries(table, (entry) => readKey(entry + HashEntry.KEY));
}

/** The pairs of key and value at one moment. */
export function pairsOf(table: Ptr): [unknown, unknown][] {
  return decodeEntries(table, (entry) => [readKey(entry + HashEntry.KEY), readSlot(entry + HashEntry.VALUE)]);
}

function decodeEntries<R>(table: Ptr, read: (entry: Ptr) => R): R[] {
  const copy = copyEntries(table);
  try {
    const results: R[] = [];
    for (let i = 0; i < copy.count; i++) results.push(read(entryAt(copy, i)));
    return results;
  } finally {
    releaseEntries(copy);
  }
}

// ------------------------------------------------------------------ iteration

/**
 * Goes through the entries in the order of insertion, as Python does: it raises when a key was added or removed meanwhile,
 * while values may change.
 */
export class HashIterator<R> implements IterableIterator<R> {
  #table: Handle | undefined;
  readonly #kind: string;
  readonly #result: (key: unknown, value: unknown) => R;
  readonly #size: number;
  #rebuilds = -1;
  #next = 0;

  /** `kind` names the container in the error. `result` makes of key and value what comes out. */
  constructor(table: Handle, kind: string, result: (key: unknown, value: unknown) => R) {
    this.#table = table;
    this.#kind = kind;
    this.#result = result;
    this.#size = sizeOf(ptrOf(table));
  }

  next(): IteratorResult<R> {
    const found = this.#table === undefined ? undefined : this.#advance(ptrOf(this.#table));
    if (found !== undefined) return { value: this.#result(found[0], found[1]), done: false };
    this.#table = undefined;
    return { value: undefined, done: true };
  }

  #advance(table: Ptr): [unknown, unknown] | undefined {
    const key = pushEmpty();
    const value = pushEmpty();
    lockTable(table);
    const size = sizeOf(table);
    const rebuilds = rebuildsLocked(table);
    if (this.#rebuilds < 0) this.#rebuilds = rebuilds;
    const isIntact = size === this.#size && rebuilds === this.#rebuilds;
    const entry = isIntact ? entryFromLocked(table, this.#next) : NULL_PTR;
    if (entry !== NULL_PTR) {
      this.#next = numberLocked(table, entry) + 1;
      copyInto(entry + HashEntry.KEY, key);
      if (hasValues(table)) copyInto(entry + HashEntry.VALUE, value);
    }
    unlockTable(table);
    const found = finishEntry(key, value, entry !== NULL_PTR);
    if (isIntact) return found;
    // A thread that goes on after the error finds the iterator still broken, as in Python.
    this.#rebuilds = Number.POSITIVE_INFINITY;
    const change = size === this.#size ? "keys changed" : "changed size";
    throw new RuntimeError(`${this.#kind} ${change} during iteration`);
  }

  [Symbol.iterator](): IterableIterator<R> {
    return this;
  }
}

keepInThread(HashIterator, "iterator", "send what it goes through, or list(iterator)");
