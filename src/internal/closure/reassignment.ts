/**
 * Tells whether other code may still assign a captured variable, which a thread would never see.
 *
 * The whole script is parsed once. An assignment counts when it lies in a function inside the variable's scope, since that
 * may run at any time, or when it lies in the variable's own function and that call has not come so far yet. How far it has
 * come is read off the stack; a call that is not on the stack has ended, unless it can be suspended at an `await` or `yield`.
 * A function that is called in one place only, once, such as `main`, is looked at like the variable's own.
 *
 * Changes of what a variable holds are told in the same way when they name a member (`state.running = false`). Whether a
 * container is being filled or is still read by the thread cannot be seen: `tasks.push(x)` and `table[i] = x` count only
 * when a call on the stack is sure to come to them after this place, and not by going round a loop.
 */
import type { AnyNode, Identifier, Options } from "acorn";
import { around, contains, isLoop } from "./ancestors.js";
import { type OnlyCall, onlyCallOf, References } from "./only-call.js";
import { parse } from "./parser.js";
import { type Binding, type MemberWriteKind, Scope, walkScopes } from "./scopes.js";
import { originalUrl, WRAPPER_START } from "./script-source.js";

export interface Assignment {
  node: AnyNode;
  activation: AnyNode;
  isInitialiser: boolean;
}

/**
 * A change of what a variable holds, or the call of a method, which may make one; `path` leads to the member that is assigned,
 * or to what the mutator or method is called on.
 */
export interface MemberAssignment extends Assignment {
  path: string[];
  kind: MemberWriteKind | "call";
  method: string | undefined;
}

export interface ScriptModel {
  source: string;
  root: Scope;
  program: AnyNode & { type: "Program" };
  isWrapper: boolean;
  assignments: Map<Binding, Assignment[]>;
  memberAssignments: Map<Binding, MemberAssignment[]>;
  references: References;
  /** What the script assigns as `exports.x`; its assignments are among the others. */
  exported: Map<string, Binding>;
  /** Offsets at which a call of the node can be suspended. */
  pauses: Map<AnyNode, number[]>;
}

export interface Frame {
  url: string;
  position: number;
}

const models = new Map<string, ScriptModel | undefined>();

/** Undefined when the text does not parse. */
export function modelOf(source: string, isModule: boolean): ScriptModel | undefined {
  if (!models.has(source)) {
    if (models.size >= 200) models.clear();
    models.set(source, build(source, isModule));
  }
  return models.get(source);
}

function build(source: string, isModule: boolean): ScriptModel | undefined {
  const program = tryParse(source, isModule ? "module" : "script") ?? tryParse(source, isModule ? "script" : "module");
  if (!program) return undefined;
  const assignments: ScriptModel["assignments"] = new Map();
  const memberAssignments: ScriptModel["memberAssignments"] = new Map();
  const pauses: ScriptModel["pauses"] = new Map();
  const exported: ScriptModel["exported"] = new Map();
  const root = new Scope(undefined, program, true, program);
  const noteMember = (
    id: Identifier,
    scope: Scope,
    path: string[],
    kind: MemberAssignment["kind"],
    node: AnyNode,
    method: string | undefined,
  ) => {
    const owner = scope.find(id.name);
    if (owner === undefined) return;
    const change: MemberAssignment = { path, kind, method, node, activation: scope.activation, isInitialiser: false };
    const known = memberAssignments.get(owner);
    if (known) known.push(change);
    else memberAssignments.set(owner, [change]);
  };
  const note = (binding: Binding | undefined, entry: Assignment) => {
    if (binding) assignments.set(binding, [...(assignments.get(binding) ?? []), entry]);
  };
  walkScopes(program, root, {
    write(id, scope, node) {
      note(scope.find(id.name), { node, activation: scope.activation, isInitialiser: false });
    },
    memberWrite(id, scope, path, kind, node, method) {
      noteMember(id, scope, path, kind, node, method);
      const [name, ...rest] = id.name === "module" && path[0] === "exports" ? path.slice(1) : id.name === "exports" ? path : [];
      if (name === undefined || rest.length > 0 || kind !== "assign" || scope.find(id.name)) return;
      if (!exported.has(name)) exported.set(name, { name, kind: "let", scope: root, node: program });
      note(exported.get(name), { node, activation: scope.activation, isInitialiser: false });
    },
    methodCall: (id, scope, path, method, node) => noteMember(id, scope, path, "call", node, method),
    special(what, node, scope) {
      if (what !== "await" && what !== "yield") return;
      // Vite's own awaits at the head of a module; nothing of the user's runs between them.
      if (node.type === "AwaitExpression" && /^await __vi\w*import/.test(source.slice(node.start, node.start + 40))) return;
      pauses.set(scope.activation, [...(pauses.get(scope.activation) ?? []), node.start]);
    },
  });
  noteInitialisers(root, note);
  return {
    source,
    root,
    program,
    isWrapper: source.startsWith(WRAPPER_START),
    assignments,
    memberAssignments,
    references: new References(program),
    exported,
    pauses,
  };
}

function tryParse(source: string, sourceType: "module" | "script"): ScriptModel["program"] | undefined {
  const options: Options = {
    ecmaVersion: "latest",
    sourceType,
    allowHashBang: true,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    allowSuperOutsideMethod: true,
    checkPrivateFields: false,
  };
  try {
    return parse(source, options);
  } catch {
    return undefined;
  }
}

/** A `var` can be read before its initialiser has run. */
function noteInitialisers(scope: Scope, note: (binding: Binding, entry: Assignment) => void): void {
  for (const binding of scope.bindings.values()) {
    if (binding.kind === "var" && binding.node.type === "VariableDeclarator" && binding.node.init) {
      note(binding, { node: binding.node, activation: scope.activation, isInitialiser: true });
    }
  }
  for (const child of scope.children) noteInitialisers(child, note);
}

function scopeAt(root: Scope, position: number): Scope {
  let at = root;
  for (;;) {
    const inner = at.children.find((child) => child.node.start <= position && position < child.node.end);
    if (!inner) return at;
    at = inner;
  }
}

/** The innermost scope around a function of this range. */
function scopeAround(model: ScriptModel, start: number, end: number): Scope {
  let at = model.root;
  for (;;) {
    const inner = at.children.find((c) => contains(c.node, start, end) && (c.node.start < start || end < c.node.end));
    if (!inner) return at;
    at = inner;
  }
}

/** The variable that `name` means to a function of this range. */
export const resolve = (model: ScriptModel, name: string, start: number, end: number): Binding | undefined =>
  scopeAround(model, start, end).find(name);

/** The variable that a name stands for. */
export const bindingAt = (model: ScriptModel, { name, start }: Identifier): Binding | undefined =>
  scopeAt(model.root, start).find(name);

/** Whether a method of this range stands in a class, and not in an object literal. */
export const isInClass = (model: ScriptModel, start: number, end: number): boolean =>
  /^Class/.test(scopeAround(model, start, end).node.type);

/** Whether a function of this range is what a field of a class begins with. */
export const isClassField = (model: ScriptModel, start: number, end: number): boolean =>
  scopeAround(model, start, end).node.type === "PropertyDefinition";

export type Verdict = "stable" | "may change" | { assignedAt: number };

/** Whether a change comes too late for the thread that is being started. */
export type IsLate = (change: Assignment) => boolean;

/** `url` is the script's; frames are those of the current stack. */
export function judge(
  model: ScriptModel,
  binding: Binding,
  url: string,
  frames: readonly Frame[],
  isLate: IsLate = () => false,
): Verdict {
  // The variables of our own wrapper are only filled, by `bind`.
  if (model.isWrapper && binding.scope.activation.start === 1) return "stable";
  const all = model.assignments.get(binding);
  if (!all || binding.kind === "const" || binding.kind === "own name") return "stable";
  const inside = framesInside(model, url, frames);
  let verdict: Verdict = "stable";
  for (const assignment of all) {
    if (!counts(model, binding, assignment, inside)) continue;
    if (!assignment.isInitialiser && !isLate(assignment)) return { assignedAt: assignment.node.start };
    verdict = "may change";
  }
  return verdict;
}

/**
 * The changes of what a variable holds that a thread with a copy might miss, of those that `concerns` takes; those inside a
 * function of the range are left out.
 */
export function pendingChanges(
  { model, binding, url, frames }: { model: ScriptModel; binding: Binding; url: string; frames: readonly Frame[] },
  around: { start: number; end: number },
  concerns: (change: MemberAssignment) => boolean,
): readonly MemberAssignment[] {
  const all = model.memberAssignments.get(binding);
  if (!all) return [];
  const inside = framesInside(model, url, frames);
  const home = binding.scope.node;
  return all.filter((change) => {
    const { node } = change;
    if ((around.start <= node.start && node.end <= around.end) || !concerns(change)) return false;
    if (change.kind !== "mutator" && !change.path.includes("*")) return counts(model, binding, change, inside);
    return inside(change.activation).some(
      ({ position }) => !inCommonLoop(model, home, position, node) && follows(model, home, position, node),
    );
  });
}

/** The frames of the stack that are calls of a function, or of the program. */
type Inside = (activation: AnyNode) => readonly Frame[];

const framesInside = (model: ScriptModel, url: string, frames: readonly Frame[]): Inside => {
  return (activation) => frames.filter((f) => f.url === url && scopeAt(model.root, f.position).activation === activation);
};

function counts(model: ScriptModel, binding: Binding, assignment: Assignment, inside: Inside): boolean {
  const { node, activation } = assignment;
  const home = binding.scope.node;
  if (activation !== binding.scope.activation) {
    if (binding.scope === model.root && runsOnce(model, activation, node)) return false;
    return mayRunLater(model, binding.scope, activation, node, inside);
  }
  // Each turn of `for (let …)` has a variable of its own; the update makes the next one.
  if (home.type === "ForStatement" && [home.update, home.test].some((part) => part && contains(part, node.start, node.end)))
    return false;
  return isAhead(model, home, activation, node, inside);
}

/** Whether a call that is going on, or is suspended, has not come so far yet. */
function isAhead(model: ScriptModel, home: AnyNode, activation: AnyNode, node: AnyNode, inside: Inside): boolean {
  const frames = inside(activation);
  if (frames.length > 0) return frames.some((frame) => follows(model, home, frame.position, node));
  return (model.pauses.get(activation) ?? []).some((pause) => pause < node.end || inCommonLoop(model, home, pause, node));
}

/** Whether code of a function inside a variable's scope may still run, while that variable is there. */
function mayRunLater(model: ScriptModel, scope: Scope, activation: AnyNode, node: AnyNode, inside: Inside): boolean {
  const calls = onlyCalls(model, scope.activation, activation);
  if (calls === undefined) return true;
  let at: OnlyCall = { call: node, activation };
  for (const next of calls) {
    if (isAhead(model, at.activation, at.activation, at.call, inside)) return true;
    // A call that is going on has been made; of one that is not, the place where it would be made tells.
    if (inside(at.activation).length > 0) return false;
    at = next;
  }
  return isAhead(model, scope.node, at.activation, at.call, inside);
}

/** The calls that lead to a function from another one around it, innermost first, if each is the only one there is. */
function onlyCalls(model: ScriptModel, from: AnyNode, to: AnyNode): OnlyCall[] | undefined {
  const calls: OnlyCall[] = [];
  for (let activation = to; activation !== from; ) {
    const only = onlyCallOf(model.program, model.references, activation);
    // Functions that only call each other, or themselves, are never called.
    if (only === undefined || calls.some((call) => call.activation === only.activation)) return undefined;
    calls.push(only);
    activation = only.activation;
  }
  return calls;
}

const RUN_ONCE = /([\w$]+)\s*&&\s*\([\w$]+\s*=[^;]*\(\s*\1\s*=\s*0\s*\)/;

/**
 * esbuild turns a module that is loaded lazily into `init = __esm(() => { … })`, its variables into ones outside, and their
 * initialisers into assignments. The helper is told by the way it forgets the function it has run: `fn && (r = fn(fn = 0))`.
 */
function runsOnce(model: ScriptModel, activation: AnyNode, assignment: AnyNode): boolean {
  const call = around(model.program, activation.start, assignment).findLast(
    (node) => node.type === "CallExpression" && !contains(activation, node.start, node.end),
  );
  if (call?.type !== "CallExpression" || call.callee.type !== "Identifier") return false;
  const [argument] = call.arguments;
  const [property] = argument?.type === "ObjectExpression" ? argument.properties : [];
  const initialiser = property?.type === "Property" ? property.value : argument;
  const helper = model.root.bindings.get(call.callee.name)?.node;
  if (initialiser !== activation || helper?.type !== "VariableDeclarator" || !helper.init) return false;
  return RUN_ONCE.test(model.source.slice(helper.init.start, Math.min(helper.init.end, helper.init.start + 500)));
}

/** For the function that such a helper makes: the variable that holds what is still to be run. */
export const runOnceGuard = (text: string): string | undefined => (text.length < 500 ? RUN_ONCE.exec(text)?.[1] : undefined);

function follows(model: ScriptModel, home: AnyNode, position: number, assignment: AnyNode): boolean {
  if (inCommonLoop(model, home, position, assignment)) return true;
  return position < assignment.end && !inOtherBranch(model, position, assignment);
}

function inCommonLoop(model: ScriptModel, home: AnyNode, position: number, assignment: AnyNode): boolean {
  return around(model.program, position, assignment).some(
    (node) => isLoop(node) && node !== home && contains(home, node.start, node.end),
  );
}

function inOtherBranch(model: ScriptModel, position: number, assignment: AnyNode): boolean {
  return around(model.program, position, assignment).some((node) => {
    if (node.type !== "IfStatement" && node.type !== "ConditionalExpression") return false;
    const branches = [node.consequent, node.alternate];
    const [here, there] = [position, assignment.start].map((at) => branches.findIndex((b) => b && contains(b, at)));
    return here! >= 0 && there! >= 0 && here !== there;
  });
}

/** Where an imported name comes from. */
export function importSource(model: ScriptModel, binding: Binding): { specifier: string; name: string } | undefined {
  for (const node of model.program.body) {
    if (node.type !== "ImportDeclaration") continue;
    const found = node.specifiers.find((s) => s === binding.node);
    if (found?.type === "ImportSpecifier" && found.imported.type === "Identifier") {
      return { specifier: String(node.source.value), name: found.imported.name };
    }
    if (found?.type === "ImportDefaultSpecifier") return { specifier: String(node.source.value), name: "default" };
  }
  return undefined;
}

/** The module whose namespace a name is imported as. */
export function namespaceSource(model: ScriptModel, binding: Binding): string | undefined {
  for (const node of model.program.body) {
    if (node.type !== "ImportDeclaration") continue;
    if (node.specifiers.some((s) => s === binding.node && s.type === "ImportNamespaceSpecifier"))
      return String(node.source.value);
  }
  return undefined;
}

/** The variable that a module exports under a name, or the module it passes on from. */
export function exportedBinding(model: ScriptModel, name: string): Binding | { specifier: string; name: string } | undefined {
  for (const node of model.program.body) {
    if (node.type !== "ExportNamedDeclaration") continue;
    for (const s of node.specifiers) {
      if (s.exported.type !== "Identifier" || s.exported.name !== name || s.local.type !== "Identifier") continue;
      if (node.source) return { specifier: String(node.source.value), name: s.local.name };
      return model.root.bindings.get(s.local.name);
    }
    const { declaration } = node;
    const binding = declaration && model.root.bindings.get(name);
    if (binding && contains(declaration, binding.node.start, binding.node.end)) return binding;
  }
  return undefined;
}

/** The stack in positions of the compiled text; frames of awaiting callers are among them. */
const MOST_FRAMES = 400;
/** This package needs fewer between a call of it and here. */
const OWN_FRAMES = 16;

/** The call of this package that is going on. */
export const callOfProgram = (): Frame | undefined => currentFrames(OWN_FRAMES)[0];

/** The calls that are going on, the innermost first, without those of Node and of this package. */
export function currentFrames(most = MOST_FRAMES): Frame[] {
  const files = callSites(Object.isFrozen(Error) ? foreignError() : Error, most).map((site) => ({
    file: site.getFileName(),
    site,
  }));
  // Built, the package is one folder of files; its sources lie in several.
  const own = files[0]?.file?.replace(/(internal[\\/]closure[\\/])?[^\\/]*$/, "") ?? "node:";
  const frames: Frame[] = [];
  for (const { file, site } of files) {
    if (file && !file.startsWith("node:") && !file.startsWith(own))
      frames.push({ url: originalUrl(file), position: site.getPosition() });
  }
  return frames;
}

function callSites(ErrorClass: ErrorConstructor, most: number): NodeJS.CallSite[] {
  const { prepareStackTrace, stackTraceLimit } = ErrorClass;
  try {
    ErrorClass.stackTraceLimit = most;
    ErrorClass.prepareStackTrace = (_, sites) => sites;
    const sites: unknown = new ErrorClass().stack;
    return Array.isArray(sites) ? sites : [];
  } finally {
    ErrorClass.stackTraceLimit = stackTraceLimit;
    ErrorClass.prepareStackTrace = prepareStackTrace;
  }
}

let foreign: ErrorConstructor | undefined;

/** The Error of another realm, which sees the same stack and can be told how: under --frozen-intrinsics ours cannot. */
const foreignError = () => (foreign ??= process.getBuiltinModule("node:vm").runInNewContext("Error") as ErrorConstructor);
