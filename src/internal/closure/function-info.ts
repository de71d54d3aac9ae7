/** What the engine tells of a function: what kind it is, where its text stands, and the variables that it can see. */
import { HIDES_DEAD_ZONES, type RemoteProperty, type ScopeEntry, SelfInspector, withDeadZones } from "./inspector.js";
import { isBuiltinGlobal } from "./natives.js";
import { type Script, scriptOf, sourceOf } from "./script-source.js";

/** A function that has JavaScript text; its place is where its parameters begin, from zero. */
export interface CodeInfo {
  kind: "code";
  script: Script;
  line: number;
  column: number;
  /** Innermost first, without the global one. */
  scopes: ScopeEntry[];
  /** The same scopes as an engine shows them that tells dead zones, where this one does not without being asked. */
  checkedScopes?: () => ScopeEntry[];
  global: object;
  /** Private static members of a class. */
  privates: Map<string, unknown>;
}

export type FunctionInfo =
  | CodeInfo
  | { kind: "native" }
  | { kind: "proxy" }
  | { kind: "bound"; target: Function; boundThis: unknown; boundArgs: unknown[] };

/** What a variable holds; in its dead zone it holds nothing yet. */
export type Found = { state: "value"; value: unknown } | { state: "tdz" };

/** Asks the inspector, once for each function, until it is closed. */
export class FunctionInfos {
  readonly #inspector = new SelfInspector();
  readonly #infos = new Map<Function, FunctionInfo>();

  close(): void {
    this.#inspector.close();
  }

  of(fn: Function): FunctionInfo {
    let info = this.#infos.get(fn);
    if (!info) this.#infos.set(fn, (info = this.#inspect(fn)));
    return info;
  }

  /** The text of a whole script, where it can be had. */
  sourceOf(script: Script): string | undefined {
    return sourceOf(this.#inspector, script);
  }

  privateNames(value: object): string[] {
    return this.#inspector.properties(value).privates.map((p) => p.name);
  }

  #inspect(fn: Function): FunctionInfo {
    const { own, privates } = this.#inspector.properties(fn);
    if (own.has("[[Handler]]")) return { kind: "proxy" };
    if (own.has("[[TargetFunction]]")) {
      const value = (name: string) => this.#inspector.value(own.get(name));
      return {
        kind: "bound",
        target: value("[[TargetFunction]]") as Function,
        boundThis: value("[[BoundThis]]"),
        boundArgs: Array.from(value("[[BoundArgs]]") as ArrayLike<unknown>),
      };
    }
    const location = own.get("[[FunctionLocation]]")?.value as
      | { scriptId: string; lineNumber: number; columnNumber: number }
      | undefined;
    const scopes = own.get("[[Scopes]]");
    if (!location || !scopes) return { kind: "native" };
    const entries = this.#entries(scopes);
    const global = entries.pop();
    let checked: ScopeEntry[] | undefined;
    return {
      kind: "code",
      script: scriptOf(this.#inspector, location.scriptId),
      line: location.lineNumber,
      column: location.columnNumber,
      scopes: entries,
      checkedScopes: HIDES_DEAD_ZONES ? () => (checked ??= this.#checkedScopes(fn)) : undefined,
      global: global?.object ?? globalThis,
      privates: new Map(privates.filter((p) => p.value).map((p) => [p.name, this.#inspector.value(p.value)])),
    };
  }

  #entries(scopes: RemoteProperty["value"]): ScopeEntry[] {
    return Array.from(this.#inspector.value(scopes) as ArrayLike<ScopeEntry>);
  }

  #checkedScopes(fn: Function): ScopeEntry[] {
    return this.#entries(withDeadZones(() => this.#inspector.properties(fn)).own.get("[[Scopes]]"));
  }
}

export const isOfNode = (info: FunctionInfo): boolean => info.kind === "code" && info.script.url.startsWith("node:");

export const textOf = (fn: Function): string => Function.prototype.toString.call(fn);

function read(scope: Record<string, unknown>, name: string): Found {
  try {
    return { state: "value", value: scope[name] };
  } catch {
    return { state: "tdz" };
  }
}

/** The variable of that name that a function sees, unless it is a global that each thread has of its own. */
export function lookUp(name: string, info: CodeInfo): { from: "scope" | "global"; found: Found } | undefined {
  for (const [i, { object }] of info.scopes.entries()) {
    if (!Object.hasOwn(object, name)) continue;
    const found = read(object, name);
    const isUnsure = found.state === "value" && found.value === undefined && info.checkedScopes !== undefined;
    return { from: "scope", found: isUnsure ? read(info.checkedScopes!()[i].object, name) : found };
  }
  if (isBuiltinGlobal(name)) return undefined;
  const own = Object.getOwnPropertyDescriptor(info.global, name);
  return own && "value" in own ? { from: "global", found: { state: "value", value: own.value } } : undefined;
}
