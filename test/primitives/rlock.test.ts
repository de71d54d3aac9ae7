import { describe, expect, test } from "vitest";
import { OverflowError, RuntimeError, ValueError } from "../../src/internal/base/errors.js";
import "../../src/internal/codec/index.js";
import { RLock } from "../../src/thread/rlock.js";

describe("RLock", () => {
  test("nested acquires and releases balance", () => {
    const lock = RLock();
    expect(lock.acquire()).toBe(true);
    expect(lock.acquire(false)).toBe(true);
    expect(lock.acquire({ timeout: 1 })).toBe(true);
    expect(lock._recursion_count()).toBe(3);
    lock.release();
    lock.release();
    expect(lock._is_owned()).toBe(true);
    lock.release();
    expect(lock._is_owned()).toBe(false);
    expect(lock._recursion_count()).toBe(0);
    expect(lock.locked()).toBe(false);
  });

  test("a release that is not due is refused", () => {
    const lock = new RLock();
    const message = "cannot release un-acquired lock";
    expect(() => lock.release()).toThrow(message);
    lock.acquire();
    lock.release();
    expect(() => lock.release()).toThrow(RuntimeError);
    expect(() => lock._release_save()).toThrow(message);
  });

  test("the arguments are checked as those of Lock, also for the owner", () => {
    const lock = RLock();
    for (let round = 0; round < 2; round++) {
      expect(() => lock.acquire(false, 1)).toThrow("can't specify a timeout for a non-blocking call");
      expect(() => lock.acquire(true, -2)).toThrow(ValueError);
      expect(() => lock.acquire(true, 1e100)).toThrow(OverflowError);
      expect(() => lock.acquire({ wait: 1 } as object)).toThrow("acquire() got an unexpected keyword argument 'wait'");
      lock.acquire();
    }
  });

  test("_release_save and _acquire_restore keep the count", () => {
    const lock = RLock();
    lock.acquire();
    lock.acquire();
    const state = lock._release_save();
    expect(lock.locked()).toBe(false);
    lock._acquire_restore(state);
    expect(lock._recursion_count()).toBe(2);
  });

  test("repr", () => {
    const lock = RLock();
    expect(String(lock)).toMatch(/^<unlocked _thread\.RLock object owner=0 count=0 at 0x[0-9a-f]{12}>$/);
    lock.acquire();
    lock.acquire();
    expect(String(lock)).toMatch(/^<locked _thread\.RLock object owner=1 count=2 at 0x[0-9a-f]{12}>$/);
  });

  test("hold, __enter__ and __exit__", () => {
    const lock = RLock();
    const hold = lock.hold();
    expect(lock.__enter__()).toBe(true);
    lock.__exit__(null, null, null);
    expect(lock.locked()).toBe(true);
    hold[Symbol.dispose]();
    expect(lock.locked()).toBe(false);
  });

  test("can be extended", () => {
    class Named extends RLock {
      title: string;
      constructor(title: string) {
        super();
        this.title = title;
      }
    }
    const lock = new Named("a");
    expect(lock.title).toBe("a");
    lock.acquire();
    expect(lock instanceof RLock).toBe(true);
    expect(String(lock)).toMatch(/^<locked Named object owner=1 count=1 at /);
  });
});
