/** How `print` takes its arguments apart and what it writes. Writing itself is the matter of `print`. */
import { isPlainObject, typeName } from "../internal/base/type-name.js";
import { str } from "./repr.js";

/** The keyword arguments of `print`. */
export interface PrintOptions {
  /** Stands between two values; a space unless given. */
  sep?: string | null;
  /** Stands at the end; a newline unless given. */
  end?: string | null;
  /** Where to write; standard output unless given. */
  file?: { write(text: string): unknown } | null;
  /** Whether to flush `file`. */
  flush?: boolean;
}

const KEYWORDS: ReadonlySet<string> = new Set(["sep", "end", "file", "flush"]);

/**
 * Parts the values from the keyword arguments, which are a last plain object with at least one key and none that is not a
 * keyword of `print`. Standing alone it counts too, as in `print({ end: "" })`.
 */
export function splitPrintArguments(args: readonly unknown[]): { values: readonly unknown[]; options: PrintOptions } {
  const last = args[args.length - 1];
  return isPrintOptions(last) ? { values: args.slice(0, -1), options: last } : { values: args, options: {} };
}

function isPrintOptions(value: unknown): value is PrintOptions {
  if (!isPlainObject(value)) return false;
  const keys = Reflect.ownKeys(value);
  return keys.length > 0 && keys.every((key) => typeof key === "string" && KEYWORDS.has(key));
}

/**
 * The text that `print` writes.
 * @throws TypeError when `sep` or `end` is neither a string nor None
 */
export function formatPrint(args: readonly unknown[], { sep, end }: Pick<PrintOptions, "sep" | "end"> = {}): string {
  const separator = textOption("sep", sep, " ");
  const ending = textOption("end", end, "\n");
  if (args.length === 1) return str(args[0]) + ending;
  return args.map((arg) => str(arg)).join(separator) + ending;
}

function textOption(name: string, value: unknown, otherwise: string): string {
  if (value === undefined || value === null) return otherwise;
  if (typeof value !== "string") throw new TypeError(`${name} must be None or a string, not ${typeName(value)}`);
  return value;
}
