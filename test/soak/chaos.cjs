/**
 * What the package gets for Atomics in a soak: the real ones, with random delays before them, and waits that sometimes end
 * early, as they may. Each thread draws its own numbers from the seed, which scripts/soak.mjs writes in the place of SEED.
 *
 * The delays are spun, slept or yielded, and mostly none, so that the program still does thousands of operations a second.
 */
"use strict";

const { threadId } = require("node:worker_threads");

const SEED = 0;
/** One in so many steps is delayed, and one in so many of those sleeps. */
const DELAY_ONE_IN = 40;
const SLEEP_ONE_IN = 20;
const LONGEST_SPIN = 3000;
const LONGEST_SLEEP_MS = 2;
/** One in so many waits ends early. */
const EARLY_ONE_IN = 10;
const LONGEST_EARLY_WAIT_MS = 3;

const nobody = new Int32Array(new SharedArrayBuffer(4));
let state = (Math.imul(SEED + 1, 0x9e3779b1) ^ Math.imul(threadId + 1, 0x85ebca6b)) | 1;
let slack = 0;

/** A random number below `limit`. @param {number} limit */
function below(limit) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % limit;
}

function delay() {
  if (below(DELAY_ONE_IN) !== 0) return;
  if (below(SLEEP_ONE_IN) === 0) Atomics.wait(nobody, 0, 0, Math.max(0.01, (below(1000) / 1000) * LONGEST_SLEEP_MS));
  else for (let left = below(LONGEST_SPIN); left > 0; left--) slack ^= left;
}

/** @param {number} timeout */
function sometimesEarly(timeout) {
  return below(EARLY_ONE_IN) === 0 ? Math.min(timeout, 0.1 + below(LONGEST_EARLY_WAIT_MS)) : timeout;
}

const chaotic = Object.create(Atomics);
for (const name of ["load", "store", "exchange", "compareExchange", "add", "and", "or", "sub", "xor", "notify"]) {
  chaotic[name] = (/** @type {any[]} */ ...args) => {
    delay();
    return /** @type {any} */ (Atomics)[name](...args);
  };
}
chaotic.wait = (/** @type {Int32Array} */ words, /** @type {number} */ index, /** @type {number} */ value, timeout = Number.POSITIVE_INFINITY) => {
  delay();
  return Atomics.wait(words, index, value, sometimesEarly(timeout));
};
chaotic.waitAsync = (/** @type {Int32Array} */ words, /** @type {number} */ index, /** @type {number} */ value, timeout = Number.POSITIVE_INFINITY) => {
  delay();
  return /** @type {any} */ (Atomics).waitAsync(words, index, value, sometimesEarly(timeout));
};

module.exports = chaotic;
