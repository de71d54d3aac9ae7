/** A set has no properties but its methods; instances of a user's subclass have attributes. */
import { AttributeTraps } from "../internal/codec/attributes.js";
import { refuseDirectAttribute } from "./refuse-attribute.js";

export class SetTraps extends AttributeTraps {
  override set(target: object, key: string | symbol, value: unknown, receiver: unknown): boolean {
    refuseDirectAttribute(target, key);
    return super.set(target, key, value, receiver);
  }

  override defineProperty(target: object, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    refuseDirectAttribute(target, key);
    return super.defineProperty(target, key, descriptor);
  }
}
