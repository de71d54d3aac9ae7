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
import { collectGarbage } from "../internal/codec/handle-table.js";
import { type Handle, ptrOf } from "../internal/codec/index.js";
import { onReconcile } from "../internal/codec/kept.js";
import type { dict } from "./dict.js";
import { keyOf, nameOfKey, readProperty } from "./dict-properties.js";
import { hasKey, NONE, setValue } from "./hash-items.js";
import { changesOf } from "./hash-table.js";

type AnyDict = dict<any, any>;

/** Objects that nobody has any more are found by a collection, once so many of them were looked at in vain. */
const FIRST_LOOKS = 2 ** 17;

const dictOf = (plain: object): AnyDict | undefined => connectedTo(plain) as AnyDict | undefined;
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
  const key = keyOf(tableOf(shared), name);
  setValue(tableOf(shared), hasKey(tableOf(shared), key) ? key : name, value);
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
  kept.push(new KeptObject(plain, shared));
  onReconcile(reconcileAll);
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

class KeptObject {
  readonly #plain: WeakRef<object>;
  #changes: number;

  constructor(plain: object, shared: AnyDict) {
    this.#plain = new WeakRef(plain);
    this.#changes = changesOf(tableOf(shared));
  }

  /** Lists the keys that were added; returns false when nobody has the object any more. */
  reconcile(): boolean {
    const plain = this.#plain.deref();
    const shared = plain && dictOf(plain);
    if (shared === undefined) return false;
    const changes = changesOf(tableOf(shared));
    if (changes === this.#changes) return true;
    this.#changes = changes;
    for (const key of shared.keys()) {
      const name = nameOfKey(key);
      if (name !== undefined && !Object.hasOwn(plain as object, name)) list(plain as object, name);
    }
    return true;
  }
}

const kept: KeptObject[] = [];
let looks = 0;
let collectAt = FIRST_LOOKS;

function reconcileAll(): void {
  let left = 0;
  for (let i = 0; i < kept.length; i++) if (kept[i].reconcile()) kept[left++] = kept[i];
  kept.length = left;
  if ((looks += left) <= collectAt) return;
  looks = 0;
  collectGarbage();
  collectAt = Math.max(FIRST_LOOKS, left * 2 ** 8);
}
