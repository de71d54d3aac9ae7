/**
 * The three CommonJS files of the core: index.js holds the whole package, core.js loads it, worker.js holds only what starts a thread.
 *
 * Invariant: one copy of every module per thread. A second copy of a class would break `instanceof`, and a second copy of
 * the memory layer would map the arena twice. So what src/worker.ts imports from the core is not bundled again: index.js
 * publishes it under `internals`, and worker.js asks core.js for it there. `internals` stays out of the entry points that build.mjs writes.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { defineConfig, type Options } from "tsup";

type Plugin = NonNullable<Options["esbuildPlugins"]>[number];

const src = resolve("src");
const indexFile = join(src, "index.ts");

/** The files of worker.js itself, which lie beside src/worker.ts and run before the core is loaded. */
const isOwnFile = (specifier: string) => /^\.\/worker[\w-]*\.js$/.test(specifier);

/** Every module of the core that they import for its values, index.js excepted. */
function workerImports(): string[] {
  const found = new Set<string>();
  for (const file of readdirSync(src).filter((name) => isOwnFile(`./${name.replace(/\.ts$/, ".js")}`))) {
    const source = readFileSync(join(src, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
    const statements = source.matchAll(/^\s*(?:import|export)\b(?!\s+type\b)[^;'"]*?['"](\.{1,2}\/[^'"]+)['"]/gm);
    for (const [, specifier] of statements) if (!isOwnFile(specifier) && specifier !== "./index.js") found.add(specifier);
  }
  return [...found];
}

/** Appends to src/index.ts the export that worker.js reads. */
const publishInternals: Plugin = {
  name: "publish-internals",
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]index\.ts$/ }, ({ path }) => {
      if (path !== indexFile) return undefined;
      const specifiers = workerImports();
      const imports = specifiers.map((specifier, i) => `import * as internal${i} from ${JSON.stringify(specifier)};`);
      const entries = specifiers.map((specifier, i) => `${JSON.stringify(specifier)}: internal${i}`);
      const tail = `\n${imports.join("\n")}\nexport const internals = { ${entries.join(", ")} };\n`;
      return { contents: readFileSync(path, "utf8") + tail, loader: "ts" };
    });
  },
};

/** Turns what those files import from the core into reads of `internals`. */
const readInternals: Plugin = {
  name: "read-internals",
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, ({ path, importer }) =>
      dirname(importer) === src && !isOwnFile(path) ? { path, namespace: "core" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "core" }, ({ path }) => ({
      contents: `module.exports = require("./core.js")${path === "./index.js" ? "" : `.internals[${JSON.stringify(path)}]`};`,
      loader: "js",
    }));
    build.onResolve({ filter: /.*/, namespace: "core" }, ({ path }) => ({ path, external: true }));
  },
};

/** The parser is a file of its own, which build.mjs puts beside the core: it is a third of the text and seldom needed. */
const parserApart: Plugin = {
  name: "parser-apart",
  setup(build) {
    build.onResolve({ filter: /^acorn$/ }, () => ({ path: "./acorn.js", external: true }));
  },
};

function bundle(entry: string, plugin: Plugin): Options {
  return {
    entry: { [basename(entry, ".ts")]: entry },
    outDir: "dist/cjs",
    format: "cjs",
    outExtension: () => ({ js: ".js" }),
    platform: "node",
    target: "node20",
    tsconfig: "tsconfig.build.json",
    splitting: false,
    dts: false,
    clean: false,
    silent: true,
    removeNodeProtocol: false,
    esbuildPlugins: [plugin, parserApart],
    esbuildOptions(options) {
      // The engine keeps text of other characters at twice the size, once for each thread.
      options.charset = "ascii";
      // Both mean a file that runs from source and breaks once it is bundled.
      options.logOverride = { "empty-import-meta": "error", "require-resolve-not-external": "error" };
    },
  };
}

/** core.js is a single file, and takes index.js as it is. */
const coreApart: Plugin = {
  name: "core-apart",
  setup(build) {
    build.onResolve({ filter: /^\.\/index\.js$/ }, ({ path }) => ({ path, external: true }));
  },
};

export default defineConfig([
  bundle("src/index.ts", publishInternals),
  bundle("src/core.ts", coreApart),
  bundle("src/worker.ts", readInternals),
]);
