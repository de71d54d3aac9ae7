/**
 * Whether other code goes on changing what a function reads: a thread works on a copy and would never see it.
 *
 * `reassignment.ts` answers for the text of one script; here the question is followed through imports, through getters that
 * stand for another module's variable, and into the methods of captured objects.
 */
import { types } from "node:util";
import { type FunctionInfos, isOfNode, lookUp, textOf } from "./function-info.js";
import { positionOf } from "./function-text.js";
import { type Change, isOutlived, type Lifetime, lifetimeOf } from "./lifetime.js";
import { forwardingOf } from "./module-members.js";
import { isPackageUrl } from "./packages.js";
import { passedAt } from "./passed.js";
import {
  currentFrames,
  exportedBinding,
  type Frame,
  importSource,
  judge,
  type MemberAssignment,
  modelOf,
  pendingChanges,
  resolve,
  type ScriptModel,
  type Verdict,
} from "./reassignment.js";
import { type Scan, scan } from "./scan.js";
import type { Binding } from "./scopes.js";
import { lineAt, place, type Script, scriptAt } from "./script-source.js";
import type { PassedArgument, PendingChange } from "./types.js";

/** A verdict, with the place of the assignment in the user's text. */
export type Finding = Exclude<Verdict, object> | { where: string };

/** A variable of a script. */
export interface Variable {
  model: ScriptModel;
  binding: Binding;
  script: Script;
}

/** What a module imports: `name` of the module that `specifier` leads to. */
interface Import {
  specifier: string;
  name: string;
}

type MemberSource = Variable | { object: object; key: string };

/** Getters of module objects that were looked into; they read the same variable for ever. */
const sources = new WeakMap<Function, MemberSource | undefined>();

/** How many modules may pass a variable on; modules may import from each other in a circle. */
const MAX_STEPS = 8;

/** For changes of which nothing is excused by standing inside of the function that reads. */
const NOWHERE = { start: -1, end: -1 };

/** Whether threads see all changes of an object, so that none of them would be lost; the layer above knows. */
let isShared: (value: object) => boolean = () => false;

export function setSharedTest(test: (value: object) => boolean): void {
  isShared = test;
}

export class Changes {
  readonly #infos: FunctionInfos;
  #frames: Frame[] | undefined;
  /** Of the thread that is being started, if one is and its end can be told. */
  #lifetime: Lifetime | null | undefined;

  constructor(infos: FunctionInfos) {
    this.#infos = infos;
  }

  /** Whether other code goes on assigning the variable. */
  ofVariable({ model, binding, script }: Variable, steps = 0): Finding {
    if (binding.kind === "import") {
      const from = importSource(model, binding);
      return from && steps < MAX_STEPS ? this.ofImport(from, script, steps) : "stable";
    }
    if (!model.assignments.has(binding)) return "stable";
    const verdict = judge(model, binding, script.url, this.#callers(), (change) => this.#isLate({ model, ...change }));
    if (typeof verdict === "string") return verdict;
    const { line, column } = lineAt(script, model.source, verdict.assignedAt);
    return { where: place(script.url, line, column) };
  }

  ofImport(from: Import, script: Script, steps = 0): Finding {
    const variable = this.#exporterOf(from, script);
    return variable ? this.ofVariable(variable, steps + 1) : "stable";
  }

  /** The same for a member of what stands for a module; `own` is the script of that module, where it is known. */
  ofMember(object: object, key: string, own: Script | undefined, steps = 0): Finding {
    const { get } = Object.getOwnPropertyDescriptor(object, key) ?? {};
    if (steps > MAX_STEPS) return "stable";
    if (!get) return own ? this.#ofExport(own, key, steps) : "stable";
    if (!sources.has(get)) sources.set(get, this.#sourceOf(get));
    const source = sources.get(get);
    if (!source) return "stable";
    return "binding" in source ? this.ofVariable(source, steps + 1) : this.ofMember(source.object, source.key, own, steps + 1);
  }

  /** What other code may still change of the object that a variable holds; `around` is the function that reads it. */
  pending(
    value: object,
    { model, binding, script }: Variable,
    around: { start: number; end: number },
    steps = 0,
  ): PendingChange[] {
    if (isShared(value)) return [];
    const found: PendingChange[] = [];
    const mayChange = (change: MemberAssignment) =>
      (change.kind !== "call" || directWritesOf(value, change).length > 0) && !this.#isLate({ model, ...change });
    // To look at the stack costs more than all else here.
    const changes = model.memberAssignments.has(binding)
      ? pendingChanges({ model, binding, url: script.url, frames: this.#callers() }, around, mayChange)
      : [];
    for (const { path, kind, method, node } of changes) {
      const { line, column } = lineAt(script, model.source, node.start);
      const where = place(script.url, line, column);
      if (kind !== "call") {
        found.push({ path, kind, where, ...(method !== undefined && { method }) });
        continue;
      }
      const by = `${[binding.name, ...path, method].join(".")}()`;
      for (const write of directWritesOf(value, { path, method }))
        found.push({ ...write, path: [...path, ...write.path], where, by });
    }
    const from = binding.kind === "import" && steps < MAX_STEPS ? importSource(model, binding) : undefined;
    const exporter = from && this.#exporterOf(from, script);
    if (exporter) found.push(...this.pending(value, exporter, NOWHERE, steps + 1));
    return found;
  }

  /** The variables that a call of the program named in its list of arguments, with what other code may still change of each. */
  passed(call: Frame, values: readonly unknown[]): PassedArgument[] {
    const script = scriptAt(call.url);
    const text = script && this.#infos.sourceOf(script);
    const model = text === undefined ? undefined : modelOf(text, script!.isModule);
    if (!model) return [];
    return passedAt(model, call.position).flatMap(({ index, binding, isReadLater }) => {
      const value = values[index];
      if (typeof value !== "object" || value === null) return [];
      const pendingChanges = this.pending(value, { model, binding, script: script! }, NOWHERE);
      return [{ index, name: binding.name, value, isReadLater, pendingChanges }];
    });
  }

  /** Whether a change comes only after the thread that is being started has ended. */
  #isLate(change: Change): boolean {
    if (this.#lifetime === undefined) {
      const [caller] = this.#callers();
      const script = caller && scriptAt(caller.url);
      const text = script && this.#infos.sourceOf(script);
      const model = text === undefined ? undefined : modelOf(text, script!.isModule);
      this.#lifetime = (model && lifetimeOf(model, caller!.position)) ?? null;
    }
    return this.#lifetime !== null && isOutlived(this.#lifetime, change);
  }

  /** The calls that are on the stack; they stay the same while a capture lasts. */
  #callers(): Frame[] {
    return (this.#frames ??= currentFrames());
  }

  #ofExport(script: Script, key: string, steps: number): Finding {
    const text = this.#infos.sourceOf(script);
    const model = text === undefined ? undefined : modelOf(text, false);
    const binding = model?.exported.get(key);
    return binding ? this.ofVariable({ model: model!, binding, script }, steps + 1) : "stable";
  }

  /** The variable behind an import from another module of the program. */
  #exporterOf({ specifier, name }: Import, script: Script, steps = 0): Variable | undefined {
    if (!/^\.{0,2}\//.test(specifier) || !script.url.startsWith("file:") || steps > MAX_STEPS) return undefined;
    const target = scriptAt(new URL(specifier, script.url).href);
    if (!target?.isModule || isPackageUrl(target.url)) return undefined;
    const text = this.#infos.sourceOf(target);
    const model = text === undefined ? undefined : modelOf(text, true);
    const exported = model && exportedBinding(model, name);
    if (!exported) return undefined;
    if ("specifier" in exported) return this.#exporterOf(exported, target, steps + 1);
    return { model: model!, binding: exported, script: target };
  }

  /** The variable that a getter reads, or the other object that it reads it from. */
  #sourceOf(getter: Function): MemberSource | undefined {
    const info = this.#infos.of(getter);
    if (info.kind !== "code" || isOfNode(info) || isPackageUrl(info.script.url)) return undefined;
    const text = textOf(getter);
    const forwarding = forwardingOf(text);
    if (!forwarding) return undefined;
    if (forwarding.key === undefined && forwarding.keyVariable === undefined) {
      const position = positionOf(this.#infos, text, scan(text), info);
      const binding = position && resolve(position.model, forwarding.name, position.start, position.end);
      return binding && { script: info.script, model: position.model, binding };
    }
    const valueOf = (name: string) => {
      const found = lookUp(name, info)?.found;
      return found?.state === "value" ? found.value : undefined;
    };
    const object = valueOf(forwarding.name);
    const key = forwarding.key ?? valueOf(forwarding.keyVariable!);
    return typeof object === "object" && object !== null && typeof key === "string" ? { object, key } : undefined;
  }
}

/** The same, as far as it is not by way of a constant: much of that is the inner life of what the platform offers. */
const directWritesOf: typeof writesOf = (value, call) => writesOf(value, call).filter((write) => !write.isAliased);

/** What a method of the object at the end of the path assigns of its `this`. */
export function writesOf(value: unknown, { path, method }: { path: string[]; method: string | undefined }): Scan["thisWrites"] {
  let object = value;
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
