/**
 * Registry of the shared object kinds: what the codec has to know about each without importing the modules above it.
 */
import type { AttributeTraps } from "./attributes.js";
import { KIND_MASK, type Kind, ObjectHeader, PRIVATE_FLAG, type Ptr } from "../memory/layout.js";
import { load } from "../memory/futex.js";

export type HandleClass = abstract new (...args: never[]) => object;

export interface KindDefinition {
  kind: Kind;
  /** The class of its handles. */
  base: HandleClass;
  /** The same class as users see it, when it is callable without `new`. */
  exported?: object;
  /** Even direct instances are Proxies with properties in the arena (a Thread is, a Lock is not). */
  attributed?: boolean;
  /** Direct instances take no attributes, and this is what Python calls their type. */
  closed?: string;
  /** Makes the traps of its Proxies, where those are more than attributes. */
  traps?: () => AttributeTraps;
  /** Visits the slots of the body that hold values; attributes are visited by the codec. */
  slots?: (object: Ptr, visit: (slot: Ptr) => void) => void;
  /** Gives back the blocks that the body owns, after its slots were released. */
  destroy?: (object: Ptr) => void;
  /** How a refusal names the attribute, where that is not `.name`. */
  attributeLabel?: (key: string) => string | undefined;
  /** How `String` shows one of the base class: see repr.ts. */
  repr?: (object: Ptr) => string;
  /** Runs before the object is first shown to another thread, while only its maker has it. */
  publish?: (object: Ptr) => void;
}

const byKind: (KindDefinition | undefined)[] = [];
const byBase = new WeakMap<object, KindDefinition>();

let prepare: ((definition: KindDefinition) => void) | undefined;

/** Has something done with each kind before it is used. */
export function onDefineKind(given: typeof prepare): void {
  prepare = given;
}

export function defineKind(definition: KindDefinition): void {
  prepare?.(definition);
  byKind[definition.kind] = definition;
  byBase.set(definition.base, definition);
  if (definition.exported) byBase.set(definition.exported, definition);
}

export function kindOf(object: Ptr): number {
  return load(object + ObjectHeader.KIND) & KIND_MASK;
}

export function isPrivate(object: Ptr): boolean {
  return (load(object + ObjectHeader.KIND) & PRIVATE_FLAG) !== 0;
}

export function definitionOf(kind: number): KindDefinition | undefined {
  return byKind[kind];
}

/** The definition whose class or exported class this is; undefined for a user's subclass. */
export function definitionOfClass(value: object): KindDefinition | undefined {
  return byBase.get(value);
}
