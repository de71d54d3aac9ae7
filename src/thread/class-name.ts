/** The name of an object's class as Python's repr shows it: with the module, `__main__` for classes of the program. */
import { definitionOfClass } from "../internal/codec/kinds.js";

export function qualifiedName(object: object, module: string): string {
  const Class = object.constructor;
  return `${definitionOfClass(Class) === undefined ? "__main__" : module}.${Class.name}`;
}
