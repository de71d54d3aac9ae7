/** The arguments of `put` and `get`: how long they may wait. */
import { ValueError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";
import { isKeywords, POLL, waitDeadline } from "../thread/acquire-arguments.js";
import { checkKeywords } from "../thread/keywords.js";

/** Keywords of `put` and `get`. */
export interface BlockOptions {
  block?: unknown;
  /** Seconds; null waits for ever. */
  timeout?: number | null;
}

/** Tells, when it is asked, until when to wait on the clock of `monotonicMs`; `POLL`: not at all. */
export type Deadline = () => number;

export const forever: Deadline = () => Number.POSITIVE_INFINITY;
export const atOnce: Deadline = () => POLL;

/**
 * What the arguments say. `looksAtTimeout` is asked before a timeout is checked.
 *
 * @throws ValueError for a negative timeout, TypeError for what is none
 */
export function blockArguments(call: string, block: unknown, timeout: unknown, looksAtTimeout: () => boolean): Deadline {
  if (isKeywords(block)) {
    checkKeywords(call, block, ["block", "timeout"]);
    return blockArguments(call, block.block ?? true, block.timeout, looksAtTimeout);
  }
  if (block !== undefined && !block) return atOnce;
  if (timeout === undefined || timeout === null || !looksAtTimeout()) return forever;
  if (typeof timeout !== "number") {
    throw new TypeError(`'<' not supported between instances of '${typeName(timeout)}' and 'int'`);
  }
  if (timeout < 0) throw new ValueError("'timeout' must be a non-negative number");
  return () => waitDeadline(timeout);
}
