import { AttributeError } from "../internal/base/errors.js";
import { definitionOfClass } from "../internal/codec/kinds.js";

/** Only instances of a user's subclass take attributes, as in Python. */
export function refuseAttribute(target: object, key: string | symbol): void {
  const Class = Object.getPrototypeOf(target).constructor as Function;
  if (definitionOfClass(Class) !== undefined) {
    const problem = key in target ? `attribute '${String(key)}' is read-only` : `has no attribute '${String(key)}'`;
    throw new AttributeError(`'${Class.name}' object ${problem}`);
  }
}
