/**
 * The JavaScript values of this thread that stand for blocks of the arena: one for each block, so that two arrivals of
 * one object are `===`.
 *
 * Invariant: each entry holds one reference to its block, so an address in the table cannot be handed out again. The
 * entry goes when its value has been collected, which `sweep` finds out. A thread that blocks for ever never reaches
 * its event loop, where finalizers would run and where V8 would drop the values that WeakRefs keep alive until the end
 * of a job; so `sweep` is called as the table grows, and clears that list itself by running an empty script in a
 * context whose microtasks end with the script.
 */
import type { Context } from "node:vm";
import { floats, words } from "../memory/arena.js";
import { releaseObject, setReclaimer } from "../memory/alloc.js";
import { withEngineFlag } from "../memory/engine-flags.js";
import { ArenaHeader, type Ptr } from "../memory/layout.js";

const FIRST_SWEEP = 2048;
/** V8 knows nothing of the arena and collects late. From these sizes on, and at each doubling, it is told to. */
const FIRST_COLLECTION_HANDLES = 2 ** 15;
const FIRST_COLLECTION_WORDS = 2 ** 24;
/** The arena's size is looked at once in so many entries. */
const LOOK_EVERY = 64;
/**
 * A full arena makes only that thread collect which finds it full, so what others have dropped must not fill it: when half
 * of it is in use, each thread collects once in so many entries, or once in a quarter of those it has.
 */
const HALF_OF_ARENA = words[ArenaHeader.LIMIT] / 2;
const TIGHT_ENTRIES = Math.min(1024, Math.max(LOOK_EVERY, words[ArenaHeader.LIMIT] / 2 ** 12));

const values = new Map<Ptr, WeakRef<object>>();
let sweepAt = FIRST_SWEEP;
let collectAtHandles = FIRST_COLLECTION_HANDLES;
let collectAtWords = FIRST_COLLECTION_WORDS;
let entered = 0;
let enteredAtCollection = 0;

/** Enters a value and takes over the caller's reference to the block. */
export function enter(block: Ptr, value: object): void {
  values.set(block, new WeakRef(value));
  if (++entered % LOOK_EVERY === 0 && (floats[ArenaHeader.USED_WORDS >> 1] >= collectAtWords || isTight())) collectGarbage();
  else if (values.size >= sweepAt) values.size >= collectAtHandles ? collectGarbage() : sweep();
}

/** Takes out a value whose construction failed; the reference goes back to the caller. */
export function withdraw(block: Ptr): void {
  values.delete(block);
}

export function valueOf(block: Ptr): object | undefined {
  return values.get(block)?.deref();
}

/** Enters a value for a block whose earlier value may have been collected: keeps the one reference it had. */
export function enterAgain(block: Ptr, value: object, addReference: (block: Ptr) => void): void {
  if (!values.has(block)) addReference(block);
  enter(block, value);
}

/** Empties the table; the references go to the caller. */
export function takeHandles(): Ptr[] {
  const blocks = [...values.keys()];
  values.clear();
  return blocks;
}

/** How many blocks this thread has values for. */
export function handleCount(): number {
  return values.size;
}

/** Gives back the blocks whose values have been collected. Returns how many. */
export function sweep(): number {
  let swept = 0;
  for (const [block, reference] of values) {
    if (reference.deref() !== undefined) continue;
    values.delete(block);
    releaseObject(block);
    swept++;
  }
  clearKeptAlive();
  sweepAt = Math.max(FIRST_SWEEP, values.size * 2);
  return swept;
}

let emptyJob: (() => void) | undefined;

/** Lets V8 collect what WeakRefs were made or read for during this job. */
function clearKeptAlive(): void {
  emptyJob ??= makeEmptyJob();
  emptyJob();
}

function makeEmptyJob(): () => void {
  const vm = process.getBuiltinModule("node:vm");
  const context: Context = vm.createContext({}, { microtaskMode: "afterEvaluate" });
  const script = new vm.Script("0");
  return () => script.runInContext(context);
}

let collect: (() => void) | undefined;

/** Collects garbage now, then sweeps. Returns how many blocks were given back. */
export function collectGarbage(): number {
  clearKeptAlive();
  collect ??= makeCollect();
  collect();
  const swept = sweep();
  collectAtHandles = Math.max(FIRST_COLLECTION_HANDLES, values.size * 2);
  collectAtWords = Math.max(FIRST_COLLECTION_WORDS, floats[ArenaHeader.USED_WORDS >> 1] * 2);
  enteredAtCollection = entered;
  return swept;
}

const isTight = () =>
  floats[ArenaHeader.USED_WORDS >> 1] >= HALF_OF_ARENA &&
  entered - enteredAtCollection >= Math.max(TIGHT_ENTRIES, values.size / 4);

/** For a thread that ends: its worker may enter nothing for long. */
export function collectWhenTight(): void {
  if (isTight()) collectGarbage();
}

/** For a worker that has nothing to do. */
export function collectWhenIdle(): void {
  if (entered - enteredAtCollection >= LOOK_EVERY) collectGarbage();
}

function makeCollect(): () => void {
  const find = (): unknown => process.getBuiltinModule("node:vm").runInNewContext("typeof gc === 'function' ? gc : undefined");
  const gc = find() ?? withEngineFlag("expose-gc", find);
  return typeof gc === "function" ? (gc as () => void) : () => {};
}

setReclaimer(() => collectGarbage() > 0);
