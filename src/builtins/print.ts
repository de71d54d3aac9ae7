import { STDOUT, writeText } from "../internal/runtime/stdio.js";
import { formatPrint, type PrintOptions, splitPrintArguments } from "./print-format.js";

/**
 * Prints the values as Python's `print` does: by `str`, with a space between and a newline at the end. The text is written
 * before the call returns, from any thread, and lines of different threads do not mix.
 *
 * A last plain object of `sep`, `end`, `file` and `flush` alone holds keywords.
 *
 * @throws BrokenPipeError when standard output is closed
 * @example
 * print("Consumer :", item);
 * print(1, 2, { sep: ", ", end: "" });
 */
export function print(...values: [...unknown[], PrintOptions] | unknown[]): void {
  const { values: shown, options } = splitPrintArguments(values);
  const text = formatPrint(shown, options);
  if (options.file === undefined || options.file === null) writeText(STDOUT, text);
  else options.file.write(text);
}
