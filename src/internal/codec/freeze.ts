/**
 * Freezing of the copies that captured variables and arguments are: reading costs nothing extra, and a write throws
 * instead of being lost.
 */
import { types } from "node:util";

const CONTAINER_REMEDY = "Use dict(), set() or list() from pythreads/builtins to share it";
const DATE_REMEDY = "Make a new Date of it, and store that";

const MAP_WRITERS = ["set", "delete", "clear"];
const SET_WRITERS = ["add", "delete", "clear"];
const DATE_WRITERS = Object.getOwnPropertyNames(Date.prototype).filter((name) => name.startsWith("set"));

/** What stands in the place of the methods that write. */
const closers = new Map<string, () => never>();
for (const name of [...MAP_WRITERS, ...SET_WRITERS]) closers.set(name, closer(name, CONTAINER_REMEDY));
for (const name of DATE_WRITERS) closers.set(name, closer(name, DATE_REMEDY));

function closer(name: string, remedy: string): () => never {
  return () => {
    throw new TypeError(`Cannot call ${name}() on a copy: it is read-only in this thread. ${remedy}`);
  };
}

/** Freezes each of the values; they were decoded together, so together they are deep. */
export function deepFreezeAll(values: object[]): void {
  // Views cannot be frozen, a frozen RegExp cannot search, and errors get hints from those who print them.
  for (const value of values)
    if (!ArrayBuffer.isView(value) && !types.isNativeError(value) && !types.isRegExp(value)) freeze(value);
}

/** Freezes a value and lets the methods throw that write to what it contains. */
export function freeze(value: object): void {
  if (types.isMap(value)) closeMethods(value, MAP_WRITERS);
  else if (types.isSet(value)) closeMethods(value, SET_WRITERS);
  Object.freeze(value);
}

/** The same of a Date that a shared object holds. One that is captured or passed is the thread's own. */
export function closeDate(date: Date): void {
  closeMethods(date, DATE_WRITERS);
}

function closeMethods(value: object, names: string[]): void {
  if (!Object.isExtensible(value)) return;
  for (const name of names) Object.defineProperty(value, name, { value: closers.get(name) });
}

/** Whether a Map, Set or Date has the method because it is a frozen copy; its own copies get theirs when they are frozen. */
export function isClosed(value: object, key: string | symbol): boolean {
  return typeof key === "string" && closers.has(key) && Object.getOwnPropertyDescriptor(value, key)?.value === closers.get(key);
}
