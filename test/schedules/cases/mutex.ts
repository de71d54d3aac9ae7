/** The mutex of internal/memory, and the locks that are made of it. */
import { alloc } from "../../../src/internal/memory/alloc.js";
import { words } from "../../../src/internal/memory/arena.js";
import { FREE, lock, lockUntil, unlock } from "../../../src/internal/memory/mutex.js";
import { defineCase, expectEqual, times } from "../engine/case.js";

export const mutexCases = [
  defineCase({
    name: "mutex: three threads keep each other out",
    preemptions: { test: 2, explore: 4 },
    setup: () => ({ mutex: alloc(2), counter: alloc(2) }),
    threads: times(3, () => ({ mutex, counter }) => {
      lock(mutex);
      const seen = words[counter];
      words[counter] = -1;
      if (seen < 0) throw new Error("two threads hold the mutex");
      words[counter] = seen + 1;
      unlock(mutex);
    }),
    check({ mutex, counter }) {
      expectEqual([words[mutex], words[counter]], [FREE, 3], "mutex and counter");
    },
  }),
];
