/** Barrier: nobody goes on before all have come, generation after generation, and what breaks it breaks it for all. */
import { alloc } from "../../../src/internal/memory/alloc.js";
import { words } from "../../../src/internal/memory/arena.js";
import { add, load } from "../../../src/internal/memory/futex.js";
import { BarrierBody, type Ptr } from "../../../src/internal/memory/layout.js";
import { Barrier, type BrokenBarrierError } from "../../../src/threading/barrier.js";
import { bodyAt, copies, defineCase, expect, expectEqual, linesOf, type Say, threadsInLine } from "../engine/case.js";
import type { Event } from "../engine/log.js";
import { pause } from "../engine/pause.js";

type Objects = { barrier: Barrier; arrived: Ptr };

const setup = (parties: number) => (): Objects => ({ barrier: Barrier(parties), arrived: alloc(2) });

/** Comes to the barrier so many times; each time all must have come as often before it goes on. */
function come(rounds: number, parties: number) {
  return ({ barrier, arrived }: Objects, say: Say) => {
    for (let round = 1; round <= rounds; round++) {
      add(arrived, 1);
      const place = barrier.wait();
      const come = load(arrived);
      expect(come >= round * parties, `went on when ${come} had come`);
      say(`place ${place}`);
    }
  };
}

function comeAtMost(seconds: number) {
  return ({ barrier }: Objects, say: Say) => {
    try {
      barrier.wait(seconds);
      say("passed");
    } catch (error) {
      if ((error as BrokenBarrierError).name !== "BrokenBarrierError") throw error;
      say("broken");
    }
  };
}

function isAtRest({ barrier }: Objects): void {
  expectEqual(threadsInLine(bodyAt(barrier) + BarrierBody.WAITERS), [], "threads that wait");
  expectEqual(threadsInLine(bodyAt(barrier) + BarrierBody.ENTRANTS), [], "threads that wait to come in");
  expectEqual(barrier.n_waiting, 0, "n_waiting");
}

const placesOf = (log: readonly Event[]) => linesOf(log).map((text) => Number(text.slice(6)));

/** All of one generation have one fate. */
function allAlike(log: readonly Event[]): void {
  const fates = new Set(linesOf(log).filter((text) => text === "passed" || text === "broken"));
  expectEqual(fates.size, 1, "different fates");
}

export const barrierCases = [
  defineCase<Objects>({
    name: "Barrier: two threads, two generations",
    setup: setup(2),
    threads: copies(2, come(2, 2)),
    check(objects, log) {
      expectEqual(placesOf(log).sort(), [0, 0, 1, 1], "places");
      isAtRest(objects);
    },
  }),
  defineCase<Objects>({
    name: "Barrier: three threads, each place once",
    setup: setup(3),
    threads: copies(3, come(1, 3)),
    check(objects, log) {
      expectEqual(placesOf(log).sort(), [0, 1, 2], "places");
      isAtRest(objects);
    },
  }),
  defineCase<Objects>({
    name: "Barrier: more threads than parties",
    setup: setup(2),
    threads: copies(4, ({ barrier }: Objects, say: Say) => say(`place ${barrier.wait()}`)),
    check(objects, log) {
      expectEqual(placesOf(log).sort(), [0, 0, 1, 1], "places");
      isAtRest(objects);
    },
  }),
  defineCase<Objects>({
    name: "Barrier: the action runs once in each generation, before anybody goes on",
    keepsMemory: true,
    setup() {
      const objects = { barrier: Barrier(2, () => void (globalThis as any).acted()), arrived: alloc(2) };
      return objects;
    },
    threads: copies(2, ({ barrier, arrived }: Objects) => {
      (globalThis as any).acted = () => {
        words[arrived]++;
      };
      for (let round = 1; round <= 2; round++) {
        barrier.wait();
        expect(words[arrived] >= round, "went on before the action ran");
      }
    }),
    check({ barrier, arrived }) {
      expectEqual(words[arrived], 2, "actions");
      isAtRest({ barrier, arrived });
    },
  }),
  defineCase<Objects>({
    name: "Barrier: a timeout breaks it for all or for none",
    setup: setup(2),
    threads: [comeAtMost(1), comeAtMost(2)],
    check(objects, log) {
      allAlike(log);
      expectEqual(objects.barrier.broken, linesOf(log).includes("broken"), "broken");
      isAtRest(objects);
    },
  }),
  defineCase<Objects>({
    name: "Barrier: an abort comes in time or too late",
    setup: setup(2),
    threads: [comeAtMost(1), comeAtMost(1), ({ barrier }) => barrier.abort()],
    check(objects, log) {
      allAlike(log);
      expect(objects.barrier.broken, "not broken");
      isAtRest(objects);
    },
  }),
  defineCase<Objects>({
    name: "Barrier: a reset lets go who waits, and leaves it usable",
    setup: setup(2),
    threads: [comeAtMost(1), comeAtMost(1), ({ barrier }) => barrier.reset()],
    check(objects) {
      isAtRest(objects);
    },
  }),
  defineCase<Objects>({
    name: "Barrier: a promise that is aborted breaks it",
    setup: setup(2),
    threads: [
      async ({ barrier }, say) => {
        const controller = new AbortController();
        pause().then(() => controller.abort(new Error("aborted")));
        say(await barrier.wait_async({ signal: controller.signal }).then(() => "passed", () => "broken"));
      },
      comeAtMost(1),
    ],
    check(objects, log) {
      allAlike(log);
      isAtRest(objects);
    },
  }),
];
