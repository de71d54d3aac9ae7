/**
 * Connects a plain object with the shared dict that it has become. It gets accessors in the place of its properties, and a
 * prototype that finds and sets the keys which come later; it still counts as a plain one.
 *
 * Nothing can be told when a program lists the keys. Those that other threads have added are listed once they were read, and
 * from the next time on that what the program has kept is reconciled (see codec/kept.ts). Those that they have taken out
 * stay listed, as undefined: an accessor that could be removed could be deleted by the program too, unnoticed.
 */
import { inspect } from "node:util";
import { keyedAccessors } from "../internal/base/keyed-accessors.js";
import { connectedTo } from "../internal/codec/connected.js";
import { type Handle, ptrOf } from "../internal/codec/index.js";
import { type Kept, keep, LOOK_COST } from "../internal/codec/kept.js";
import type { dict } from "./dict.js";
import { keyOf, nameOfKey, readProperty } from "./dict-properties.js";
import { hasKey, keysOf, NONE, setValue } from "./hash-items.js";
import { changesOf } from "./hash-table.js";

export type AnyDict = dict<any, any>;

/** The dict that a plain object or Map has become. */
export const dictOf = (plain: object): AnyDict | undefined => connectedTo(plain) as AnyDict | undefined;
const tableOf = (shared: AnyDict) => ptrOf(shared as unknown as Handle);

const accessorOf = keyedAccessors<object>(
  (plain, name) => {
    const shared = dictOf(plain);
    const value = shared === undefined ? NONE : readProperty(tableOf(shared), name);
    return value === NONE ? undefined : value;
  },
  (plain, name, value) => {
    const shared = dictOf(plain);
    if (shared !== undefined) write(shared, name, value);
  },
);

/** A new key is a string, as those are that the object had. */
function write(shared: AnyDict, name: string, value: unknown): void {
  const table = tableOf(shared);
  const key = keyOf(table, name);
  setValue(table, key === name || hasKey(table, key) ? key : name, value);
}

const list = (plain: object, key: string): boolean => Reflect.defineProperty(plain, key, accessorOf(key));

/** Returns false, and leaves the object as it is, when it is not an ordinary one. */
export function connectObject(plain: object, shared: AnyDict): boolean {
  if (Object.getPrototypeOf(plain) !== Object.prototype) return false;
  const keys = Object.keys(plain);
  const descriptors = keys.map((key) => Object.getOwnPropertyDescriptor(plain, key) as PropertyDescriptor);
  if (!descriptors.every(({ configurable, writable }) => configurable && writable)) return false;
  for (const key of keys) list(plain, key);
  Object.setPrototypeOf(plain, lateKeys);
  keep(new KeptObject(plain, shared));
  return true;
}

/** Finds and sets the keys that a connected object has no property for. */
const lateKeyTraps: ProxyHandler<object> = {
  get(target, key, receiver) {
    const shared = dictOf(receiver as object);
    if (shared !== undefined) {
      if (key === inspect.custom) return () => shared.toJSON();
      const value = typeof key === "string" ? readProperty(tableOf(shared), key) : NONE;
      if (value !== NONE) {
        list(receiver as object, key as string);
        return value;
      }
      if (key === "toJSON") return () => shared.toJSON();
    }
    return Reflect.get(target, key, receiver);
  },
  set(target, key, value, receiver) {
    const shared = typeof key === "string" ? dictOf(receiver as object) : undefined;
    if (shared === undefined) return Reflect.set(target, key, value, receiver);
    write(shared, key as string, value);
    return list(receiver as object, key as string);
  },
};
const lateKeys = new Proxy(Object.prototype, lateKeyTraps);

// ---------------------------------------------------------------- the keys that are listed

class KeptObject implements Kept {
  readonly cost = LOOK_COST;
  readonly #plain: WeakRef<object>;
  #changes: number;

  constructor(plain: object, shared: AnyDict) {
    this.#plain = new WeakRef(plain);
    this.#changes = changesOf(tableOf(shared));
  }

  get isGone(): boolean {
    return this.#plain.deref() === undefined;
  }

  /** Lists the keys that were added. */
  reconcile(): boolean {
    const plain = this.#plain.deref();
    const shared = plain && dictOf(plain);
    if (shared === undefined) return false;
    const changes = changesOf(tableOf(shared));
    if (changes === this.#changes) return true;
    this.#changes = changes;
    for (const key of keysOf(tableOf(shared))) {
      const name = nameOfKey(key);
      if (name !== undefined && !Object.hasOwn(plain as object, name)) list(plain as object, name);
    }
    return true;
  }
}
