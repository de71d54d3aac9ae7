/**
 * The expected numbers are what CPython prints for the same seeds and calls. Where logarithms, powers or sines come in they
 * are compared to a relative 1e-12, as the last digits depend on the C library.
 */
import { describe, expect, it } from "vitest";
import { IndexError, ValueError } from "../../src/internal/base/errors.js";
import random, * as names from "../../src/random/index.js";
import { Random, type Seed } from "../../src/random/index.js";
import { range } from "../../src/builtins/range.js";

const seeds: [seed: Seed, random: number, bits: number, integer: number][] = [
  [0, 0.8444218515250481, 3255389356, 933489],
  [1, 0.13436424411240122, 3639700191, 841236],
  [42, 0.6394267984578837, 107420369, 777573],
  [-7, 0.32383276483316237, 647892279, 414003],
  [4294967296, 0.11299430095636409, 1794561286, 980127],
  [1606938044258990275541962092341162602522202993782792835313721n, 0.14734203971452786, 2945453961, 387061],
  ["hello", 0.3537754404730722, 2848416207, 795083],
  ["", 0.9602256525641875, 2557274880, 216937],
  ["żółć 😀", 0.5671992160333285, 3458413082, 59430],
  [1.5, 0.551763726942059, 1099911448, 152514],
  [-2.25, 0.9236205677220981, 1048213047, 932283],
  [0.1, 0.8062579873336703, 594006205, 452449],
  [1e-300, 0.43684087591810306, 2339693476, 534968],
  [Number.POSITIVE_INFINITY, 0.19236379321481523, 1231978967, 103479],
  [true, 0.13436424411240122, 3639700191, 841236],
  [Uint8Array.of(98, 121, 116, 101, 115), 0.37075677971469856, 2879047150, 153367],
];

describe("seed", () => {
  it.each(seeds)("%o", (seed, first, bits, integer) => {
    const rng = Random(seed);
    expect([rng.random(), rng.getrandbits(32), rng.randint(1, 1000000)]).toEqual([first, bits, integer]);
    rng.gauss();
    rng.seed(seed);
    expect(rng.random()).toBe(first);
  });

  it("takes ints and bigints alike, whatever the sign", () => {
    expect(Random(42n).random()).toBe(Random(42).random());
    expect(new Random(-42).random()).toBe(Random(42).random());
  });

  it("comes from the system without an argument", () => {
    expect(Random().getrandbits(128n)).not.toBe(Random(null).getrandbits(128n));
  });

  it("refuses the rest", () => {
    // @ts-expect-error no seed
    expect(() => Random([])).toThrow("The only supported seed types are");
  });
});

it("gives CPython's numbers, call for call", () => {
  const r = Random(2024);
  expect([0, 1, 8, 31, 32, 33, 53].map((k) => r.getrandbits(k))).toEqual([0, 0, 46, 1563935662, 2484006460, 1304602151, 6516843588483750]);
  expect([0n, 64n, 100n, 333n].map((k) => r.getrandbits(k))).toEqual([
    0n, 13968189952886542551n, 654838283295051015084710300259n,
    16854252736652948864951657243066587397992455020735063722391635300286239226913572128185104265881271766n,
  ]);
  const max = Number.MAX_SAFE_INTEGER;
  expect([
    r.randrange(10), r.randrange(5, 50), r.randrange(0, 100, 7), r.randrange(100, 0, -3), r.randrange(2 ** 45),
    r.randrange(-max, max), r.randrange(-max, max, 3), r.randrange(1),
  ]).toEqual([3, 24, 56, 37, 5254975597387, 4942681570175495, 8624949809895065, 0]);
  expect(Array.from({ length: 10 }, () => r.randint(1, 6))).toEqual([5, 2, 4, 1, 3, 6, 4, 4, 1, 6]);
  expect([r.uniform(-3, 8), r.uniform(8, -3)]).toEqual([5.17853945142496, -0.39092288612045856]);
  expect(Array.from({ length: 6 }, () => r.choice("abcdef")).join("")).toBe("dccbcd");
  const deck = Array.from(range(12));
  expect(r.shuffle(deck)).toBeUndefined();
  expect(deck).toEqual([2, 8, 4, 10, 0, 7, 1, 11, 3, 9, 5, 6]);
  expect(r.sample(range(10), 4)).toEqual([8, 5, 6, 4]);
  expect(r.sample(range(10000), 10)).toEqual([1835, 5425, 9940, 3778, 3867, 7606, 5991, 2229, 3327, 6042]);
  expect(r.sample(range(30), 6)).toEqual([15, 19, 26, 20, 4, 8]);
  expect(r.sample(Array.from(range(200)), 20)).toEqual([
    99, 159, 86, 85, 181, 182, 119, 43, 175, 178, 196, 33, 84, 52, 148, 16, 25, 44, 1, 38,
  ]);
  expect(r.sample(range(5), 0)).toEqual([]);
  expect(r.sample("abc", 5, { counts: [3, 1, 4] }).join("")).toBe("ccaac");
  expect(r.choices("abc", { k: 5 }).join("")).toBe("acaba");
  expect(r.choices("abc", { weights: [1, 5, 2], k: 5 }).join("")).toBe("bbcba");
  expect(r.choices("abc", { cum_weights: [1, 5, 12], k: 5 }).join("")).toBe("bbcbb");
  expect(Array.from(r.randbytes(7))).toEqual([133, 212, 251, 55, 111, 25, 228]);
  const drawn = [
    r.triangular(0, 10, 2), r.triangular(), r.gauss(0, 1), r.gauss(5, 2), r.gauss(0, 1), r.normalvariate(1, 2), r.expovariate(3),
    r.gammavariate(2.5, 1), r.gammavariate(1, 2), r.gammavariate(0.5, 2), r.betavariate(2, 5), r.paretovariate(3),
    r.weibullvariate(1, 1.5), r.lognormvariate(0, 0.25),
  ];
  const expected = [
    1.9770708743734446, 0.440794145537279, -0.7075339350497418, 4.863832163978028, -0.9514331613259386, 3.44230280844748,
    0.896247032447372, 2.731471537157679, 2.5492364865889723, 1.1248181973797489, 0.04405758682604304, 1.3745469266180592,
    0.2037595821103545, 1.0023276468621853,
  ];
  drawn.forEach((value, i) => {
    expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-12);
  });
  expect(r.random()).toBe(0.5839360937396286);
});

it("renews its words", () => {
  const r = Random(5);
  let last = 0;
  for (let i = 0; i < 5000; i++) last = r.random();
  expect(last).toBe(0.9936602319967915);
});

it("goes back to a state", () => {
  const r = Random(9);
  r.gauss();
  const state = r.getstate();
  const first = [r.gauss(), r.random(), r.random()];
  r.setstate(state);
  expect([r.gauss(), r.random(), r.random()]).toEqual(first);
  expect(() => r.setstate([3, [1, 2], undefined])).toThrow(ValueError);
});

describe("refusals", () => {
  const r = Random(1);
  it.each<[string, () => unknown, new (...args: any[]) => Error, string]>([
    ["choice of nothing", () => r.choice([]), IndexError, "Cannot choose from an empty sequence"],
    ["choice of a number", () => r.choice(5 as never), TypeError, "object of type 'int' has no len()"],
    ["randrange(0)", () => r.randrange(0), ValueError, "empty range for randrange()"],
    ["randrange(5, 5)", () => r.randrange(5, 5), ValueError, "empty range in randrange(5, 5)"],
    ["randrange(5, 1, 2)", () => r.randrange(5, 1, 2), ValueError, "empty range in randrange(5, 1, 2)"],
    ["randrange(1, 9, 0)", () => r.randrange(1, 9, 0), ValueError, "zero step for randrange()"],
    ["randrange(1.5)", () => r.randrange(1.5), TypeError, "'float' object cannot be interpreted as an integer"],
    ["randint(5, 1)", () => r.randint(5, 1), ValueError, "empty range in randrange(5, 2)"],
    ["sample of too many", () => r.sample([1, 2], 3), ValueError, "Sample larger than population or is negative"],
    ["sample of less than none", () => r.sample([1, 2], -1), ValueError, "Sample larger than population or is negative"],
    ["sample of a set", () => r.sample(new Set([1]) as never, 1), TypeError, "Population must be a sequence.  For dicts or sets, use sorted(d)."],
    ["negative bits", () => r.getrandbits(-1), ValueError, "number of bits must be non-negative"],
    ["more bits than a number has", () => r.getrandbits(64), ValueError, "a number holds 53 bits: write getrandbits(64n) for a bigint"],
    ["weights that do not fit", () => r.choices([1], { weights: [1, 2] }), ValueError, "The number of weights does not match the population"],
    ["weights of nothing", () => r.choices([1], { weights: [0] }), ValueError, "Total of weights must be greater than zero"],
  ])("%s", (_what, act, Class, message) => {
    expect(act).toThrow(Class);
    expect(act).toThrow(message);
  });
});

describe("sequences", () => {
  it("shuffles whatever has length and indexes", () => {
    const plain = { length: 3, 0: "a", 1: "b", 2: "c" };
    random.shuffle(plain);
    expect([plain[0], plain[1], plain[2]].sort()).toEqual(["a", "b", "c"]);
    const bytes = Uint8Array.of(1, 2, 3);
    random.shuffle(bytes);
    expect(Array.from(bytes).sort()).toEqual([1, 2, 3]);
  });

  it("chooses whole characters and from ranges", () => {
    expect(random.choice("😀")).toBe("😀");
    expect(random.choice(range(7, 8))).toBe(7);
  });
});

describe("module", () => {
  it("has one hidden Random", () => {
    names.seed(42);
    expect(names.random()).toBe(0.6394267984578837);
    random.seed(42);
    const { random: draw } = names;
    expect(draw()).toBe(0.6394267984578837);
    expect(random.random.name).toBe("random");
  });

  it("is the default export", () => {
    const { default: module, ...exported } = names;
    expect(module).toEqual(exported);
  });
});
