import Queue from "pythreads/queue";
import { itemMakers } from "../../items.mjs";
import { args, report } from "../../measure.mjs";
import { together } from "../../threads.mjs";

const makeQueue = Queue[/** @type {"Queue"} */ (args.kind)];
/** Objects have no order, so a PriorityQueue takes pairs, as Python's does. */
const inPairs = args.kind === "PriorityQueue";

/** Of all numbers below `end` this producer has every `step`th. @param {import("pythreads/queue").Queue<unknown>} q @param {string} sort @param {number} first @param {number} step @param {number} end */
function produce(q, sort, first, step, end) {
  const make = itemMakers[sort]();
  if (inPairs && (sort === "object" || sort === "buffer")) for (let i = first; i < end; i += step) q.put([i, make(i)]);
  else for (let i = first; i < end; i += step) q.put(make(i));
}

/** @param {import("pythreads/queue").Queue<unknown>} q @param {number} count */
function consume(q, count) {
  for (let i = 0; i < count; i++) q.get();
}

/** @param {string} sort @param {number} producers @param {number} consumers @param {number} maxsize @param {number} count */
function transfer(sort, producers, consumers, maxsize, count) {
  const q = maxsize === 0 ? makeQueue() : makeQueue(maxsize);
  const took = together([
    ...Array.from({ length: consumers }, () => /** @type {[any, ...any]} */ ([consume, q, count / consumers])),
    ...Array.from(
      { length: producers },
      (_, first) => /** @type {[any, ...any]} */ ([produce, q, sort, first, producers, count]),
    ),
  ]);
  if (!q.empty()) throw new Error(`${q.qsize()} items are left`);
  return took / count;
}

/** @type {Record<string, number>} */
const figures = {};
for (const sort of args.sorts) {
  for (const [producers, consumers] of args.shapes) {
    for (const maxsize of args.bounds) {
      const count = args.counts[sort];
      transfer(sort, producers, consumers, maxsize, count / 8);
      figures[`${sort}/${producers}/${consumers}/${maxsize}`] = transfer(sort, producers, consumers, maxsize, count);
    }
  }
}
report(figures);
