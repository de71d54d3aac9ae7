/**
 * The name that Python's messages give to the type of a value, as in `'str' object cannot be interpreted as an integer`.
 * JavaScript has one type of number, so a whole one counts as int.
 */
export function typeName(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "NoneType";
    case "boolean":
      return "bool";
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    case "bigint":
      return "int";
    case "string":
      return "str";
    case "symbol":
      return "symbol";
    case "function":
      return isClass(value) ? "type" : "function";
    default:
      return value === null ? "NoneType" : objectTypeName(value as object);
  }
}

/**
 * Whether a function is meant to make objects. Told by its source or, for what is a class without the keyword, by a
 * prototype that holds or inherits something.
 */
export function isClass(value: Function): boolean {
  const prototype: unknown = Object.getOwnPropertyDescriptor(value, "prototype")?.value;
  if (typeof prototype !== "object" || prototype === null) return false;
  if (isGenerator(prototype)) return false;
  if (Reflect.ownKeys(prototype).some((key) => key !== "constructor")) return true;
  if (Object.getPrototypeOf(prototype) !== Object.prototype) return true;
  return /^class\b/.test(Function.prototype.toString.call(value));
}

/** Whether the object is one whose prototype says nothing about it: `{}` and what has no prototype. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return true;
  if (prototype === Object.prototype) return Object.prototype.toString.call(value) === "[object Object]";
  // An object literal of another vm context has another Object.prototype.
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "isPrototypeOf");
}

function isGenerator(prototype: object): boolean {
  const tag = Object.prototype.toString.call(prototype);
  return tag === "[object Generator]" || tag === "[object AsyncGenerator]";
}

function objectTypeName(value: object): string {
  if (Array.isArray(value)) return "list";
  if (value instanceof Map || isPlainObject(value)) return "dict";
  if (value instanceof Set) return "set";
  if (value instanceof Uint8Array) return "bytes";
  if (isGenerator(value)) return "generator";
  try {
    const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
    if (typeof name === "string" && name !== "") return name;
  } catch {
    // A proxy may refuse to be asked.
  }
  return "object";
}
