/**
 * Compares docs/fidelity.md, which has every name of Python's modules, with the package in dist and its declarations:
 *
 *   - a name that the page calls same or differs exists: as an export, on the class, its prototype or an instance
 *   - one that it calls absent does not exist
 *   - one that it calls differs or absent is given a reason
 *   - every export of the package, and every member of the classes of the three modules, is in the page
 *   - what the package has is declared, and what is declared is there, but for names with an underscore
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { exportsOf, instanceMembers, ownMembers, readDeclarations } from "./declarations.mjs";
import { root } from "./run.mjs";

/** @typedef {{ line: number, versions: string, here: string, note: string, jsName: string }} Row */
/** @typedef {{ rows: Map<string, Row>, inherits: string[] }} Section what the page says of a module or class */

const page = join(root, "docs/fidelity.md");
const modules = ["thread", "threading", "queue"];
const companions = ["builtins", "time", "random"];

/** Classes whose own file has them under two names, by the name that the page uses. */
const sameAs = new Map(
  Object.entries({
    "thread.LockType": "threading.Lock",
    "thread.lock": "threading.Lock",
    "thread.RLock": "threading.RLock",
    "thread._local": "threading.local",
    "thread._ExceptHookArgs": "threading.ExceptHookArgs",
    "threading._RLock": "threading.RLock",
    "threading._Condition": "threading.Condition",
    "threading._Semaphore": "threading.Semaphore",
    "threading._BoundedSemaphore": "threading.BoundedSemaphore",
    "threading._Event": "threading.Event",
    "threading._Timer": "threading.Timer",
  }),
);

/** @type {string[]} */
const offences = [];
/** @param {number} line @param {string} what */
const offend = (line, what) => offences.push(`docs/fidelity.md:${line} ${what}`);

/** @type {Map<string, Section>} */
const sections = new Map();
/** Names of the package that Python does not have, by their path. @type {Map<string, number>} */
const beyond = new Map();
readPage();

/** @type {Record<string, Record<string, any>>} */
const packages = {};
for (const name of [...modules, ...companions])
  packages[name] = await import(pathToFileURL(join(root, `dist/esm/${name}.js`)).href);
readDeclarations();

for (const module of [...modules, ...companions]) checkModule(module);
for (const path of sections.keys()) if (path.includes(".")) checkClass(path);
for (const [path, line] of beyond) if (!exists(path)) offend(line, `${path} does not exist`);

for (const offence of offences) console.error(offence);
const counts = [...sections.values()].reduce((sum, { rows }) => sum + rows.size, 0);
console.log(
  offences.length === 0
    ? `fidelity: ${counts} names of Python and ${beyond.size} beyond, all as the page says`
    : `fidelity: ${offences.length} offences`,
);
process.exitCode = offences.length === 0 ? 0 : 1;

/** Fills `sections` and `beyond`. */
function readPage() {
  const lines = readFileSync(page, "utf8").split("\n");
  /** @type {Section | undefined} */
  let section;
  let isBeyond = false;
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const heading = /^##+ (.*)$/.exec(text);
    if (heading !== null) {
      const path = /^`([\w.]+)`$/.exec(heading[1] ?? "")?.[1];
      isBeyond = heading[1] === "Beyond Python";
      section = path === undefined ? undefined : { rows: new Map(), inherits: [] };
      if (path !== undefined && section !== undefined) sections.set(path, section);
    }
    const base = /^Has all of `([\w.]+)`/.exec(text)?.[1];
    if (base !== undefined) section?.inherits.push(base);
    if (!/^\| `/.test(text)) continue;
    const cells = text
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    const names = namesIn(cells[0] ?? "");
    if (isBeyond) for (const name of names) beyond.set(name, line);
    else if (section === undefined) offend(line, "a name that stands under no module");
    else for (const name of names) readRow(section, name, line, cells);
  }
}

/** The names in a cell, without the arguments that they are shown with. @param {string} cell */
function namesIn(cell) {
  return [...cell.matchAll(/`([\w.]+)[^`]*`/g)].map((match) => /** @type {string} */ (match[1]));
}

/** @param {Section} section @param {string} name @param {number} line @param {string[]} cells */
function readRow(section, name, line, cells) {
  const hasVersions = cells.length === 4;
  const [versions = "", status = "", note = ""] = hasVersions ? cells.slice(1) : ["", ...cells.slice(1)];
  const match = /^(same|differs|absent|beyond)(?:, as `([\w.]+)`)?$/.exec(status);
  if (match === null || (hasVersions && !/^(2|3|2 3)$/.test(versions)))
    return offend(line, `${name}: a row of a form that is not known`);
  const [, here = "", jsName = name] = match;
  if (note === "" && (here === "differs" || here === "absent")) offend(line, `${name} is ${here} without a reason`);
  if (section.rows.has(name)) offend(line, `${name} stands there twice`);
  section.rows.set(name, { line, versions, here, note, jsName });
}

/** @param {string} module */
function checkModule(module) {
  const contents = packages[module] ?? {};
  const exported = Object.keys(contents).filter((name) => name !== "default");
  const section = sections.get(module);
  if (section === undefined) return offend(1, `${module} has no section`);
  for (const [name, { line, here }] of section.rows) {
    if (name in contents !== (here !== "absent"))
      offend(line, `${module}.${name} ${name in contents ? "exists" : "does not exist"}`);
  }
  for (const name of exported) {
    if (!section.rows.has(name) && !beyond.has(`${module}.${name}`)) offend(1, `${module}.${name} is not in the page`);
  }
  const declared = exportsOf(`${module}/index.d.ts`).filter(({ declarations }) =>
    declarations.some(({ kind }) => kind !== "type" && kind !== "interface"),
  );
  for (const { name } of declared) if (!(name in contents)) offences.push(`${module}.${name} is declared and does not exist`);
  for (const name of exported)
    if (!declared.some((shown) => shown.name === name)) offences.push(`${module}.${name} is not declared`);

  // A class of the three modules has a section, under this name or another. Exceptions are all alike.
  if (!modules.includes(module)) return;
  for (const { name, declarations } of declared) {
    const isClass = ownMembers(declarations).some(({ kind }) => kind === "new") && !(contents[name].prototype instanceof Error);
    if (!isClass) continue;
    const path = sameAs.get(`${module}.${name}`) ?? `${module}.${name}`;
    if (!sections.has(path)) offend(1, `the class ${path} has no section`);
    const [of = "", own = ""] = path.split(".");
    if (packages[of]?.[own] !== contents[name]) offend(1, `${module}.${name} is not ${path}`);
  }
}

/** Rows of a class with those of the classes that it has all of. @param {string} path @returns {Map<string, Row>} */
function rowsOf(path) {
  const section = sections.get(path);
  const rows = new Map(section?.rows);
  for (const base of section?.inherits ?? []) for (const [name, row] of rowsOf(base)) if (!rows.has(name)) rows.set(name, row);
  return rows;
}

/** @param {string} path @returns {boolean} whether the page names the member among what Python does not have */
function isBeyond(path, /** @type {string} */ name) {
  return beyond.has(`${path}.${name}`) || (sections.get(path)?.inherits ?? []).some((base) => isBeyond(base, name));
}

/** @param {string} path */
function checkClass(path) {
  const [module = "", name = ""] = path.split(".");
  const Class = packages[module]?.[name];
  if (Class === undefined) return offend(1, `the class ${path} does not exist`);
  const members = membersOf(path, Class);
  const rows = rowsOf(path);
  for (const [member, { line, here, jsName }] of rows) {
    const isThere = members.has(jsName);
    if (isThere !== (here !== "absent"))
      offend(
        line,
        `${path}: ${jsName} ${isThere ? "exists" : "does not exist"}${jsName === member ? "" : `, which stands for ${member}`}`,
      );
  }
  const inPage = new Set([...rows.values()].filter(({ here }) => here !== "absent").map(({ jsName }) => jsName));
  const arrays = Array.isArray(instanceOf(path, Class)) ? new Set(Object.getOwnPropertyNames(Array.prototype)) : new Set();
  for (const member of members) {
    if (!inPage.has(member) && !arrays.has(member) && !isBeyond(path, member)) offend(1, `${path}.${member} is not in the page`);
  }

  const declarations = exportsOf(`${module}/index.d.ts`).find((shown) => shown.name === name)?.declarations ?? [];
  const declared = new Set(
    [...instanceMembers(declarations), ...ownMembers(declarations)]
      .map((member) => member.name)
      .filter((member) => /^\w+$/.test(member) && member !== "new"),
  );
  for (const member of declared) if (!members.has(member)) offences.push(`${path}.${member} is declared and does not exist`);
  for (const member of members) {
    if (!member.startsWith("_") && !arrays.has(member) && !/^\d+$/.test(member) && !declared.has(member))
      offences.push(`${path}.${member} is not declared`);
  }
}

/**
 * What an object of the class has, by names; of a Thread, what `Thread(…)` sets is there too.
 * @param {string} path @param {any} Class
 */
function membersOf(path, Class) {
  const names = new Set(Object.getOwnPropertyNames(Class).filter((name) => !["length", "name", "prototype"].includes(name)));
  for (let at = Class.prototype; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) if (name !== "constructor") names.add(name);
  }
  for (let at = Object.getPrototypeOf(Class); at !== null && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) if (/^n_/.test(name)) names.add(name);
  }
  const instance = instanceOf(path, Class);
  for (const name of Object.keys(instance)) if (!/^\d+$/.test(name)) names.add(name);
  if ("__dict__" in instance) names.add("__dict__");
  return names;
}

/** @param {string} path @param {any} Class */
function instanceOf(path, Class) {
  if (path === "threading.Barrier") return new Class(2);
  if (path === "threading.Timer") return new Class(1, () => {});
  if (path === "threading.ExceptHookArgs") return new Class([null, null, null, null]);
  if (path === "threading._MainThread") return packages.threading?.main_thread();
  // It stands for a thread that no Thread made, and has a Thread's attributes otherwise.
  if (path === "threading._DummyThread") return packages.threading?.Thread();
  return new Class();
}

/** @param {string} path */
function exists(path) {
  const [module = "", name = "", member] = path.split(".");
  const value = packages[module]?.[name];
  if (value === undefined) return false;
  return member === undefined || member in value.prototype;
}
