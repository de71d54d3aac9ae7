import { describe, expect, test } from "vitest";
import { AttributeError, OverflowError, RuntimeError } from "../../src/internal/base/errors.js";
import "../../src/internal/codec/index.js";
import { LockType } from "../../src/thread/lock.js";
import "../../src/threading/aliases.js";
import { Condition } from "../../src/threading/condition.js";
import { Semaphore } from "../../src/threading/semaphore.js";

describe("Condition", () => {
  test("the default lock is recursive", () => {
    const condition = Condition();
    condition.acquire();
    expect(condition.acquire(false)).toBe(true);
    condition.release();
    condition.release();
    expect(() => condition.release()).toThrow("cannot release un-acquired lock");
  });

  test("with a Lock, acquiring one excludes the other", () => {
    const lock = new LockType();
    const condition = new Condition(lock);
    expect(condition.acquire()).toBe(true);
    expect(lock.acquire(false)).toBe(false);
    condition.release();
    lock.acquire();
    expect(condition.acquire({ timeout: 0.01 })).toBe(false);
    lock.release();
    expect(() => condition.release()).toThrow("release unlocked lock");
  });

  test("un-acquired", () => {
    for (const condition of [Condition(), Condition(new LockType()), Condition(Semaphore())]) {
      expect(() => condition.wait()).toThrow("cannot wait on un-acquired lock");
      expect(() => condition.notify()).toThrow("cannot notify on un-acquired lock");
      expect(() => condition.notify_all()).toThrow(RuntimeError);
      expect(() => condition.wait_for(() => false)).toThrow("cannot wait on un-acquired lock");
      expect(condition.wait_for(() => 7)).toBe(7);
    }
  });

  test("a wait that times out gives false and keeps the recursion", () => {
    const condition = Condition();
    for (let i = 0; i < 3; i++) condition.acquire();
    const start = performance.now();
    expect(condition.wait(0.03)).toBe(false);
    expect(performance.now() - start).toBeGreaterThan(28);
    for (const timeout of [0, -1, Number.NaN, { timeout: 0 }]) expect(condition.wait(timeout)).toBe(false);
    for (let i = 0; i < 3; i++) condition.release();
    expect(() => condition.release()).toThrow(RuntimeError);
    expect(String(condition)).toMatch(/, 0\)>$/);
  });

  test("a bad timeout leaves the lock held and nobody in the line", () => {
    const condition = Condition();
    condition.acquire();
    expect(() => condition.wait(1e100)).toThrow(OverflowError);
    expect(() => condition.wait("a" as never)).toThrow("'>' not supported between instances of 'str' and 'int'");
    expect(String(condition)).toMatch(/^<Condition\(<locked _thread\.RLock object owner=1 count=1 at 0x[0-9a-f]{12}>, 0\)>$/);
    condition.release();
  });

  test("notify with nobody waiting does nothing", () => {
    const condition = Condition();
    condition.acquire();
    condition.notify();
    condition.notify(-1);
    condition.notify("a" as never);
    condition.notifyAll();
    expect(condition.wait(0)).toBe(false);
  });

  test("wait_for gives the predicate's last value", () => {
    const condition = Condition();
    condition.acquire();
    let calls = 0;
    const predicate = () => {
      calls++;
      return 0;
    };
    expect(condition.wait_for(predicate, 0.02)).toBe(0);
    expect(calls).toBe(2);
    calls = 0;
    expect(condition.wait_for(predicate, { timeout: -1 })).toBe(0);
    expect(calls).toBe(2);
    let left = 2;
    expect(condition.wait_for(() => (left-- > 0 ? "" : "yes"), 0)).toBe("");
  });

  test("the lock may be any object with acquire and release", () => {
    const calls: unknown[] = [];
    const lock = {
      acquire: (...args: unknown[]) => calls.push(["acquire", ...args]) > 0,
      release: () => calls.push("release"),
      _is_owned: () => true,
      _release_save: () => calls.push("save") && "state",
      _acquire_restore: (state: string) => calls.push(["restore", state]),
    };
    const condition = Condition(lock);
    condition.acquire(true, 5);
    expect(condition.wait(0)).toBe(false);
    condition.release();
    expect(calls).toEqual([["acquire", true, 5], "save", ["restore", "state"], "release"]);
    expect(() => Condition(1 as never)).toThrow(AttributeError);
    expect(() => Condition(1 as never)).toThrow("'int' object has no attribute 'acquire'");
  });

  test("a lock that cannot be released leaves nobody in the line", () => {
    const condition = Condition({
      acquire: () => false,
      release: () => {
        throw new RuntimeError("no");
      },
    });
    expect(() => condition.wait()).toThrow("no");
    expect(String(condition)).toMatch(/, 0\)>$/);
  });
});
