/** `util.inspect` of shared objects that are nothing but their attributes. */
import type { inspect, InspectOptions } from "node:util";
import { attributeNames, MISSING, readAttribute } from "./attributes.js";
import { type Handle, ptrOf } from "./handle.js";

/** Those that are being shown, one in the other. */
const shown = new Set<object>();

/** @param depth levels that may be shown below this one; null for all. It is the method named `inspect.custom` of the object. */
export function showAttributes(this: Handle, depth: number | null, options: InspectOptions, show: typeof inspect): string {
  const { name } = this.constructor;
  if (depth !== null && depth < 0) return `[${name}]`;
  if (shown.has(this)) return "[Circular]";
  const attributes: Record<string, unknown> = {};
  for (const key of attributeNames(ptrOf(this))) {
    const value = readAttribute(ptrOf(this), key);
    if (value !== MISSING) attributes[key] = value;
  }
  shown.add(this);
  try {
    return `${name} ${show(attributes, { ...options, depth })}`;
  } finally {
    shown.delete(this);
  }
}
