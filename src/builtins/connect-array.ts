/**
 * Connects a plain array with the shared list that it has become: the array keeps no items of its own. The first ones are
 * accessors, so that they are found and compared as those of any array; the rest of a long one, and all that is not there
 * yet, is found through its prototype.
 *
 * Its `length` alone is its own, and nothing can be told when a program reads it. It is brought up to date by each other
 * use of the array, by each change of the list in this thread, and whenever the program may have learnt of what another
 * thread did: at the end of a join, acquire, wait, get or sleep. What the program assigns to it is found by the next use of
 * the array or of the list, and when what the program has kept is reconciled (see codec/kept.ts).
 *
 * Invariant: OWN is the array's length as this file last set it, so another one was assigned by the program, and cuts
 * the list off.
 */
import { inspect } from "node:util";
import { connectedTo, setArrayObserver } from "../internal/codec/connected.js";
import { LOOK_COST, onReconcile } from "../internal/codec/kept.js";
import { type Handle, ptrOf } from "../internal/codec/index.js";
import type { Ptr } from "../internal/memory/layout.js";
import type { list } from "./list.js";
import { readItem } from "./list-items.js";
import { lengthOf } from "./list-storage.js";
import { parseIndex } from "./property-index.js";
import { eachWatcher, updateWatchers, type Watcher, watchList } from "./watched-lists.js";

/** So many items are own properties. More would take long to define, and much room. */
const MOST_OWN = 1000;

const trapsOf = new WeakMap<object, ArrayTraps>();
const accessors: PropertyDescriptor[] = [];

/** One pair of functions serves that index of all arrays. */
function accessorOf(index: number): PropertyDescriptor {
  const key = String(index);
  accessors[index] ??= {
    get(this: object) {
      return trapsOf.get(this)?.get(this, key, this);
    },
    set(this: object, value: unknown) {
      trapsOf.get(this)?.set(this, key, value, this);
    },
    enumerable: true,
    configurable: true,
  };
  return accessors[index];
}

class ArrayTraps implements ProxyHandler<object>, Watcher {
  readonly #plain: unknown[];
  readonly #shared: list;
  readonly list: Ptr;
  #own: number;

  constructor(plain: unknown[], shared: list) {
    this.#plain = plain;
    this.#shared = shared;
    this.list = ptrOf(shared as unknown as Handle);
    this.#own = 0;
    trapsOf.set(plain, this);
  }

  /** Called for all arrays at once, so it looks into the arena only if the program has assigned to `length`. */
  reconcile(): void {
    if (this.#plain.length !== this.#own) this.update();
  }

  update(): void {
    const assigned = this.#plain.length;
    if (assigned < this.#own) {
      this.#own = assigned;
      if (assigned < lengthOf(this.list)) this.#shared.length = assigned;
    }
    this.follow(lengthOf(this.list));
  }

  /** Called in the middle of a change of the list. */
  follow(length: number): void {
    const own = this.#own;
    if (this.#plain.length !== length) this.#plain.length = length;
    this.#own = length;
    for (let i = own; i < length && i < MOST_OWN; i++) Object.defineProperty(this.#plain, i, accessorOf(i));
  }

  get(target: object, key: string | symbol, receiver: unknown): unknown {
    this.update();
    const index = parseIndex(key);
    return index === undefined || index < 0 ? Reflect.get(target, key, receiver) : readItem(this.list, index, undefined);
  }

  set(target: object, key: string | symbol, value: unknown, receiver: unknown): boolean {
    this.update();
    const index = parseIndex(key);
    if (index === undefined || index < 0) return Reflect.set(target, key, value, receiver);
    const length = lengthOf(this.list);
    if (index < length) this.#shared.__setitem__(index, value);
    else this.#shared.push(...Array.from({ length: index - length }), value);
    this.update();
    return true;
  }

  has(target: object, key: string | symbol): boolean {
    this.update();
    const index = parseIndex(key);
    return index === undefined || index < 0 ? Reflect.has(target, key) : index < lengthOf(this.list);
  }

  ownKeys(target: object): (string | symbol)[] {
    this.update();
    return [...this.#plain.keys()].map(String).concat(Reflect.ownKeys(target) as string[]);
  }

  getOwnPropertyDescriptor(target: object, key: string | symbol): PropertyDescriptor | undefined {
    const index = parseIndex(key);
    if (index === undefined || index < 0) return Reflect.getOwnPropertyDescriptor(target, key);
    if (index >= lengthOf(this.list)) return undefined;
    return { value: readItem(this.list, index, undefined), writable: true, enumerable: true, configurable: true };
  }
}

/** What changes the list in more than one step if Array.prototype does it, or does not know a list among the items. */
const inOneStep = Object.create(Array.prototype) as object;
for (const name of ["push", "shift", "unshift", "flat", "flatMap"] as const) {
  define(name, (shared, args) => (shared[name] as (...args: unknown[]) => unknown)(...args));
}
define("pop", (shared) => shared.splice(-1, 1)[0]);
// A count that is given but undefined is none for an array, and all for a list.
define("splice", (shared, args) => {
  if (args.length < 2) return args.length === 0 ? [] : shared.splice(args[0] as number);
  const [start, count, ...values] = args;
  return shared.splice(start as number, (count as number | undefined) ?? 0, ...values);
});
define(inspect.custom, (shared) => shared.toJSON());

// V8 takes an array with a Proxy behind it for an object here.
Object.defineProperty(inOneStep, Symbol.toStringTag, { value: "Array" });

function define(key: PropertyKey, call: (shared: list, args: unknown[]) => unknown): void {
  Object.defineProperty(inOneStep, key, {
    value(this: unknown[], ...args: unknown[]) {
      return call(connectedTo(this) as unknown as list, args);
    },
    writable: true,
    configurable: true,
  });
}

/** Returns false, and leaves the array as it is, when its items cannot be taken out of it. */
export function connectArray(plain: unknown[], shared: list): boolean {
  const { length } = plain;
  const keys = Reflect.ownKeys(plain);
  if (keys.length !== length + 1 || !keys.every((key) => isOwnItem(plain, key))) return false;
  plain.length = 0;
  const traps = new ArrayTraps(plain, shared);
  traps.follow(lengthOf(ptrOf(shared as unknown as Handle)));
  Object.setPrototypeOf(plain, new Proxy(inOneStep, traps));
  watchList(traps);
  setArrayObserver(updateWatchers);
  onReconcile(updateAll);
  return true;
}

function isOwnItem(plain: unknown[], key: string | symbol): boolean {
  const { configurable, writable } = Object.getOwnPropertyDescriptor(plain, key) as PropertyDescriptor;
  return Boolean(writable && (configurable || key === "length"));
}

/** Finds what was assigned to `length`. */
const updateAll = (): number => eachWatcher((watcher) => watcher.reconcile()) * LOOK_COST;
