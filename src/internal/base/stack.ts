/**
 * Stacks as users want to see them: without the frames of this package's own files, which say nothing to them, and
 * without those of Node below their first function.
 */
import { dirname, sep } from "node:path";

let ownFiles: string | undefined;
const FRAME = /^\s+at /;
const NODE_FRAME = /(\(|at (async )?)node:/;

/** How many frames are looked for, so that enough are left without the package's own. */
const MOST_FRAMES = 40;

/** The text of a stack, or of several ones, without those frames. */
export function withoutOwnFrames(stack: string): string {
  ownFiles ??= `${dirname(__filename)}${sep}`;
  const kept: string[] = [];
  const endOfStack = () => {
    while (kept.length > 0 && FRAME.test(kept[kept.length - 1]) && NODE_FRAME.test(kept[kept.length - 1])) kept.pop();
  };
  for (const line of stack.split("\n")) {
    if (!FRAME.test(line)) endOfStack();
    else if (line.includes(ownFiles)) continue;
    // A method runs on the Proxy that its object is; the class says more.
    kept.push(line.replace("at Proxy.", "at "));
  }
  endOfStack();
  return kept.join("\n");
}

/**
 * Has an error that is refusing a call of the program begin with that call, as if it had been thrown there: without `inner` and
 * all that was called by it, and without the package's other frames.
 */
export function throwFromCall(error: Error, inner: Function): void {
  const { stackTraceLimit } = Error;
  try {
    setFrameLimit(Math.max(MOST_FRAMES, stackTraceLimit));
    Error.captureStackTrace(error, inner);
    const stack: unknown = error.stack;
    if (typeof stack !== "string") return;
    const value = withoutOwnFrames(stack);
    // A program may lie beside the package's files.
    if (value.split("\n").some((line) => FRAME.test(line)))
      Object.defineProperty(error, "stack", { value, writable: true, configurable: true });
  } catch {
    // The program has closed the error, or makes stacks in its own way.
  } finally {
    setFrameLimit(stackTraceLimit);
  }
}

/** Where the calling thread is; `framesAt` says it in words, which takes longer. */
export function markPlace(): Error {
  const { stackTraceLimit } = Error;
  setFrameLimit(Math.max(MOST_FRAMES, stackTraceLimit));
  const place = new Error();
  setFrameLimit(stackTraceLimit);
  return place;
}

/** The frames of a place that are the user's, one a line; empty where they cannot be told. */
export function framesAt(place: Error): string {
  try {
    // A program may have stacks made in its own way.
    const stack: unknown = place.stack;
    if (typeof stack !== "string") return "";
    return withoutOwnFrames(stack)
      .split("\n")
      .filter((line) => FRAME.test(line))
      .join("\n");
  } catch {
    return "";
  }
}

/** Where the calling thread is in the user's code. */
export const callerFrames = (): string => framesAt(markPlace());

function setFrameLimit(limit: number): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {
    // The program has frozen it.
  }
}
