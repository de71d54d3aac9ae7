/**
 * Builds dist:
 *
 *   cjs/index.js, cjs/worker.js   the core, bundled by tsup (see tsup.config.ts)
 *   cjs/core.js                   what loads index.js
 *   cjs/<module>.js               what require("pythreads/<module>") gets: the module object itself
 *   esm/<module>.js               what import gets: the names of the same object, so ESM and CommonJS share one instance
 *   cjs/types, esm/types          the declarations, one copy for each kind of module
 *
 * dist is replaced in one step at the end, so a program that runs meanwhile never sees half of it.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parse } from "acorn";
import { transformSync } from "esbuild";
import { node, root, tool } from "./run.mjs";

/** Entry points by their name in `exports`, with the name that src/index.ts gives the module. */
const modules = ["thread", "threading", "queue", "time", "random", "builtins", "faulthandler"];

const out = join(root, `dist.${process.pid}`);
const started = performance.now();

/** What is wrong with a dist that nevertheless runs. @type {string[]} */
const problems = [];

try {
  rmSync(out, { recursive: true, force: true });
  await bundle();
  writeEntryPoints();
  writeParser();
  await declarations();
  replaceDist();
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`built dist in ${((performance.now() - started) / 1000).toFixed(1)} s`);
} finally {
  rmSync(out, { recursive: true, force: true });
}

async function bundle() {
  const { code } = await node([tool("tsup", "dist/cli-default.js"), "--out-dir", join(out, "cjs")]);
  if (code !== 0) throw new Error("the bundle could not be built");
  const file = join(out, "cjs/index.js");
  const text = withoutComments(readFileSync(file, "utf8"));
  // core.js reads it byte by byte.
  if (/\P{ASCII}/u.test(text)) throw new Error("cjs/index.js must be ASCII");
  writeFileSync(file, text);
}

/** What every thread reads and compiles, without the lines that are comments. @param {string} text */
function withoutComments(text) {
  /** @type {[number, number][]} */
  const ranges = [];
  parse(text, {
    ecmaVersion: "latest",
    sourceType: "script",
    onComment: (_isBlock, _text, start, end) => ranges.push([start, end]),
  });
  return ranges.reduceRight((left, [start, end]) => {
    const line = left.lastIndexOf("\n", start) + 1;
    const next = left.indexOf("\n", end) + 1;
    const isAlone = left.slice(line, start).trim() === "" && left.slice(end, next).trim() === "";
    return isAlone ? left.slice(0, line) + left.slice(next) : left;
  }, text);
}

function writeEntryPoints() {
  write("cjs/package.json", `{ "type": "commonjs" }\n`);
  write("esm/package.json", `{ "type": "module" }\n`);

  // Loading the core here also proves that an import starts nothing: this process would not end.
  const core = createRequire(import.meta.url)(join(out, "cjs/core.js"));
  for (const name of modules) {
    const module = core[name]?.default;
    if (typeof module !== "object" && typeof module !== "function") {
      problems.push(`src/index.ts: ${name} is missing or has no default export`);
      continue;
    }
    const exported = Object.keys(core[name]).filter((key) => key !== "default");
    const missing = exported.filter((key) => !(key in module));
    if (missing.length > 0) problems.push(`the module object of ${name} lacks ${missing.join(", ")}`);

    // Two files that use one name make the bundler number them, and the number would show in reprs and stack traces.
    const numbered = exported.filter(
      (key) => typeof module[key] === "function" && /^\d+$/.test(module[key].name.replace(key, "")),
    );
    for (const key of numbered)
      problems.push(`the bundle calls ${name}.${key} ${module[key].name}: rename what else is called ${key}`);

    write(`cjs/${name}.js`, `"use strict";\n${asCommonJs(name)}module.exports = m;\n`);
    write(
      `esm/${name}.js`,
      `import { createRequire } from "node:module";\n// Node would read the whole file for its names if it were imported.\nconst core = createRequire(import.meta.url)("../cjs/core.js");\nconst m = core.${name}.default;\n${exportNames(exported)}export default m;\n`,
    );
  }

  // A name of src/index.ts is handed out through its module's own entry file, which may have to mark the object.
  const names = Object.keys(core).filter((key) => key !== "internals");
  const fileOf = (/** @type {string} */ key) =>
    modules.find((name) => core[key]?.default === core[name]?.default && core[key]?.default);
  const strangers = names.filter((key) => !fileOf(key));
  if (strangers.length > 0) problems.push(`src/index.ts exports ${strangers.join(", ")}, which is no entry point`);
  write(
    "cjs/pythreads.js",
    `"use strict";\n${names.map((key) => `exports.${key} = require("./${fileOf(key)}.js");\n`).join("")}`,
  );
  write("esm/pythreads.js", names.map((key) => `export { default as ${key} } from "./${fileOf(key)}.js";\n`).join(""));
}

/**
 * Compilers turn `import threading from` into `.default` only where they see `__esModule`. Both names are hidden from
 * Object.keys, which lists Python's names.
 * @param {string} name
 */
function asCommonJs(name) {
  return [
    `const m = require("./core.js").${name}.default;\n`,
    `Object.defineProperty(m, "__esModule", { value: true, configurable: true });\n`,
    `Object.defineProperty(m, "default", { value: m, configurable: true });\n`,
  ].join("");
}

/** @param {string[]} names */
function exportNames(names) {
  // A reserved word cannot be bound by a declaration, but it can be exported under its name.
  const bound = names.map((name) => [name, isReserved(name) ? `${name}_` : name]);
  const pattern = bound.map(([name, local]) => (name === local ? name : `${name}: ${local}`)).join(", ");
  const list = bound.map(([name, local]) => (name === local ? name : `${local} as ${name}`)).join(", ");
  return `const { ${pattern} } = m;\nexport { ${list} };\n`;
}

/** @param {string} name */
function isReserved(name) {
  try {
    new Function(`"use strict"; const ${name} = 0;`);
    return name === "await" || name === "m" || name === "core";
  } catch {
    return true;
  }
}

/** The parser is shipped minified, since the first start waits until it has been compiled, and with its licence. */
function writeParser() {
  const { code } = transformSync(readFileSync(tool("acorn", "dist/acorn.js"), "utf8"), { minify: true });
  write("cjs/acorn.js", code);
  const licence = readFileSync(tool("acorn", "LICENSE"), "utf8");
  write("THIRD-PARTY-NOTICES.txt", `dist/cjs/acorn.js is acorn, which comes under this licence:\n\n${licence}`);
}

async function declarations() {
  const types = join(out, "cjs/types");
  const { code } = await node([tool("typescript", "bin/tsc"), "-p", "tsconfig.build.json", "--outDir", types]);
  if (code !== 0) problems.push("the declarations have errors");
  if (!existsSync(types)) return;
  for (const name of readdirSync(types, { recursive: true, encoding: "utf8" })) {
    const file = join(types, name);
    if (/^(worker|core)[^/]*$/.test(name)) rmSync(file);
    else if (name.endsWith(".d.ts")) writeFileSync(file, selfContained(readFileSync(file, "utf8"), name.endsWith("index.d.ts")));
  }
  cpSync(types, join(out, "esm/types"), { recursive: true });
}

/**
 * A project compiles against the declarations without the types of Node and with any `lib`: how console.log shows an object
 * is not told, and the entry points bring the types that `using` needs.
 * @param {string} text @param {boolean} isEntry
 */
function selfContained(text, isEntry) {
  const told = text.replace(/^import \{ inspect \} from "node:util";\n/m, "").replace(/^ *\[inspect\.custom\]\(.*\n/gm, "");
  return isEntry ? `/// <reference lib="esnext.disposable" />\n${told}` : told;
}

function replaceDist() {
  const dist = join(root, "dist");
  const old = `${out}.old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(out, dist);
  rmSync(old, { recursive: true, force: true });
}

/** @param {string} file @param {string} text */
function write(file, text) {
  const path = join(out, file);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text);
}
