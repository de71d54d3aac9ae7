/** Methods that were taken from their object: called alone, they find `this` undefined. */
import { nameOf } from "./class-edits.js";
import { scan } from "./scan.js";

const harmless = new WeakSet<Function>();

/** The name of a method that uses its `this`; undefined for what can be called alone, bound methods among it. */
export function lostMethodName(fn: Function): string | undefined {
  if (harmless.has(fn)) return undefined;
  const found = scanned(fn);
  // What uses `super` is refused when it is sent, by its own message.
  if (found?.needsObject && !found.usesSuper) return nameOf(fn) || found.name;
  harmless.add(fn);
  return undefined;
}

function scanned(fn: Function) {
  try {
    return scan(Function.prototype.toString.call(fn));
  } catch {
    // A native or bound function, or code that is refused anyway when it is sent.
    return undefined;
  }
}
