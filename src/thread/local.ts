/**
 * `threading.local`: an object whose attributes each thread has for itself.
 *
 * The arena holds only its identity, and the arguments that a subclass's constructor was given. The attributes are plain
 * JavaScript values in a table of the running thread, so that anything can be kept there.
 *
 * | the thread's table | means |
 * |---|---|
 * | no entry | the thread has not touched the object; a subclass's constructor runs for it at the first touch |
 * | an entry | its attributes, by name |
 *
 * Invariants: the table is emptied when the thread ends, since its worker goes on to serve others. An entry is found by
 * the object's identity, which is never used twice, so an object at the address of an earlier one does not inherit its
 * values; entries of objects that nobody has any longer go as the table grows.
 */
import { AttributeError } from "../internal/base/errors.js";
import { AttributeTraps } from "../internal/codec/attributes.js";
import { addressOf, bodyOf, Handle, isNew, ptrOf } from "../internal/codec/index.js";
import { defineKind, definitionOfClass, kindOf } from "../internal/codec/kinds.js";
import { sharedClass } from "../internal/codec/shared-class.js";
import { readSlot, writeSlot } from "../internal/codec/slots.js";
import { Crossing, SlotTag } from "../internal/codec/tags.js";
import { referenceCount } from "../internal/memory/alloc.js";
import { floats, words } from "../internal/memory/arena.js";
import { nextIdentity } from "../internal/memory/futex.js";
import {
  ArenaHeader,
  Kind,
  LOCAL_BODY_WORDS,
  LocalBody,
  OBJECT_HEADER_WORDS,
  type Ptr,
  Slot,
} from "../internal/memory/layout.js";
import { onThreadEnd } from "../internal/runtime/thread-end.js";
import { qualifiedName } from "./class-name.js";

type Attributes = Record<string, unknown>;

interface Entry {
  object: Ptr;
  attributes: Attributes;
}

const FIRST_PRUNE = 256;
const entries = new Map<number, Entry>();
let pruneAt = FIRST_PRUNE;

/** Forgets the attributes of the thread that has just ended on this worker. */
export function forgetLocals(): void {
  entries.clear();
  pruneAt = FIRST_PRUNE;
}

onThreadEnd(forgetLocals);

const identityOf = (object: Ptr): number => floats[(object + OBJECT_HEADER_WORDS + LocalBody.IDENTITY) >> 1];

function isAlive(identity: number, object: Ptr): boolean {
  return referenceCount(object) > 0 && kindOf(object) === Kind.LOCAL && identityOf(object) === identity;
}

function enterAttributes(identity: number, object: Ptr): Attributes {
  if (entries.size >= pruneAt) {
    for (const [known, entry] of entries) if (!isAlive(known, entry.object)) entries.delete(known);
    pruneAt = Math.max(FIRST_PRUNE, entries.size * 2);
  }
  const attributes: Attributes = Object.create(null);
  entries.set(identity, { object, attributes });
  return attributes;
}

/** The object whose constructor runs once more, for a thread that is new to it. */
let beginning: object | undefined;

/** The attributes in this thread; at the first touch what the subclass's constructor makes of them. */
function attributesOf(object: Ptr, self: object): Attributes {
  const identity = identityOf(object);
  const entry = entries.get(identity);
  if (entry !== undefined) return entry.attributes;
  const attributes = enterAttributes(identity, object);
  const Class = Object.getPrototypeOf(self).constructor as new (...args: unknown[]) => object;
  if (definitionOfClass(Class) === undefined) {
    const slot = object + OBJECT_HEADER_WORDS + LocalBody.ARGS;
    const args = words[slot + Slot.TAG] === SlotTag.EMPTY ? [] : (readSlot(slot) as unknown[]);
    beginning = self;
    try {
      Reflect.construct(Class, args);
    } catch (error) {
      entries.delete(identity);
      throw error;
    } finally {
      beginning = undefined;
    }
  }
  return attributes;
}

/** Names that the language itself looks for on any object. */
const ASKED_OF_ALL = new Set(["then", "toJSON"]);

class LocalTraps extends AttributeTraps {
  get #attributes(): Attributes {
    return attributesOf(this.object, this.self);
  }

  get #typeName(): string {
    const Class = this.self.constructor;
    return definitionOfClass(Class) === undefined ? Class.name : "_thread._local";
  }

  override get(target: object, key: string | symbol, receiver: unknown): unknown {
    if (typeof key === "symbol" || key === "constructor") return Reflect.get(target, key, receiver);
    const attributes = this.#attributes;
    if (key in attributes) return attributes[key];
    if (key === "__dict__") return attributes;
    if (!(key in target) && !ASKED_OF_ALL.has(key)) throw this.#missing(key);
    const inherited: unknown = Reflect.get(target, key, receiver);
    return typeof inherited === "function" && receiver === this.self ? this.bind(inherited, key) : inherited;
  }

  override set(target: object, key: string | symbol, value: unknown, receiver: unknown): boolean {
    const attributes = this.#attributes;
    if (key === "__dict__") throw this.#readOnly();
    if (typeof key === "symbol" || hasSetter(target, key)) return Reflect.set(target, key, value, receiver);
    attributes[key] = value;
    return true;
  }

  /** Class fields arrive here. */
  override defineProperty(target: object, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    if (typeof key === "symbol") return Reflect.defineProperty(target, key, descriptor);
    this.#attributes[key] = descriptor.value;
    return true;
  }

  override has(target: object, key: string | symbol): boolean {
    return (typeof key === "string" && (key === "__dict__" || key in this.#attributes)) || Reflect.has(target, key);
  }

  override deleteProperty(_target: object, key: string | symbol): boolean {
    const attributes = this.#attributes;
    if (key === "__dict__") throw this.#readOnly();
    if (typeof key === "symbol") return true;
    if (!(key in attributes)) throw this.#missing(key);
    return delete attributes[key];
  }

  override ownKeys(): string[] {
    return Object.keys(this.#attributes);
  }

  override getOwnPropertyDescriptor(_target: object, key: string | symbol): PropertyDescriptor | undefined {
    const attributes = this.#attributes;
    if (typeof key === "symbol" || !(key in attributes)) return undefined;
    return { value: attributes[key], writable: true, enumerable: true, configurable: true };
  }

  #missing(key: string): Error {
    return new AttributeError(`'${this.#typeName}' object has no attribute '${key}'`);
  }

  #readOnly(): Error {
    return new AttributeError(`'${this.#typeName}' object attribute '__dict__' is read-only`);
  }
}

function hasSetter(target: object, key: string): boolean {
  if (!(key in target)) return false;
  for (let object: object | null = target; object !== null; object = Object.getPrototypeOf(object)) {
    const own = Object.getOwnPropertyDescriptor(object, key);
    if (own !== undefined) return own.get !== undefined || own.set !== undefined;
  }
  return false;
}

/** Whether a class, or one that it extends below `local`, has a constructor of its own. Told by the text. */
function hasConstructor(Class: Function): boolean {
  for (let at = Class; definitionOfClass(at) === undefined; at = Object.getPrototypeOf(at) as Function) {
    if (/\bconstructor\b/.test(Function.prototype.toString.call(at))) return true;
  }
  return false;
}

export class LocalClass extends Handle {
  /**
   * @param args for subclasses: what `super(…)` is given here, the constructor is given in each further thread
   * @throws TypeError for arguments that no constructor of a subclass takes, and for a constructor that keeps some to itself
   */
  // biome-ignore lint/correctness/noUnreachableSuper: the constructor may run again for an object that is there
  constructor(...args: unknown[]) {
    if (beginning !== undefined && Object.getPrototypeOf(beginning) === new.target.prototype) {
      const self = beginning;
      beginning = undefined;
      return self as LocalClass;
    }
    super(Kind.LOCAL, LOCAL_BODY_WORDS);
    if (!isNew()) return;
    if (args.length > 0 && !hasConstructor(new.target)) throw new TypeError("Initialization arguments are not supported");
    if (definitionOfClass(new.target) === undefined && new.target.length > args.length) {
      throw new TypeError(
        `${new.target.name}() keeps its arguments to itself: pass them on by super(…), since its constructor runs again in each thread that uses the object`,
      );
    }
    const body = bodyOf(this);
    const identity = nextIdentity(ArenaHeader.IDENTITY_COUNTER);
    floats[(body + LocalBody.IDENTITY) >> 1] = identity;
    if (args.length > 0) writeSlot(body + LocalBody.ARGS, args, Crossing.FROZEN, true);
    enterAttributes(identity, ptrOf(this));
  }

  /** The object as Python's repr shows it: `<_thread._local object at 0x…>`. */
  toString(): string {
    const name = definitionOfClass(this.constructor) === undefined ? qualifiedName(this, "") : "_thread._local";
    return `<${name} object at ${addressOf(this)}>`;
  }
}

/** What a direct `local` has besides its attributes. */
export interface LocalObject extends LocalClass {
  /** The attributes that the calling thread has set; changing it changes them. It cannot be replaced. */
  readonly __dict__: Record<string, any>;
}

/** What `local()` makes. */
export type local<A extends object = Record<string, any>> = LocalObject & A;

export interface LocalConstructor {
  /**
   * Makes an object of which each thread has its own attributes.
   *
   * @throws TypeError for arguments
   * @example
   * const mydata = threading.local<{ number: number }>();
   */
  <A extends object = Record<string, any>>(): local<A>;
  /**
   * Makes an object of which each thread has its own attributes.
   *
   * @param args for subclasses: what the constructor is given again in each further thread
   * @throws TypeError for arguments without a subclass, and for a subclass that keeps some to itself
   */
  new <A extends object = Record<string, any>>(...args: unknown[]): local<A>;
  readonly prototype: local;
}

/**
 * An object whose attributes each thread has for itself: a value that one thread sets, no other thread sees. They go when
 * the thread ends. Reading an attribute that the thread has not set throws AttributeError.
 *
 * A subclass's constructor runs once in each thread that uses the object, with the arguments that were given to
 * `super(…)`.
 *
 * Differs from CPython: a subclass that takes arguments has to pass them to `super(…)`, or it is a TypeError.
 *
 * @example
 * const mydata = threading.local<{ number: number }>();
 * mydata.number = 42;
 */
export const local = sharedClass(LocalClass, "local") as unknown as LocalConstructor;

defineKind({
  kind: Kind.LOCAL,
  base: LocalClass,
  exported: local,
  attributed: true,
  traps: () => new LocalTraps(),
  slots: (object, visit) => visit(object + OBJECT_HEADER_WORDS + LocalBody.ARGS),
});
