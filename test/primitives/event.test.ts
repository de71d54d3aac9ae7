import { expect, test } from "vitest";
import { OverflowError } from "../../src/internal/base/errors.js";
import "../../src/internal/codec/index.js";
import "../../src/threading/aliases.js";
import { Event } from "../../src/threading/event.js";

test("the flag", () => {
  const event = Event();
  expect(event.is_set()).toBe(false);
  for (let i = 0; i < 2; i++) event.set();
  expect(event.isSet()).toBe(true);
  expect(String(event)).toMatch(/^<threading\.Event at 0x[0-9a-f]{12}: set>$/);
  for (let i = 0; i < 2; i++) event.clear();
  expect(event.is_set()).toBe(false);
  expect(String(event)).toMatch(/: unset>$/);
});

test("wait with a timeout", () => {
  const event = new Event();
  for (const timeout of [0, -1, Number.NaN, { timeout: 0 }]) expect(event.wait(timeout)).toBe(false);
  const start = performance.now();
  expect(event.wait(0.03)).toBe(false);
  expect(performance.now() - start).toBeGreaterThan(28);
  expect(() => event.wait(1e100)).toThrow(OverflowError);
  event.set();
  expect(event.wait("not looked at" as never)).toBe(true);
  expect(event.wait()).toBe(true);
});
