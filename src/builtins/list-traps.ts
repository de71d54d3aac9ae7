/** `x[i]`, `x[-1]`, `x[i] = v`, `delete x[i]` and `i in x` of a shared list; all else are attributes and methods. */
import { IndexError } from "../internal/base/errors.js";
import { AttributeTraps } from "../internal/codec/attributes.js";
import { readItem, removeItemAt, writeItem } from "./list-items.js";
import { lengthOf, settleList } from "./list-storage.js";
import { parseIndex } from "./property-index.js";
import { refuseDirectAttribute } from "./refuse-attribute.js";

const OUT_OF_RANGE = "list assignment index out of range";

export class ListTraps extends AttributeTraps {
  override get(target: object, key: string | symbol, receiver: unknown): unknown {
    settleList(this.object);
    const index = parseIndex(key);
    return index === undefined ? super.get(target, key, receiver) : readItem(this.object, index, undefined);
  }

  override set(target: object, key: string | symbol, value: unknown, receiver: unknown): boolean {
    settleList(this.object);
    const index = parseIndex(key);
    if (index === undefined) {
      if (key !== "length") refuseDirectAttribute(target, key);
      return super.set(target, key, value, receiver);
    }
    if (!writeItem(this.object, index, value)) throw new IndexError(OUT_OF_RANGE);
    return true;
  }

  override defineProperty(target: object, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    if (parseIndex(key) !== undefined && "value" in descriptor) return this.set(target, key, descriptor.value, this.self);
    refuseDirectAttribute(target, key);
    return super.defineProperty(target, key, descriptor);
  }

  override has(target: object, key: string | symbol): boolean {
    settleList(this.object);
    const index = parseIndex(key);
    if (index === undefined) return super.has(target, key);
    const length = lengthOf(this.object);
    return index < length && index >= -length;
  }

  override deleteProperty(target: object, key: string | symbol): boolean {
    settleList(this.object);
    const index = parseIndex(key);
    if (index === undefined) return super.deleteProperty(target, key);
    if (!removeItemAt(this.object, index)) throw new IndexError(OUT_OF_RANGE);
    return true;
  }

  override ownKeys(): string[] {
    settleList(this.object);
    const indexes = Array.from({ length: lengthOf(this.object) }, (_, index) => String(index));
    return [...indexes, ...super.ownKeys()];
  }

  override getOwnPropertyDescriptor(target: object, key: string | symbol): PropertyDescriptor | undefined {
    const index = parseIndex(key);
    if (index === undefined) return super.getOwnPropertyDescriptor(target, key);
    if (index < 0 || index >= lengthOf(this.object)) return undefined;
    return { value: readItem(this.object, index, undefined), writable: true, enumerable: true, configurable: true };
  }
}
