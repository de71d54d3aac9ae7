import { connectedTo } from "../internal/codec/connected.js";
import { isPlainObject, typeName } from "../internal/base/type-name.js";

/** What has a number of items. */
export type Sized = string | { readonly length: number } | { readonly size: number } | { __len__(): number } | object;

/**
 * The number of items, as Python's `len`: of a string, array, Map, Set, range or shared container, of whatever has
 * `__len__`, `length` or `size`, and of a plain object the number of its keys. A string counts as JavaScript indexes it, so
 * a character outside the basic plane counts twice.
 *
 * @throws TypeError for what has none
 *
 * @example
 * len([1, 2, 3]);  // 3
 */
export function len(x: Sized): number {
  const value: unknown = x;
  if (typeof value === "string") return value.length;
  if (typeof value === "object" && value !== null) {
    const shared = connectedTo(value);
    if (shared !== undefined) return len(shared);
    // A key of a plain object may be called length; it is data then.
    if (isPlainObject(value)) return Object.keys(value).length;
    const sized = value as { __len__?: unknown; length?: unknown; size?: unknown };
    if (hasMember(sized, "__len__") && typeof sized.__len__ === "function") return sized.__len__() as number;
    if (hasMember(sized, "length") && typeof sized.length === "number") return sized.length;
    if (hasMember(sized, "size") && typeof sized.size === "number") return sized.size;
  }
  throw new TypeError(`object of type '${typeName(value)}' has no len()`);
}

// An object that shares its attributes may answer a missing one with AttributeError, so it is asked first.
function hasMember(value: object, key: string): boolean {
  return key in value;
}
