/**
 * Paths to what every thread has of its own: globals, Node's modules, and what hangs below them.
 *
 * Looking is cheap first (globals by their names, whole modules, a module's member of that name). The indexes over all that
 * hangs below take tens of milliseconds, since reading it loads lazy parts of Node, so they are only built for a function
 * that is known to be native.
 * Lazy properties are never touched, and neither are `process`, `module` and the require cache, which lead to user objects.
 */

import { types } from "node:util";

export type NativeStep = string | { prototype: true } | { symbol: string } | { accessor: "get" | "set" };
/** A root (`global`, `builtin`, `intrinsic`, `namespace`), the name below it, and the steps on from there. */
export type NativePath = readonly NativeStep[];

type Owner = object;

/** Enumerable globals that are Node's; any other enumerable one was put there by the program. */
const ENUMERABLE = new Set(
  (
    "global clearImmediate setImmediate clearInterval clearTimeout setInterval setTimeout queueMicrotask structuredClone " +
    "atob btoa performance fetch navigator crypto localStorage sessionStorage"
  ).split(" "),
);
/** Objects that Node makes when the global is first read, by the names of their classes. */
const MADE_WHEN_READ: Record<string, string> = { Performance: "performance", Crypto: "crypto" };
const NESTED = ["promises", "posix", "win32", "types", "strict", "constants", "hrtime", "memoryUsage"];
const AVOIDED = new Set(["module", "process", "sys", "punycode", "wasi", "repl", "trace_events", "sqlite", "sea"]);
const PROCESS_MEMBERS = "nextTick cwd exit hrtime env argv stdout stderr stdin memoryUsage getBuiltinModule on once emit".split(
  " ",
);

const globalNames = new Set(
  Object.getOwnPropertyNames(globalThis).filter(
    (name) => ENUMERABLE.has(name) || !Object.prototype.propertyIsEnumerable.call(globalThis, name),
  ),
);

const INTRINSICS: Record<string, () => object> = {
  "GeneratorFunction.prototype": () => Object.getPrototypeOf(function* () {}),
  "AsyncGeneratorFunction.prototype": () => Object.getPrototypeOf(async function* () {}),
  "AsyncFunction.prototype": () => Object.getPrototypeOf(async () => {}),
  "Iterator.prototype": () => Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())),
  "ArrayIterator.prototype": () => Object.getPrototypeOf([][Symbol.iterator]()),
  TypedArray: () => Object.getPrototypeOf(Uint8Array),
};

/** Whether the name is a global that threads have by themselves. */
export const isBuiltinGlobal = (name: string) => globalNames.has(name);

const isOwner = (value: unknown): value is Owner => (typeof value === "object" && value !== null) || typeof value === "function";

let objectsIndex: Map<Owner, NativePath> | undefined;
let globalsIndex: Map<Owner, NativePath> | undefined;
let modulesIndex: Map<Owner, NativePath> | undefined;
let fullIndex: Map<Owner, NativePath> | undefined;
let indexedModules = -1;

interface ProcessInternals {
  moduleLoadList?: string[];
}

/**
 * For objects, and for functions already known to be native. A user's function that replaced a builtin (`fs.readFile = mine`)
 * would be found here too: ask `describe` about functions.
 */
export function nativePathOf(value: object | Function): NativePath | undefined {
  if (typeof value === "function") return functionByName(value);
  const found = indexedPath(value);
  if (found) return found;
  // Vite wraps the namespaces of builtins in proxies.
  const isProxy = types.isProxy(value);
  if (types.isModuleNamespaceObject(value) || (isProxy && looksLikeNamespace(value))) return namespacePath(value);
  if (isProxy) return undefined;
  const lazy = lazyGlobal(value);
  if (lazy) return ["global", lazy];
  const own = Object.getOwnPropertyDescriptor(value, "constructor")?.value;
  if (typeof own !== "function" || own.prototype !== value) return undefined;
  const path = functionByName(own) ?? (isOfEngine(own) ? globals().get(own) : undefined);
  return path && [...path, "prototype"];
}

/** Whether it is one of the objects that Node's modules and globals are made of. */
export const isIndexed = (value: object): boolean => indexedPath(value) !== undefined;

function indexedPath(value: object): NativePath | undefined {
  return (objectsIndex ??= indexObjects()).get(value) ?? modules().get(value) ?? namespacePaths.get(value);
}

function lazyGlobal(value: object): string | undefined {
  const above: unknown = Object.getPrototypeOf(value);
  if (above === Object.prototype) return undefined;
  const made: unknown = isOwner(above) ? Object.getOwnPropertyDescriptor(above, "constructor")?.value : undefined;
  const name = typeof made === "function" ? MADE_WHEN_READ[made.name] : undefined;
  return name !== undefined && (globalThis as Record<string, unknown>)[name] === value ? name : undefined;
}

/** For a function that the engine says is native or Node's own. */
export function nativeFunctionPath(fn: Function): NativePath | undefined {
  return builtinFunctionPath(fn) ?? everything().get(fn);
}

/** As `nativeFunctionPath`, for a function that need not be one of Node's: it looks in the likely places only. */
export function builtinFunctionPath(fn: Function): NativePath | undefined {
  return functionByName(fn) ?? globals().get(fn);
}

/** A global function, a module that is a function, or a module's member of that name. */
function functionByName(fn: Function): NativePath | undefined {
  if (globalNames.has(fn.name) && Object.getOwnPropertyDescriptor(globalThis, fn.name)?.value === fn) return ["global", fn.name];
  const module = modules().get(fn);
  if (module !== undefined || fn.name === "") return module;
  for (const [exports, path] of modules()) {
    if (Object.getOwnPropertyDescriptor(exports, fn.name)?.value === fn) return [...path, fn.name];
  }
  return undefined;
}

/** Whether the function has no text of its own. A bound one has none either, so this only says where to look. */
const isOfEngine = (fn: Function) => Function.prototype.toString.call(fn).endsWith("{ [native code] }");

function looksLikeNamespace(value: object): boolean {
  try {
    return (
      Object.getPrototypeOf(value) === null && (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === "Module"
    );
  } catch {
    return false;
  }
}

function namespacePath(namespace: object): NativePath | undefined {
  const inner = (namespace as { default?: unknown }).default;
  const path = isOwner(inner) ? modules().get(inner) : undefined;
  return path?.length === 2 && path[0] === "builtin" ? ["namespace", path[1]!] : undefined;
}

function loadedModules(): string[] {
  const { moduleLoadList = [] } = process as ProcessInternals;
  const loaded = new Set(moduleLoadList.filter((entry) => entry.startsWith("NativeModule ")).map((entry) => entry.slice(13)));
  const { builtinModules } = process.getBuiltinModule("node:module");
  return builtinModules
    .map((name) => name.replace(/^node:/, ""))
    .filter((name) => loaded.has(name) && !AVOIDED.has(name) && !name.startsWith("_"));
}

function modules(): Map<Owner, NativePath> {
  const count = (process as ProcessInternals).moduleLoadList?.length ?? 0;
  if (modulesIndex && count === indexedModules) return modulesIndex;
  indexedModules = count;
  fullIndex = undefined;
  modulesIndex = new Map();
  for (const name of [...loadedModules(), "module"]) {
    const exports: unknown = process.getBuiltinModule(`node:${name}`);
    if (!isOwner(exports)) continue;
    if (!modulesIndex.has(exports)) modulesIndex.set(exports, ["builtin", name]);
    for (const key of NESTED) {
      const nested = Object.getOwnPropertyDescriptor(exports, key)?.value;
      if (isOwner(nested) && !modulesIndex.has(nested)) modulesIndex.set(nested, ["builtin", name, key]);
    }
  }
  return modulesIndex;
}

/** Objects that are no functions: globals, and what they and the intrinsics inherit from. */
function indexObjects(): Map<Owner, NativePath> {
  const index = new Map<Owner, NativePath>();
  const add = (first: unknown, path: NativePath) => {
    for (
      let value = first;
      typeof value === "object" && value !== null && !index.has(value);
      path = [...path, { prototype: true }]
    ) {
      index.set(value, path);
      value = Object.getPrototypeOf(value);
    }
  };
  add(Object.prototype, ["global", "Object", "prototype"]);
  add(globalThis, ["global"]);
  for (const name of globalNames)
    if (name !== "process") add(Object.getOwnPropertyDescriptor(globalThis, name)?.value, ["global", name]);
  // What these inherit from is not the same in every thread.
  index.set(process, ["global", "process"]);
  for (const name of PROCESS_MEMBERS) {
    const member: unknown = Object.getOwnPropertyDescriptor(process, name)?.value;
    if (isOwner(member)) index.set(member, ["global", "process", name]);
  }
  for (const [name, get] of Object.entries(INTRINSICS)) {
    add(get(), ["intrinsic", name]);
    add(Object.getOwnPropertyDescriptor(get(), "prototype")?.value, ["intrinsic", name, "prototype"]);
  }
  return index;
}

function globals(): Map<Owner, NativePath> {
  globalsIndex ??= indexGlobals();
  return globalsIndex;
}

function indexGlobals(): Map<Owner, NativePath> {
  const index = new Map<Owner, NativePath>([[globalThis, ["global"]]]);
  const todo: Owner[] = [];
  const add = (value: unknown, path: NativePath, deeper: boolean) => {
    if (!isOwner(value) || index.has(value)) return;
    index.set(value, path);
    if (deeper) todo.push(value);
  };
  for (const name of globalNames) {
    const d = Object.getOwnPropertyDescriptor(globalThis, name);
    if (d && "value" in d) add(d.value, ["global", name], true);
  }
  add(process, ["global", "process"], false);
  for (const name of PROCESS_MEMBERS)
    add(Object.getOwnPropertyDescriptor(process, name)?.value, ["global", "process", name], false);
  for (const [name, get] of Object.entries(INTRINSICS)) add(get(), ["intrinsic", name], true);
  for (const owner of todo) addMembers(owner, index.get(owner)!, add);
  return index;
}

function everything(): Map<Owner, NativePath> {
  const roots = modules();
  if (fullIndex) return fullIndex;
  const index = new Map<Owner, NativePath>();
  const todo: Owner[] = [];
  const add = (value: unknown, path: NativePath, deeper: boolean) => {
    if (!isOwner(value) || index.has(value) || globals().has(value)) return;
    index.set(value, path);
    if (deeper) todo.push(value);
  };
  for (const [exports, path] of roots) add(exports, path, path[1] !== "module");
  for (const owner of todo) addMembers(owner, index.get(owner)!, add);
  fullIndex = index;
  return index;
}

function addMembers(owner: Owner, path: NativePath, add: (value: unknown, path: NativePath, deeper: boolean) => void): void {
  if (owner === process) return;
  for (const key of Reflect.ownKeys(owner)) {
    const step = typeof key === "string" ? key : wellKnown(key);
    const d = Object.getOwnPropertyDescriptor(owner, key);
    if (!step || !d) continue;
    const next = [...path, step];
    if ("value" in d) {
      const deeper = typeof d.value === "function" ? path.length < 5 : key === "prototype";
      if (deeper || typeof d.value === "function") add(d.value, next, deeper);
    } else {
      add(d.get, [...next, { accessor: "get" }], false);
      add(d.set, [...next, { accessor: "set" }], false);
    }
  }
  const parent: unknown = Object.getPrototypeOf(owner);
  if (isOwner(parent)) add(parent, [...path, { prototype: true }], true);
}

function wellKnown(key: symbol): NativeStep | undefined {
  const name = key.description?.replace(/^Symbol\./, "");
  return name && (Symbol as unknown as Record<string, unknown>)[name] === key ? { symbol: name } : undefined;
}

const namespaces = new Map<string, object>();
const namespacePaths = new WeakMap<object, NativePath>();

export function resolveNative(path: NativePath): unknown {
  const [root, name] = path as [string, string | undefined];
  if (root === "global" && name === undefined) return globalThis;
  if (root === "namespace") return namespaceOf(name!);
  let at: unknown;
  if (root === "global") at = (globalThis as Record<string, unknown>)[name!];
  else if (root === "builtin") at = process.getBuiltinModule(`node:${name}`);
  else at = INTRINSICS[name!]?.();
  for (let i = 2; i < path.length; i++) {
    const step = path[i]!;
    const next = path[i + 1];
    if (typeof step === "object" && "prototype" in step) at = Object.getPrototypeOf(at);
    else {
      const key = typeof step === "string" ? step : keyOf(step);
      if (typeof next === "object" && "accessor" in next) {
        at = Object.getOwnPropertyDescriptor(at, key)?.[next.accessor];
        i++;
      } else at = (at as Record<PropertyKey, unknown>)[key];
    }
  }
  return at;
}

function keyOf(step: Exclude<NativeStep, string>): symbol {
  return (Symbol as unknown as Record<string, symbol>)[(step as { symbol: string }).symbol]!;
}

/** What `import * as fs from "node:fs"` gives; the real one can only be had asynchronously. */
function namespaceOf(name: string): object {
  let namespace = namespaces.get(name);
  if (!namespace) {
    const exports: object = process.getBuiltinModule(`node:${name}`)!;
    namespace = Object.create(null) as object;
    for (const key of Object.keys(exports)) {
      Object.defineProperty(namespace, key, { get: () => (exports as Record<string, unknown>)[key], enumerable: true });
    }
    Object.defineProperty(namespace, "default", { value: exports, enumerable: true });
    Object.defineProperty(namespace, Symbol.toStringTag, { value: "Module" });
    namespaces.set(name, Object.freeze(namespace));
    namespacePaths.set(namespace, ["namespace", name]);
  }
  return namespace;
}
