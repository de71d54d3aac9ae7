/**
 * Python's range.
 *
 * `r[i]` works without a proxy around each range: an index is no property of the object, so its lookup ends in the
 * prototype's prototype, and only that one is a proxy. Everything else is found before it gets there.
 */
import { callable } from "../internal/base/callable.js";
import { IndexError, ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";

const INDEX = /^(?:0|-?[1-9]\d*)$/;

export class Range implements Iterable<number> {
  readonly [index: number]: number;
  /** The first number. */
  readonly start: number;
  /** The end, which is not reached. */
  readonly stop: number;
  /** The distance from one number to the next. */
  readonly step: number;
  /** How many numbers there are. */
  readonly length: number;

  constructor(stop: number);
  constructor(start: number, stop: number, step?: number);
  constructor(...args: number[]) {
    if (args.length === 0) throw new TypeError("range expected at least 1 argument, got 0");
    if (args.length > 3) throw new TypeError(`range expected at most 3 arguments, got ${args.length}`);
    const [a, b, c] = args.map(integerOf);
    this.start = b === undefined ? 0 : a!;
    this.stop = b === undefined ? a! : b;
    this.step = c ?? 1;
    if (this.step === 0) throw ValueError("range() arg 3 must not be zero");
    this.length = Math.max(0, Math.ceil((this.stop - this.start) / this.step));
    Object.freeze(this);
  }

  /**
   * The number at an index; negative ones count from the end.
   * @throws IndexError when there is none
   */
  at(index: number): number {
    const i = index < 0 ? index + this.length : index;
    if (!(i >= 0 && i < this.length)) throw IndexError("range object index out of range");
    return this.start + i * this.step;
  }

  /** Whether the number is one of the range: Python's `x in r`. */
  includes(value: unknown): boolean {
    return this.count(value) === 1;
  }

  /** 1 when the number is one of the range, 0 otherwise. */
  count(value: unknown): number {
    return indexIn(this, value) === -1 ? 0 : 1;
  }

  /**
   * The index of a number.
   * @throws ValueError when it is not one of the range
   */
  index(value: unknown): number {
    const i = indexIn(this, value);
    if (i === -1) throw ValueError(`${String(value)} is not in range`);
    return i;
  }

  /** The numbers in turn. */
  *[Symbol.iterator](): IterableIterator<number> {
    const { start, step, length } = this;
    for (let i = 0; i < length; i++) yield start + i * step;
  }

  /** The range as Python writes it: `range(0, 3)`. */
  toString(): string {
    return this.step === 1 ? `range(${this.start}, ${this.stop})` : `range(${this.start}, ${this.stop}, ${this.step})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

// No private member: a copy of a range made in another thread would lack it.
function indexIn(range: Range, value: unknown): number {
  if (typeof value !== "number") return -1;
  const i = (value - range.start) / range.step;
  return Number.isInteger(i) && i >= 0 && i < range.length ? i : -1;
}

Object.setPrototypeOf(
  Range.prototype,
  new Proxy(Object.prototype, {
    get(target, key, receiver) {
      if (typeof key === "string" && INDEX.test(key)) return (receiver as Range).at(Number(key));
      return Reflect.get(target, key, receiver);
    },
  }),
);

function integerOf(value: unknown): number {
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  }
  if (!Number.isSafeInteger(value)) throw ValueError(`${value} is too large to be exact`);
  return value;
}

export interface RangeConstructor {
  /**
   * The whole numbers from 0 to just before `stop`.
   *
   * @param stop the end, which is not reached
   * @throws TypeError when it is no whole number
   * @example
   * for (const i of range(3)) print(i);
   */
  (stop: number): Range;
  /**
   * The whole numbers from `start` to just before `stop`.
   *
   * @param start the first number
   * @param stop the end, which is not reached
   * @param step the distance between two, 1 unless given; negative counts down
   * @throws TypeError when an argument is no whole number, ValueError when the step is 0
   */
  (start: number, stop: number, step?: number): Range;
  /**
   * The whole numbers from 0 to just before `stop`.
   *
   * @param stop the end, which is not reached
   * @throws TypeError when it is no whole number
   */
  new (stop: number): Range;
  /**
   * The whole numbers from `start` to just before `stop`.
   *
   * @param start the first number
   * @param stop the end, which is not reached
   * @param step the distance between two, 1 unless given; negative counts down
   * @throws TypeError when an argument is no whole number, ValueError when the step is 0
   */
  new (start: number, stop: number, step?: number): Range;
  readonly prototype: Range;
}

/**
 * The whole numbers from `start`, 0 unless given, to just before `stop`, as Python's `range`. They are made as they are
 * asked for. Works in `for … of`, with `r[i]`, `len(r)`, `r.includes(x)` and the functions of `random`.
 *
 * @param start the first number
 * @param stop the end, which is not reached
 * @param step the distance between two, 1 unless given; negative counts down
 * @throws TypeError when an argument is no whole number, ValueError when the step is 0
 *
 * @example
 * for (const i of range(3)) print(i);  // 0 1 2
 * Array.from(range(10, 0, -3));        // [10, 7, 4, 1]
 */
export const range = callable(Range, "range") as unknown as RangeConstructor;
/** What `range()` makes. */
export type range = Range;
