import { describe, expect, expectTypeOf, it } from "vitest";
import { callable } from "../../src/internal/base/callable.js";

class CounterClass {
  static made = 0;
  static create(start: number) {
    return new this(start);
  }
  #count: number;
  constructor(start: number, readonly label = "c") {
    CounterClass.made++;
    this.#count = start;
  }
  next(): number {
    return this.#count++;
  }
}
const Counter = callable(CounterClass, "Counter");

describe("callable", () => {
  it("constructs with and without new", () => {
    expect(Counter(3).next()).toBe(3);
    expect(new Counter(4).next()).toBe(4);
    expectTypeOf(Counter(3)).toEqualTypeOf<CounterClass>();
    // @ts-expect-error a number is asked for
    Counter("3");
  });

  it("shares the prototype", () => {
    expect(Counter.prototype).toBe(CounterClass.prototype);
    expect(Counter(1)).toBeInstanceOf(Counter);
    expect(Counter(1)).toBeInstanceOf(CounterClass);
    expect(new CounterClass(1)).toBeInstanceOf(Counter);
    expect(Counter(1).constructor).toBe(Counter);
  });

  it("keeps name, length and statics", () => {
    expect(Counter.name).toBe("Counter");
    expect(callable(class Other {}).name).toBe("Other");
    expect(Counter.length).toBe(1);
    expect(Counter.create(9)).toBeInstanceOf(Counter);
    const before = Counter.made;
    Counter(0);
    expect(Counter.made).toBe(before + 1);
  });

  it("can be extended", () => {
    class Sub extends Counter {
      override next(): number {
        return super.next() * 10;
      }
    }
    const sub = new Sub(2, "s");
    expect([sub.next(), sub.next(), sub.label]).toEqual([20, 30, "s"]);
    expect(sub).toBeInstanceOf(Counter);
    expect(Sub.create(1)).toBeInstanceOf(Sub);
    expect(callable(Sub)(5).next()).toBe(50);
    // @ts-expect-error a plain subclass needs new, as every class in JavaScript
    expect(() => Sub(2)).toThrow(TypeError);
  });
});
