/**
 * What this package exports, by identity: such a value crosses as module and name, since the other thread has its own.
 * The modules enter themselves when they are loaded.
 */
export interface ExportName {
  module: string;
  /** Path of property names below the module; empty for the module itself. */
  path: string[];
}

const nameOf = new WeakMap<object, ExportName>();
const modules = new Map<string, Record<string, unknown>>();

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** Enters a module's exports; a value that two modules export keeps its first name. */
export function registerModule(module: string, contents: Record<string, unknown>): void {
  modules.set(module, contents);
  nameOf.set(contents, { module, path: [] });
  for (const [name, value] of Object.entries(contents)) {
    if (isObject(value) && !nameOf.has(value)) nameOf.set(value, { module, path: [name] });
    if (typeof value === "function" && isObject(value.prototype)) unread.push([name, value.prototype]);
  }
}

/** Methods of the package's classes, with the name of the class. */
const methodOwners = new WeakMap<object, string>();
/** Classes whose methods have not been entered yet: few programs ask, and each thread would spend milliseconds on it. */
const unread: [owner: string, prototype: object][] = [];

function readMethods(): void {
  if (unread.length === 0) return;
  for (const [owner, prototype] of unread.splice(0)) {
    for (const { value } of Object.values(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof value === "function" && !methodOwners.has(value)) methodOwners.set(value, owner);
    }
  }
}

/** The class of this package that the function is a method of. */
export function methodOwnerOf(value: object): string | undefined {
  readMethods();
  return methodOwners.get(value);
}

/** Enters a class behind a registered one, so that it is recognised as a superclass or a constructor. */
export function registerAlias(alias: object, value: object): void {
  const name = nameOf.get(value);
  if (name && !nameOf.has(alias)) nameOf.set(alias, name);
}

export function exportNameOf(value: object): ExportName | undefined {
  return nameOf.get(value);
}

export function resolveExport({ module, path }: ExportName): unknown {
  let value: unknown = modules.get(module);
  for (const key of path) value = (value as Record<string, unknown>)[key];
  return value;
}
