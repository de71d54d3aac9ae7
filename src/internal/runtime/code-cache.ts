/** The compiled code of this package, which new workers are started with; src/core.ts leaves it on the module that it makes. */

declare const module: { codeCache?: () => SharedArrayBuffer };

let code: SharedArrayBuffer | undefined;

/** Undefined where the package was loaded in some other way. */
export function codeCache(): SharedArrayBuffer | undefined {
  if (typeof module !== "undefined") code ??= module.codeCache?.();
  return code;
}
