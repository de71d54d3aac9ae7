/**
 * Instances of the program's own classes that are stored into a shared object, or that hold a lock or the like: they become
 * shared objects themselves, as if their class extended `object`, when another thread can first see them.
 *
 * The instance that the program made is the handle in its thread, so that it stays `===` to what is read back. Its
 * properties become accessors, and what it gets later is found and set by a prototype between it and its class.
 *
 * An instance that could not do its work in another thread as a shared object stays what it is, and is copied: of a
 * class with private members, of one that belongs to the platform or a package or extends such a class, and an instance
 * with properties that attributes cannot be.
 */
import { inspect, types } from "node:util";
import { CaptureError } from "../base/errors.js";
import { keyedAccessors } from "../base/keyed-accessors.js";
import { describedBefore } from "../closure/index.js";
import { Kind } from "../memory/layout.js";
import { accessorOf, MISSING, readAttribute, refuseSymbol, writeAttribute } from "./attributes.js";
import { exportNameOf } from "./exports.js";
import { becomeHandle, type Handle, isHandle, ptrOf } from "./handle.js";
import { definitionOf, kindOf } from "./kinds.js";
import type { Session } from "./session.js";
import { showAttributes } from "./show-attributes.js";

/** What was found out about classes whose instances are to be shared. Their text, which decides, cannot change. */
const sharing = new WeakMap<Function, boolean>();

/** The shared object that the instance is or becomes; undefined when it can be none. */
export function shareInstance(session: Session, value: unknown): Handle | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (isHandle(value)) return value;
  if (!canBeShared(session, value)) return undefined;
  const attributes = Object.entries(value);
  becomeHandle(definitionOf(Kind.OBJECT)!.base, value, (object) => {
    for (const [key, item] of attributes) writeAttribute(object, key, item);
  });
  for (const [key] of attributes) Object.defineProperty(value, key, accessorFor(key));
  Object.setPrototypeOf(value, lateKeysOf(Object.getPrototypeOf(value)));
  return value as Handle;
}

/** What has threads wait for each other. */
const SYNCHRONIZING: ReadonlySet<number> = new Set([
  Kind.LOCK,
  Kind.RLOCK,
  Kind.CONDITION,
  Kind.SEMAPHORE,
  Kind.BOUNDED_SEMAPHORE,
  Kind.EVENT,
  Kind.BARRIER,
]);

/**
 * Whether an instance becomes a shared object wherever it crosses, not only where it is stored: one that holds a lock, an
 * event or the like is meant for several threads at once. Each would change a copy of its own, under one and the same lock.
 */
export function becomesShared(session: Session, value: object): boolean {
  return synchronizes(value) && canBeShared(session, value);
}

/** An object may hold its lock as a part of something else, such as a lock for readers and writers of the program's own. */
const DEPTH = 2;

function synchronizes(value: object, depth: number = DEPTH): boolean {
  if (types.isProxy(value) || ArrayBuffer.isView(value) || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return false;
  for (const key of Object.keys(value)) {
    const held: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
    if (typeof held !== "object" || held === null) continue;
    if (isHandle(held) ? SYNCHRONIZING.has(kindOf(ptrOf(held))) : depth > 1 && synchronizes(held, depth - 1)) return true;
  }
  return false;
}

/** Whether an object that is no shared one can become one. */
export function canBeShared(session: Session, value: object): boolean {
  return isInstanceOfOwn(session, value) && !hasState(value) && hasAttributesOnly(value);
}

function isInstanceOfOwn(session: Session, value: object): boolean {
  if (types.isProxy(value)) return false;
  let at = Object.getPrototypeOf(value) as object | null;
  if (at === Object.prototype) return false;
  for (; at !== Object.prototype; at = Object.getPrototypeOf(at) as object | null) {
    const constructor: unknown = at && Object.getOwnPropertyDescriptor(at, "constructor")?.value;
    if (typeof constructor !== "function" || constructor.prototype !== at) return false;
    if (!isOwnClass(session, constructor)) return false;
  }
  return true;
}

function isOwnClass(session: Session, value: Function): boolean {
  let isOwn = sharing.get(value);
  if (isOwn === undefined) {
    isOwn = exportNameOf(value) === undefined && isSharable(session, value);
    sharing.set(value, isOwn);
  }
  return isOwn;
}

function isSharable(session: Session, value: Function): boolean {
  try {
    const description = describedBefore(value) ?? session.capture.describe(value);
    return description.kind === "code" && description.privateMembers.length === 0;
  } catch (error) {
    // It is told, with the way to the class, when the instance is copied.
    if (error instanceof CaptureError) return false;
    throw error;
  }
}

/** Whether the platform keeps something in it: an object of another kind that was given the prototype. */
const hasState = (value: object): boolean =>
  Array.isArray(value) ||
  ArrayBuffer.isView(value) ||
  types.isAnyArrayBuffer(value) ||
  types.isMap(value) ||
  types.isSet(value) ||
  types.isDate(value) ||
  types.isRegExp(value) ||
  types.isNativeError(value) ||
  types.isPromise(value) ||
  types.isBoxedPrimitive(value) ||
  types.isWeakMap(value) ||
  types.isWeakSet(value) ||
  types.isGeneratorObject(value);

function hasAttributesOnly(value: object): boolean {
  if (!Object.isExtensible(value)) return false;
  return Reflect.ownKeys(value).every((key) => {
    const own = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
    return typeof key === "string" && own.configurable && own.writable && own.enumerable;
  });
}

// ---------------------------------------------------------------- the instance in its thread

const accessorFor = keyedAccessors<Handle>(
  (instance, key) => {
    const value = readAttribute(ptrOf(instance), key);
    return value === MISSING ? undefined : value;
  },
  (instance, key, value) => writeAttribute(ptrOf(instance), key, value),
);

/** Finds and sets the attributes that an instance has no property for; the target lends its prototype, the class's. */
const lateKeyTraps: ProxyHandler<object> = {
  get(target, key, receiver) {
    if (typeof key === "string" && isInstance(receiver)) {
      const value = readAttribute(ptrOf(receiver), key);
      if (value !== MISSING) {
        // Another thread has set it: from here on it is listed, and cannot seem to be deleted, like all others.
        Reflect.defineProperty(receiver, key, accessorFor(key));
        return value;
      }
    }
    if (key === inspect.custom && !(key in target)) return showAttributes;
    return Reflect.get(target, key, receiver);
  },
  set(target, key, value, receiver) {
    if (!isInstance(receiver)) return Reflect.set(target, key, value, receiver);
    if (typeof key === "symbol") refuseSymbol(key);
    if (accessorOf(Object.getPrototypeOf(target), key) !== null) return Reflect.set(target, key, value, receiver);
    writeAttribute(ptrOf(receiver), key, value);
    return Reflect.defineProperty(receiver, key, accessorFor(key));
  },
};

const isInstance = (receiver: unknown): receiver is Handle =>
  typeof receiver === "object" && receiver !== null && isHandle(receiver);

const lateKeys = new WeakMap<object, object>();

function lateKeysOf(prototype: object): object {
  let between = lateKeys.get(prototype);
  if (between === undefined) {
    between = new Proxy(Object.create(prototype) as object, lateKeyTraps);
    lateKeys.set(prototype, between);
  }
  return between;
}
