import { AttributeError } from "../internal/base/errors.js";
import { refuseAttribute } from "../internal/codec/direct-attributes.js";
import { definitionOfClass } from "../internal/codec/kinds.js";

/** Only instances of a user's subclass take attributes, as in Python. */
export function refuseDirectAttribute(target: object, key: string | symbol): void {
  const Class = Object.getPrototypeOf(target).constructor as Function;
  if (definitionOfClass(Class) === undefined) return;
  if (key in target) throw new AttributeError(`'${Class.name}' object attribute '${String(key)}' is read-only`);
  refuseAttribute(Class.name, String(key));
}
