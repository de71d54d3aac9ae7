/** The module object: what `import random from "pythreads/random"` gives. */
import { registerModule } from "../internal/codec/exports.js";
import {
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
import { Random } from "./random.js";

const randomModule = {
  Random,
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
};

registerModule("random", randomModule);
/** Typed as the names of the module, so that each keeps its comment. */
type Module = Readonly<Omit<typeof import("./index.js"), "default">>;
const exported = randomModule as unknown as Module;
/** The types of the module, under the name that it is imported by. */
declare namespace exported {
  export type Random = import("./index.js").Random;
}
export default exported;
