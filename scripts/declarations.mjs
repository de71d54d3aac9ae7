/**
 * Reads the declarations in dist, as far as the checks of names and comments need them: which names an entry point shows,
 * what declares each, its members with those of its base classes, and the comments in front of them.
 *
 * The files are written by tsc, so their form is known: each statement ends with a semicolon or with the brace of a body,
 * each member of a body with a semicolon. Nothing else of the language is understood here.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, sep } from "node:path";
import { root } from "./run.mjs";

/**
 * @typedef {{ name: string, kind: "method" | "property" | "call" | "new" | "constructor", isStatic: boolean, isHidden: boolean, doc: string, text: string, file: string }} Member
 * @typedef {{ name: string, kind: string, doc: string, text: string, members: Member[], file: string }} Declaration a statement; `text` is its head
 * @typedef {{ declarations: Map<string, Declaration[]>, names: Map<string, { file: string, name: string }> }} SourceFile `names`: what is imported or re-exported, by the name that it has here
 */

const folder = join(root, "dist/esm/types");

/** @type {Map<string, SourceFile & { exported: Map<string, { file: string, name: string }> }>} */
const files = new Map();

/** Reads all declarations below dist/esm/types; file names are relative to that. */
export function readDeclarations() {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => name.split(sep).join("/"));
  for (const name of names) if (name.endsWith(".d.ts")) fileOf(name);
  for (const name of names) if (name.endsWith(".d.ts")) readFile(name);
}

/** @param {string} name */
function fileOf(name) {
  let file = files.get(name);
  if (file === undefined) {
    file = { declarations: new Map(), names: new Map(), exported: new Map() };
    files.set(name, file);
  }
  return file;
}

/** @param {string} name */
function readFile(name) {
  for (const part of statementsOf(readFileSync(join(folder, name), "utf8"))) readStatement(name, part);
}

/** @param {string} from @param {string} specifier */
const resolve = (from, specifier) => posix.join(posix.dirname(from), specifier).replace(/\.js$/, ".d.ts");

/** @param {string} file @param {{ doc: string, text: string }} statement */
function readStatement(file, { doc, text }) {
  const { declarations, names, exported } = fileOf(file);
  const list = /^(import|export)\s*(?:type\s*)?\{([\s\S]*)\}\s*(?:from\s*["']([^"']+)["'])?$/.exec(text);
  if (list !== null) {
    const [, verb, specifiers = "", from] = list;
    for (const specifier of specifiers.split(",").filter((part) => part.trim() !== "")) {
      const [theirs = "", ours = theirs] = specifier
        .trim()
        .replace(/^type\s+/, "")
        .split(/\s+as\s+/);
      const target = { file: from === undefined ? file : resolve(file, from), name: theirs };
      (verb === "import" ? names : exported).set(ours, target);
    }
    return;
  }
  const space = /^import \* as ([\w$]+) from ["']([^"']+)["']$/.exec(text);
  if (space !== null) {
    names.set(/** @type {string} */ (space[1]), { file: resolve(file, /** @type {string} */ (space[2])), name: "*" });
    return;
  }
  const standard = /^export default ([\w$]+)$/.exec(text);
  if (standard !== null) {
    exported.set("default", { file, name: /** @type {string} */ (standard[1]) });
    return;
  }
  const augmented = /^declare module "([^"]+)"\s*\{([\s\S]*)\}$/.exec(text);
  if (augmented !== null) {
    for (const part of statementsOf(/** @type {string} */ (augmented[2])))
      readStatement(resolve(file, /** @type {string} */ (augmented[1])), part);
    return;
  }
  const match = /^(export\s+)?(?:declare\s+)?(?:abstract\s+)?(class|interface|const|let|function|type|enum)\s+([\w$]+)/.exec(
    text,
  );
  if (match === null) {
    if (/^import\s*["']|^export\s*\{\s*\}$/.test(text)) return;
    // The types of a module once more, under the name of its default export.
    if (/^declare namespace exported\b/.test(text)) return;
    throw new Error(`${file}: a statement of a form that is not known: ${text.slice(0, 80)}`);
  }
  const [, isExported, kind = "", name = ""] = match;
  const body = kind === "class" || kind === "interface" ? text.indexOf("{", headLength(text)) : -1;
  const members = body === -1 ? (kind === "const" ? inlineMembers(file, text) : []) : membersOf(file, text.slice(body + 1, -1));
  const declaration = { name, kind, doc, text: body === -1 ? text : text.slice(0, body), members, file };
  declarations.set(name, [...(declarations.get(name) ?? []), declaration]);
  if (isExported !== undefined) exported.set(name, { file, name });
}

/** Where the body of a class or interface begins at the earliest: after its type parameters, which may hold braces. @param {string} text */
function headLength(text) {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "<") depth++;
    else if (text[i] === ">" && text[i - 1] !== "=") depth--;
    else if (text[i] === "{" && depth === 0) return i;
  }
  return text.length;
}

/** A constant that is an object type written out. @param {string} file @param {string} text */
function inlineMembers(file, text) {
  const match = /^[^:]+:\s*\{([\s\S]*)\}$/.exec(text);
  return match === null ? [] : membersOf(file, /** @type {string} */ (match[1]));
}

/** @param {string} file @param {string} body @returns {Member[]} */
function membersOf(file, body) {
  return statementsOf(body).map(({ doc, text }) => {
    const modifiers = /^(?:(?:static|readonly|protected|private|abstract|declare)\s+)*/.exec(text)?.[0] ?? "";
    const rest = text.slice(modifiers.length).replace(/^(?:get|set)\s+(?=[\w$[])/, "");
    const isHidden = /\b(?:protected|private)\b/.test(modifiers) || rest.startsWith("#");
    const isStatic = /\bstatic\b/.test(modifiers);
    const common = { isStatic, isHidden, doc, text, file };
    if (/^new\s*[<(]/.test(rest)) return { ...common, name: "new", kind: "new" };
    if (/^[<(]/.test(rest)) return { ...common, name: "()", kind: "call" };
    const name = /^(?:\[[^\]]*\]|[\w$#]+|"[^"]*")/.exec(rest)?.[0];
    if (name === undefined) throw new Error(`${file}: a member of a form that is not known: ${text.slice(0, 80)}`);
    if (name === "constructor") return { ...common, name, kind: "constructor" };
    const isAccessor = rest.length < text.length - modifiers.length;
    return { ...common, name, kind: !isAccessor && /^\??\s*[<(]/.test(rest.slice(name.length)) ? "method" : "property" };
  });
}

/**
 * Splits text into its statements, or a body into its members, each with the comment in front of it.
 * @param {string} text
 */
function statementsOf(text) {
  /** @type {{ doc: string, text: string }[]} */
  const found = [];
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[{}()[\];]/g;
  let depth = 0;
  let start = 0;
  let doc = "";
  const end = (/** @type {number} */ at, /** @type {number} */ next) => {
    const statement = text.slice(start, at).trim();
    if (statement !== "") found.push({ doc, text: statement });
    doc = "";
    start = next;
  };
  for (const match of text.matchAll(token)) {
    const [part] = match;
    const after = match.index + part.length;
    if (part.startsWith("/*") || part.startsWith("//")) {
      if (depth > 0 || text.slice(start, match.index).trim() !== "") continue;
      if (part.startsWith("/**")) doc = part;
      start = after;
    } else if ("{([".includes(part)) {
      depth++;
    } else if ("})]".includes(part)) {
      depth--;
      const isBody =
        part === "}" &&
        depth === 0 &&
        /^\s*(?:export\s+)?(?:declare\s+)?(?:abstract\s+)?(?:class|interface|module|namespace|enum)\b/.test(text.slice(start));
      if (isBody) end(after, after);
    } else if (part === ";" && depth === 0) {
      end(match.index, after);
    }
  }
  end(text.length, text.length);
  return found;
}

/** Follows imports and re-exports to where a name is declared. @param {string} file @param {string} name @returns {{ file: string, name: string } | undefined} */
function origin(file, name) {
  const known = files.get(file);
  if (known === undefined) return undefined;
  if (known.declarations.has(name)) return { file, name };
  const next = known.names.get(name) ?? known.exported.get(name);
  if (next === undefined || next.name === "*") return undefined;
  return next.file === file && next.name === name ? undefined : origin(next.file, next.name);
}

/** @param {string} file @param {string} name @returns {Declaration[]} */
export function declarationsOf(file, name) {
  const found = origin(file, name);
  return found === undefined ? [] : (files.get(found.file)?.declarations.get(found.name) ?? []);
}

/** The names that an entry point shows, with the name that each has where it is declared. @param {string} file */
export function exportsOf(file) {
  /** @type {{ name: string, original: string, declarations: Declaration[] }[]} */
  const shown = [];
  for (const [name, target] of fileOf(file).exported) {
    if (name === "default") continue;
    const found = origin(target.file, target.name);
    if (found === undefined) throw new Error(`${file}: nothing declares ${name}`);
    shown.push({ name, original: found.name, declarations: declarationsOf(found.file, found.name) });
  }
  return shown.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names outside of the type arguments, with the module of an import type. @param {string} text */
function* namesIn(text) {
  let depth = 0;
  for (const match of text.matchAll(/=>|[<>{}()]|import\("([^"]+)"\)\.([\w$]+)|[\w$]+/g)) {
    const [part, module, name] = match;
    if ("<{(".includes(part)) depth++;
    else if (">})".includes(part)) depth--;
    else if (depth === 0 && /^[\w$]/.test(part)) yield { module, name: name ?? part };
  }
}

/** Just behind the type parameters that the text begins with. @param {string} text */
function closingAngle(text) {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "<") depth++;
    else if (text[i] === ">" && text[i - 1] !== "=" && --depth === 0) return i + 1;
  }
  return text.length;
}

/** What a declaration says its instances are made of: base classes, the parts of an alias. @param {Declaration} declaration */
function* basesOf({ kind, text, file }) {
  const head = text.replace(/^[^<=]*?[\w$]+\s*(?=<)/, "");
  const rest = head === text ? text : head.slice(closingAngle(head));
  const clause =
    kind === "type"
      ? /=([\s\S]*)$/.exec(rest)?.[1]
      : kind === "class" || kind === "interface"
        ? /\bextends\b([\s\S]*?)(?:\bimplements\b|$)/.exec(rest)?.[1]
        : undefined;
  for (const { module, name } of namesIn(clause ?? "")) yield { file: module === undefined ? file : resolve(file, module), name };
}

/** The interfaces that a constant is declared with, one after another. @param {Declaration} declaration */
function* typesOf({ kind, text, file }) {
  if (kind !== "const") return;
  for (const { module, name } of namesIn(/^[^:]+:([\s\S]*)$/.exec(text)?.[1] ?? "")) {
    for (const type of declarationsOf(module === undefined ? file : resolve(file, module), name))
      if (type.kind === "interface") yield type;
  }
}

/**
 * The members that instances have, the most derived first. Of a class's several declarations, and of those of its bases,
 * each is told.
 * @param {Declaration[]} declarations @returns {Member[]}
 */
export function instanceMembers(declarations, seen = new Set()) {
  /** @type {Member[]} */
  const members = [];
  for (const declaration of declarations) {
    if (seen.has(declaration)) continue;
    seen.add(declaration);
    if (declaration.kind === "class" || declaration.kind === "interface") {
      members.push(
        ...declaration.members.filter((member) => !member.isStatic && !["constructor", "new", "call"].includes(member.kind)),
      );
    }
    for (const { file, name } of basesOf(declaration)) members.push(...instanceMembers(declarationsOf(file, name), seen));
  }
  return members.filter((member) => !member.isHidden);
}

/** The members of a constant itself: its signatures, and what is static. @param {Declaration[]} declarations @returns {Member[]} */
export function ownMembers(declarations) {
  const members = declarations.flatMap((declaration) =>
    declaration.kind === "const" ? [...declaration.members, ...[...typesOf(declaration)].flatMap((type) => type.members)] : [],
  );
  return members.filter((member) => !member.isHidden && member.name !== "prototype");
}

/** The capitalised names that a type names anywhere, with where they are looked up. @param {string} file @param {string} text */
export function* namesOfType(file, text) {
  for (const match of text.matchAll(/import\("([^"]+)"\)\.([\w$]+)|\b_?[A-Z][\w$]*/g)) {
    const [part, module, name] = match;
    yield { file: module === undefined ? file : resolve(file, module), name: name ?? part };
  }
}
