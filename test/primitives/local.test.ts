import { describe, expect, test } from "vitest";
import { AttributeError } from "../../src/internal/base/errors.js";
import "../../src/internal/codec/index.js";
import { forgetLocals, local } from "../../src/thread/local.js";

describe("local", () => {
  test("attributes", () => {
    const data = local();
    expect(() => data.x).toThrow("'_thread._local' object has no attribute 'x'");
    const value = { any: new Map() };
    data.x = value;
    expect(data.x).toBe(value);
    expect("x" in data).toBe(true);
    expect(Object.keys(data)).toEqual(["x"]);
    delete data.x;
    expect(() => data.x).toThrow(AttributeError);
    expect(() => delete data.y).toThrow("'_thread._local' object has no attribute 'y'");
    expect(String(data)).toMatch(/^<_thread\._local object at 0x/);
  });

  test("__dict__ is live, and read-only as a whole", () => {
    const data = new local();
    data.a = 1;
    expect(data.__dict__).toEqual({ a: 1 });
    data.__dict__.b = 2;
    expect(data.b).toBe(2);
    const message = "'_thread._local' object attribute '__dict__' is read-only";
    // @ts-expect-error it is read-only
    expect(() => (data.__dict__ = {})).toThrow(message);
    // @ts-expect-error it is read-only
    expect(() => delete data.__dict__).toThrow(message);
  });

  test("arguments need a constructor that takes them", () => {
    expect(() => new local(1)).toThrow("Initialization arguments are not supported");
    class Silent extends local {
      constructor(n: number) {
        super();
        this.n = n;
      }
    }
    expect(() => new Silent(1)).toThrow(/pass them on by super/);
  });

  test("a thread that is new to the object runs the constructor again", () => {
    let runs = 0;
    class Numbered extends local {
      kind = "numbered";
      constructor(n: number) {
        super(n);
        this.n = n;
        runs++;
      }
      double() {
        return this.n * 2;
      }
    }
    const data = new Numbered(21);
    data.n = 5;
    expect(runs).toBe(1);
    forgetLocals();
    expect(data.n).toBe(21);
    expect(data.kind).toBe("numbered");
    expect(data.double()).toBe(42);
    expect(runs).toBe(2);
    expect(() => data.other).toThrow("'Numbered' object has no attribute 'other'");
    expect(data instanceof local).toBe(true);
  });

  test("what a constructor throws surfaces at the touch, each time", () => {
    let fails = false;
    class Fragile extends local {
      constructor() {
        super();
        if (fails) throw new Error("not now");
        this.ok = true;
      }
    }
    const data = new Fragile();
    fails = true;
    forgetLocals();
    expect(() => data.ok).toThrow("not now");
    expect(() => data.ok).toThrow("not now");
    fails = false;
    expect(data.ok).toBe(true);
  });

  test("accessors of the class work on the thread's own values", () => {
    class Celsius extends local {
      set degrees(value: number) {
        this.kelvin = value + 273;
      }
    }
    const data = new Celsius();
    data.degrees = 10;
    expect(data.__dict__).toEqual({ kelvin: 283 });
  });
});
