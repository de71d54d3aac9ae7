// @ts-nocheck: it is plain JavaScript too, and has no types to strip.
/**
 * What a function can be made of, a row for each: every row is called here and in a thread, and must give the same, and
 * what is written beside it. `more` are rows that only some can have, `without` names those that a toolchain cannot have.
 */
import * as threading from "pythreads/threading";
import * as Queue from "pythreads/queue";
import { object, SimpleNamespace } from "pythreads/builtins";
import { basename } from "node:path";
import nodePath from "node:path";
import * as crypto from "node:crypto";
import scaled, { Base, LOCK, LOG, TABLE, level, names, note, raise } from "./shared.ts";
import * as shared from "./shared.ts";
import { leftLock, leftNote } from "./left.ts";
import { rightLock, rightNote } from "./right.ts";

const out = Queue.Queue();

/** What `f` returns in a thread. */
function inThread(f) {
  const t = threading.Thread({
    target: async () => {
      try {
        out.put(["returned", await f()]);
      } catch (error) {
        out.put(["threw", `${error.name}: ${error.message}`]);
      }
    },
  });
  t.start();
  t.join();
  return out.get_nowait();
}

/** The same, or how it is refused. */
function attempt(f) {
  try {
    return inThread(f);
  } catch (error) {
    return ["refused", `${error.name}: ${error.message}`];
  }
}

function factorial(n) {
  return n < 2 ? 1 : n * factorial(n - 1);
}
const even = (n) => n === 0 || odd(n - 1);
const odd = (n) => n !== 0 && even(n - 1);

const add = (a) => (b) => (c) => a + b + c;
const shadowed = (() => {
  const x = 2;
  const outer = () => x;
  {
    const x = 3;
    return () => [outer(), x];
  }
})();
const caught = (() => {
  try {
    throw new RangeError("five");
  } catch ({ message }) {
    return (y = message) => y;
  }
})();
const loop = [];
for (let i = 0; i < 3; i++) loop.push(() => i);
for (const x of ["p", "q"]) loop.push(() => x);
for (const k in { key: 1 }) loop.push(() => k);

const defaults = (a, b = a + TABLE.words.length, { c = 3, ...rest } = {}, [d] = [4], ...more) => [a, b, c, d, rest.z, more.length];

function* numbers(n) {
  for (let i = 0; i < n; i++) yield i;
}
function* doubled(n) {
  for (const i of numbers(n)) yield i * 2;
  yield* numbers(2);
}
async function later(x) {
  await null;
  return x + 1;
}
async function* slowly(n) {
  for (const i of numbers(n)) yield await later(i);
}
async function collect(n) {
  const all = [];
  for await (const x of slowly(n)) all.push(x);
  return all;
}

const KEY = "dyn";
const MARK = Symbol("mark");
class Derived extends Base {
  field = this.value * 2;
  #secret = 1;
  static count = 3;
  static #hidden = 7;
  static {
    this.fromBlock = "block";
  }

  who() {
    return `derived ${super.who()}`;
  }
  get secret() {
    return this.#secret;
  }
  set secret(x) {
    this.#secret = x;
  }
  #private() {
    return "p";
  }
  callPrivate() {
    return this.#private();
  }
  has(other) {
    return #secret in other;
  }
  static get hidden() {
    return Derived.#hidden;
  }
  [`${KEY}Key`]() {
    return "computed";
  }
  [MARK]() {
    return "symbol";
  }
  static async later() {
    return "async";
  }
  *[Symbol.iterator]() {
    yield this.value;
  }
  async *stream() {
    yield this.field;
  }
}
async function aClass() {
  const d = new Derived(4);
  d.secret = 5;
  const streamed = [];
  for await (const x of d.stream()) streamed.push(x);
  return [
    ...[d.who(), d.field, d.secret, d.callPrivate(), Derived.count, Derived.hidden, Derived.fromBlock, d.dynKey(), d[MARK]()],
    ...[await Derived.later(), [...d], streamed, d instanceof Base, Derived.make(1).who(), d.has(d), d.has({})],
  ];
}

const Loud = (B) =>
  class extends B {
    say() {
      return super.say().toUpperCase();
    }
  };
class Quiet {
  say() {
    return "quiet";
  }
}
const LoudQuiet = Loud(Quiet);
class FromNamespace extends shared.Base {
  who() {
    return `${super.who()} through a namespace`;
  }
}
class Twice extends Map {
  twice(k) {
    return this.get(k) * 2;
  }
}

function Old(a) {
  this.a = a;
}
Old.prototype.get = function () {
  return this.a + Old.k;
};
Old.k = 4;
function Older() {
  Old.call(this, 1);
}
Older.prototype = Object.create(Old.prototype);
Older.prototype.constructor = Older;

const thing = {
  k: 5,
  m(a) {
    return this.k + a;
  },
  get g() {
    return this.k;
  },
  [`${KEY}Method`]: () => 6,
};
const proto = {
  hi() {
    return "proto";
  },
};
const heir = {
  __proto__: proto,
  hi() {
    return `own ${super.hi()}`;
  },
};
function table() {
  return table.rows.length;
}
table.rows = [1, 2];

const bound = function (a, b) {
  return this.k + a + b;
}.bind({ k: 1 }, 2);
const boundTwice = function (...xs) {
  return [this.k, ...xs];
}
  .bind({ k: 1 }, 2)
  .bind({ k: 9 }, 3);

class Account extends object {
  static opened = 0;
  balance = 0;
  lock = threading.RLock();

  deposit(n) {
    this.lock.acquire();
    this.balance += n;
    this.lock.release();
    return this.balance;
  }
}
const account = new Account();

class Worker extends threading.Thread {
  constructor(n) {
    super({ name: `w${n}` });
    this.n = n;
  }

  run() {
    this.result = { squared: this.n ** 2, log: [this.name] };
  }
}
function aWorker() {
  const w = new Worker(7);
  w.start();
  w.join();
  return [w.result.squared, w.result.log[0], w instanceof Worker];
}

const global = SimpleNamespace({ counter: 0 });
function count() {
  const before = global.counter;
  global.counter += 1;
  return global.counter - before;
}

const mayEvaluate = !process.execArgv.includes("--disallow-code-generation-from-strings");
const made = mayEvaluate ? new Function("a", "return a + 1") : (a) => a + 1;
// biome-ignore lint/security/noGlobalEval: what it makes is one of the rows.
const evaluated = mayEvaluate ? globalThis.eval("(a) => a + 2") : (a) => a + 2;

const cyclic = { name: "cyclic", list: [1, new Map([["k", new Set([2])]]), 3n, new Date(0), /x/gi, undefined, null, -0], call: (n) => n + 1 };
cyclic.self = cyclic;

/** @type {[string, () => unknown, unknown][]} */
const rows = [
  ["recursion", () => factorial(10), 3628800],
  ["mutual recursion", () => [even(10), odd(10)], [true, false]],
  ["imports: default, named, namespace", () => [scaled(2), note.length, shared.TABLE.answer, shared.default(3)], [10, 1, 42, 15]],
  ["imports of Node", () => [basename("/a/b"), nodePath.join("a", "b"), crypto.createHash("md5").update("a").digest("hex")], ["b", nodePath.join("a", "b"), "0cc175b9c0f1b6a831c399e269772661"]],
  ["nested closures", () => add(1)(2)(3), 6],
  ["blocks and shadowing", () => shadowed(), [2, 3]],
  ["catch and parameter scopes", () => caught(), "five"],
  ["loop variables", () => loop.map((f) => f()), [0, 1, 2, "p", "q", "key"]],
  ["default, rest and destructured parameters", () => defaults(1, undefined, { z: 5 }, undefined, 8, 9), [1, 3, 3, 4, 5, 2]],
  ["generators", () => [...doubled(3)], [0, 2, 4, 0, 1]],
  ["async functions", () => later(1), 2],
  ["async generators", () => collect(3), [1, 2, 3]],
  [
    "a class with everything",
    () => aClass(),
    ["derived base 4", 8, 5, "p", 3, 7, "block", "computed", "symbol", "async", [4], [8], true, "derived base 1", true, false],
  ],
  ["mixins", () => [new LoudQuiet().say(), new (Loud(LoudQuiet))().say()], ["QUIET", "QUIET"]],
  ["a class of a namespace extended", () => [new FromNamespace(1).who(), new FromNamespace(1) instanceof Base], ["base 1 through a namespace", true]],
  ["a builtin class extended", () => new Twice([[1, 2]]).twice(1), 4],
  ["ES5 classes", () => [new Older().get(), new Older() instanceof Old], [5, true]],
  ["methods and getters of an object", () => [thing.m(1), thing.g, thing.dynMethod()], [6, 5, 6]],
  ["functions with properties", () => [table(), table.rows[1]], [2, 2]],
  ["bound functions", () => [bound(3), boundTwice(4)], [6, [1, 2, 3, 4]]],
  ["a bound method of a shared object", () => [account.deposit(1) > 0, account instanceof Account, Account.opened], [true, true, 0]],
  ["a subclass of Thread, in a thread", () => aWorker(), [49, "w7", true]],
  ["a shared namespace", () => count(), 1],
  ["new Function and indirect eval", () => [made(1), evaluated(1)], [2, 3]],
  ["labels, regular expressions, templates", () => labels(), "a-b p|q1"],
  ["typeof of what does not exist", () => typeof nowhereDefined, "undefined"],
  ["data with a cycle", () => [cyclic.self === cyclic, cyclic.list[1].get("k").has(2), cyclic.list[2] === 3n, Object.is(cyclic.list[7], -0), cyclic.call(1)], [true, true, true, true, 2]],
  ["an error thrown", () => thrown(), "TypeError: as it should"],
  ["a module's lock, through two other modules", () => [leftLock() === rightLock(), leftLock() === LOCK, leftNote("x") + 1 === rightNote("y")], [true, true, true]],
  ["the place in a stack trace", () => place(), place()],
  ["globals", () => [structuredClone({ a: 1 }).a, new URL("http://a/b").pathname, atob("YQ=="), typeof setTimeout, typeof process.cwd()], [1, "/b", "a", "function", "string"]],
  ["import()", async () => [(await import("./late.ts")).value, typeof (await import("node:path")).sep], [42, "string"]],
  ["import() of a package", async () => typeof (await import("pythreads/queue")).Queue, "function"],
];

function labels() {
  const tag = (s, ...v) => s.raw.join("|") + v.join();
  outer: for (;;) for (;;) break outer;
  return `${"aXb".replace(/x/i, "-")} ${tag`p${1}q`}`;
}

/** Where this function is, as a stack trace tells. */
function place() {
  const [, at] = /([^\\/]+:\d+:\d+)\)?$/.exec(new Error("here").stack.split("\n")[1]);
  return at;
}

function thrown() {
  try {
    throw new TypeError("as it should");
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}

/** TDZ: what is declared after the thread was started cannot be read there, with the engine's own error. */
function deadZone() {
  const [how, what] = inThread(() => late);
  const late = 1;
  return [how, what, late];
}

/** @type {[string, () => void, RegExp][]} */
const refused = [
  [
    "an arrow function's this",
    function () {
      inThread(() => this.x);
    },
    /uses 'this' of the code around it/,
  ],
  [
    "an arrow function's arguments",
    function () {
      inThread(() => arguments.length);
    },
    /uses 'arguments' of the function around it/,
  ],
  [
    "an outer variable assigned",
    () => {
      let counter = 0;
      inThread(() => {
        counter += 1;
      });
      return counter;
    },
    /assigns the outer variable '\w+'/,
  ],
  ["an imported variable that changes", () => threading.Thread({ target: () => level }).start(), /uses the outer variable '\w+', which other code goes on assigning/],
  ["one of a namespace", () => threading.Thread({ target: () => shared.level }).start(), /uses the outer variable '[\w.]+', which other code goes on assigning/],
  ["an imported array changed", () => inThread(() => names.push("b")), /calls [\w.]+\.push\(\) \(line \d+\), but '[\w.]+' is a plain array/],
  ["super in an object's method", () => inThread(() => heir.hi()), /of an object uses 'super'/],
  ["a method with super, without its object", () => threading.Thread({ target: Derived.prototype.who }).start(), /uses 'super'/],
  ["a socket, or what is like one", () => inThread(() => inspected), /cannot/],
];
const inspected = new WeakMap();

const show = (value) => JSON.stringify(value, (_, v) => (v === undefined ? "undefined" : typeof v === "bigint" ? `${v}n` : v));

/** Everything that is wrong: nothing where all is well. */
export async function complaints(more = [], without = []) {
  const found = [];
  for (const [name, call, expected] of [...rows, ...more]) {
    if (without.includes(name)) continue;
    const here = show(await call());
    if (here !== show(expected)) found.push(`${name}: gives ${here} here, not ${show(expected)}`);
    const there = attempt(call);
    if (show(there) !== show(["returned", expected])) found.push(`${name}: ${show(there)} in a thread, not ${show(expected)}`);
  }
  const [how, what, late] = deadZone();
  if (how !== "threw" || !/^ReferenceError: Cannot access '\w+' before initialization$/.test(what) || late !== 1) found.push(`dead zone: ${how} ${what}`);
  for (const [name, start, message] of refused) {
    let outcome = "it was not refused";
    try {
      start.call({ x: 1 });
    } catch (error) {
      outcome = error.name === "CaptureError" && message.test(error.message) ? "" : `${error.name}: ${error.message}`;
    }
    if (outcome !== "") found.push(`${name}: ${outcome}`);
  }
  raise();
  LOCK.acquire();
  const [, seen] = inThread(() => [LOCK.locked(), LOCK.acquire(false), shared.LOCK === leftLock(), rightLock().locked()]);
  LOCK.release();
  if (show(seen) !== "[true,false,true,true]") found.push(`one lock in all modules: ${show(seen)}`);
  if (LOG.length === 0) found.push("the list of the shared module is empty");
  const t = threading.Thread({ target: account.deposit, args: [5] });
  const before = account.balance;
  t.start();
  t.join();
  if (account.balance !== before + 5) found.push(`target: account.deposit left ${account.balance}`);
  return found;
}

