/**
 * Objects that are nothing but their properties, as most are that programs send: what `{ … }` makes, and instances of the
 * program's own classes. They are told at once, since to ask for each kind of object that the platform has costs as much as
 * to write one of them.
 */
import { types } from "node:util";
import { isIndexed } from "../closure/index.js";
import { exportNameOf } from "./exports.js";

/** Prototypes of which all instances are ordinary. An object of the platform that was given one later is taken for one. */
const ordinaryPrototypes = new WeakSet<object>([Object.prototype]);

/** Names that modules and prototypes go by. */
const isTelling = (key: string | symbol): boolean =>
  key === "default" || key === "constructor" || key === "__esModule" || typeof key === "symbol";

/** The keys of an ordinary object; undefined when it is another, or has to be looked at more closely. */
export function ordinaryKeys(value: object): (string | symbol)[] | undefined {
  if (types.isProxy(value)) return undefined;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || !ordinaryPrototypes.has(prototype)) return undefined;
  const keys = Reflect.ownKeys(value);
  if (keys.length === 0 || keys.some(isTelling)) return undefined;
  if (Object.prototype.toString.call(value) !== "[object Object]") return undefined;
  return exportNameOf(value) === undefined && !isIndexed(value) ? keys : undefined;
}

/** The same question for arrays. */
export function isOrdinaryArray(value: object): value is unknown[] {
  if (!Array.isArray(value) || types.isProxy(value) || Object.getPrototypeOf(value) !== Array.prototype) return false;
  return exportNameOf(value) === undefined && !isIndexed(value);
}

/** Enters the prototype of an object that turned out to be ordinary, if nothing of the platform stands above it. */
export function enterOrdinary(prototype: object, isNative: (constructor: Function) => boolean): void {
  if (Symbol.toStringTag in prototype) return;
  for (let at: object | null = prototype; at !== Object.prototype; at = Object.getPrototypeOf(at) as object | null) {
    const constructor: unknown = at && Object.getOwnPropertyDescriptor(at, "constructor")?.value;
    if (typeof constructor !== "function" || exportNameOf(constructor) !== undefined || isNative(constructor)) return;
  }
  ordinaryPrototypes.add(prototype);
}
