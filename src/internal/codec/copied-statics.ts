/**
 * Static attributes of plain classes. A thread gets a copy of such a class, frozen; when the first copy leaves, the original
 * is closed as well, so that an assignment that no thread would see throws in place of being lost.
 */
import type { OwnProperty } from "../closure/index.js";
import { CaptureError } from "../base/errors.js";
import type { Session } from "./session.js";
import { isMovable } from "./statics.js";

/** For each closed class, the values that its accessors stand for. */
const closed = new WeakMap<Function, Map<string, unknown>>();

/** The properties that a copy of the class has; the class is closed when the session succeeds. */
export function copiedStatics(session: Session, value: Function, properties: OwnProperty[]): OwnProperty[] {
  const values = closed.get(value);
  if (values === undefined) {
    session.onSuccess(() => close(value, properties));
    return properties;
  }
  return properties.map(({ key, descriptor }) => {
    if (typeof key !== "string" || !values.has(key)) return { key, descriptor };
    const { enumerable, configurable } = descriptor;
    return { key, descriptor: { value: values.get(key), writable: true, enumerable, configurable } };
  });
}

function close(value: Function, properties: OwnProperty[]): void {
  if (closed.has(value)) return;
  const values = new Map<string, unknown>();
  closed.set(value, values);
  for (const { key, descriptor } of properties) {
    if (typeof key !== "string" || !isMovable(key, descriptor)) continue;
    values.set(key, descriptor.value);
    Object.defineProperty(value, key, {
      enumerable: descriptor.enumerable,
      configurable: true,
      get: () => values.get(key),
      set(this: unknown, next: unknown) {
        if (this === value || closed.has(this as Function)) throw assigned(this as Function, key);
        // A subclass that has not been sent may have one of its own.
        Object.defineProperty(this, key, { value: next, enumerable: true, configurable: true, writable: true });
      },
    });
  }
  Object.preventExtensions(value);
}

function assigned(value: Function, key: string): CaptureError {
  return new CaptureError(
    `cannot assign ${value.name}.${key}: the class '${value.name}' has been copied to a thread, which would not see it; ` +
      "use a class that extends object from pythreads/builtins, whose statics are shared",
  );
}
