/**
 * What a program has kept of plain data that has become shared, and that cannot be intercepted: ordinary memory, the length
 * of arrays, and the keys that objects list. It is reconciled with the shared data where threads are usually known to have
 * finished something: when one starts or ends or is joined, at a barrier, an event, a sleep, `task_done` and `Queue.join`.
 * Not at locks and `get`, which are too frequent to look at all that is kept.
 *
 * What nobody has any more is found by collections of garbage. One is due when what was looked at since the last one, or what
 * was added, has cost so much that the collection does not matter beside it; so neither time nor memory is lost for ever.
 */
import { collectGarbage } from "./handle-table.js";

/** Something that is kept. */
export interface Kept {
  /** What it takes to look at it, and to have it: bytes. */
  readonly cost: number;
  /** Whether nobody has it any more. */
  readonly isGone: boolean;
  /** Returns false when nobody has it any more. */
  reconcile(): boolean;
}

/** To look at something takes at least as long as to compare so many bytes. */
export const LOOK_COST = 2 ** 9;
/** A collection is not worth it for less. */
const FIRST_COLLECTION = 2 ** 26;
/** So many times all that is kept is looked at before a collection. */
const LOOKS = 2 ** 6;

const parts: (() => number)[] = [];
let looked = 0;
let collectAt = FIRST_COLLECTION;

let things: Kept[] = [];
let held = 0;
let sweepAt = FIRST_COLLECTION;

/** Reconciles what this thread has kept; undefined as long as it has kept nothing. */
export let reconcileKept: (() => void) | undefined;

/** Adds what is done by `reconcileKept`, and returns what it has cost; the same function is added once. */
export function onReconcile(part: () => number): void {
  if (parts.includes(part)) return;
  parts.push(part);
  reconcileKept = reconcileAll;
}

function reconcileAll(): void {
  let cost = 0;
  for (let i = 0; i < parts.length; i++) cost += parts[i]();
  looked += cost;
  if (looked <= collectAt) return;
  looked = 0;
  collectAt = Math.max(FIRST_COLLECTION, cost * LOOKS);
  collect();
}

/** Has something reconciled as long as somebody has it. */
export function keep(thing: Kept): void {
  things.push(thing);
  onReconcile(reconcileThings);
  held += thing.cost;
  if (held > sweepAt) collect();
}

function reconcileThings(): number {
  leaveOut((thing) => !thing.reconcile());
  return held;
}

function collect(): void {
  collectGarbage();
  leaveOut((thing) => thing.isGone);
  sweepAt = Math.max(FIRST_COLLECTION, held * 2);
}

function leaveOut(isGone: (thing: Kept) => boolean): void {
  let left = 0;
  held = 0;
  for (let i = 0; i < things.length; i++) {
    if (isGone(things[i])) continue;
    held += things[i].cost;
    things[left++] = things[i];
  }
  things.length = left;
}

/** For a thread that ends: nobody uses what it has kept any more. */
export function leaveKept(): void {
  things = [];
  held = 0;
}
