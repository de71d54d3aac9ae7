/**
 * One capture: describes functions while the inspector is connected, from the constructor to `close`.
 *
 * Scopes are read innermost first and only for names the text leaves free. A name found nowhere stays free: in the thread it
 * is the global of that name, or the same ReferenceError.
 */
import { types } from "node:util";
import { CaptureError } from "../base/errors.js";
import { applyEdits, classEdits, type Edit, keyOfMethod, nameOf, sortMembers } from "./class-edits.js";
import { type ScopeEntry, SelfInspector } from "./inspector.js";
import { rememberCode, rememberNative, rememberNativeness } from "./lasting.js";
import { forwardingOf, isMadeByCompiler, requiredBy } from "./module-members.js";
import { builtinFunctionPath, isBuiltinGlobal, nativeFunctionPath } from "./natives.js";
import { inheritsOfItsOwn, ownProperties, prototypeParent, prototypeProperties } from "./own-properties.js";
import { findCjsExport, findEsmExport, findImport, isPackageUrl, type PackageExport, toPath } from "./packages.js";
import { probe } from "./probe.js";
import {
  currentFrames,
  exportedBinding,
  type Frame,
  importSource,
  isInClass,
  judge,
  modelOf,
  namespaceSource,
  pendingChanges,
  resolve,
  runOnceGuard,
  type ScriptModel,
  type Verdict,
} from "./reassignment.js";
import { originOf } from "./rebuild.js";
import { type MemberWrite, type Scan, scan, type TextWrite } from "./scan.js";
import type { Binding } from "./scopes.js";
import {
  lineAt,
  offsetAt,
  original,
  place,
  type Script,
  scriptAt,
  scriptOf,
  sourceMapsInUse,
  sourceOf,
} from "./script-source.js";
import type {
  Capture,
  CodeDescription,
  CodeTemplate,
  ConstantName,
  FunctionDescription,
  OwnProperty,
  PendingChange,
  SpecialBinding,
} from "./types.js";

interface CodeInfo {
  kind: "code";
  script: Script;
  line: number;
  column: number;
  scopes: ScopeEntry[];
  global: object;
  privates: Map<string, unknown>;
}

type Info =
  | CodeInfo
  | { kind: "native" }
  | { kind: "proxy" }
  | { kind: "bound"; target: Function; boundThis: unknown; boundArgs: unknown[] };

/** A captured object of which only members are used. */
interface MemberUse {
  name: string;
  uses: Set<string>;
  value: unknown;
  label: string;
  info: CodeInfo;
  position: Position | undefined;
  binding: Binding | undefined;
  isModule: boolean;
}

type MemberSource = { script: Script; model: ScriptModel; binding: Binding } | { object: object; key: string };

/** Getters of module objects that were looked into; they read the same variable for ever. */
const sources = new WeakMap<Function, MemberSource | undefined>();

/** A verdict, with the place of the assignment in the user's text. */
type Finding = Exclude<Verdict, object> | { where: string };

type Found = { state: "value"; value: unknown } | { state: "tdz" } | undefined;
type Member = Extract<FunctionDescription, { kind: "member" }>;

/** A function's place in its script. */
interface Position {
  model: ScriptModel;
  start: number;
  end: number;
}

const RESERVED = new Set(["_$imp_", "_$im_port_m", "_$b", "_$p", "_$v"]);
const VITE_META = /^__vi(te_ssr)?_import_meta__$/;
const VITE_IMPORT = /^__vi(te_ssr)?_dynamic_import__$/;
/** What TypeScript, swc and Babel make of `import()` in CommonJS: it makes the namespace of a module, and remembers it. */
const IMPORT_STAR = /^(__importStar|_interop_?[rR]equire_?[wW]ildcard)$/;
const COVERAGE = /^cov_[0-9a-z]+$/;

/** What to do about a variable of the code at `url`. */
function remedy(name: string, value: unknown, url: string): string {
  if (isPackageUrl(url)) return "the code is that of a package, so create what needs it inside the thread";
  const shown = ["number", "boolean", "string"].includes(typeof value) ? JSON.stringify(value) : "…";
  return `use a SimpleNamespace({ ${name}: ${shown} }), a static attribute of a class that extends object, a Queue, a local variable or threading.local()`;
}

const textOf = (fn: Function) => Function.prototype.toString.call(fn);

export class CaptureSession {
  readonly #inspector: SelfInspector;
  readonly #infos = new Map<Function, Info>();
  readonly #members = new Map<Function, Member>();
  readonly #imports = new Map<Function, PackageExport>();
  #frames: Frame[] | undefined;

  /** @throws CaptureError where functions cannot be captured. */
  constructor() {
    probe();
    this.#inspector = new SelfInspector();
  }

  close(): void {
    this.#inspector.close();
  }

  hasPrivateMembers(value: object): string[] {
    return this.#inspector.properties(value).privates.map((p) => p.name);
  }

  /** @throws CaptureError, saying what stands in the way and what to write instead. */
  describe(fn: Function): FunctionDescription {
    const info = this.#infoOf(fn);
    switch (info.kind) {
      case "proxy":
        throw new CaptureError(`a Proxy of a function cannot be copied to a thread; pass a function that makes the call`);
      case "native":
        return this.#native(fn);
      case "bound":
        // Node binds some of its own, such as console.log.
        if (this.isNative(info.target)) {
          const path = builtinFunctionPath(fn) ?? (builtinFunctionPath(info.target) ? undefined : nativeFunctionPath(fn));
          if (path) return { kind: "native", path };
        }
        this.#learnMethod(info.target, info.boundThis);
        return { kind: "bound", target: info.target, boundThis: info.boundThis, boundArgs: info.boundArgs };
      case "code":
        if (info.script.url.startsWith("node:")) return this.#native(fn);
        return this.#members.get(fn) ?? this.#packageExport(fn, info) ?? this.#describeCode(fn, info);
    }
  }

  /** Whether the engine or Node made the function. */
  isNative(fn: Function): boolean {
    const info = this.#infoOf(fn);
    return rememberNativeness(fn, info.kind === "native" || (info.kind === "code" && info.script.url.startsWith("node:")));
  }

  #native(fn: Function): FunctionDescription {
    const path = nativeFunctionPath(fn);
    if (path) return rememberNative(fn, { kind: "native", path });
    throw new CaptureError(
      `native function '${nameOf(fn)}' is not reachable from any built-in module; wrap it in a function that gets it anew`,
    );
  }

  #infoOf(fn: Function): Info {
    let info = this.#infos.get(fn);
    if (!info) this.#infos.set(fn, (info = this.#inspect(fn)));
    return info;
  }

  #inspect(fn: Function): Info {
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
    const entries = Array.from(this.#inspector.value(scopes) as ArrayLike<ScopeEntry>);
    const global = entries.pop();
    return {
      kind: "code",
      script: scriptOf(this.#inspector, location.scriptId),
      line: location.lineNumber,
      column: location.columnNumber,
      scopes: entries,
      global: global?.object ?? globalThis,
      privates: new Map(privates.filter((p) => p.value).map((p) => [p.name, this.#inspector.value(p.value)])),
    };
  }

  #packageExport(fn: Function, info: CodeInfo): FunctionDescription | undefined {
    const { url, isModule } = info.script;
    if (!isPackageUrl(url)) return undefined;
    const moduleScope = info.scopes.find((s) => s.description === "Module");
    const own = isModule ? moduleScope && findEsmExport(fn, url, moduleScope.object) : findCjsExport(fn, url);
    // Its file alone might not give it the members that other files of the package have hung on it.
    const found = own === undefined || Object.keys(fn).length > 0 ? (this.#imports.get(fn) ?? own) : own;
    return found && { kind: "package", ...found };
  }

  /** Remembers what a function is imported as, for one that its own file does not export. */
  #noteImport(value: unknown, from: { specifier: string; name: string } | undefined, importer: string): void {
    if (typeof value !== "function" || from === undefined || this.#imports.has(value)) return;
    const found = findImport(value, from.specifier, from.name, importer);
    if (found) this.#imports.set(value, found);
  }

  /** A method bound to an instance of a class comes from that class, so that `super` and private names work in it. */
  #learnMethod(method: Function, self: unknown): void {
    if (this.#members.has(method) || (typeof self !== "object" && typeof self !== "function") || self === null) return;
    const isStatic = typeof self === "function";
    for (let at: object | null = isStatic ? self : Object.getPrototypeOf(self); at; at = Object.getPrototypeOf(at)) {
      const owner = isStatic ? at : Object.getOwnPropertyDescriptor(at, "constructor")?.value;
      if (typeof owner !== "function" || !textOf(owner).startsWith("class")) continue;
      const { textual } = sortMembers(at, isStatic, ...textAndScan(owner));
      this.#noteMembers(owner, isStatic, textual);
      if (this.#members.has(method)) return;
    }
  }

  #noteMembers(owner: Function, isStatic: boolean, textual: readonly OwnProperty[]): void {
    for (const { key, descriptor } of textual) {
      for (const slot of ["value", "get", "set"] as const) {
        const fn: unknown = descriptor[slot];
        if (typeof fn === "function") this.#members.set(fn, { kind: "member", owner, isStatic, key, slot });
      }
    }
  }

  #describeCode(fn: Function, info: CodeInfo): CodeDescription {
    const source = textOf(fn);
    const at = place(info.script.url, info.line, info.column);
    let found: Scan;
    try {
      found = scan(source);
    } catch (error) {
      throw new CaptureError(`'${nameOf(fn)}' (${at}) is not strict-mode code, which threads run: ${(error as Error).message}`, {
        cause: error,
      });
    }
    const label = `'${nameOf(fn) || found.name || "<anonymous>"}' (${at})`;
    refuseUnreadable(found, label);
    if (found.usesSuper) this.#refuseSuper(source, found, label, info);
    if (!found.isClass && inheritsOfItsOwn(fn)) {
      throw new CaptureError(
        `${label} has a prototype of its own (Object.setPrototypeOf), which would be lost; create it inside the thread.`,
      );
    }

    const origin = originOf(fn);
    const { edits, constants } =
      found.isClass && !origin ? classEdits(found) : { edits: [], constants: origin?.template.constants ?? [] };
    if (found.computedKey) edits.push({ start: found.computedKey[0], end: found.computedKey[1], text: "0" });
    // Names that only blanked parts used must not be captured.
    const kept = found.isClass && edits.length ? scan(applyEdits(source, edits)) : found;

    const position = this.#position(source, found, info);
    const hasRun = this.#hasRunOnce(source, label, info);
    const captures: Capture[] = [];
    let stable = true;
    // Methods may turn out to be a class's, and functions of packages an export.
    let isLasting = found.form === "expression" && !found.isClass && !hasRun && !origin && !isPackageUrl(info.script.url);
    for (const name of kept.reads) {
      if (RESERVED.has(name)) continue;
      const entry = this.#lookUp(name, info);
      if (!entry) continue;
      const binding =
        entry.from === "scope" && position ? resolve(position.model, name, position.start, position.end) : undefined;
      const uses = kept.uses.get(name);
      const isModule = isModuleObject(name, entry.found, info, position, binding);
      const special = specialKind(name, entry.found, isModule && !onlyExports(name, uses));
      if (isModule || binding?.kind === "import" || (binding && requiredBy(binding) !== undefined)) isLasting = false;
      if (special) {
        isLasting = false;
        captures.push({ name, state: special, file: toPath(info.script.url) });
        continue;
      }
      const value = entry.found.state === "value" ? entry.found.value : undefined;
      if (!hasRun) this.#refuseWrite(name, value, kept, label, info, found, position);
      if (entry.from === "global" || entry.found.state === "tdz" || !position) stable = false;
      const verdict = hasRun
        ? "stable"
        : binding
          ? this.#verdict(position!.model, binding, info.script)
          : entry.from === "scope" && position
            ? "stable"
            : "may change";
      if (verdict === "may change") stable = false;
      else if (verdict !== "stable") throw wentOnChanging(label, name, value, verdict.where, info.script.url);
      if (entry.found.state === "tdz") captures.push({ name, state: "tdz" });
      else {
        if (binding?.kind === "import") this.#noteImport(value, importSource(position!.model, binding), info.script.url);
        if (uses) this.#refuseChangingMembers({ name, uses, value, label, info, position, binding, isModule });
        const memberWrites = (kept.memberWrites.get(name) ?? []).map((w) => withLine(w, found, info, position));
        const isObject = binding && !isModule && typeof value === "object" && value !== null;
        const pendingChanges = isObject ? this.#pendingChanges(value, position!.model, binding, info.script, position!) : [];
        captures.push({
          name,
          state: "value",
          value: entry.found.value,
          memberWrites,
          pendingChanges,
          ...(uses && { uses }),
          ...(isModule && { isModule }),
        });
      }
    }

    const members = found.isClass ? this.#classMembers(fn, source, found) : undefined;
    const staticPrivates = origin
      ? constants.map((c, i) => (c.kind === "static private" ? info.privates.get(c.name) : origin.constants[i]))
      : constants.map((c) =>
          c.kind === "static private" ? info.privates.get(c.name) : this.#computedKey(c, source, found, info, members!, label),
        );
    const template = origin?.template ?? this.#template(fn, source, found, info, edits, constants, captures);
    const description: CodeDescription = {
      kind: "code",
      template: sameSlots(template, captures) ? template : this.#template(fn, source, found, info, edits, constants, captures),
      captures,
      ...(found.shape?.superclass && { superclass: superclassOf(fn) }),
      statics: members?.statics ?? [],
      prototypeProperties: members?.prototype ?? prototypeProperties(fn),
      ...(!found.isClass && prototypeParent(fn)),
      ownProperties: found.isClass ? [] : ownProperties(fn),
      staticPrivates,
      privateMembers: (found.shape?.members ?? []).filter((m) => m.isPrivate && !m.isStatic).map((m) => m.key!),
      ownWrites: found.ownWrites.map((w) => withLine(w, found, info, position)),
      where: `${found.isClass ? "class" : "function"} ${label}`,
      stable,
    };
    if (stable && isLasting) rememberCode(fn, description);
    return description;
  }

  #lookUp(name: string, info: CodeInfo): { from: "scope" | "global"; found: NonNullable<Found> } | undefined {
    for (const { object } of info.scopes) {
      if (!Object.hasOwn(object, name)) continue;
      try {
        return { from: "scope", found: { state: "value", value: object[name] } };
      } catch {
        return { from: "scope", found: { state: "tdz" } };
      }
    }
    if (isBuiltinGlobal(name)) return undefined;
    const own = Object.getOwnPropertyDescriptor(info.global, name);
    return own && "value" in own ? { from: "global", found: { state: "value", value: own.value } } : undefined;
  }

  #refuseSuper(source: string, found: Scan, label: string, info: CodeInfo): never {
    const name = found.name || "method";
    const position = this.#position(source, found, info);
    if (position && !isInClass(position.model, position.start, position.end)) {
      throw new CaptureError(
        `method ${label} of an object uses 'super', which cannot be read from outside; make the object an instance of a class.`,
      );
    }
    throw new CaptureError(
      `method ${label} uses 'super', which needs its object; pass obj.${name}.bind(obj), or () => obj.${name}().`,
    );
  }

  /** Whether the function is a bundler's loader of a module that is loaded already, and so assigns nothing any more. */
  #hasRunOnce(source: string, label: string, info: CodeInfo): boolean {
    const guard = runOnceGuard(source);
    const found = guard === undefined ? undefined : this.#lookUp(guard, info)?.found;
    if (found?.state !== "value") return false;
    if (found.value === 0) return true;
    throw new CaptureError(
      `${label} loads a module of the bundle that has not been loaded yet, which a thread cannot do for others: ` +
        "import() it before the thread starts, or build with code splitting.",
    );
  }

  #refuseWrite(
    name: string,
    value: unknown,
    kept: Scan,
    label: string,
    info: CodeInfo,
    found: Scan,
    position: Position | undefined,
  ): void {
    const offset = kept.writes.get(name);
    if (offset === undefined || COVERAGE.test(name)) return;
    const { line, column } = textPlace(found.writes.get(name) ?? offset, found, info, position);
    throw new CaptureError(
      `${label} assigns the outer variable '${name}' (${place(info.script.url, line, column)}). ` +
        `A thread works on a copy, so the assignment would be lost: ${remedy(name, value, info.script.url)}.`,
    );
  }

  /** `settings.level` of a module that goes on assigning its `level` is as much of a copy as an imported `level`. */
  #refuseChangingMembers({ name, uses, value, label, info, position, binding, isModule }: MemberUse): void {
    if (typeof value !== "object" || value === null) return;
    const isNamespace = types.isModuleNamespaceObject(value);
    if (!isNamespace && types.isProxy(value)) return;
    const specifier = isNamespace && binding?.kind === "import" ? namespaceSource(position!.model, binding) : undefined;
    if (isNamespace && specifier === undefined) return;
    const own = isModule ? info.script : !isNamespace && binding ? scriptRequiredAs(requiredBy(binding), info.script) : undefined;
    for (const member of uses) {
      const verdict =
        specifier === undefined
          ? this.#memberVerdict(value, member, own, 0)
          : this.#importVerdict({ specifier, name: member }, info.script, 0);
      if (typeof verdict !== "object") continue;
      const path = isModule || isMadeByCompiler(name) ? member : `${name}.${member}`;
      throw wentOnChanging(label, path, (value as Record<string, unknown>)[member], verdict.where, info.script.url);
    }
  }

  /** The same for what stands for a module: `own` is the script of the module, where it is known. */
  #memberVerdict(object: object, key: string, own: Script | undefined, depth: number): Finding {
    const { get } = Object.getOwnPropertyDescriptor(object, key) ?? {};
    if (depth > 8) return "stable";
    if (!get) return own ? this.#exportVerdict(own, key, depth) : "stable";
    if (!sources.has(get)) sources.set(get, this.#sourceOf(get));
    const source = sources.get(get);
    if (!source) return "stable";
    if ("binding" in source) return this.#verdict(source.model, source.binding, source.script, depth + 1);
    return this.#memberVerdict(source.object, source.key, own, depth + 1);
  }

  #exportVerdict(script: Script, key: string, depth: number): Finding {
    const text = sourceOf(this.#inspector, script);
    const model = text === undefined ? undefined : modelOf(text, false);
    const exported = model?.exported.get(key);
    return exported ? this.#verdict(model!, exported, script, depth + 1) : "stable";
  }

  /** The variable that a getter reads, or the other object that it reads it from. */
  #sourceOf(getter: Function): MemberSource | undefined {
    const info = this.#infoOf(getter);
    if (info.kind !== "code" || info.script.url.startsWith("node:") || isPackageUrl(info.script.url)) return undefined;
    const text = textOf(getter);
    const forwarding = forwardingOf(text);
    if (!forwarding) return undefined;
    if (forwarding.key === undefined && forwarding.keyVariable === undefined) {
      const position = this.#position(text, scan(text), info);
      const binding = position && resolve(position.model, forwarding.name, position.start, position.end);
      return binding && { script: info.script, model: position.model, binding };
    }
    const valueOf = (name: string) => {
      const found = this.#lookUp(name, info)?.found;
      return found?.state === "value" ? found.value : undefined;
    };
    const object = valueOf(forwarding.name);
    const key = forwarding.key ?? valueOf(forwarding.keyVariable!);
    return typeof object === "object" && object !== null && typeof key === "string" ? { object, key } : undefined;
  }

  #position(source: string, found: Scan, info: CodeInfo): Position | undefined {
    const { script } = info;
    const text = sourceOf(this.#inspector, script);
    const model = text === undefined ? undefined : modelOf(text, script.isModule);
    if (!model || text === undefined) return undefined;
    const start = offsetAt(script, text, info.line, info.column) - found.paramStart;
    return text.startsWith(source, start) ? { model, start, end: start + source.length } : undefined;
  }

  #verdict(model: ScriptModel, binding: Binding, script: Script, depth = 0): Finding {
    if (binding.kind === "import") {
      const from = importSource(model, binding);
      return from && depth < 8 ? this.#importVerdict(from, script, depth) : "stable";
    }
    if (!model.assignments.has(binding)) return "stable";
    const verdict = judge(model, binding, script.url, (this.#frames ??= currentFrames()));
    if (typeof verdict === "string") return verdict;
    const { line, column } = lineAt(script, model.source, verdict.assignedAt);
    return { where: place(script.url, line, column) };
  }

  #importVerdict(from: { specifier: string; name: string }, script: Script, depth: number): Finding {
    const found = this.#exporterOf(from, script);
    return found ? this.#verdict(found.model, found.binding, found.script, depth + 1) : "stable";
  }

  /** The variable behind an import from another module of the program. */
  #exporterOf(
    from: { specifier: string; name: string },
    script: Script,
    depth = 0,
  ): { model: ScriptModel; binding: Binding; script: Script } | undefined {
    if (!/^\.{0,2}\//.test(from.specifier) || !script.url.startsWith("file:") || depth > 8) return undefined;
    const target = scriptAt(new URL(from.specifier, script.url).href);
    if (!target?.isModule || isPackageUrl(target.url)) return undefined;
    const text = sourceOf(this.#inspector, target);
    const model = text === undefined ? undefined : modelOf(text, true);
    const exported = model && exportedBinding(model, from.name);
    if (!exported) return undefined;
    if ("specifier" in exported) return this.#exporterOf(exported, target, depth + 1);
    return { model: model!, binding: exported, script: target };
  }

  /** What other code may still change of an object that the variable holds; `around` is the function that uses it. */
  #pendingChanges(
    value: object,
    model: ScriptModel,
    binding: Binding,
    script: Script,
    around: { start: number; end: number },
    depth = 0,
  ): PendingChange[] {
    const found: PendingChange[] = [];
    const asked = { model, binding, url: script.url, frames: (this.#frames ??= currentFrames()) };
    for (const { path, kind, method, node } of pendingChanges(
      asked,
      around,
      (change) => change.kind !== "call" || writesOf(value, change).length > 0,
    )) {
      const { line, column } = lineAt(script, model.source, node.start);
      const where = place(script.url, line, column);
      if (kind !== "call") found.push({ path, kind, where, ...(method !== undefined && { method }) });
      else {
        const by = `${[binding.name, ...path, method].join(".")}()`;
        found.push(
          ...writesOf(value, { path, method }).map((write) => ({ ...write, path: [...path, ...write.path], where, by })),
        );
      }
    }
    const from = binding.kind === "import" && depth < 8 ? importSource(model, binding) : undefined;
    const exporter = from && this.#exporterOf(from, script);
    if (exporter)
      found.push(
        ...this.#pendingChanges(value, exporter.model, exporter.binding, exporter.script, { start: -1, end: -1 }, depth + 1),
      );
    return found;
  }

  #classMembers(
    fn: Function,
    source: string,
    found: Scan,
  ): { statics: OwnProperty[]; prototype: OwnProperty[]; textual: Record<"true" | "false", OwnProperty[]> } {
    const statics = sortMembers(fn, true, source, found);
    const prototype = sortMembers(fn.prototype, false, source, found);
    this.#noteMembers(fn, true, statics.textual);
    this.#noteMembers(fn, false, prototype.textual);
    return { statics: statics.rest, prototype: prototype.rest, textual: { true: statics.textual, false: prototype.textual } };
  }

  #computedKey(
    constant: ConstantName,
    source: string,
    found: Scan,
    info: CodeInfo,
    members: { textual: Record<"true" | "false", OwnProperty[]> },
    label: string,
  ): string | symbol {
    const member = found.shape!.members.find((m) => String(m.range[0]) === constant.name)!;
    const text = source.slice(...member.range);
    const key =
      member.kind === "method"
        ? keyOfMethod(text, member.isStatic, members.textual[`${member.isStatic}`])
        : this.#evaluateKey(member.keyNode!, info);
    if (key === undefined) {
      throw new CaptureError(
        `class ${label} has the computed key [${source.slice(...member.keyRange!)}], whose value cannot be found; use a constant for it`,
      );
    }
    return key;
  }

  #evaluateKey(node: { type: string }, info: CodeInfo): string | symbol | undefined {
    const value = this.#evaluate(node as { type: string }, info);
    if (typeof value === "symbol") return value;
    return value === undefined || typeof value === "object" || typeof value === "function" ? undefined : String(value);
  }

  /** Names, their members, and literals: enough for keys as people write them, and free of side effects. */
  #evaluate(node: { type: string; [part: string]: unknown }, info: CodeInfo): unknown {
    if (node.type === "Literal") return node.value;
    if (node.type === "Identifier") {
      const entry = this.#lookUp(node.name as string, info);
      if (entry) return entry.found.state === "value" ? entry.found.value : undefined;
      return Object.getOwnPropertyDescriptor(info.global, node.name as string)?.value;
    }
    if (node.type === "MemberExpression" && !node.computed) {
      const owner = this.#evaluate(node.object as { type: string }, info);
      if ((typeof owner !== "object" && typeof owner !== "function") || owner === null) return undefined;
      return Object.getOwnPropertyDescriptor(owner, (node.property as { name: string }).name)?.value;
    }
    return undefined;
  }

  #template(
    fn: Function,
    source: string,
    found: Scan,
    info: CodeInfo,
    classEditList: readonly Edit[],
    constants: ConstantName[],
    captures: readonly Capture[],
  ): CodeTemplate {
    const edits = [...classEditList];
    const gone = (at: number) => classEditList.some((e) => e.start <= at && at < e.end);
    for (const start of found.imports) if (!gone(start)) edits.push({ start, end: start + "import".length, text: "_$imp_" });
    for (const [start, end] of found.metas) if (!gone(start)) edits.push({ start, end, text: "_$im_port_m" });
    const edited = applyEdits(source, edits);
    const { script } = info;
    const line = info.line - lines(source.slice(0, found.paramStart));
    const special: Record<string, SpecialBinding> = {};
    for (const c of captures) if (c.state !== "value" && c.state !== "tdz") special[c.name] = c.state;
    const slots = captures.map((c) => c.name);
    const name = nameOf(fn) || found.name;
    return {
      id: `${script.url}:${line}:${info.column}:${name}:${hash(edited)}:${slots.join()}:${Object.values(special).join()}`,
      source: edited,
      form: found.form,
      name,
      isClass: found.isClass,
      url: script.url,
      line,
      column: this.#startColumn(source, found, info),
      ...(sourceMapsInUse() && script.sourceMapURL && { sourceMapURL: script.sourceMapURL }),
      isModule: script.isModule,
      ...(Object.values(special).includes("dynamicImport") && viteRoot()),
      slots,
      special,
      constants: [...constants],
    };
  }

  #startColumn(source: string, found: Scan, info: CodeInfo): number {
    if (lines(source.slice(0, found.paramStart)) === 0) return info.column - found.paramStart;
    const text = sourceOf(this.#inspector, info.script);
    if (text === undefined) return 0;
    return lineAt(info.script, text, offsetAt(info.script, text, info.line, info.column) - found.paramStart).column;
  }
}

/** Vitest keeps its configuration in a global of each of its workers. */
function viteRoot(): { importRoot?: string } {
  const { config } = (globalThis as { __vitest_worker__?: { config?: { root?: string } } }).__vitest_worker__ ?? {};
  return config?.root === undefined ? {} : { importRoot: config.root };
}

/** The loaded script that a relative specifier of CommonJS leads to. */
function scriptRequiredAs(specifier: string | undefined, from: Script): Script | undefined {
  if (specifier === undefined || !from.url.startsWith("file:")) return undefined;
  const base = new URL(specifier, from.url).href;
  for (const ending of ["", ".js", ".ts", ".cjs", ".cts", ".jsx", ".tsx", "/index.js", "/index.ts"]) {
    const found = scriptAt(base + ending);
    if (found) return found;
  }
  return undefined;
}

function wentOnChanging(label: string, path: string, value: unknown, where: string, url: string): CaptureError {
  return new CaptureError(
    `${label} uses the outer variable '${path}', which other code goes on assigning (${where}). ` +
      `A thread works on a copy and would never see it: ${remedy(path.slice(path.lastIndexOf(".") + 1), value, url)}.`,
  );
}

function textAndScan(fn: Function): [string, Scan] {
  const source = textOf(fn);
  return [source, scan(source)];
}

function refuseUnreadable(found: Scan, label: string): void {
  if (found.isArrow && found.usesThis) {
    throw new CaptureError(
      `arrow function ${label} uses 'this' of the code around it, which cannot be read from outside. ` +
        "Pass the method itself (target: this.work), or write const self = this; () => self.work().",
    );
  }
  if (found.usesArguments) {
    throw new CaptureError(
      `arrow function ${label} uses 'arguments' of the function around it; copy what it needs to a variable first.`,
    );
  }
  if (found.privateNames.size > 0 && !found.isClass) {
    throw new CaptureError(
      `${label} uses the private member ${[...found.privateNames][0]}, which only code inside its class can; ` +
        `pass a method bound to its object, obj.${found.name.replace(/^#/, "") || "method"}.bind(obj), or () => obj.method().`,
    );
  }
  if (found.callsEval)
    throw new CaptureError(
      `${label} calls eval(); its variables cannot be determined. Use indirect eval, (0, eval)(…), or new Function.`,
    );
}

/** Whether a name is the `module` or `exports` of a CommonJS module. */
function isModuleObject(
  name: string,
  found: NonNullable<Found>,
  info: CodeInfo,
  position: Position | undefined,
  binding: Binding | undefined,
): boolean {
  if (info.script.isModule || (name !== "module" && name !== "exports") || found.state !== "value") return false;
  return typeof found.value === "object" && !(position && binding && !position.model.isWrapper);
}

/** `exports.x` and `module.exports` are variables of the program; the rest of `module` each thread has for itself. */
const onlyExports = (name: string, uses: Set<string> | undefined) =>
  name === "exports" || (uses?.size === 1 && uses.has("exports"));

function specialKind(name: string, found: NonNullable<Found>, isOwnModule: boolean): SpecialBinding | undefined {
  if (VITE_META.test(name)) return "importMeta";
  if (VITE_IMPORT.test(name)) return "dynamicImport";
  if (found.state !== "value") return undefined;
  const { value } = found;
  if (COVERAGE.test(name) && typeof value === "function") return "coverage";
  if (IMPORT_STAR.test(name) && typeof value === "function") return "importStar";
  if (typeof value === "function" && ["resolve", "cache", "main", "extensions"].every((key) => Object.hasOwn(value, key)))
    return "require";
  return isOwnModule ? "module" : undefined;
}

const lines = (text: string) => text.split("\n").length - 1;

/** Zero-based place in the script of an offset into the function's text. */
function textPlace(
  offset: number,
  found: Scan,
  info: CodeInfo,
  position: Position | undefined,
): { line: number; column: number } {
  if (position) return lineAt(info.script, position.model.source, position.start + offset);
  return { line: info.line - found.lineOf(found.paramStart) + found.lineOf(offset), column: 0 };
}

function withLine({ offset, ...write }: TextWrite, found: Scan, info: CodeInfo, position: Position | undefined): MemberWrite {
  const { line, column } = textPlace(offset, found, info, position);
  return { ...write, line: original(info.script.url, line, column).line };
}

function superclassOf(fn: Function): Function | null {
  const parent: unknown = Object.getPrototypeOf(fn);
  // `extends null` leaves Function.prototype above the class and nothing above its prototype.
  return Object.getPrototypeOf(fn.prototype) === null ? null : (parent as Function);
}

/** What a method of the object at the end of the path assigns of its `this`. */
function writesOf(value: object, { path, method }: { path: string[]; method: string | undefined }): Scan["thisWrites"] {
  let object: unknown = value;
  for (const key of path) object = dataIn(object, key);
  let found: unknown;
  for (let at = object; found === undefined && at !== null && at !== undefined; at = Object.getPrototypeOf(at))
    found = dataIn(at, method!);
  if (typeof found !== "function" || types.isProxy(found)) return [];
  try {
    return scan(textOf(found)).thisWrites;
  } catch {
    return [];
  }
}

/** An own property that is data. */
function dataIn(object: unknown, key: string): unknown {
  if (typeof object !== "object" || object === null || types.isProxy(object)) return undefined;
  return Object.getOwnPropertyDescriptor(object, key)?.value;
}

const sameSlots = (template: CodeTemplate, captures: readonly Capture[]) =>
  template.slots.length === captures.length && template.slots.every((name, i) => captures[i]!.name === name);

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
