/** Under which names the functions of installed packages can be imported in another thread. */
import type { CodeInfo } from "./function-info.js";
import { findCjsExport, findEsmExport, findImport, isPackageUrl, type PackageExport } from "./packages.js";
import type { FunctionDescription } from "./types.js";

export class PackageImports {
  readonly #noted = new Map<Function, PackageExport>();

  /** What a function of a package is imported as; undefined for one of the program, or one that nothing exports. */
  of(fn: Function, info: CodeInfo): FunctionDescription | undefined {
    const { url, isModule } = info.script;
    if (!isPackageUrl(url)) return undefined;
    const moduleScope = info.scopes.find((s) => s.description === "Module");
    const own = isModule ? moduleScope && findEsmExport(fn, url, moduleScope.object) : findCjsExport(fn, url);
    // Its file alone might not give it the members that other files of the package have hung on it.
    const found = own === undefined || Object.keys(fn).length > 0 ? (this.#noted.get(fn) ?? own) : own;
    return found && { kind: "package", ...found };
  }

  /** Remembers what a function is imported as, for one that its own file does not export. */
  note(value: unknown, from: { specifier: string; name: string } | undefined, importer: string): void {
    if (typeof value !== "function" || from === undefined || this.#noted.has(value)) return;
    const found = findImport(value, from.specifier, from.name, importer);
    if (found) this.#noted.set(value, found);
  }
}
