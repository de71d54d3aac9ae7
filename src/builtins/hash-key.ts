/**
 * Keys of dicts and items of sets: which values may be one, their hash, and how they lie in a slot.
 *
 * Two keys are one as in Python: 1, 1.0 and true are, and so are null and undefined. Arrays are tuples and count by their
 * items; they are encoded from a copy in which no array occurs twice, so that equal tuples have equal bytes. Shared
 * objects, functions, classes and symbols count by identity; an instance of a plain class becomes a shared object. A bigint
 * that a number can hold lies in the slot as that number, marked in AUX.
 */
import { typeName } from "../internal/base/type-name.js";
import { isHandle, ptrOf } from "../internal/codec/index.js";
import { kindOf } from "../internal/codec/kinds.js";
import { pushScratch } from "../internal/codec/scratch.js";
import { inSession } from "../internal/codec/session.js";
import { canBeShared, shareInstance } from "../internal/codec/shared-instance.js";
import { readSlot, stageValue } from "../internal/codec/slots.js";
import { Crossing, SlotTag } from "../internal/codec/tags.js";
import { floats, words } from "../internal/memory/arena.js";
import { Kind, type Ptr, Slot } from "../internal/memory/layout.js";

const HASH_OF_NONE = 0x2545f491;
const HASH_OF_NAN = 0x3c6ef372;
const TUPLE_SEED = 0x345678;
const BIGINT_SEED = 0x51ed270b;
const FUNCTION_SEED = 0x2f0b4c47;
const SYMBOL_SEED = 0x6b43a9b5;

const PLAIN = 0;
const WAS_BIGINT = 1;

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

const mix = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return mixed ^ (mixed >>> 15);
};

/**
 * The hash of a key, a 32-bit number.
 *
 * @throws TypeError when the value cannot be a key
 */
export function hashOf(value: unknown): number {
  switch (typeof value) {
    case "string":
      return hashOfString(value, 0);
    case "number":
      return hashOfNumber(value);
    case "boolean":
      return hashOfNumber(value ? 1 : 0);
    case "undefined":
      return HASH_OF_NONE;
    case "bigint":
      return isSafe(value) ? hashOfNumber(Number(value)) : hashOfString(value.toString(36), BIGINT_SEED);
    case "function":
      return hashOfString(nameOf(value), FUNCTION_SEED);
    case "symbol":
      return hashOfString(value.description ?? "", SYMBOL_SEED);
    case "object": {
      if (value === null) return HASH_OF_NONE;
      if (Array.isArray(value)) return hashOfTuple(value);
      const shared = isHandle(value) ? value : inSession("key", (session) => shareInstance(session, value));
      if (shared !== undefined && !isContainer(ptrOf(shared))) return mix(ptrOf(shared));
    }
  }
  throw new TypeError(`unhashable type: '${typeName(value)}'${adviceFor(value)}`);
}

/** What all copies of a function have in common, and what few other functions have. */
function nameOf(value: Function): string {
  const name: unknown = Object.getOwnPropertyDescriptor(value, "name")?.value;
  return typeof name === "string" ? name : "";
}

/** An instance that cannot be shared counts for nothing: Python's count by identity, which a copy does not have. */
function adviceFor(value: unknown): string {
  const constructor: unknown = Object.getPrototypeOf(Object.getPrototypeOf(value) ?? {}) && (value as object).constructor;
  if (typeof constructor !== "function" || !/^class\b/.test(Function.prototype.toString.call(constructor))) return "";
  return ": its instances are copied to threads; let the class extend object from pythreads/builtins, and have no #private members";
}

/** Whether the value can be a key. */
export function isHashable(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isHashable);
  if (typeof value !== "object" || value === null) return true;
  return isHandle(value) ? !isContainer(ptrOf(value)) : inSession("key", (session) => canBeShared(session, value));
}

function hashOfNumber(value: number): number {
  if ((value | 0) === value) return mix(value | 0);
  if (Number.isNaN(value)) return HASH_OF_NAN;
  double[0] = value;
  return mix(halves[0] ^ Math.imul(halves[1], 31));
}

function hashOfString(value: string, seed: number): number {
  let hash = seed ^ value.length;
  for (let i = 0; i < value.length; i++) hash = Math.imul(hash ^ value.charCodeAt(i), 0x01000193);
  return mix(hash);
}

function hashOfTuple(items: readonly unknown[]): number {
  let hash = TUPLE_SEED ^ items.length;
  for (const item of items) hash = Math.imul(hash, 1000003) ^ hashOf(item);
  return mix(hash);
}

const isSafe = (value: bigint): boolean => value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;

function isContainer(object: Ptr): boolean {
  const kind = kindOf(object);
  return kind === Kind.LIST || kind === Kind.DICT || kind === Kind.SET;
}

/** Encodes a key, whose hash has been taken, into a new scratch slot. */
export function stageKey(value: unknown, isPrivateTarget: boolean): Ptr {
  if (typeof value === "number") return stageNumber(value, PLAIN);
  if (typeof value === "bigint" && isSafe(value)) return stageNumber(Number(value), WAS_BIGINT);
  if (Array.isArray(value)) return stageValue(canonical(value), Crossing.FROZEN, false);
  return stageValue(value, Crossing.FROZEN, isPrivateTarget && typeof value !== "bigint");
}

function stageNumber(value: number, form: number): Ptr {
  const slot = pushScratch();
  words[slot + Slot.TAG] = SlotTag.NUMBER;
  words[slot + Slot.AUX] = form;
  // No -0: it is the same key as 0.
  floats[(slot + Slot.PAYLOAD) >> 1] = value + 0;
  return slot;
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  return typeof value === "number" ? value + 0 : value;
}

/** The key in a slot that nobody changes meanwhile. */
export function readKey(slot: Ptr): unknown {
  if (words[slot + Slot.TAG] !== SlotTag.NUMBER) return readSlot(slot);
  const number = floats[(slot + Slot.PAYLOAD) >> 1];
  return words[slot + Slot.AUX] === WAS_BIGINT ? BigInt(number) : number;
}
