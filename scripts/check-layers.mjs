/**
 * Checks the rules of the house that no compiler knows:
 *
 *   1. imports point downwards: {queue, faulthandler} → threading → thread → {builtins, time, random} → runtime → codec → closure → memory → base
 *   2. only memory uses Atomics
 *   3. only runtime imports worker_threads, and src/worker*.ts, which are a worker's first files
 *   4. an index.ts re-exports by name and does nothing else
 *   5. `exports` of package.json shows the entry points and nothing internal
 *
 * Prints each offence as file:line and ends with code 1 if there is any.
 * Types count like values: a layer that names a type of a higher one knows of it.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { blankComments, blankLiterals } from "./source-text.mjs";
import { root } from "./run.mjs";

/** Height of each folder below src. Folders of one height do not know each other. */
const heights = new Map([
  ["internal/base", 0],
  ["internal/memory", 1],
  ["internal/closure", 2],
  ["internal/codec", 3],
  ["internal/runtime", 4],
  ["builtins", 5],
  ["time", 5],
  ["random", 5],
  ["thread", 6],
  ["threading", 7],
  ["queue", 8],
  ["faulthandler", 8],
]);
const top = 9;
const entryPoints = [
  ".",
  "./thread",
  "./threading",
  "./queue",
  "./time",
  "./random",
  "./builtins",
  "./faulthandler",
  "./package.json",
];

/** @type {string[]} */
const offences = [];

const src = join(root, "src");
for (const entry of readdirSync(src, { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && entry.name.endsWith(".ts"))
    checkFile(relative(src, join(entry.parentPath, entry.name)).split(sep).join("/"));
}
checkExports();

for (const offence of offences) console.error(offence);
console.log(offences.length === 0 ? "layers: all imports point downwards" : `layers: ${offences.length} offences`);
process.exitCode = offences.length === 0 ? 0 : 1;

/** @param {string} file path below src, with slashes */
function checkFile(file) {
  const text = readFileSync(join(src, file), "utf8");
  const code = blankComments(text);
  const bare = blankLiterals(code);
  /** @param {number} index @param {string} what */
  const offend = (index, what) => offences.push(`src/${file}:${text.slice(0, index).split("\n").length} ${what}`);

  const own = folderOf(file);
  const height = heightOf(file);
  if (height === undefined) return offend(0, "lies in no known layer");

  for (const { index, specifier } of importsOf(code, bare)) {
    if (/^(node:)?worker_threads$/.test(specifier)) {
      if (own !== "internal/runtime" && !/^worker[\w-]*\.ts$/.test(file)) offend(index, "only runtime imports worker_threads");
    } else if (/^\.{1,2}(\/|$)/.test(specifier)) {
      const target = posix.join(dirname(file), specifier);
      const targetHeight = heightOf(target);
      if (target.startsWith("..") || targetHeight === undefined) offend(index, `imports ${specifier}, which is in no layer`);
      else if (folderOf(target) !== own && targetHeight >= height)
        offend(index, `${own || file} must not import ${folderOf(target) || target}`);
    } else if (/^pythreads(\/|$)/.test(specifier)) {
      offend(index, `imports ${specifier}: the package itself is imported by relative path`);
    }
  }

  if (own !== "internal/memory") for (const { index } of bare.matchAll(/\bAtomics\b/g)) offend(index, "only memory uses Atomics");
  if (/(^|\/)index\.ts$/.test(file)) for (const index of statementsThatAct(bare)) offend(index, "index.ts holds re-exports only");
}

/** `internal/memory` of `internal/memory/a/b.ts`, `queue` of `queue/index.ts`, nothing for files that lie in src itself. @param {string} file */
function folderOf(file) {
  const parts = file.split("/");
  return parts
    .slice(0, parts[0] === "internal" ? 2 : 1)
    .join("/")
    .replace(/^[^/]+\.[jt]s$/, "");
}

/** @param {string} file */
function heightOf(file) {
  return folderOf(file) === "" ? top : heights.get(folderOf(file));
}

/**
 * The modules named by import, export … from, import(), require() and import types. `bare` lies over `code` and is blank
 * inside strings, so a keyword found there is one, and its string is read at the same place in `code`.
 * @param {string} code @param {string} bare
 */
function* importsOf(code, bare) {
  for (const match of bare.matchAll(/\b(from|import|require)\s*\(?\s*(['"`])/g)) {
    const start = match.index + match[0].length;
    const end = bare.indexOf(/** @type {string} */ (match[2]), start);
    yield { index: match.index, specifier: code.slice(start, end) };
  }
}

/**
 * Where a statement starts that is neither an import, nor an export of a list or of everything, nor `export default name`.
 * @param {string} bare
 */
function* statementsThatAct(bare) {
  const allowed =
    /\s*(?:import\s*(?:type\s+)?(?:[\w$*{},\s]+?from\s*)?(['"])[^'"]*\1|export\s*(?:type\s*)?(?:\*(?:\s*as\s+[\w$]+)?|\{[^}]*\})(?:\s*from\s*(['"])[^'"]*\2)?|export\s+default\s+[\w$]+)\s*;|\s+$/y;
  let at = 0;
  while (at < bare.length) {
    allowed.lastIndex = at;
    const match = allowed.exec(bare);
    if (match === null) {
      yield at + (bare.slice(at).match(/^\s*/)?.[0].length ?? 0);
      return;
    }
    at = allowed.lastIndex;
  }
}

function checkExports() {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  /** @param {string} what */
  const offend = (what) => offences.push(`package.json:1 exports: ${what}`);
  for (const key of Object.keys(exports)) if (!entryPoints.includes(key)) offend(`${key} is no entry point`);
  for (const key of entryPoints) if (!(key in exports)) offend(`${key} is missing`);
  for (const file of filesOf(exports)) {
    if (/internal|[*]|(^|\/)(core|worker)\b|cjs\/index\.js/.test(file)) offend(`${file} is internal`);
  }
}

/** @param {unknown} value @returns {string[]} */
function filesOf(value) {
  if (typeof value === "string") return [value];
  return Object.values(/** @type {object} */ (value)).flatMap(filesOf);
}
