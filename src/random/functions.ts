/**
 * The functions of the module: the methods of one hidden Random in each thread, seeded from the operating system when it is
 * first used. Python's threads share that one; here `seed` settles the sequence of the calling thread only.
 */
import { Random } from "./random.js";

let hidden: Random | undefined;

// Seeding takes a while, and most threads never ask.
function own(): Random {
  hidden ??= Random();
  return hidden;
}

type Method = Exclude<keyof Random, "toString">;

function method<K extends Method>(name: K): Random[K] {
  const call = (...args: unknown[]): unknown => (own()[name] as (...args: unknown[]) => unknown)(...args);
  Object.defineProperty(call, "name", { value: name, configurable: true });
  return call as unknown as Random[K];
}

/**
 * Starts the calling thread's sequence anew; see {@link Random.seed}.
 * @example
 * random.seed(42);
 */
export const seed: Random["seed"] = method("seed");
/**
 * The state of the calling thread's sequence; see {@link Random.getstate}.
 * @example
 * const state = random.getstate();
 */
export const getstate: Random["getstate"] = method("getstate");
/**
 * Goes back to a state that `getstate` gave; see {@link Random.setstate}.
 * @example
 * random.setstate(state);
 */
export const setstate: Random["setstate"] = method("setstate");
/**
 * The next number of [0, 1); see {@link Random.random}.
 * @example
 * time.sleep(random.random());
 */
export const random: Random["random"] = method("random");
/**
 * A whole number of so many random bits; see {@link Random.getrandbits}.
 * @example
 * random.getrandbits(8);  // 0 to 255
 */
export const getrandbits: Random["getrandbits"] = method("getrandbits");
/**
 * One of `range(start, stop, step)`; see {@link Random.randrange}.
 * @example
 * random.randrange(10);  // 0 to 9
 */
export const randrange: Random["randrange"] = method("randrange");
/**
 * A whole number from `a` to `b`, both included; see {@link Random.randint}.
 * @example
 * random.randint(1, 6);
 */
export const randint: Random["randint"] = method("randint");
/**
 * That many random bytes; see {@link Random.randbytes}.
 * @example
 * random.randbytes(16);
 */
export const randbytes: Random["randbytes"] = method("randbytes");
/**
 * A number between `a` and `b`; see {@link Random.uniform}.
 * @example
 * random.uniform(0.1, 0.3);
 */
export const uniform: Random["uniform"] = method("uniform");
/**
 * One item of a sequence; see {@link Random.choice}.
 * @example
 * random.choice(["a", "b", "c"]);
 */
export const choice: Random["choice"] = method("choice");
/**
 * Items each drawn from the whole sequence; see {@link Random.choices}.
 * @example
 * random.choices(["red", "black"], { weights: [3, 1], k: 5 });
 */
export const choices: Random["choices"] = method("choices");
/**
 * Puts the items of a sequence in random order, in place; see {@link Random.shuffle}.
 * @example
 * random.shuffle(deck);
 */
export const shuffle: Random["shuffle"] = method("shuffle");
/**
 * Items of different places of a sequence; see {@link Random.sample}.
 * @example
 * random.sample(range(1000), 3);
 */
export const sample: Random["sample"] = method("sample");
/**
 * A number between `low` and `high`, most often near `mode`; see {@link Random.triangular}.
 * @example
 * random.triangular(0, 10, 2);
 */
export const triangular: Random["triangular"] = method("triangular");
/**
 * A number of the normal distribution; see {@link Random.normalvariate}.
 * @example
 * random.normalvariate(100, 15);
 */
export const normalvariate: Random["normalvariate"] = method("normalvariate");
/**
 * A number of the normal distribution, quicker; see {@link Random.gauss}.
 * @example
 * random.gauss(0, 1);
 */
export const gauss: Random["gauss"] = method("gauss");
/**
 * A number whose logarithm is normal; see {@link Random.lognormvariate}.
 * @example
 * random.lognormvariate(0, 0.25);
 */
export const lognormvariate: Random["lognormvariate"] = method("lognormvariate");
/**
 * The time to the next of events that come `lambd` times in a unit of time; see {@link Random.expovariate}.
 * @example
 * time.sleep(random.expovariate(5));
 */
export const expovariate: Random["expovariate"] = method("expovariate");
/**
 * A number of the gamma distribution; see {@link Random.gammavariate}.
 * @example
 * random.gammavariate(2, 1.5);
 */
export const gammavariate: Random["gammavariate"] = method("gammavariate");
/**
 * A number of the beta distribution; see {@link Random.betavariate}.
 * @example
 * random.betavariate(2, 5);
 */
export const betavariate: Random["betavariate"] = method("betavariate");
/**
 * A number of the Pareto distribution; see {@link Random.paretovariate}.
 * @example
 * random.paretovariate(3);
 */
export const paretovariate: Random["paretovariate"] = method("paretovariate");
/**
 * A number of the Weibull distribution; see {@link Random.weibullvariate}.
 * @example
 * random.weibullvariate(1, 1.5);
 */
export const weibullvariate: Random["weibullvariate"] = method("weibullvariate");
