/**
 * Checks that every public name has a comment, in the declarations as they are published: each export of the entry points,
 * each member of its instances, its signatures, and each key of the objects of keywords. A class or function needs an
 * `@example` too; every example has to be TypeScript by its syntax.
 *
 * Editors show the comment of just what they point at, so a constant and the type of its name need one each, and so do all
 * signatures of a function or method. Of an accessor's two halves one is enough.
 */
import { transformSync } from "esbuild";
import { declarationsOf, exportsOf, instanceMembers, namesOfType, ownMembers, readDeclarations } from "./declarations.mjs";

/** @typedef {import("./declarations.mjs").Declaration} Declaration */
/** @typedef {import("./declarations.mjs").Member} Member */

const modules = ["thread", "threading", "queue", "builtins", "time", "random"];

/** Words that an older spelling may be explained with. */
const isAlias = (/** @type {string} */ doc) => /\* Older (name|way)/.test(doc);

/** @param {string} doc */
const isTold = (doc) => /[a-z]/i.test(doc.replace(/@\w+/g, ""));

/** The example in a comment, if there is one. @param {string} doc */
function exampleIn(doc) {
  const match = /@example\n([\s\S]*?)(?:\n\s*\*\s*@|\*\/$)/.exec(doc);
  return match?.[1]?.replace(/^\s*\* ?/gm, "");
}

/** @param {string} path @param {string} doc */
function checkExample(path, doc) {
  const example = exampleIn(doc);
  if (example === undefined) return;
  try {
    transformSync(example, { loader: "ts", format: "esm", logLevel: "silent" });
  } catch (error) {
    offences.add(`${path}: its example is no TypeScript: ${error instanceof Error ? error.message : error}`);
  }
}

/** @type {Set<string>} */
const offences = new Set();
/** @type {Set<string>} */
const names = new Set();
/** Interfaces that have been checked. @type {Set<Declaration>} */
const seen = new Set();

readDeclarations();
for (const module of modules) for (const shown of exportsOf(`${module}/index.d.ts`)) checkExport(module, shown);

for (const offence of offences) console.error(offence);
console.log(offences.size === 0 ? `docs: ${names.size} public names, each with a comment` : `docs: ${offences.size} offences`);
process.exitCode = offences.size === 0 ? 0 : 1;

/** @param {string} module @param {{ name: string, original: string, declarations: Declaration[] }} shown */
function checkExport(module, { name, declarations }) {
  const path = `${module}.${name}`;
  const docs = declarations.map(({ doc }) => doc);
  const own = ownMembers(declarations);
  names.add(path);
  for (const { kind, doc } of declarations) {
    if (!isTold(doc)) offences.add(`${path} (${kind}) has no comment`);
    checkExample(path, doc);
  }
  const isCalled = declarations.some(
    ({ kind, text }) => kind === "function" || (kind === "const" && /^[^:]+:\s*(?:\(|<|[\w$]+\[")/.test(text)),
  );
  const isClass = own.some(({ kind }) => kind === "new");
  const isShown = docs.some((doc) => doc.includes("@example"));
  if ((isCalled || isClass || own.some(({ kind }) => kind === "call")) && !isShown && !docs.some(isAlias))
    offences.add(`${path} has no @example`);

  checkMembers(path, own);
  const instance = instanceMembers(declarations);
  checkMembers(`${path}()`, instance);
  for (const { file, text } of [...declarations, ...own, ...instance]) checkKeywords(file, text);
}

/** @param {string} path @param {Member[]} members */
function checkMembers(path, members) {
  for (const { name, kind, doc } of members) {
    names.add(`${path}.${name}`);
    checkExample(`${path}.${name}`, doc);
    const isShared = kind === "property" && members.some((other) => other.name === name && isTold(other.doc));
    if (isTold(doc) || isShared || name === "prototype" || /^\[(?:index|name|key):/.test(name)) continue;
    offences.add(`${path}.${name} has no comment`);
  }
}

/**
 * The interfaces that a signature names, and those that they name: objects of keywords, results, views.
 * @param {string} file @param {string} text
 */
function checkKeywords(file, text) {
  for (const { file: from, name } of namesOfType(file, text)) {
    for (const declaration of declarationsOf(from, name)) {
      if (seen.has(declaration)) continue;
      seen.add(declaration);
      const members = instanceMembers([declaration]);
      if (declaration.kind === "interface" || declaration.kind === "class")
        checkMembers(`${from.replace(/\.d\.ts$/, "")}: ${name}`, members);
      checkKeywords(declaration.file, declaration.text);
      for (const member of members) checkKeywords(member.file, member.text);
    }
  }
}
