/**
 * Values as Python writes them: `repr` and `str`.
 *
 * Containers that write themselves use `reprSequence`, `reprMapping` and `reprSet`. These know what is being written at the
 * moment, in this thread, so that a container that holds itself prints `[...]` there, whatever lies between.
 */
import { BaseException, KeyError, messageOf, OSError } from "../internal/base/errors.js";
import { connectedTo } from "../internal/codec/connected.js";
import { isClass, isPlainObject, typeName } from "../internal/base/type-name.js";

const inProgress = new Set<object>();

/** Writes an object once: within itself it is `within`. For objects whose repr names other objects. */
export function guardRepr(value: object, within: string, write: () => string): string {
  if (inProgress.has(value)) return within;
  inProgress.add(value);
  try {
    return write();
  } finally {
    inProgress.delete(value);
  }
}

/** `[1, 'a', None]`. `owner` is the object that is written; the brackets may be others. */
export function reprSequence(owner: object, items: Iterable<unknown>, open = "[", close = "]"): string {
  return guardRepr(owner, `${open}...${close}`, () => `${open}${Array.from(items, repr).join(", ")}${close}`);
}

/** `{'a': 1}`. */
export function reprMapping(owner: object, entries: Iterable<readonly [unknown, unknown]>): string {
  return guardRepr(owner, "{...}", () => {
    const pairs = Array.from(entries, ([key, value]) => `${repr(key)}: ${repr(value)}`);
    return `{${pairs.join(", ")}}`;
  });
}

/** `{1, 2}`, and `set()` when there is nothing. */
export function reprSet(owner: object, items: Iterable<unknown>): string {
  return guardRepr(owner, "set(...)", () => {
    const texts = Array.from(items, repr);
    return texts.length === 0 ? "set()" : `{${texts.join(", ")}}`;
  });
}

/**
 * A value as Python's `repr` writes it: `'it'`, `True`, `None`, `[1, 'a']`, `{'a': 1}`. An object's own `__repr__`, or
 * `toString`, is used. A whole number prints without a fraction, as JavaScript does not tell 1.0 from 1.
 *
 * @example
 * repr(["a", null, 1.5]);  // "['a', None, 1.5]"
 */
export function repr(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "None";
    case "boolean":
      return value ? "True" : "False";
    case "number":
      return reprNumber(value);
    case "string":
      return quote(value);
    case "bigint":
    case "symbol":
      return String(value);
    case "function":
      return reprFunction(value);
    default:
      return value === null ? "None" : reprObject(value as object);
  }
}

/**
 * A value as Python's `str` and `print` write it: strings as they are, errors by their message, an object by its own
 * `__str__`, the rest as {@link repr}.
 *
 * @example
 * str("it");    // "it"
 * str([1.5]);   // "[1.5]"
 */
export function str(...given: [value?: unknown]): string {
  if (given.length === 0) return "";
  const [value] = given;
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) {
    const text = callMember(value, "__str__");
    if (text !== undefined) return text;
    if (value instanceof Error && !hasOwnToString(value)) return strError(value);
  }
  return repr(value);
}

/** The message, unless the arguments say more: a KeyError's key as code, several arguments as a tuple. */
function strError(error: Error): string {
  const args: unknown = error instanceof BaseException ? error.args : undefined;
  if (!Array.isArray(args) || error.message !== (messageOf(args, error) ?? "")) return error.message;
  if (args.length === 1 && error instanceof KeyError) return repr(args[0]);
  const isSecondInMessage = args.length === 2 && error instanceof OSError;
  return args.length < 2 || isSecondInMessage ? error.message : reprSequence(error, args, "(", ")");
}

function reprObject(plain: object): string {
  const value: object = connectedTo(plain) ?? plain;
  const own = callMember(value, "__repr__");
  if (own !== undefined) return own;
  if (Array.isArray(value)) return reprSequence(value, value);
  if (value instanceof Error) return reprError(value);
  if (value instanceof Map) return reprMapping(value, value);
  if (value instanceof Set) return reprSet(value, value);
  if (value instanceof Uint8Array) return reprBytes(value);
  if (ArrayBuffer.isView(value) && Symbol.iterator in value) return reprSequence(value, value as unknown as Iterable<unknown>);
  if (isPlainObject(value) && !Object.hasOwn(value, "toString")) return reprMapping(value, Object.entries(value));
  if (hasOwnToString(value)) return value.toString();
  return `<${typeName(value)} object at ${address(value)}>`;
}

/** Calls a method that takes nothing and gives a string; undefined when the object has no such method. */
function callMember(value: object, name: "__str__" | "__repr__"): string | undefined {
  // An object that shares its attributes may answer a missing one with AttributeError, so it is asked first.
  if (!(name in value)) return undefined;
  const method = (value as Record<string, unknown>)[name];
  return typeof method === "function" ? String(method.call(value)) : undefined;
}

function hasOwnToString(value: object): boolean {
  if (!("toString" in value)) return false;
  const { toString } = value;
  return typeof toString === "function" && toString !== Object.prototype.toString && toString !== Error.prototype.toString;
}

function reprError(error: Error): string {
  if (hasOwnToString(error)) return error.toString();
  const args: unknown = (error as { args?: unknown }).args;
  const values = Array.isArray(args) ? args : error.message === "" ? [] : [error.message];
  return reprSequence(error, values, `${error.name}(`, ")");
}

function reprFunction(value: Function): string {
  const own = Object.hasOwn(value, "__repr__") ? callMember(value, "__repr__") : undefined;
  if (own !== undefined) return own;
  if (isClass(value)) return `<class '${value.name || "<anonymous>"}'>`;
  return `<function ${value.name || "<lambda>"}>`;
}

/** Whole numbers as ints; where Python would need an exponent, as floats. */
function reprNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-4 && size < 1e16)) return String(value);
  const [mantissa, exponent] = value.toExponential().split("e") as [string, string];
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

const ESCAPES: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[\\'"]|[\p{C}\p{Z}]/gu, (char) => {
    if (char === " ") return char;
    if (char === "'" || char === '"') return char === mark ? `\\${char}` : char;
    return ESCAPES[char] ?? escapeCode(char.codePointAt(0)!);
  });
  return mark + body + mark;
}

function reprBytes(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(/[^ -~]|[\\'"]/g, (char) => {
    if (char === "'" || char === '"') return char === mark ? `\\${char}` : char;
    return ESCAPES[char] ?? escapeCode(char.charCodeAt(0));
  });
  return `b${mark}${body}${mark}`;
}

function escapeCode(code: number): string {
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

const addresses = new WeakMap<object, string>();
let nextAddress = 0x7f0000000010;

/** A number in the place of Python's address: another for each object, the same for one object as long as it lives. */
function address(value: object): string {
  let text = addresses.get(value);
  if (text === undefined) {
    text = `0x${nextAddress.toString(16)}`;
    nextAddress += 0x10;
    addresses.set(value, text);
  }
  return text;
}
