/** The last keyword that the async forms take besides those of the blocking ones. */
import type { AbortSignal } from "../internal/base/abort-signal.js";
import { typeName } from "../internal/base/type-name.js";
import { isKeywords } from "./acquire-arguments.js";

/** Keywords of the async forms. */
export interface AsyncOptions {
  /** Ends the wait when it is aborted: the promise rejects with the signal's reason, and nothing has been taken. */
  signal?: AbortSignal;
}

/**
 * Takes the signal out of the keywords that arguments may end with; what is left are those of the blocking form.
 *
 * @throws the signal's reason when it is aborted already, TypeError for what is no signal
 */
export function splitSignal(args: readonly unknown[]): { args: unknown[]; signal?: AbortSignal } {
  const last = args[args.length - 1];
  if (!isKeywords(last) || !("signal" in last)) return { args: [...args] };
  const { signal, ...keywords } = last;
  const rest = args.slice(0, -1);
  if (Object.keys(keywords).length > 0) rest.push(keywords);
  if (signal === undefined || signal === null) return { args: rest };
  if (!(signal instanceof globalThis.AbortSignal))
    throw new TypeError(`'signal' must be an AbortSignal, not ${typeName(signal)}`);
  signal.throwIfAborted();
  return { args: rest, signal };
}
