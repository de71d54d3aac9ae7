/**
 * Static attributes of classes that extend a shared object: `Philosopher.running = false` is seen by every thread.
 *
 * When such a class is first published, its own static data moves into a shared object, and the class gets accessors in
 * its place, here and wherever it is rebuilt. The class is closed to new properties then, since a static that is added
 * later would exist in one thread only; adding one throws.
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

function isMovable(key: string, descriptor: PropertyDescriptor): boolean {
  return "value" in descriptor && descriptor.writable === true && descriptor.configurable === true && key !== "name" && key !== "length";
}

/** Gives a class accessors to its shared statics, and closes it. */
export function shareStatics(value: Function, holder: Handle): void {
  holders.set(value, holder);
  for (const key of attributeNames(ptrOf(holder))) defineAccessor(value, ptrOf(holder), key, holder);
  Object.preventExtensions(value);
}

function defineAccessor(value: Function, object: Ptr, key: string, holder: Handle): void {
  Object.defineProperty(value, key, {
    enumerable: true,
    configurable: true,
    get() {
      const found = readAttribute(object, key);
      return found === MISSING ? undefined : found;
    },
    set(this: unknown, next: unknown) {
      if (this !== value) {
        throw new TypeError(`static attribute '${key}' belongs to class ${value.name}: declare it in the subclass to give it its own`);
      }
      // Keeps the holder alive as long as an accessor can be called.
      writeAttribute(ptrOf(holder), key, next);
    },
  });
}
