/** The module object of `pythreads/builtins`. */
import { exceptions } from "../internal/base/errors.js";
import { registerModule } from "../internal/codec/exports.js";
import { arena_usage } from "./arena-usage.js";
import "./container-sharing.js";
import { dict } from "./dict.js";
import { len } from "./len.js";
import { list } from "./list.js";
import { object } from "./object.js";
import { print } from "./print.js";
import { range } from "./range.js";
import { repr, str } from "./repr.js";
import { set } from "./set.js";
import { SimpleNamespace } from "./simple-namespace.js";
import { with_ } from "./with.js";

const builtins = { ...exceptions, arena_usage, dict, len, list, object, print, range, repr, set, SimpleNamespace, str, with_ };
registerModule("builtins", builtins);
/** Typed as the names of the module, so that each keeps its comment. */
type Module = Readonly<Omit<typeof import("./index.js"), "default">>;
const exported = builtins as unknown as Module;
/** The types of the module, under the name that it is imported by. */
declare namespace exported {
  export type ArithmeticError = import("./index.js").ArithmeticError;
  export type AssertionError = import("./index.js").AssertionError;
  export type AttributeError = import("./index.js").AttributeError;
  export type BaseException = import("./index.js").BaseException;
  export type BrokenPipeError = import("./index.js").BrokenPipeError;
  export type CaptureError = import("./index.js").CaptureError;
  export type ConnectionError = import("./index.js").ConnectionError;
  export type EOFError = import("./index.js").EOFError;
  export type Exception = import("./index.js").Exception;
  export type ImportError = import("./index.js").ImportError;
  export type IndexError = import("./index.js").IndexError;
  export type IOError = import("./index.js").IOError;
  export type KeyboardInterrupt = import("./index.js").KeyboardInterrupt;
  export type KeyError = import("./index.js").KeyError;
  export type LookupError = import("./index.js").LookupError;
  export type MemoryError = import("./index.js").MemoryError;
  export type NameError = import("./index.js").NameError;
  export type NotImplementedError = import("./index.js").NotImplementedError;
  export type OSError = import("./index.js").OSError;
  export type OverflowError = import("./index.js").OverflowError;
  export type PythonFinalizationError = import("./index.js").PythonFinalizationError;
  export type RecursionError = import("./index.js").RecursionError;
  export type RuntimeError = import("./index.js").RuntimeError;
  export type StopIteration = import("./index.js").StopIteration;
  export type SystemError = import("./index.js").SystemError;
  export type SystemExit = import("./index.js").SystemExit;
  export type TimeoutError = import("./index.js").TimeoutError;
  export type UnicodeError = import("./index.js").UnicodeError;
  export type ValueError = import("./index.js").ValueError;
  export type ZeroDivisionError = import("./index.js").ZeroDivisionError;
  export type dict<K = any, V = any> = import("./index.js").dict<K, V>;
  export type list<T = any> = import("./index.js").list<T>;
  export type range = import("./index.js").range;
  export type set<T = any> = import("./index.js").set<T>;
  export type SimpleNamespace<A extends object = Record<string, any>> = import("./index.js").SimpleNamespace<A>;
}
export default exported;
