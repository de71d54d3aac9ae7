/** Condition: no wake-up is lost, the first in line comes first, and a timeout and a notification cannot both win. */
import { alloc } from "../../../src/internal/memory/alloc.js";
import { words } from "../../../src/internal/memory/arena.js";
import { ConditionBody, type Ptr } from "../../../src/internal/memory/layout.js";
import { Condition, Lock } from "../../../src/threading/index.js";
import { bodyAt, copies, defineCase, expect, expectEqual, linesOf, type Say, threadsInLine } from "../engine/case.js";
import type { Event } from "../engine/log.js";
import { pause } from "../engine/pause.js";

type Objects = { condition: Condition; flag: Ptr };

const withRLock = (): Objects => ({ condition: Condition(), flag: alloc(2) });
const withLock = (): Objects => ({ condition: Condition(Lock()), flag: alloc(2) });
const lineOf = (condition: Condition) => threadsInLine(bodyAt(condition) + ConditionBody.WAITERS);

function waitForFlag({ condition, flag }: Objects): void {
  condition.acquire();
  while (words[flag] === 0) condition.wait();
  condition.release();
}

function setFlag({ condition, flag }: Objects): void {
  condition.acquire();
  words[flag] = 1;
  condition.notify_all();
  condition.release();
}

/** Waits, and says whether it was notified; stands in line when it says that it does. */
function waitAtMost(seconds: number) {
  return ({ condition }: Objects, say: Say) => {
    condition.acquire();
    say("waits");
    const notified = condition.wait(seconds);
    expect(condition._is_owned(), "wait came back without the lock");
    say(notified ? "notified" : "gave up");
    condition.release();
  };
}

/** Notifies some, and says who stood in line before and after. Nobody can come while it has the lock. */
function notifySome(count: number) {
  return ({ condition }: Objects, say: Say) => {
    condition.acquire();
    const before = lineOf(condition);
    condition.notify(count);
    say(`notified ${count} of ${before} leaving ${lineOf(condition)}`);
    condition.release();
  };
}

/**
 * While somebody stays in line, just so many were notified as should be, and all of them stood before it. Those who stood
 * there too have given up by themselves.
 */
function areFirstNotified(log: readonly Event[]): void {
  const notified = log.filter(({ text }) => text === "notified").map(({ thread }) => thread);
  let total = 0;
  for (const { text } of log) {
    const [, count, ...lines] = /^notified (\w+) of ([\d,]*) leaving ([\d,]*)$/.exec(text) ?? [];
    if (count === undefined) continue;
    const [before, after] = lines.map((line) => (line === "" ? [] : line.split(",").map(Number)));
    const left = before.filter((thread) => !after.includes(thread) && notified.includes(thread));
    expect(left.length <= Number(count), `${left.length} were notified instead of ${count}`);
    if (after.length > 0) {
      expectEqual(left.length, Number(count), `notified of ${before}, leaving ${after}`);
      expect(before.indexOf(left[left.length - 1]) < before.indexOf(after[0]), `${left} overtook ${after}`);
    }
    total += left.length;
  }
  expectEqual(notified.length, total, "threads that say that they were notified");
}

function isAtRest({ condition }: Objects): void {
  expectEqual(lineOf(condition), [], "threads in line");
  expect(!condition._is_owned() && !String(condition).includes("<locked"), "the lock is still held");
}

export const conditionCases = [
  defineCase<Objects>({
    name: "Condition: no wake-up is lost",
    setup: withRLock,
    threads: [waitForFlag, setFlag],
    check: isAtRest,
  }),
  defineCase<Objects>({
    name: "Condition: no wake-up is lost by two that wait, with a Lock",
    setup: withLock,
    threads: [waitForFlag, waitForFlag, setFlag],
    check: isAtRest,
  }),
  defineCase<Objects>({
    name: "Condition: notify wakes the first in line, one for each",
    setup: withRLock,
    threads: [waitAtMost(1), waitAtMost(2), notifySome(1), notifySome(1)],
    check(objects, log) {
      areFirstNotified(log);
      isAtRest(objects);
    },
  }),
  defineCase<Objects>({
    name: "Condition: a timeout and a notification cannot both win",
    setup: withLock,
    threads: [waitAtMost(1), notifySome(1)],
    check(objects, log) {
      areFirstNotified(log);
      isAtRest(objects);
    },
  }),
  defineCase<Objects>({
    name: "Condition: a notification for one of two that give up",
    setup: withLock,
    threads: [waitAtMost(1), waitAtMost(1), notifySome(1)],
    check(objects, log) {
      areFirstNotified(log);
      isAtRest(objects);
    },
  }),
  defineCase<Objects>({
    name: "Condition: the lock comes back as often as it was acquired",
    setup: withRLock,
    threads: [
      ({ condition, flag }) => {
        condition.acquire();
        condition.acquire();
        condition.wait_for(() => words[flag] !== 0);
        condition.release();
        expect(condition._is_owned(), "the lock came back once instead of twice");
        condition.release();
      },
      setFlag,
    ],
    check: isAtRest,
  }),
  defineCase<Objects>({
    name: "Condition: wait_for with a timeout ends, and tells what it saw last",
    setup: withLock,
    threads: [
      ({ condition, flag }, say) => {
        condition.acquire();
        const seen = condition.wait_for(() => words[flag], 1);
        expectEqual(seen, words[flag], "seen");
        say(`saw ${seen}`);
        condition.release();
      },
      setFlag,
      // A notification that means nothing: the predicate is looked at again.
      ({ condition }) => {
        condition.acquire();
        condition.notify_all();
        condition.release();
      },
    ],
    check: isAtRest,
  }),
  defineCase<Objects>({
    name: "Condition: a promise and a blocked thread in one line, and an abort",
    setup: withLock,
    threads: [
      async ({ condition }, say) => {
        const controller = new AbortController();
        pause().then(() => controller.abort());
        await condition.acquire_async();
        say("waits");
        const outcome = await condition.wait_async({ signal: controller.signal }).then(
          () => "notified",
          () => "aborted",
        );
        expect(condition._is_owned(), "wait_async came back without the lock");
        say(outcome);
        condition.release();
      },
      waitAtMost(1),
      notifySome(1),
    ],
    check(objects, log) {
      areFirstNotified(log);
      isAtRest(objects);
    },
  }),
  defineCase<Objects>({
    name: "Condition: notify_all wakes all who are there",
    setup: withRLock,
    threads: [...copies(2, waitAtMost(1)), notifySome(Number.POSITIVE_INFINITY)],
    check(objects, log) {
      areFirstNotified(log);
      expect(linesOf(log, 2).length === 1, "said once");
      isAtRest(objects);
    },
  }),
];
