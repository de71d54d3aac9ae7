/**
 * The scenarios, in the order of the tables. Each runs the programs of a folder in bench/scenarios, one for each subject
 * that can do the work, with the same arguments; README.md defines it in one line.
 *
 * @typedef {object} Scenario
 * @property {string} name
 * @property {string} folder
 * @property {Args} args      what the programs get; `n` is how many operations they time
 * @property {Args} [others]  what CPython and the peers get instead, since they take longer
 * @property {Args} [python]  what CPython alone gets instead
 * @property {Args} [quick]   what all get instead in a quick run
 * @property {import("./subjects.mjs").Kind[]} [kinds]  the subjects that have the like, if not all that have a program
 * @property {[quick: number, whole: number]} rounds
 * @property {string} [table] the heading of a table of its own, which has a column for each subject
 * @property {Row[]} rows     what the programs report
 *
 * @typedef {Record<string, any>} Args
 *
 * @typedef {object} Row
 * @property {string} key     the name that the programs use
 * @property {string} title
 * @property {Unit} unit      programs report times in nanoseconds
 * @property {{ line: string, x: number }} [point] its place on a growth curve
 *
 * @typedef {"time" | "bytes" | "count" | "speedup"} Unit
 */

/** @param {string} key @param {string} title @param {Unit} [unit] @returns {Row} */
const row = (key, title, unit = "time") => ({ key, title, unit });

const MANY = /** @type {[number, number]} */ ([3, 7]);
const SEVERAL = /** @type {[number, number]} */ ([2, 5]);
const FEW = /** @type {[number, number]} */ ([1, 3]);

/** @param {string} name @param {Args} args @param {Row[]} rows @param {Partial<Scenario>} [more] @returns {Scenario} */
const scenario = (name, args, rows, more) => ({ name, folder: name, args, rows, rounds: MANY, ...more });

const KINDS = ["Queue", "LifoQueue", "PriorityQueue", "SimpleQueue"];

/** Ports and channels are first in, first out: they stand beside Queue, once. @param {string} kind @returns {import("./subjects.mjs").Kind[] | undefined} */
const kindsFor = (kind) => (kind === "Queue" ? undefined : ["own", "python"]);

/** How the table calls the items of tasks. @type {Record<string, string>} */
const SORTS = { int: "ints", string: "short strings", object: "small objects", buffer: "1 MiB buffers" };

const SHAPES = [
  [1, 1],
  [1, 4],
  [4, 1],
  [4, 4],
];
const BOUND = 64;

/**
 * Every sort of item, from so many threads to so many others, bounded and not. An eighth of the items goes first, and
 * four threads share them, so all counts are multiples of 32.
 * @param {string} kind
 */
function queues(kind) {
  const bounds = kind === "SimpleQueue" ? [0] : [0, BOUND];
  const rows = Object.entries(SORTS).flatMap(([sort, items]) =>
    SHAPES.flatMap(([from, to]) =>
      bounds.map((bound) =>
        row(`${sort}/${from}/${to}/${bound}`, `${items}, ${from} → ${to}${bound === 0 ? "" : `, at most ${bound}`}`),
      ),
    ),
  );
  return scenario(
    `queues-${kind}`,
    {
      kind,
      sorts: Object.keys(SORTS),
      shapes: SHAPES,
      bounds,
      counts: { int: 96_000, string: 96_000, object: 96_000, buffer: 64 },
    },
    rows,
    {
      folder: "queues",
      others: { counts: { int: 16_000, string: 16_000, object: 16_000, buffer: 64 } },
      quick: {
        sorts: ["int", "object"],
        shapes: [
          [1, 1],
          [4, 4],
        ],
        bounds: [0],
      },
      kinds: kindsFor(kind),
      rounds: FEW,
      table: `${kind} between threads, each item`,
    },
  );
}

/** @param {number} n @param {[number, number]} rounds */
const live = (n, rounds) =>
  scenario(
    `live-threads-${n}`,
    { n },
    [
      row("time", `${n} live thread${n === 1 ? "" : "s"}: start, each`),
      row("memory", `${n} live thread${n === 1 ? "" : "s"}: memory, each`, "bytes"),
    ],
    { folder: "live-threads", rounds },
  );

/** @param {[line: string, title: string][]} lines @param {number[]} sizes @returns {Row[]} */
const points = (lines, sizes) =>
  lines.flatMap(([line, title]) =>
    sizes.map((x) => ({ key: `${line}/${x}`, title: `${title} ${x.toLocaleString("en")}`, unit: "time", point: { line, x } })),
  );

const SIZES = [10, 100, 1000, 10_000, 100_000, 1_000_000];
const WAITERS = [1, 10, 50, 200];
const ATTRIBUTES = [1, 10, 100, 1000];

/** @type {Scenario[]} */
export const scenarios = [
  scenario("import", { n: 1 }, [row("ns", "import"), row("threads", "OS threads that it starts", "count")]),
  scenario("first-start", { n: 1 }, [row("running", "first start() until it runs"), row("joined", "first start() + join()")]),
  scenario("warm-start", { n: 15_000 }, [
    row("second", "second start() + join()"),
    row("ns", "start() + join(), warm"),
    row("closure", "the same, ten variables captured"),
  ]),
  live(1, SEVERAL),
  live(10, SEVERAL),
  live(100, FEW),
  live(500, [0, 2]),
  scenario("lock", { n: 1_000_000 }, [row("ns", "Lock, free")], { others: { n: 100_000 } }),
  scenario(
    "lock-contended",
    { n: 2_000_000, threads: [2, 4] },
    [row("2", "Lock, 2 threads count"), row("4", "Lock, 4 threads count")],
    { others: { n: 400_000 } },
  ),
  scenario("rlock", { n: 1_000_000 }, [row("ns", "RLock, free")], { others: { n: 100_000 } }),
  scenario("condition", { n: 5000 }, [row("p50", "Condition, there and back"), row("p99", "Condition, 99 of 100 within")], {
    others: { n: 2000 },
  }),
  scenario("event", { n: 5000 }, [row("wake", "Event, set() until awake"), row("both", "Event, there and back")], {
    others: { n: 2000 },
  }),
  scenario("semaphore", { n: 200_000 }, [row("ns", "Semaphore, free"), row("contended", "Semaphore of 2, 4 threads")], {
    others: { n: 20_000 },
  }),
  scenario("barrier", { n: 2000, threads: [2, 4] }, [row("2", "Barrier of 2"), row("4", "Barrier of 4")], {
    others: { n: 1000 },
  }),
  ...KINDS.map((kind) =>
    scenario(`queue-${kind}`, { kind, n: 200_000 }, [row("ns", `${kind}, put + get alone`)], {
      folder: "queue",
      others: { n: 50_000 },
      kinds: kindsFor(kind),
    }),
  ),
  ...["Queue", "SimpleQueue"].map((kind) =>
    scenario(`queue-1-to-1-${kind}`, { kind, n: 1_000_000 }, [row("ns", `${kind}, 1 → 1, each int`)], {
      folder: "queue-1-to-1",
      others: { n: 200_000 },
      kinds: kindsFor(kind),
    }),
  ),
  scenario(
    "cpu",
    { passes: 400, limit: 20_000, size: 64 },
    [
      row("primes1", "primes, 1 thread"),
      row("primes2", "primes, 2 threads"),
      row("primes", "primes, speed-up", "speedup"),
      row("matrix1", "matrix rows, 1 thread"),
      row("matrix2", "matrix rows, 2 threads"),
      row("matrix", "matrix rows, speed-up", "speedup"),
    ],
    { python: { passes: 10 }, rounds: SEVERAL },
  ),
  scenario("shared", { n: 200_000 }, [
    row("read", "attribute, read"),
    row("write", "attribute, write"),
    row("list", "list, append + pop"),
    row("dict_get", "dict, get"),
    row("dict_set", "dict, set"),
  ]),
  scenario("function", { n: 20 }, [
    row("first", "function sent and called, first"),
    row("again", "function sent and called, again"),
  ]),
  ...KINDS.map(queues),
  scenario(
    "growth-queue",
    { n: 10_000, kinds: KINDS, sizes: SIZES },
    points(
      KINDS.map((kind) => [kind, `${kind}, put + get at length`]),
      SIZES,
    ),
    {
      python: { n: 2000, sizes: SIZES.slice(0, -1) },
      quick: { sizes: SIZES.slice(0, -2) },
      rounds: FEW,
      table: "Queues of growing length",
    },
  ),
  scenario(
    "growth-waiters",
    { n: 100, sizes: WAITERS },
    points(
      [
        ["notify", "notify(), waiters:"],
        ["wake", "notify() until one is awake, waiters:"],
      ],
      WAITERS,
    ),
    {
      quick: { sizes: WAITERS.slice(0, -2) },
      rounds: FEW,
      table: "Conditions with more and more waiters",
    },
  ),
  scenario(
    "growth-attributes",
    { n: 500_000, sizes: ATTRIBUTES },
    points(
      [
        ["read", "read, attributes:"],
        ["write", "write, attributes:"],
      ],
      ATTRIBUTES,
    ),
    {
      rounds: FEW,
      table: "Objects with more and more attributes",
    },
  ),
  scenario(
    "growth-containers",
    { n: 20_000, sizes: SIZES },
    points(
      [
        ["list_read", "list, read an item of"],
        ["list_write", "list, write an item of"],
        ["list_end", "list, append + pop at"],
        ["dict_get", "dict, get one of"],
        ["dict_set", "dict, set one of"],
      ],
      SIZES,
    ),
    {
      python: { sizes: SIZES.slice(0, -1) },
      quick: { sizes: SIZES.slice(0, -2) },
      rounds: FEW,
      table: "Containers of growing length",
    },
  ),
];

/** Those that are named, by their own name or by their folder's; all if none is. @param {string[]} names */
export function choose(names) {
  const unknown = names.filter((asked) => !scenarios.some(({ name, folder }) => asked === name || asked === folder));
  if (unknown.length > 0) {
    const known = new Set(scenarios.flatMap(({ name, folder }) => [folder, name]));
    console.error(`no such scenario: ${unknown.join(", ")}; there are ${[...known].join(", ")}`);
    process.exit(2);
  }
  return scenarios.filter(({ name, folder }) => names.length === 0 || names.includes(name) || names.includes(folder));
}
