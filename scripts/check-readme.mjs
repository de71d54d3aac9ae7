/**
 * Runs what the pages show. In README.md, CONTRIBUTING.md and docs, a fence marked
 *
 *   ts run, js run    is a whole program that ends with code 0, and with nothing on stderr unless `text says` follows
 *   py run            likewise, with python3, where that is on the PATH
 *   ts refused        is a whole program that an uncaught error ends
 *   ts hangs          is a whole program that ends by the report of its deadlock
 *
 * and the `text prints` that follows a program is its output, the `text says` a part of its stderr, where `…` stands for
 * anything within a line. TypeScript must have no type errors either. Run it when dist is built.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { root, tool } from "./run.mjs";

/**
 * @typedef {object} Snippet
 * @property {string} where
 * @property {string} language
 * @property {"run" | "refused" | "hangs"} kind
 * @property {string} code
 * @property {string} [prints]
 * @property {string} [says]
 */

const limitMs = 60_000;
const fence = /^( *)```(\w+) (run|refused|hangs|prints|says)\n([\s\S]*?)^ *```$/gm;

const pages = ["README.md", "CONTRIBUTING.md", ...markdownIn("docs")];
const snippets = pages.flatMap(snippetsOf);
const home = mkdtempSync(join(tmpdir(), "pythreads-pages-"));
/** @type {string[]} */
const complaints = [];

try {
  const folders = snippets.map(writeSnippet);
  checkTypes();
  const left = snippets.entries();
  const runTheRest = async () => {
    for (const [i, snippet] of left) {
      const complaint = await complaintAbout(snippet, folders[i]);
      if (complaint !== undefined) complaints.push(`${snippet.where}: ${complaint}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runTheRest));
} finally {
  rmSync(home, { recursive: true, force: true });
}

for (const complaint of complaints) console.error(complaint);
console.log(`pages: ${snippets.length} programs, ${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;

/** @param {string} folder @returns {string[]} */
function markdownIn(folder) {
  try {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    return names.filter((name) => name.endsWith(".md")).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** @param {string} page @returns {Snippet[]} */
function snippetsOf(page) {
  const content = readFileSync(join(root, page), "utf8");
  /** @type {Snippet[]} */
  const found = [];
  for (const { 1: indent, 2: language, 3: kind, 4: body, index } of content.matchAll(fence)) {
    const code = body.replaceAll(new RegExp(`^${indent}`, "gm"), "");
    const where = `${page}:${content.slice(0, index).split("\n").length}`;
    const last = found.at(-1);
    if (kind === "run" || kind === "refused" || kind === "hangs") found.push({ where, language, kind, code });
    else if (last === undefined) complaints.push(`${where}: no program stands before this`);
    else if (kind === "prints") last.prints = code;
    else last.says = code;
  }
  return found;
}

/** Each program is the `app` of a folder of its own, where the package is installed. @param {Snippet} snippet @param {number} i */
function writeSnippet({ language, code }, i) {
  const folder = join(home, String(i));
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules/pythreads"), "junction");
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }\n`);
  writeFileSync(join(folder, `app.${language}`), code);
  return folder;
}

function checkTypes() {
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2023", "ESNext.Disposable"],
    module: "NodeNext",
    strict: true,
    noEmit: true,
    types: ["node"],
    typeRoots: [tool("@types", "")],
    moduleDetection: "force",
  };
  writeFileSync(join(home, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["*/app.ts"] }));
  const { status, stdout } = spawnSync(process.execPath, [tool("typescript", "bin/tsc"), "-p", home], { encoding: "utf8" });
  if (status === 0) return;
  complaints.push(stdout.trimEnd().replaceAll(/^.*?(\d+)[\\/]app\.ts/gm, (_, i) => `${snippets[i].where}, app.ts`));
}

/** @param {Snippet} snippet @param {string} folder @returns {Promise<string | undefined>} */
async function complaintAbout({ language, kind, prints, says }, folder) {
  const file = join(folder, `app.${language}`);
  const loader = language === "ts" ? ["--import", pathToFileURL(tool("tsx", "dist/loader.mjs")).href] : [];
  const [command, args] = language === "py" ? ["python3", [file]] : [process.execPath, [...loader, file]];
  const { error, status, signal, stdout, stderr } = await ended(spawn(command, args, { cwd: folder, timeout: limitMs }));
  if (language === "py" && error !== undefined) return undefined;
  const ending = signal ?? `code ${status}`;
  if (kind === "run" && status !== 0) return `ended with ${ending}\n${stderr}`;
  if (kind === "refused" && status !== 1) return `was not refused, but ended with ${ending}`;
  if (kind === "hangs" && status !== 2) return `did not end by a report, but with ${ending}`;
  if (prints !== undefined && stdout !== prints) return `printed\n${stdout}instead of\n${prints}`;
  if (says !== undefined && !patternOf(says.trimEnd()).test(stderr)) return `said\n${stderr}instead of\n${says}`;
  if (kind === "run" && says === undefined && stderr !== "") return `wrote to stderr\n${stderr}`;
  return undefined;
}

/** @param {import("node:child_process").ChildProcessWithoutNullStreams} child */
async function ended(child) {
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  /** @type {{ error?: Error, status?: number | null, signal?: NodeJS.Signals | null }} */
  const how = await new Promise((done) => {
    child.on("error", (error) => done({ error }));
    child.on("close", (status, signal) => done({ status, signal }));
  });
  const [stdout, stderr] = await output;
  return { ...how, stdout, stderr };
}

/** @param {string} pattern */
function patternOf(pattern) {
  return new RegExp(pattern.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&").replaceAll("…", ".*"));
}
