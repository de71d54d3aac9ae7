import { callable } from "../internal/base/callable.js";
import { typeName } from "../internal/base/type-name.js";

const FIELDS = ["tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst"] as const;

class StructTime implements Iterable<number> {
  readonly [index: number]: number;
  /** How many parts there are by index: 9. */
  readonly length: 9 = FIELDS.length;
  /** The year, as 2026. */
  declare readonly tm_year: number;
  /** The month, 1 to 12. */
  declare readonly tm_mon: number;
  /** The day of the month, 1 to 31. */
  declare readonly tm_mday: number;
  /** The hour, 0 to 23. */
  declare readonly tm_hour: number;
  /** The minute, 0 to 59. */
  declare readonly tm_min: number;
  /** The second, 0 to 61. */
  declare readonly tm_sec: number;
  /** The day of the week, 0 to 6, Monday being 0. */
  declare readonly tm_wday: number;
  /** The day of the year, 1 to 366. */
  declare readonly tm_yday: number;
  /** 1 in summer time, 0 otherwise, -1 when not known. */
  declare readonly tm_isdst: number;
  /** The name of the time zone, when the time came from `localtime` or `gmtime`. */
  readonly tm_zone: string | undefined;
  /** Seconds east of UTC, when the time came from `localtime` or `gmtime`. */
  readonly tm_gmtoff: number | undefined;

  constructor(fields: ArrayLike<number>, zone?: string, gmtoff?: number) {
    if (typeof fields !== "object" || fields === null || typeof fields.length !== "number") {
      throw new TypeError("constructor requires a sequence");
    }
    if (fields.length !== 9) {
      throw new TypeError(`time.struct_time() takes a 9-sequence (${fields.length}-sequence given)`);
    }
    for (let i = 0; i < 9; i++) {
      if (typeof fields[i] !== "number")
        throw new TypeError(`'${typeName(fields[i])}' object cannot be interpreted as an integer`);
      (this as { [index: number]: number })[i] = fields[i]!;
    }
    this.tm_zone = zone;
    this.tm_gmtoff = gmtoff;
    Object.freeze(this);
  }

  /** The nine parts in turn. */
  [Symbol.iterator](): IterableIterator<number> {
    return Array.prototype[Symbol.iterator].call(this) as IterableIterator<number>;
  }

  /** The moment as Python writes it: `time.struct_time(tm_year=2026, …)`. */
  toString(): string {
    return `time.struct_time(${FIELDS.map((name, i) => `${name}=${this[i]}`).join(", ")})`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

FIELDS.forEach((name, i) => {
  Object.defineProperty(StructTime.prototype, name, {
    get(this: StructTime) {
      return this[i];
    },
    enumerable: false,
    configurable: true,
  });
});

/**
 * A moment taken apart, as Python's `time.struct_time`: nine numbers, by name (`t.tm_year`), by index (`t[0]`) and in turn
 * (`const [year, month] = t`). It cannot be changed.
 *
 * @example
 * const t = time.struct_time([2026, 11, 24, 3, 5, 16, 1, 328, 0]);
 * t.tm_mon;  // 11
 */
export const struct_time = callable(StructTime, "struct_time") as unknown as StructTimeConstructor;

export interface StructTimeConstructor {
  /**
   * Puts a moment together.
   *
   * @param fields nine whole numbers, in the order of the attributes from `tm_year` to `tm_isdst`
   * @param zone what `tm_zone` will be
   * @param gmtoff what `tm_gmtoff` will be
   * @throws TypeError for other than nine numbers
   * @example
   * const t = time.struct_time([2026, 11, 24, 3, 5, 16, 1, 328, 0]);
   */
  (fields: ArrayLike<number>, zone?: string, gmtoff?: number): struct_time;
  /**
   * Puts a moment together.
   *
   * @param fields nine whole numbers, in the order of the attributes from `tm_year` to `tm_isdst`
   * @param zone what `tm_zone` will be
   * @param gmtoff what `tm_gmtoff` will be
   * @throws TypeError for other than nine numbers
   */
  new (fields: ArrayLike<number>, zone?: string, gmtoff?: number): struct_time;
  readonly prototype: struct_time;
}

/** What `struct_time()` makes. */
export type struct_time = StructTime;
