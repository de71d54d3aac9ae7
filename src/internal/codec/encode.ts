/**
 * Value → bytes. One encoder makes one box.
 *
 * The stream is the value first, then what its functions capture: a function is written as its code alone and queued,
 * and its variables follow when the value is complete. So functions, classes and data may refer to each other in any
 * circle: each function exists before any variable is filled. What is reached only through captured variables is
 * decoded frozen.
 */
import { types } from "node:util";
import {
  type Capture,
  type CodeDescription,
  describedBefore,
  type FunctionDescription,
  isPlain,
  type NativePath,
  nativePathOf,
  type OwnProperty,
} from "../closure/index.js";
import { CaptureError, SystemError } from "../base/errors.js";
import type { Ptr } from "../memory/layout.js";
import { memberOf } from "./attributes.js";
import type { ByteWriter } from "./byte-writer.js";
import { recordOf, stableRecordOf } from "./classes.js";
import { codeBlockOf } from "./code.js";
import { connectedTo } from "./connected.js";
import { copiedStatics } from "./copied-statics.js";
import { exportNameOf, methodOwnerOf } from "./exports.js";
import { isClosed } from "./freeze.js";
import { Handle, ptrOf } from "./handle.js";
import { identityOf, symbolIdentity } from "./identity.js";
import { isNamespace } from "./namespaces.js";
import { publish } from "./publish.js";
import type { Session } from "./session.js";
import { bufferRecordOf } from "./shared-buffers.js";
import { Tag } from "./tags.js";
import { hasSharedStatics, ownStatics, staticsOf } from "./statics.js";
import { checkMemberWrites, checkPendingChanges } from "./visible-writes.js";

/** How a captured variable is written. */
export const Variable = { VALUE: 0, OMITTED: 1 } as const;

/** What stands above the prototype of a function: Object.prototype, another function's prototype, or some object. */
export const PrototypeParent = { USUAL: 0, OBJECT: 1, OF_FUNCTION: 2 } as const;

/** How an instance names its class. */
export const InstanceOf = { CLASS: 0, PROTOTYPE: 1, BASE: 2 } as const;

/** Which flags of a property descriptor hold. */
export const PropertyFlag = { ENUMERABLE: 1, CONFIGURABLE: 2, WRITABLE: 4, ACCESSOR: 8 } as const;

/** Flags of a property that an assignment makes. */
export const ORDINARY_PROPERTY = PropertyFlag.ENUMERABLE | PropertyFlag.CONFIGURABLE | PropertyFlag.WRITABLE;

export const SymbolKind = { REGISTERED: 0, WELL_KNOWN: 1, UNIQUE: 2 } as const;

/** Constructors whose views cross, by their number in the stream. */
export const VIEW_TYPES = [
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "Float32Array",
  "Float64Array",
  "BigInt64Array",
  "BigUint64Array",
  "DataView",
  "Buffer",
];

const wellKnownSymbols = new Map<symbol, string>(
  Object.getOwnPropertyNames(Symbol)
    .filter((name) => typeof (Symbol as unknown as Record<string, unknown>)[name] === "symbol")
    .map((name) => [(Symbol as unknown as Record<string, symbol>)[name], name]),
);

/** Functions are `class` when their text says so; those are sent as records. */
const isClass = (value: Function): boolean => /^class\b/.test(Function.prototype.toString.call(value));

/** Classes whose text, and that of what they extend, declares no private members for instances. */
const withoutPrivateMembers = new WeakSet<Function>();

export class Encoder {
  readonly writer: ByteWriter;
  readonly handles: Ptr[] = [];
  /** Class records named by this box. */
  readonly records: Ptr[] = [];
  /** Whether all that was written by way of captured variables can never change. */
  stable = true;
  /** The functions whose code was written. */
  readonly functions: Function[] = [];

  readonly #session: Session;

  readonly #handleNumbers = new Map<Ptr, number>();
  readonly #references = new Map<object, number>();
  readonly #pending: (() => void)[] = [];

  constructor(session: Session, writer: ByteWriter) {
    this.writer = writer;
    this.#session = session;
  }

  root(value: unknown): void {
    this.value(value);
    this.#writePending();
  }

  classRoot(value: Function): void {
    if (!this.#exported(value)) {
      const description = this.#described(value);
      if (description.kind === "package") this.#package(description);
      else if (description.kind === "code") this.#sharedClass(value, description);
      else throw new SystemError(`class ${value.name} has no code`);
    }
    this.#writePending();
  }

  #sharedClass(value: Function, description: CodeDescription): void {
    const [first] = description.privateMembers;
    if (first !== undefined && hasSharedStatics(value)) {
      throw this.#session.error(
        `cannot send an instance of ${value.name} (shared object): its private member ${first} would exist in one thread only; use an attribute without '#', such as ${first.replace("#", "_")}`,
      );
    }
    this.#code(value, description);
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
        writer.u8(Tag.LATIN1);
        return writer.text(value);
      case "bigint":
        writer.u8(Tag.BIGINT);
        return writer.text(value.toString(16));
      case "symbol":
        return this.#symbol(value);
      case "function":
        return this.#function(value);
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
  #seen(value: object): boolean {
    const known = this.#references.get(value);
    if (known !== undefined) {
      this.writer.u8(Tag.REFERENCE);
      this.writer.varint(known);
      return true;
    }
    this.#references.set(value, this.#references.size);
    return false;
  }

  handle(block: Ptr): void {
    let number = this.#handleNumbers.get(block);
    if (number === undefined) {
      number = this.handles.length;
      this.handles.push(block);
      this.#handleNumbers.set(block, number);
    }
    this.writer.varint(number);
  }

  #shared(object: Ptr): void {
    publish(object);
    this.writer.u8(Tag.HANDLE);
    this.handle(object);
  }

  /** Writes something of this package by its name; returns whether it was that. */
  #exported(value: object): boolean {
    const name = exportNameOf(value);
    if (name === undefined) return false;
    this.writer.u8(Tag.EXPORT);
    this.writer.text(JSON.stringify([name.module, ...name.path]));
    return true;
  }

  /** Writes an object of the platform by its path; returns whether it was one. */
  #builtin(value: object): boolean {
    const path = nativePathOf(value);
    if (path !== undefined) this.#native(path);
    return path !== undefined;
  }

  #native(path: NativePath): void {
    this.writer.u8(Tag.NATIVE);
    this.writer.text(JSON.stringify(path));
  }

  // ---------------------------------------------------------------- objects

  #object(value: object): void {
    if (Handle.isHandle(value)) return this.#shared(ptrOf(value));
    const connected = connectedTo(value);
    if (connected !== undefined) return this.#shared(ptrOf(connected));
    if (this.#exported(value)) return;
    if (isNamespace(value)) return this.#namespace(value, undefined);
    if (this.#builtin(value)) return;
    if (types.isProxy(value)) {
      if (this.#taken(value)) return;
      this.#session.refuse("Proxy", "send the object behind it");
    }
    if (this.#seen(value)) return;
    this.stable = false;
    if (Array.isArray(value)) return this.#array(value);
    if (types.isMap(value)) return this.#map(value);
    if (types.isSet(value)) return this.#set(value);
    if (types.isNativeError(value) || value instanceof Error) return this.#error(value as Error);
    if (types.isDate(value)) {
      this.writer.u8(Tag.DATE);
      this.#base(value, Date.prototype);
      this.writer.f64(Date.prototype.getTime.call(value));
      return this.#properties(value, () => true);
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
    if (ArrayBuffer.isView(value)) return this.#view(value);
    if (types.isSharedArrayBuffer(value)) {
      this.writer.u8(Tag.SHARED_BUFFER);
      return this.handle(bufferRecordOf(value));
    }
    if (types.isArrayBuffer(value)) {
      this.writer.u8(Tag.ARRAY_BUFFER);
      this.writer.bytes(new Uint8Array(value));
      this.#base(value, ArrayBuffer.prototype);
      return this.#properties(value);
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
    this.#refuseNativeState(value);
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === null) {
      this.writer.u8(Tag.NULL_OBJECT);
    } else if (prototype === Object.prototype) {
      this.writer.u8(Tag.OBJECT);
    } else {
      if (memberOf(value) !== undefined) {
        this.#references.delete(value);
        this.#taken(value);
        return;
      }
      this.writer.u8(Tag.INSTANCE);
      this.#instanceOf(value, prototype);
    }
    this.#properties(value);
  }

  #refuseNativeState(value: object): void {
    const session = this.#session;
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
    this.#class(constructor);
    if (!isExported) this.#refusePrivateMembers(constructor);
    else if (this.#session.capture.hasPrivateMembers(value).length > 0) {
      this.#session.refuse(constructor.name, "its state cannot be copied; create it inside the thread");
    }
  }

  #prototype(prototype: object | null): void {
    this.writer.u8(InstanceOf.PROTOTYPE);
    this.value(prototype);
  }

  #refusePrivateMembers(constructor: Function): void {
    if (withoutPrivateMembers.has(constructor)) return;
    for (let value: unknown = constructor; typeof value === "function"; value = Object.getPrototypeOf(value)) {
      if (value === Function.prototype || exportNameOf(value) !== undefined) break;
      const description = this.#described(value);
      if (description.kind !== "code") break;
      const [first] = description.privateMembers;
      if (first !== undefined) {
        this.#session.refuse(
          `instance of ${constructor.name}`,
          `it has private members (${first}), which cannot be copied; use attributes without '#', or create it inside the thread`,
        );
      }
    }
    withoutPrivateMembers.add(constructor);
  }

  /** Own properties other than those that `keep` leaves out. */
  #properties(value: object, keep?: (key: string | symbol) => boolean): void {
    let keys = Reflect.ownKeys(value);
    if (keep !== undefined) keys = keys.filter(keep);
    this.writer.varint(keys.length);
    // A frozen copy that is sent on belongs to its receiver, and is frozen there anew where it has to be.
    const isFrozen = keys.length > 0 && Object.isFrozen(value);
    for (const key of keys) {
      const descriptor = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
      if (isFrozen) {
        descriptor.configurable = true;
        if ("value" in descriptor) descriptor.writable = true;
      }
      this.#property(key, descriptor);
    }
  }

  #property(key: string | symbol, descriptor: PropertyDescriptor): void {
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
      this.#member(key, descriptor.get);
      this.#member(key, descriptor.set);
    } else {
      this.#member(key, descriptor.value);
    }
  }

  #array(value: unknown[]): void {
    const { writer } = this;
    writer.u8(Tag.ARRAY);
    this.#base(value, Array.prototype);
    writer.f64(value.length);
    const keys = Reflect.ownKeys(value);
    if (isDense(value, keys)) {
      writer.u8(1);
      for (let i = 0; i < value.length; i++) this.#item(i, value[i]);
      return writer.varint(0);
    }
    const present = keys.filter((key): key is string => typeof key === "string" && String(Number(key) >>> 0) === key);
    writer.u8(0);
    writer.varint(present.length);
    for (const key of present) {
      writer.f64(Number(key));
      this.#item(Number(key), value[Number(key)]);
    }
    const indexes = new Set<string | symbol>(present).add("length");
    this.#properties(value, (key) => !indexes.has(key));
  }

  #item(index: number, value: unknown): void {
    if ((typeof value === "object" && value !== null) || typeof value === "function") this.#member(`[${index}]`, value);
    else this.value(value);
  }

  /** A value inside of another, one step further along the trail; a number or a key in brackets is an index. */
  #member(key: string | symbol, value: unknown): void {
    if ((typeof value !== "object" || value === null) && typeof value !== "function") return this.value(value);
    const { trail } = this.#session;
    trail.push({ kind: "member", text: typeof key === "symbol" ? `[${String(key)}]` : /^[[.]/.test(key) ? key : `.${key}` });
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
      this.#member(".keys()", key);
      this.#member(`.get(${typeof key === "string" ? JSON.stringify(key) : String(typeof key === "object" ? "…" : key)})`, item);
    }
    this.#properties(value, (key) => !isClosed(value, key));
  }

  #set(value: Set<unknown>): void {
    this.writer.u8(Tag.SET);
    this.#base(value, Set.prototype);
    const items = [...Set.prototype.values.call(value)];
    this.writer.varint(items.length);
    for (const item of items) this.#member(".values()", item);
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
      return;
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

  // ---------------------------------------------------------------- code

  #described(value: Function): FunctionDescription {
    try {
      return describedBefore(value) ?? this.#session.capture.describe(value);
    } catch (error) {
      // The closure layer knows the function and its source; the way to it is known here.
      if (error instanceof CaptureError) throw this.#session.error(`${this.#session.failing}: ${error.message}`);
      throw error;
    }
  }

  /** Writes a method or a part of a shared object as that object and the name; returns whether it was one. */
  #taken(value: object): boolean {
    const member = memberOf(value);
    if (member === undefined) return false;
    this.writer.u8(Tag.METHOD);
    this.value(member.receiver);
    this.writer.text(member.name);
    return true;
  }

  #function(value: Function): void {
    if (this.#taken(value) || this.#exported(value)) return;
    const owner = methodOwnerOf(value);
    if (owner !== undefined) {
      this.#session.refuse(
        `method of ${owner}`,
        `it has lost its object; write () => ${owner.toLowerCase()}.${value.name}(), with your ${owner}`,
      );
    }
    if (!types.isProxy(value) && isClass(value)) return this.#class(value);
    if (this.#seen(value)) return;
    const description = this.#described(value);
    switch (description.kind) {
      case "native":
        this.#references.delete(value);
        return this.#native(description.path);
      case "package":
        this.#references.delete(value);
        return this.#package(description);
      case "member":
        this.#references.delete(value);
        return this.#memberOfClass(description);
      case "bound":
        this.#references.delete(value);
        return this.#bound(value, description);
      default:
        return this.#code(value, description);
    }
  }

  #package(description: Extract<FunctionDescription, { kind: "package" }>): void {
    this.writer.u8(Tag.PACKAGE);
    const { file, module, path } = description;
    this.writer.text(JSON.stringify({ file, module, path }));
  }

  #memberOfClass({ owner, isStatic, key, slot }: Extract<FunctionDescription, { kind: "member" }>): void {
    this.writer.u8(Tag.MEMBER);
    this.#class(owner);
    this.writer.u8(isStatic ? 1 : 0);
    this.value(key);
    this.writer.text(slot);
  }

  /**
   * A bound function is made last of its parts. What it is bound to may hold it, as after `this.run = this.run.bind(this)`:
   * then it was written in full there, and here follows a reference.
   */
  #bound(value: Function, { target, boundThis, boundArgs }: Extract<FunctionDescription, { kind: "bound" }>): void {
    if (
      typeof boundThis === "object" &&
      boundThis !== null &&
      Handle.isHandle(boundThis) &&
      boundArgs.length === 0 &&
      methodOwnerOf(target) !== undefined
    ) {
      this.writer.u8(Tag.METHOD);
      this.value(boundThis);
      return this.writer.text(target.name);
    }
    this.writer.u8(Tag.BOUND);
    this.#session.step({ kind: "member", text: " bound this" }, () => this.value(boundThis));
    this.writer.varint(boundArgs.length);
    for (const item of boundArgs) this.value(item);
    if (this.#seen(value)) return;
    this.writer.u8(Tag.UNDEFINED);
    this.value(target);
  }

  /** A class: by name where it has one, otherwise as its record. */
  #class(value: Function): void {
    if (this.#exported(value)) return;
    let record = stableRecordOf(value);
    if (record === undefined) {
      const description = this.#described(value);
      if (description.kind === "package") return this.#package(description);
      if (description.kind === "native") return this.#native(description.path);
      record = recordOf(this.#session, value);
    }
    if (!this.records.includes(record)) this.records.push(record);
    this.writer.u8(Tag.CLASS);
    this.handle(record);
  }

  /** The code of a function or class now; its variables and properties when the value is complete. */
  #code(value: Function, description: CodeDescription): void {
    const { writer } = this;
    const { template } = description;
    writer.u8(Tag.FUNCTION);
    writer.f64(identityOf(value));
    this.handle(codeBlockOf(template));
    const uninitialised = description.captures.filter((capture) => capture.state === "tdz").map(({ name }) => name);
    writer.text(uninitialised.join(","));
    if (template.isClass) {
      const { superclass } = description;
      writer.u8(superclass === undefined ? 0 : 1);
      if (superclass !== undefined) {
        if (superclass === null) this.value(null);
        else this.#class(superclass);
      }
      writer.varint(description.staticPrivates.length);
      for (const item of description.staticPrivates) this.value(item);
    }
    if (!template.isClass) this.functions.push(value);
    if (!description.stable || (!template.isClass && !isPlain(value))) this.stable = false;
    this.#pending.push(() => this.#variables(value, description));
  }

  #variables(value: Function, description: CodeDescription): void {
    const { writer } = this;
    const session = this.#session;
    const depth = session.trail.length;
    session.trail.push({ kind: "function", text: description.where, name: value.name || "<anonymous>" });
    writer.varint(description.captures.length);
    for (const capture of description.captures) this.#variable(value, capture);
    checkMemberWrites(session, value, { name: value.name, value, memberWrites: description.ownWrites });
    const { prototypeParent } = description;
    const parentClass = prototypeParent && this.#constructorOf(prototypeParent);
    writer.u8(
      prototypeParent === undefined ? PrototypeParent.USUAL : parentClass ? PrototypeParent.OF_FUNCTION : PrototypeParent.OBJECT,
    );
    if (prototypeParent !== undefined) this.value(parentClass ?? prototypeParent);
    this.#statics(value, description);
    this.#ownProperties(description.prototypeProperties);
    this.#ownProperties(description.ownProperties);
    session.trail.length = depth;
  }

  /** The function whose prototype the object is, if it is one that is sent. */
  #constructorOf(prototype: object): Function | undefined {
    const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
    if (typeof constructor !== "function" || constructor.prototype !== prototype) return undefined;
    return this.#session.isNative(constructor) ? undefined : constructor;
  }

  #variable(owner: Function, capture: Capture): void {
    const { writer } = this;
    // Without a value yet, or something that each thread makes for itself, such as `require`.
    if (capture.state !== "value") return writer.u8(Variable.OMITTED);
    writer.u8(Variable.VALUE);
    checkMemberWrites(this.#session, owner, capture);
    checkPendingChanges(this.#session, owner, capture);
    this.#session.step({ kind: "variable", name: capture.name }, () => {
      const { value, uses, isModule } = capture;
      if (typeof value === "object" && value !== null && !Handle.isHandle(value) && (isModule || isNamespace(value))) {
        if (!this.#exported(value)) this.#namespace(value, uses);
      } else {
        this.value(value);
      }
    });
  }

  #statics(value: Function, { statics, template }: CodeDescription): void {
    const isShared = hasSharedStatics(value);
    this.writer.u8(isShared ? 1 : 0);
    if (!isShared) return this.#ownProperties(template.isClass ? copiedStatics(this.#session, value, statics) : statics);
    const holder = staticsOf(this.#session, value, statics);
    publish(ptrOf(holder));
    this.handle(ptrOf(holder));
    this.#ownProperties(ownStatics(value, statics));
  }

  #ownProperties(properties: OwnProperty[]): void {
    this.writer.varint(properties.length);
    for (const { key, descriptor } of properties) this.#property(key, descriptor);
  }

  /** A module object: only the members that are used, when those are known. */
  #namespace(value: object, uses: Set<string> | undefined): void {
    const { writer } = this;
    if (uses === undefined && this.#builtin(value)) return;
    // A namespace of this package has the module object as its default export.
    const whole = exportNameOf(Object((value as { default?: unknown }).default ?? value));
    if (whole !== undefined && whole.path.length === 0) {
      writer.u8(Tag.EXPORT);
      writer.text(JSON.stringify([whole.module]));
      return;
    }
    if (uses === undefined && this.#seen(value)) return;
    if (uses !== undefined) this.#references.set({}, this.#references.size);
    writer.u8(Tag.NAMESPACE);
    this.stable = false;
    const keys = (uses ? [...uses] : Object.keys(value)).filter((key) => key in value);
    writer.varint(keys.length);
    for (const key of keys) {
      writer.text(key);
      this.#member(key, (value as Record<string, unknown>)[key]);
    }
  }
}

/** Whether an array has an item at each index and nothing else; `keys` are its own. */
function isDense(value: readonly unknown[], keys: readonly (string | symbol)[]): boolean {
  if (keys.length !== value.length + 1) return false;
  for (let i = 0; i < value.length; i++) if (value[i] === undefined && !Object.hasOwn(value, i)) return false;
  return true;
}

function nativeMethodOf(prototype: object, name: string, session: Session): boolean {
  const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
  return typeof method === "function" && session.isNative(method);
}

function constructorName(value: object): string {
  const name = (value.constructor as { name?: unknown } | undefined)?.name;
  return typeof name === "string" && name !== "" ? name : "object";
}

/** `[object Uint8Array]` tells the builtin type of a view, whatever its class. */
function viewName(value: ArrayBufferView): string {
  return types.isDataView(value) ? "DataView" : ((value as Uint8Array)[Symbol.toStringTag] as string);
}

function viewPrototype(name: string): object {
  return name === "Buffer" ? Buffer.prototype : (globalThis as unknown as Record<string, { prototype: object }>)[name].prototype;
}

function safeString(read: () => unknown): string | undefined {
  try {
    const value = read();
    return value === undefined ? undefined : String(value);
  } catch {
    return undefined;
  }
}

/** Whether it is a DOMException, whose name and message only the platform can set. */
function isPlatformError(value: object): boolean {
  const isNamedSo = Object.prototype.toString.call(value) === "[object DOMException]";
  return isNamedSo && Object.getPrototypeOf(value) === DOMException.prototype;
}

/** The primitive in a box, whatever its class has made of `valueOf`, and the prototype that it would have had. */
function unboxed(box: object): { primitive: unknown; prototype: object } {
  for (const { prototype } of [Number, String, Boolean, BigInt, Symbol]) {
    try {
      return { primitive: (prototype.valueOf as () => unknown).call(box), prototype };
    } catch {
      // It is a box of another type.
    }
  }
  throw new SystemError("a boxed primitive is of no known type");
}
