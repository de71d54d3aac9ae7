/** What becomes of an exception that ends a thread of `threading`: the arguments of its hook, and the default hook. */
import { inspect } from "node:util";
import { isSystemExit, SystemExit, ValueError } from "../internal/base/errors.js";
import { callable } from "../internal/base/callable.js";
import { repr } from "../builtins/repr.js";
import { currentIdent } from "../internal/runtime/current.js";
import { reportException } from "./exception-report.js";

const FIELDS = ["exc_type", "exc_value", "exc_traceback", "thread"] as const;

/** What the hook needs of a Thread. */
export interface NamedThread {
  readonly name: string;
}

class ExceptHookArgsClass extends Array<unknown> {
  /** Parts of it are plain arrays. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /**
   * @param fields exc_type, exc_value, exc_traceback and thread
   * @throws TypeError for other than four of them
   */
  constructor(fields: Iterable<unknown>) {
    if (typeof fields !== "object" || fields === null || !(Symbol.iterator in fields)) {
      throw new TypeError("constructor requires a sequence");
    }
    const values = [...fields];
    if (values.length !== FIELDS.length) {
      throw new TypeError(`_thread._ExceptHookArgs() takes a ${FIELDS.length}-sequence (${values.length}-sequence given)`);
    }
    super(...values);
  }

  /** The exception's class. */
  get exc_type(): Function | undefined {
    return this[0] as Function | undefined;
  }

  /** What was thrown. */
  get exc_value(): unknown {
    return this[1];
  }

  /** Its JavaScript stack, or undefined when what was thrown has none. */
  get exc_traceback(): string | undefined {
    return this[2] as string | undefined;
  }

  /** The thread that it ended. */
  get thread(): unknown {
    return this[3];
  }

  /** How many fields there are by name: 4. */
  static readonly n_fields = FIELDS.length;

  /** How many fields there are by index: 4. */
  static readonly n_sequence_fields = FIELDS.length;

  /** How many fields have no name: 0. */
  static readonly n_unnamed_fields = 0;

  /** How many of the fields are `value`. */
  count(value: unknown): number {
    return this.filter((field) => field === value).length;
  }

  /**
   * The index of the first field that is `value`, from `start` on and before `stop`.
   *
   * @throws ValueError when there is none
   */
  index(value: unknown, start: number = 0, stop: number = this.length): number {
    const found = this.indexOf(value, start);
    if (found < 0 || found >= (stop < 0 ? stop + this.length : stop)) throw new ValueError("tuple.index(x): x not in tuple");
    return found;
  }

  /** The fields as Python's repr shows them: `_thread._ExceptHookArgs(exc_type=…, …)`. */
  override toString(): string {
    return `_thread._ExceptHookArgs(${FIELDS.map((name, i) => `${name}=${repr(this[i])}`).join(", ")})`;
  }
}

Object.defineProperty(ExceptHookArgsClass.prototype, inspect.custom, {
  value(this: ExceptHookArgsClass) {
    return this.toString();
  },
});

/** What `ExceptHookArgs()` makes. */
export interface ExceptHookArgs extends ExceptHookArgsClass {}
/**
 * The one argument of `threading.excepthook`: four fields, also by index and in order.
 *
 * Differs from CPython: `exc_traceback` is the text of the JavaScript stack.
 *
 * @example
 * threading.set_excepthook(({ exc_value, thread }) => print(thread.name, exc_value));
 */
export const ExceptHookArgs = callable(ExceptHookArgsClass, "ExceptHookArgs");

/** Describes an error that was thrown in a thread. */
export function exceptHookArgs(error: unknown, thread: object | undefined): ExceptHookArgs {
  let type: unknown;
  let stack: unknown;
  try {
    if (error !== null && error !== undefined) type = (Object(error) as object).constructor;
    if (typeof error === "object" && error !== null) stack = (error as Error).stack;
  } catch {
    // An object that cannot be asked is passed on as it is.
  }
  return new ExceptHookArgs([type, error, typeof stack === "string" ? stack : undefined, thread]);
}

/**
 * The default of `threading.excepthook`: prints the exception on stderr, with Python's first line and the JavaScript
 * stack. A SystemExit is passed over; an exception of a class that extends SystemExit is not, as in Python 3.
 *
 * @throws TypeError for other than an ExceptHookArgs
 * @example
 * threading.__excepthook__(args);
 */
export function __excepthook__(args: ExceptHookArgs): void {
  if (!(args instanceof ExceptHookArgs)) throw new TypeError("_thread.excepthook argument type must be ExceptHookArgs");
  const thread = args.thread as NamedThread | null | undefined;
  printException(thread === null || thread === undefined ? String(currentIdent()) : thread.name, args.exc_value);
}

/** The same without its argument. */
export function printException(name: string, error: unknown): void {
  if (isSystemExit(error) && error.constructor === SystemExit) return;
  reportException(`Exception in thread ${name}:`, error);
}
