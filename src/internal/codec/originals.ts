/**
 * The data that a thread stores into a shared object and that is copied: instances of plain classes, and what they hold.
 * The copies are frozen. Their originals are too, once they are stored: a write that no other thread would see throws,
 * whoever makes it.
 *
 * What belongs to the platform or to an installed package, or extends something of theirs, is left as it is: it may have
 * to change to work.
 */
import { types } from "node:util";
import { stableRecordOf } from "./classes.js";
import { closeDate, freeze } from "./freeze.js";
import { isMemory, moveMemory } from "./moved-memory.js";
import type { Session } from "./session.js";

const BASES = new Set<object | null>([Object, Array, Map, Set, Date].map(({ prototype }) => prototype as object)).add(null);

export class Originals {
  readonly #session: Session;
  readonly #values = new Set<unknown>();
  readonly #left = new Set<unknown>();

  constructor(session: Session) {
    this.#session = session;
  }

  add(value: object): void {
    this.#values.add(value);
  }

  /** Closes them, now that they have been encoded. Returns whether all could be. */
  close(): boolean {
    for (const value of this.#values as Set<object>) if (!this.#isOwn(value)) this.#leave(value);
    for (const value of this.#values as Set<object>) {
      if (this.#left.has(value)) continue;
      moveMembers(value);
      if (types.isDate(value)) closeDate(value);
      freeze(value);
    }
    return this.#left.size === 0;
  }

  /** What is not the program's own is left as it is, with what it holds. */
  #leave(value: unknown): void {
    if (!this.#values.has(value) || this.#left.has(value)) return;
    this.#left.add(value);
    for (const member of membersOf(value as object)) this.#leave(member);
  }

  /** Whether it is plain data, or an instance of classes that were sent as code. */
  #isOwn(value: object): boolean {
    let at = Object.getPrototypeOf(value) as object | null;
    for (; !BASES.has(at); at = Object.getPrototypeOf(at) as object | null) {
      const constructor: unknown = Object.getOwnPropertyDescriptor(at, "constructor")?.value;
      if (typeof constructor !== "function") return false;
      if (stableRecordOf(constructor) === undefined && !this.#session.classes.has(constructor)) return false;
    }
    return true;
  }
}

function membersOf(value: object): unknown[] {
  const members = Reflect.ownKeys(value).map((key) => Object.getOwnPropertyDescriptor(value, key)?.value as unknown);
  if (types.isMap(value)) members.push(...[...Map.prototype.entries.call(value)].flat());
  if (types.isSet(value)) members.push(...Set.prototype.values.call(value));
  return members;
}

/** Puts shared memory in the place of the ordinary memory that was stored with the value. */
function moveMembers(value: object): void {
  for (const key of Reflect.ownKeys(value)) {
    const { value: member, writable } = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
    if (writable && isMemory(member)) (value as Record<string | symbol, unknown>)[key] = moveMemory(member);
  }
  if (types.isMap(value)) {
    for (const [key, item] of Map.prototype.entries.call(value)) {
      if (isMemory(item)) Map.prototype.set.call(value, key, moveMemory(item));
    }
  }
}
