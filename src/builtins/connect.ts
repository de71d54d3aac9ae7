/**
 * Keeps a plain object, Map or Set connected with the shared container that it has become, so that what a program reads
 * from it and writes to it is what all threads see.
 *
 * A Map or Set gets a prototype with methods of the same names. For arrays see connect-array.ts, for objects connect-object.ts.
 * What cannot be connected stays as it was: objects without a prototype, and what is frozen or sealed.
 */
import { inspect } from "node:util";
import { connectedTo, rememberConnection } from "../internal/codec/connected.js";
import type { Handle } from "../internal/codec/index.js";
import { connectArray } from "./connect-array.js";
import { type AnyDict, connectObject, dictOf } from "./connect-object.js";
import type { list } from "./list.js";
import type { set } from "./set.js";

/** @param shared a list for an array, a dict for an object or a Map, a set for a Set */
export function connect(plain: object, shared: Handle): void {
  if (!Object.isExtensible(plain)) return;
  if (Array.isArray(plain)) {
    if (!connectArray(plain, shared as unknown as list)) return;
  } else if (plain instanceof Map) Object.setPrototypeOf(plain, mapPrototype);
  else if (plain instanceof Set) Object.setPrototypeOf(plain, setPrototype);
  else if (!connectObject(plain, shared as unknown as AnyDict)) return;
  rememberConnection(plain, shared);
}

// ---------------------------------------------------------------- Map and Set

/** A prototype between the containers and `base`, whose members of these names are those of the shared container. */
function forwarding(base: object, methods: readonly PropertyKey[], getters: readonly string[]): object {
  const prototype = Object.create(base) as object;
  for (const name of methods) {
    Object.defineProperty(prototype, name, {
      value(this: object, ...args: unknown[]) {
        const shared = connectedTo(this) as unknown as Record<PropertyKey, (...args: unknown[]) => unknown>;
        const result = shared[name](...args);
        return (result as unknown) === shared ? this : result;
      },
      writable: true,
      configurable: true,
    });
  }
  for (const name of getters) {
    Object.defineProperty(prototype, name, {
      get(this: object) {
        return (connectedTo(this) as unknown as Record<string, unknown>)[name];
      },
      configurable: true,
    });
  }
  return prototype;
}

const mapPrototype = forwarding(Map.prototype, ["get", "set", "has", "delete", "clear", "entries", "forEach"], ["size"]);
const setPrototype = forwarding(Set.prototype, ["has", "delete", "clear", "keys", "values", "entries", "forEach"], ["size"]);

function define(prototype: object, key: PropertyKey, value: (this: object, ...args: any[]) => unknown): void {
  Object.defineProperty(prototype, key, { value, writable: true, configurable: true });
}

// A dict's own are views, and a set's `add` returns nothing.
define(mapPrototype, "keys", function () {
  return (dictOf(this) as AnyDict).keys()[Symbol.iterator]();
});
define(mapPrototype, "values", function () {
  return (dictOf(this) as AnyDict).values()[Symbol.iterator]();
});
define(mapPrototype, Symbol.iterator, function () {
  return (dictOf(this) as AnyDict).entries();
});
define(mapPrototype, inspect.custom, function () {
  return new Map((dictOf(this) as AnyDict).items());
});
define(setPrototype, "add", function (item: unknown) {
  (connectedTo(this) as unknown as set<unknown>).add(item);
  return this;
});
define(setPrototype, Symbol.iterator, function () {
  return (connectedTo(this) as unknown as set<unknown>)[Symbol.iterator]();
});
define(setPrototype, inspect.custom, function () {
  return new Set(connectedTo(this) as unknown as set<unknown>);
});
