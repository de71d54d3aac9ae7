/** Python's `random`: the same seeds give the same numbers. @module */
export {
  betavariate,
  choice,
  choices,
  expovariate,
  gammavariate,
  gauss,
  getrandbits,
  getstate,
  lognormvariate,
  normalvariate,
  paretovariate,
  randbytes,
  randint,
  random,
  randrange,
  sample,
  seed,
  setstate,
  shuffle,
  triangular,
  uniform,
  weibullvariate,
} from "./functions.js";
export { default } from "./module.js";
export { type MutableSequence, Random, type RandomState, type Sequence } from "./random.js";
export type { Seed } from "./seed-key.js";
