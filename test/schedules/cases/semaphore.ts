/** Semaphore: permits are neither lost nor made, and go to those who wait in the order they came. */
import { SemaphoreBody } from "../../../src/internal/memory/layout.js";
import { BoundedSemaphore, Semaphore } from "../../../src/threading/index.js";
import { bodyAt, copies, defineCase, expect, expectEqual, linesOf, type Say, threadsInLine } from "../engine/case.js";
import type { Event } from "../engine/log.js";
import { pause } from "../engine/pause.js";

type Objects = { semaphore: Semaphore };

const lineOf = ({ semaphore }: Objects) => threadsInLine(bodyAt(semaphore) + SemaphoreBody.WAITERS);

/** Takes a permit; nobody who stood in line when it came may stand there still. */
function take({ semaphore }: Objects, say: Say): void {
  const before = lineOf({ semaphore });
  semaphore.acquire();
  const overtaken = lineOf({ semaphore }).filter((thread) => before.includes(thread));
  expect(overtaken.length === 0, `overtook ${overtaken}`);
  say("took");
}

function takeAtMost(seconds: number) {
  return ({ semaphore }: Objects, say: Say) => say(semaphore.acquire({ timeout: seconds }) ? "took" : "gave up");
}

const give = ({ semaphore }: Objects) => semaphore.release();

/** All permits are there or taken, and nobody waits. */
function balances(objects: Objects, log: readonly Event[], total: number): void {
  const taken = linesOf(log).filter((text) => text === "took").length;
  expectEqual(objects.semaphore._value, total - taken, "permits left");
  expectEqual(lineOf(objects), [], "threads in line");
}

export const semaphoreCases = [
  defineCase<Objects>({
    name: "Semaphore: no permit is lost",
    setup: () => ({ semaphore: Semaphore(1) }),
    threads: copies(3, ({ semaphore }: Objects, say: Say) => {
      semaphore.acquire();
      say("in");
      say("out");
      semaphore.release();
    }),
    check(objects, log) {
      expectEqual(linesOf(log), ["in", "out", "in", "out", "in", "out"], "one at a time");
      balances(objects, log, 1);
    },
  }),
  defineCase<Objects>({
    name: "Semaphore: who stands in line comes before who comes later",
    setup: () => ({ semaphore: Semaphore(1) }),
    threads: [take, take, take, ({ semaphore }) => semaphore.release(2)],
    check(objects, log) {
      balances(objects, log, 3);
    },
  }),
  defineCase<Objects>({
    name: "Semaphore: one release of two lets two go",
    setup: () => ({ semaphore: Semaphore(0) }),
    threads: [take, take, ({ semaphore }) => semaphore.release(2)],
    check(objects, log) {
      balances(objects, log, 2);
    },
  }),
  defineCase<Objects>({
    name: "Semaphore: a timeout and a release cannot both win",
    setup: () => ({ semaphore: Semaphore(0) }),
    threads: [takeAtMost(1), takeAtMost(1), give],
    check(objects, log) {
      balances(objects, log, 1);
    },
  }),
  defineCase<Objects>({
    name: "Semaphore: an abort and a release cannot both win",
    setup: () => ({ semaphore: Semaphore(0) }),
    threads: [
      async ({ semaphore }, say) => {
        const controller = new AbortController();
        pause().then(() => controller.abort());
        say(await semaphore.acquire_async({ signal: controller.signal }).then(() => "took", () => "gave up"));
      },
      takeAtMost(1),
      give,
    ],
    check(objects, log) {
      balances(objects, log, 1);
    },
  }),
  defineCase<{ semaphore: BoundedSemaphore }>({
    name: "BoundedSemaphore: of two releases too many none gets through",
    setup: () => ({ semaphore: BoundedSemaphore(1) }),
    threads: copies(2, ({ semaphore }: { semaphore: BoundedSemaphore }, say: Say) => {
      expect(semaphore.acquire(), "no timeout was given");
      for (let i = 0; i < 2; i++) {
        try {
          semaphore.release();
          say("released");
        } catch (error) {
          say((error as Error).name);
        }
      }
    }),
    check({ semaphore }, log) {
      // Each thread releases twice what it acquired once.
      expectEqual([linesOf(log).sort(), semaphore._value], [["ValueError", "ValueError", "released", "released"], 1], "releases");
    },
  }),
];
