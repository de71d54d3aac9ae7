/**
 * The keys of a dict as names of properties. JavaScript turns `d[1]` into `d["1"]`; such a name means the string if the dict has
 * it, and the number otherwise.
 */
import type { Ptr } from "../internal/memory/layout.js";
import { getValue, hasKey, NONE } from "./hash-items.js";
import { parseIndex } from "./property-index.js";

/** The value that a name means, or `NONE`. */
export function readProperty(dict: Ptr, name: string): unknown {
  const value = getValue(dict, name, NONE);
  if (value !== NONE) return value;
  const index = parseIndex(name);
  return index === undefined ? NONE : getValue(dict, index, NONE);
}

/** The key of the dict that a name means. */
export function keyOf(dict: Ptr, name: string): string | number {
  const index = parseIndex(name);
  return index === undefined || hasKey(dict, name) ? name : index;
}

/** The name of a key; undefined if no name means it. */
export function nameOfKey(key: unknown): string | undefined {
  if (typeof key === "string") return key;
  return typeof key === "number" && parseIndex(String(key)) !== undefined ? String(key) : undefined;
}
