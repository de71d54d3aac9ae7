/**
 * Bytes → value, the mirror of encode.ts. One decoder reads one box, which the caller keeps alive.
 *
 * Broken bytes raise SystemError: each count is checked against the bytes that are left, and nothing outside of the box is
 * read.
 */
import { types } from "node:util";
import { RecursionError, SystemError } from "../base/errors.js";
import { loadPackageExport, rebuild, resolveNative } from "../closure/index.js";
import { words } from "../memory/arena.js";
import { Box, boxContent, BYTES_PER_WORD, Kind, type Ptr } from "../memory/layout.js";
import { bindMember, hasAttribute, memberOf } from "./attributes.js";
import { ByteReader } from "./byte-reader.js";
import { classOfRecord } from "./classes.js";
import { templateOfBlock } from "./code.js";
import { resolveExport } from "./exports.js";
import { closeDate, deepFreezeAll } from "./freeze.js";
import { type Handle, handleOf, isHandle, ptrOf } from "./handle.js";
import { lendIdentity, symbolOfIdentity, valueOfIdentity } from "./identity.js";
import { definitionOf, kindOf } from "./kinds.js";
import { viewConstructor } from "./platform-objects.js";
import { isTooDeep } from "./session.js";
import { shareStatics } from "./statics.js";
import { bufferOfRecord } from "./shared-buffers.js";
import {
  Crossing,
  InstanceOf,
  ORDINARY_PROPERTY,
  PropertyFlag,
  PrototypeParent,
  SymbolKind,
  Tag,
  Variable,
  VIEW_TYPES,
} from "./tags.js";

export class Decoder {
  readonly #box: Ptr;
  readonly #reader: ByteReader;
  readonly #references: unknown[] = [];
  /** Fills the variables of the functions made so far, in the order they were met. */
  readonly #pending: (() => void)[] = [];
  readonly #toFreeze: object[] = [];
  #freezing: boolean;
  /** Whether what is decoded is data that a shared object holds, and not what functions in it capture. */
  #isStored: boolean;

  constructor(box: Ptr) {
    this.#box = box;
    const start = box + boxContent(words[box + Box.HANDLE_COUNT]);
    this.#reader = new ByteReader(start * BYTES_PER_WORD, words[box + Box.BYTE_LENGTH]);
    this.#freezing = words[box + Box.CROSSING] !== Crossing.COPY;
    this.#isStored = words[box + Box.CROSSING] === Crossing.SHARED;
  }

  root(): unknown {
    try {
      const value = this.#value();
      this.#finish();
      return value;
    } catch (error) {
      throw asBroken(error);
    }
  }

  classRoot(created: (value: Function) => void): Function {
    try {
      return this.#class(created);
    } catch (error) {
      throw asBroken(error);
    }
  }

  #class(created: (value: Function) => void): Function {
    let value: Function;
    switch (this.#reader.u8()) {
      case Tag.FUNCTION:
        value = this.#code(created);
        break;
      case Tag.EXPORT:
        value = this.#exported() as Function;
        created(value);
        break;
      case Tag.PACKAGE:
        value = loadPackageExport(JSON.parse(this.#reader.text())) as Function;
        created(value);
        break;
      default:
        throw new SystemError("encoded value is broken: class expected");
    }
    this.#finish();
    return value;
  }

  #finish(): void {
    this.#freezing = true;
    this.#isStored = false;
    while (this.#reader.u8() === 1) {
      const fill = this.#pending.shift();
      if (fill === undefined) throw new SystemError("encoded value is broken: variables without a function");
      fill();
    }
    deepFreezeAll(this.#toFreeze);
  }

  #reserve(): number {
    return this.#references.push(undefined) - 1;
  }

  #made<T extends object>(number: number, value: T): T {
    this.#references[number] = value;
    if (this.#freezing) this.#toFreeze.push(value);
    return value;
  }

  #handle(): Ptr {
    const number = this.#reader.varint();
    if (number >= words[this.#box + Box.HANDLE_COUNT]) throw new SystemError("encoded value is broken: unknown handle");
    return words[this.#box + Box.HANDLES + number];
  }

  /** A handle that must be a block of this kind. */
  #block(kind: Kind): Ptr {
    const block = this.#handle();
    if (kindOf(block) !== kind) throw new SystemError("encoded value is broken: handle of another kind");
    return block;
  }

  #shared(): Handle {
    const object = this.#handle();
    if (definitionOf(kindOf(object)) === undefined) throw new SystemError("encoded value is broken: handle of another kind");
    return handleOf(object) as Handle;
  }

  #key(): string | symbol {
    const key = this.#value();
    if (typeof key !== "string" && typeof key !== "symbol")
      throw new SystemError("encoded value is broken: property without a name");
    return key;
  }

  #value(): unknown {
    const reader = this.#reader;
    const tag = reader.u8();
    switch (tag) {
      case Tag.UNDEFINED:
        return undefined;
      case Tag.NULL:
        return null;
      case Tag.FALSE:
        return false;
      case Tag.TRUE:
        return true;
      case Tag.INTEGER: {
        const zigzag = reader.varint();
        return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
      }
      case Tag.DOUBLE:
        return reader.f64();
      case Tag.STRING:
        return reader.text();
      case Tag.BIGINT: {
        const text = reader.text();
        if (!/^-?[0-9a-f]+$/.test(text)) throw new SystemError("encoded value is broken: not a number");
        return text.startsWith("-") ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
      }
      case Tag.SYMBOL:
        return this.#symbol();
      case Tag.REFERENCE: {
        const number = reader.varint();
        const value = this.#references[number];
        if (value === undefined) throw new SystemError("encoded value is broken: unknown reference");
        return value;
      }
      case Tag.HANDLE:
        return this.#shared();
      case Tag.EXPORT:
        return this.#exported();
      case Tag.NATIVE:
        return known(resolveNative(JSON.parse(reader.text())));
      case Tag.PACKAGE:
        return loadPackageExport(JSON.parse(reader.text()));
      case Tag.CLASS:
        return classOfRecord(this.#block(Kind.CLASS));
      case Tag.MEMBER: {
        const owner = this.#value() as Function;
        const home = reader.u8() === 1 ? owner : (owner.prototype as object);
        const descriptor = Object.getOwnPropertyDescriptor(home, this.#key());
        return descriptor?.[reader.text() as "value" | "get" | "set"];
      }
      case Tag.METHOD:
        return this.#method();
      case Tag.BOUND:
        return this.#bound();
      default:
        return this.#object(tag);
    }
  }

  /** A method, or another part, of a shared object: what its class has under the name, whatever an attribute of it says. */
  #method(): unknown {
    const receiver = this.#value();
    if (typeof receiver !== "object" || receiver === null || !isHandle(receiver))
      throw new SystemError("encoded value is broken: method of nothing");
    const name = this.#reader.text();
    const isHidden = hasAttribute(ptrOf(receiver), name);
    const method: unknown = Reflect.get(isHidden ? Object.getPrototypeOf(receiver) : receiver, name, receiver);
    return typeof method !== "function" || memberOf(method) !== undefined ? method : bindMember(method, receiver, name);
  }

  #exported(): unknown {
    const [module, ...path] = JSON.parse(this.#reader.text()) as string[];
    return known(resolveExport({ module, path }));
  }

  #object(tag: number): unknown {
    const reader = this.#reader;
    const number = this.#reserve();
    switch (tag) {
      case Tag.ARRAY:
        return this.#array(number);
      case Tag.OBJECT:
        return this.#properties(this.#made(number, {}), true);
      case Tag.NULL_OBJECT:
        return this.#properties(this.#made(number, Object.create(null)), true);
      case Tag.INSTANCE:
        return this.#properties(this.#instance(number));
      case Tag.MAP: {
        const map = this.#based(number, new Map<unknown, unknown>());
        for (let left = reader.count(); left > 0; left--) {
          const key = this.#value();
          Map.prototype.set.call(map, key, this.#value());
        }
        return this.#properties(map);
      }
      case Tag.SET: {
        const set = this.#based(number, new Set<unknown>());
        for (let left = reader.count(); left > 0; left--) Set.prototype.add.call(set, this.#value());
        return this.#properties(set);
      }
      case Tag.DATE: {
        const date = this.#based(number, new Date());
        Date.prototype.setTime.call(date, reader.f64());
        if (this.#isStored) closeDate(date);
        return this.#properties(date);
      }
      case Tag.REGEXP: {
        const source = reader.text();
        const expression = this.#based(number, new RegExp(source, reader.text()));
        expression.lastIndex = this.#value() as number;
        return this.#properties(expression);
      }
      case Tag.ERROR:
        return this.#error(number);
      case Tag.DOM_EXCEPTION: {
        const message = reader.text();
        const error = this.#made(number, new DOMException(message, reader.text()));
        define(error, "stack", this.#value());
        return this.#properties(error);
      }
      case Tag.ARRAY_BUFFER:
        return this.#properties(this.#based(number, reader.bytes().buffer));
      case Tag.SHARED_BUFFER: {
        const buffer = bufferOfRecord(this.#block(Kind.BUFFER));
        this.#references[number] = buffer;
        return buffer;
      }
      case Tag.SHARED_VIEW:
        return this.#based(number, this.#sharedView());
      case Tag.VIEW:
        return this.#based(number, this.#view());
      case Tag.URL:
        return this.#properties(this.#based(number, new URL(reader.text())));
      case Tag.BOXED:
        return this.#properties(this.#based(number, Object(this.#value()) as object));
      case Tag.NAMESPACE: {
        const namespace = this.#made(number, Object.create(null) as Record<string, unknown>);
        for (let left = reader.count(); left > 0; left--) {
          const key = reader.text();
          namespace[key] = this.#value();
        }
        Object.defineProperty(namespace, Symbol.toStringTag, { value: "Module" });
        return namespace;
      }
      case Tag.FUNCTION:
        return this.#code((made) => {
          this.#references[number] = made;
        });
      default:
        throw new SystemError(`encoded value is broken: unknown tag ${tag}`);
    }
  }

  #symbol(): symbol {
    const reader = this.#reader;
    switch (reader.u8()) {
      case SymbolKind.REGISTERED:
        return Symbol.for(reader.text());
      case SymbolKind.WELL_KNOWN:
        return wellKnownSymbol(reader.text());
      default: {
        const identity = reader.f64();
        return symbolOfIdentity(identity, reader.text());
      }
    }
  }

  #array(number: number): unknown {
    const reader = this.#reader;
    const array = this.#based(number, [] as unknown[]);
    const length = reader.f64();
    if (length >>> 0 !== length) throw new SystemError("encoded value is broken: not a length");
    if (reader.u8() === 1) {
      if (length > reader.remaining) throw new SystemError("encoded value is broken: count exceeds its bytes");
      // Not by `push`, which a subclass may have replaced.
      for (let i = 0; i < length; i++) array[i] = this.#value();
    } else {
      array.length = length;
      for (let left = reader.count(); left > 0; left--) {
        const index = reader.f64();
        if (index >>> 0 !== index || index >= length) throw new SystemError("encoded value is broken: not an index");
        array[index] = this.#value();
      }
    }
    return this.#properties(array);
  }

  #instance(number: number): object {
    if (this.#reader.u8() === InstanceOf.CLASS) return this.#made(number, Object.create(this.#classPrototype()));
    // The prototype may refer to the object.
    const object = this.#made(number, {});
    return Object.setPrototypeOf(object, this.#value() as object | null) as object;
  }

  #classPrototype(): object {
    return (this.#value() as Function).prototype as object;
  }

  /** Gives a builtin object the prototype that it had, where that is another. */
  #based<T extends object>(number: number, value: T): T {
    this.#made(number, value);
    switch (this.#reader.u8()) {
      case InstanceOf.CLASS:
        return Object.setPrototypeOf(value, this.#classPrototype()) as T;
      case InstanceOf.PROTOTYPE:
        return Object.setPrototypeOf(value, this.#value() as object | null) as T;
      default:
        return value;
    }
  }

  /** A bound function, which what it is bound to may have brought along already. */
  #bound(): unknown {
    const self = this.#value();
    const args: unknown[] = [];
    for (let left = this.#reader.count(); left > 0; left--) args.push(this.#value());
    const known = this.#value();
    if (known !== undefined) return known;
    const number = this.#reserve();
    const target = this.#value() as Function;
    return this.#made(number, Function.prototype.bind.call(target, self, ...args) as Function);
  }

  #error(number: number): Error {
    const error = this.#based(number, new Error());
    const message = this.#value();
    const stack = this.#value();
    Reflect.deleteProperty(error, "message");
    if (message !== undefined) define(error, "message", message);
    define(error, "stack", stack);
    return this.#properties(error);
  }

  #sharedView(): object {
    const name = VIEW_TYPES[this.#reader.u8()];
    const buffer = bufferOfRecord(this.#block(Kind.BUFFER));
    const offset = this.#reader.varint();
    const length = this.#reader.varint();
    if (name === "Buffer") return Buffer.from(buffer as unknown as ArrayBuffer, offset, length);
    return new (viewConstructor(name))(buffer, offset, length);
  }

  #view(): object {
    const name = VIEW_TYPES[this.#reader.u8()];
    const buffer = this.#value();
    if (!types.isArrayBuffer(buffer)) throw new SystemError("encoded value is broken: view of something else");
    const offset = this.#reader.varint();
    const length = this.#reader.varint();
    if (name === "Buffer") return Buffer.from(buffer, offset, length);
    return new (viewConstructor(name))(buffer, offset, length);
  }

  /** Own properties; those of a plain object, which inherits no setter but `__proto__`, may be assigned. */
  #properties<T extends object>(value: T, isPlain = false): T {
    for (let left = this.#reader.count(); left > 0; left--) {
      const key = this.#key();
      const flags = this.#reader.u8();
      if (key === "length" && Array.isArray(value)) throw new SystemError("encoded value is broken: second length");
      if (isPlain && flags === ORDINARY_PROPERTY && key !== "__proto__") {
        (value as Record<string | symbol, unknown>)[key] = this.#value();
        continue;
      }
      const common = {
        enumerable: (flags & PropertyFlag.ENUMERABLE) !== 0,
        configurable: (flags & PropertyFlag.CONFIGURABLE) !== 0,
      };
      if (flags & PropertyFlag.ACCESSOR) {
        const get = this.#value() as (() => unknown) | undefined;
        const set = this.#value() as ((value: unknown) => void) | undefined;
        Object.defineProperty(value, key, { ...common, get, set });
      } else {
        const content = this.#value();
        Object.defineProperty(value, key, {
          ...common,
          writable: (flags & PropertyFlag.WRITABLE) !== 0,
          value: content,
        });
      }
    }
    return value;
  }

  /** Makes a function; what it captures is filled in when the whole value is there. */
  #code(created: (value: Function) => void): Function {
    const reader = this.#reader;
    const identity = reader.f64();
    const template = templateOfBlock(this.#block(Kind.CODE));
    const uninitialisedText = reader.text();
    const uninitialised = uninitialisedText === "" ? [] : uninitialisedText.split(",");
    if (!uninitialised.every((name) => template.slots.includes(name)))
      throw new SystemError("encoded value is broken: unknown variable");
    let superclass: Function | null | undefined;
    const staticPrivates: unknown[] = [];
    if (template.isClass) {
      if (reader.u8() === 1) superclass = this.#value() as Function | null;
      for (let left = reader.count(); left > 0; left--) staticPrivates.push(this.#value());
      // Rebuilding the superclass may have met this class, which one of its methods captured.
      const known = valueOfIdentity(identity);
      if (known !== undefined) {
        this.#pending.push(() => this.#variables(undefined, undefined));
        return known as Function;
      }
    }
    const home = template.isClass ? undefined : valueOfIdentity(identity);
    const made = rebuild(template, superclass, staticPrivates, uninitialised);
    const value = (home ?? made.value) as Function;
    if (home === undefined && !template.isClass) lendIdentity(identity, value);
    created(value);
    this.#pending.push(() => this.#variables(home === undefined ? value : undefined, made.bind));
    return value;
  }

  /** Reads the variables and properties of a function and gives them to it; a function that came home keeps its own. */
  #variables(value: Function | undefined, bind: ((values: unknown[]) => void) | undefined): void {
    const reader = this.#reader;
    const values: unknown[] = [];
    for (let left = reader.count(); left > 0; left--) {
      switch (reader.u8()) {
        case Variable.VALUE:
          values.push(this.#value());
          break;
        default:
          values.push(undefined);
      }
    }
    if (value !== undefined) bind?.(values);
    const functionAbove = reader.u8() === 1 ? (this.#value() as Function) : undefined;
    if (functionAbove !== undefined && value !== undefined) Object.setPrototypeOf(value, functionAbove);
    const parentKind = reader.u8();
    const above = parentKind === PrototypeParent.USUAL ? undefined : (this.#value() as object | null);
    const parent = parentKind === PrototypeParent.OF_FUNCTION ? ((above as Function).prototype as object) : above;
    if (parent !== undefined && value !== undefined) Object.setPrototypeOf(value.prototype, parent);
    const prototype = value?.prototype as object | undefined;
    const statics = reader.u8() === 1 ? this.#shared() : undefined;
    this.#properties(value ?? {});
    this.#properties(prototype ?? {});
    this.#properties(value ?? {});
    // Closes the class to further properties.
    if (statics !== undefined && value !== undefined) shareStatics(value, statics);
    if (value !== undefined) this.#toFreeze.push(value);
  }
}

function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, configurable: true, enumerable: false });
}

/** Something that is named in the stream, and that each thread must have. */
function known<T>(value: T): T {
  if (value === undefined) throw new SystemError("encoded value is broken: unknown name");
  return value;
}

function wellKnownSymbol(name: string): symbol {
  const symbol: unknown = Object.getOwnPropertyDescriptor(Symbol, name)?.value;
  if (typeof symbol !== "symbol") throw new SystemError("encoded value is broken: unknown symbol");
  return symbol;
}

/** What an error that came up in decoding means: unless it is this package's own, the engine has stumbled over the bytes. */
function asBroken(error: unknown): unknown {
  if (isTooDeep(error)) return new RecursionError("maximum recursion depth exceeded while a value was decoded", { cause: error });
  const isEngines = error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError;
  return isEngines ? new SystemError(`encoded value is broken: ${error.message}`, { cause: error }) : error;
}
