/** The arguments of `put` and `get`: how long they may wait. */
import { ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { isKeywords, POLL, waitDeadline } from "../thread/acquire-arguments.js";
import { checkKeywords } from "../thread/keywords.js";

/** The keyword of `put` and `get` that may follow `block`. */
export interface BlockTimeout {
  /** Seconds to wait at most, fractions allowed; null, the default, waits for ever. */
  timeout?: number | null;
}

/** Keywords of `put` and `get`. */
export interface BlockOptions extends BlockTimeout {
  /** False: do not wait. Default: true. */
  block?: boolean | number;
}

/** Tells, when it is asked, until when to wait on the clock of `monotonicMs`; `POLL`: not at all. */
export type Deadline = () => number;

export const forever: Deadline = () => Number.POSITIVE_INFINITY;
export const atOnce: Deadline = () => POLL;

/** How Queue's Python code tells of a timeout that is no number, and how SimpleQueue's C code does. */
export const notComparable = (timeout: unknown): string =>
  `'<' not supported between instances of '${typeName(timeout)}' and 'int'`;
export const noInteger = (timeout: unknown): string => `'${typeName(timeout)}' object cannot be interpreted as an integer`;

/**
 * What the arguments say. `looksAtTimeout` is asked before a timeout is checked.
 *
 * @throws ValueError for a negative timeout, TypeError for what is none
 */
export function blockArguments(
  call: string,
  block: unknown,
  timeout: unknown,
  looksAtTimeout: () => boolean,
  typeError = notComparable,
): Deadline {
  if (isKeywords(block)) {
    checkKeywords(call, block, ["block", "timeout"]);
    return blockArguments(call, block.block === undefined ? true : block.block, block.timeout, looksAtTimeout, typeError);
  }
  if (isKeywords(timeout)) {
    checkKeywords(call, timeout, ["timeout"]);
    return blockArguments(call, block, timeout.timeout, looksAtTimeout, typeError);
  }
  if (block !== undefined && !block) return atOnce;
  if (timeout === undefined || timeout === null || !looksAtTimeout()) return forever;
  if (typeof timeout !== "number" && typeof timeout !== "boolean") throw new TypeError(typeError(timeout));
  if (Number(timeout) < 0) throw new ValueError("'timeout' must be a non-negative number");
  return () => waitDeadline(timeout);
}
