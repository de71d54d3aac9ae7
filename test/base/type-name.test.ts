import { expect, it } from "vitest";
import { RuntimeError } from "../../src/internal/base/errors.js";
import { isClass, isPlainObject, typeName } from "../../src/internal/base/type-name.js";

class Account {}

it.each<[unknown, string]>([
  [undefined, "NoneType"], [null, "NoneType"], [true, "bool"], [1, "int"], [1.5, "float"], [1n, "int"], ["x", "str"], [[], "list"],
  [{}, "dict"], [Object.create(null), "dict"], [new Map(), "dict"], [new Set(), "set"], [Buffer.from("x"), "bytes"], [() => 1, "function"],
  [Account, "type"], [RuntimeError, "type"], [Map, "type"], [new Account(), "Account"], [RuntimeError(), "RuntimeError"],
  [(function* () {})(), "generator"],
])("typeName(%o) is %s", (value, name) => {
  expect(typeName(value)).toBe(name);
});

it("tells classes from functions", () => {
  function plain() {}
  expect([Account, RuntimeError, class {}, Date].map(isClass)).toEqual([true, true, true, true]);
  expect([plain, () => 1, async () => 1, function* () {}, async function* () {}, { m() {} }.m, Math.max].some(isClass)).toBe(false);
});

it("tells plain objects from others", () => {
  expect([{}, Object.create(null)].every(isPlainObject)).toBe(true);
  expect([[], new Map(), new Account(), null, "x", () => 1, Math.max].some(isPlainObject)).toBe(false);
  (function (..._: unknown[]) {
    expect(isPlainObject(arguments)).toBe(false);
  })(1);
});
