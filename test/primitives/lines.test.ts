/** Who comes first, proved without other threads: waiters are put in line by hand, and what is granted is looked at. */
import { afterEach, expect, test } from "vitest";
import "../../src/internal/codec/index.js";
import { bodyOf, type Handle } from "../../src/internal/codec/index.js";
import { floats, words } from "../../src/internal/memory/arena.js";
import { ConditionBody, EventBody, type Ptr, QueueBody, SemaphoreBody, Slot, Waiter } from "../../src/internal/memory/layout.js";
import { acquireWaiter, cancelLocked, enqueueLocked, GRANTED, IDLE, WAITING, waiterCount } from "../../src/internal/memory/waiters.js";
import { SlotTag } from "../../src/internal/codec/tags.js";
import { Empty, Full, PriorityQueue, Queue } from "../../src/queue/index.js";
import { Condition } from "../../src/threading/condition.js";
import { Event } from "../../src/threading/event.js";
import { Semaphore } from "../../src/threading/semaphore.js";

const body = (handle: object): Ptr => bodyOf(handle as Handle);
const used: Ptr[] = [];

function inLine(list: Ptr, count: number): Ptr[] {
  const waiters = Array.from({ length: count }, () => acquireWaiter(99));
  for (const waiter of waiters) enqueueLocked(list, waiter);
  used.push(...waiters);
  return waiters;
}

const stateOf = (waiter: Ptr) => words[waiter + Waiter.STATE];
const tagIn = (waiter: Ptr) => words[waiter + Waiter.VALUE + Slot.TAG];
const numberIn = (waiter: Ptr) => floats[(waiter + Waiter.VALUE + Slot.PAYLOAD) >> 1];

/** Gives each waiter a number to put, from `first` on. */
function writeNumbers(waiters: Ptr[], first: number) {
  for (const [i, waiter] of waiters.entries()) {
    words[waiter + Waiter.VALUE + Slot.TAG] = SlotTag.NUMBER;
    floats[(waiter + Waiter.VALUE + Slot.PAYLOAD) >> 1] = first + i;
  }
}

afterEach(() => {
  for (const waiter of used) words.fill(0, waiter, waiter + 8);
  used.length = 0;
});

test("Condition: notify takes the first in line, notify_all the rest", () => {
  const condition = Condition();
  const list = body(condition) + ConditionBody.WAITERS;
  const waiters = inLine(list, 5);
  condition.acquire();
  condition.notify();
  condition.notify({ n: 2 });
  expect(waiters.map(stateOf)).toEqual([GRANTED, GRANTED, GRANTED, WAITING, WAITING]);
  expect(String(condition)).toMatch(/, 2\)>$/);
  condition.notify_all();
  expect(waiters.map(stateOf)).toEqual(Array(5).fill(GRANTED));
  expect(waiterCount(list)).toBe(0);
});

test("a waiter that gives up leaves the line; one that was granted does not", () => {
  const condition = Condition();
  const list = body(condition) + ConditionBody.WAITERS;
  const [first, second, third] = inLine(list, 3);
  expect(cancelLocked(list, second)).toBe(false);
  expect(stateOf(second)).toBe(IDLE);
  condition.acquire();
  condition.notify();
  expect(cancelLocked(list, first)).toBe(true);
  condition.notify();
  expect(stateOf(third)).toBe(GRANTED);
  expect(waiterCount(list)).toBe(0);
});

test("Event: set() and clear() at once let go everybody who waits", () => {
  const event = Event();
  const waiters = inLine(body(event) + EventBody.WAITERS, 5);
  event.set();
  event.clear();
  expect(waiters.map(stateOf)).toEqual(Array(5).fill(GRANTED));
});

test("Semaphore: permits go to those who wait, in line, and not to a newcomer", () => {
  const semaphore = Semaphore(0);
  const waiters = inLine(body(semaphore) + SemaphoreBody.WAITERS, 3);
  semaphore.release();
  expect(waiters.map(stateOf)).toEqual([GRANTED, WAITING, WAITING]);
  expect(semaphore.acquire(false)).toBe(false);
  semaphore.release(4);
  expect(waiters.map(stateOf)).toEqual([GRANTED, GRANTED, GRANTED]);
  expect(semaphore._value).toBe(2);
});

test("Queue: items go to the getters in line, and not to a newcomer", () => {
  for (const q of [Queue(1), PriorityQueue(1)]) {
    const waiters = inLine(body(q) + QueueBody.GETTERS, 2);
    q.put(7);
    q.put(8);
    expect(waiters.map(stateOf)).toEqual([GRANTED, GRANTED]);
    expect(waiters.map(numberIn)).toEqual([7, 8]);
    expect(() => q.get_nowait()).toThrow(Empty);
    expect(q.unfinished_tasks).toBe(2);
  }
});

test("Queue: room goes to the putters in line, and not to a newcomer", () => {
  const q = Queue(2);
  q.put(1);
  q.put(2);
  const waiters = inLine(body(q) + QueueBody.PUTTERS, 2);
  writeNumbers(waiters, 3);
  expect(q.get()).toBe(1);
  expect(waiters.map(stateOf)).toEqual([GRANTED, WAITING]);
  expect(() => q.put_nowait(9)).toThrow(Full);
  expect([q.get(), q.get(), q.get()]).toEqual([2, 3, 4]);
  expect(waiters.map(stateOf)).toEqual([GRANTED, GRANTED]);
  expect(q.unfinished_tasks).toBe(4);
});

test("Queue: more room lets in who waits for it", () => {
  const q = Queue(1);
  q.put(1);
  const waiters = inLine(body(q) + QueueBody.PUTTERS, 40);
  writeNumbers(waiters, 2);
  q.maxsize = 0;
  expect(waiters.every((waiter) => stateOf(waiter) === GRANTED)).toBe(true);
  expect(Array.from({ length: 41 }, () => q.get())).toEqual(Array.from({ length: 41 }, (_, i) => i + 1));
});

test("PriorityQueue: a place that was promised is kept from newcomers", () => {
  const q = PriorityQueue(1);
  q.put(1);
  const [waiter] = inLine(body(q) + QueueBody.PUTTERS, 1);
  expect(q.get()).toBe(1);
  expect(stateOf(waiter)).toBe(GRANTED);
  expect(() => q.put_nowait(9)).toThrow(Full);
});

test("shutdown lets everybody go, with nothing in hand: those who get look again", () => {
  const q = Queue(1);
  const getters = inLine(body(q) + QueueBody.GETTERS, 2);
  q.shutdown();
  expect(getters.map(stateOf)).toEqual([GRANTED, GRANTED]);
  expect(getters.map(tagIn)).toEqual([SlotTag.LOOK, SlotTag.LOOK]);
  const full = Queue(1);
  full.put(1);
  const putters = inLine(body(full) + QueueBody.PUTTERS, 2);
  writeNumbers(putters, 5);
  full.shutdown();
  expect(putters.map(stateOf)).toEqual([GRANTED, GRANTED]);
  expect(putters.map(numberIn)).toEqual([5, 6]);
});

test("who only looks is woken, and the item and the place stay for the next", () => {
  const q = Queue(1);
  const [looks, gets] = inLine(body(q) + QueueBody.GETTERS, 2);
  words[looks + Waiter.VALUE + Slot.TAG] = SlotTag.LOOK;
  q.put(1);
  expect([stateOf(looks), stateOf(gets), q.qsize()]).toEqual([GRANTED, WAITING, 1]);
  const [watches, puts] = inLine(body(q) + QueueBody.PUTTERS, 2);
  words[watches + Waiter.VALUE + Slot.TAG] = SlotTag.LOOK;
  writeNumbers([puts], 2);
  // It takes the item although another has waited, as in Python a newcomer may.
  expect(q.get()).toBe(1);
  expect([stateOf(watches), stateOf(puts), q.qsize()]).toEqual([GRANTED, WAITING, 0]);
});

test("an item that a putter in line gives up is announced to those who get", () => {
  const q = Queue(1);
  q.put(1);
  const [puts] = inLine(body(q) + QueueBody.PUTTERS, 1);
  writeNumbers([puts], 2);
  const [gets] = inLine(body(q) + QueueBody.GETTERS, 1);
  expect(q.get()).toBe(1);
  expect([stateOf(puts), stateOf(gets), tagIn(gets), q.qsize()]).toEqual([GRANTED, GRANTED, SlotTag.LOOK, 1]);
});
