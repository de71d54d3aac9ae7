/**
 * Static attributes of classes that extend a shared object: `Philosopher.running = false` is seen by every thread.
 *
 * When such a class is first published, its own static data moves into a shared object, and the class gets accessors in
 * its place, here and wherever it is rebuilt. The class is closed to new properties then, since a static that is added
 * later would exist in one thread only; adding one throws. A name that a base class declares may still be assigned through
 * a subclass, which then has its own, as in Python.
 */
import type { OwnProperty } from "../closure/index.js";
import type { Ptr } from "../memory/layout.js";
import { attributeNames, MISSING, readAttribute, writeAttribute } from "./attributes.js";
import { Handle, ptrOf } from "./handle.js";
import type { Session } from "./session.js";

/** The shared object that holds a class's statics. The class keeps its handle, and so the object, alive. */
const holders = new WeakMap<Function, Handle>();

/** Makes the object; a class above this layer. */
let makeHolder: () => Handle;
export function setStaticsHolder(make: () => Handle): void {
  makeHolder = make;
}

/** Whether static attributes of the class are shared. */
export function hasSharedStatics(value: Function): boolean {
  return typeof value.prototype === "object" && value.prototype instanceof Handle;
}

/** The object that holds the class's statics, filled from `properties` when the class is published for the first time. */
export function staticsOf(session: Session, value: Function, properties: OwnProperty[]): Handle {
  const known = holders.get(value);
  if (known !== undefined) return known;
  const holder = makeHolder();
  const moved: string[] = [];
  for (const { key, descriptor } of properties) {
    if (typeof key !== "string" || !isMovable(key, descriptor)) continue;
    writeAttribute(ptrOf(holder), key, descriptor.value);
    moved.push(key);
  }
  holders.set(value, holder);
  session.onFailure(() => holders.delete(value));
  session.onSuccess(() => shareStatics(value, holder));
  return holder;
}

/** Statics that stay properties of their own in each thread: accessors, symbols, and what cannot be reassigned. */
export function ownStatics(value: Function, properties: OwnProperty[]): OwnProperty[] {
  const holder = holders.get(value);
  if (holder === undefined) return properties;
  const shared = new Set(attributeNames(ptrOf(holder)));
  return properties.filter(({ key }) => typeof key === "symbol" || !shared.has(key));
}

/** Whether a static is data that may be assigned. */
export function isMovable(key: string, descriptor: PropertyDescriptor): boolean {
  return (
    "value" in descriptor &&
    descriptor.writable === true &&
    descriptor.configurable === true &&
    key !== "name" &&
    key !== "length"
  );
}

/** Gives a class accessors to its shared statics, and closes it. */
export function shareStatics(value: Function, holder: Handle): void {
  holders.set(value, holder);
  for (const key of attributeNames(ptrOf(holder))) defineAccessor(value, ptrOf(holder), key, holder);
  Object.preventExtensions(value);
}

/** The accessor of a class serves its subclasses too: what is assigned through one of them is its own from then on. */
function defineAccessor(value: Function, object: Ptr, key: string, holder: Handle): void {
  Object.defineProperty(value, key, {
    enumerable: true,
    configurable: true,
    get(this: unknown) {
      const found = this === value ? MISSING : readOfSubclass(this, value, key);
      if (found !== MISSING) return found;
      const own = readAttribute(object, key);
      return own === MISSING ? undefined : own;
    },
    set(this: unknown, next: unknown) {
      // Keeps the holder alive as long as an accessor can be called.
      const target = this === value ? holder : holders.get(this as Function);
      if (target !== undefined) writeAttribute(ptrOf(target), key, next);
      // A class that no other thread has yet; it takes its statics along when it is published.
      else Object.defineProperty(this, key, { value: next, enumerable: true, configurable: true, writable: true });
    },
  });
}

/** What a subclass, or one between it and the class, was given under a name that only the class declares. */
function readOfSubclass(subclass: unknown, value: Function, key: string): unknown {
  for (let at = subclass; at !== value && typeof at === "function"; at = Object.getPrototypeOf(at)) {
    const holder = holders.get(at);
    const found = holder === undefined ? MISSING : readAttribute(ptrOf(holder), key);
    if (found !== MISSING) return found;
  }
  return MISSING;
}
