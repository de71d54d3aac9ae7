/** The public form of a class of shared objects: works with and without `new`. */
import { inspect, types } from "node:util";
import { type Callable, type Constructor, callable } from "../base/callable.js";

/**
 * Like `callable`; direct instances take no attributes of their own, since those would exist in one thread only, and
 * `util.inspect` shows them as `String` does.
 */
export function sharedClass<C extends Constructor>(Class: C, name: string): Callable<C> {
  const exported = callable(Class, name, closeDirectInstance);
  if (!Object.hasOwn(Class.prototype, inspect.custom)) {
    Object.defineProperty(Class.prototype, inspect.custom, {
      value(this: object) {
        return String(this);
      },
      configurable: true,
      writable: true,
    });
  }
  return exported;
}

/** Keeps a direct instance without attributes from growing properties that only this thread would see. */
export function closeDirectInstance(instance: object): void {
  if (!types.isProxy(instance)) Object.preventExtensions(instance);
}
