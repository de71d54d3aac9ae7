/**
 * Checks the order in which locks are taken, when the program is started with PYTHREADS_CHECK=1; without that, nothing here
 * runs. `watchOrder` then replaces the methods of a class of locks by ones that first tell the kernel which locks the thread
 * holds; see internal/runtime/lock-order for what becomes of it.
 *
 * Only an `acquire` that waits for ever is a step, since one that gives up cannot be part of a deadlock; locks that it got
 * otherwise count as held. What async functions acquire is not seen: they take turns in their thread.
 *
 * Invariant: the list of held locks may name some that the thread holds no longer, since any thread may release a Lock, but
 * each is asked before it counts. A worker's next thread has another ident, so it holds none of them.
 */
import { kindOf } from "../internal/codec/kinds.js";
import { bodyOf, type Handle, ptrOf } from "../internal/codec/index.js";
import { addressText } from "../internal/codec/repr.js";
import { framesAt, markPlace } from "../internal/base/stack.js";
import { add, compareExchange, load, store } from "../internal/memory/futex.js";
import {
  ArenaHeader,
  Kind,
  LOCK_BODY_WORDS,
  LockBody,
  ORDERED_LOCK_BODY_WORDS,
  OrderedLockBody,
  RLockBody,
} from "../internal/memory/layout.js";
import { currentIdent, isPoolWorker } from "../internal/runtime/current.js";
import { askKernelAndWait } from "../internal/runtime/kernel-link.js";
import { currentLabel } from "../internal/runtime/thread-report.js";
import { lockDeadline } from "./acquire-arguments.js";

/** Main decides for all threads, which have to agree on how long a lock is. */
const isOn = isPoolWorker ? load(ArenaHeader.CHECKS_ORDER) !== 0 : process.env.PYTHREADS_CHECK === "1";
if (isOn && !isPoolWorker) store(ArenaHeader.CHECKS_ORDER, 1);

export const lockBodyWords = isOn ? ORDERED_LOCK_BODY_WORDS : LOCK_BODY_WORDS;

interface Lockable extends Handle {
  acquire(...args: unknown[]): boolean;
  release(): void;
  _acquire_restore?(state: unknown): void;
}

/** Locks that the thread has taken, the last one last, and where. */
let held: { readonly lock: Lockable; readonly place: Error }[] = [];
/** Steps that this JavaScript thread has told already. */
const told = new Set<string>();

function isMine(lock: Lockable): boolean {
  const owner = kindOf(ptrOf(lock)) === Kind.RLOCK ? RLockBody.OWNER : LockBody.HOLDER;
  return load(bodyOf(lock) + owner) === currentIdent();
}

function numberOf(lock: Lockable): number {
  const word = bodyOf(lock) + (kindOf(ptrOf(lock)) === Kind.RLOCK ? RLockBody.ORDER : OrderedLockBody.ORDER);
  return load(word) || compareExchange(word, 0, add(ArenaHeader.ORDER_COUNTER, 1) + 1) || load(word);
}

function nameOf(lock: Lockable): string {
  return `<_thread.${kindOf(ptrOf(lock)) === Kind.RLOCK ? "RLock" : "lock"} object at ${addressText(ptrOf(lock))}>`;
}

function tell(lock: Lockable, place: Error): void {
  held = held.filter((entry) => isMine(entry.lock));
  for (const earlier of held) {
    if (earlier.lock === lock) continue;
    const key = `${numberOf(earlier.lock)} ${numberOf(lock)}`;
    if (told.has(key)) continue;
    told.add(key);
    const [first, second] = [earlier, { lock, place }].map((taken) => ({
      number: numberOf(taken.lock),
      name: nameOf(taken.lock),
      frames: framesAt(taken.place),
    }));
    askKernelAndWait((done) => ({ type: "order", step: { thread: currentLabel(), held: first, taken: second }, done }));
  }
}

function waitsForEver(args: readonly unknown[]): boolean {
  return args.length === 0 || lockDeadline(args[0], args[1]) === Number.POSITIVE_INFINITY;
}

/** Has a class of locks tell what its instances are taken after, if that is to be checked. */
export function watchOrder(Class: { prototype: Lockable }): void {
  if (!isOn) return;
  const { acquire, release, _acquire_restore: restore } = Class.prototype;
  const watch = (name: string, value: Function) =>
    Object.defineProperty(Class.prototype, name, { value, writable: true, configurable: true });
  watch("acquire", function (this: Lockable, ...args: unknown[]): boolean {
    const place = markPlace();
    if (waitsForEver(args) && !isMine(this)) tell(this, place);
    const wasMine = isMine(this);
    const isTaken = acquire.apply(this, args);
    if (isTaken && !wasMine) held.push({ lock: this, place });
    return isTaken;
  });
  watch("release", function (this: Lockable): void {
    release.call(this);
    if (!isMine(this)) held = held.filter(({ lock }) => lock !== this);
  });
  if (restore === undefined) return;
  watch("_acquire_restore", function (this: Lockable, state: unknown): void {
    const place = markPlace();
    tell(this, place);
    restore.call(this, state);
    held.push({ lock: this, place });
  });
}
