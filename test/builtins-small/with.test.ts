import { describe, expect, expectTypeOf, it } from "vitest";
import { with_ } from "../../src/builtins/with.js";
import { ValueError } from "../../src/internal/base/errors.js";

function recorder(swallow: unknown = undefined) {
  const calls: unknown[][] = [];
  return {
    calls,
    __enter__() {
      calls.push(["enter"]);
      return 42;
    },
    __exit__(...args: unknown[]) {
      calls.push(["exit", ...args]);
      return swallow;
    },
  };
}

describe("a context manager", () => {
  it("is entered and left, and the body's value is returned", () => {
    const manager = recorder();
    const result = with_(manager, (value) => {
      expect(manager.calls).toEqual([["enter"]]);
      expectTypeOf(value).toEqualTypeOf<number>();
      return `got ${value}`;
    });
    expect(result).toBe("got 42");
    expectTypeOf(result).toEqualTypeOf<string>();
    expect(manager.calls).toEqual([["enter"], ["exit", undefined, undefined, undefined]]);
  });

  it("is told of an error, which goes on", () => {
    const manager = recorder();
    const error = ValueError("x");
    expect(() => with_(manager, () => { throw error; })).toThrow(error);
    expect(manager.calls[1]).toEqual(["exit", ValueError, error, error.stack]);
  });

  it("may swallow the error", () => {
    expect(with_(recorder(true), () => { throw ValueError("x"); })).toBeUndefined();
    expect(with_(recorder(1), () => { throw "no error"; })).toBeUndefined();
    expect(() => with_(recorder(0), () => { throw ValueError("x"); })).toThrow(ValueError);
    expect(with_(recorder(true), () => 5)).toBe(5);
  });

  it("is not left when it was not entered", () => {
    const manager = { ...recorder(), __enter__() { throw ValueError("no entry"); } };
    expect(() => with_(manager, () => 1)).toThrow("no entry");
    expect(manager.calls).toEqual([]);
  });

  it("is left once when leaving fails", () => {
    let left = 0;
    const manager = { __enter__() {}, __exit__() { left++; throw ValueError("exit"); } };
    expect(() => with_(manager, () => 1)).toThrow("exit");
    expect(left).toBe(1);
  });
});

describe("a body that gives a promise", () => {
  it("ends when it settles", async () => {
    const manager = recorder();
    let finish!: (value: string) => void;
    const result = with_(manager, () => new Promise<string>((resolve) => { finish = resolve; }));
    expect(manager.calls).toHaveLength(1);
    finish("done");
    expect(await result).toBe("done");
    expect(manager.calls).toHaveLength(2);
  });

  it("reports a rejection", async () => {
    const manager = recorder();
    await expect(with_(manager, async () => { throw ValueError("x"); })).rejects.toThrow(ValueError);
    expect(manager.calls[1]![1]).toBe(ValueError);
    expect(await with_(recorder(true), async () => { throw ValueError("x"); })).toBeUndefined();
  });
});

describe("other managers", () => {
  it("acquire and release", () => {
    const calls: string[] = [];
    const lock = { acquire: () => calls.push("acquire"), release: () => calls.push("release") };
    expect(with_(lock, (held) => held)).toBe(true);
    expect(() => with_(lock, () => { throw ValueError("x"); })).toThrow(ValueError);
    expect(calls).toEqual(["acquire", "release", "acquire", "release"]);
  });

  it("hold, and what can be disposed of", () => {
    let disposed = 0;
    const hold = { [Symbol.dispose]() { disposed++; } };
    expect(with_({ hold: () => hold }, (value) => value)).toBe(hold);
    expect(with_(hold, (value) => value)).toBe(hold);
    expect(disposed).toBe(2);
  });

  it("are refused when they are none", () => {
    const refusal = (name: string) => new TypeError(`'${name}' object does not support the context manager protocol`);
    expect(() => with_(5 as never, () => 1)).toThrow(refusal("int"));
    expect(() => with_({} as never, () => 1)).toThrow(refusal("dict"));
    expect(() => with_(null as never, () => 1)).toThrow(refusal("NoneType"));
  });
});
