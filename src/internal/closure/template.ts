/** The part of a function's description that is the same for every closure of it: its text, edited, and where it stood. */
import { applyEdits, type Edit, nameOf } from "./class-edits.js";
import type { FunctionInfos } from "./function-info.js";
import type { FunctionText } from "./function-text.js";
import { lineAt, offsetAt, type Script, sourceMapsInUse } from "./script-source.js";
import type { Capture, CodeTemplate, ConstantName, SpecialBinding } from "./types.js";

/** The last template made for each place of a script; closures of one place differ at most in what they see. */
const templates = new WeakMap<Script, Map<string, CodeTemplate>>();

/** `classEdits` are what makes the text of a class harmless to run again. */
export function templateFor(
  infos: FunctionInfos,
  text: FunctionText,
  classEdits: readonly Edit[],
  constants: readonly ConstantName[],
  captures: readonly Capture[],
): CodeTemplate {
  const { fn, info, found } = text;
  const { script, line, column } = info;
  let known = templates.get(script);
  if (!known) templates.set(script, (known = new Map()));
  const place = `${line}:${column}`;
  const name = nameOf(fn) || found.name;
  const last = known.get(place);
  if (last?.name === name && sameSlots(last, captures) && sameSpecial(last, captures)) return last;
  const template = makeTemplate(infos, text, name, classEdits, constants, captures);
  known.set(place, template);
  return template;
}

function makeTemplate(
  infos: FunctionInfos,
  text: FunctionText,
  name: string,
  classEdits: readonly Edit[],
  constants: readonly ConstantName[],
  captures: readonly Capture[],
): CodeTemplate {
  const { info, source, found } = text;
  const { script } = info;
  const edited = applyEdits(source, [...classEdits, ...importEdits(text, classEdits)]);
  const line = info.line - linesIn(source.slice(0, found.paramStart));
  const special: Record<string, SpecialBinding> = {};
  for (const c of captures) if (c.state !== "value" && c.state !== "tdz") special[c.name] = c.state;
  const slots = captures.map((c) => c.name);
  return {
    id: `${script.url}:${line}:${info.column}:${name}:${hash(edited)}:${slots.join()}:${Object.values(special).join()}`,
    source: edited,
    form: found.form,
    name,
    ...(found.form === "expression" && !found.isClass && found.name && { ownName: found.name }),
    isClass: found.isClass,
    url: script.url,
    line,
    column: startColumn(infos, text),
    ...(sourceMapsInUse() && script.sourceMapURL && { sourceMapURL: script.sourceMapURL }),
    isModule: script.isModule,
    ...(Object.values(special).includes("dynamicImport") && viteRoot()),
    slots,
    special,
    constants: [...constants],
  };
}

export const sameSlots = (template: CodeTemplate, captures: readonly Capture[]): boolean =>
  template.slots.length === captures.length && template.slots.every((name, i) => captures[i]!.name === name);

const sameSpecial = (template: CodeTemplate, captures: readonly Capture[]): boolean =>
  captures.every((c) => template.special[c.name] === (c.state === "value" || c.state === "tdz" ? undefined : c.state));

/** `import()` and `import.meta` mean something only in the module that they stand in. */
function importEdits({ found }: FunctionText, classEdits: readonly Edit[]): Edit[] {
  const isGone = (at: number) => classEdits.some((e) => e.start <= at && at < e.end);
  const calls = found.imports.map((start) => ({ start, end: start + "import".length, text: "_$imp_" }));
  const metas = found.metas.map(([start, end]) => ({ start, end, text: "_$im_port_m" }));
  return [...calls, ...metas].filter(({ start }) => !isGone(start));
}

function startColumn(infos: FunctionInfos, { source, found, info }: FunctionText): number {
  if (linesIn(source.slice(0, found.paramStart)) === 0) return info.column - found.paramStart;
  const text = infos.sourceOf(info.script);
  if (text === undefined) return 0;
  return lineAt(info.script, text, offsetAt(info.script, text, info.line, info.column) - found.paramStart).column;
}

/** Vitest keeps its configuration in a global of each of its workers. */
function viteRoot(): { importRoot?: string } {
  const { config } = (globalThis as { __vitest_worker__?: { config?: { root?: string } } }).__vitest_worker__ ?? {};
  return config?.root === undefined ? {} : { importRoot: config.root };
}

const linesIn = (text: string) => text.split("\n").length - 1;

/** FNV-1a over the text, twice: a key for caches, not a secret. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x1000193;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
  }
  return `${(a >>> 0).toString(36)}${(b >>> 0).toString(36)}${text.length.toString(36)}`;
}
