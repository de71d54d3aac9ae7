/** The arguments of the waits whose timeout may be None: Python's order, or one object of keywords. */
import { isKeywords } from "../thread/acquire-arguments.js";
import { checkKeywords } from "../thread/keywords.js";

/** Keywords of `wait`. */
export interface WaitOptions {
  /** Seconds to wait at most, fractions allowed; null, the default, waits for ever. */
  timeout?: number | null;
}

/** The timeout in an argument that is either the seconds or keywords. */
export function timeoutArgument(call: string, argument: unknown): unknown {
  if (!isKeywords(argument)) return argument;
  checkKeywords(call, argument, ["timeout"]);
  return argument.timeout;
}
