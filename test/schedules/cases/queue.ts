/** Queues: each item is taken once, in its order, by those who wait in theirs; and what they do is what a sequential queue does. */
import { deadlineIn } from "../../../src/internal/memory/clock.js";
import { words } from "../../../src/internal/memory/arena.js";
import { type Ptr, QueueBody } from "../../../src/internal/memory/layout.js";
import { alloc } from "../../../src/internal/memory/alloc.js";
import { leaveLines } from "../../../src/internal/memory/waiters.js";
import { Lock } from "../../../src/threading/index.js";
import { LifoQueue, PriorityQueue, Queue, SimpleQueue } from "../../../src/queue/index.js";
import { mutexOf } from "../../../src/queue/queue.js";
import { getByHook, type Hooks, putByHook } from "../../../src/queue/hooks.js";
import { forever } from "../../../src/queue/arguments.js";
import { usedWords } from "../engine/audit.js";
import { bodyAt, copies, defineCase, expect, expectEqual, linesOf, numbersAfter, type Say, threadsInLine } from "../engine/case.js";
import { checkLinearizable, type Model, operationsOf, perform } from "../engine/history.js";
import type { Event } from "../engine/log.js";
import { pause } from "../engine/pause.js";

type AnyQueue = Queue<number> | SimpleQueue<number>;
type Objects = { queue: Queue<number> };

const gettersOf = (queue: object) => threadsInLine(bodyAt(queue) + QueueBody.GETTERS);
const puttersOf = (queue: object) => threadsInLine(bodyAt(queue) + QueueBody.PUTTERS);

/** With a ring, which a queue makes when the first item comes. */
function used<Q extends AnyQueue>(queue: Q, ...items: number[]): Q {
  queue.put(0);
  queue.get();
  for (const item of items) queue.put(item);
  if (queue instanceof Queue) queue.unfinished_tasks = items.length;
  return queue;
}

/** What is left in a queue that nobody uses any more. */
function rest(queue: AnyQueue): number[] {
  const items: number[] = [];
  while (!queue.empty()) items.push(queue.get(false));
  return items;
}

function isAtRest(queue: object): void {
  expectEqual([gettersOf(queue), puttersOf(queue)], [[], []], "threads in line");
}

// ---------------------------------------------------------------- a sequential queue

interface State {
  items: number[];
  shut: boolean;
}

type Take = (items: number[]) => number | undefined;

const fifo: Take = (items) => items.shift();
const lifo: Take = (items) => items.pop();
const smallest: Take = (items) => {
  items.sort((one, other) => one - other);
  return items.shift();
};

function sequential(maxsize: number, take: Take): Model<State> {
  return ({ items, shut }, { name, argument, result }) => {
    const left = [...items];
    switch (`${name} ${result}`) {
      case "put ok":
        return shut || (maxsize > 0 && items.length >= maxsize) ? undefined : { items: [...items, Number(argument)], shut };
      case "put Full":
        return !shut && maxsize > 0 && items.length >= maxsize ? { items, shut } : undefined;
      case "put ShutDown":
        return shut ? { items, shut } : undefined;
      case "get Empty":
        return items.length === 0 && !shut ? { items, shut } : undefined;
      case "get ShutDown":
        return items.length === 0 && shut ? { items, shut } : undefined;
      case "shutdown ok":
        return { items: argument === "now" ? [] : items, shut: true };
      default:
        return name === "get" && take(left) === Number(result) ? { items: left, shut } : undefined;
    }
  };
}

const OUTCOMES = ["Empty", "Full", "ShutDown"];

const put = (queue: AnyQueue, say: Say, item: number, ...how: unknown[]) =>
  perform(say, `put ${item}`, OUTCOMES, () => {
    (queue.put as (item: number, ...how: unknown[]) => void)(item, ...how);
    return "ok";
  });

const get = (queue: AnyQueue, say: Say, ...how: unknown[]) => perform(say, "get", OUTCOMES, () => (queue.get as (...how: unknown[]) => number)(...how));

const shutdown = (queue: Queue<number>, say: Say, immediate: boolean) =>
  perform(say, `shutdown ${immediate ? "now" : "soon"}`, [], () => {
    queue.shutdown(immediate);
    return "ok";
  });

/** What is left is got at the end, as if by one more thread. */
function explains(queue: AnyQueue, log: readonly Event[], maxsize: number, take: Take, first: number[] = []): void {
  isAtRest(queue);
  const operations = operationsOf(log);
  const end = log.length;
  rest(queue).forEach((item, i) => {
    operations.push({ thread: -1, name: "get", argument: "", result: String(item), called: end + i, returned: end + i + 0.5 });
  });
  checkLinearizable(operations, { items: first, shut: false }, sequential(maxsize, take));
}

// ---------------------------------------------------------------- cases

/** A queue whose items lie in a block of the case's own: what a subclass with hooks does. */
function hooksOf(store: Ptr): Hooks<number> {
  return {
    _init() {},
    _qsize: () => words[store],
    _put(item) {
      words[store + 1 + words[store]++] = item;
    },
    _get() {
      const item = words[store + 1];
      words.copyWithin(store + 1, store + 2, store + 1 + words[store]--);
      return item;
    },
  };
}

type Hooked = { queue: Queue<number>; store: Ptr };

export const queueCases = [
  defineCase<Objects>({
    name: "Queue: one puts and one gets",
    setup: () => ({ queue: used(Queue<number>()) }),
    threads: [
      ({ queue }) => {
        queue.put(1);
        queue.put(2);
      },
      ({ queue }, say) => {
        say(`got ${queue.get()}`);
        say(`got ${queue.get()}`);
      },
    ],
    check({ queue }, log) {
      expectEqual(numbersAfter("got", log), [1, 2], "got");
      isAtRest(queue);
    },
  }),
  defineCase<Objects>({
    name: "Queue: room for one, two put and one gets",
    setup: () => ({ queue: used(Queue<number>(1)) }),
    threads: [
      ({ queue }, say) => {
        put(queue, say, 1);
        put(queue, say, 2);
      },
      ({ queue }, say) => put(queue, say, 3),
      ({ queue }, say) => {
        for (let i = 0; i < 3; i++) get(queue, say);
      },
    ],
    check: ({ queue }, log) => explains(queue, log, 1, fifo),
  }),
  defineCase<Objects>({
    name: "Queue: who waits for an item comes before who comes later",
    setup: () => ({ queue: used(Queue<number>()) }),
    threads: [
      ...copies(3, ({ queue }: Objects, say: Say) => {
        const before = gettersOf(queue);
        const item = queue.get();
        const overtaken = gettersOf(queue).filter((thread) => before.includes(thread));
        expect(overtaken.length === 0, `overtook ${overtaken}`);
        say(`got ${item} after ${before}`);
      }),
      ({ queue }) => {
        for (let item = 1; item <= 3; item++) queue.put(item);
      },
    ],
    check({ queue }, log) {
      const gotBy = new Map(log.map(({ thread, text }) => [thread, Number(text.split(" ")[1])]));
      expectEqual([...gotBy.values()].sort(), [1, 2, 3], "got");
      for (const { thread, text } of log) {
        const before = /after ([\d,]+)$/.exec(text)?.[1].split(",") ?? [];
        for (const other of before) {
          expect((gotBy.get(Number(other)) as number) < (gotBy.get(thread) as number), `${thread} got an earlier item than ${other}, who waited`);
        }
      }
      isAtRest(queue);
    },
  }),
  defineCase<Objects>({
    name: "Queue: who waits for room comes before who comes later",
    setup: () => ({ queue: used(Queue<number>(1), 0) }),
    threads: [
      ...[1, 2, 3].map((item) => ({ queue }: Objects, say: Say) => {
        say(`${item} after ${puttersOf(queue)}`);
        queue.put(item);
      }),
      ({ queue }, say) => {
        for (let i = 0; i < 4; i++) say(`got ${queue.get()}`);
      },
    ],
    check({ queue }, log) {
      const got = numbersAfter("got", log);
      expectEqual([...got].sort(), [0, 1, 2, 3], "got");
      for (const { text } of log) {
        const [item, , line] = text.split(" ");
        for (const other of /^\d/.test(item) && line ? line.split(",") : []) {
          expect(got.indexOf(Number(other) + 1) < got.indexOf(Number(item)), `${item} came out before ${Number(other) + 1}, which waited`);
        }
      }
      isAtRest(queue);
    },
  }),
  defineCase<Objects>({
    name: "Queue: timeouts of puts and gets",
    setup: () => ({ queue: used(Queue<number>(1)) }),
    threads: [
      ({ queue }, say) => {
        put(queue, say, 1, true, 1);
        put(queue, say, 2, true, 1);
      },
      ({ queue }, say) => get(queue, say, true, 1),
      ({ queue }, say) => {
        get(queue, say, true, 2);
        put(queue, say, 3, false);
      },
    ],
    check: ({ queue }, log) => explains(queue, log, 1, fifo),
  }),
  defineCase<Objects>({
    name: "Queue: a get that gives up takes no item",
    setup: () => ({ queue: used(Queue<number>()) }),
    threads: [({ queue }, say) => get(queue, say, true, 1), ({ queue }, say) => put(queue, say, 1)],
    check: ({ queue }, log) => explains(queue, log, 0, fifo),
  }),
  defineCase<Objects>({
    name: "Queue: a shutdown with items, somebody who waits and somebody who comes",
    setup: () => ({ queue: used(Queue<number>(1), 9) }),
    threads: [
      ({ queue }, say) => put(queue, say, 1),
      ({ queue }, say) => {
        get(queue, say);
        get(queue, say, false);
      },
      ({ queue }, say) => shutdown(queue, say, false),
    ],
    check: ({ queue }, log) => explains(queue, log, 1, fifo, [9]),
  }),
  defineCase<Objects>({
    name: "Queue: an immediate shutdown",
    keepsMemory: true,
    setup: () => ({ queue: used(Queue<number>(1), 9) }),
    threads: [
      ({ queue }, say) => put(queue, say, 1),
      ({ queue }, say) => get(queue, say, true, 1),
      ({ queue }, say) => shutdown(queue, say, true),
    ],
    check: ({ queue }, log) => explains(queue, log, 1, fifo, [9]),
  }),
  defineCase<Objects>({
    name: "Queue: join waits for all tasks",
    setup: () => ({ queue: used(Queue<number>(), 1, 2) }),
    threads: [
      ({ queue }, say) => {
        queue.join();
        say("joined");
      },
      ...copies(2, ({ queue }: Objects, say: Say) => {
        queue.get();
        say("done");
        queue.task_done();
      }),
    ],
    check({ queue }, log) {
      expectEqual(linesOf(log), ["done", "done", "joined"], "order");
      expectEqual(queue.unfinished_tasks, 0, "unfinished_tasks");
      expectEqual(threadsInLine(bodyAt(queue) + QueueBody.JOINERS), [], "threads that join");
    },
  }),
  defineCase<Objects>({
    name: "Queue: more room lets in who waits",
    setup: () => ({ queue: used(Queue<number>(1), 0) }),
    threads: [
      ({ queue }) => queue.put(1),
      ({ queue }) => queue.put(2),
      ({ queue }) => {
        queue.maxsize = 2;
        queue.maxsize = 3;
      },
    ],
    check({ queue }) {
      expectEqual(rest(queue).sort(), [0, 1, 2], "items");
      isAtRest(queue);
    },
  }),
  defineCase<Objects>({
    name: "Queue: two make the ring larger at once",
    keepsMemory: true,
    setup: () => ({ queue: used(Queue<number>(), ...Array.from({ length: 16 }, (_, i) => i)) }),
    threads: [({ queue }) => queue.put(16), ({ queue }) => queue.put(17), ({ queue }, say) => say(`got ${queue.get()}`)],
    check({ queue }, log) {
      expectEqual(numbersAfter("got", log), [0], "got");
      const items = rest(queue);
      expectEqual([items.slice(0, 15), items.slice(15).sort()], [Array.from({ length: 15 }, (_, i) => i + 1), [16, 17]], "items");
    },
  }),
  defineCase<Objects>({
    name: "Queue: an aborted get takes no item, an aborted put leaves none",
    setup: () => ({ queue: used(Queue<number>(1)) }),
    threads: [
      async ({ queue }, say) => {
        const controller = new AbortController();
        pause().then(() => controller.abort());
        say("call get");
        const item = await queue.get_async({ signal: controller.signal }).catch(() => undefined);
        say(`back ${item ?? "aborted"}`);
      },
      async ({ queue }, say) => {
        const controller = new AbortController();
        pause().then(() => controller.abort());
        say("call put 1");
        say(`back ${await queue.put_async(1, { signal: controller.signal }).then(() => "ok", () => "aborted")}`);
      },
      ({ queue }, say) => put(queue, say, 2, true, 1),
    ],
    check({ queue }, log) {
      isAtRest(queue);
      const done = operationsOf(log).filter(({ result }) => result !== "aborted");
      const left = rest(queue).map((item, i) => ({ thread: -1, name: "get", argument: "", result: String(item), called: 1000 + i, returned: 1000 + i }));
      checkLinearizable([...done, ...left], { items: [], shut: false }, sequential(1, fifo));
    },
  }),
  defineCase<Objects & { done: Lock }>({
    name: "Queue: a thread that ends has got the item, or has left the line",
    keepsMemory: true,
    setup() {
      const done = Lock();
      done.acquire();
      return { queue: used(Queue<number>()), done };
    },
    threads: [
      async ({ queue, done }, say) => {
        void queue.get_async().then((item) => say(`got ${item}`));
        await pause();
        leaveLines(Number.POSITIVE_INFINITY);
        // If it was given before that, it arrives first.
        await done.acquire_async();
        await pause();
      },
      ({ queue, done }) => {
        queue.put(1);
        done.release();
      },
    ],
    check({ queue }, log) {
      expectEqual([...numbersAfter("got", log), ...rest(queue)], [1], "items");
      isAtRest(queue);
    },
  }),
  defineCase<{ queue: LifoQueue<number> }>({
    name: "LifoQueue: the last item comes first",
    setup: () => ({ queue: used(LifoQueue<number>(2)) }),
    threads: [
      ({ queue }, say) => {
        put(queue, say, 1);
        put(queue, say, 2);
      },
      ({ queue }, say) => put(queue, say, 3, true, 1),
      ({ queue }, say) => {
        get(queue, say);
        get(queue, say);
      },
    ],
    check: ({ queue }, log) => explains(queue, log, 2, lifo),
  }),
  defineCase<{ queue: PriorityQueue<number> }>({
    name: "PriorityQueue: the smallest item comes first",
    setup: () => ({ queue: used(PriorityQueue<number>(1)) }),
    threads: [
      ({ queue }, say) => {
        put(queue, say, 3);
        put(queue, say, 1);
      },
      ({ queue }, say) => put(queue, say, 2),
      ({ queue }, say) => {
        for (let i = 0; i < 3; i++) get(queue, say);
      },
    ],
    check: ({ queue }, log) => explains(queue, log, 1, smallest),
  }),
  defineCase<{ queue: PriorityQueue<number> }>({
    name: "PriorityQueue: places that were promised are filled or passed on",
    setup: () => ({ queue: used(PriorityQueue<number>(1), 5) }),
    threads: [
      ({ queue }, say) => put(queue, say, 3),
      ({ queue }, say) => put(queue, say, 1),
      ({ queue }, say) => {
        get(queue, say);
        get(queue, say);
      },
      ({ queue }, say) => get(queue, say),
    ],
    check({ queue }, log) {
      expectEqual(operationsOf(log).filter(({ name }) => name === "get").map(({ result }) => Number(result)).sort(), [1, 3, 5], "got");
      expectEqual([words[bodyAt(queue) + QueueBody.RESERVED], queue.qsize(), queue.unfinished_tasks], [0, 0, 3], "promised, left and unfinished");
      isAtRest(queue);
    },
  }),
  defineCase<{ queue: PriorityQueue<number> }>({
    name: "PriorityQueue: a put that gives up and a place that is promised cannot both win",
    setup: () => ({ queue: used(PriorityQueue<number>(1), 5) }),
    threads: [
      ({ queue }, say) => put(queue, say, 3, true, 1),
      ({ queue }, say) => get(queue, say),
      ({ queue }, say) => put(queue, say, 1, true, 2),
    ],
    check({ queue }, log) {
      const put = operationsOf(log).filter(({ name, result }) => name === "put" && result === "ok");
      const got = operationsOf(log).filter(({ name }) => name === "get").map(({ result }) => Number(result));
      expectEqual([...got, ...rest(queue)].sort(), [5, ...put.map(({ argument }) => Number(argument))].sort(), "items");
      expectEqual(words[bodyAt(queue) + QueueBody.RESERVED], 0, "promised");
      isAtRest(queue);
    },
  }),
  defineCase<{ queue: PriorityQueue<number> }>({
    name: "PriorityQueue: a shutdown after a place was promised",
    setup: () => ({ queue: used(PriorityQueue<number>(1), 5) }),
    threads: [
      ({ queue }, say) => put(queue, say, 3),
      ({ queue }, say) => get(queue, say),
      ({ queue }, say) => shutdown(queue, say, false),
    ],
    check: ({ queue }, log) => explains(queue, log, 1, smallest, [5]),
  }),
  defineCase<{ queue: Queue<any>; used: number }>({
    name: "Queue: texts and boxed items are given back once, whoever gives up",
    setup() {
      const queue = Queue<any>(1);
      queue.put("");
      queue.get();
      return { queue, used: usedWords() };
    },
    keepsMemory: true,
    threads: [
      ({ queue }, say) => perform(say, "put", OUTCOMES, () => queue.put("another text of more than eight", true, 1)),
      ({ queue }, say) => perform(say, "put", OUTCOMES, () => queue.put({ second: "a text in a box" }, true, 1)),
      ({ queue }, say) => {
        for (let i = 0; i < 2; i++) {
          const item: unknown = perform(say, "get", OUTCOMES, () => queue.get(true, 2));
          if (item !== undefined) say(`item ${JSON.stringify(item)}`);
        }
      },
    ],
    check({ queue, used }, log) {
      const items = linesOf(log).filter((text) => text.startsWith("item "));
      if (!queue.empty()) items.push(`item ${JSON.stringify(queue.get(false))}`);
      const put = operationsOf(log).filter(({ name, result }) => name === "put" && result === "undefined").length;
      const known = ['item "another text of more than eight"', 'item {"second":"a text in a box"}'];
      expect(items.every((item) => known.includes(item)), `got ${items}`);
      expectEqual([items.length, queue.qsize()], [put, 0], "items");
      expectEqual(usedWords(), used, "words in use");
      isAtRest(queue);
    },
  }),
  defineCase<Objects>({
    name: "Queue: a promise joins, and the last task is done",
    setup: () => ({ queue: used(Queue<number>(), 1) }),
    threads: [
      async ({ queue }, say) => {
        const controller = new AbortController();
        pause().then(() => controller.abort());
        say(await queue.join_async({ signal: controller.signal }).then(() => "joined", () => "aborted"));
      },
      ({ queue }) => queue.join(),
      ({ queue }) => {
        queue.get();
        queue.task_done();
      },
    ],
    check({ queue }) {
      expectEqual([queue.unfinished_tasks, threadsInLine(bodyAt(queue) + QueueBody.JOINERS).length], [0, 0], "unfinished, and threads that join");
    },
  }),
  defineCase<{ queue: SimpleQueue<number> }>({
    name: "SimpleQueue: two put, two get",
    setup: () => ({ queue: used(SimpleQueue<number>()) }),
    threads: [
      ({ queue }, say) => put(queue, say, 1),
      ({ queue }, say) => put(queue, say, 2),
      ...copies(2, ({ queue }: { queue: SimpleQueue<number> }, say: Say) => get(queue, say, true, 1)),
    ],
    check: ({ queue }, log) => explains(queue, log, 0, fifo),
  }),
  defineCase<Hooked>({
    name: "a queue with hooks of its own, and timeouts",
    setup: () => ({ queue: Queue<number>(1), store: alloc(8) }),
    threads: [
      ...[1, 2].map((item) => ({ queue, store }: Hooked, say: Say) => {
        const outcome = putByHook(hooksOf(store), mutexOf(bodyAt(queue)), bodyAt(queue), item, () => deadlineIn(1));
        say(`put ${outcome.description}`);
      }),
      ({ queue, store }, say) => {
        const item = getByHook(hooksOf(store), mutexOf(bodyAt(queue)), bodyAt(queue), () => deadlineIn(1));
        say(typeof item === "number" ? `got ${item}` : "gave up");
      },
    ],
    check({ queue, store }, log) {
      const [put, got] = [linesOf(log).filter((text) => text === "put done").length, numbersAfter("got", log).length];
      expectEqual(words[store], put - got, "items left");
      isAtRest(queue);
    },
  }),
  defineCase<Hooked>({
    name: "a queue with hooks of its own",
    setup: () => ({ queue: Queue<number>(1), store: alloc(8) }),
    threads: [
      ...[1, 2].map((item) => ({ queue, store }: Hooked, say: Say) => {
        const outcome = putByHook(hooksOf(store), mutexOf(bodyAt(queue)), bodyAt(queue), item, forever);
        say(`put ${outcome.description}`);
      }),
      ({ queue, store }, say) => {
        for (let i = 0; i < 2; i++) say(`got ${String(getByHook(hooksOf(store), mutexOf(bodyAt(queue)), bodyAt(queue), forever))}`);
      },
    ],
    check({ queue, store }, log) {
      expectEqual(numbersAfter("got", log).sort(), [1, 2], "got");
      expectEqual(words[store], 0, "items left");
      isAtRest(queue);
    },
  }),
];
