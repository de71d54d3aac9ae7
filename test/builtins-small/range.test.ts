import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { range } from "../../src/builtins/range.js";
import { IndexError, ValueError } from "../../src/internal/base/errors.js";

describe("range", () => {
  it.each<[args: [number, number?, number?], values: number[]]>([
    [[3], [0, 1, 2]],
    [[0], []],
    [[-2], []],
    [[2, 5], [2, 3, 4]],
    [[5, 2], []],
    [[0, 10, 3], [0, 3, 6, 9]],
    [[0, 9, 3], [0, 3, 6]],
    [[10, 0, -3], [10, 7, 4, 1]],
    [[0, -3, -1], [0, -1, -2]],
  ])("%o", (args, values) => {
    const r = (range as (...args: unknown[]) => range)(...args);
    expect([...r]).toEqual(values);
    expect([...r]).toEqual(values);
    expect(r.length).toBe(values.length);
    expect(values.map((_, i) => r[i])).toEqual(values);
  });

  it("goes by index, from the end too", () => {
    const r = range(10, 20, 2);
    expect([r[0], r[4], r[-1], r.at(-5)]).toEqual([10, 18, 18, 10]);
    expect(() => r[5]).toThrow(IndexError);
    expect(() => r.at(-6)).toThrow("range object index out of range");
    expect(() => r[0.5 as number]).not.toThrow();
  });

  it("finds numbers", () => {
    const r = range(0, 10, 3);
    expect([r.includes(9), r.includes(10), r.includes(12), r.includes(-3), r.includes("3")]).toEqual([true, false, false, false, false]);
    expect([r.index(6), r.count(6), r.count(7)]).toEqual([2, 1, 0]);
    expect(() => r.index(7)).toThrow("7 is not in range");
  });

  it("prints as in Python and cannot be changed", () => {
    expect(String(range(10))).toBe("range(0, 10)");
    expect(inspect(range(1, 10, 2))).toBe("range(1, 10, 2)");
    expect(() => Object.assign(range(3), { stop: 9 })).toThrow(TypeError);
  });

  it("is made with and without new", () => {
    expect(new range(2)).toBeInstanceOf(range);
    expect(range(2)).toBeInstanceOf(range);
    expect("x" in range(2)).toBe(false);
    expect((range(2) as unknown as { x?: number }).x).toBeUndefined();
  });

  it("refuses what is no range", () => {
    expect(() => range(0, 5, 0)).toThrow(ValueError);
    expect(() => range(0, 5, 0)).toThrow("range() arg 3 must not be zero");
    expect(() => range(1.5)).toThrow("'float' object cannot be interpreted as an integer");
    expect(() => range("3" as never)).toThrow("'str' object cannot be interpreted as an integer");
    // @ts-expect-error an argument is missing
    expect(() => range()).toThrow("range expected at least 1 argument, got 0");
    // @ts-expect-error an argument too many
    expect(() => range(1, 2, 3, 4)).toThrow("range expected at most 3 arguments, got 4");
  });

  it("stays lazy", () => {
    let sum = 0;
    for (const i of range(1e12)) {
      if (i > 3) break;
      sum += i;
    }
    expect(sum).toBe(6);
  });
});
