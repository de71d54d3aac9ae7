/**
 * Python's `==` and `<`: numbers by value, strings by code point, bytes and sequences by the first items that differ,
 * dicts and sets by content, copies of one function are one, other objects by their own `__eq__` and `__lt__`, and failing that by identity. A set is less
 * than those that hold all it has and more.
 */
import { isSameFunction } from "../internal/codec/identity.js";
import { isPlainObject, typeName } from "../internal/base/type-name.js";

type Numeric = number | bigint | boolean;

const isNumeric = (value: unknown): value is Numeric =>
  typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";

/** Whether `a == b`. NaN equals itself, so that a container finds it again. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (isNumeric(a) && isNumeric(b)) return sameNumeric(a, b);
  if (a === null || a === undefined) return b === null || b === undefined;
  const equal = methodOf(a, "__eq__");
  if (equal !== undefined) return Boolean(equal.call(a, b));
  const reflected = methodOf(b, "__eq__");
  if (reflected !== undefined) return Boolean(reflected.call(b, a));
  if (typeof a === "function" && typeof b === "function") return isSameFunction(a, b);
  if (typeof a !== "object" || typeof b !== "object" || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && isEqualSequence(a, b);
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (a instanceof Uint8Array) return b instanceof Uint8Array && Buffer.compare(a, b) === 0;
  if (a instanceof Set) return b instanceof Set && isEqualSet(a, b);
  const entries = entriesOf(a);
  const others = entriesOf(b);
  return entries !== undefined && others !== undefined && isEqualMapping(entries, others);
}

const sameNumeric = (a: Numeric, b: Numeric): boolean => (typeof a === typeof b ? a === b : a >= b && a <= b);

export function isEqualSequence(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => isEqual(item, b[i]));
}

function isEqualSet(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item));
}

/** Entries of a plain mapping. */
export function entriesOf(value: object): Map<unknown, unknown> | undefined {
  if (value instanceof Map) return value;
  return isPlainObject(value) ? new Map(Object.entries(value)) : undefined;
}

function isEqualMapping(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (!b.has(key) || !isEqual(value, b.get(key))) return false;
  return true;
}

/**
 * Whether `a < b`.
 *
 * @throws TypeError when the two have no order
 */
export function isLess(a: unknown, b: unknown): boolean {
  if (isNumeric(a) && isNumeric(b)) return a < b;
  if (typeof a === "string" && typeof b === "string") return compareStrings(a, b) < 0;
  if (Array.isArray(a) && Array.isArray(b)) return isLessSequence(a, b);
  const less = methodOf(a, "__lt__");
  if (less !== undefined) return Boolean(less.call(a, b));
  const greater = methodOf(b, "__gt__");
  if (greater !== undefined) return Boolean(greater.call(b, a));
  if (a instanceof Date && b instanceof Date) return a.getTime() < b.getTime();
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) < 0;
  if (a instanceof Set && b instanceof Set) return a.size < b.size && [...a].every((item) => b.has(item));
  throw new TypeError(`'<' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

export function isLessSequence(a: readonly unknown[], b: readonly unknown[]): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (!isEqual(a[i], b[i])) return isLess(a[i], b[i]);
  return a.length < b.length;
}

/** Negative, zero or positive, by code points. */
export function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

/** What orders UTF-16 units as their code points: halves of a pair stand for what lies above all single units. */
export const codePointRank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

function methodOf(value: unknown, name: string): Function | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null || !(name in value)) return undefined;
  const found = (value as Record<string, unknown>)[name];
  return typeof found === "function" ? found : undefined;
}
