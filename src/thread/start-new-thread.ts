/** Raw threads: a function, its arguments, and an ident. They are cut off when main ends. */
import { isSystemExit, RuntimeError } from "../internal/base/errors.js";
import { createBox, unboxOnce } from "../internal/codec/box.js";
import { refuseLostMethod } from "../internal/codec/lost-method.js";
import { checkPassedArguments, noteArguments } from "../internal/codec/passed-arguments.js";
import { inSession } from "../internal/codec/session.js";
import { Crossing, SlotTag } from "../internal/codec/tags.js";
import { releaseObject } from "../internal/memory/alloc.js";
import { words } from "../internal/memory/arena.js";
import { type Ptr, Slot, ThreadBlock, ThreadFlag } from "../internal/memory/layout.js";
import { ensureFirstWorker } from "../internal/runtime/boot.js";
import { dispatch } from "../internal/runtime/pool.js";
import { setThreadRunner } from "../internal/runtime/serve.js";
import { createThreadBlock, enterThread } from "../internal/runtime/table.js";
import { isKeywords } from "./acquire-arguments.js";
import { reportException } from "./exception-report.js";
import type { TargetArguments } from "./target-arguments.js";

type Job = [target: Function, args: unknown[]];

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.iterator in value;

/**
 * Starts a thread that calls `fn(...args)` and returns at once.
 *
 * The thread is cut off without notice when the main thread ends. An error in it is printed and ends that thread only;
 * what the function returns is ignored. The function and what it captures are sent as they are now; see `CaptureError`.
 *
 * Differs from CPython: `args` may be any iterable but a string; Python wants a tuple.
 *
 * @param fn any function; an async one ends its thread when its promise settles
 * @param args its arguments, as an array or a shared list
 * @param kwargs reaches the function as one last object argument, if there are any
 * @returns the ident of the new thread, as `get_ident()` returns it there
 * @throws TypeError for other than a function, an iterable and an object
 * @throws CaptureError when something that the function needs cannot cross to a thread
 * @example
 * function print_time(name: string, delay: number) {
 *   time.sleep(delay);
 *   print(name, time.ctime());
 * }
 * thread.start_new_thread(print_time, ["Thread-1", 2]);
 */
export function start_new_thread<A extends unknown[], K extends object>(
  fn: (...args: [...A, K]) => unknown,
  args: TargetArguments<A>,
  kwargs: K,
): number;
/**
 * Starts a thread that calls `fn(...args)` and returns at once.
 *
 * @param fn any function; an async one ends its thread when its promise settles
 * @param args its arguments, as an array or a shared list
 * @returns the ident of the new thread, as `get_ident()` returns it there
 * @throws TypeError for other than a function and an iterable
 * @throws CaptureError when something that the function needs cannot cross to a thread
 * @example
 * thread.start_new_thread(print_time, ["Thread-1", 2]);
 */
export function start_new_thread<A extends unknown[]>(fn: (...args: A) => unknown, args: TargetArguments<A>): number;
export function start_new_thread(fn: (...args: any[]) => unknown, args: Iterable<unknown>, kwargs?: object): number {
  checkArguments(arguments.length, fn, args, kwargs);
  ensureFirstWorker();
  const block = createThreadBlock(ThreadFlag.RAW | ThreadFlag.DAEMON);
  const all = kwargs === undefined || Object.keys(kwargs).length === 0 ? [...args] : [...args, kwargs];
  noteArguments(all);
  try {
    if (!launch(block, fn, all)) throw new RuntimeError("can't start new thread");
    return words[block + ThreadBlock.IDENT];
  } finally {
    releaseObject(block);
  }
}

/** Starts the thread of a control block; returns false when it was started before. */
export function launch(block: Ptr, fn: Function, args: unknown[]): boolean {
  inSession("start_new_thread", (session) => {
    refuseLostMethod(session, fn, "function");
    checkPassedArguments(session, fn, args);
  });
  const job: Job = [fn, args];
  const box = createBox(job, Crossing.FROZEN, "start_new_thread");
  // The thread reads its job once it is dispatched, and the block gives it up when the thread has ended.
  let isEntered = false;
  try {
    isEntered = enterThread(block);
  } finally {
    if (!isEntered) releaseObject(box);
  }
  if (!isEntered) return false;
  words[block + ThreadBlock.JOB + Slot.PAYLOAD] = box;
  words[block + ThreadBlock.JOB + Slot.TAG] = SlotTag.BOX;
  dispatch(block);
  return true;
}

function checkArguments(count: number, fn: unknown, args: unknown, kwargs: unknown): void {
  if (count === 1 && isKeywords(fn)) throw new TypeError("start_new_thread() takes no keyword arguments");
  if (count < 2) throw new TypeError(`start_new_thread expected at least 2 arguments, got ${count}`);
  if (count > 3) throw new TypeError(`start_new_thread expected at most 3 arguments, got ${count}`);
  if (typeof fn !== "function") throw new TypeError("first arg must be callable");
  if (!isIterable(args)) throw new TypeError("2nd arg must be a tuple");
  if (kwargs !== undefined && !isKeywords(kwargs)) throw new TypeError("optional 3rd arg must be a dictionary");
}

/** Name of the function that the running thread was started with. */
let startedWith = "";

setThreadRunner("raw", {
  run(block) {
    const fail = (error: unknown) => this.fail(block, error);
    startedWith = "<anonymous>";
    try {
      const [target, args] = unboxOnce(words[block + ThreadBlock.JOB + Slot.PAYLOAD]) as Job;
      startedWith = target.name || startedWith;
      const result: unknown = target(...args);
      return result instanceof Promise ? result.catch(fail) : undefined;
    } catch (error) {
      fail(error);
    }
  },
  fail(_, error) {
    if (isSystemExit(error)) return;
    reportException(`Exception ignored in thread started by <function ${startedWith}>:`, error);
  },
});
