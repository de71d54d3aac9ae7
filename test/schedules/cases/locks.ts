/** Lock and RLock. */
import { alloc } from "../../../src/internal/memory/alloc.js";
import { words } from "../../../src/internal/memory/arena.js";
import type { Ptr } from "../../../src/internal/memory/layout.js";
import { Lock, RLock } from "../../../src/threading/index.js";
import { copies, defineCase, expect, expectEqual, linesOf, type Say } from "../engine/case.js";
import { pause } from "../engine/pause.js";

type LockObjects = { lock: Lock; counter: Ptr };
type RLockObjects = { lock: RLock; counter: Ptr };

const withLock = (): LockObjects => ({ lock: Lock(), counter: alloc(2) });
const withRLock = (): RLockObjects => ({ lock: RLock(), counter: alloc(2) });

function count(counter: Ptr): void {
  const seen = words[counter];
  words[counter] = -1;
  if (seen < 0) throw new Error("two threads hold the lock");
  words[counter] = seen + 1;
}

function isFreeWith(expected: number, { lock, counter }: LockObjects | RLockObjects): void {
  expectEqual([lock.locked(), words[counter]], [false, expected], "locked, and counted");
}

export const lockCases = [
  defineCase<LockObjects>({
    name: "Lock: acquire with and without a timeout, and trying",
    setup: withLock,
    threads: [
      ({ lock, counter }) => {
        lock.acquire();
        count(counter);
        lock.release();
      },
      ({ lock, counter }, say) => {
        if (!lock.acquire({ timeout: 1 })) return say("gave up");
        count(counter);
        lock.release();
      },
      ({ lock, counter }, say) => {
        if (!lock.acquire(false)) return say("not free");
        count(counter);
        lock.release();
      },
    ],
    check(objects, log) {
      isFreeWith(3 - linesOf(log).length, objects);
    },
  }),
  defineCase({
    name: "Lock: one thread's release ends another one's wait",
    setup: () => {
      const [there, back] = [Lock(), Lock()];
      there.acquire();
      back.acquire();
      return { there, back };
    },
    threads: [
      ({ there, back }) => {
        there.release();
        back.acquire();
      },
      ({ there, back }) => {
        there.acquire();
        back.release();
      },
    ],
    check({ there, back }) {
      expectEqual([there.locked(), back.locked()], [true, true], "locked");
    },
  }),
  defineCase<LockObjects>({
    name: "Lock: promises and blocked threads wait for one lock, with an abort",
    setup: withLock,
    threads: [
      ...copies(2, ({ lock, counter }: LockObjects) => {
        lock.acquire();
        count(counter);
        lock.release();
      }),
      async ({ lock, counter }, say) => {
        const controller = new AbortController();
        pause().then(() => controller.abort());
        // Two of one thread, of which one may be aborted.
        const aborted = lock.acquire_async({ signal: controller.signal }).then(
          () => {
            count(counter);
            lock.release();
          },
          () => say("aborted"),
        );
        expect(await lock.acquire_async(), "no timeout was given");
        count(counter);
        lock.release();
        await aborted;
      },
    ],
    check(objects, log) {
      isFreeWith(4 - linesOf(log).length, objects);
    },
  }),
  defineCase({
    name: "Lock: an abort ends the wait for a lock that stays held",
    setup: () => {
      const [lock, aborted] = [Lock(), Lock()];
      aborted.acquire();
      return { lock, aborted };
    },
    threads: [
      ({ lock, aborted }) => {
        lock.acquire();
        aborted.acquire();
        lock.release();
      },
      ({ lock }) => {
        lock.acquire();
        lock.release();
      },
      async ({ lock, aborted }) => {
        const controller = new AbortController();
        pause().then(() => controller.abort());
        await lock.acquire_async({ signal: controller.signal }).then(
          () => lock.release(),
          () => {},
        );
        aborted.release();
      },
    ],
    check({ lock, aborted }) {
      expectEqual([lock.locked(), aborted.locked()], [false, true], "locked");
    },
  }),
  defineCase<RLockObjects>({
    name: "RLock: the owner comes in again, others do not",
    setup: withRLock,
    threads: copies(3, ({ lock, counter }: RLockObjects) => {
      lock.acquire();
      expect(lock._is_owned(), "who has acquired does not own");
      expect(lock.acquire(), "the owner must not wait");
      expectEqual(lock._recursion_count(), 2, "releases due");
      count(counter);
      lock.release();
      expect(lock._is_owned(), "one release of two gave the lock away");
      lock.release();
      expect(!lock._is_owned(), "who has released owns");
    }),
    check: (objects) => isFreeWith(3, objects),
  }),
  defineCase<RLockObjects>({
    name: "RLock: only the owner releases, and a timeout gives up",
    setup: withRLock,
    threads: [
      ({ lock, counter }) => {
        lock.acquire();
        lock.acquire();
        count(counter);
        lock.release();
        lock.release();
      },
      ({ lock }, say) => {
        try {
          lock.release();
          say("released");
        } catch (error) {
          say((error as Error).name);
        }
      },
      ({ lock, counter }, say) => {
        if (!lock.acquire({ timeout: 1 })) return say("gave up");
        count(counter);
        lock.release();
      },
    ],
    check(objects, log) {
      expectEqual(linesOf(log, 1), ["RuntimeError"], "who does not own");
      isFreeWith(2 - linesOf(log, 2).length, objects);
    },
  }),
  defineCase<RLockObjects>({
    name: "RLock: acquire_async",
    setup: withRLock,
    threads: [
      ({ lock, counter }) => {
        lock.acquire();
        count(counter);
        lock.release();
      },
      ...copies(2, async ({ lock, counter }: RLockObjects, say: Say) => {
        if (!(await lock.acquire_async({ timeout: 1 }))) return say("gave up");
        expectEqual(lock._recursion_count(), 1, "releases due");
        count(counter);
        lock.release();
      }),
    ],
    check(objects, log) {
      isFreeWith(3 - linesOf(log).length, objects);
    },
  }),
];
