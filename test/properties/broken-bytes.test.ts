/**
 * Bytes that are not what the encoder wrote: the decoder raises or returns, soon, and reads nothing outside of its box.
 *
 * The box lies at the end of a row of blocks full of a mark, so that a result which shows the mark has read outside.
 */
import { types } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "../../src/builtins/module.js";
import { object } from "../../src/builtins/object.js";
import { CaptureError, RecursionError, SystemError } from "../../src/internal/base/errors.js";
import { createBox, unboxOnce } from "../../src/internal/codec/box.js";
import { setBufferTransport } from "../../src/internal/codec/shared-buffers.js";
import { Crossing, Tag } from "../../src/internal/codec/tags.js";
import { alloc, capacityOf, release, releaseObject, usage } from "../../src/internal/memory/alloc.js";
import { bytes, floats, words } from "../../src/internal/memory/arena.js";
import { Box, boxContent, BYTES_PER_WORD, Kind, type Ptr } from "../../src/internal/memory/layout.js";
import { patience, runs } from "./runs.js";
import { build, plan, Point } from "./values.js";

const buffers = new Map<number, WeakRef<SharedArrayBuffer>>();
setBufferTransport({
  keep: (number, buffer) => void buffers.set(number, new WeakRef(buffer)),
  fetch: (number) => buffers.get(number)?.deref() as SharedArrayBuffer,
  drop: (number) => void buffers.delete(number),
});

const LONGEST_MS = 2000;
const MARK = "\u00f5\u00f5\u00f5\u00f5\u00f5\u00f5";

class Counter extends object {
  executed = 0;
}
const counter = new Counter();

/** Lies wherever the engine would look for something to call. */
const poison = () => {
  counter.executed++;
  return "ran";
};

/** Values whose bytes use every tag. */
function samples(): unknown[] {
  const shared = object();
  class Account extends object {
    deposit() {
      return 1;
    }
  }
  class Plain {
    static limit = 3;
    method() {
      return shared;
    }
  }
  const table = new Map<string, unknown>([["a", [1, 2]]]);
  const generator = function* (n = 1) {
    yield [n, table];
  };
  const all = {
    numbers: [1, -1, 2 ** 39, 0.5, Number.NaN, 10n, -(2n ** 90n)],
    texts: ["latin", "漢字", ""],
    symbols: [Symbol.for("x"), Symbol.iterator, Symbol("own")],
    nothing: [null, undefined, true, false],
    sparse: Object.assign([1], { length: 3 }),
    views: [new Uint8Array(4), new Float64Array(2), Buffer.from("abc"), new DataView(new ArrayBuffer(3))],
    shared,
    memory: new Int32Array(new SharedArrayBuffer(16), 4, 2),
    bare: Object.create(null) as object,
    point: new Point(1, 2),
    map: new Map<unknown, unknown>([[{ a: 1 }, new Set([1, "b"])]]),
    when: new Date(5),
    pattern: /a(b)?/gi,
    error: new TypeError("bad", { cause: new RangeError("worse") }),
    gone: new DOMException("gone", "AbortError"),
    url: new URL("http://a.b/c?d"),
    boxed: Object("text"),
    native: [Math, parseInt, JSON, Array.prototype.map, globalThis],
    toString: poison,
    valueOf: poison,
    toJSON: poison,
    run: poison.bind({ a: 1 }),
  };
  return [all, Plain, generator, poison, [poison, Plain, new Plain()], new Account().deposit, Account, () => [all.point, generator]];
}

interface Change {
  at: number;
  value: number;
  how: "flip" | "set" | "insert" | "drop";
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(1_000_000),
  value: fc.oneof(fc.nat(255), fc.constantFrom(...Object.values(Tag)), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)),
  how: fc.constantFrom("flip" as const, "set" as const, "set" as const, "insert" as const, "drop" as const),
});

/** Makes a box of these bytes and of another one's handles, with marks on both sides, and decodes it. */
function decode(original: Ptr, content: Uint8Array): unknown {
  const count = words[original + Box.HANDLE_COUNT];
  const start = boxContent(count);
  const box = alloc(start + Math.ceil(content.length / BYTES_PER_WORD) + 64);
  bytes.fill(0xf5, (box + start) * BYTES_PER_WORD, (box + capacityOf(box)) * BYTES_PER_WORD);
  words[box + Box.KIND] = Kind.BOX;
  words[box + Box.HANDLE_COUNT] = count;
  words[box + Box.BYTE_LENGTH] = content.length;
  words[box + Box.CROSSING] = words[original + Box.CROSSING];
  for (let i = 0; i < count; i++) words[box + Box.HANDLES + i] = words[original + Box.HANDLES + i];
  bytes.set(content, (box + start) * BYTES_PER_WORD);
  const started = performance.now();
  try {
    return unboxOnce(box);
  } finally {
    // The handles belong to the original.
    release(box);
    const took = performance.now() - started;
    if (took > LONGEST_MS) expect(took).toBeLessThan(LONGEST_MS);
  }
}

function contentOf(box: Ptr): Uint8Array {
  const start = (box + boxContent(words[box + Box.HANDLE_COUNT])) * BYTES_PER_WORD;
  return Uint8Array.from(bytes.subarray(start, start + words[box + Box.BYTE_LENGTH]));
}

function apply(content: Uint8Array, changes: Change[], length: number): Uint8Array {
  const list = [...content];
  for (const { at, value, how } of changes) {
    const place = list.length === 0 ? 0 : at % list.length;
    if (how === "flip") list[place] ^= 1 << (value & 7);
    else if (how === "set") list[place] = value;
    else if (how === "insert") list.splice(place, 0, value);
    else list.splice(place, 1);
  }
  return Uint8Array.from(list.slice(0, length < 0 ? undefined : length % (list.length + 1)));
}

/** What may be raised: the package's own error, and that of a package or native whose name was changed. */
const isExpected = (error: unknown) => error instanceof SystemError || error instanceof RecursionError || error instanceof CaptureError;

function check(original: Ptr, content: Uint8Array): "returned" | "raised" {
  let value: unknown;
  try {
    value = decode(original, content);
  } catch (error) {
    if (!isExpected(error)) throw error;
    return "raised";
  }
  expect(showsMark(value, new Set())).toBe(false);
  return "returned";
}

/** Looks for the mark without running what was decoded. */
function showsMark(value: unknown, seen: Set<unknown>): boolean {
  if (typeof value === "string") return value.includes(MARK);
  if (typeof value === "symbol") return (value.description ?? "").includes(MARK);
  if (typeof value === "bigint") return value.toString(16).includes("f5f5f5f5");
  if (typeof value !== "object" || value === null || seen.has(value) || types.isProxy(value) || value === globalThis) return false;
  seen.add(value);
  if (seen.size > 2000) return false;
  if (types.isArrayBuffer(value)) return Buffer.from(value).includes(Buffer.alloc(8, 0xf5));
  if (ArrayBuffer.isView(value)) return showsMark(value.buffer, seen);
  if (types.isMap(value)) for (const pair of Map.prototype.entries.call(value)) if (showsMark(pair[0], seen) || showsMark(pair[1], seen)) return true;
  if (types.isSet(value)) for (const item of Set.prototype.values.call(value)) if (showsMark(item, seen)) return true;
  return Reflect.ownKeys(value).some((key) => {
    const own = Object.getOwnPropertyDescriptor(value, key);
    return showsMark(key, seen) || (own !== undefined && "value" in own && showsMark(own.value, seen));
  });
}

describe("broken bytes", () => {
  it("of random values raise or return", { timeout: patience }, () => {
    fc.assert(
      fc.property(plan, fc.constantFrom(Crossing.COPY, Crossing.FROZEN), fc.array(change, { minLength: 1, maxLength: 4 }), fc.integer({ min: -3, max: 500 }), (plan, crossing, changes, length) => {
        const box = createBox(build(plan), crossing);
        try {
          check(box, apply(contentOf(box), changes, length));
        } finally {
          releaseObject(box);
        }
      }),
      runs(2500),
    );
    expect(counter.executed).toBe(0);
  });

  it("of values of every kind raise or return", { timeout: patience }, () => {
    const boxes = samples().flatMap((value) => [createBox(value, Crossing.COPY), createBox(value, Crossing.FROZEN)]);
    const counts = { returned: 0, raised: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...boxes), fc.array(change, { minLength: 1, maxLength: 3 }), (box, changes) => {
        counts[check(box, apply(contentOf(box), changes, -1))]++;
      }),
      runs(4000),
    );
    expect(counts.raised).toBeGreaterThan(counts.returned / 100);
    expect(counter.executed).toBe(0);
    for (const box of boxes) releaseObject(box);
  });

  it("cut off anywhere raise", { timeout: patience }, () => {
    for (const value of samples()) {
      const box = createBox(value, Crossing.COPY);
      const content = contentOf(box);
      for (let length = 0; length < content.length; length++) expect(check(box, content.subarray(0, length))).toBe("raised");
      expect(check(box, content)).toBe("returned");
      releaseObject(box);
    }
    expect(counter.executed).toBe(0);
  });

  it("that are noise raise or return", { timeout: patience }, () => {
    const box = createBox([object(), Point, poison], Crossing.COPY);
    const tag = fc.constantFrom(...Object.values(Tag));
    fc.assert(
      fc.property(fc.array(fc.oneof(tag, fc.nat(3), fc.nat(255)), { maxLength: 80 }), (list) => {
        check(box, Uint8Array.from(list));
      }),
      runs(8000),
    );
    expect(counter.executed).toBe(0);
    releaseObject(box);
  });

  it("that promise more than there is raise at once", () => {
    const box = createBox([1], Crossing.COPY);
    const huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f];
    const f64 = (value: number) => [...new Uint8Array(new Float64Array([value]).buffer)];
    const before = usage().usedBytes;
    const streams = [
      [Tag.STRING, ...huge],
      [Tag.BIGINT, ...huge],
      [Tag.ARRAY_BUFFER, ...huge],
      [Tag.OBJECT, ...huge],
      [Tag.MAP, 2, ...huge],
      [Tag.SET, 2, ...huge],
      [Tag.NAMESPACE, ...huge],
      [Tag.REFERENCE, ...huge],
      [Tag.HANDLE, ...huge],
      [Tag.CLASS, ...huge],
      [Tag.BOUND, Tag.NULL, ...huge],
      [Tag.INTEGER, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
      ...[1e300, 2 ** 32, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY].flatMap((length) => [
        [Tag.ARRAY, 2, ...f64(length), 1],
        [Tag.ARRAY, 2, ...f64(length), 0, 0, 0],
      ]),
      [Tag.ARRAY, 2, ...f64(2 ** 32 - 1), 1],
      [Tag.ARRAY, 2, ...f64(4), 0, 1, ...f64(1e9), Tag.NULL, 0, 0],
    ];
    for (const stream of streams) expect([stream, check(box, Uint8Array.from(stream))]).toEqual([stream, "raised"]);
    expect(usage().usedBytes).toBe(before);
    releaseObject(box);
  });

  it("that name what is not there raise", () => {
    const box = createBox([object(), Point], Crossing.COPY);
    const text = (value: string) => [value.length * 2, ...Buffer.from(value, "latin1")];
    const streams = [
      [Tag.SYMBOL, 1, ...text("nothing")],
      [Tag.SYMBOL, 1, ...text("for")],
      [Tag.SYMBOL, 1, ...text("constructor")],
      [Tag.REFERENCE, 0],
      [Tag.BOXED, Tag.REFERENCE, 0],
      [Tag.EXPORT, ...text('["nothing"]')],
      [Tag.EXPORT, ...text('["builtins","nothing"]')],
      [Tag.EXPORT, ...text("{")],
      [Tag.EXPORT, ...text("1")],
      [Tag.NATIVE, ...text('["global","nothing"]')],
      [Tag.NATIVE, ...text('["builtin","nothing"]')],
      [Tag.NATIVE, ...text("[[[")],
      [Tag.NATIVE, ...text("null")],
      [Tag.PACKAGE, ...text("null")],
      [Tag.PACKAGE, ...text('{"file":"nothing","path":[]}')],
      [Tag.BIGINT, ...text("xyz")],
      [Tag.BIGINT, ...text("")],
      [Tag.URL, ...text("nothing"), 2, 0],
      [Tag.REGEXP, ...text("("), ...text("")],
      [Tag.REGEXP, ...text("a"), ...text("zz")],
      [Tag.HANDLE, 1],
      [Tag.CLASS, 0],
      [Tag.FUNCTION, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      [Tag.FUNCTION, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0],
      [Tag.SHARED_BUFFER, 0],
      [Tag.SHARED_BUFFER, 1],
      [Tag.VIEW, 200, Tag.NULL],
      [Tag.VIEW, 8, Tag.ARRAY_BUFFER, 3, 1, 2, 3, 2, 0, 0, 1],
      [Tag.METHOD, Tag.NULL, ...text("a")],
      [Tag.MEMBER, Tag.NULL, 1, ...text("a")],
      [Tag.BOUND, Tag.NULL, 0, Tag.UNDEFINED, Tag.NULL],
      [Tag.INSTANCE, 0, Tag.NULL],
      [Tag.INSTANCE, 1, Tag.TRUE],
      [Tag.OBJECT, 1, Tag.OBJECT, 0, 7, Tag.NULL],
      [Tag.OBJECT, 1, Tag.UNDEFINED, 7, Tag.NULL],
      [250],
      [],
    ];
    for (const stream of streams) expect([stream, check(box, Uint8Array.from([...stream, 0]))]).toEqual([stream, "raised"]);
    releaseObject(box);
  });

  it("change nothing for those who come after", () => {
    expect(floats.length).toBeGreaterThan(0);
    const box = createBox(samples()[0], Crossing.COPY);
    expect(() => unboxOnce(box)).not.toThrow();
    releaseObject(box);
  });
});
