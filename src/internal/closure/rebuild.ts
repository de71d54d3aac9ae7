/**
 * Makes a function or class from its template.
 *
 * The text is compiled inside a wrapper that declares the captured variables as real lexical bindings. They are filled by
 * `bind` after all functions of a graph exist, so cycles work; names in their dead zone are declared behind the `return` and
 * so stay there for ever. Offsets make file, line and column of the original appear in stack traces.
 */
import { CaptureError } from "../base/errors.js";
import { quietly, toPath, toUrl } from "./packages.js";
import { COVERAGE_SCHEME, rememberOrigin, WRAPPER_START } from "./script-source.js";
import type { CodeTemplate, SpecialBinding } from "./types.js";

export interface Rebuilt {
  value: Function;
  /** Fills the captured variables, in the order of the template's slots; entries for special or dead slots are ignored. */
  bind(values: readonly unknown[]): void;
}

type Factory = (
  imported: unknown,
  meta: unknown,
  superclass: unknown,
  constants: readonly unknown[],
) => [unknown, (values: unknown[]) => void];

interface Origin {
  template: CodeTemplate;
  constants: readonly unknown[];
}

const factories = new Map<string, Factory>();
const origins = new WeakMap<Function, Origin>();

/** The template that a function of this thread was rebuilt from. */
export const templateOf = (fn: Function): CodeTemplate | undefined => origins.get(fn)?.template;
export const originOf = (fn: Function): Origin | undefined => origins.get(fn);

export function rebuild(
  template: CodeTemplate,
  superclass: Function | null | undefined,
  staticPrivates: readonly unknown[],
  deadSlots: readonly string[] = [],
): Rebuilt {
  const live = template.slots.filter((name) => !deadSlots.includes(name));
  const [made, fill] = factoryOf(template, live, deadSlots)(
    (specifier: string, options?: ImportCallOptions) => importFor(template.url, specifier, options),
    metaOf(template.url),
    superclass ?? null,
    staticPrivates,
  );
  const value = template.form === "method" ? methodIn(made as object) : (made as Function);
  if (Object.getOwnPropertyDescriptor(value, "name")?.value !== template.name && !definesName(value)) {
    Object.defineProperty(value, "name", { value: template.name, configurable: true });
  }
  origins.set(value, { template, constants: staticPrivates });
  return {
    value,
    bind(values) {
      const all = template.slots.map((name, i) =>
        template.special[name] ? specialValue(template.special[name]!, template) : values[i],
      );
      fill(all.filter((_, i) => !deadSlots.includes(template.slots[i]!)));
    },
  };
}

/** A class may have a static method or accessor called `name`. */
const definesName = (fn: Function) => {
  const d = Object.getOwnPropertyDescriptor(fn, "name");
  return d !== undefined && typeof d.value !== "string";
};

function methodIn(holder: object): Function {
  const d = Object.getOwnPropertyDescriptor(holder, Reflect.ownKeys(holder)[0]!)!;
  return d.value ?? d.get ?? d.set;
}

const BRACKETS = { expression: ["(", ")"], method: ["({", "})"], classMember: ["(class{", "})"] } as const;

function factoryOf(template: CodeTemplate, live: readonly string[], dead: readonly string[]): Factory {
  const key = dead.length ? `${template.id} ${dead.join()}` : template.id;
  let factory = factories.get(key);
  if (!factory) factories.set(key, (factory = compile(template, live, dead)));
  return factory;
}

/** Puts what returns the function and `tail` around its text. */
function enclose({ form, ownName }: CodeTemplate, head: string, tail: string): [prefix: string, suffix: string] {
  // The functions inside cannot be asked for the name that an expression gives itself, as they can for a declaration's.
  if (ownName !== undefined) return [head, `\nreturn[${ownName},${tail}`];
  const [open, close] = BRACKETS[form];
  return [`${head}return[${open}`, `\n${close},${tail}`];
}

function compile(template: CodeTemplate, live: readonly string[], dead: readonly string[]): Factory {
  const { source, url, line, column } = template;
  const vm = process.getBuiltinModule("node:vm");
  const names = live.join(",");
  const head = `${WRAPPER_START}_$b,_$p){"use strict";${names && `let ${names};`}`;
  const tail = `function(_$v){${names && `[${names}]=_$v`}}];${dead.length ? `let ${dead.join(",")}` : ""}})`;
  const [prefix, suffix] = enclose(template, head, tail);
  // The engine names modules by URL and scripts by path, and tools that map stack traces go by that name.
  const original = template.isModule ? url : toPath(url);
  const filename =
    process.env.NODE_V8_COVERAGE && url.startsWith("file:") ? COVERAGE_SCHEME + url.slice("file:".length) : original;
  rememberOrigin(url, { isModule: template.isModule, sourceMapURL: template.sourceMapURL ?? "" });
  if (template.sourceMapURL) registerSourceMap(url, template.sourceMapURL);
  try {
    const script = new vm.Script(prefix + source + suffix, {
      filename: filename || "evalmachine.<pythreads>",
      lineOffset: line,
      columnOffset: column - prefix.length,
    });
    return script.runInThisContext() as Factory;
  } catch (error) {
    throw new CaptureError(
      `cannot compile '${template.name}' (${url}:${line + 1}) for this thread: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** Node forgets the map of a module that is collected. */
const mapped = new Map<string, object>();

/** A vm.Script registers no source map; a module of the same name does. */
function registerSourceMap(url: string, sourceMapURL: string): void {
  if (mapped.has(url)) return;
  const { Module } = process.getBuiltinModule("node:module");
  const file = toPath(url);
  const holder = new Module(file) as InstanceType<typeof Module> & { _compile(code: string, file: string): void };
  mapped.set(url, holder);
  holder.filename = file;
  holder.paths = [];
  try {
    holder._compile(`//# sourceMappingURL=${sourceMapURL}`, file);
  } catch {
    // Without a map traces show the compiled line.
  }
}

const metas = new Map<string, object>();

function metaOf(url: string): object {
  let meta = metas.get(url);
  if (!meta) {
    const file = url.startsWith("file:") ? toPath(url) : undefined;
    const resolve = (specifier: string) =>
      toUrl(
        process
          .getBuiltinModule("node:module")
          .createRequire(file ?? process.cwd())
          .resolve(specifier),
      );
    const place = file !== undefined && { filename: file, dirname: process.getBuiltinModule("node:path").dirname(file) };
    meta = Object.freeze({ url, ...place, resolve });
    metas.set(url, meta);
  }
  return meta;
}

function importFor(url: string, specifier: string, options?: ImportCallOptions): Promise<unknown> {
  const text = String(specifier);
  if (/^\.{0,2}\//.test(text) && url.startsWith("file:")) return importerAt(__filename)(new URL(text, url).href, options);
  if (/^(node|file|data):/.test(text) || !url.startsWith("file:")) return importerAt(__filename)(text, options);
  // Bare names are looked up from the user's file under `import` conditions, which only Node's own loader can do.
  return importerAt(toPath(url))(text, options);
}

/** Vite writes what `import()` names as a path from its root, or from that of the file system behind `/@fs/`. */
function fromVite(specifier: string, root: string | undefined): string {
  const path = process.getBuiltinModule("node:path");
  if (specifier.startsWith("/@fs/")) return toUrl(path.resolve("/", specifier.slice("/@fs/".length)));
  return root !== undefined && specifier.startsWith("/") ? toUrl(path.join(root, specifier)) : specifier;
}

type Importer = (specifier: string, options?: ImportCallOptions) => Promise<unknown>;

const importers = new Map<string, Importer>();

/**
 * What `import()` is in a file. It is a script of its own: in code that was compiled by another thread (see src/core.ts) V8 11
 * has forgotten who loads modules.
 */
function importerAt(filename: string): Importer {
  let importer = importers.get(filename);
  if (!importer) {
    const vm = process.getBuiltinModule("node:vm");
    const script = new vm.Script("(specifier, options) => import(specifier, options)", {
      filename,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    const bare = script.runInThisContext() as Importer;
    importer = (specifier, options) => quietly(() => bare(specifier, options));
    importers.set(filename, importer);
  }
  return importer;
}

function specialValue(kind: SpecialBinding, { url, importRoot }: CodeTemplate): unknown {
  const file = toPath(url);
  switch (kind) {
    case "require":
      return process.getBuiltinModule("node:module").createRequire(url.startsWith("file:") ? url : file);
    case "module":
      return { exports: {}, filename: file, id: file, loaded: true, children: [], paths: [] };
    case "importMeta":
      return metaOf(url);
    case "dynamicImport":
      return (specifier: string, options?: ImportCallOptions) => importFor(url, fromVite(String(specifier), importRoot), options);
    case "importStar":
      return importStar;
    case "coverage":
      return () => unseenCounters;
  }
}

const stars = new WeakMap<object, object>();

/** A CommonJS module as `import()` shows it. */
function importStar(exports: unknown): unknown {
  if ((typeof exports !== "object" || exports === null) && typeof exports !== "function") return { default: exports };
  if ("__esModule" in exports && exports.__esModule) return exports;
  let star = stars.get(exports);
  if (!star) {
    star = Object.create(null, {
      ...Object.getOwnPropertyDescriptors(exports),
      default: { value: exports, enumerable: true },
    }) as object;
    stars.set(exports, star);
  }
  return star;
}

/** What an instrumented function counts in a thread is not reported, but counting must not fail. */
const zeros = () => new Proxy<Record<string, number>>({}, { get: (counts, key) => counts[key as string] ?? 0 });
const unseenCounters = {
  s: zeros(),
  f: zeros(),
  b: new Proxy<Record<string, unknown>>({}, { get: (branches, key) => (branches[key as string] ??= zeros()) }),
};
