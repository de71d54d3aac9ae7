/**
 * The scripts that V8 holds: address, offsets, and the text as it was compiled, which is not always what lies on disk.
 *
 * Only the Debugger domain knows them and it costs 4–30 ms to turn on, so what it says is kept, keyed by script id.
 */
import type { SourceMap } from "node:module";
import type { ParsedScript, SelfInspector } from "./inspector.js";
import { isPackageUrl, toPath, toUrl } from "./packages.js";

/** Every script that rebuild() compiles starts so; nothing else does. */
export const WRAPPER_START = "(function(_$imp_,_$im_port_m,";

/** Stands for `file:` in the address of rebuilt code while coverage is measured, lest it be taken for the original script. */
export const COVERAGE_SCHEME = "pythreads:";

export interface Script {
  id: string;
  url: string;
  startLine: number;
  startColumn: number;
  length: number;
  isModule: boolean;
  sourceMapURL: string;
  source?: string | undefined;
}

const LONGEST_SOURCE = 4 << 20;
const EAGER_TOTAL = 1 << 20;
/** The package's text and its parser: where they lie in no node_modules, as in a workspace, 8 ms went into their text. */
let ownFiles: Set<string> | undefined;
const scripts = new Map<string, Script>();
const byUrl = new Map<string, Script>();

/** What a rebuilt script was before it was shipped; the engine only knows the wrapper. */
const origins = new Map<string, Pick<Script, "isModule" | "sourceMapURL">>();

export function rememberOrigin(url: string, origin: Pick<Script, "isModule" | "sourceMapURL">): void {
  origins.set(url, origin);
}

export function originalUrl(url: string): string {
  return url.startsWith(COVERAGE_SCHEME) ? `file:${url.slice(COVERAGE_SCHEME.length)}` : toUrl(url);
}

export function scriptOf(inspector: SelfInspector, id: string): Script {
  const known = scripts.get(id);
  if (known) return known;
  load(inspector, id);
  return scripts.get(id) ?? remember({ scriptId: id, url: "", startLine: 0, startColumn: 0, length: 0 });
}

/** Whether stack traces of this thread are mapped to their sources, by Node or by a tool. */
export function sourceMapsInUse(): boolean {
  if ((process as { sourceMapsEnabled?: boolean }).sourceMapsEnabled) return true;
  const { prepareStackTrace } = Error;
  // Some versions of Node show a function of their own here, which maps nothing.
  if (prepareStackTrace !== undefined && prepareStackTrace.name !== "ErrorPrepareStackTrace") return true;
  // Test runners map the traces of realms other than their own, where nothing of that is seen.
  return "__vitest_worker__" in globalThis || process.env.JEST_WORKER_ID !== undefined;
}

export const scriptAt = (url: string): Script | undefined => byUrl.get(url) ?? byUrl.get(url.replace(/[?#].*$/, ""));

/** Undefined when it is too long to be worth reading, or gone. */
export function sourceOf(inspector: SelfInspector, script: Script): string | undefined {
  if (!("source" in script)) load(inspector, script.id);
  return script.source;
}

function load(inspector: SelfInspector, wanted: string): void {
  inspector.withDebugger(
    (parsed) => scripts.has(parsed.scriptId) || remember(parsed),
    () => {
      const target = scripts.get(wanted);
      if (target) fetchSource(inspector, target);
      // The user's other scripts come along while the domain is on: their functions are likely to be asked for next.
      let total = 0;
      ownFiles ??= new Set([toUrl(__filename), toUrl(__filename).replace(/[^/]*$/, "acorn.js")]);
      for (const script of scripts.values()) {
        if ("source" in script || !script.url.startsWith("file:")) continue;
        if (isPackageUrl(script.url) || ownFiles.has(script.url)) continue;
        total += script.length;
        if (total > EAGER_TOTAL) break;
        fetchSource(inspector, script);
      }
    },
  );
}

function fetchSource(inspector: SelfInspector, script: Script): void {
  script.source = undefined;
  if (script.length > LONGEST_SOURCE) return;
  try {
    script.source = inspector.post("Debugger.getScriptSource", { scriptId: script.id }).scriptSource;
  } catch {
    // Collected meanwhile.
  }
}

function remember(parsed: ParsedScript): Script {
  const url = originalUrl(parsed.url);
  const script: Script = {
    id: parsed.scriptId,
    url,
    startLine: parsed.startLine,
    startColumn: parsed.startColumn,
    length: parsed.length,
    isModule: parsed.isModule ?? false,
    sourceMapURL: parsed.sourceMapURL ?? "",
    ...origins.get(url),
  };
  scripts.set(script.id, script);
  if (url) {
    byUrl.set(url, script);
    byUrl.set(url.replace(/[?#].*$/, ""), script);
  }
  return script;
}

/** Offset in `text` of a zero-based line and column as the engine counts them. */
export function offsetAt(script: Script, text: string, line: number, column: number): number {
  let offset = 0;
  for (let at = script.startLine; at < line; at++) {
    const end = text.indexOf("\n", offset);
    if (end < 0) return -1;
    offset = end + 1;
  }
  return offset + column - (line === script.startLine ? script.startColumn : 0);
}

export function lineAt(script: Script, text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lines = before.split("\n").length - 1;
  const column = offset - (before.lastIndexOf("\n") + 1);
  return { line: script.startLine + lines, column: lines ? column : column + script.startColumn };
}

/** Places by script, line and column: a function that is made again and again stands in the same one. */
const places = new Map<string, string>();
const MOST_PLACES = 10_000;

/** `app.ts:12`, through the source map where one is loaded. Line and column are zero-based. */
export function place(url: string, line: number, column = 0): string {
  const key = `${line}:${column}:${url}`;
  let found = places.get(key);
  if (found === undefined) {
    const { file, line: shown } = original(url, line, column);
    found = `${file}:${shown}`;
    if (places.size < MOST_PLACES) places.set(key, found);
  }
  return found;
}

/** The place in what the user wrote; its line counts from one, as editors do. */
export function original(url: string, line: number, column: number): { file: string; line: number } {
  if (!url) return { file: "<anonymous>", line: line + 1 };
  const file = toPath(url);
  const map = process.getBuiltinModule("node:module").findSourceMap?.(file) ?? inlineMap(url);
  const entry = map?.findEntry(line, column) as { originalSource?: string; originalLine?: number } | undefined;
  if (entry?.originalLine === undefined || !entry.originalSource) return { file: short(file), line: line + 1 };
  return { file: short(toPath(entry.originalSource)), line: entry.originalLine + 1 };
}

const inlineMaps = new Map<string, SourceMap | undefined>();

/** The map that the text itself carries, which Node only reads when it is told to: ts-node and test runners map by themselves. */
function inlineMap(url: string): SourceMap | undefined {
  if (!inlineMaps.has(url)) inlineMaps.set(url, parseInlineMap(scriptAt(url)?.sourceMapURL));
  return inlineMaps.get(url);
}

function parseInlineMap(sourceMapURL = ""): SourceMap | undefined {
  const [, encoding, data] = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(sourceMapURL) ?? [];
  if (data === undefined) return undefined;
  try {
    const { SourceMap } = process.getBuiltinModule("node:module");
    return new SourceMap(JSON.parse(encoding ? Buffer.from(data, "base64").toString() : decodeURIComponent(data)));
  } catch {
    return undefined;
  }
}

function short(file: string): string {
  const path = process.getBuiltinModule("node:path");
  if (!path.isAbsolute(file)) return file;
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}
