/** What the platform's own objects keep out of sight of their properties. */
import { types } from "node:util";
import { SystemError } from "../base/errors.js";
import type { Session } from "./session.js";

/** @throws CaptureError for what keeps its state where nobody can read it. */
export function refuseNativeState(value: object, session: Session): void {
  if (types.isPromise(value)) session.refuse("Promise", "await it first and send its result, or use a Queue");
  if (types.isWeakMap(value)) {
    session.refuse(
      "WeakMap",
      "its keys cannot be listed; a class with #private members compiled for a target below ES2022 also shows up as one",
    );
  }
  if (types.isWeakSet(value) || value instanceof WeakRef) {
    session.refuse(constructorName(value), "its contents cannot be listed; create it inside the thread");
  }
  if (types.isGeneratorObject(value)) session.refuse("generator", "create it inside the thread, or send list(generator)");
}

export function nativeMethodOf(prototype: object, name: string, session: Session): boolean {
  const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
  return typeof method === "function" && session.isNative(method);
}

function constructorName(value: object): string {
  const name = (value.constructor as { name?: unknown } | undefined)?.name;
  return typeof name === "string" && name !== "" ? name : "object";
}

/** `[object Uint8Array]` tells the builtin type of a view, whatever its class. */
export function viewName(value: ArrayBufferView): string {
  return types.isDataView(value) ? "DataView" : ((value as Uint8Array)[Symbol.toStringTag] as string);
}

export function viewPrototype(name: string): object {
  return name === "Buffer" ? Buffer.prototype : (globalThis as unknown as Record<string, { prototype: object }>)[name].prototype;
}

type ViewConstructor = new (buffer: ArrayBufferLike, offset?: number, length?: number) => object;

export function viewConstructor(name: string | undefined): ViewConstructor {
  if (name === undefined) throw new SystemError("encoded value is broken: unknown view");
  return (globalThis as unknown as Record<string, ViewConstructor>)[name];
}

export function safeString(read: () => unknown): string | undefined {
  try {
    const value = read();
    return value === undefined ? undefined : String(value);
  } catch {
    return undefined;
  }
}

/** Whether it is a DOMException, whose name and message only the platform can set. */
export function isPlatformError(value: object): boolean {
  const isNamedSo = Object.prototype.toString.call(value) === "[object DOMException]";
  return isNamedSo && Object.getPrototypeOf(value) === DOMException.prototype;
}

/** The primitive in a box, whatever its class has made of `valueOf`, and the prototype that it would have had. */
export function unboxed(box: object): { primitive: unknown; prototype: object } {
  for (const { prototype } of [Number, String, Boolean, BigInt, Symbol]) {
    try {
      return { primitive: (prototype.valueOf as () => unknown).call(box), prototype };
    } catch {
      // It is a box of another type.
    }
  }
  throw new SystemError("a boxed primitive is of no known type");
}
