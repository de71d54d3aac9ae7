import { AttributeError, ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { STDERR } from "../internal/runtime/stdio.js";

/** Where a report goes: the number of an open file, or something that has one, such as `process.stdout`. */
export type OutputFile = number | { readonly fd: number };

/**
 * The descriptor that a `file` argument means; None is stderr.
 *
 * @throws ValueError for a negative number, AttributeError for what has none
 */
export function outputArgument(file: unknown): number {
  if (file === undefined || file === null) return STDERR;
  const fd: unknown = typeof file === "object" ? (file as { fd?: unknown }).fd : file;
  if (typeof fd !== "number" || !Number.isInteger(fd))
    throw new AttributeError(`'${typeName(file)}' object has no attribute 'fileno'`);
  if (fd < 0) throw new ValueError("file is not a valid file descriptor");
  return fd;
}
