/**
 * `d[k]`, `d[k] = v`, `delete d[k]` and `k in d` of a shared dict.
 *
 * A property key is looked at in this order: an attribute (instances of a user's subclass have those that are declared as
 * class fields), a member of the class, a key of the dict (see dict-properties.ts). Of a dict that a plain object has become by
 * being stored the keys come first: the program means its own `state.size`.
 */
import { KeyError } from "../internal/base/errors.js";
import { AttributeTraps, hasAttribute, MISSING, readAttribute } from "../internal/codec/attributes.js";
import { definitionOfClass } from "../internal/codec/kinds.js";
import { StandsFor } from "../internal/memory/layout.js";
import { keyOf, nameOfKey, readProperty } from "./dict-properties.js";
import { keysOf, NONE, removeKey, setValue } from "./hash-items.js";
import { standsFor } from "./hash-table.js";

export class DictTraps extends AttributeTraps {
  override get(target: object, key: string | symbol, receiver: unknown): unknown {
    if (typeof key === "symbol") return super.get(target, key, receiver);
    if (key in target) {
      const own = this.#isObject ? readProperty(this.object, key) : NONE;
      return own === NONE ? super.get(target, key, receiver) : own;
    }
    if (!isDirect(target)) {
      const attribute = readAttribute(this.object, key);
      if (attribute !== MISSING) return attribute;
    }
    const value = readProperty(this.object, key);
    if (value !== NONE) return value;
    const missing: unknown = "__missing__" in target ? target.__missing__ : undefined;
    return typeof missing === "function" ? missing.call(receiver, key) : undefined;
  }

  override set(target: object, key: string | symbol, value: unknown, receiver: unknown): boolean {
    if (typeof key === "symbol" || this.#isAttribute(target, key)) return super.set(target, key, value, receiver);
    if (key in target && !this.#isObject) {
      if (hasSetter(target, key)) return Reflect.set(target, key, value, receiver);
      throw new TypeError(`'${key}' is a member of ${nameOf(target)}: write d.__setitem__(${JSON.stringify(key)}, value)`);
    }
    setValue(this.object, keyOf(this.object, key), value);
    return true;
  }

  override defineProperty(target: object, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    if (typeof key === "symbol" || !isDirect(target) || !("value" in descriptor))
      return super.defineProperty(target, key, descriptor);
    return this.set(target, key, descriptor.value, this.self);
  }

  override has(target: object, key: string | symbol): boolean {
    if (typeof key === "symbol" || key in Object.prototype || key.startsWith("__")) return super.has(target, key);
    if (this.#isAttribute(target, key) || readProperty(this.object, key) !== NONE) return true;
    // So that `"pop" in words` asks for the key and not for the method.
    return key === "toJSON";
  }

  override deleteProperty(target: object, key: string | symbol): boolean {
    if (typeof key === "symbol" || this.#isAttribute(target, key)) return super.deleteProperty(target, key);
    const meant = keyOf(this.object, key);
    if (!removeKey(this.object, meant) && !this.#isObject) throw new KeyError(meant);
    return true;
  }

  override ownKeys(): string[] {
    const names = new Set(super.ownKeys());
    for (const key of keysOf(this.object)) {
      const name = nameOfKey(key);
      if (name !== undefined) names.add(name);
    }
    return [...names];
  }

  override getOwnPropertyDescriptor(target: object, key: string | symbol): PropertyDescriptor | undefined {
    if (typeof key === "symbol") return undefined;
    if (this.#isAttribute(target, key)) return super.getOwnPropertyDescriptor(target, key);
    const value = readProperty(this.object, key);
    return value === NONE ? undefined : { value, writable: true, enumerable: true, configurable: true };
  }

  /** Whether the dict stands for a plain object. */
  get #isObject(): boolean {
    return standsFor(this.object, StandsFor.OBJECT);
  }

  #isAttribute(target: object, key: string): boolean {
    return !isDirect(target) && hasAttribute(this.object, key);
  }
}

const nameOf = (target: object): string => (Object.getPrototypeOf(target) as object).constructor.name;

const isDirect = (target: object): boolean =>
  definitionOfClass((Object.getPrototypeOf(target) as object).constructor) !== undefined;

function hasSetter(target: object, key: string): boolean {
  for (let at = Object.getPrototypeOf(target) as object | null; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const own = Object.getOwnPropertyDescriptor(at, key);
    if (own !== undefined) return own.set !== undefined;
  }
  return false;
}
