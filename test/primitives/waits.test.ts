/** What is written of a wait, when, and what a look at it says. One thread plays all parts: it looks from within its wait. */
import { afterAll, beforeEach, expect, test } from "vitest";
import { alloc } from "../../src/internal/memory/alloc.js";
import { words } from "../../src/internal/memory/arena.js";
import { deadlineIn, monotonicMs } from "../../src/internal/memory/clock.js";
import { Kind, NULL_PTR, THREAD_BLOCK_WORDS, ThreadBlock, WAIT_TIMED, WaitKind } from "../../src/internal/memory/layout.js";
import { isSameWait, readWait, sleepInSight, stuckIn, waitFor, watchThreads } from "../../src/internal/memory/waits.js";

const block = alloc(THREAD_BLOCK_WORDS);
const word = alloc(2);
let whileWaiting: () => void;
let endless = 0;

watchThreads({ current: () => block, attend: () => whileWaiting(), endless: () => endless++ });
afterAll(() => watchThreads({ current: () => NULL_PTR, attend() {}, endless() {} }));

beforeEach(() => {
  words[word] = 7;
  words[block + ThreadBlock.KIND] = Kind.THREAD_BLOCK;
  whileWaiting = () => {};
});

/** Waits until it has been looked at, which a wake-up for nothing gives occasion to. */
function look(kind: WaitKind, deadline = deadlineIn(0.002)): void {
  waitFor(kind, 99, word, 7, deadline);
}

test("a wait is seen while it lasts, and not before or after", () => {
  const before = monotonicMs();
  let seen: ReturnType<typeof readWait>;
  whileWaiting = () => {
    seen = readWait(block);
  };
  expect(readWait(block)).toBeUndefined();
  look(WaitKind.EVENT);
  expect(seen).toMatchObject({ kind: WaitKind.EVENT, isTimed: true, on: 99, serial: words[block + ThreadBlock.WAIT_SERIAL] });
  expect(seen?.since).toBeGreaterThanOrEqual(before);
  expect(seen?.since).toBeLessThanOrEqual(monotonicMs());
  expect(readWait(block)).toBeUndefined();
  expect(isSameWait(block, seen!)).toBe(false);
});

test("each wait has a number of its own, and what was read of one is not taken for the next", () => {
  const seen: NonNullable<ReturnType<typeof readWait>>[] = [];
  const same: boolean[] = [];
  whileWaiting = () => {
    seen.push(readWait(block)!);
    same.push(isSameWait(block, seen[0]));
  };
  look(WaitKind.GET);
  look(WaitKind.GET);
  expect(seen[1].serial).toBe(seen[0].serial + 1);
  expect(same).toEqual([true, false]);
});

test("an internal mutex is no wait that is told", () => {
  const serial = words[block + ThreadBlock.WAIT_SERIAL];
  whileWaiting = () => expect.unreachable();
  look(WaitKind.NONE);
  expect(words[block + ThreadBlock.WAIT_SERIAL]).toBe(serial);
});

test("a wait with an end is not stuck, whatever its word says; one without an end is announced", () => {
  const found: number[] = [];
  whileWaiting = () => found.push(stuckIn(block));
  const before = endless;
  look(WaitKind.LOCK);
  sleepInSight(deadlineIn(0.002));
  expect(found).toEqual([-1, -1]);
  expect(endless).toBe(before);
  words[word] = 8;
  look(WaitKind.LOCK, Number.POSITIVE_INFINITY);
  expect(endless).toBe(before + 1);
});

test("a thread is stuck for as long as it is in a wait without an end and its word is as it was", () => {
  words[block + ThreadBlock.WAIT_KIND] = WaitKind.LOCK;
  words[block + ThreadBlock.WAIT_WORD] = word;
  words[block + ThreadBlock.WAIT_EXPECTED] = 7;
  expect(stuckIn(block)).toBe(words[block + ThreadBlock.WAIT_SERIAL]);
  words[word] = 8;
  expect(stuckIn(block)).toBe(-1);
  words[word] = 7;
  words[block + ThreadBlock.WAIT_KIND] = WaitKind.LOCK | WAIT_TIMED;
  expect(stuckIn(block)).toBe(-1);
  words[block + ThreadBlock.WAIT_KIND] = WaitKind.NONE;
  expect(stuckIn(block)).toBe(-1);
});

test("a sleep lasts as long as it should, and is seen", () => {
  let seen: ReturnType<typeof readWait>;
  whileWaiting = () => {
    seen = readWait(block);
  };
  const before = monotonicMs();
  sleepInSight(before + 5);
  expect(monotonicMs() - before).toBeGreaterThanOrEqual(5);
  expect(seen).toMatchObject({ kind: WaitKind.SLEEP, isTimed: true });
});
