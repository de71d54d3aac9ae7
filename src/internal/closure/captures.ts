/**
 * The variables that a function captures: their values, and whether a copy keeps their meaning.
 *
 * Scopes are read innermost first and only for names the text leaves free. A name found nowhere stays free: in the thread it
 * is the global of that name, or the same ReferenceError.
 */
import { types } from "node:util";
import { CaptureError } from "../base/errors.js";
import type { Changes } from "./changes.js";
import { type Found, lookUp } from "./function-info.js";
import { type FunctionText, type Position, placeIn, withLine } from "./function-text.js";
import { indirectWrites } from "./indirect-writes.js";
import { isMadeByCompiler, requiredBy } from "./module-members.js";
import type { PackageImports } from "./package-imports.js";
import { isPackageUrl, toPath } from "./packages.js";
import { importSource, namespaceSource, resolve, runOnceGuard } from "./reassignment.js";
import type { Scan } from "./scan.js";
import { type Binding, isFunctionNode } from "./scopes.js";
import { place, type Script, scriptAt } from "./script-source.js";
import { isCoverageCounter, isOwnModule, specialKind } from "./special-bindings.js";
import type { Capture } from "./types.js";

/** Names that the text gets from what rebuilds it. */
const RESERVED = new Set(["_$imp_", "_$im_port_m", "_$b", "_$p", "_$v"]);

export interface Captures {
  captures: Capture[];
  /** Whether no variable will ever hold another value. */
  stable: boolean;
  /** Whether none of the values could be found otherwise later, as by an import that is noted in the meantime. */
  isLasting: boolean;
}

/** A free name of a function, and what it stands for. */
interface Variable {
  name: string;
  from: "scope" | "global";
  found: Found;
  /** Where the variable is declared, as far as the script's text tells. */
  binding: Binding | undefined;
  /** The members that are used of it, when only members are. */
  uses: Set<string> | undefined;
  /** Whether it is the `module` or `exports` of a CommonJS module. */
  isModule: boolean;
}

export class CaptureReader {
  readonly #changes: Changes;
  readonly #imports: PackageImports;

  constructor(changes: Changes, imports: PackageImports) {
    this.#changes = changes;
    this.#imports = imports;
  }

  /**
   * `kept` is the scan of what is left of the text: names that only blanked parts used are not captured.
   * @throws CaptureError where a copy of a variable would lose what is assigned to it.
   */
  read(text: FunctionText, kept: Scan): Captures {
    const hasRun = hasRunOnce(text);
    const result: Captures = { captures: [], stable: true, isLasting: !hasRun };
    for (const name of kept.reads) {
      const variable = RESERVED.has(name) ? undefined : variableOf(name, text, kept);
      if (variable) this.#read(variable, text, kept, hasRun, result);
    }
    return result;
  }

  #read(variable: Variable, text: FunctionText, kept: Scan, hasRun: boolean, result: Captures): void {
    const { name, found, binding, uses, isModule } = variable;
    const special = specialKind(name, found, isModule && !usesOnlyExports(variable));
    if (special || isModule || binding?.kind === "import" || (binding && requiredBy(binding) !== undefined))
      result.isLasting = false;
    if (special) {
      result.captures.push({ name, state: special, file: toPath(text.info.script.url) });
      return;
    }
    if (!hasRun) refuseWrite(variable, text, kept);
    if (!this.#keepsItsValue(variable, text, hasRun)) result.stable = false;
    if (found.state === "tdz") {
      result.captures.push({ name, state: "tdz" });
      return;
    }
    if (binding?.kind === "import")
      this.#imports.note(found.value, importSource(text.position!.model, binding), text.info.script.url);
    this.#refuseChangingMembers(variable, text);
    const calls = { calls: kept.calls.get(name), passes: kept.passes.get(name) };
    result.captures.push({
      name,
      state: "value",
      value: found.value,
      memberWrites: [...(kept.memberWrites.get(name) ?? []), ...indirectWrites(name, found.value, text.info, calls)].map(
        (write) => withLine(text, write),
      ),
      pendingChanges: this.#pendingChanges(variable, text),
      ...(uses && { uses }),
      ...(isModule && { isModule }),
    });
  }

  /** @throws CaptureError if other code goes on assigning the variable. */
  #keepsItsValue({ name, from, found, binding }: Variable, { label, info, position }: FunctionText, hasRun: boolean): boolean {
    const isKnown = from === "scope" && found.state === "value" && position !== undefined;
    if (hasRun || !binding) return isKnown;
    const finding = this.#changes.ofVariable({ model: position!.model, binding, script: info.script });
    if (typeof finding === "object") throw goesOnChanging(label, name, valueOf(found), finding.where, info.script.url);
    return isKnown && finding === "stable";
  }

  /** `settings.level` of a module that goes on assigning its `level` is as much of a copy as an imported `level`. */
  #refuseChangingMembers({ name, found, uses, binding, isModule }: Variable, { label, info, position }: FunctionText): void {
    const value = valueOf(found);
    if (!uses || typeof value !== "object" || value === null) return;
    const isNamespace = types.isModuleNamespaceObject(value);
    if (!isNamespace && types.isProxy(value)) return;
    const specifier = isNamespace && binding?.kind === "import" ? namespaceSource(position!.model, binding) : undefined;
    if (isNamespace && specifier === undefined) return;
    const own = isModule ? info.script : !isNamespace && binding ? scriptRequiredAs(requiredBy(binding), info.script) : undefined;
    for (const member of uses) {
      const finding =
        specifier === undefined
          ? this.#changes.ofMember(value, member, own)
          : this.#changes.ofImport({ specifier, name: member }, info.script);
      if (typeof finding !== "object") continue;
      const path = isModule || isMadeByCompiler(name) ? member : `${name}.${member}`;
      throw goesOnChanging(label, path, (value as Record<string, unknown>)[member], finding.where, info.script.url);
    }
  }

  #pendingChanges({ found, binding, isModule }: Variable, { info, position }: FunctionText) {
    const value = valueOf(found);
    if (!binding || isModule || typeof value !== "object" || value === null) return [];
    return this.#changes.pending(value, { model: position!.model, binding, script: info.script }, position!);
  }
}

const valueOf = (found: Found): unknown => (found.state === "value" ? found.value : undefined);

function variableOf(name: string, { label, info, position }: FunctionText, kept: Scan): Variable | undefined {
  const entry = lookUp(name, info);
  const declared = position && resolve(position.model, name, position.start, position.end);
  if (!entry) {
    if (declared?.kind === "own name" && isFunctionNode(declared.node)) throw ownNameUnknown(label, name);
    return undefined;
  }
  const { from, found } = entry;
  const binding = from === "scope" ? declared : undefined;
  const isModule = isOwnModule(name, found, info, isTheWrappers(binding, position));
  return { name, from, found, binding, uses: kept.uses.get(name), isModule };
}

/** Whether a name that CommonJS gives to modules is not one that the program has declared itself. */
const isTheWrappers = (binding: Binding | undefined, position: Position | undefined): boolean =>
  !position || !binding || position.model.isWrapper;

/** `exports.x` and `module.exports` are variables of the program; the rest of `module` each thread has for itself. */
const usesOnlyExports = ({ name, uses }: Variable): boolean => name === "exports" || (uses?.size === 1 && uses.has("exports"));

/** Whether the function is a bundler's loader of a module that is loaded already, and so assigns nothing any more. */
function hasRunOnce({ source, label, info }: FunctionText): boolean {
  const guard = runOnceGuard(source);
  const found = guard === undefined ? undefined : lookUp(guard, info)?.found;
  if (found?.state !== "value") return false;
  if (found.value === 0) return true;
  throw new CaptureError(
    `${label} loads a module of the bundle that has not been loaded yet, which a thread cannot do for others: ` +
      "import() it before the thread starts, or build with code splitting.",
  );
}

/** The loaded script that a relative specifier of CommonJS leads to. */
function scriptRequiredAs(specifier: string | undefined, from: Script): Script | undefined {
  if (specifier === undefined || !from.url.startsWith("file:")) return undefined;
  const base = new URL(specifier, from.url).href;
  for (const ending of ["", ".js", ".ts", ".cjs", ".cts", ".jsx", ".tsx", "/index.js", "/index.ts"]) {
    const found = scriptAt(base + ending);
    if (found) return found;
  }
  return undefined;
}

function refuseWrite({ name, found }: Variable, text: FunctionText, kept: Scan): void {
  const offset = kept.writes.get(name);
  if (offset === undefined || isCoverageCounter(name)) return;
  const { url } = text.info.script;
  const { line, column } = placeIn(text, text.found.writes.get(name) ?? offset);
  throw new CaptureError(
    `${text.label} assigns the outer variable '${name}' (${place(url, line, column)}). ` +
      `A thread works on a copy, so the assignment would be lost: ${remedy(name, valueOf(found), url)}.`,
  );
}

function ownNameUnknown(label: string, name: string): CaptureError {
  return new CaptureError(
    `${label} uses '${name}', which the function expression around it is called inside of itself only, so it cannot be read from ` +
      `outside: declare it as function ${name}(…) {…}, or call it by the variable that holds it.`,
  );
}

function goesOnChanging(label: string, path: string, value: unknown, where: string, url: string): CaptureError {
  return new CaptureError(
    `${label} uses the outer variable '${path}', which other code goes on assigning (${where}). ` +
      `A thread works on a copy and would never see it: ${remedy(path.slice(path.lastIndexOf(".") + 1), value, url)}.`,
  );
}

/** What to do about a variable of the code at `url`. */
function remedy(name: string, value: unknown, url: string): string {
  if (isPackageUrl(url)) return "the code is that of a package, so create what needs it inside the thread";
  const shown = ["number", "boolean", "string"].includes(typeof value) ? JSON.stringify(value) : "…";
  return `use a SimpleNamespace({ ${name}: ${shown} }), a static attribute of a class that extends object, a Queue, a local variable or threading.local()`;
}
