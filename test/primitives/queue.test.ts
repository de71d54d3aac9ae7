import { describe, expect, test } from "vitest";
import { Exception, ValueError } from "../../src/internal/base/errors.js";
import "../../src/internal/codec/index.js";
import { bodyOf, ptrOf } from "../../src/internal/codec/index.js";
import { readSlot } from "../../src/internal/codec/slots.js";
import { usage } from "../../src/internal/memory/alloc.js";
import { collectGarbage } from "../../src/internal/codec/handle-table.js";
import { Empty, Full, LifoQueue, PriorityQueue, Queue, ShutDown, SimpleQueue } from "../../src/queue/index.js";
import { eachItem } from "../../src/queue/ring.js";

const classes = [
  ["Queue", Queue, [1, 2, 3]],
  ["LifoQueue", LifoQueue, [3, 2, 1]],
  ["PriorityQueue", PriorityQueue, [1, 2, 3]],
] as const;

function caught(body: () => unknown): Error & { args: unknown[] } {
  try {
    body();
  } catch (error) {
    return error as Error & { args: unknown[] };
  }
  throw new Error("nothing was thrown");
}

describe.each(classes)("%s", (name, Class, order) => {
  test("order, full and empty", () => {
    const q = new Class<number>(3);
    expect(q.empty() && !q.full()).toBe(true);
    for (const item of [1, 2, 3]) q.put(item);
    expect(q.full() && !q.empty()).toBe(true);
    expect(q.qsize()).toBe(3);
    expect([q.get(), q.get(), q.get()]).toEqual(order);
    expect(q.empty()).toBe(true);
    expect(String(q)).toMatch(new RegExp(`^<queue\\.${name} object at 0x[0-9a-f]{12}>$`));
  });

  test("Full and Empty have no message", () => {
    const q = Class<number>(1);
    q.put(1);
    for (const put of [() => q.put(2, false), () => q.put(2, { block: false }), () => q.put(2, { timeout: 0.01 }), () => q.put_nowait(2), () => q.put(2, true, 0)]) {
      const error = caught(put);
      expect(error).toBeInstanceOf(Full);
      expect(error.message).toBe("");
      expect(error.args).toEqual([]);
    }
    q.get();
    for (const get of [() => q.get(false), () => q.get({ block: false }), () => q.get({ timeout: 0.01 }), () => q.get_nowait(), () => q.get(true, 0)]) {
      const error = caught(get);
      expect(error).toBeInstanceOf(Empty);
      expect(error).toBeInstanceOf(Exception);
      expect(error.message).toBe("");
    }
    expect(q.unfinished_tasks).toBe(1);
  });

  test("negative timeouts", () => {
    const message = "'timeout' must be a non-negative number";
    const bounded = new Class(1);
    expect(() => bounded.put(1, { timeout: -1 })).toThrow(message);
    expect(bounded.empty()).toBe(true);
    bounded.put(1);
    expect(() => bounded.get({ timeout: -1 })).toThrow(ValueError);
    expect(bounded.get(false, -1)).toBe(1);
    const unbounded = new Class();
    unbounded.put(1, true, -1);
    unbounded.put(2, true, "a" as never);
    expect(() => unbounded.get(true, "a" as never)).toThrow("'<' not supported between instances of 'str' and 'int'");
  });

  test("tasks", () => {
    const q = new Class();
    expect(() => q.task_done()).toThrow("task_done() called too many times");
    q.put(1);
    q.put(2, false);
    expect(q.unfinished_tasks).toBe(2);
    q.task_done();
    q.task_done();
    q.join();
    expect(() => q.task_done()).toThrow(ValueError);
    expect(q.unfinished_tasks).toBe(0);
  });

  test("maxsize can be changed", () => {
    const q = new Class(4);
    for (const item of [1, 2, 3, 4]) q.put(item);
    q.maxsize = 2;
    expect(q.full()).toBe(true);
    expect(() => q.put_nowait(5)).toThrow(Full);
    q.maxsize = 0;
    expect(q.full()).toBe(false);
    q.put_nowait(5);
    expect(q.maxsize).toBe(0);
    expect(new Class({ maxsize: 7 }).maxsize).toBe(7);
  });

  test("shutdown", () => {
    const q = new Class(2);
    q.put(1);
    expect(q.is_shutdown).toBe(false);
    q.shutdown();
    q.shutdown();
    expect(q.is_shutdown).toBe(true);
    for (const put of [() => q.put(2), () => q.put_nowait(2), () => q.put(2, { timeout: -1 })]) {
      const error = caught(put);
      expect(error).toBeInstanceOf(ShutDown);
      expect(error.message).toBe("");
    }
    expect(q.get()).toBe(1);
    for (const get of [() => q.get(), () => q.get_nowait(), () => q.get({ timeout: -1 })]) expect(get).toThrow(ShutDown);
    q.task_done();
    q.join();
  });

  test("shutdown(immediate) drops the items, as tasks done", () => {
    const q = new Class();
    for (const item of ["a", "b", "a longer text", "c"]) q.put(item);
    q.get();
    q.shutdown({ immediate: true });
    expect(q.qsize()).toBe(0);
    expect(q.unfinished_tasks).toBe(1);
    expect(() => q.get()).toThrow(ShutDown);
    q.task_done();
    q.join();
  });

  test("the ring grows in any position", () => {
    const q = new Class<number>();
    const model: number[] = [];
    let next = 0;
    for (let round = 1; round < 60; round++) {
      for (let i = 0; i < round; i++) {
        q.put(next);
        model.push(next++);
      }
      for (let i = 0; i < round / 2; i++) expect(q.get()).toBe(name === "LifoQueue" ? model.pop() : model.shift());
    }
    while (model.length > 0) expect(q.get()).toBe(name === "LifoQueue" ? model.pop() : model.shift());
    expect(q.empty()).toBe(true);
  });

  test("a queue that dies gives its items back", () => {
    const fill = () => {
      const q = new Class();
      for (let i = 0; i < 40; i++) q.put("text that is not short".repeat(i + 1));
      expect(ptrOf(q)).toBeGreaterThan(0);
    };
    fill();
    collectGarbage();
    const before = usage().usedBytes;
    for (let i = 0; i < 200; i++) fill();
    collectGarbage();
    expect(usage().usedBytes - before).toBeLessThan(100_000);
  });
});

test("items of all types come out as equals, owned by the receiver", () => {
  const q = Queue();
  const lock = Queue();
  const items = [0, -0, 1.5, Number.NaN, "", "short", "longer than eight", "déjà vu ☃", true, false, null, undefined, 10n, [1, [2]], { a: { b: 1 } }, new Map([[1, 2]]), lock];
  for (const item of items) q.put(item);
  for (const item of items) expect(q.get()).toEqual(item);
  q.put(lock);
  expect(q.get()).toBe(lock);
  q.put({ a: [1] });
  const owned = q.get();
  owned.a.push(2);
  expect(owned).toEqual({ a: [1, 2] });
});

test("the first argument of put is never taken for keywords", () => {
  const q = Queue();
  q.put({ block: false });
  q.put({ timeout: 1 }, { block: false });
  expect(q.get()).toEqual({ block: false });
  expect(q.get()).toEqual({ timeout: 1 });
  expect(() => q.put(1, { blok: false } as never)).toThrow("put() got an unexpected keyword argument 'blok'");
});

test("an item that cannot cross leaves the queue as it was", () => {
  const q = Queue(1);
  expect(() => q.put(Promise.resolve())).toThrow(TypeError);
  expect(q.empty()).toBe(true);
  expect(q.unfinished_tasks).toBe(0);
  q.put(1);
});

test("mutex is the lock that guards the queue", () => {
  const q = Queue();
  q.mutex.acquire();
  expect(q.mutex.locked()).toBe(true);
  q.mutex.release();
  q.put(1);
  expect(q.mutex).toBe(q.mutex);
});

describe("hooks", () => {
  test("a queue that fails on demand stays consistent", () => {
    class Failing extends Queue {
      failsNext = false;
      override _put(item: unknown) {
        if (this.#fails()) throw new Error("put failed");
        super._put(item);
      }
      override _get() {
        if (this.#fails()) throw new Error("get failed");
        return super._get();
      }
      #fails() {
        const fails = this.failsNext;
        this.failsNext = false;
        return fails;
      }
    }
    const q = new Failing(2);
    for (const put of [() => q.put("oops"), () => q.put("oops", { timeout: 0.1 }), () => q.put_nowait("oops")]) {
      q.failsNext = true;
      expect(put).toThrow("put failed");
    }
    expect(q.unfinished_tasks).toBe(0);
    q.put("one");
    q.put("two");
    expect(() => q.put("three", { timeout: 0.01 })).toThrow(Full);
    q.failsNext = true;
    expect(() => q.get()).toThrow("get failed");
    expect([q.get(), q.get()]).toEqual(["one", "two"]);
    expect(() => q.get(false)).toThrow(Empty);
    expect(q.empty()).toBe(true);
  });

  test("a queue of its own storage", () => {
    const storage: string[] = [];
    class Longest extends Queue<string> {
      override _init() {}
      override _qsize() {
        return storage.length;
      }
      override _put(item: string) {
        if (!storage.includes(item)) storage.push(item);
      }
      override _get() {
        storage.sort((a, b) => a.length - b.length);
        return storage.pop() as string;
      }
    }
    const q = new Longest();
    for (const item of ["aa", "a", "aaa", "a"]) q.put(item);
    expect(q.qsize()).toBe(3);
    expect(q.unfinished_tasks).toBe(4);
    expect(q.get()).toBe("aaa");
    q.shutdown(true);
    expect(storage).toEqual([]);
    expect(q.unfinished_tasks).toBe(2);
    expect(() => q.get()).toThrow(ShutDown);
  });
});

test("a subclass", () => {
  class Jobs extends Queue<number> {
    limit = 2;
    override put(item: number) {
      super.put(item * this.limit);
    }
  }
  const q = new Jobs(5);
  q.put(4);
  expect(q.get()).toBe(8);
  expect(q.maxsize).toBe(5);
  expect(q).toBeInstanceOf(Queue);
  expect(String(q)).toMatch(/^<__main__\.Jobs object at /);
});

describe("PriorityQueue", () => {
  const drain = (q: PriorityQueue) => Array.from({ length: q.qsize() }, () => q.get());

  test("numbers", () => {
    const q = PriorityQueue<number>();
    const numbers = Array.from({ length: 200 }, (_, i) => ((i * 7919) % 211) - 100.5);
    for (const n of numbers) q.put(n);
    expect(drain(q)).toEqual([...numbers].sort((a, b) => a - b));
  });

  test("the items lie as in heapq", () => {
    const q = PriorityQueue<number>();
    for (const n of [7, 3, 9, 1, 8, 2]) q.put(n);
    const items: unknown[] = [];
    eachItem(bodyOf(q), (slot) => items.push(readSlot(slot)));
    expect(items).toEqual([1, 3, 2, 7, 8, 9]);
  });

  test("equal ones come out as from heapq", () => {
    const q = PriorityQueue();
    class Job {
      constructor(public n: number) {}
      __lt__() {
        return false;
      }
    }
    for (let n = 0; n < 6; n++) q.put(new Job(n));
    expect(drain(q).map((job) => job.n)).toEqual([0, 2, 5, 4, 1, 3]);
  });

  test("strings by code point, arrays by their items", () => {
    const q = PriorityQueue();
    for (const text of ["\u{1F600}", "b", "\uFF5E", "a", "ab"]) q.put(text);
    expect(drain(q)).toEqual(["a", "ab", "b", "\uFF5E", "\u{1F600}"]);
    for (const item of [[2, "x"], [1, { a: 1 }], [1], [1, 1, 9].slice(0, 1), [0, "z", 5]]) if (!(item.length === 2 && item[0] === 1)) q.put(item);
    expect(drain(q)).toEqual([[0, "z", 5], [1], [1], [2, "x"]]);
    q.put([1, {}]);
    q.put([1, {}]);
    expect(drain(q)).toEqual([[1, {}], [1, {}]]);
  });

  test("objects by __lt__ or __gt__", () => {
    class Job {
      constructor(public level: number) {}
      __lt__(other: Job) {
        return this.level < other.level;
      }
    }
    const q = PriorityQueue<Job>();
    for (const level of [3, 1, 2]) q.put(new Job(level));
    expect(drain(q).map((job) => job.level)).toEqual([1, 2, 3]);
  });

  test("what cannot be compared", () => {
    const q = PriorityQueue();
    q.put([1, { a: 1 }]);
    expect(() => q.put([1, { b: 2 }])).toThrow("'<' not supported between instances of 'dict' and 'dict'");
    expect(q.qsize()).toBe(2);
    expect(q.unfinished_tasks).toBe(1);
    expect(() => q.put("text")).toThrow("'<' not supported between instances of 'str' and 'list'");
    expect(q.mutex.locked()).toBe(false);
    while (!q.empty()) {
      try {
        q.get();
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError);
      }
    }
    q.put(1);
    expect(q.get()).toBe(1);
  });
});

describe("SimpleQueue", () => {
  test("put, get, nowait, timeout, empty, qsize", () => {
    const q = SimpleQueue();
    expect(q.empty()).toBe(true);
    q.put(1);
    q.put("two", false, -1);
    q.put_nowait([3]);
    expect(q.qsize()).toBe(3);
    expect(() => q.get({ timeout: -1 })).toThrow("'timeout' must be a non-negative number");
    expect([q.get(), q.get_nowait(), q.get({ timeout: 1 })]).toEqual([1, "two", [3]]);
    expect(() => q.get_nowait()).toThrow(Empty);
    expect(() => q.get(false, -1)).toThrow(Empty);
    expect(() => q.get({ timeout: 0.01 })).toThrow(Empty);
    expect(() => (SimpleQueue as any)(1)).toThrow("SimpleQueue() takes no positional arguments");
    expect(String(q)).toMatch(/^<_queue\.SimpleQueue object at /);
  });
});
