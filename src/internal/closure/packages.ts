/**
 * Functions of installed packages go by reference: the thread imports the package again and takes the same export.
 * What a package does not export goes by value, as any other code.
 */
import type { AnyNode } from 'acorn';
import { parse } from './parser.js';
import { CaptureError } from '../base/errors.js';

export interface PackageExport {
  /** Path (cjs) or URL (esm) of the file that defines it. */
  file: string;
  module: 'esm' | 'cjs';
  path: string[];
}

export const isPackageUrl = (url: string) => /[\\/]node_modules[\\/]/.test(url);

export function toPath(url: string): string {
  if (!url.startsWith('file:')) return url;
  return process.getBuiltinModule('node:url').fileURLToPath(url);
}

export function toUrl(path: string): string {
  if (!/^([\\/]|[A-Za-z]:[\\/])/.test(path)) return path;
  return process.getBuiltinModule('node:url').pathToFileURL(path).href;
}

const esmNames = new Map<string, Map<string, string>>();

/** Local name → exported name of an ES module. */
function exportedNames(url: string): Map<string, string> {
  let names = esmNames.get(url);
  if (names) return names;
  names = new Map();
  esmNames.set(url, names);
  try {
    const text = process.getBuiltinModule('node:fs').readFileSync(toPath(url.replace(/[?#].*$/, '')), 'utf8');
    for (const node of parse(text, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true }).body) addExports(node, names);
  } catch {
    // Not a file, or not JavaScript as it lies on disk: then nothing of it goes by reference.
  }
  return names;
}

function addExports(node: AnyNode, names: Map<string, string>): void {
  if (node.type === 'ExportNamedDeclaration' && !node.source) {
    for (const { local, exported } of node.specifiers) {
      if (local.type === 'Identifier') names.set(local.name, exported.type === 'Identifier' ? exported.name : String(exported.value));
    }
    const { declaration } = node;
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id } of declaration.declarations) if (id.type === 'Identifier') names.set(id.name, id.name);
    } else if (declaration?.id) names.set(declaration.id.name, declaration.id.name);
  } else if (node.type === 'ExportDefaultDeclaration') {
    const d = node.declaration as AnyNode & { id?: { name: string }; name?: string };
    names.set(d.id?.name ?? (d.type === 'Identifier' ? d.name! : '*default*'), 'default');
  }
}

export function findEsmExport(value: unknown, url: string, moduleScope: Record<string, unknown>): PackageExport | undefined {
  const names = exportedNames(url);
  for (const [local, exported] of names) {
    if (!Object.hasOwn(moduleScope, local)) continue;
    try {
      if (moduleScope[local] === value) return { file: url, module: 'esm', path: [exported] };
    } catch {
      // Still in its dead zone.
    }
  }
  return undefined;
}

export function findCjsExport(value: unknown, url: string): PackageExport | undefined {
  const file = toPath(url);
  const loaded = process.getBuiltinModule('node:module').createRequire(file).cache[file];
  if (!loaded) return undefined;
  const seen = new Set<unknown>();
  const queue: [unknown, string[]][] = [[loaded.exports, []]];
  for (const [at, path] of queue) {
    if (at === value) return { file, module: 'cjs', path };
    if (path.length >= 3 || seen.has(at) || !at || (typeof at !== 'object' && typeof at !== 'function')) continue;
    seen.add(at);
    for (const [key, d] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      // Getters of the exports object itself are how compilers write re-exports; deeper ones are the package's own affair.
      const next = 'value' in d ? d.value : path.length === 0 && d.get ? attempt(d.get, at) : undefined;
      if (typeof next === 'function' || (typeof next === 'object' && next)) queue.push([next, [...path, key]]);
    }
  }
  return undefined;
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
  const filename = toPath(file.replace(/[?#].*$/, ''));
  let value: unknown;
  try {
    value = quietly(() => process.getBuiltinModule('node:module').createRequire(filename)(filename));
  } catch (error) {
    throw new CaptureError(`cannot load ${filename} in this thread: ${(error as Error).message}`, { cause: error });
  }
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
  if (value === undefined) throw new CaptureError(`${filename} has no export ${path.join('.')} in this thread`);
  return value;
}

/** Some versions of Node warn that what `body` uses is experimental; that is no news to the user's program. */
export function quietly<T>(body: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const [kind] = rest as [string | { type?: string } | undefined];
    if ((typeof kind === 'object' ? kind?.type : kind) !== 'ExperimentalWarning') Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof emitWarning;
  try {
    return body();
  } finally {
    process.emitWarning = emitWarning;
  }
}
