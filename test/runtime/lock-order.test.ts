/** PYTHREADS_CHECK=1: locks that are taken in both orders, or in a circle, are told once, and the program goes on. */
import { describe, expect, test } from "vitest";
import { LockOrder } from "../../src/internal/runtime/lock-order.js";
import type { OrderedLock } from "../../src/internal/runtime/protocol.js";
import { describe as tell, runWithImports } from "../helpers/run-program.js";

const lock = (number: number): OrderedLock => ({ number, name: `<${number}>`, frames: `    at ${number}` });

describe("the graph", () => {
  /** What is told when locks are taken in these orders, one pair after another. */
  function told(...steps: [held: number, taken: number][]): string[] {
    const order = new LockOrder();
    return steps.map(([held, taken]) => order.add({ thread: "T", held: lock(held), taken: lock(taken) })).filter((text) => text !== "");
  }

  test("both orders, with all four places", () => {
    expect(told([1, 2], [2, 1])).toEqual([
      `Lock order: <2> and <1> have been taken in both orders, so two threads can wait for each other for ever.
T took <1> at
    at 1
while it held <2>, taken at
    at 2
T took <2> at
    at 2
while it held <1>, taken at
    at 1
`,
    ]);
  });

  test("each once", () => {
    expect(told([1, 2], [2, 1], [1, 2], [2, 1])).toHaveLength(1);
    expect(told([1, 2], [2, 1], [3, 4], [4, 3])).toHaveLength(2);
  });

  test("a circle of several, by the shortest way", () => {
    const [text, ...others] = told([1, 2], [2, 3], [3, 4], [2, 4], [4, 1]);
    expect(others).toEqual([]);
    expect(text).toMatch(/^Lock order: <4>, <1> and <2> have been taken in a circle, /);
  });

  test("nothing where there is an order", () => {
    expect(told([1, 2], [1, 3], [2, 3], [2, 4], [3, 4], [1, 4])).toEqual([]);
  });
});

/** Runs with the check on; what it tells of, in short: the locks of each circle, by the names that the program printed. */
async function circles(text: string): Promise<string[]> {
  const result = await runWithImports(
    `const address = (lock) => String(lock).match(/0x\\w+/)[0]; const name = (locks) => { for (const [key, lock] of Object.entries(locks)) print(key, address(lock)); };
const A = threading.Lock(), B = threading.Lock(), C = threading.Lock(), R = threading.RLock(), S = threading.RLock(); name({ A, B, C, R, S });
const run = (target) => { const t = threading.Thread({ target }); t.start(); t.join(); };
const both = (first, second) => builtins.with_(first, () => builtins.with_(second, () => {}));
${text}`,
    { env: { PYTHREADS_CHECK: "1" } },
  );
  expect({ code: result.code, timedOut: result.timedOut }, tell(result)).toEqual({ code: 0, timedOut: false });
  const names = new Map(result.lines.map((line) => line.split(" ").reverse() as [string, string]));
  return result.stderr
    .split("\n")
    .filter((line) => line.startsWith("Lock order: "))
    .map((line) => [...line.matchAll(/0x\w+/g)].map(([address]) => names.get(address)).join(" "));
}

describe.concurrent("a program", () => {
  test("in two threads, in one, and in a circle of three; once each", async ({ expect }) => {
    expect(
      await circles(`run(() => both(A, B)); run(() => both(B, A)); run(() => both(B, A));
both(R, S); both(S, R);
run(() => both(B, C)); run(() => both(C, A));`),
    ).toEqual(["B A", "S R", "C A B"]);
  });

  test("a Condition's lock, which its wait takes anew while another lock is held", async ({ expect }) => {
    expect(await circles(`for (const lock of [R, C]) { const condition = threading.Condition(lock); condition.acquire(); A.acquire(); condition.wait(0.001); A.release(); condition.release(); }`)).toEqual([
      "A R",
      "A C",
    ]);
  });

  test("nothing of locks that give up, are owned already, were released by another thread or held by an earlier one", async ({ expect }) => {
    expect(
      await circles(`both(A, B); B.acquire(); print(A.acquire(false), "x"); A.release(); print(A.acquire({ timeout: 1 }), "x"); A.release(); B.release();
both(R, S); R.acquire(); S.acquire(); R.acquire(); R.release(); S.release(); R.release();
A.acquire(); run(() => A.release()); C.acquire(); C.release(); both(C, A);
run(() => { C.acquire(); S.acquire(); }); run(() => both(B, threading.Lock()));`),
    ).toEqual([]);
  });

  test("before it ends in that very deadlock, with both places", async ({ expect }) => {
    const result = await runWithImports(
      `const a = threading.Lock(), b = threading.Lock(), both = threading.Barrier(2);
function first() { a.acquire(); both.wait(); b.acquire(); }
function second() { b.acquire(); both.wait(); a.acquire(); }
threading.Thread({ target: first }).start(); threading.Thread({ target: second }).start();`,
      { env: { PYTHREADS_CHECK: "1" } },
    );
    expect(result.code, tell(result)).toBe(2);
    const [order, deadlock] = result.stderr.split(/^(?=Deadlock: )/m);
    expect(order.match(/^Lock order: /gm)).toHaveLength(1);
    for (const place of ["first (", "second ("]) expect(order).toContain(`    at ${place}`);
    expect(deadlock).toContain("Cycle: ");
  });

  test("nothing when it is not asked for", async ({ expect }) => {
    const result = await runWithImports("const a = threading.Lock(), b = threading.Lock(); for (const [x, y] of [[a, b], [b, a]]) { x.acquire(); y.acquire(); y.release(); x.release(); }");
    expect(result).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });
});
