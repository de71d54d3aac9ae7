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
  /** The first of two arguments: the system's number of the error. */
  errno: number | undefined;
  /** The second of two arguments: its text. */
  strerror: string | undefined;
}

/** The end of an iterator. */
export interface StopIteration extends Exception {
  /** The first argument. */
  value: unknown;
}

/** A value or function that cannot reach another thread. */
export interface CaptureError extends TypeError {
  /** The arguments given to the constructor: the message. */
  args: unknown[];
}

/** What `KeyboardInterrupt()` makes. */
export type KeyboardInterrupt = BaseException;
/** What `ArithmeticError()` makes. */
export type ArithmeticError = Exception;
/** What `OverflowError()` makes. */
export type OverflowError = Exception;
/** What `ZeroDivisionError()` makes. */
export type ZeroDivisionError = Exception;
/** What `AssertionError()` makes. */
export type AssertionError = Exception;
/** What `AttributeError()` makes. */
export type AttributeError = Exception;
/** What `EOFError()` makes. */
export type EOFError = Exception;
/** What `ImportError()` makes. */
export type ImportError = Exception;
/** What `LookupError()` makes. */
export type LookupError = Exception;
/** What `IndexError()` makes. */
export type IndexError = Exception;
/** What `KeyError()` makes. */
export type KeyError = Exception;
/** What `MemoryError()` makes. */
export type MemoryError = Exception;
/** What `NameError()` makes. */
export type NameError = Exception;
/** What `IOError()` makes. */
export type IOError = OSError;
/** What `ConnectionError()` makes. */
export type ConnectionError = OSError;
/** What `BrokenPipeError()` makes. */
export type BrokenPipeError = OSError;
/** What `TimeoutError()` makes. */
export type TimeoutError = OSError;
/** What `RuntimeError()` makes. */
export type RuntimeError = Exception;
/** What `NotImplementedError()` makes. */
export type NotImplementedError = Exception;
/** What `PythonFinalizationError()` makes. */
export type PythonFinalizationError = Exception;
/** What `RecursionError()` makes. */
export type RecursionError = Exception;
/** What `SystemError()` makes. */
export type SystemError = Exception;
/** What `ValueError()` makes. */
export type ValueError = Exception;
/** What `UnicodeError()` makes. */
export type UnicodeError = Exception;

/**
 * A Python exception class: callable with and without `new`, and extendable.
 *
 * The arguments are kept in `args`; the first one, as a string, is the `message`. A last plain object with a `cause` key that
 * is not the only argument is taken as JavaScript's error options.
 */
export interface ExceptionClass<E extends Error = Exception> {
  /**
   * Makes an exception; `throw` it.
   *
   * @param args what `args` will hold; the first one is the message. A last object with `cause` is no argument but the cause
   * @example
   * throw ValueError("too small", { cause: error });
   */
  (...args: unknown[]): E;
  /**
   * Makes an exception; `throw` it.
   *
   * @param args what `args` will hold; the first one is the message. A last object with `cause` is no argument but the cause
   */
  new (...args: unknown[]): E;
  readonly prototype: E;
}

type ErrorClass = { readonly prototype: Error };

/** What the message of an exception with these arguments is, given it or its prototype. */
export function messageOf(args: readonly unknown[], kind: object): string | undefined {
  if (args.length === 0 || args[0] === undefined) return undefined;
  if (args.length === 2 && (kind === OSError.prototype || kind instanceof OSError))
    return `[Errno ${String(args[0])}] ${String(args[1])}`;
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

function exception<E extends Error = Exception>(name: string, Base: ErrorClass): ExceptionClass<E> {
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

/**
 * The root of all exceptions. Catch `Exception` unless the ends of threads and programs are meant too.
 *
 * @example
 * try { work(); } catch (e) { if (e instanceof BaseException) print("ended by", e.name); throw e; }
 */
export const BaseException = exception<BaseException>("BaseException", Error);

/**
 * Ends the thread that raises it, silently; in main it ends the program, with its `code` as exit code, after the threads
 * that are no daemons. `thread.exit()` raises it. Not an `Exception`.
 *
 * @example
 * throw SystemExit(2);
 */
export const SystemExit = exception<SystemExit>("SystemExit", BaseException);
attribute(SystemExit.prototype, "code", function (this: SystemExit) {
  return this.args.length > 1 ? this.args : this.args[0];
});

/**
 * What `thread.interrupt_main()` raises in main. Not an `Exception`.
 *
 * Differs from CPython: Ctrl-C does not raise it. It ends the program, unless that has a handler for SIGINT.
 *
 * @example
 * try { time.sleep(10); } catch (e) { if (e instanceof KeyboardInterrupt) print("interrupted"); }
 */
export const KeyboardInterrupt = exception<KeyboardInterrupt>("KeyboardInterrupt", BaseException);

/**
 * Python's Exception, the class that programs extend.
 *
 * @example
 * class TooHot extends Exception {}
 * try { throw new TooHot("90 degrees"); } catch (e) { print(e.name, e.args); }  // TooHot ['90 degrees']
 */
export const Exception = exception<Exception>("Exception", BaseException);

/**
 * The base of the errors of reckoning: OverflowError and ZeroDivisionError.
 *
 * @example
 * try { reckon(); } catch (e) { if (e instanceof ArithmeticError) print("cannot be reckoned"); }
 */
export const ArithmeticError = exception<ArithmeticError>("ArithmeticError", Exception);
/**
 * Raised for a number that is too large, such as a timeout beyond `threading.TIMEOUT_MAX`.
 *
 * @example
 * try { lock.acquire({ timeout: 1e12 }); } catch (e) { if (e instanceof OverflowError) print(e.message); }
 */
export const OverflowError = exception<OverflowError>("OverflowError", ArithmeticError);
/**
 * For programs that divide by zero with Python's meaning; JavaScript gives Infinity or NaN instead.
 *
 * @example
 * if (parts === 0) throw ZeroDivisionError("division by zero");
 */
export const ZeroDivisionError = exception<ZeroDivisionError>("ZeroDivisionError", ArithmeticError);

/**
 * Raised for what must not be, such as a `group` of a Thread.
 *
 * @example
 * if (n < 0) throw AssertionError("n is negative");
 */
export const AssertionError = exception<AssertionError>("AssertionError", Exception);
/**
 * Raised for an attribute that an object does not have, by `local` and where an argument lacks a method.
 *
 * @example
 * try { mydata.x; } catch (e) { if (e instanceof AttributeError) mydata.x = 0; }
 */
export const AttributeError = exception<AttributeError>("AttributeError", Exception);
/**
 * For programs that come to the end of an input.
 *
 * @example
 * if (line === null) throw EOFError("EOF when reading a line");
 */
export const EOFError = exception<EOFError>("EOFError", Exception);
/**
 * For programs that miss a module.
 *
 * @example
 * throw ImportError("No module named spam");
 */
export const ImportError = exception<ImportError>("ImportError", Exception);

/**
 * The base of IndexError and KeyError.
 *
 * @example
 * try { table.__getitem__(key); } catch (e) { if (e instanceof LookupError) print("not there"); }
 */
export const LookupError = exception<LookupError>("LookupError", Exception);
/**
 * Raised for an index that a list does not have.
 *
 * @example
 * try { items.pop(); } catch (e) { if (e instanceof IndexError) print(e.message); }  // pop from empty list
 */
export const IndexError = exception<IndexError>("IndexError", LookupError);
/**
 * Raised for a key that a dict or set does not have; the key is in `args`.
 *
 * @example
 * try { ages.__getitem__("eve"); } catch (e) { if (e instanceof KeyError) print(e.args[0]); }  // eve
 */
export const KeyError = exception<KeyError>("KeyError", LookupError);

/**
 * Raised when the memory that threads share is full; nothing has changed then.
 *
 * @example
 * try { items.extend(many); } catch (e) { if (e instanceof MemoryError) print(arena_usage()); }
 */
export const MemoryError = exception<MemoryError>("MemoryError", Exception);
/**
 * For programs that miss a name.
 *
 * @example
 * throw NameError("name 'spam' is not defined");
 */
export const NameError = exception<NameError>("NameError", Exception);

/**
 * An error of the operating system. With two arguments they are the error number and its text, also in the message.
 *
 * @example
 * throw OSError(2, "No such file");  // [Errno 2] No such file
 */
export const OSError = exception<OSError>("OSError", Exception);
attribute(OSError.prototype, "errno", function (this: OSError) {
  return this.args.length === 2 ? this.args[0] : undefined;
});
attribute(OSError.prototype, "strerror", function (this: OSError) {
  return this.args.length === 2 ? this.args[1] : undefined;
});
/** Older name of `OSError`, the same class. */
export const IOError = OSError;
/**
 * The base of the errors of connections, such as BrokenPipeError.
 *
 * @example
 * throw ConnectionError(104, "Connection reset by peer");
 */
export const ConnectionError = exception<ConnectionError>("ConnectionError", OSError);
/**
 * Raised by `print` when nobody reads standard output any longer.
 *
 * @example
 * try { print("line"); } catch (e) { if (e instanceof BrokenPipeError) stop.set(); }
 */
export const BrokenPipeError = exception<BrokenPipeError>("BrokenPipeError", ConnectionError);
/**
 * For programs that wait in vain. The locks and queues of this package say so by what they return, or by Empty and Full.
 *
 * @example
 * if (!ready.wait(5)) throw TimeoutError("not ready after 5 s");
 */
export const TimeoutError = exception<TimeoutError>("TimeoutError", OSError);

/**
 * Raised for what does not fit the state of an object, such as releasing a lock that is free. `thread.error` and
 * `threading.ThreadError` are this class.
 *
 * @example
 * try { lock.release(); } catch (e) { if (e instanceof RuntimeError) print(e.message); }  // release unlocked lock
 */
export const RuntimeError = exception<RuntimeError>("RuntimeError", Exception);
/**
 * Raised for what JavaScript cannot do, such as `threading.settrace`, and by methods that a subclass has to override.
 *
 * @example
 * class Task extends object { run(): void { throw NotImplementedError(); } }
 */
export const NotImplementedError = exception<NotImplementedError>("NotImplementedError", RuntimeError);
/**
 * Raised for what cannot be begun once the program ends.
 *
 * @example
 * try { t.start(); } catch (e) { if (!(e instanceof PythonFinalizationError)) throw e; }
 */
export const PythonFinalizationError = exception<PythonFinalizationError>("PythonFinalizationError", RuntimeError);
/**
 * For programs that go too deep; JavaScript's own is a RangeError.
 *
 * @example
 * if (depth > 1000) throw RecursionError("too deep");
 */
export const RecursionError = exception<RecursionError>("RecursionError", RuntimeError);

/**
 * For programs that end an iteration as Python does; JavaScript's iterators return `done` instead.
 *
 * @example
 * throw StopIteration("the result");
 */
export const StopIteration = exception<StopIteration>("StopIteration", Exception);
attribute(StopIteration.prototype, "value", function (this: StopIteration) {
  return this.args[0];
});

/**
 * Raised for what must not happen in this package itself: please report it.
 *
 * @example
 * try { step(); } catch (e) { if (e instanceof SystemError) report(e); }
 */
export const SystemError = exception<SystemError>("SystemError", Exception);

/**
 * Raised for an argument of the right type and a value that will not do, such as a negative timeout.
 *
 * @example
 * if (n < 1) throw ValueError("n must be one or more");
 */
export const ValueError = exception<ValueError>("ValueError", Exception);
/**
 * For programs that cannot encode or decode a text.
 *
 * @example
 * throw UnicodeError("not a letter");
 */
export const UnicodeError = exception<UnicodeError>("UnicodeError", ValueError);

/**
 * Raised where a function or value cannot reach another thread with Python's meaning. The message names the variable's path
 * and says what to write instead. A TypeError, as Python raises for what cannot be pickled.
 *
 * @example
 * try { jobs.put(socket); } catch (e) { if (e instanceof CaptureError) print(e.message); }
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
