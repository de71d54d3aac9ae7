/**
 * Value → bytes. One encoder makes one box.
 *
 * The stream is the value first, then what its functions capture: a function is written as its code alone and queued,
 * and its variables follow when the value is complete. So functions, classes and data may refer to each other in any
 * circle: each function exists before any variable is filled. What is reached only through captured variables is
 * decoded frozen.
 */
import { types } from "node:util";
import { type NativePath, nativePathOf } from "../closure/index.js";
import type { Ptr } from "../memory/layout.js";
import { memberOf } from "./attributes.js";
import type { ByteWriter } from "./byte-writer.js";
import { connectedTo } from "./connected.js";
import { addInitializer, addsInitializers } from "./decorator-context.js";
import { CodeEncoder } from "./encode-code.js";
import { exportNameOf } from "./exports.js";
import { isClosed } from "./freeze.js";
import { Handle, ptrOf } from "./handle.js";
import { symbolIdentity } from "./identity.js";
import { adviceOnKept } from "./kept-in-thread.js";
import { isNamespace } from "./namespaces.js";
import { isMemory, moveMemory } from "./moved-memory.js";
import { Numbering } from "./numbering.js";
import type { Originals } from "./originals.js";
import { enterOrdinary, isOrdinaryArray, ordinaryKeys } from "./ordinary.js";
import {
  isPlatformError,
  nativeMethodOf,
  refuseNativeState,
  safeString,
  unboxed,
  viewName,
  viewPrototype,
} from "./platform-objects.js";
import { publish } from "./publish.js";
import type { Session } from "./session.js";
import { becomesShared, shareInstance } from "./shared-instance.js";
import { bufferRecordOf } from "./shared-buffers.js";
import { InstanceOf, PropertyFlag, SymbolKind, Tag, VIEW_TYPES } from "./tags.js";

const wellKnownSymbols = new Map<symbol, string>(
  Object.getOwnPropertyNames(Symbol)
    .filter((name) => typeof (Symbol as unknown as Record<string, unknown>)[name] === "symbol")
    .map((name) => [(Symbol as unknown as Record<string, symbol>)[name], name]),
);

export class Encoder {
  readonly writer: ByteWriter;
  /** Class records named by this box. */
  readonly records: Ptr[] = [];
  /** Whether all that was written by way of captured variables can never change. */
  stable = true;
  /** The functions whose code was written. */
  readonly functions: Function[] = [];

  readonly #session: Session;
  readonly #handles = new Numbering<Ptr>();
  readonly #references = new Numbering<object>();
  readonly #pending: (() => void)[] = [];
  #codeEncoder: CodeEncoder | undefined;
  #originals: Originals | undefined;

  constructor(session: Session, writer: ByteWriter) {
    this.writer = writer;
    this.#session = session;
  }

  /** The blocks that the bytes name, by their numbers. */
  get handles(): readonly Ptr[] {
    return this.#handles.list;
  }

  get #code(): CodeEncoder {
    this.#codeEncoder ??= new CodeEncoder(this.#session, this);
    return this.#codeEncoder;
  }

  /** @param originals collects the data that is copied, but for what functions capture */
  root(value: unknown, originals?: Originals): void {
    this.#originals = originals;
    this.value(value);
    this.#originals = undefined;
    this.#writePending();
  }

  classRoot(value: Function): void {
    this.#code.classRoot(value);
    this.#writePending();
  }

  /** Has something written when the value is complete. */
  later(write: () => void): void {
    this.#pending.push(write);
  }

  /** Captured variables, until writing them queues no more functions. */
  #writePending(): void {
    for (let next = this.#pending.shift(); next !== undefined; next = this.#pending.shift()) {
      this.writer.u8(1);
      next();
    }
    this.writer.u8(0);
  }

  value(value: unknown): void {
    const { writer } = this;
    switch (typeof value) {
      case "undefined":
        return writer.u8(Tag.UNDEFINED);
      case "boolean":
        return writer.u8(value ? Tag.TRUE : Tag.FALSE);
      case "number":
        return this.#number(value);
      case "string":
        writer.u8(Tag.STRING);
        return writer.text(value);
      case "bigint":
        writer.u8(Tag.BIGINT);
        return writer.text(value.toString(16));
      case "symbol":
        return this.#symbol(value);
      case "function":
        return this.#code.function(value);
      default:
        return value === null ? writer.u8(Tag.NULL) : this.#object(value as object);
    }
  }

  #number(value: number): void {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 40 && !Object.is(value, -0)) {
      this.writer.u8(Tag.INTEGER);
      this.writer.varint(value < 0 ? -value * 2 - 1 : value * 2);
    } else {
      this.writer.u8(Tag.DOUBLE);
      this.writer.f64(value);
    }
  }

  #symbol(value: symbol): void {
    const { writer } = this;
    writer.u8(Tag.SYMBOL);
    const key = Symbol.keyFor(value);
    const wellKnown = wellKnownSymbols.get(value);
    if (key !== undefined) {
      writer.u8(SymbolKind.REGISTERED);
      writer.text(key);
    } else if (wellKnown !== undefined) {
      writer.u8(SymbolKind.WELL_KNOWN);
      writer.text(wellKnown);
    } else {
      writer.u8(SymbolKind.UNIQUE);
      writer.f64(symbolIdentity(value));
      writer.text(value.description ?? "");
    }
  }

  /** Writes a back reference if the value was written before; otherwise gives it the next number. */
  seen(value: object): boolean {
    const known = this.#references.meet(value);
    if (known === undefined) return false;
    this.writer.u8(Tag.REFERENCE);
    this.writer.varint(known);
    return true;
  }

  /** Takes the number back from the value just seen, which is written in a way that takes none. */
  forgetLast(): void {
    this.#references.forgetLast();
  }

  /** Gives the next number to something that nothing will refer to. */
  skipNumber(): void {
    this.#references.meet({});
  }

  handle(block: Ptr): void {
    this.writer.varint(this.#handles.meet(block) ?? this.#handles.list.length - 1);
  }

  #shared(object: Ptr): void {
    publish(object);
    this.writer.u8(Tag.HANDLE);
    this.handle(object);
  }

  /** Writes something of this package by its name; returns whether it was that. */
  exported(value: object): boolean {
    const name = exportNameOf(value);
    if (name === undefined) return false;
    this.writer.u8(Tag.EXPORT);
    this.writer.text(JSON.stringify([name.module, ...name.path]));
    return true;
  }

  /** Writes an object of the platform by its path; returns whether it was one. */
  builtin(value: object): boolean {
    const path = nativePathOf(value);
    if (path !== undefined) this.native(path);
    return path !== undefined;
  }

  native(path: NativePath): void {
    this.writer.u8(Tag.NATIVE);
    this.writer.text(JSON.stringify(path));
  }

  #object(value: object): void {
    if (Handle.isHandle(value)) return this.#shared(ptrOf(value));
    const connected = connectedTo(value);
    if (connected !== undefined) return this.#shared(ptrOf(connected));
    if (isOrdinaryArray(value)) {
      if (this.seen(value)) return;
      this.#originals?.add(value);
      return this.#array(value);
    }
    if (becomesShared(this.#session, value)) return this.#shared(ptrOf(shareInstance(this.#session, value) as Handle));
    const keys = ordinaryKeys(value);
    if (keys !== undefined) {
      if (!this.seen(value)) this.#ordinary(value, keys);
      return;
    }
    if (this.exported(value)) return;
    if (isNamespace(value)) return this.#code.namespace(value, undefined);
    if (this.builtin(value)) return;
    if (types.isProxy(value)) {
      if (this.#code.taken(value)) return;
      this.#session.refuse("Proxy", "send the object behind it");
    }
    if (this.seen(value)) return;
    this.stable = false;
    if (isMemory(value)) return this.#memory(this.#originals === undefined ? value : moveMemory(value));
    this.#originals?.add(value);
    if (Array.isArray(value)) return this.#array(value);
    if (types.isMap(value)) return this.#map(value);
    if (types.isSet(value)) return this.#set(value);
    if (types.isNativeError(value) || value instanceof Error) return this.#error(value as Error);
    if (types.isDate(value)) {
      this.writer.u8(Tag.DATE);
      this.#base(value, Date.prototype);
      this.writer.f64(Date.prototype.getTime.call(value));
      return this.#properties(value, (key) => !isClosed(value, key));
    }
    if (types.isRegExp(value)) {
      this.writer.u8(Tag.REGEXP);
      this.writer.text(value.source);
      this.writer.text(value.flags);
      this.#base(value, RegExp.prototype);
      // Programs may set it to any number.
      this.value(value.lastIndex);
      return this.#properties(value, (key) => key !== "lastIndex");
    }
    if (types.isBoxedPrimitive(value)) {
      const { primitive, prototype } = unboxed(value);
      this.writer.u8(Tag.BOXED);
      this.value(primitive);
      this.#base(value, prototype);
      const { length } = typeof primitive === "string" ? primitive : "";
      return this.#properties(
        value,
        (key) => !(typeof primitive === "string" && (key === "length" || Number(key.toString()) < length)),
      );
    }
    if (value instanceof URL) {
      this.writer.u8(Tag.URL);
      this.writer.text(value.href);
      this.#base(value, URL.prototype);
      return this.#properties(value);
    }
    refuseNativeState(value, this.#session);
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === null) {
      this.writer.u8(Tag.NULL_OBJECT);
    } else if (prototype === Object.prototype) {
      this.writer.u8(Tag.OBJECT);
    } else {
      if (memberOf(value) !== undefined) {
        this.forgetLast();
        this.#code.taken(value);
        return;
      }
      const kept = adviceOnKept(value);
      if (kept !== undefined) this.#session.refuse(kept.what, kept.remedy);
      this.writer.u8(Tag.INSTANCE);
      this.#instanceOf(value, prototype);
      enterOrdinary(prototype, (constructor) => this.#session.isNative(constructor));
    }
    this.#properties(value);
  }

  #ordinary(value: object, keys: (string | symbol)[]): void {
    this.stable = false;
    this.#originals?.add(value);
    const prototype = Object.getPrototypeOf(value) as object;
    if (prototype === Object.prototype) this.writer.u8(Tag.OBJECT);
    else {
      this.writer.u8(Tag.INSTANCE);
      this.#instanceOf(value, prototype);
    }
    this.#keyed(value, keys);
  }

  /** Names the class of an instance, or writes its prototype. */
  #instanceOf(value: object, prototype: object): void {
    const constructor = Object.hasOwn(prototype, "constructor") ? (prototype.constructor as unknown) : undefined;
    if (typeof constructor !== "function" || constructor.prototype !== prototype) {
      const tag: unknown = Object.getOwnPropertyDescriptor(prototype, Symbol.toStringTag)?.value;
      if (
        typeof tag === "string" &&
        / Iterator$|^Iterator Helper$/.test(tag) &&
        nativeMethodOf(prototype, "next", this.#session)
      ) {
        this.#session.refuse(tag, "send the values, [...iterator]");
      }
      return this.#prototype(prototype);
    }
    const isExported = exportNameOf(constructor) !== undefined;
    if (!isExported && this.#session.isNative(constructor) && !(value instanceof Error)) {
      this.#session.refuse(constructor.name, "it has native state; create it inside the thread");
    }
    this.writer.u8(InstanceOf.CLASS);
    this.#code.class(constructor);
    if (!isExported) this.#code.refusePrivateMembers(constructor);
    else if (this.#session.capture.hasPrivateMembers(value).length > 0) {
      this.#session.refuse(constructor.name, "its state cannot be copied; create it inside the thread");
    }
  }

  #prototype(prototype: object | null): void {
    this.writer.u8(InstanceOf.PROTOTYPE);
    this.value(prototype);
  }

  /** Own properties other than those that `keep` leaves out. */
  #properties(value: object, keep?: (key: string | symbol) => boolean): void {
    const keys = Reflect.ownKeys(value);
    this.#keyed(value, keep === undefined ? keys : keys.filter(keep));
  }

  #keyed(value: object, keys: readonly (string | symbol)[]): void {
    this.writer.varint(keys.length);
    // A frozen copy that is sent on belongs to its receiver, and is frozen there anew where it has to be.
    const isFrozen = keys.length > 0 && Object.isFrozen(value);
    for (const key of keys) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
      if (isFrozen) {
        descriptor.configurable = true;
        if ("value" in descriptor) descriptor.writable = true;
      }
      if (addsInitializers(value, key, descriptor.value)) descriptor.value = addInitializer;
      this.property(key, descriptor);
    }
  }

  property(key: string | symbol, descriptor: PropertyDescriptor): void {
    const { writer } = this;
    this.value(key);
    const isAccessor = descriptor.get !== undefined || descriptor.set !== undefined;
    writer.u8(
      (descriptor.enumerable ? PropertyFlag.ENUMERABLE : 0) |
        (descriptor.configurable ? PropertyFlag.CONFIGURABLE : 0) |
        (descriptor.writable ? PropertyFlag.WRITABLE : 0) |
        (isAccessor ? PropertyFlag.ACCESSOR : 0),
    );
    if (isAccessor) {
      this.member(key, descriptor.get);
      this.member(key, descriptor.set);
    } else {
      this.member(key, descriptor.value);
    }
  }

  #array(value: unknown[]): void {
    const { writer } = this;
    this.stable = false;
    writer.u8(Tag.ARRAY);
    this.#base(value, Array.prototype);
    writer.f64(value.length);
    const keys = Reflect.ownKeys(value);
    if (isDense(value, keys)) {
      writer.u8(1);
      for (let i = 0; i < value.length; i++) this.member(i, value[i]);
      return writer.varint(0);
    }
    const present = keys.filter((key): key is string => typeof key === "string" && String(Number(key) >>> 0) === key);
    writer.u8(0);
    writer.varint(present.length);
    for (const key of present) {
      writer.f64(Number(key));
      this.member(Number(key), value[Number(key)]);
    }
    const indexes = new Set<string | symbol>(present).add("length");
    this.#properties(value, (key) => !indexes.has(key));
  }

  /** A value inside of another, one step further along the trail; the key of an item is its index. */
  member(key: string | symbol | number, value: unknown): void {
    if (isPrimitive(value)) return this.value(value);
    const { trail } = this.#session;
    trail.push({ kind: "key", key });
    this.value(value);
    trail.pop();
  }

  /** Whether a builtin container is an instance of a subclass, and of which. */
  #base(value: object, builtin: object): void {
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === builtin) this.writer.u8(InstanceOf.BASE);
    else if (prototype === null) this.#prototype(prototype);
    else this.#instanceOf(value, prototype);
  }

  #map(value: Map<unknown, unknown>): void {
    this.writer.u8(Tag.MAP);
    this.#base(value, Map.prototype);
    // Not by `size`, which a subclass may define otherwise.
    const entries = [...Map.prototype.entries.call(value)];
    this.writer.varint(entries.length);
    for (const [key, item] of entries) {
      this.#content(key, () => ".keys()");
      this.#content(
        item,
        () => `.get(${typeof key === "string" ? JSON.stringify(key) : String(typeof key === "object" ? "…" : key)})`,
      );
    }
    this.#properties(value, (key) => !isClosed(value, key));
  }

  /** What a container holds in another way than by a property; `path` says how to come to it. */
  #content(value: unknown, path: () => string): void {
    if (isPrimitive(value)) this.value(value);
    else this.#session.step({ kind: "member", text: path() }, () => this.value(value));
  }

  #set(value: Set<unknown>): void {
    this.writer.u8(Tag.SET);
    this.#base(value, Set.prototype);
    const items = [...Set.prototype.values.call(value)];
    this.writer.varint(items.length);
    for (const item of items) this.#content(item, () => ".values()");
    this.#properties(value, (key) => !isClosed(value, key));
  }

  #error(value: Error): void {
    if (isPlatformError(value)) {
      this.writer.u8(Tag.DOM_EXCEPTION);
      this.writer.text(value.message);
      this.writer.text(value.name);
      this.value(safeString(() => value.stack));
      return this.#properties(value, (key) => key !== "stack");
    }
    this.writer.u8(Tag.ERROR);
    this.#errorClass(value);
    this.value(safeString(() => value.message));
    this.value(safeString(() => value.stack));
    this.#properties(value, (key) => key !== "message" && key !== "stack");
  }

  #errorClass(value: Error): void {
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === null) this.#prototype(prototype);
    else this.#instanceOf(value, prototype);
  }

  #memory(value: object): void {
    if (ArrayBuffer.isView(value)) return this.#view(value);
    if (types.isSharedArrayBuffer(value)) {
      this.writer.u8(Tag.SHARED_BUFFER);
      return this.handle(bufferRecordOf(value));
    }
    this.writer.u8(Tag.ARRAY_BUFFER);
    this.writer.bytes(new Uint8Array(value as ArrayBuffer));
    this.#base(value, ArrayBuffer.prototype);
    this.#properties(value);
  }

  #view(value: ArrayBufferView): void {
    const { writer } = this;
    const name = Buffer.isBuffer(value) ? "Buffer" : viewName(value);
    const { buffer } = value;
    if (types.isSharedArrayBuffer(buffer)) {
      writer.u8(Tag.SHARED_VIEW);
      writer.u8(VIEW_TYPES.indexOf(name));
      this.handle(bufferRecordOf(buffer));
      writer.varint(value.byteOffset);
      writer.varint("length" in value ? (value.length as number) : value.byteLength);
      return this.#base(value, viewPrototype(name));
    }
    writer.u8(Tag.VIEW);
    writer.u8(VIEW_TYPES.indexOf(name));
    // Views of one buffer stay that. But a Buffer may be a small part of the pool or of what came from a socket.
    const isPart = name === "Buffer" && value.byteLength < buffer.byteLength;
    this.value(isPart ? buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) : buffer);
    writer.varint(isPart ? 0 : value.byteOffset);
    writer.varint("length" in value ? (value.length as number) : value.byteLength);
    this.#base(value, viewPrototype(name));
  }
}

const isPrimitive = (value: unknown): boolean => (typeof value !== "object" || value === null) && typeof value !== "function";

/** Whether an array has an item at each index and nothing else; `keys` are its own. */
function isDense(value: readonly unknown[], keys: readonly (string | symbol)[]): boolean {
  if (keys.length !== value.length + 1) return false;
  for (let i = 0; i < value.length; i++) if (value[i] === undefined && !Object.hasOwn(value, i)) return false;
  return true;
}
