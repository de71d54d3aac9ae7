/** How an error that nobody caught is told on stderr: Python's first line, then the JavaScript stack. */
import { inspect, types } from "node:util";
import { withoutOwnFrames } from "../internal/base/stack.js";
import { setReporter, writeError } from "../internal/runtime/stdio.js";

const FROZEN_WRITE = /read only property|not extensible|Cannot delete property|Cannot redefine property|which has only a getter/;
const HINT =
  "(captured data and arguments are read-only copies in threads; share list(), dict() or a class that extends object from pythreads/builtins)";

/** Takes the package's own frames out of the stacks of an error and of its causes; returns how to put them back. */
function hideOwnFrames(error: unknown): () => void {
  const changed: [error: Error, stack: string][] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown) => {
    if (!types.isNativeError(value) || seen.has(value)) return;
    seen.add(value);
    try {
      const { stack } = value;
      if (typeof stack === "string") {
        value.stack = withoutOwnFrames(stack);
        changed.push([value, stack]);
      }
      visit(value.cause);
      if (value instanceof AggregateError) for (const part of value.errors) visit(part);
    } catch {
      // It is shown as it is.
    }
  };
  visit(error);
  return () => {
    for (const [value, stack] of changed) value.stack = stack;
  };
}

/** The error's text, class and cause included, whatever was thrown. */
export function errorText(error: unknown): string {
  const restore = hideOwnFrames(error);
  try {
    // An error without a frame is shown in brackets.
    const text = inspect(error).replace(/^\[(.*)\](?=$| \{$)/m, types.isNativeError(error) ? "$1" : "$&");
    return error instanceof TypeError && FROZEN_WRITE.test(error.message) ? `${text}\n${HINT}` : text;
  } catch {
    return plainText(error);
  } finally {
    restore();
  }
}

/** For an error that fails while it is shown. */
function plainText(error: unknown): string {
  try {
    return String(error);
  } catch {
    return "an error that cannot be shown";
  }
}

/** Prints the headline and the error on stderr. */
export function reportException(headline: string, error: unknown): void {
  const text = errorText(error);
  writeError(`${headline}\n${types.isNativeError(error) || isError(error) ? text : `Uncaught ${text}`}\n`);
}

function isError(error: unknown): boolean {
  try {
    return error instanceof Error;
  } catch {
    return false;
  }
}

setReporter(reportException);
