/** What a program has made of a function as an object: its properties, its prototype's, and what they inherit from. */
import { types } from "node:util";
import type { OwnProperty } from "./types.js";

/** Whether the function inherits from an object that is not the engine's, of whatever realm, nor another function. */
export function inheritsOfItsOwn(fn: Function): boolean {
  const above: unknown = Object.getPrototypeOf(fn);
  return (
    typeof above === "object" &&
    above !== null &&
    !/Function$/.test(String((above as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]))
  );
}

const DEFAULTS = new Set<string | symbol>(["length", "name", "arguments", "caller", "prototype"]);

/** Properties of a function that not every function has. */
export function ownProperties(fn: Function): OwnProperty[] {
  const own: OwnProperty[] = [];
  for (const key of Reflect.ownKeys(fn)) {
    const descriptor = Object.getOwnPropertyDescriptor(fn, key)!;
    if (
      !DEFAULTS.has(key) ||
      (key === "prototype" && replacedPrototype(fn)) ||
      (key === "name" && typeof descriptor.value !== "string")
    ) {
      own.push({ key, descriptor });
    }
  }
  return own;
}

/** Whether `new` makes instances by the prototype that came with the function. */
const isConstructor = (fn: Function) => {
  const prototype: unknown = Object.getOwnPropertyDescriptor(fn, "prototype")?.value;
  return (
    typeof prototype === "object" && prototype !== null && Object.getOwnPropertyDescriptor(prototype, "constructor")?.value === fn
  );
};

/** `F.prototype = { … }`: an object of the program, sent as one. */
const replacedPrototype = (fn: Function) => !isConstructor(fn) && !types.isGeneratorFunction(fn);

/** Properties of a function's prototype that not every prototype has. */
export function prototypeProperties(fn: Function): OwnProperty[] {
  const prototype: unknown = Object.getOwnPropertyDescriptor(fn, "prototype")?.value;
  if (typeof prototype !== "object" || prototype === null || replacedPrototype(fn)) return [];
  return Reflect.ownKeys(prototype)
    .filter((key) => key !== "constructor")
    .map((key) => ({ key, descriptor: Object.getOwnPropertyDescriptor(prototype, key)! }));
}

/** What the prototype inherits from, where that is not what every prototype does. */
export function prototypeParent(fn: Function): { prototypeParent?: object | null } {
  if (!isConstructor(fn)) return {};
  const parent: object | null = Object.getPrototypeOf(fn.prototype);
  return parent === Object.prototype ? {} : { prototypeParent: parent };
}

/** Whether a function has no properties, and its prototype none, but those that every function has. */
export function isPlain(fn: Function): boolean {
  return ownProperties(fn).length === 0 && prototypeProperties(fn).length === 0 && !("prototypeParent" in prototypeParent(fn));
}

/** The function that a function inherits from, as ES5 classes inherit their statics. */
export function functionAbove(fn: Function): Function | undefined {
  const above: unknown = Object.getPrototypeOf(fn);
  // Those of the engine, of whatever realm and kind of function, have no prototype to give.
  return typeof above === "function" && Object.hasOwn(above, "prototype") ? above : undefined;
}

/** Whether a function is used as a class: its instances inherit something, so that it has to be one function in a thread. */
export function servesAsClass(fn: Function): boolean {
  if (!isConstructor(fn)) return false;
  return prototypeProperties(fn).length > 0 || "prototypeParent" in prototypeParent(fn) || functionAbove(fn) !== undefined;
}
