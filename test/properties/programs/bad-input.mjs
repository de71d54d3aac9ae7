/**
 * Calls every public function, constructor, method and setter with arguments drawn from a stock of odd ones, and reports, a
 * line each, what an exception must not say: that the package tripped over them. Called with a seed and a number of rounds.
 * Objects are made so that a call with good arguments returns at once; the calls that wait get no arguments that mean "for
 * ever".
 */
import * as builtins from "pythreads/builtins";
import * as Queue from "pythreads/queue";
import * as random from "pythreads/random";
import * as thread from "pythreads/thread";
import * as threading from "pythreads/threading";
import * as time from "pythreads/time";

const [seed, rounds] = process.argv.slice(2).map(Number);
const chance = random.Random(seed);
const { log } = console;

const revoked = Proxy.revocable({}, {});
revoked.revoke();
const thrower = (message) => () => {
  throw new Error(`mine: ${message}`);
};
const ODD = [
  undefined, null, true, false, 0, -0, 1, -1, 2 ** 31, 2 ** 53, 1e308, -1e308, Number.NaN, Infinity, -Infinity, 0.5, -0.5,
  "", "a", "1", "__proto__", "constructor", "\ud800", 10n, -1n, Symbol("s"), Symbol.iterator, [], [1], [[]], [Number.NaN],
  {}, { a: 1 }, { timeout: -1 }, { blocking: 1 }, { __proto__: null }, () => {}, function named() {}, class A {},
  new Date(Number.NaN), /x/, new Map(), new Set(), new Uint8Array(2), new ArrayBuffer(1), Promise.resolve(), new WeakMap(),
  new Proxy({}, {}), new Error("mine: value"), globalThis, process, Array.prototype, Object.prototype, revoked.proxy,
  { valueOf: thrower("valueOf") }, { toString: thrower("toString") }, { get timeout() { return thrower("getter")(); } },
  { [Symbol.toPrimitive]: () => ({}) },
];
const isKeywords = (value) => {
  try {
    return typeof value === "object" && value !== null && [null, Object.prototype].includes(Object.getPrototypeOf(value));
  } catch {
    return true;
  }
};
const waitsForEver = (value) => value === undefined || value === null || isKeywords(value) || (typeof value === "number" && value > 1);
const BRIEF = ODD.filter((value) => !waitsForEver(value));

const filled = (queue) => {
  for (let i = 0; i < 5; i++) queue.put(i);
  return queue;
};
const OBJECTS = {
  Lock: () => threading.Lock(),
  RLock: () => threading.RLock(),
  Condition: () => {
    const condition = threading.Condition();
    condition.acquire();
    return condition;
  },
  Semaphore: () => threading.Semaphore(1000),
  BoundedSemaphore: () => threading.BoundedSemaphore(5),
  Event: () => {
    const event = threading.Event();
    event.set();
    return event;
  },
  Barrier: () => threading.Barrier(1),
  Timer: () => threading.Timer(1, () => {}),
  Thread: () => threading.Thread({ target() {} }),
  local: () => threading.local(),
  Queue: () => filled(Queue.Queue()),
  LifoQueue: () => filled(Queue.LifoQueue()),
  PriorityQueue: () => filled(Queue.PriorityQueue()),
  SimpleQueue: () => filled(Queue.SimpleQueue()),
  list: () => builtins.list([3, 1, 2]),
  dict: () => builtins.dict({ a: 1, b: 2 }),
  set: () => builtins.set([1, 2, 3]),
  SimpleNamespace: () => builtins.SimpleNamespace({ a: 1 }),
  object: () => builtins.object(),
  range: () => builtins.range(5),
  Random: () => random.Random(1),
  struct_time: () => time.localtime(),
};
const MODULES = { thread, threading, Queue, time, random, builtins };
/** What ends, stops or reports on the program, or changes what the others do. */
const LEFT_OUT = new Set([
  "thread.interrupt_main", "thread.exit", "thread.exit_thread", "time.sleep", "threading.set_excepthook", "threading._register_atexit",
  "threading._shutdown", "threading.dump_threads", "builtins.print",
]);
const WAITS = /^(wait|wait_for|join|acquire|get|put)(_async|_lock)?$/;
/** These wait whatever they are given: for a queue's tasks, a lock that the caller holds, a predicate, a thread. */
const ENDLESS = /^(join|join_async|_acquire_restore|_acquire_restore_async|wait_for|wait_for_async|start)$/;

const TRIPPED = /Cannot read|(undefined|null) is not (a|an|iterable)\b|SystemError|Invalid (typed )?array length|out of bounds|call stack/;
const told = new Set();
let calls = 0;

const pick = (from) => from[Math.floor(chance.random() * from.length)];
const some = (from, least = 0) => Array.from({ length: least + Math.floor(chance.random() * 3) }, () => pick(from));

/** An exception must be an Error that can be read, and speak of the arguments. */
function attempt(name, call, args) {
  calls++;
  try {
    const result = call(...args);
    if (result instanceof Promise) result.catch(() => {});
  } catch (error) {
    if (args.includes(error)) return;
    let text;
    try {
      text = error instanceof Error ? `${error.name}: ${error.message}` : "not an Error";
    } catch {
      text = "an error that cannot be read";
    }
    if (text.includes("mine: ") || !(TRIPPED.test(text) || /^(not an|an error)/.test(text)) || told.has(name + text)) return;
    told.add(name + text);
    log(`${name}: ${text}`);
  }
}

function membersOf(object) {
  const names = new Set();
  for (let at = object; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const key of Reflect.ownKeys(at)) names.add(key);
  }
  names.delete("constructor");
  return [...names].filter((name) => !ENDLESS.test(String(name)));
}

for (let round = 0; round < rounds; round++) {
  for (const [module, contents] of Object.entries(MODULES)) {
    for (const [name, value] of Object.entries(contents)) {
      if (typeof value !== "function" || LEFT_OUT.has(`${module}.${name}`)) continue;
      attempt(`${module}.${name}`, value, some(ODD));
      if (typeof value.prototype === "object") attempt(`new ${module}.${name}`, (...args) => new value(...args), some(ODD));
    }
  }
  for (const [kind, make] of Object.entries(OBJECTS)) {
    for (const name of membersOf(make())) {
      const object = make();
      const isMethod = typeof Reflect.get(object, name, object) === "function";
      const args = WAITS.test(String(name)) ? some(BRIEF, 1) : some(ODD, isMethod ? 0 : 1);
      if (isMethod) attempt(`${kind}.${String(name)}`, (...given) => object[name](...given), args);
      else attempt(`${kind}.${String(name)} =`, (value) => Reflect.set(object, name, value, object), args);
    }
    attempt(`${kind} by a key`, (key) => make()[key], [pick(ODD.filter((value) => typeof value !== "object"))]);
    attempt(`${kind} as text`, String, [make()]);
  }
}
log(`${calls} calls`);
process.exit(0);
