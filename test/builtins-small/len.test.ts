import { expect, it } from "vitest";
import { len } from "../../src/builtins/len.js";
import { range } from "../../src/builtins/range.js";

function argumentsOf(..._: unknown[]): IArguments {
  return arguments;
}

it.each<[string, unknown, number]>([
  ["a string", "abc", 3],
  ["an array", [1, 2], 2],
  ["a Map", new Map([[1, 2]]), 1],
  ["a Set", new Set([1, 2, 3]), 3],
  ["a typed array", new Uint8Array(4), 4],
  ["a range", range(0, 10, 3), 4],
  ["a plain object", { length: 9, a: 1, b: 2 }, 3],
  ["arguments", argumentsOf(1, 2), 2],
  ["__len__", new (class { size = 1; __len__() { return 7; } })(), 7],
  ["a length", new (class { length = 5; })(), 5],
  ["a size", new (class { size = 6; })(), 6],
])("counts %s", (_what, value, count) => {
  expect(len(value as object)).toBe(count);
});

it.each<[unknown, string]>([
  [5, "int"], [1.5, "float"], [null, "NoneType"], [undefined, "NoneType"], [true, "bool"], [() => 1, "function"], [new Date(), "Date"],
])("refuses %o", (value, name) => {
  expect(() => len(value as object)).toThrow(new TypeError(`object of type '${name}' has no len()`));
});
