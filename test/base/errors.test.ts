import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  ArithmeticError, AssertionError, AttributeError, BaseException, BrokenPipeError, CaptureError, ConnectionError, defineException,
  EOFError, Exception, type ExceptionClass, exceptions, ImportError, IndexError, IOError, KeyboardInterrupt, KeyError, LookupError, MemoryError, NameError,
  NotImplementedError, OSError, OverflowError, PythonFinalizationError, RecursionError, RuntimeError, StopIteration, SystemError,
  SystemExit, TimeoutError, UnicodeError, ValueError, ZeroDivisionError,
} from "../../src/internal/base/errors.js";

const hierarchy: [child: { prototype: Error }, parent: { prototype: Error }][] = [
  [BaseException, Error], [SystemExit, BaseException], [KeyboardInterrupt, BaseException], [Exception, BaseException],
  [ArithmeticError, Exception], [OverflowError, ArithmeticError], [ZeroDivisionError, ArithmeticError],
  [AssertionError, Exception], [AttributeError, Exception], [EOFError, Exception], [ImportError, Exception],
  [LookupError, Exception], [IndexError, LookupError], [KeyError, LookupError], [MemoryError, Exception], [NameError, Exception],
  [OSError, Exception], [ConnectionError, OSError], [BrokenPipeError, ConnectionError], [TimeoutError, OSError],
  [RuntimeError, Exception], [NotImplementedError, RuntimeError], [PythonFinalizationError, RuntimeError], [RecursionError, RuntimeError],
  [StopIteration, Exception], [SystemError, Exception], [ValueError, Exception], [UnicodeError, ValueError], [CaptureError, TypeError],
];

describe("hierarchy", () => {
  it.each(hierarchy)("%o extends %o", (Child, Parent) => {
    expect(Object.getPrototypeOf(Child)).toBe(Parent);
    expect(Object.getPrototypeOf(Child.prototype)).toBe(Parent.prototype);
  });

  it("keeps exits out of Exception", () => {
    expect(SystemExit()).not.toBeInstanceOf(Exception);
    expect(KeyboardInterrupt()).not.toBeInstanceOf(Exception);
    expect(SystemExit()).toBeInstanceOf(BaseException);
  });

  it("lists every class by name", () => {
    expect(Object.keys(exceptions)).toHaveLength(hierarchy.length + 1);
    expect(exceptions["IOError"]).toBe(OSError);
    expect(IOError).toBe(OSError);
    for (const [name, Class] of Object.entries(exceptions)) {
      if (name !== "IOError") expect(Class.name).toBe(name);
    }
  });
});

describe.each(Object.entries(exceptions).filter(([name]) => name !== "IOError"))("%s", (name, Class) => {
  it.each([["called", (...args: unknown[]) => Class(...args)], ["constructed", (...args: unknown[]) => new Class(...args)]])("%s", (_how, make) => {
    const error = make("boom", 2);
    expect(error).toBeInstanceOf(Class);
    expect(error).toBeInstanceOf(Error);
    expect(error.constructor).toBe(Class);
    expect(error.name).toBe(name);
    expect((error as Exception).args).toEqual(["boom", 2]);
    expect(Object.keys(error)).toEqual([]);
    expect(Object.hasOwn(Class.prototype, "name")).toBe(true);
    expect(error.stack!.split("\n")[0]).toBe(`${name}: ${error.message}`);
    expect(make().message).toBe("");
    expect(String(make())).toBe(name);
  });
});

function thrower(): Error {
  return RuntimeError("x");
}

describe("stack", () => {
  it("starts at the caller", () => {
    expect(thrower().stack!.split("\n")[1]).toContain("at thrower");
  });

  it("starts at the caller of a subclass", () => {
    class Deep extends KeyError {}
    function raiser() {
      return new Deep("x");
    }
    const [head, first] = raiser().stack!.split("\n");
    expect(head).toBe("Deep: x");
    expect(first).toContain("at raiser");
  });

  it("is what inspect shows, without the arguments", () => {
    expect(inspect(RuntimeError("x", 1)).split("\n")[0]).toBe("RuntimeError: x");
    expect(inspect(RuntimeError("x"))).not.toContain("args");
  });
});

describe("message", () => {
  it.each([
    [["x"], "x"], [[3], "3"], [[null], "None"], [[undefined], ""], [[{ a: 1 }], "[object Object]"], [[Symbol("s")], "Symbol(s)"],
    [[Object.create(null)], "[object Object]"],
  ])("of %o", (args, message) => {
    expect(ValueError(...args).message).toBe(message);
  });
});

describe("cause", () => {
  const cause = new Error("why");

  it("is taken from a last plain object", () => {
    const error = new RuntimeError("x", { cause });
    expect(error.cause).toBe(cause);
    expect(error.args).toEqual(["x"]);
    expect(Object.hasOwn(RuntimeError("x", { cause: undefined }), "cause")).toBe(true);
  });

  it("is not taken from the first argument nor from other objects", () => {
    expect(RuntimeError({ cause }).args).toEqual([{ cause }]);
    expect(RuntimeError({ cause }).cause).toBeUndefined();
    expect(RuntimeError("x", new Error("y", { cause })).args).toHaveLength(2);
    expect(RuntimeError("x", { why: 1 }).args).toEqual(["x", { why: 1 }]);
  });
});

describe("subclasses", () => {
  it("have their own name", () => {
    class MyError extends RuntimeError {}
    class Deeper extends MyError {
      extra: number;
      constructor(extra: number) {
        super("deep", extra);
        this.extra = extra;
      }
    }
    const error = new Deeper(7);
    expect([error.name, error.message, error.extra, error.args]).toEqual(["Deeper", "deep", 7, ["deep", 7]]);
    expect(error).toBeInstanceOf(MyError);
    expect(error).toBeInstanceOf(RuntimeError);
    expect(new MyError().name).toBe("MyError");
    expect(Object.hasOwn(MyError.prototype, "name")).toBe(false);
    expectTypeOf(error).toExtend<Exception>();
  });

  it("may set a name", () => {
    class Coded extends ValueError {
      override name = "E42";
    }
    expect(new Coded("x").name).toBe("E42");
    const error = ValueError();
    error.name = "other";
    expect(error.name).toBe("other");
    expect(ValueError().name).toBe("ValueError");
  });

  it("without a name have the nearest one", () => {
    expect(new (class extends ValueError {})("x").name).toBe("ValueError");
  });

  it("are made by defineException too", () => {
    const Empty: ExceptionClass = defineException("Empty", Exception);
    expect(Empty().name).toBe("Empty");
    expect(Empty()).toBeInstanceOf(Exception);
    expect(exceptions).not.toHaveProperty("Empty");
    expect(Object.prototype.toString.call(defineException("Sub", CaptureError)())).toBe("[object Error]");
  });
});

describe("fields read from the arguments", () => {
  it("SystemExit.code", () => {
    expect(SystemExit().code).toBeUndefined();
    expect(SystemExit(3).code).toBe(3);
    expect(SystemExit(null).code).toBeNull();
    expect(SystemExit("a", "b").code).toEqual(["a", "b"]);
    const exit = SystemExit(1);
    exit.code = 2;
    expect(exit.code).toBe(2);
  });

  it("OSError", () => {
    const error = OSError(2, "No such file");
    expect([error.errno, error.strerror, error.message]).toEqual([2, "No such file", "[Errno 2] No such file"]);
    expect(BrokenPipeError(32, "Broken pipe").message).toBe("[Errno 32] Broken pipe");
    expect([OSError("x").errno, OSError("x").message]).toEqual([undefined, "x"]);
  });

  it("StopIteration.value", () => {
    expect(StopIteration(5).value).toBe(5);
    expect(StopIteration().value).toBeUndefined();
  });
});
