/**
 * Attributes of direct instances of the package's classes, such as an Event: they are no Proxies, so that their methods are
 * found as fast as any, and they are closed, so that they have no properties that one thread alone would see. What neither
 * they nor their classes have is looked for in the prototype behind those, and there this Proxy stands.
 *
 * As in Python, an Event or a Queue takes attributes, and a Lock or a sentinel does not.
 */
import { AttributeError } from "../base/errors.js";
import type { Ptr } from "../memory/layout.js";
import { MISSING, readAttribute, refuseSymbol, writeAttribute } from "./attributes.js";
import { definitionOf, kindOf } from "./kinds.js";

/**
 * The prototype between the classes and the one of all handles; `addressOf` tells the address of a direct instance, and nothing
 * of another value.
 */
export function directAttributes(base: object, addressOf: (receiver: unknown) => Ptr | undefined): object {
  return new Proxy(Object.create(base) as object, {
    get(target, key, receiver) {
      const object = typeof key === "string" ? addressOf(receiver) : undefined;
      const value = object === undefined ? MISSING : readAttribute(object, key as string);
      return value === MISSING ? Reflect.get(target, key, receiver) : value;
    },
    set(target, key, value, receiver) {
      const object = addressOf(receiver);
      if (object === undefined) return Reflect.set(target, key, value, receiver);
      if (typeof key === "symbol") refuseSymbol(key);
      const typeName = definitionOf(kindOf(object))?.closed;
      if (typeName !== undefined) refuseAttribute(typeName, key);
      writeAttribute(object, key, value);
      return true;
    },
  });
}

/** Raises what Python says of an object that takes no attributes. */
export function refuseAttribute(typeName: string, key: string): never {
  throw new AttributeError(`'${typeName}' object has no attribute '${key}' and no __dict__ for setting new attributes`);
}
