import { isPlainObject, typeName } from "../internal/base/type-name.js";

/**
 * The values of an iterable in a plain array. A plain object gives its keys, as a dict does in Python.
 *
 * @throws TypeError for what cannot be iterated
 */
export function valuesOf(iterable: unknown): unknown[] {
  if (Array.isArray(iterable)) return Array.from(iterable);
  if (typeof iterable === "string") return [...iterable];
  if (isIterable(iterable)) return Array.from(iterable);
  if (isPlainObject(iterable)) return Object.keys(iterable);
  throw new TypeError(`'${typeName(iterable)}' object is not iterable`);
}

export function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === "function"
  );
}
