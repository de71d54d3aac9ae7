import { describe, expect, it } from "vitest";
import { formatPrint, splitPrintArguments } from "../../src/builtins/print-format.js";

describe("splitPrintArguments", () => {
  it.each<[args: unknown[], values: unknown[], options: object]>([
    [[], [], {}],
    [[1, "a"], [1, "a"], {}],
    [[1, { end: "" }], [1], { end: "" }],
    [[{ sep: ",", end: "" }], [], { sep: ",", end: "" }],
    [[1, { sep: null, flush: true }], [1], { sep: null, flush: true }],
    [[1, {}], [1, {}], {}],
    [[1, { end: "", other: 1 }], [1, { end: "", other: 1 }], {}],
    [[{ end: "" }, 1], [{ end: "" }, 1], {}],
    [[new Map([["end", ""]])], [new Map([["end", ""]])], {}],
  ])("%o", (args, values, options) => {
    expect(splitPrintArguments(args)).toEqual({ values, options });
  });
});

describe("formatPrint", () => {
  it.each<[args: unknown[], options: object, text: string]>([
    [[], {}, "\n"],
    [["a", 1, null, [1, "b"]], {}, "a 1 None [1, 'b']\n"],
    [["Consumer :", 5], {}, "Consumer : 5\n"],
    [[1, 2, 3], { sep: "-", end: "!" }, "1-2-3!"],
    [[1, 2], { sep: null, end: null }, "1 2\n"],
    [[1, 2], { sep: "", end: "" }, "12"],
  ])("%o by %o", (args, options, text) => {
    expect(formatPrint(args, options)).toBe(text);
  });

  it("refuses other separators", () => {
    expect(() => formatPrint([], { sep: 5 as never })).toThrow(new TypeError("sep must be None or a string, not int"));
    expect(() => formatPrint([], { end: [] as never })).toThrow(new TypeError("end must be None or a string, not list"));
  });
});
