import { describe, expect, it } from "vitest";
import { repr, reprSequence, str } from "../../src/builtins/repr.js";
import { KeyError, OSError, RuntimeError } from "../../src/internal/base/errors.js";

class Bare {}
class Shown {
  toString() {
    return "<Shown>";
  }
}
class Both {
  __str__() {
    return "text";
  }
  __repr__() {
    return "Both()";
  }
}

class Worded extends KeyError {
  message = "other words";
}

describe("repr", () => {
  it.each<[unknown, string]>([
    [undefined, "None"], [null, "None"], [true, "True"], [false, "False"],
    [0, "0"], [-0, "0"], [1, "1"], [-7, "-7"], [1.5, "1.5"], [0.1, "0.1"], [0.0001, "0.0001"], [0.00001, "1e-05"], [-1.25e-7, "-1.25e-07"],
    [123456789012345.6, "123456789012345.6"], [9007199254740991, "9007199254740991"], [1e16, "1e+16"], [1e21, "1e+21"], [1.5e300, "1.5e+300"],
    [2 ** 60, "1.152921504606847e+18"], [5e-324, "5e-324"], [Number.POSITIVE_INFINITY, "inf"], [Number.NEGATIVE_INFINITY, "-inf"], [Number.NaN, "nan"],
    [123456789012345678901234567890n, "123456789012345678901234567890"],
    [[], "[]"], [[1, "a", null], "[1, 'a', None]"], [[[1], [2, [3]]], "[[1], [2, [3]]]"],
    [{}, "{}"], [{ a: 1, "b c": [true] }, "{'a': 1, 'b c': [True]}"], [new Map<unknown, unknown>([[1, "x"], ["k", null]]), "{1: 'x', 'k': None}"],
    [new Set(), "set()"], [new Set([1, "2"]), "{1, '2'}"],
    [Float64Array.of(1, 2.5), "[1, 2.5]"], [Buffer.from("a'\"\\\n\xff", "latin1"), "b'a\\'\"\\\\\\n\\xff'"],
    [RuntimeError("x", 2), "RuntimeError('x', 2)"], [RuntimeError(), "RuntimeError()"], [new TypeError("t"), "TypeError('t')"],
    [RuntimeError, "<class 'RuntimeError'>"], [Bare, "<class 'Bare'>"], [function work() {}, "<function work>"], [(() => () => 1)(), "<function <lambda>>"],
    [new Shown(), "<Shown>"], [new Both(), "Both()"], [[new Both()], "[Both()]"], [/x/g, "/x/g"], [Symbol("s"), "Symbol(s)"],
    [{ toString: () => "own" }, "own"],
  ])("of %o", (value, text) => {
    expect(repr(value)).toBe(text);
  });

  it.each([
    ["", "''"], ["it's", `"it's"`], ['say "hi"', `'say "hi"'`], [`both ' and "`, `'both \\' and "'`],
    ["a\\b\n\r\t\x00\x1f\x7f", "'a\\\\b\\n\\r\\t\\x00\\x1f\\x7f'"],
    ["\x80\xa0\xad\u2028\ud800 😀\u{e0001}é ż\u3000", "'\\x80\\xa0\\xad\\u2028\\ud800 😀\\U000e0001é ż\\u3000'"],
  ])("quotes %j", (value, text) => {
    expect(repr(value)).toBe(text);
  });

  it("gives other objects a number that stays", () => {
    const bare = new Bare();
    expect(repr(bare)).toMatch(/^<Bare object at 0x[0-9a-f]+>$/);
    expect(repr(bare)).toBe(repr(bare));
    expect(repr(bare)).not.toBe(repr(new Bare()));
  });

  it("ends where a container holds itself", () => {
    const list: unknown[] = [1];
    list.push(list);
    expect(repr(list)).toBe("[1, [...]]");
    const dict: Record<string, unknown> = { list };
    dict["self"] = dict;
    list.push(dict);
    expect(repr(dict)).toBe("{'list': [1, [...], {...}], 'self': {...}}");
    const own = { __repr__: (): string => reprSequence(own, [own, list]) };
    expect(repr(own)).toBe("[[...], [1, [...], {'list': [...], 'self': {...}}]]");
    const twice = [1];
    expect(repr([twice, twice])).toBe("[[1], [1]]");
  });

  it("can be used again after an error", () => {
    const bad = [{ __repr__() { throw RuntimeError("no"); } }];
    expect(() => repr(bad)).toThrow("no");
    expect(() => repr(bad)).toThrow("no");
  });

  it("asks before it looks for a method", () => {
    const shared = new Proxy(new Shown(), {
      get(target, key, receiver) {
        if (!(key in target)) throw RuntimeError(`no attribute ${String(key)}`);
        return Reflect.get(target, key, receiver);
      },
    });
    expect(repr(shared)).toBe("<Shown>");
    expect(str(shared)).toBe("<Shown>");
  });
});

describe("str", () => {
  it.each<[unknown, string]>([
    ["it's", "it's"], [["it's"], `["it's"]`], [null, "None"], [undefined, "None"], [1.5, "1.5"], [new Both(), "text"], [[new Both()], "[Both()]"], [new Shown(), "<Shown>"],
    [RuntimeError("boom"), "boom"], [RuntimeError(), ""], [new Error("js"), "js"], [KeyError("k"), "'k'"],
    [KeyError(), ""], [KeyError(null), "None"], [KeyError(["a", 1]), "['a', 1]"], [RuntimeError("boom", 2), "('boom', 2)"], [KeyError("k", 2), "('k', 2)"],
    [OSError(2, "No such file"), "[Errno 2] No such file"], [new Worded("k", 2), "other words"],
  ])("of %o", (value, text) => {
    expect(str(value)).toBe(text);
  });

  it("of nothing is empty", () => {
    expect(str()).toBe("");
  });
});
