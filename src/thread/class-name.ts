/** The names of an object's class in Python's reprs. */
import { definitionOfClass } from "../internal/codec/kinds.js";

/** With the module, which is `__main__` for classes of the program. */
export function qualifiedName(object: object, module: string): string {
  const Class = object.constructor;
  return `${definitionOfClass(Class) === undefined ? "__main__" : module}.${Class.name}`;
}

/** As CPython writes it for classes of its own that are written in C: those of the program have no module there. */
export function nativeName(object: object, module: string): string {
  const Class = object.constructor;
  return definitionOfClass(Class) === undefined ? Class.name : `${module}.${Class.name}`;
}
