/**
 * Python's Random. For the same seed and the same calls it gives the numbers that CPython 3 gives. (Where logarithm, sine or
 * power come in, the last digit may differ from one C library to another, and so may it here.)
 *
 * Invariant: every method takes its random bits in the order and number that CPython takes them.
 */
import { callable } from "../internal/base/callable.js";
import { IndexError, ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { MersenneTwister } from "./mersenne-twister.js";
import { keyOf, type Seed } from "./seed-key.js";

/** What `choice` and `sample` pick from: arrays, strings, ranges, shared lists, typed arrays. */
export interface Sequence<T> {
  /** How many items there are. */
  readonly length: number;
  /** The items. */
  readonly [index: number]: T;
}

/** What `shuffle` can put in order: arrays, shared lists, typed arrays. */
export interface MutableSequence {
  /** How many items there are. */
  readonly length: number;
  /** The items. */
  [index: number]: any;
}

/** What `getstate` gives and `setstate` takes. */
export type RandomState = readonly [version: 3, words: readonly number[], gaussNext: number | undefined];

const MAX_EXACT_BITS = 53;
const NORMAL_MAGIC = (4 * Math.exp(-0.5)) / Math.sqrt(2);
const LOG_4 = Math.log(4);
const GAMMA_MAGIC = 1 + Math.log(4.5);

export class RandomGenerator {
  readonly #twister = new MersenneTwister();
  #gaussNext: number | undefined;

  /** @param seed see {@link seed} */
  constructor(seed?: Seed) {
    this.seed(seed);
  }

  /**
   * Starts anew with the sequence that belongs to a seed.
   *
   * @param seed an int (bigint included, the sign does not count), a float, a string or bytes; none takes a seed from the
   * operating system. A whole number counts as int.
   * @throws TypeError for anything else
   *
   * @example
   * random.seed(42);
   * random.random();  // 0.6394267984578837
   */
  seed(seed?: Seed): void {
    this.#twister.seed(keyOf(seed));
    this.#gaussNext = undefined;
  }

  /**
   * The state, for {@link setstate} to come back to.
   *
   * @example
   * const state = rng.getstate();
   */
  getstate(): RandomState {
    return [3, this.#twister.getState(), this.#gaussNext];
  }

  /**
   * Goes back to a state that {@link getstate} gave.
   *
   * @throws ValueError when it is none
   *
   * @example
   * rng.setstate(state);
   */
  setstate(state: RandomState): void {
    const [version, words, gaussNext] = state;
    if (version !== 3) throw ValueError(`state with version ${version} passed to Random.setstate() of version 3`);
    if (words.length !== 625) throw ValueError("state vector is the wrong size");
    if (!(words[624]! >= 0 && words[624]! <= 624)) throw ValueError("invalid state");
    this.#twister.setState(words);
    this.#gaussNext = gaussNext;
  }

  /**
   * The next number of [0, 1).
   *
   * @example
   * time.sleep(random.random());
   */
  random(): number {
    return this.#twister.nextFloat();
  }

  /**
   * A whole number of `k` random bits.
   *
   * @param k how many: a number up to 53 gives a number; a bigint, however large, gives a bigint
   * @throws ValueError when it is negative, or a number above 53
   *
   * @example
   * random.getrandbits(8);     // 0 to 255
   * random.getrandbits(128n);  // a bigint
   */
  getrandbits(k: number): number;
  /**
   * As with a number, but of any size.
   *
   * @param k how many bits, as a bigint
   * @returns a bigint from 0 to 2 ** k - 1
   */
  getrandbits(k: bigint): bigint;
  getrandbits(k: number | bigint): number | bigint {
    if (typeof k !== "bigint") {
      checkInteger(k);
      if (k > MAX_EXACT_BITS) throw ValueError(`a number holds 53 bits: write getrandbits(${k}n) for a bigint`);
    }
    if (k < 0) throw ValueError("number of bits must be non-negative");
    return typeof k === "bigint" ? this.#bigBits(Number(k)) : this.#bits(k);
  }

  /**
   * One of `range(start, stop, step)`; with one argument, of `range(start)`.
   *
   * @param start the first number that may come, or, alone, the first that may not
   * @param stop the first number that may not come
   * @param step the distance between two; negative counts down
   * @throws ValueError when the range is empty or the step 0, TypeError when an argument is no whole number
   *
   * @example
   * random.randrange(10);         // 0 to 9
   * random.randrange(0, 101, 5);  // 0, 5, … 100
   */
  randrange(start: number, stop?: number | null, step = 1): number {
    checkInteger(start);
    checkInteger(step);
    if (stop === undefined || stop === null) {
      if (step !== 1) throw new TypeError("Missing a non-None stop argument");
      if (start <= 0) throw ValueError("empty range for randrange()");
      return this.#below(start);
    }
    checkInteger(stop);
    if (step === 0) throw ValueError("zero step for randrange()");
    if (step === 1) {
      if (stop <= start) throw ValueError(`empty range in randrange(${start}, ${stop})`);
      const width = stop - start;
      if (width <= Number.MAX_SAFE_INTEGER) return start + this.#below(width);
      return this.#offset(start, 1, BigInt(stop) - BigInt(start));
    }
    const width = BigInt(stop) - BigInt(start);
    const by = BigInt(step);
    const count = by > 0n ? (width + by - 1n) / by : (width + by + 1n) / by;
    if (count <= 0n) throw ValueError(`empty range in randrange(${start}, ${stop}, ${step})`);
    return this.#offset(start, step, count);
  }

  /**
   * A whole number from `a` to `b`, both included.
   *
   * @throws ValueError when `b` is less than `a`, TypeError when one is no whole number
   *
   * @example
   * const die = random.randint(1, 6);
   */
  randint(a: number, b: number): number {
    checkInteger(b);
    return this.randrange(a, b + 1);
  }

  /**
   * That many random bytes.
   *
   * @param n how many
   *
   * @example
   * const token = random.randbytes(16);
   */
  randbytes(n: number): Uint8Array {
    checkInteger(n);
    if (n < 0) throw ValueError("number of bits must be non-negative");
    const bytes = new Uint8Array(n);
    let rest = this.#bigBits(n * 8);
    for (let i = 0; i < n; i++, rest >>= 8n) bytes[i] = Number(rest & 0xffn);
    return bytes;
  }

  /**
   * A number between `a` and `b`, which may come in either order.
   *
   * @example
   * time.sleep(random.uniform(0.1, 0.3));
   */
  uniform(a: number, b: number): number {
    return a + (b - a) * this.random();
  }

  /**
   * One item of a sequence. Of a string, one character.
   *
   * @throws IndexError when it is empty, TypeError when it has no length
   *
   * @example
   * const item = random.choice(["a", "b", "c"]);
   */
  choice<T>(seq: Sequence<T>): T {
    const items = sequenceOf(seq);
    const n = items.length;
    if (n === 0) throw IndexError("Cannot choose from an empty sequence");
    return items[this.#below(n)]!;
  }

  /**
   * `k` items, each drawn from the whole sequence.
   *
   * @param population what to draw from
   * @param options Python's keyword arguments, or the weights alone: `weights`, one for each item; `cum_weights`, their
   * running totals instead; `k`, how many, 1 unless given
   * @throws IndexError when the population is empty; ValueError when the weights do not fit or their sum is not above 0
   *
   * @example
   * random.choices(["red", "black", "green"], { weights: [18, 18, 2], k: 6 });
   */
  choices<T>(
    population: Sequence<T>,
    options: ArrayLike<number> | { weights?: ArrayLike<number> | null; cum_weights?: ArrayLike<number> | null; k?: number } = {},
  ): T[] {
    const items = sequenceOf(population);
    const { weights, cum_weights, k = 1 } = isWeights(options) ? { weights: options, cum_weights: undefined } : options;
    checkInteger(k);
    const n = items.length;
    const draw = (pick: () => number): T[] => Array.from({ length: Math.max(k, 0) }, () => items[pick()]!);
    if (n === 0 && k > 0) throw IndexError("list index out of range");
    if ((weights ?? undefined) === undefined && (cum_weights ?? undefined) === undefined) {
      return draw(() => Math.floor(this.random() * n));
    }
    if (weights && cum_weights) throw new TypeError("Cannot specify both weights and cumulative weights");
    const totals = cum_weights ? Array.from(cum_weights) : runningTotals(weights!);
    if (totals.length !== n) throw ValueError("The number of weights does not match the population");
    const total = totals[n - 1]!;
    if (total <= 0) throw ValueError("Total of weights must be greater than zero");
    if (!Number.isFinite(total)) throw ValueError("Total of weights must be finite");
    return draw(() => firstAbove(totals, this.random() * total, n - 1));
  }

  /**
   * Puts the items of a sequence in random order, in place. On a list that threads share each exchange is two writes, so
   * hold a lock when others use it meanwhile.
   *
   * @throws TypeError when it has no length
   *
   * @example
   * random.shuffle(deck);
   */
  shuffle(x: MutableSequence): void {
    for (let i = lengthOf(x) - 1; i > 0; i--) {
      const j = this.#below(i + 1);
      const item: unknown = x[i];
      x[i] = x[j];
      x[j] = item;
    }
  }

  /**
   * `k` items of different places, in random order. The population stays as it is.
   *
   * @param population what to draw from: a sequence, no set and no dict
   * @param k how many
   * @param options Python's keyword argument `counts`: how often each item stands in the population
   * @throws ValueError when there are not so many or `k` is negative; TypeError when the population is no sequence
   *
   * @example
   * const winners = random.sample(range(1000), 3);
   */
  sample<T>(population: Sequence<T>, k: number, options: { counts?: ArrayLike<number> | null } = {}): T[] {
    if (!isSequence(population)) throw new TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).");
    checkInteger(k);
    const items = sequenceOf(population);
    if (options.counts) {
      const totals = runningTotals(options.counts);
      if (totals.length !== items.length) throw ValueError("The number of counts does not match the population");
      const total = totals.pop() ?? 0;
      if (!Number.isInteger(total)) throw new TypeError("Counts must be integers");
      if (total < 0) throw ValueError("Counts must be non-negative");
      return this.#places(total, k).map((place) => items[firstAbove(totals, place, totals.length)]!);
    }
    return this.#places(items.length, k).map((place) => items[place]!);
  }

  /**
   * A number between `low` and `high` that is most often near `mode`, the middle unless given.
   *
   * @example
   * random.triangular(0, 10, 2);
   */
  triangular(low = 0, high = 1, mode?: number | null): number {
    let u = this.random();
    if (high === low) return low;
    let c = mode === undefined || mode === null ? 0.5 : (mode - low) / (high - low);
    if (u <= c) return low + (high - low) * Math.sqrt(u * c);
    u = 1 - u;
    c = 1 - c;
    return high + (low - high) * Math.sqrt(u * c);
  }

  /**
   * A number of the normal distribution with mean `mu` and standard deviation `sigma`.
   *
   * @example
   * random.normalvariate(100, 15);
   */
  normalvariate(mu = 0, sigma = 1): number {
    for (;;) {
      const u = this.random();
      const v = 1 - this.random();
      const z = (NORMAL_MAGIC * (u - 0.5)) / v;
      if ((z * z) / 4 <= -Math.log(v)) return mu + z * sigma;
    }
  }

  /**
   * As {@link normalvariate}, by a quicker method that makes two numbers at a time.
   *
   * @example
   * random.gauss(0, 1);
   */
  gauss(mu = 0, sigma = 1): number {
    let z = this.#gaussNext;
    this.#gaussNext = undefined;
    if (z === undefined) {
      const angle = this.random() * 2 * Math.PI;
      const radius = Math.sqrt(-2 * Math.log(1 - this.random()));
      z = Math.cos(angle) * radius;
      this.#gaussNext = Math.sin(angle) * radius;
    }
    return mu + z * sigma;
  }

  /**
   * A number whose logarithm has the normal distribution of `mu` and `sigma`.
   *
   * @example
   * random.lognormvariate(0, 0.25);
   */
  lognormvariate(mu: number, sigma: number): number {
    return Math.exp(this.normalvariate(mu, sigma));
  }

  /**
   * A number of the exponential distribution: the time to the next of events that come `lambd` times in a unit of time.
   *
   * @param lambd events in a unit of time; the mean is 1 / lambd
   *
   * @example
   * time.sleep(random.expovariate(5));  // customers, five a second
   */
  expovariate(lambd = 1): number {
    return -Math.log(1 - this.random()) / lambd;
  }

  /**
   * A number of the gamma distribution with mean `alpha * beta`.
   *
   * @throws ValueError unless both are above 0, TypeError for what is no number
   *
   * @example
   * random.gammavariate(2, 1.5);
   */
  gammavariate(alpha: number, beta: number): number {
    for (const value of [alpha, beta])
      if (typeof value !== "number") throw TypeError(`must be real number, not ${typeName(value)}`);
    if (!(alpha > 0 && beta > 0)) throw ValueError("gammavariate: alpha and beta must be > 0.0");
    // From here on no number would ever be drawn.
    if (2 * alpha === Number.POSITIVE_INFINITY) return alpha;
    if (alpha === 1) return -Math.log(1 - this.random()) * beta;
    return (alpha > 1 ? this.#gammaAbove1(alpha) : this.#gammaBelow1(alpha)) * beta;
  }

  /**
   * A number of the beta distribution, between 0 and 1.
   *
   * @throws ValueError unless both are above 0
   *
   * @example
   * random.betavariate(2, 5);
   */
  betavariate(alpha: number, beta: number): number {
    const y = this.gammavariate(alpha, 1);
    return y === 0 ? 0 : y / (y + this.gammavariate(beta, 1));
  }

  /**
   * A number of the Pareto distribution of that shape.
   *
   * @example
   * random.paretovariate(3);
   */
  paretovariate(alpha: number): number {
    return (1 - this.random()) ** (-1 / alpha);
  }

  /**
   * A number of the Weibull distribution.
   *
   * @param alpha the scale
   * @param beta the shape
   *
   * @example
   * random.weibullvariate(1, 1.5);
   */
  weibullvariate(alpha: number, beta: number): number {
    return alpha * (-Math.log(1 - this.random())) ** (1 / beta);
  }

  /** The object as Python's repr shows it. */
  toString(): string {
    return "<random.Random object>";
  }

  /** `k` different places of `n`, in the order they are drawn. */
  #places(n: number, k: number): number[] {
    if (!(k >= 0 && k <= n)) throw ValueError("Sample larger than population or is negative");
    // Small populations are drawn from a pool that shrinks; from large ones places already drawn are refused. CPython
    // changes over where a set would take less memory than the pool, and the sequence depends on it.
    let poolLimit = 21;
    if (k > 5) poolLimit += 4 ** Math.ceil(Math.log(k * 3) / LOG_4);
    if (n <= poolLimit) {
      const pool = Array.from({ length: n }, (_, i) => i);
      return Array.from({ length: k }, (_, i) => {
        const j = this.#below(n - i);
        const place = pool[j]!;
        pool[j] = pool[n - i - 1]!;
        return place;
      });
    }
    const drawn = new Set<number>();
    while (drawn.size < k) drawn.add(this.#below(n));
    return [...drawn];
  }

  /** Cheng's method of 1977. */
  #gammaAbove1(alpha: number): number {
    const root = Math.sqrt(2 * alpha - 1);
    const b = alpha - LOG_4;
    const c = alpha + root;
    for (;;) {
      const u = this.random();
      if (!(u > 1e-7 && u < 0.9999999)) continue;
      const w = 1 - this.random();
      const v = Math.log(u / (1 - u)) / root;
      const x = alpha * Math.exp(v);
      const z = u * u * w;
      const r = b + c * v - x;
      if (r + GAMMA_MAGIC - 4.5 * z >= 0 || r >= Math.log(z)) return x;
    }
  }

  /** Algorithm GS of Ahrens and Dieter, 1974. */
  #gammaBelow1(alpha: number): number {
    for (;;) {
      const b = (Math.E + alpha) / Math.E;
      const p = b * this.random();
      const x = p <= 1 ? p ** (1 / alpha) : -Math.log((b - p) / alpha);
      const w = this.random();
      if (p > 1 ? w <= x ** (alpha - 1) : w <= Math.exp(-x)) return x;
    }
  }

  #offset(start: number, step: number, count: bigint): number {
    const reach = count * BigInt(Math.abs(step));
    if (reach <= MAX_EXACT) return start + step * this.#below(Number(count));
    return Number(BigInt(start) + BigInt(step) * this.#bigBelow(count));
  }

  /** A whole number below `n`, which is at least 1 and below 2 ** 53. */
  #below(n: number): number {
    const k = bitLength(n);
    let r = this.#bits(k);
    while (r >= n) r = this.#bits(k);
    return r;
  }

  #bigBelow(n: bigint): bigint {
    const k = n.toString(2).length;
    let r = this.#bigBits(k);
    while (r >= n) r = this.#bigBits(k);
    return r;
  }

  /** Up to 53 bits: whole words first, the lowest first. */
  #bits(k: number): number {
    if (k === 0) return 0;
    if (k <= 32) return this.#twister.next32() >>> (32 - k);
    const low = this.#twister.next32();
    return (this.#twister.next32() >>> (64 - k)) * 2 ** 32 + low;
  }

  #bigBits(k: number): bigint {
    let hex = "";
    for (let rest = k; rest > 0; rest -= 32) {
      const word = this.#twister.next32() >>> Math.max(32 - rest, 0);
      hex = word.toString(16).padStart(8, "0") + hex;
    }
    return BigInt(`0x${hex || "0"}`);
  }
}

const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

function bitLength(n: number): number {
  return n < 2 ** 32 ? 32 - Math.clz32(n) : 64 - Math.clz32(Math.floor(n / 2 ** 32));
}

function checkInteger(value: unknown): void {
  if (typeof value === "number" && Number.isSafeInteger(value)) return;
  if (typeof value === "boolean") return;
  if (typeof value === "number" && Number.isInteger(value)) throw ValueError(`${value} is too large to be exact`);
  throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

function isSequence(value: unknown): boolean {
  return (
    typeof value === "string" ||
    (typeof value === "object" && value !== null && typeof (value as { length?: unknown }).length === "number")
  );
}

function lengthOf(value: MutableSequence): number {
  if (!isSequence(value)) throw new TypeError(`object of type '${typeName(value)}' has no len()`);
  return value.length;
}

/** The items by index. A string by characters: half of a surrogate pair is no character. */
function sequenceOf<T>(value: Sequence<T>): Sequence<T> {
  lengthOf(value);
  return typeof value === "string" ? (Array.from(value as string) as unknown as Sequence<T>) : value;
}

function isWeights(value: object): value is ArrayLike<number> {
  return value !== null && typeof (value as { length?: unknown }).length === "number";
}

function runningTotals(weights: ArrayLike<number>): number[] {
  let total = 0;
  return Array.from(weights, (weight) => (total += weight));
}

/** The first place, up to `high`, whose total is above the value. */
function firstAbove(totals: readonly number[], value: number, high: number): number {
  let low = 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value < totals[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * A source of random numbers of its own, as Python's `random.Random`: the same seed gives the numbers that CPython 3 gives.
 * It belongs to the thread that made it.
 *
 * @example
 * const rng = random.Random(42);
 * rng.randint(1, 6);  // 6
 */
export const Random = callable(RandomGenerator, "Random") as unknown as RandomConstructor;

export interface RandomConstructor {
  /**
   * Makes a source of random numbers.
   *
   * @param seed what its numbers follow from: the same seed gives the same numbers. None: the operating system gives one
   * @throws TypeError for what is no number, bigint, string, truth value or bytes
   * @example
   * const rng = random.Random(42);
   */
  (seed?: Seed): Random;
  /**
   * Makes a source of random numbers.
   *
   * @param seed what its numbers follow from: the same seed gives the same numbers. None: the operating system gives one
   * @throws TypeError for what is no number, bigint, string, truth value or bytes
   */
  new (seed?: Seed): Random;
  readonly prototype: Random;
}

/** What `Random()` makes. */
export type Random = RandomGenerator;
