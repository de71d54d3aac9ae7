/**
 * Builds the script of the workers of an exploration: the package's own modules, with Atomics, the clock and spinning
 * replaced by the scheduler's, and with a few exports more. src itself knows nothing of it.
 */
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { build, type Plugin } from "esbuild";

const engine = join(import.meta.dirname, "engine");
const root = join(import.meta.dirname, "../..");
const src = join(root, "src");

/** A change to one file of src, below src with slashes. `find` must be there exactly once. */
export interface Patch {
  file: string;
  find: string;
  replace: string;
}

/** Modules in whose place the scheduler's own come. */
const REPLACED: Record<string, string> = {
  "internal/memory/clock.ts": join(engine, "clock.ts"),
  "internal/memory/spin.ts": join(engine, "spin.ts"),
  "internal/runtime/kernel-link.ts": join(engine, "kernel-link.ts"),
};

/** What the engine has to see of modules that keep something in JavaScript about the arena. */
const SHOWN: Record<string, string> = {
  "internal/memory/waiters.ts": "export const shownSpare = spare;",
  "internal/memory/marks.ts": "export const shownOwned = owned;",
  "builtins/watched-lists.ts": "export const shownWatches = watches;",
  "internal/codec/handle-table.ts": "export const shownValues = values;",
  "internal/codec/code.ts": "export const shownCode = blocks;",
  "internal/codec/scratch.ts": "export const shownDepth = () => depth;",
  "internal/codec/names.ts": `export const shownNames = {
    read: () => ({ count: nameOf.length, last: lastRead }),
    write({ count, last }) {
      for (const name of nameOf.splice(count)) idOf.delete(name);
      lastRead = last;
      lastId = -1;
    },
  };`,
};

/** Freed memory holds nonsense, so that whoever still reads it is found out. */
const POISON: Patch = {
  file: "internal/memory/alloc.ts",
  find: "  words[block] = words[head];\n  words[head] = block;\n  words[block + BLOCK_CLASS] = ~sizeClass;",
  replace:
    "  words.fill(0x7bad7bad, block, block + classWords(sizeClass));\n  words[block] = words[head];\n  words[head] = block;\n  words[block + BLOCK_CLASS] = ~sizeClass;",
};

/** Reads without an order are steps as others are; that they may be so is argued where they are, not tried out. */
const GLANCE: Patch = {
  file: "internal/memory/futex.ts",
  find: "export const glance = (ptr: Ptr): number => words[ptr];",
  replace: "export const glance = (ptr: Ptr): number => Atomics.load(words, ptr);",
};

/** Has the race check look at all plain reads and writes. */
const WATCH: Patch[] = [
  { file: "internal/memory/arena.ts", find: "export const words = new Int32Array(arena);", replace: "export const words = watched(new Int32Array(arena), 1);" },
  { file: "internal/memory/arena.ts", find: "export const floats = new Float64Array(arena);", replace: "export const floats = watched(new Float64Array(arena), 2);" },
  {
    file: "internal/memory/arena.ts",
    find: "export const ARENA_KEY",
    replace: `import { watched } from ${JSON.stringify(join(engine, "races.ts"))};\nexport const ARENA_KEY`,
  },
];

/**
 * @param races whether races of plain reads and writes are looked for, which is slow
 * @throws Error when a patch does not apply
 */
export async function bundleWorker(patches: readonly Patch[] = [], races = false): Promise<string> {
  const all = [POISON, GLANCE, ...(races ? WATCH : []), ...patches];
  const applied = new Set<Patch>();
  const result = await build({
    entryPoints: [join(engine, "worker.ts")],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20",
    // Every worker parses it.
    minifyWhitespace: true,
    external: ["acorn"],
    inject: [join(engine, "atomics.ts")],
    plugins: [scheduled(all, applied)],
    logLevel: "silent",
  });
  const missing = all.filter((patch) => !applied.has(patch));
  if (missing.length > 0) throw new Error(`patches for ${missing.map(({ file }) => file).join(", ")} were not applied: nothing imports the file`);
  return result.outputFiles[0].text;
}

function scheduled(patches: readonly Patch[], applied: Set<Patch>): Plugin {
  return {
    name: "scheduled",
    setup(builder) {
      builder.onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
        const file = nameInSrc(join(resolveDir, path.replace(/\.js$/, ".ts")));
        const replacement = REPLACED[file];
        return replacement === undefined ? undefined : { path: replacement };
      });
      builder.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
        const file = nameInSrc(path);
        let contents = readFileSync(path, "utf8");
        for (const patch of patches) {
          if (patch.file !== file) continue;
          contents = apply(patch, contents);
          applied.add(patch);
        }
        return { contents: `${contents}\n${SHOWN[file] ?? ""}`, loader: "ts" };
      });
    },
  };
}

const nameInSrc = (path: string): string => relative(src, path).split(sep).join("/");

function apply({ file, find, replace }: Patch, contents: string): string {
  const parts = contents.split(find);
  if (parts.length !== 2) throw new Error(`a patch for src/${file} applies ${parts.length - 1} times instead of once:\n${find}`);
  return parts.join(replace);
}
