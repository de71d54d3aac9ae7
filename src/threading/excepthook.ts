/**
 * `threading.excepthook`: called, in the thread that failed, with each exception that ends a Thread, SystemExit included.
 *
 * Module-level state is shared in Python, so the hook lies in a slot of the arena and not in a variable: whoever sets it
 * sets it for all threads, running ones too, and a thread looks for it when it fails. It crosses by value, as functions do.
 *
 * | slot | the hook |
 * |---|---|
 * | EMPTY | `__excepthook__`, which needs no crossing |
 * | null, undefined | None: the thread uses the one that was there when its Thread object was made |
 * | any other value | that one |
 */
import { isSystemExit, RuntimeError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { MISSING, readAttribute, writeAttribute } from "../internal/codec/attributes.js";
import { handleOf } from "../internal/codec/index.js";
import { clearSlot, copySlot, popScratch } from "../internal/codec/scratch.js";
import { inSession } from "../internal/codec/session.js";
import { readSlot, readStaged, releaseSlot, stageCopy, stageMove, stageValue } from "../internal/codec/slots.js";
import { Crossing, SlotTag } from "../internal/codec/tags.js";
import { words } from "../internal/memory/arena.js";
import { load } from "../internal/memory/futex.js";
import { ArenaHeader, NULL_PTR, type Ptr, Slot, ThreadBlock } from "../internal/memory/layout.js";
import { lock, unlock } from "../internal/memory/mutex.js";
import {
  __excepthook__,
  type ExceptHookArgs as AnyArgs,
  ExceptHookArgs as argsClass,
  exceptHookArgs,
  printException,
} from "../thread/except-hook.js";
import { reportException } from "../thread/exception-report.js";
import type { Thread } from "./thread.js";

/** What `ExceptHookArgs()` makes, and what the hook is called with. */
export interface ExceptHookArgs extends AnyArgs {
  /** The thread that it ended. */
  readonly thread: Thread;
}

export interface ExceptHookArgsConstructor {
  /**
   * Puts four values together, to call a hook oneself.
   *
   * @param fields exc_type, exc_value, exc_traceback and thread
   * @throws TypeError for other than four of them
   * @example
   * threading.__excepthook__(threading.ExceptHookArgs([RuntimeError, RuntimeError("boom"), null, null]));
   */
  (fields: ExceptHookFields): ExceptHookArgs;
  /**
   * Puts four values together, to call a hook oneself.
   *
   * @param fields exc_type, exc_value, exc_traceback and thread
   * @throws TypeError for other than four of them
   */
  new (fields: ExceptHookFields): ExceptHookArgs;
  /** How many fields there are by name: 4. */
  readonly n_fields: number;
  /** How many fields there are by index: 4. */
  readonly n_sequence_fields: number;
  /** How many fields have no name: 0. */
  readonly n_unnamed_fields: number;
  readonly prototype: ExceptHookArgs;
}

/** The fields in their order. */
export type ExceptHookFields = readonly [exc_type: unknown, exc_value: unknown, exc_traceback: unknown, thread: unknown];

/**
 * The one argument of `threading.excepthook`: four fields, by name, by index and in order.
 *
 * Differs from CPython: `exc_traceback` is the text of the JavaScript stack.
 *
 * @example
 * threading.set_excepthook(({ thread, exc_value }) => print(thread.name, "failed:", exc_value));
 */
export const ExceptHookArgs = argsClass as unknown as ExceptHookArgsConstructor;

/** What `threading.excepthook` may be. */
export type ExceptHook = (args: ExceptHookArgs) => unknown;

const guard = ArenaHeader.EXCEPTHOOK_MUTEX;
const slot = ArenaHeader.EXCEPTHOOK;

/** Where a Thread keeps the hook that was there when it was made, unless that was the default. */
const HOOK_ATTRIBUTE = "_excepthook";

const isDefault = (): boolean => load(slot + Slot.TAG) === SlotTag.EMPTY;

/** The hook as it is now, for all threads. */
export function excepthook(): unknown {
  if (isDefault()) return __excepthook__;
  lock(guard);
  const staged = stageCopy(slot);
  unlock(guard);
  if (words[staged + Slot.TAG] !== SlotTag.EMPTY) return readStaged(staged);
  popScratch();
  return __excepthook__;
}

/**
 * Sets the function that is called with each exception that ends a Thread, in all threads from now on. The same as
 * `threading.excepthook = hook` on the default export, for programs that `import * as threading`.
 *
 * The hook crosses by value, like every function: what it changes has to be shared. It is called in the thread that
 * failed, with SystemExit too; what it throws is printed.
 *
 * @param hook called with an `ExceptHookArgs`; null lets each thread use the hook that was there when its Thread was made
 * @throws CaptureError when something that the hook needs cannot cross to a thread; the hook is not changed then
 * @example
 * const errors = list<string>();
 * threading.set_excepthook((args) => errors.append(String(args.exc_value)));
 */
export function set_excepthook(hook: ExceptHook | null | undefined): void {
  const staged = inSession("threading.excepthook", () => stageValue(hook, Crossing.FROZEN, false));
  if ((hook as unknown) === __excepthook__) releaseSlot(staged);
  lock(guard);
  const old = stageMove(slot);
  copySlot(staged, slot);
  unlock(guard);
  releaseSlot(old);
  popScratch();
  clearSlot(staged);
  popScratch();
}

/**
 * Keeps the hook of this moment with a Thread that is being made.
 *
 * @throws RuntimeError when there is none
 */
export function captureExcepthook(object: Ptr): void {
  if (isDefault()) return;
  const hook = excepthook();
  if (hook === null || hook === undefined) throw new RuntimeError("threading.excepthook is None");
  if (hook !== __excepthook__) writeAttribute(object, HOOK_ATTRIBUTE, hook, Crossing.FROZEN);
}

/** Tells the hook of the exception that has ended the thread of a control block. Never throws. */
export function tellExcepthook(block: Ptr, error: unknown): void {
  if (isDefault()) return printException(readSlot(block + ThreadBlock.NAME) as string, error);
  try {
    const object = words[block + ThreadBlock.OBJECT];
    const thread = object === NULL_PTR ? undefined : handleOf(object);
    let hook = excepthook();
    if (hook === null || hook === undefined) hook = readAttribute(object, HOOK_ATTRIBUTE);
    if (hook === MISSING) hook = __excepthook__;
    if (typeof hook !== "function") throw new TypeError(`'${typeName(hook)}' object is not callable`);
    (hook as (args: AnyArgs) => unknown)(exceptHookArgs(error, thread));
  } catch (failure) {
    if (!isSystemExit(failure)) reportException("Exception in threading.excepthook:", failure);
  }
}
