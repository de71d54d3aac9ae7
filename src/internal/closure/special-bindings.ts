/** Names that toolchains and CommonJS put around a module's code: each thread has, or makes, such a thing for itself. */
import type { CodeInfo, Found } from "./function-info.js";
import type { SpecialBinding } from "./types.js";

const VITE_META = /^__vi(te_ssr)?_import_meta__$/;
const VITE_IMPORT = /^__vi(te_ssr)?_dynamic_import__$/;
/** What TypeScript, swc and Babel make of `import()` in CommonJS: it makes the namespace of a module, and remembers it. */
const IMPORT_STAR = /^(__importStar|_interop_?[rR]equire_?[wW]ildcard)$/;
const COVERAGE = /^cov_[0-9a-z]+$/;

export function specialKind(name: string, found: Found, isModule: boolean): SpecialBinding | undefined {
  if (VITE_META.test(name)) return "importMeta";
  if (VITE_IMPORT.test(name)) return "dynamicImport";
  if (found.state !== "value") return undefined;
  const { value } = found;
  if (COVERAGE.test(name) && typeof value === "function") return "coverage";
  if (IMPORT_STAR.test(name) && typeof value === "function") return "importStar";
  if (typeof value === "function" && isRequire(value)) return "require";
  return isModule ? "module" : undefined;
}

/** Test runners give modules a function of another name; that of a module which `import` has loaded has fewer properties. */
const isRequire = (value: Function): boolean =>
  ["resolve", "main", ...(value.name === "require" ? [] : ["cache", "extensions"])].every((key) => Object.hasOwn(value, key));

/** What coverage tools count in. */
export const isCoverageCounter = (name: string): boolean => COVERAGE.test(name);

/** Whether a name is the `module` or `exports` of a CommonJS module; `isGiven` says that the program did not declare it. */
export function isOwnModule(name: string, found: Found, info: CodeInfo, isGiven: boolean): boolean {
  if (info.script.isModule || (name !== "module" && name !== "exports") || found.state !== "value") return false;
  return typeof found.value === "object" && isGiven;
}
