import { describe, expect, test } from "vitest";
import { ValueError } from "../../src/internal/base/errors.js";
import "../../src/internal/codec/index.js";
import { handleOf, ptrOf } from "../../src/internal/codec/index.js";
import { BoundedSemaphore } from "../../src/threading/bounded-semaphore.js";
import { Semaphore } from "../../src/threading/semaphore.js";

describe.each([
  ["Semaphore", Semaphore],
  ["BoundedSemaphore", BoundedSemaphore],
] as const)("%s", (name, Class) => {
  test("constructor", () => {
    expect(() => Class(-1)).toThrow("semaphore initial value must be >= 0");
    expect(() => new Class("a" as never)).toThrow("'<' not supported between instances of 'str' and 'int'");
    expect(Class()._value).toBe(1);
    expect(new Class({ value: 4 })._value).toBe(4);
  });

  test("acquire takes permits until there is none", () => {
    const semaphore = Class(2);
    expect(semaphore.acquire()).toBe(true);
    expect(semaphore.acquire(false)).toBe(true);
    expect(semaphore.acquire(false)).toBe(false);
    expect(semaphore.acquire({ blocking: false })).toBe(false);
    expect(semaphore._value).toBe(0);
    semaphore.release(2);
    expect(semaphore._value).toBe(2);
  });

  test("timeouts", () => {
    const semaphore = Class(1);
    expect(() => semaphore.acquire(false, 0)).toThrow("can't specify timeout for non-blocking acquire");
    expect(semaphore.acquire(true, 1e100)).toBe(true);
    const start = performance.now();
    expect(semaphore.acquire({ timeout: 0.03 })).toBe(false);
    expect(performance.now() - start).toBeGreaterThan(28);
    expect(semaphore.acquire(true, 0)).toBe(false);
    expect(semaphore.acquire(true, -1)).toBe(false);
    semaphore.release();
    expect(semaphore.acquire({ timeout: 0.01 })).toBe(true);
  });

  test("release(n) takes one or more", () => {
    const semaphore = Class(1);
    expect(() => semaphore.release(0)).toThrow("n must be one or more");
    expect(() => semaphore.release(-1)).toThrow(ValueError);
  });

  test("hold", () => {
    const semaphore = Class(1);
    const hold = semaphore.hold();
    expect(semaphore._value).toBe(0);
    hold[Symbol.dispose]();
    expect(semaphore.__enter__()).toBe(true);
    semaphore.__exit__();
    expect(semaphore._value).toBe(1);
  });

  test("a handle made again is of the same class", () => {
    expect(handleOf(ptrOf(Class(1)))).toBeInstanceOf(Class);
    expect(Class(1)).toBeInstanceOf(Semaphore);
  });
});

test("Semaphore: a release above the initial value raises the value", () => {
  const semaphore = Semaphore(3);
  semaphore.release();
  expect(String(semaphore)).toMatch(/^<threading\.Semaphore at 0x[0-9a-f]{12}: value=4>$/);
});

test("BoundedSemaphore: a release above the initial value is refused as a whole", () => {
  const semaphore = BoundedSemaphore(3);
  expect(() => semaphore.release()).toThrow("Semaphore released too many times");
  semaphore.acquire();
  expect(() => semaphore.release(2)).toThrow(ValueError);
  expect(String(semaphore)).toMatch(/^<threading\.BoundedSemaphore at 0x[0-9a-f]{12}: value=2\/3>$/);
  expect(semaphore._initial_value).toBe(3);
  expect(() => BoundedSemaphore(0).release()).toThrow(ValueError);
});

test("repr of a subclass", () => {
  class Slots extends BoundedSemaphore {}
  expect(String(new Slots(2))).toMatch(/^<__main__\.Slots at 0x[0-9a-f]{12}: value=2\/2>$/);
});
