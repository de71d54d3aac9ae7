/**
 * Stacks as users want to see them: without the frames of this package's own files, which say nothing to them, and
 * without those of Node below their first function.
 */
import { dirname, sep } from "node:path";

const OWN_FILES = `${dirname(__filename)}${sep}`;
const FRAME = /^\s+at /;
const NODE_FRAME = /\(node:|at node:/;

/** How many frames are looked for, so that enough are left without the package's own. */
const MOST_FRAMES = 40;

/** The text of a stack, or of several ones, without those frames. */
export function withoutOwnFrames(stack: string): string {
  const kept: string[] = [];
  const endOfStack = () => {
    while (kept.length > 0 && FRAME.test(kept[kept.length - 1]) && NODE_FRAME.test(kept[kept.length - 1])) kept.pop();
  };
  for (const line of stack.split("\n")) {
    if (!FRAME.test(line)) endOfStack();
    else if (line.includes(OWN_FILES)) continue;
    // A method runs on the Proxy that its object is; the class says more.
    kept.push(line.replace("at Proxy.", "at "));
  }
  endOfStack();
  return kept.join("\n");
}

/** Where the calling thread is in the user's code, one frame a line; empty where that cannot be told. */
export function callerFrames(): string {
  const { stackTraceLimit } = Error;
  setFrameLimit(Math.max(MOST_FRAMES, stackTraceLimit));
  try {
    // A program may have stacks made in its own way.
    const stack: unknown = new Error().stack;
    return typeof stack === "string" ? framesOf(stack) : "";
  } catch {
    return "";
  } finally {
    setFrameLimit(stackTraceLimit);
  }
}

/** The frames of an error's stack that are the user's, one a line. */
export function framesOf(stack: string): string {
  return withoutOwnFrames(stack).split("\n").filter((line) => FRAME.test(line)).join("\n");
}

function setFrameLimit(limit: number): void {
  try {
    Error.stackTraceLimit = limit;
  } catch {
    // The program has frozen it.
  }
}
