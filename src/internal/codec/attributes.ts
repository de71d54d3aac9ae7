/**
 * Attributes of a shared object: properties that lie in the arena, read and written live from any thread.
 *
 * As in Python, an accessor of the class (a `property`) comes before an attribute, an attribute before a method, and a
 * method is bound to its object when it is taken. Each single read, write and delete is atomic: under the object's guard,
 * or by one atomic operation on the TAG of a steady slot (see table.ts) that says all of the value (see `loneTag`).
 *
 * | TAG of a steady slot | who changes it, to what |
 * |---|---|
 * | lone | any thread, by a compareExchange to another lone tag; the holder of the guard, to any tag |
 * | any other | the holder of the guard |
 *
 * So the rest of a slot belongs to the holder of the guard alone, and a lone tag is replaced by him in one step. What a thread
 * without the guard writes is either there before that step, as if it had been overwritten, or finds another tag and then
 * waits for the guard. Nobody can write to an attribute that has been deleted: its TAG is EMPTY for good.
 */
import { AttributeError } from "../base/errors.js";
import { floats, words } from "../memory/arena.js";
import { compareExchange, exchange, glance, load, store } from "../memory/futex.js";
import { NULL_PTR, ObjectHeader, type Ptr, SLOT_WORDS, Slot } from "../memory/layout.js";
import { lock, unlock } from "../memory/mutex.js";
import { isPrivate } from "./kinds.js";
import { internName, knownName, nameText } from "./names.js";
import { popScratch } from "./scratch.js";
import {
  isImmediateSlot,
  isLone,
  isSimple,
  loneTag,
  loneValue,
  readSlot,
  readStaged,
  releaseSlot,
  stageCopy,
  stageMove,
  stageValue,
} from "./slots.js";
import { createTable, destroyTable, eachEntry, findOrAddSlot, findSlot, findSteadySlot, removeSlot } from "./table.js";
import { Crossing, SlotTag } from "./tags.js";

export const MISSING = Symbol("missing attribute");

/** The attribute's value, or `MISSING`. */
export function readAttribute(object: Ptr, key: string): unknown {
  const table = seenTable(object);
  if (table === NULL_PTR) return MISSING;
  const name = knownName(key);
  if (name === undefined) return MISSING;
  const steady = findSteadySlot(table, name);
  if (steady !== NULL_PTR) {
    const tag = load(steady + Slot.TAG);
    if (isLone(tag)) return loneValue(tag);
  }
  const guard = object + ObjectHeader.GUARD;
  lock(guard);
  const slot = findSlot(table, name);
  if (slot === NULL_PTR) {
    unlock(guard);
    return MISSING;
  }
  if (isSimple(slot)) {
    const value = readSlot(slot);
    unlock(guard);
    return value;
  }
  const staged = stageCopy(slot);
  unlock(guard);
  return readStaged(staged);
}

/** Sets an attribute; `crossing` says what becomes of plain data. */
export function writeAttribute(object: Ptr, key: string, value: unknown, crossing: Crossing = Crossing.SHARED): void {
  writeNamed(object, internName(key), value, crossing);
}

function writeNamed(object: Ptr, name: number, value: unknown, crossing: Crossing): void {
  const tag = loneTag(value);
  if (tag !== SlotTag.EMPTY && replaceLone(object, name, tag)) return;
  if ((tag !== SlotTag.EMPTY || typeof value === "number") && overwrite(object, name, tag, value as number)) return;
  const staged = stageValue(value, crossing, isPrivate(object));
  if (tag !== SlotTag.EMPTY) words[staged + Slot.TAG] = tag;
  try {
    const guard = object + ObjectHeader.GUARD;
    lock(guard);
    let slot: Ptr;
    try {
      slot = findOrAddSlot(tableOf(object), name);
    } catch (error) {
      // The arena is full: nothing has changed, and the staged value goes.
      unlock(guard);
      releaseSlot(staged);
      throw error;
    }
    swapSlots(slot, staged);
    unlock(guard);
    releaseSlot(staged);
  } finally {
    popScratch();
  }
}

/** The most common write, of a small integer, a boolean or None over such a value, without the guard. */
function replaceLone(object: Ptr, name: number, tag: number): boolean {
  const table = seenTable(object);
  if (table === NULL_PTR) return false;
  const slot = findSteadySlot(table, name);
  if (slot === NULL_PTR) return false;
  const old = load(slot + Slot.TAG);
  return isLone(old) && compareExchange(slot + Slot.TAG, old, tag) === old;
}

/** A number, or a lone tag, over such a value: nothing is encoded and nothing given up, so it needs no scratch slot. */
function overwrite(object: Ptr, name: number, tag: number, value: number): boolean {
  const table = load(object + ObjectHeader.ATTRS);
  if (table === NULL_PTR) return false;
  const guard = object + ObjectHeader.GUARD;
  lock(guard);
  const slot = findSlot(table, name);
  const done = slot !== NULL_PTR && isImmediateSlot(slot);
  if (done) {
    if (tag === SlotTag.EMPTY) floats[(slot + Slot.PAYLOAD) >> 1] = value;
    store(slot + Slot.TAG, tag === SlotTag.EMPTY ? SlotTag.NUMBER : tag);
  }
  unlock(guard);
  return done;
}

function swapSlots(one: Ptr, other: Ptr): void {
  for (let word = 1; word < SLOT_WORDS; word++) {
    const kept = words[one + word];
    words[one + word] = words[other + word];
    words[other + word] = kept;
  }
  words[other + Slot.TAG] = exchange(one + Slot.TAG, words[other + Slot.TAG]);
}

/** The object's table, or 0. One that was there once is there for good, so a glance is enough if it finds one. */
function seenTable(object: Ptr): Ptr {
  return glance(object + ObjectHeader.ATTRS) || load(object + ObjectHeader.ATTRS);
}

function tableOf(object: Ptr): Ptr {
  let table = words[object + ObjectHeader.ATTRS];
  if (table === NULL_PTR) {
    table = createTable();
    store(object + ObjectHeader.ATTRS, table);
  }
  return table;
}

/** Deletes an attribute; returns whether there was one. */
export function deleteAttribute(object: Ptr, key: string): boolean {
  const name = knownName(key);
  if (name === undefined || load(object + ObjectHeader.ATTRS) === NULL_PTR) return false;
  const guard = object + ObjectHeader.GUARD;
  lock(guard);
  const table = words[object + ObjectHeader.ATTRS];
  const slot = findSlot(table, name);
  if (slot === NULL_PTR) {
    unlock(guard);
    return false;
  }
  const staged = stageMove(slot);
  removeSlot(table, slot);
  unlock(guard);
  releaseSlot(staged);
  popScratch();
  return true;
}

export function hasAttribute(object: Ptr, key: string): boolean {
  const name = knownName(key);
  if (name === undefined || load(object + ObjectHeader.ATTRS) === NULL_PTR) return false;
  const guard = object + ObjectHeader.GUARD;
  lock(guard);
  const found = findSlot(words[object + ObjectHeader.ATTRS], name) !== NULL_PTR;
  unlock(guard);
  return found;
}

/** Names of the attributes in the order they were first set. */
export function attributeNames(object: Ptr): string[] {
  const names: number[] = [];
  if (load(object + ObjectHeader.ATTRS) === NULL_PTR) return [];
  const guard = object + ObjectHeader.GUARD;
  lock(guard);
  eachEntry(words[object + ObjectHeader.ATTRS], (name) => names.push(name));
  unlock(guard);
  return names.map(nameText);
}

/** Visits the slots of the attributes of an object that only this thread has. */
export function visitAttributes(object: Ptr, visit: (slot: Ptr, key: string) => void): void {
  const table = words[object + ObjectHeader.ATTRS];
  if (table !== NULL_PTR) eachEntry(table, (name, slot) => visit(slot, nameText(name)));
}

/** Gives up all attributes of an object that nobody has any longer. */
export function destroyAttributes(object: Ptr): void {
  const table = words[object + ObjectHeader.ATTRS];
  if (table === NULL_PTR) return;
  words[object + ObjectHeader.ATTRS] = NULL_PTR;
  eachEntry(table, (_, slot) => releaseSlot(slot));
  destroyTable(table);
}

/** A method or a part of a shared object, taken from it: it crosses as that object and the name. */
export interface Member {
  receiver: object;
  name: string;
}

const members = new WeakMap<object, Member>();

/** What a function that a shared object handed out is bound to, or what an object is a part of. */
export function memberOf(value: object): Member | undefined {
  return members.get(value);
}

/** Says that a value is what a shared object has under a name, in each thread its own. */
export function keepMember(value: object, receiver: object, name: string): void {
  members.set(value, { receiver, name });
}

/** A method bound to its object. */
export function bindMember(method: Function, receiver: object, name: string | symbol): object {
  const bound = method.bind(receiver) as object;
  if (typeof name === "string") keepMember(bound, receiver, name);
  return bound;
}

type Accessors = Map<string, PropertyDescriptor | null>;

const accessors = new WeakMap<object, Accessors>();

/** By prototype and number: names that the class was found to have no accessors of. */
const plainNames = new WeakMap<object, boolean[]>();

function plainNamesOf(prototype: object): boolean[] {
  let names = plainNames.get(prototype);
  if (names === undefined) {
    names = [];
    plainNames.set(prototype, names);
  }
  return names;
}

/** What has been found out about accessors of a class. */
function accessorsOf(prototype: object): Accessors {
  let known = accessors.get(prototype);
  if (known === undefined) {
    known = new Map();
    accessors.set(prototype, known);
  }
  return known;
}

/** The accessor that the class has under this name, if any. */
export function accessorOf(prototype: object, key: string): PropertyDescriptor | null {
  const known = accessorsOf(prototype);
  let descriptor = known.get(key);
  if (descriptor === undefined) {
    descriptor = null;
    for (let object: object | null = prototype; object && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
      const own = Object.getOwnPropertyDescriptor(object, key);
      if (own === undefined) continue;
      if (own.get !== undefined || own.set !== undefined) descriptor = own;
      break;
    }
    known.set(key, descriptor);
  }
  return descriptor;
}

export function refuseSymbol(key: symbol): never {
  throw new TypeError(`attributes of shared objects are named by strings, not by ${String(key)}`);
}

/** The traps of one shared object's Proxy; the target only lends its prototype. */
export class AttributeTraps implements ProxyHandler<object> {
  #object: Ptr = NULL_PTR;
  #self: object | undefined;
  #bound: Map<object, object> | undefined;
  /** Names that the class has no accessors of, once one was set. */
  #plain: boolean[] | undefined;

  /** Names the object, once it has an address. */
  attach(object: Ptr, self: object): void {
    this.#object = object;
    this.#self = self;
  }

  protected get object(): Ptr {
    return this.#object;
  }

  protected get self(): object {
    return this.#self as object;
  }

  get(target: object, key: string | symbol, receiver: unknown): unknown {
    if (typeof key === "string") {
      const value = readAttribute(this.#object, key);
      if (value !== MISSING) return value;
    }
    const inherited = Reflect.get(target, key, receiver);
    if (typeof inherited !== "function" || key === "constructor" || receiver !== this.#self) return inherited;
    return this.bind(inherited, key);
  }

  /** The method bound to the object, the same each time. */
  protected bind(method: Function, key: string | symbol): object {
    this.#bound ??= new Map();
    let bound = this.#bound.get(method);
    if (bound === undefined) {
      bound = bindMember(method, this.self, key);
      this.#bound.set(method, bound);
    }
    return bound;
  }

  set(target: object, key: string | symbol, value: unknown, receiver: unknown): boolean {
    if (typeof key === "symbol") refuseSymbol(key);
    let name = knownName(key);
    if (name === undefined || this.#plain?.[name] !== true) {
      const prototype = Object.getPrototypeOf(target);
      const accessor = accessorOf(prototype, key);
      if (accessor !== null) {
        if (accessor.set === undefined) this.#refuseSet(key);
        return Reflect.set(target, key, value, receiver);
      }
      name = internName(key);
      this.#plain ??= plainNamesOf(prototype);
      this.#plain[name] = true;
    }
    writeNamed(this.#object, name, value, Crossing.SHARED);
    return true;
  }

  /**
   * Class fields arrive here. One without a value, over an accessor of a base class or over an attribute that the base's
   * constructor has set (a Queue's by calling `_init`), only declares its type.
   */
  defineProperty(target: object, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    if (typeof key === "symbol") refuseSymbol(key);
    if (descriptor.get !== undefined || descriptor.set !== undefined) {
      throw new TypeError(`cannot define the accessor '${key}' on one shared object: define it in its class`);
    }
    const accessor = accessorOf(Object.getPrototypeOf(target), key);
    if (accessor !== null) {
      if (descriptor.value === undefined) return true;
      if (accessor.set === undefined) this.#refuseSet(key);
      return Reflect.set(target, key, descriptor.value, this.#self);
    }
    if (descriptor.configurable === false) throw new TypeError(`attribute '${key}' of a shared object cannot be fixed`);
    if (descriptor.value === undefined && hasAttribute(this.#object, key)) return true;
    writeAttribute(this.#object, key, descriptor.value);
    return true;
  }

  #refuseSet(key: string): never {
    throw new AttributeError(`property '${key}' of '${this.self.constructor.name}' object has no setter`);
  }

  has(target: object, key: string | symbol): boolean {
    return (typeof key === "string" && hasAttribute(this.#object, key)) || Reflect.has(target, key);
  }

  setPrototypeOf(target: object, prototype: object | null): boolean {
    // What is known of names belongs to the class.
    this.#plain = undefined;
    return Reflect.setPrototypeOf(target, prototype);
  }

  deleteProperty(_target: object, key: string | symbol): boolean {
    if (typeof key === "string") deleteAttribute(this.#object, key);
    return true;
  }

  ownKeys(): string[] {
    return attributeNames(this.#object);
  }

  getOwnPropertyDescriptor(_target: object, key: string | symbol): PropertyDescriptor | undefined {
    if (typeof key === "symbol") return undefined;
    const value = readAttribute(this.#object, key);
    if (value === MISSING) return undefined;
    return { value, writable: true, enumerable: true, configurable: true };
  }

  preventExtensions(): boolean {
    throw new TypeError("a shared object cannot be frozen, sealed or closed to new attributes");
  }
}
