/** Attributes of a shared object hold what a Map would, in the same order, whatever is set, replaced and deleted. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import "../../src/builtins/module.js";
import { object } from "../../src/builtins/object.js";
import { SimpleNamespace } from "../../src/builtins/simple-namespace.js";
import { shared } from "../containers/helpers.js";

/** More than a table has steady entries for, and few enough that most are set again. */
const NAMES = 30;

const numbers = [0, -0, 1, -1, 2 ** 30 - 1, 2 ** 30, -(2 ** 30), -(2 ** 30) - 1, 2 ** 31, -(2 ** 31), 2 ** 32, 0.5, NaN, Infinity, -Infinity];
const values = fc.oneof(
  fc.constantFrom<unknown>(...numbers, true, false, null, undefined, "", "short", "a text that is not short", "ünï", 10n),
  fc.integer(),
  fc.double(),
);

type Step = { name: number; deletes: boolean; value: unknown };
const steps = (names: number) =>
  fc.array(fc.record<Step>({ name: fc.nat(names - 1), deletes: fc.boolean(), value: values }), { maxLength: 80 });

describe("attributes", () => {
  it.each([3, 8, NAMES])("of %i names are as in a Map", (names) => {
    fc.assert(
      fc.property(fc.boolean(), steps(names), (isShared, given) => {
        const object = SimpleNamespace<Record<string, unknown>>();
        if (isShared) shared(object);
        const model = new Map<string, unknown>();
        for (const { name, deletes, value } of given) {
          const key = `name ${name}`;
          if (deletes && model.has(key)) {
            delete object[key];
            model.delete(key);
          } else {
            object[key] = value;
            model.set(key, value);
          }
          expect(key in object).toBe(model.has(key));
          expect(object[key]).toBe(model.get(key));
        }
        expect(Object.keys(object)).toEqual([...model.keys()]);
        for (const [key, value] of model) expect(object[key]).toBe(value);
      }),
      { numRuns: 150 },
    );
  });

  it("are set by the setters of the class that an object has now", () => {
    class Counted extends (object as unknown as new () => Record<string, unknown>) {
      set x(value: number) {
        this._x = value;
      }
    }
    class Plain extends (object as unknown as new () => Record<string, unknown>) {}
    const moved = new Counted();
    moved._x = 0;
    Object.setPrototypeOf(moved, Plain.prototype);
    moved.x = 7;
    const fresh = new Counted();
    fresh._x = 1;
    fresh.x = 9;
    expect([Object.keys(moved), Object.keys(fresh), fresh._x]).toEqual([["_x", "x"], ["_x"], 9]);
    const back = new Plain();
    back.v = 1;
    back.x = 2;
    Object.setPrototypeOf(back, Counted.prototype);
    back.x = 3;
    expect([back._x, Object.keys(back)]).toEqual([3, ["v", "x", "_x"]]);
  });
});
