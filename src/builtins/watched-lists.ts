/**
 * The lists of which something in this JavaScript thread has to know the length: whenever this thread changes it, at once;
 * whenever others do, as soon as this thread asks.
 *
 * A watched list names a set of marks (see memory/marks.ts) and a number in it. It holds a reference to the set. A number
 * whose watcher is gone is given to another one, while the list of the first still names it: then that other one is told
 * once too often, which does nothing.
 */
import { lockList, noteWatch, observeLists, unlockList } from "./list-storage.js";
import { collectGarbage } from "../internal/codec/handle-table.js";
import { retain } from "../internal/memory/alloc.js";
import { allocMarks, hasMarks, MARKS, releaseMarks, takeMarks } from "../internal/memory/marks.js";
import type { Ptr } from "../internal/memory/layout.js";

export interface Watcher {
  readonly list: Ptr;
  /** Another thread may have changed the length. */
  update(): void;
  /** The program may have changed what stands for the list. */
  reconcile(): void;
  /** This thread is changing it, and holds the list's guard. */
  follow(length: number): void;
}

class Watch {
  readonly marks = allocMarks();
  readonly #watchers: WeakRef<Watcher>[] = [];
  readonly #free: number[] = [];

  /** Returns the watcher's number, or -1 when all are in use. */
  add(watcher: Watcher): number {
    if (this.#watchers.length === MARKS && this.#free.length === 0) this.sweep();
    const number = this.#free.pop() ?? this.#watchers.length;
    if (number === MARKS) return -1;
    this.#watchers[number] = new WeakRef(watcher);
    return number;
  }

  at(number: number): Watcher | undefined {
    return this.#watchers[number]?.deref();
  }

  update(): void {
    takeMarks(this.marks, (number) => this.at(number)?.update());
  }

  each(visit: (watcher: Watcher) => void): void {
    for (let i = 0; i < this.#watchers.length; i++) {
      const watcher = this.#watchers[i].deref();
      if (watcher !== undefined) visit(watcher);
    }
  }

  get size(): number {
    return this.#watchers.length - this.#free.length;
  }

  /** Finds the numbers whose watchers are gone. */
  sweep(): void {
    this.#free.length = 0;
    for (const [number, reference] of this.#watchers.entries()) if (reference.deref() === undefined) this.#free.push(number);
  }
}

/** Watchers are added to the last one. */
const watches: Watch[] = [];
const byMarks = new Map<Ptr, Watch>();

/** Each acquire looks at all watches, so they are tidied whenever there have come to be twice as many. */
const FIRST_TIDY = 8;
let tidyAt = FIRST_TIDY;

/** Has the watcher told of each change of its list's length, as long as somebody else holds it. */
export function watchList(watcher: Watcher): void {
  let number = watches.at(-1)?.add(watcher) ?? -1;
  if (number < 0 && watches.length >= tidyAt) {
    tidy();
    number = watches.at(-1)?.add(watcher) ?? -1;
  }
  if (number < 0) {
    const added = new Watch();
    watches.push(added);
    byMarks.set(added.marks, added);
    number = added.add(watcher);
    observeLists({ change: followOwn, use: settleOwn });
  }
  const { marks } = watches[watches.length - 1];
  retain(marks);
  lockList(watcher.list);
  noteWatch(watcher.list, marks, number);
  unlockList(watcher.list);
}

/** Gives up the watches that nobody needs, and puts the one with the most room last. */
function tidy(): void {
  collectGarbage();
  for (const watch of watches.splice(0)) {
    watch.sweep();
    if (watch.size > 0) watches.push(watch);
    else {
      byMarks.delete(watch.marks);
      releaseMarks(watch.marks);
    }
  }
  watches.sort((a, b) => b.size - a.size);
  tidyAt = Math.max(FIRST_TIDY, watches.length * 2);
}

/** Tells the watcher of a list that this thread changes; returns false when it is another thread's. */
function followOwn(list: Ptr, marks: Ptr, number: number, length: number): boolean {
  const watch = byMarks.get(marks);
  if (watch === undefined) return false;
  const watcher = watch.at(number);
  if (watcher?.list === list) watcher.follow(length);
  return true;
}

/** Asks the watcher of a list that this thread is going to use, if it is this thread's. */
function settleOwn(list: Ptr, marks: Ptr, number: number): void {
  const watcher = byMarks.get(marks)?.at(number);
  if (watcher?.list === list) watcher.reconcile();
}

/** Tells the watchers of the lists whose length other threads have changed. */
export function updateWatchers(): void {
  for (let i = 0; i < watches.length; i++) if (hasMarks(watches[i].marks)) watches[i].update();
}

/** All watchers that are left, and how many were looked at. */
export function eachWatcher(visit: (watcher: Watcher) => void): number {
  let looks = 0;
  for (const watch of watches) {
    looks += watch.size;
    watch.each(visit);
  }
  return looks;
}
