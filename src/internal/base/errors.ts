/**
 * Python's exception classes as JavaScript errors, in Python's hierarchy.
 *
 * ```
 * Error
 *   BaseException
 *     SystemExit, KeyboardInterrupt          not instances of Exception, as in Python
 *     Exception
 *       ArithmeticError    OverflowError, ZeroDivisionError
 *       LookupError        IndexError, KeyError
 *       OSError = IOError  ConnectionError > BrokenPipeError, TimeoutError
 *       RuntimeError       NotImplementedError, PythonFinalizationError, RecursionError
 *       ValueError         UnicodeError
 *       AssertionError, AttributeError, EOFError, ImportError, MemoryError, NameError, StopIteration, SystemError
 *   TypeError                                JavaScript's own, which stands for Python's
 *     CaptureError
 * ```
 *
 * Each is a plain function rather than a `class`: it then works with and without `new`, whatever the depth of the hierarchy
 * the object is built in one step, and the engine cuts the stack at the function itself, so the first frame is the caller.
 *
 * Invariants: all state of an error is `message`, `args`, `cause`, `stack` and what the user assigned. `code`, `errno`,
 * `strerror` and `value` are read from `args`; `name` is read from the constructor, so that a subclass has its own.
 */

import { isPlainObject } from "./type-name.js";

/** What every Python exception has. */
export interface BaseException extends Error {
  /** The arguments given to the constructor, without a trailing `{ cause }`. */
  args: unknown[];
}

/** The root of the exceptions that programs catch. */
export interface Exception extends BaseException {}

/** Raised to end a thread or, in the main thread, the program. */
export interface SystemExit extends BaseException {
  /** The only argument, `undefined` without arguments, all of them as an array when there are several. */
  code: unknown;
}

/** An error of the operating system. With two arguments they are the error number and its text. */
export interface OSError extends Exception {
  errno: number | undefined;
  strerror: string | undefined;
}

/** The end of an iterator. */
export interface StopIteration extends Exception {
  /** The first argument. */
  value: unknown;
}

/** A value or function that cannot reach another thread. */
export interface CaptureError extends TypeError {
  args: unknown[];
}

export type KeyboardInterrupt = BaseException;
export type ArithmeticError = Exception;
export type OverflowError = Exception;
export type ZeroDivisionError = Exception;
export type AssertionError = Exception;
export type AttributeError = Exception;
export type EOFError = Exception;
export type ImportError = Exception;
export type LookupError = Exception;
export type IndexError = Exception;
export type KeyError = Exception;
export type MemoryError = Exception;
export type NameError = Exception;
export type IOError = OSError;
export type ConnectionError = OSError;
export type BrokenPipeError = OSError;
export type TimeoutError = OSError;
export type RuntimeError = Exception;
export type NotImplementedError = Exception;
export type PythonFinalizationError = Exception;
export type RecursionError = Exception;
export type SystemError = Exception;
export type ValueError = Exception;
export type UnicodeError = Exception;

/**
 * A Python exception class: callable with and without `new`, and extendable.
 *
 * The arguments are kept in `args`; the first one, as a string, is the `message`. A last plain object with a `cause` key that
 * is not the only argument is taken as JavaScript's error options.
 */
export interface ExceptionClass<E extends Error = Exception> {
  new (...args: unknown[]): E;
  (...args: unknown[]): E;
  readonly prototype: E;
}

type ErrorClass = { readonly prototype: Error };

/** What the message of an exception with these arguments is, given it or its prototype. */
export function messageOf(args: readonly unknown[], kind: object): string | undefined {
  if (args.length === 0 || args[0] === undefined) return undefined;
  if (args.length === 2 && (kind === OSError.prototype || kind instanceof OSError)) return `[Errno ${String(args[0])}] ${String(args[1])}`;
  if (args[0] === null) return "None";
  try {
    return String(args[0]);
  } catch {
    return Object.prototype.toString.call(args[0]);
  }
}

function build(Root: ErrorClass, args: unknown[], newTarget: Function): Error {
  let options: { cause?: unknown } | undefined;
  const last = args.length - 1;
  if (last > 0 && isPlainObject(args[last]) && Object.hasOwn(args[last], "cause")) {
    options = { cause: (args.pop() as { cause: unknown }).cause };
  }
  // The message must be known to the engine's constructor: it writes the head of the stack there and then.
  const error = Reflect.construct(Root as Function, [messageOf(args, newTarget.prototype), options], newTarget) as Error;
  define(error, "args", args);
  if (systemExitMade !== undefined && error instanceof SystemExit) systemExitMade();
  return error;
}

let systemExitMade: (() => void) | undefined;

/** Has `callback` run whenever a SystemExit is made: one that main throws needs somebody who knows what it means. */
export function onSystemExit(callback: () => void): void {
  systemExitMade = callback;
}

/** Whether what was thrown ends a thread silently; false for what cannot even be asked. */
export function isSystemExit(error: unknown): error is SystemExit {
  try {
    return error instanceof SystemExit;
  } catch {
    return false;
  }
}

function define(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}

/** An accessor that can be assigned over, as the plain attribute that it is in Python. */
function attribute(prototype: object, key: string, get: (this: any) => unknown): void {
  Object.defineProperty(prototype, key, {
    get,
    set(value: unknown) {
      define(this, key, value);
    },
    enumerable: false,
    configurable: true,
  });
}

function nearestName(this: object): string {
  for (let at: object | null = this; at !== null; at = Object.getPrototypeOf(at)) {
    const found: unknown = Object.getOwnPropertyDescriptor(at, "constructor")?.value;
    if (typeof found === "function" && typeof found.name === "string" && found.name !== "") return found.name;
  }
  return "Error";
}

function exception<E extends Error = Exception>(
  name: string,
  Base: ErrorClass,
): ExceptionClass<E> {
  // util.types.isNativeError and the engine's own checks look at the construction, so a TypeError is built as one.
  const Root = Base === TypeError || Base.prototype instanceof TypeError ? TypeError : Error;
  const Class = function (this: unknown, ...args: unknown[]): unknown {
    return build(Root, args, new.target ?? Class);
  } as unknown as ExceptionClass<E>;
  Object.setPrototypeOf(Class, Base);
  Object.defineProperty(Class, "name", { value: name, configurable: true });
  const prototype = Object.create(Base.prototype) as object;
  define(prototype, "constructor", Class);
  attribute(prototype, "name", nearestName);
  Object.defineProperty(Class, "prototype", { value: prototype, writable: false });
  return Class;
}

/** Python's BaseException, the root of all. Catch `Exception` unless thread and program exits are meant too. */
export const BaseException = exception<BaseException>("BaseException", Error);

/** Python's SystemExit: raised by `thread.exit()`; ends the thread without a report. Not an `Exception`. */
export const SystemExit = exception<SystemExit>("SystemExit", BaseException);
attribute(SystemExit.prototype, "code", function (this: SystemExit) {
  return this.args.length > 1 ? this.args : this.args[0];
});

/** Python's KeyboardInterrupt: Ctrl-C or `thread.interrupt_main()`. Not an `Exception`. */
export const KeyboardInterrupt = exception<KeyboardInterrupt>("KeyboardInterrupt", BaseException);

/**
 * Python's Exception, the class that programs extend.
 *
 * @example
 * class TooHot extends Exception {}
 * try { throw new TooHot("90 degrees"); } catch (e) { print(e.name, e.args); }  // TooHot ['90 degrees']
 */
export const Exception = exception<Exception>("Exception", BaseException);

export const ArithmeticError = exception<ArithmeticError>("ArithmeticError", Exception);
export const OverflowError = exception<OverflowError>("OverflowError", ArithmeticError);
export const ZeroDivisionError = exception<ZeroDivisionError>("ZeroDivisionError", ArithmeticError);

export const AssertionError = exception<AssertionError>("AssertionError", Exception);
export const AttributeError = exception<AttributeError>("AttributeError", Exception);
export const EOFError = exception<EOFError>("EOFError", Exception);
export const ImportError = exception<ImportError>("ImportError", Exception);

export const LookupError = exception<LookupError>("LookupError", Exception);
export const IndexError = exception<IndexError>("IndexError", LookupError);
export const KeyError = exception<KeyError>("KeyError", LookupError);

export const MemoryError = exception<MemoryError>("MemoryError", Exception);
export const NameError = exception<NameError>("NameError", Exception);

/** Python's OSError: `OSError(2, "No such file")` has `errno` 2, `strerror` and the message `[Errno 2] No such file`. */
export const OSError = exception<OSError>("OSError", Exception);
attribute(OSError.prototype, "errno", function (this: OSError) {
  return this.args.length === 2 ? this.args[0] : undefined;
});
attribute(OSError.prototype, "strerror", function (this: OSError) {
  return this.args.length === 2 ? this.args[1] : undefined;
});
/** The older name of OSError, the same class. */
export const IOError = OSError;
export const ConnectionError = exception<ConnectionError>("ConnectionError", OSError);
export const BrokenPipeError = exception<BrokenPipeError>("BrokenPipeError", ConnectionError);
export const TimeoutError = exception<TimeoutError>("TimeoutError", OSError);

/** Python's RuntimeError; `thread.error` and `threading.ThreadError` are this class. */
export const RuntimeError = exception<RuntimeError>("RuntimeError", Exception);
export const NotImplementedError = exception<NotImplementedError>("NotImplementedError", RuntimeError);
export const PythonFinalizationError = exception<PythonFinalizationError>("PythonFinalizationError", RuntimeError);
export const RecursionError = exception<RecursionError>("RecursionError", RuntimeError);

/** Python's StopIteration. */
export const StopIteration = exception<StopIteration>("StopIteration", Exception);
attribute(StopIteration.prototype, "value", function (this: StopIteration) {
  return this.args[0];
});

export const SystemError = exception<SystemError>("SystemError", Exception);

export const ValueError = exception<ValueError>("ValueError", Exception);
export const UnicodeError = exception<UnicodeError>("UnicodeError", ValueError);

/**
 * Raised where a function or value cannot reach another thread with Python's meaning. The message names the variable's path
 * and says what to write instead. A TypeError, as Python raises for what cannot be pickled.
 */
export const CaptureError = exception<CaptureError>("CaptureError", TypeError);

/**
 * Makes a further exception class of the same behaviour, for what other modules define: Empty, Full, BrokenBarrierError.
 *
 * @param name Python's name of it, which stays when a minifier renames variables
 * @param Base the class that it extends
 */
export function defineException<E extends Error = Exception>(name: string, Base: ExceptionClass<Error>): ExceptionClass<E> {
  return exception<E>(name, Base);
}

/** Every class of this file by its Python name, aliases included. */
export const exceptions: Record<string, ExceptionClass<Error>> = {
  ArithmeticError,
  AssertionError,
  AttributeError,
  BaseException,
  BrokenPipeError,
  CaptureError,
  ConnectionError,
  EOFError,
  Exception,
  IOError,
  ImportError,
  IndexError,
  KeyError,
  KeyboardInterrupt,
  LookupError,
  MemoryError,
  NameError,
  NotImplementedError,
  OSError,
  OverflowError,
  PythonFinalizationError,
  RecursionError,
  RuntimeError,
  StopIteration,
  SystemError,
  SystemExit,
  TimeoutError,
  UnicodeError,
  ValueError,
  ZeroDivisionError,
};
