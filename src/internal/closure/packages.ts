/**
 * Functions of installed packages go by reference: the thread imports the package again and takes the same export.
 * What a package does not export goes by value, as any other code.
 */
import type { AnyNode } from "acorn";
import { parse } from "./parser.js";
import { CaptureError } from "../base/errors.js";

export interface PackageExport {
  /** Path (cjs) or URL (esm) of the file that defines it. */
  file: string;
  module: "esm" | "cjs";
  path: string[];
}

export const isPackageUrl = (url: string) => /[\\/]node_modules[\\/]/.test(url);

export function toPath(url: string): string {
  if (!url.startsWith("file:")) return url;
  return process.getBuiltinModule("node:url").fileURLToPath(url);
}

export function toUrl(path: string): string {
  if (!/^([\\/]|[A-Za-z]:[\\/])/.test(path)) return path;
  return process.getBuiltinModule("node:url").pathToFileURL(path).href;
}

const esmNames = new Map<string, Map<string, string>>();

/** Local name → exported name of an ES module. */
function exportedNames(url: string): Map<string, string> {
  let names = esmNames.get(url);
  if (names) return names;
  names = new Map();
  esmNames.set(url, names);
  try {
    const text = process.getBuiltinModule("node:fs").readFileSync(toPath(url.replace(/[?#].*$/, "")), "utf8");
    for (const node of parse(text, { ecmaVersion: "latest", sourceType: "module", allowHashBang: true }).body)
      addExports(node, names);
  } catch {
    // Not a file, or not JavaScript as it lies on disk: then nothing of it goes by reference.
  }
  return names;
}

function addExports(node: AnyNode, names: Map<string, string>): void {
  if (node.type === "ExportNamedDeclaration" && !node.source) {
    for (const { local, exported } of node.specifiers) {
      if (local.type === "Identifier")
        names.set(local.name, exported.type === "Identifier" ? exported.name : String(exported.value));
    }
    const { declaration } = node;
    if (declaration?.type === "VariableDeclaration") {
      for (const { id } of declaration.declarations) if (id.type === "Identifier") names.set(id.name, id.name);
    } else if (declaration?.id) names.set(declaration.id.name, declaration.id.name);
  } else if (node.type === "ExportDefaultDeclaration") {
    const d = node.declaration as AnyNode & { id?: { name: string }; name?: string };
    // `export default f` exports a variable of the engine's own; `f` itself is seen only if a function uses it.
    if (d.id?.name === undefined) names.set("*default*", "default");
    const name = d.id?.name ?? (d.type === "Identifier" ? d.name : undefined);
    if (name !== undefined) names.set(name, "default");
  }
}

export function findEsmExport(value: unknown, url: string, moduleScope: Record<string, unknown>): PackageExport | undefined {
  const names = exportedNames(url);
  for (const [local, exported] of names) {
    if (!Object.hasOwn(moduleScope, local)) continue;
    try {
      if (moduleScope[local] === value) return { file: url, module: "esm", path: [exported] };
    } catch {
      // Still in its dead zone.
    }
  }
  // Variables that no function uses are not to be seen in the scope, but through the module itself.
  const exports = names.size > 0 ? loadedModule(url) : undefined;
  for (const exported of exports === undefined ? [] : names.values()) {
    if (exports![exported] === value) return { file: url, module: "esm", path: [exported] };
  }
  return undefined;
}

const loadedModules = new Map<string, Record<string, unknown> | undefined>();

/** The namespace of an ES module that has been loaded. */
function loadedModule(url: string): Record<string, unknown> | undefined {
  if (loadedModules.has(url)) return loadedModules.get(url);
  let namespace: Record<string, unknown> | undefined;
  try {
    const file = toPath(url);
    namespace = quietly(() => process.getBuiltinModule("node:module").createRequire(file)(file) as Record<string, unknown>);
  } catch {
    // It is still being loaded, awaits something, or has an address with a query.
    return undefined;
  }
  loadedModules.set(url, namespace);
  return namespace;
}

export function findCjsExport(value: unknown, url: string): PackageExport | undefined {
  const file = toPath(url);
  const loaded = process.getBuiltinModule("node:module").createRequire(file).cache[file];
  if (!loaded) return undefined;
  const seen = new Set<unknown>();
  const queue: [unknown, string[]][] = [[loaded.exports, []]];
  for (const [at, path] of queue) {
    if (at === value) return { file, module: "cjs", path };
    if (path.length >= 3 || seen.has(at) || !at || (typeof at !== "object" && typeof at !== "function")) continue;
    seen.add(at);
    for (const [key, d] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      // Getters of the exports object itself are how compilers write re-exports; deeper ones are the package's own affair.
      const next = "value" in d ? d.value : path.length === 0 && d.get ? attempt(d.get, at) : undefined;
      if (typeof next === "function" || (typeof next === "object" && next)) queue.push([next, [...path, key]]);
    }
  }
  return undefined;
}

const imports = new Map<string, string | undefined>();

/** What `import { name } from "specifier"` in a module of the program gives, if it is of a package that can be loaded again. */
export function findImport(value: unknown, specifier: string, name: string, importer: string): PackageExport | undefined {
  const file = packageFile(specifier, importer);
  return file === undefined ? undefined : (findCjsExport(value, file) ?? { file, module: "esm", path: [name] });
}

function packageFile(specifier: string, importer: string): string | undefined {
  if (/^([./#]|[a-z]+:)/i.test(specifier) || !importer.startsWith("file:")) return undefined;
  const key = `${specifier} ${importer}`;
  if (!imports.has(key)) {
    let file: string | undefined;
    try {
      file = process
        .getBuiltinModule("node:module")
        .createRequire(toPath(importer.replace(/[?#].*$/, "")))
        .resolve(specifier);
    } catch {
      // Not installed as a package, or for import() alone.
    }
    imports.set(key, file !== undefined && isPackageUrl(file) ? file : undefined);
  }
  return imports.get(key);
}

function attempt(getter: () => unknown, self: unknown): unknown {
  try {
    return getter.call(self);
  } catch {
    return undefined;
  }
}

/** @throws CaptureError when the module cannot be loaded synchronously or has no such export. */
export function loadPackageExport({ file, path }: PackageExport): unknown {
  const filename = toPath(file.replace(/[?#].*$/, ""));
  let value: unknown;
  try {
    value = quietly(() => process.getBuiltinModule("node:module").createRequire(filename)(filename));
  } catch (error) {
    throw new CaptureError(`cannot load ${filename} in this thread: ${(error as Error).message}`, { cause: error });
  }
  for (const key of path) value = memberOf(value, key);
  if (value === undefined) throw new CaptureError(`${filename} has no export ${path.join(".")} in this thread`);
  return value;
}

/** What was imported from ECMAScript code may be had as CommonJS here, where the default export may be the whole. */
function memberOf(exports: unknown, key: string): unknown {
  if (exports === null || exports === undefined) return undefined;
  const member = (exports as Record<string, unknown>)[key];
  return member === undefined && key === "default" ? exports : member;
}

/** Some versions of Node warn that what `body` uses is experimental; that is no news to the user's program. */
export function quietly<T>(body: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const [kind] = rest as [string | { type?: string } | undefined];
    if ((typeof kind === "object" ? kind?.type : kind) !== "ExperimentalWarning")
      Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof emitWarning;
  try {
    return body();
  } finally {
    process.emitWarning = emitWarning;
  }
}
