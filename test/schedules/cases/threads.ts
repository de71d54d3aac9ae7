/**
 * How threads begin and end: the registry (runtime/table) and the pool of workers (runtime/pool). The virtual threads play
 * the parts of starters, workers and the kernel; user code and the real kernel's event loop are left out.
 */
import { alloc, releaseObject } from "../../../src/internal/memory/alloc.js";
import { words } from "../../../src/internal/memory/arena.js";
import { deadlineIn } from "../../../src/internal/memory/clock.js";
import { bodyOf, type Handle, ptrOf } from "../../../src/internal/codec/index.js";
import { withdraw } from "../../../src/internal/codec/handle-table.js";
import { kindOf } from "../../../src/internal/codec/kinds.js";
import { internName } from "../../../src/internal/codec/names.js";
import { publish } from "../../../src/internal/codec/publish.js";
import { add, load, wait, wakeAll } from "../../../src/internal/memory/futex.js";
import { ArenaHeader, Kind, NULL_PTR, type Ptr, ThreadBlock, ThreadBody, ThreadFlag, ThreadState, WorkerBlock } from "../../../src/internal/memory/layout.js";
import { awaitCall, createWorkerBlock, dispatch, leaveThread, offer, SURPLUS, takePending } from "../../../src/internal/runtime/pool.js";
import {
  createThreadBlock,
  enterThread,
  finishThread,
  joinThread,
  joinThreadAsync,
  liveThreadObjects,
  threadState,
  waitForNonDaemons,
} from "../../../src/internal/runtime/table.js";
import { main_thread, Thread } from "../../../src/threading/thread.js";
import { referencesOf } from "../engine/audit.js";
import { answerKernelRequests } from "../engine/kernel-link.js";
import { copies, defineCase, expect, expectEqual, linesOf, type Say } from "../engine/case.js";
import { pause } from "../engine/pause.js";

type Joined = { block: Ptr };
type Pool = { first: Ptr; second: Ptr; worker: Ptr; other: Ptr; requests: Ptr };

/** A thread that has been started, as if a worker ran it. */
function started(): Joined {
  const block = createThreadBlock(0);
  enterThread(block);
  return { block };
}

function nobodyIsLeft(): void {
  const { THREADS_FIRST, THREADS_LAST, THREADS_LIVE, NON_DAEMON_LIVE, POOL_PENDING_FIRST, POOL_PENDING_LAST } = ArenaHeader;
  const left = [THREADS_FIRST, THREADS_LAST, THREADS_LIVE, NON_DAEMON_LIVE, POOL_PENDING_FIRST, POOL_PENDING_LAST].map((word) => words[word]);
  expectEqual(left, [0, 0, 0, 0, 0, 0], "the registry and the queue of the pool");
}

/** Two threads to start and two workers; the first of them boots already, unasked. */
function pool(): Pool {
  words[ArenaHeader.POOL_SPARE] = 1;
  return {
    first: createThreadBlock(0),
    second: createThreadBlock(ThreadFlag.DAEMON),
    worker: createWorkerBlock(),
    other: createWorkerBlock(),
    requests: alloc(2),
  };
}

/** Has this thread's requests for workers counted in a word. */
function countRequests({ requests }: Pool): void {
  answerKernelRequests(() => {
    add(requests, 1);
    wakeAll(requests);
  });
}

/** Starts a thread and joins it. */
function startAndJoin(block: Ptr, say: Say): void {
  expect(enterThread(block), "started twice");
  dispatch(block);
  joinThread(block, Number.POSITIVE_INFINITY);
  expectEqual(threadState(block), ThreadState.STOPPED, "state of a joined thread");
  say("joined");
}

/** What a worker of the pool does: so many threads, one after another. */
function work(worker: Ptr, threads: number, say: Say): void {
  let next = offer(worker);
  for (let i = 0; i < threads; i++) {
    const block = next === NULL_PTR ? awaitCall(worker, () => {}) : next;
    expectEqual([words[worker + WorkerBlock.CURRENT], threadState(block)], [block, ThreadState.STARTED], "the thread of a worker");
    say("ran");
    next = offer(worker);
    expect(next !== SURPLUS, "too many idle workers");
    finishThread(block);
  }
}

/** What a worker does that ends after its first thread. */
function runOne(worker: Ptr, say: Say): void {
  const offered = offer(worker);
  const block = offered === NULL_PTR ? awaitCall(worker, () => {}) : offered;
  say("ran");
  expectEqual(leaveThread(worker), block, "the thread of a worker");
  finishThread(block);
}

export const threadCases = [
  defineCase<Joined>({
    name: "threads: join ends when the thread does",
    keepsMemory: true,
    setup: started,
    threads: [
      ({ block }) => expect(finishThread(block), "finished twice"),
      ({ block }) => expect(joinThread(block, Number.POSITIVE_INFINITY), "join gave up"),
      ({ block }, say) => say(joinThread(block, deadlineIn(1)) ? "joined" : "gave up"),
    ],
    check({ block }) {
      expectEqual(threadState(block), ThreadState.STOPPED, "state");
      nobodyIsLeft();
    },
  }),
  defineCase<Joined>({
    name: "threads: of a worker's end and the kernel's, one counts",
    keepsMemory: true,
    setup: started,
    threads: copies(2, ({ block }: Joined, say: Say) => say(`finished ${finishThread(block)}`)),
    check(_, log) {
      expectEqual(linesOf(log).sort(), ["finished false", "finished true"], "ends");
      nobodyIsLeft();
    },
  }),
  defineCase<Joined>({
    name: "threads: of two starts one counts",
    keepsMemory: true,
    setup: () => ({ block: createThreadBlock(0) }),
    threads: copies(2, ({ block }: Joined, say: Say) => {
      const started = enterThread(block);
      say(`started ${started}`);
      if (started) finishThread(block);
    }),
    check(_, log) {
      expectEqual(linesOf(log).sort(), ["started false", "started true"], "starts");
      nobodyIsLeft();
    },
  }),
  defineCase<{ one: Ptr; other: Ptr }>({
    name: "threads: main waits for all but daemons",
    keepsMemory: true,
    setup() {
      const [one, other] = [createThreadBlock(0), createThreadBlock(0)];
      enterThread(one);
      enterThread(other);
      return { one, other };
    },
    threads: [
      (_, say) => {
        waitForNonDaemons();
        say("main ends");
      },
      ({ one }, say) => {
        say("ends");
        finishThread(one);
      },
      ({ other }, say) => {
        say("ends");
        finishThread(other);
      },
    ],
    check(_, log) {
      expectEqual(linesOf(log), ["ends", "ends", "main ends"], "order");
      nobodyIsLeft();
    },
  }),
  defineCase<{ one: Ptr; other: Ptr }>({
    name: "threads: the list stays whole while threads come and go",
    keepsMemory: true,
    setup() {
      const { block } = started();
      return { one: block, other: createThreadBlock(ThreadFlag.DAEMON) };
    },
    threads: [
      ({ one }) => finishThread(one),
      ({ other }) => {
        enterThread(other);
        finishThread(other);
      },
      () => expectEqual(liveThreadObjects(), [], "objects of threads that have none"),
    ],
    check: nobodyIsLeft,
  }),
  defineCase<{ block: Ptr; object: Ptr }>({
    name: "threads: who enumerates them keeps a thread's object that ends meanwhile",
    keepsMemory: true,
    setup() {
      const thread = Thread() as unknown as Handle;
      const object = ptrOf(thread);
      publish(object);
      const block = words[bodyOf(thread) + ThreadBody.BLOCK];
      enterThread(block);
      // Only the registry refers to it from now on.
      withdraw(object);
      releaseObject(object);
      return { block, object };
    },
    threads: [
      ({ object }) => {
        for (const found of liveThreadObjects()) {
          expectEqual(found, object, "object");
          expect(kindOf(found) === Kind.THREAD && referencesOf(found) > 0, "the object was given back while it was referred to");
          releaseObject(found);
        }
      },
      ({ block }) => finishThread(block),
    ],
    check({ object }) {
      expectEqual(referencesOf(object), 0, "references");
      nobodyIsLeft();
    },
  }),
  defineCase<{ block: Ptr }>({
    name: "threads: main's Thread object is one, whoever asks first",
    keepsMemory: true,
    isFirst: true,
    setup() {
      const block = createThreadBlock(ThreadFlag.MAIN);
      words[ArenaHeader.MAIN_THREAD] = block;
      for (const name of ["_target", "_args", "_kwargs"]) internName(name);
      return { block };
    },
    threads: copies(3, (_: { block: Ptr }, say: Say) => say(`main is ${ptrOf(main_thread() as unknown as Handle)}`)),
    check({ block }, log) {
      expectEqual([...new Set(linesOf(log))], [`main is ${words[block + ThreadBlock.OBJECT]}`], "objects");
    },
  }),
  defineCase<Joined>({
    name: "threads: an aborted join leaves the thread and its block alone",
    keepsMemory: true,
    setup: started,
    threads: [
      async ({ block }, say) => {
        const controller = new AbortController();
        pause().then(() => controller.abort());
        say(await joinThreadAsync(block, Number.POSITIVE_INFINITY, controller.signal).then(() => "joined", () => "aborted"));
      },
      ({ block }) => expect(finishThread(block), "finished twice"),
    ],
    check({ block }) {
      expectEqual(threadState(block), ThreadState.STOPPED, "state");
      nobodyIsLeft();
    },
  }),
  defineCase<Pool>({
    name: "pool: a warm worker gets one thread after another",
    keepsMemory: true,
    isFirst: true,
    setup: pool,
    threads: [
      (objects, say) => {
        countRequests(objects);
        startAndJoin(objects.first, say);
        startAndJoin(objects.second, say);
      },
      ({ worker }, say) => work(worker, 2, say),
    ],
    check({ worker, requests }, log) {
      expectEqual(linesOf(log).sort(), ["joined", "joined", "ran", "ran"], "what was done");
      // Whoever joins a thread and starts another finds the worker idle.
      expectEqual(words[requests], 0, "workers that were asked for");
      expectEqual([words[ArenaHeader.POOL_IDLE], words[ArenaHeader.POOL_IDLE_COUNT]], [worker, 1], "idle workers");
      nobodyIsLeft();
    },
  }),
  defineCase<Pool>({
    name: "pool: two start at once, one worker boots already and one is asked for",
    keepsMemory: true,
    isFirst: true,
    setup: pool,
    threads: [
      (objects, say) => {
        countRequests(objects);
        startAndJoin(objects.first, say);
      },
      (objects, say) => {
        countRequests(objects);
        startAndJoin(objects.second, say);
      },
      ({ worker }, say) => runOne(worker, say),
      ({ requests, other }, say) => {
        while (load(requests) === 0) wait(requests, 0, Number.POSITIVE_INFINITY);
        runOne(other, say);
      },
    ],
    check({ requests }, log) {
      expectEqual(linesOf(log).sort(), ["joined", "joined", "ran", "ran"], "what was done");
      expectEqual(words[requests], 1, "workers that were asked for");
      nobodyIsLeft();
    },
  }),
  defineCase<Pool>({
    name: "pool: a worker that could not be made, and one that comes meanwhile",
    keepsMemory: true,
    isFirst: true,
    setup() {
      const objects = pool();
      words[ArenaHeader.POOL_SPARE] = 0;
      return objects;
    },
    threads: [
      (objects, say) => {
        countRequests(objects);
        startAndJoin(objects.first, say);
      },
      // The kernel, which fails to make the worker that was asked for.
      ({ requests }, say) => {
        while (load(requests) === 0) wait(requests, 0, Number.POSITIVE_INFINITY);
        const block = takePending();
        if (block !== NULL_PTR && finishThread(block)) say("failed");
      },
      // One whose thread before has ended just now.
      ({ requests, worker }, say) => {
        while (load(requests) === 0) wait(requests, 0, Number.POSITIVE_INFINITY);
        const block = offer(worker);
        if (block === NULL_PTR) return say("idle");
        say("ran");
        leaveThread(worker);
        finishThread(block);
      },
    ],
    check(_, log) {
      const outcome = linesOf(log).sort().join();
      expect(outcome === "failed,idle,joined" || outcome === "joined,ran", outcome);
      nobodyIsLeft();
    },
  }),
];
