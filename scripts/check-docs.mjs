/**
 * Checks that every public name has a comment, in the declarations as they are published: each export of the entry points,
 * each member of its instances, its signatures, and each key of the objects of keywords. A class or function needs an
 * `@example` too.
 *
 * A comment may stand on any declaration of a name: editors put those of an interface and of a constant of one name
 * together, and show a member the comment of the class that it overrides.
 */
import { declarationsOf, exportsOf, instanceMembers, namesOfType, ownMembers, readDeclarations } from "./declarations.mjs";

/** @typedef {import("./declarations.mjs").Declaration} Declaration */
/** @typedef {import("./declarations.mjs").Member} Member */

const modules = ["thread", "threading", "queue", "builtins", "time", "random"];

/** Words that an older spelling may be explained with. */
const isAlias = (/** @type {string} */ doc) => /\* Older (name|way)/.test(doc);

/** @param {string} doc */
const isTold = (doc) => /[a-z]/i.test(doc.replace(/@\w+/g, ""));

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
  if (!docs.some(isTold)) offences.add(`${path} has no comment`);
  const isCalled = declarations.some(({ kind, text }) => kind === "function" || (kind === "const" && /^[^:]+:\s*(?:\(|<|[\w$]+\[")/.test(text)));
  const isClass = own.some(({ kind }) => kind === "new");
  const isShown = docs.some((doc) => doc.includes("@example"));
  if ((isCalled || isClass || own.some(({ kind }) => kind === "call")) && !isShown && !docs.some(isAlias)) offences.add(`${path} has no @example`);

  checkMembers(path, own);
  const instance = instanceMembers(declarations);
  checkMembers(`${path}()`, instance);
  for (const { file, text } of [...declarations, ...own, ...instance]) checkKeywords(file, text);
}

/** Several declarations of one member count as one. @param {string} path @param {Member[]} members */
function checkMembers(path, members) {
  const docs = new Map();
  for (const { name, doc } of members) docs.set(name, [...(docs.get(name) ?? []), doc]);
  for (const [name, found] of docs) {
    names.add(`${path}.${name}`);
    if (!found.some(isTold) && name !== "prototype" && !/^\[(?:index|name|key):/.test(name)) offences.add(`${path}.${name} has no comment`);
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
      if (declaration.kind === "interface" || declaration.kind === "class") checkMembers(`${from.replace(/\.d\.ts$/, "")}: ${name}`, members);
      checkKeywords(declaration.file, declaration.text);
      for (const member of members) checkKeywords(member.file, member.text);
    }
  }
}
