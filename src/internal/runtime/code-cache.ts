/** The compiled code of this package, which new workers are started with; see src/core.ts. */

type CodeOf = () => SharedArrayBuffer;

const CODE_KEY = Symbol.for("pythreads.code");

let code: SharedArrayBuffer | undefined;

/** Undefined where the package was loaded in some other way. */
export function codeCache(): SharedArrayBuffer | undefined {
  code ??= (globalThis as unknown as Record<symbol, CodeOf | undefined>)[CODE_KEY]?.();
  return code;
}
