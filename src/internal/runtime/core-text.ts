/** The text of this package and V8's code of it, which new workers are started with; src/core.ts leaves it on the module that it makes. */
import type { CoreText } from "./protocol.js";

declare const module: { compiled?: () => CoreText };

let core: CoreText | undefined;

/** Undefined where the package was loaded in some other way. */
export function coreText(): CoreText | undefined {
  if (typeof module !== "undefined") core ??= module.compiled?.();
  return core;
}
