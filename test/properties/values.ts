/**
 * Random values of all kinds that cross, with cycles and repeated references, and the equality that a crossing keeps.
 *
 * fast-check makes plans, which it can shrink; `build` makes a value of a plan. A plan `repeat` stands for an object that
 * was begun before it, which may be one of those that it lies in.
 */
import { types } from "node:util";
import fc from "fast-check";

export class Point {
  constructor(
    public x: unknown,
    public y: unknown,
  ) {}
  get sum() {
    return `${String(this.x)}${String(this.y)}`;
  }
}
export class Point3 extends Point {
  z: unknown = 3;
}
export class Stack extends Array<unknown> {}
export class Registry extends Map<unknown, unknown> {}
export class Bag extends Set<unknown> {}
export class Day extends Date {}
export class Oops extends Error {
  code = 7;
}
const parent = { inherited: 1 };

type Entry = { key: string | symbol; value: Plan; flags: number };
export type Plan =
  | { kind: "value"; value: unknown }
  | { kind: "repeat"; pick: number }
  | { kind: "array"; form: "plain" | "subclass"; items: Plan[]; holes: number[]; extra: Entry[] }
  | { kind: "object"; form: "plain" | "null" | "point" | "point3" | "inherits"; entries: Entry[] }
  | { kind: "map"; form: "plain" | "subclass"; entries: [Plan, Plan][]; extra: Entry[] }
  | { kind: "set"; form: "plain" | "subclass"; items: Plan[]; extra: Entry[] }
  | { kind: "date"; form: "plain" | "subclass"; time: number; extra: Entry[] }
  | { kind: "regexp"; source: string; flags: string; lastIndex: number; extra: Entry[] }
  | { kind: "bytes"; form: string; bytes: number[] }
  | { kind: "views"; bytes: number[]; first: string; second: string; start: number }
  | { kind: "shared"; form: string; size: number; offset: number }
  | { kind: "url"; href: string }
  | { kind: "boxed"; value: unknown }
  | { kind: "error"; form: number; message: string; cause: Plan | undefined; extra: Entry[] };

const registered = Symbol.for("pythreads.test");
const unique = [Symbol("one"), Symbol("two"), Symbol()];
export const symbols = [registered, Symbol.iterator, Symbol.toPrimitive, ...unique];

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 40, 2 ** 40 - 1, -(2 ** 40), 2 ** 53, 5e-324),
);
const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constantFrom("", "\ud800", "é", "漢字", "__proto__", "constructor", "\0"));
export const primitive: fc.Arbitrary<unknown> = fc.oneof(
  number,
  text,
  fc.boolean(),
  fc.constantFrom(undefined, null, ...symbols),
  fc.bigInt(),
  fc.constantFrom(0n, -1n, 2n ** 64n, -(2n ** 200n)),
);

const VIEWS = [
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
];
const bytes = fc.array(fc.nat(255), { maxLength: 24 });
const keyText = fc.oneof(fc.constantFrom("a", "b", "c", "x", "length", "__proto__", "toString", "then", "0", "-1", "e é"), text);

export const { plan } = fc.letrec<{ plan: Plan; entry: Entry }>((tie) => {
  const none = <T>(): T[] => [];
  const entry = fc.record({ key: fc.oneof({ weight: 5, arbitrary: keyText }, fc.constantFrom(...symbols)), value: tie("plan"), flags: fc.oneof({ weight: 6, arbitrary: fc.constant(7) }, fc.nat(15)) });
  const extra = fc.oneof({ weight: 5, arbitrary: fc.constant(none<Entry>()) }, fc.array(entry, { maxLength: 2 }));
  const items = fc.array(tie("plan"), { maxLength: 5 });
  const form = fc.constantFrom("plain" as const, "plain" as const, "subclass" as const);
  const leaf = fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("value" as const), value: primitive }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("repeat" as const), pick: fc.nat(20) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("bytes" as const), form: fc.constantFrom(...VIEWS, "Buffer", "ArrayBuffer"), bytes }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("views" as const),
        bytes,
        first: fc.constantFrom("Uint8Array", "DataView", "Int8Array"),
        second: fc.constantFrom("Uint8Array", "ArrayBuffer", "Uint8ClampedArray"),
        start: fc.nat(3),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("shared" as const), form: fc.constantFrom(...VIEWS, "Buffer", "SharedArrayBuffer"), size: fc.nat(4), offset: fc.nat(2) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("url" as const), href: fc.webUrl({ withQueryParameters: true, withFragments: true }) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant("boxed" as const), value: fc.oneof(number, text, fc.boolean(), fc.bigInt(), fc.constantFrom(...symbols)) }),
    },
  );
  const tree = fc.oneof(
    fc.record({ kind: fc.constant("array" as const), form, items, holes: fc.oneof({ weight: 3, arbitrary: fc.constant(none<number>()) }, fc.array(fc.nat(200), { maxLength: 2 })), extra }),
    fc.record({
      kind: fc.constant("object" as const),
      form: fc.constantFrom("plain" as const, "plain" as const, "null" as const, "point" as const, "point3" as const, "inherits" as const),
      entries: fc.array(entry, { maxLength: 5 }),
    }),
    fc.record({ kind: fc.constant("map" as const), form, entries: fc.array(fc.tuple(tie("plan"), tie("plan")), { maxLength: 4 }), extra }),
    fc.record({ kind: fc.constant("set" as const), form, items, extra }),
    fc.record({ kind: fc.constant("date" as const), form, time: fc.oneof(fc.integer(), fc.constant(Number.NaN)), extra }),
    fc.record({
      kind: fc.constant("regexp" as const),
      source: fc.constantFrom("a+", "^(?<year>\\d{4})-[/]\\/$", "(?:)", "\\u{1f600}|é"),
      flags: fc.subarray(["g", "i", "m", "s", "u", "y", "d"]).map((flags) => flags.join("")),
      lastIndex: fc.oneof(fc.nat(10), fc.constantFrom(-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60)),
      extra,
    }),
    fc.record({ kind: fc.constant("error" as const), form: fc.nat(4), message: text, cause: fc.option(tie("plan"), { nil: undefined }), extra }),
  );
  return { plan: fc.oneof({ maxDepth: 5, depthIdentifier: "plan" }, leaf, tree), entry };
});

const ENUMERABLE = 1;
const CONFIGURABLE = 2;
const WRITABLE = 4;
const ACCESSOR = 8;

/** Makes the value of a plan. */
export function build(plan: Plan, made: object[] = []): unknown {
  const enter = <T extends object>(value: T): T => {
    made.push(value);
    return value;
  };
  const fill = <T extends object>(value: T, entries: Entry[]): T => {
    for (const { key, value: plan, flags } of entries) {
      const common = { enumerable: (flags & ENUMERABLE) !== 0, configurable: (flags & CONFIGURABLE) !== 0 };
      const content = build(plan, made);
      const descriptor = flags & ACCESSOR ? { ...common, get: answer, set: flags & WRITABLE ? ignore : undefined } : { ...common, writable: (flags & WRITABLE) !== 0, value: content };
      Reflect.defineProperty(value, key, descriptor);
    }
    return value;
  };
  switch (plan.kind) {
    case "value":
      return plan.value;
    case "repeat":
      return made.length === 0 ? null : made[plan.pick % made.length];
    case "array": {
      const array = enter(plan.form === "plain" ? ([] as unknown[]) : new Stack());
      for (const item of plan.items) array.push(build(item, made));
      for (const hole of plan.holes) array.length = Math.max(array.length, hole);
      return fill(array, plan.extra.filter(({ key }) => typeof key === "symbol" || (key !== "length" && String(Number(key) >>> 0) !== key)));
    }
    case "object":
      return fill(enter(objectOf(plan.form)), plan.entries);
    case "map": {
      const map = enter(plan.form === "plain" ? new Map<unknown, unknown>() : new Registry());
      for (const [key, value] of plan.entries) map.set(build(key, made), build(value, made));
      return fill(map, plan.extra.filter(({ key }) => key !== "toString"));
    }
    case "set": {
      const set = enter(plan.form === "plain" ? new Set<unknown>() : new Bag());
      for (const item of plan.items) set.add(build(item, made));
      return fill(set, plan.extra);
    }
    case "date":
      return fill(enter(plan.form === "plain" ? new Date(plan.time) : new Day(plan.time)), plan.extra.filter(({ key }) => typeof key === "string"));
    case "regexp": {
      const expression = enter(new RegExp(plan.source, plan.flags));
      expression.lastIndex = plan.lastIndex;
      return fill(expression, plan.extra.filter(({ key }) => typeof key === "string"));
    }
    case "bytes":
      return enter(viewOf(plan.form, new Uint8Array(plan.bytes).buffer));
    case "views": {
      const whole = viewOf(plan.second, new Uint8Array(plan.bytes).buffer);
      const buffer = (ArrayBuffer.isView(whole) ? whole.buffer : whole) as ArrayBuffer;
      return enter([enter(whole), enter(viewOf(plan.first, buffer, Math.min(plan.start, buffer.byteLength)))]);
    }
    case "shared": {
      const buffer = new SharedArrayBuffer(64);
      new Uint8Array(buffer)[plan.size] = plan.offset + 1;
      return enter(plan.form === "SharedArrayBuffer" ? buffer : viewOf(plan.form, buffer as unknown as ArrayBuffer, plan.offset * 8, plan.size));
    }
    case "url":
      return enter(new URL(plan.href));
    case "boxed":
      return enter(Object(plan.value) as object);
    case "error": {
      const cause = plan.cause && build(plan.cause, made);
      const error = enter(errorOf(plan.form, plan.message, cause));
      return fill(error, plan.extra.filter(({ key }) => key !== "toString" && typeof key === "string"));
    }
  }
}

export function answer() {
  return 42;
}
export function ignore(_: unknown) {}

function objectOf(form: string): object {
  if (form === "null") return Object.create(null) as object;
  if (form === "point") return new Point(1, "y");
  if (form === "point3") return new Point3(undefined, Number.NaN);
  return form === "inherits" ? (Object.create(parent) as object) : {};
}

function errorOf(form: number, message: string, cause: unknown): Error {
  const options = cause === undefined ? undefined : { cause };
  if (form === 0) return new TypeError(message, options);
  if (form === 1) return new Oops(message, options);
  if (form === 2) return new AggregateError([1, cause], message);
  return form === 3 ? new Error() : new Error(message, options);
}

function viewOf(form: string, buffer: ArrayBuffer, offset = 0, length?: number): object {
  if (form === "ArrayBuffer") return buffer;
  if (form === "Buffer") return Buffer.from(buffer, offset, length);
  const View = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer, offset: number, length?: number) => object>)[form];
  const size = (View as unknown as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  return new View(buffer.byteLength % size === 0 || length !== undefined ? buffer : buffer.slice(0, buffer.byteLength - (buffer.byteLength % size)), offset, length);
}

export interface Comparison {
  /** Whether the second value is a frozen copy. */
  frozen?: boolean;
}

/**
 * Says where two values differ, or undefined. Equal are those of one structure: the same prototypes, the same own properties
 * in the same order with the same flags, the same contents, and the same identities: each object of one has one partner.
 */
export function difference(one: unknown, other: unknown, { frozen = false }: Comparison = {}): string | undefined {
  const partners = new Map<object, object>();
  const taken = new Map<object, object>();
  const differ = (one: unknown, other: unknown, path: string): string | undefined => {
    if ((typeof one !== "object" && typeof one !== "function") || one === null) return Object.is(one, other) ? undefined : `${path}: ${String(one)} became ${String(other)}`;
    if ((typeof other !== "object" && typeof other !== "function") || other === null) return `${path}: an object became ${String(other)}`;
    if (partners.has(one) || taken.has(other)) return partners.get(one) === other && taken.get(other) === one ? undefined : `${path}: another object`;
    partners.set(one, other);
    taken.set(other, one);
    if (typeof one === "function") return one === other ? undefined : `${path}: another function`;
    if (Object.prototype.toString.call(one) !== Object.prototype.toString.call(other)) return `${path}: another kind`;
    if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) {
      // A prototype without a class is an object like any other.
      if (Object.getPrototypeOf(one) !== parent) return `${path}: another prototype`;
      const found = differ(parent, Object.getPrototypeOf(other), `${path}.__proto__`);
      if (found) return found;
    }
    return contents(one, other, path) ?? properties(one, other, path);
  };
  const contents = (one: object, other: object, path: string): string | undefined => {
    if (types.isDate(one)) return differ(Date.prototype.getTime.call(one), Date.prototype.getTime.call(other), `${path}.getTime()`);
    if (types.isRegExp(one)) return differ(RegExp.prototype.toString.call(one), RegExp.prototype.toString.call(other), path);
    if (one instanceof URL) return differ(one.href, (other as URL).href, path);
    if (types.isBoxedPrimitive(one)) return differ(one.valueOf(), other.valueOf(), `${path}.valueOf()`);
    if (types.isSharedArrayBuffer(one)) return one === other ? undefined : `${path}: other memory`;
    if (types.isArrayBuffer(one)) return Buffer.compare(Buffer.from(one), Buffer.from(other as ArrayBuffer)) === 0 ? undefined : `${path}: other bytes`;
    if (ArrayBuffer.isView(one)) {
      const view = other as ArrayBufferView;
      if (one.byteLength !== view.byteLength) return `${path}: another length`;
      if (types.isSharedArrayBuffer(one.buffer)) return one.buffer === view.buffer && one.byteOffset === view.byteOffset ? undefined : `${path}: other memory`;
      const same = Buffer.compare(Buffer.from(one.buffer, one.byteOffset, one.byteLength), Buffer.from(view.buffer, view.byteOffset, view.byteLength)) === 0;
      if (!same) return `${path}: other bytes`;
      // The pool that Node cuts small buffers from is no part of the value.
      return Buffer.isBuffer(one) ? undefined : differ(one.buffer, view.buffer, `${path}.buffer`);
    }
    if (types.isMap(one)) return sequence([...Map.prototype.entries.call(one)].flat(), [...Map.prototype.entries.call(other)].flat(), `${path}.entries()`);
    if (types.isSet(one)) return sequence([...Set.prototype.values.call(one)], [...Set.prototype.values.call(other)], `${path}.values()`);
    return undefined;
  };
  const sequence = (one: unknown[], other: unknown[], path: string): string | undefined => {
    if (one.length !== other.length) return `${path}: ${one.length} became ${other.length}`;
    for (let i = 0; i < one.length; i++) {
      const found = differ(one[i], other[i], `${path}[${i}]`);
      if (found) return found;
    }
    return undefined;
  };
  const properties = (one: object, other: object, path: string): string | undefined => {
    if (ArrayBuffer.isView(one)) return undefined;
    const isFrozen = frozen && !types.isNativeError(one) && !types.isRegExp(one) && !types.isAnyArrayBuffer(one);
    if (isFrozen && !Object.isFrozen(other)) return `${path}: is not frozen`;
    const own = (value: object) => Reflect.ownKeys(value).filter((key) => !types.isNativeError(value) || key !== "message" || value.message !== "");
    const closed = frozen && (types.isMap(one) || types.isSet(one)) ? new Set<string | symbol>(["set", "add", "delete", "clear"]) : new Set();
    const keys = own(one);
    const others = own(other).filter((key) => !closed.has(key));
    const sorted = (list: (string | symbol)[]) => (types.isNativeError(one) ? list.map(String).sort() : list.map(String)).join();
    if (sorted(keys) !== sorted(others)) return `${path}: properties ${keys.map(String)} became ${others.map(String)}`;
    for (const key of keys) {
      const a = Object.getOwnPropertyDescriptor(one, key) as PropertyDescriptor;
      const b = Object.getOwnPropertyDescriptor(other, key) as PropertyDescriptor;
      const at = `${path}.${String(key)}`;
      if (a.enumerable !== b.enumerable) return `${at}: enumerable became ${b.enumerable}`;
      if (a.configurable !== (isFrozen ? a.configurable && b.configurable : b.configurable)) {
        if (!isFrozen) return `${at}: configurable became ${b.configurable}`;
      }
      // V8 12 and later have an accessor here; a copy has the text.
      if (key === "stack" && !("value" in a) && types.isNativeError(one)) {
        if ((one as Error).stack !== (other as Error).stack) return `${at}: is another one`;
        continue;
      }
      if (!isFrozen && a.writable !== b.writable) return `${at}: writable became ${b.writable}`;
      if ("value" in a !== "value" in b) return `${at}: accessor or not`;
      const found = "value" in a ? differ(a.value, b.value, at) : (differ(a.get, b.get, at) ?? differ(a.set, b.set, at));
      if (found) return found;
    }
    return undefined;
  };
  return differ(one, other, "value");
}
