import { OverflowError, ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { floats } from "../internal/memory/arena.js";
import { ArenaHeader } from "../internal/memory/layout.js";

const SMALLEST_BYTES = 32768;
const LARGEST_BYTES = 2 ** 63;

/**
 * Returns the stack size asked for so far, and asks for another.
 *
 * Differs from CPython: the number is checked and kept, but no thread's stack follows it. Workers are made ahead of their
 * threads and serve several of them, so all have the stack that Node gives a worker.
 *
 * @param size bytes; 0, which it is at first, means the default
 * @returns what was asked for before, in bytes
 * @throws TypeError for other than a whole number
 * @throws ValueError for a negative size, or one below 32768 other than 0; the setting stays then
 * @throws OverflowError from 2**63 bytes on
 * @example
 * thread.stack_size(262144);
 */
export function stack_size(size?: number): number {
  const setting = ArenaHeader.STACK_SIZE >> 1;
  const before = floats[setting];
  if (arguments.length === 0) return before;
  if (typeof size !== "boolean" && typeof size !== "bigint" && !Number.isInteger(size)) {
    throw new TypeError(`'${typeName(size)}' object cannot be interpreted as an integer`);
  }
  const bytes = Number(size);
  if (Math.abs(bytes) >= LARGEST_BYTES) throw new OverflowError("Python int too large to convert to C ssize_t");
  if (bytes < 0) throw new ValueError("size must be 0 or a positive value");
  if (bytes !== 0 && bytes < SMALLEST_BYTES) throw new ValueError(`size not valid: ${bytes} bytes`);
  floats[setting] = bytes;
  return before;
}
