export {
  ArithmeticError,
  AssertionError,
  AttributeError,
  BaseException,
  BrokenPipeError,
  CaptureError,
  ConnectionError,
  EOFError,
  Exception,
  ImportError,
  IndexError,
  IOError,
  KeyboardInterrupt,
  KeyError,
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
} from "../internal/base/errors.js";
export { arena_usage } from "./arena-usage.js";
export { dict } from "./dict.js";
export { len } from "./len.js";
export { list } from "./list.js";
export { default } from "./module.js";
export { object } from "./object.js";
export { print } from "./print.js";
export { range } from "./range.js";
export { repr, str } from "./repr.js";
export { set } from "./set.js";
export { SimpleNamespace } from "./simple-namespace.js";
export { with_ } from "./with.js";
