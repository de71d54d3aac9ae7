/**
 * Freezing of the copies that captured variables and arguments are: reading costs nothing extra, and a write throws
 * instead of being lost.
 */
import { types } from "node:util";

function refuse(name: string): never {
  throw new TypeError(
    `Cannot call ${name}() on a captured or passed copy: it is read-only in this thread. Use dict(), set() or list() from pythreads/builtins to share it`,
  );
}

const WRITERS = { map: ["set", "delete", "clear"], set: ["add", "delete", "clear"] };

const closers = new Map([...WRITERS.map, ...WRITERS.set].map((name) => [name, () => refuse(name)]));

/** Freezes each of the values; they were decoded together, so together they are deep. */
export function deepFreezeAll(values: object[]): void {
  for (const value of values) {
    if (types.isMap(value)) closeMethods(value, WRITERS.map);
    else if (types.isSet(value)) closeMethods(value, WRITERS.set);
    // Views cannot be frozen, a frozen RegExp cannot search, and errors get hints from those who print them.
    if (ArrayBuffer.isView(value) || types.isNativeError(value) || types.isRegExp(value)) continue;
    Object.freeze(value);
  }
}

function closeMethods(value: object, names: string[]): void {
  for (const name of names) Object.defineProperty(value, name, { value: closers.get(name) });
}

/** Whether a Map or Set has the method because it is a frozen copy; its own copies get theirs when they are frozen. */
export function isClosed(value: object, key: string | symbol): boolean {
  return typeof key === "string" && closers.has(key) && Object.getOwnPropertyDescriptor(value, key)?.value === closers.get(key);
}
