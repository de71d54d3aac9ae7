/** The three-state mutex that a futex calls for, around one word of shared memory. */
import { isMainThread, Worker, workerData } from "node:worker_threads";
import { args, n, now, report } from "../../measure.mjs";

const LOCK = 0;
const FREE = 0;
const LOCKED = 1;
const CONTENDED = 2;
const COUNTER = 1;
const THERE = 2;
const GO = 3;
const ENDED = 4;

/** @param {Int32Array} words */
function acquire(words) {
  if (Atomics.compareExchange(words, LOCK, FREE, LOCKED) === FREE) return;
  while (Atomics.exchange(words, LOCK, CONTENDED) !== FREE) Atomics.wait(words, LOCK, CONTENDED);
}

/** @param {Int32Array} words */
function release(words) {
  if (Atomics.exchange(words, LOCK, FREE) === CONTENDED) Atomics.notify(words, LOCK, 1);
}

/** @param {Int32Array} words @param {number} count */
function work(words, count) {
  for (let i = 0; i < count; i++) {
    acquire(words);
    words[COUNTER] += 1;
    release(words);
  }
}

/** @param {Int32Array} words @param {number} index @param {number} value */
function waitFor(words, index, value) {
  for (let seen = Atomics.load(words, index); seen !== value; seen = Atomics.load(words, index)) Atomics.wait(words, index, seen);
}

/** @param {Int32Array} words @param {number} index */
function count(words, index) {
  Atomics.add(words, index, 1);
  Atomics.notify(words, index);
}

/** @param {number} threads */
function contend(threads) {
  const words = new Int32Array(new SharedArrayBuffer(20));
  const each = n / threads;
  const argv = process.argv.slice(2);
  for (let i = 0; i < threads; i++) new Worker(new URL(import.meta.url), { argv, workerData: { words, each } });
  waitFor(words, THERE, threads);
  const start = now();
  Atomics.store(words, GO, 1);
  Atomics.notify(words, GO);
  waitFor(words, ENDED, threads);
  const took = now() - start;
  if (words[COUNTER] !== n) throw new Error(`${words[COUNTER]} of ${n} were counted`);
  return took / n;
}

if (isMainThread) {
  report(Object.fromEntries(args.threads.map((/** @type {number} */ threads) => [threads, contend(threads)])));
} else {
  const { words, each } = workerData;
  // Compiled on memory of its own, before the clock starts.
  work(new Int32Array(new SharedArrayBuffer(8)), each / 10);
  count(words, THERE);
  waitFor(words, GO, 1);
  work(words, each);
  count(words, ENDED);
}
