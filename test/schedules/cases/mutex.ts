/** The mutex of internal/memory. */
import { alloc } from "../../../src/internal/memory/alloc.js";
import { words } from "../../../src/internal/memory/arena.js";
import { deadlineIn } from "../../../src/internal/memory/clock.js";
import type { Ptr } from "../../../src/internal/memory/layout.js";
import { FREE, lock, lockUntil, lockUntilAsync, tryLock, unlock } from "../../../src/internal/memory/mutex.js";
import { copies, defineCase, expect, expectEqual, linesOf, type Say } from "../engine/case.js";
import { pause } from "../engine/pause.js";

interface Guarded {
  [name: string]: Ptr;
  mutex: Ptr;
  counter: Ptr;
}

const guarded = (): Guarded => ({ mutex: alloc(2), counter: alloc(2) });

/** Adds one, and throws if another thread does so at the same time. */
function count(counter: Ptr, meanwhile: () => void = () => {}): void {
  const seen = words[counter];
  words[counter] = -1;
  if (seen < 0) throw new Error("two threads hold the mutex");
  meanwhile();
  words[counter] = seen + 1;
}

function isFreeWith(expected: number, { mutex, counter }: Guarded): void {
  expectEqual([words[mutex] === FREE, words[counter]], [true, expected], "free, and counted");
}

export const mutexCases = [
  defineCase<Guarded>({
    name: "mutex: three threads keep each other out",
    setup: guarded,
    threads: copies(3, ({ mutex, counter }) => {
      lock(mutex);
      count(counter);
      unlock(mutex);
    }),
    check: (objects) => isFreeWith(3, objects),
  }),
  defineCase<Guarded>({
    name: "mutex: a thread comes again at once",
    setup: guarded,
    threads: copies(2, ({ mutex, counter }) => {
      for (let i = 0; i < 3; i++) {
        lock(mutex);
        count(counter);
        unlock(mutex);
      }
    }),
    check: (objects) => isFreeWith(6, objects),
  }),
  defineCase<Guarded>({
    name: "mutex: a time that runs out takes nobody's wake-up",
    setup: guarded,
    threads: [
      ...copies(2, ({ mutex, counter }: Guarded) => {
        lock(mutex);
        count(counter);
        unlock(mutex);
      }),
      ...copies(2, ({ mutex, counter }: Guarded, say: Say) => {
        if (!lockUntil(mutex, deadlineIn(1))) return say("gave up");
        count(counter);
        unlock(mutex);
      }),
    ],
    check(objects, log) {
      isFreeWith(4 - linesOf(log).length, objects);
    },
  }),
  defineCase<Guarded>({
    name: "mutex: trying takes it or leaves it",
    setup: guarded,
    threads: [
      ({ mutex, counter }) => {
        lock(mutex);
        count(counter);
        unlock(mutex);
      },
      ...copies(2, ({ mutex, counter }: Guarded, say: Say) => {
        if (!tryLock(mutex)) return say("not free");
        count(counter);
        unlock(mutex);
      }),
    ],
    check(objects, log) {
      isFreeWith(3 - linesOf(log).length, objects);
    },
  }),
  defineCase<Guarded>({
    name: "mutex: an aborted promise takes nobody's wake-up",
    setup: guarded,
    threads: [
      ({ mutex, counter }) => {
        lock(mutex);
        count(counter);
        unlock(mutex);
      },
      async ({ mutex, counter }, say) => {
        const controller = new AbortController();
        pause().then(() => controller.abort(new Error("aborted")));
        try {
          expect(await lockUntilAsync(mutex, Number.POSITIVE_INFINITY, controller.signal), "gave up without a reason");
          count(counter);
          unlock(mutex);
        } catch (error) {
          say((error as Error).message);
        }
      },
      ({ mutex, counter }) => {
        lock(mutex);
        count(counter);
        unlock(mutex);
      },
    ],
    check(objects, log) {
      isFreeWith(3 - linesOf(log).length, objects);
    },
  }),
];
