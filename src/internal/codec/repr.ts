/**
 * How an object is shown by one who knows its address only: read from the arena, so no code of the user's runs, whatever
 * state the object is in. An instance of a user's subclass is shown as one of the class that it extends.
 */
import { BYTES_PER_WORD, type Ptr } from "../memory/layout.js";
import { definitionOf, kindOf } from "./kinds.js";

/** A short number for an object, as Python shows its address. */
export function addressText(object: Ptr): string {
  return `0x${(object * BYTES_PER_WORD).toString(16).padStart(12, "0")}`;
}

export function reprOf(object: Ptr): string {
  return definitionOf(kindOf(object))?.repr?.(object) ?? `<object at ${addressText(object)}>`;
}
