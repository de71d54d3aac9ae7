/**
 * How long a thread that is being started can run, as far as the text around its `start()` tells: until a `join()` that the
 * same call is sure to come to. What is assigned after that, no thread needs to see.
 *
 * A join counts when it stands further down in the list of statements that the start stands in, or in one around it, and
 * nothing in between leaves that list; it may be a loop over what the thread was taken from or added to.
 */
import type { AnyNode, CallExpression, Identifier, NewExpression } from "acorn";
import { contains, isLoop, pathTo } from "./ancestors.js";
import { bindingAt, type ScriptModel } from "./reassignment.js";
import { type Binding, forEachChild, isFunctionNode } from "./scopes.js";

export interface Lifetime {
  model: ScriptModel;
  /** The function or program that starts the thread and joins it. */
  activation: AnyNode;
  /** From the start, or the loop around it, to the end of the join. */
  start: number;
  end: number;
  /** Whether no other code of the program can run in the meantime. */
  isUndisturbed: boolean;
}

/** Where the thread is joined that the call at this position starts; undefined when that is another call, or nothing is sure. */
export function lifetimeOf(model: ScriptModel, position: number): Lifetime | undefined {
  const path = pathTo(model.program, position);
  const call = path.findLast((node): node is CallExpression => isCallOf(node, "start") && contains(node.callee, position));
  const started = call && receiverOf(call);
  if (!started) return undefined;
  const inner = path.findLastIndex((node) => isFunctionNode(node) || node.type === "Program");
  const activation = path[inner] as AnyNode;
  const within = path.slice(inner);
  const names = namesOf(model, started, within);
  for (let depth = within.length - 1; depth >= 0; depth--) {
    const statements = statementsOf(within[depth] as AnyNode);
    const at = statements.findIndex((statement) => contains(statement, position));
    const join = at < 0 ? undefined : statements.slice(at + 1).find((statement) => joins(model, statement, names));
    if (!join) continue;
    const loop = within.slice(depth + 1).find(isLoop);
    const span = { start: (loop ?? call).start, end: join.end };
    const between = nodesIn(activation, span);
    if (between.some((node) => node.start >= call.end && isExit(node))) return undefined;
    const isUndisturbed = between.every((node) => isHarmless(model, node));
    // An error that is caught leaves the join out.
    if (!isUndisturbed && within.some((node) => node.type === "TryStatement" && node.handler)) return undefined;
    return { model, activation, ...span, isUndisturbed };
  }
  return undefined;
}

/** Whether a change of a variable comes only after the thread has ended. */
export function isOutlived({ model, activation, start, end, isUndisturbed }: Lifetime, change: Change): boolean {
  const { node } = change;
  if (change.model === model && start <= node.start && node.end <= end) return false;
  if (isUndisturbed) return true;
  if (change.model !== model || change.activation !== activation) return false;
  // What stands before the start comes after it by going round a loop, which then has to hold the join as well.
  return pathTo(model.program, start).every((at) => !isLoop(at) || !contains(at, node.start) || contains(at, start, end));
}

/** A change of what a variable holds, and where it stands. */
export interface Change {
  model: ScriptModel;
  node: AnyNode;
  activation: AnyNode;
}

function isCallOf(node: AnyNode, method: string): node is CallExpression {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.arguments.length > 0) return false;
  const { property, computed } = node.callee;
  return !computed && property.type === "Identifier" && property.name === method;
}

/** `t` of `t.join()`, and `threads` of `threads[i].join()`. */
function receiverOf(call: CallExpression): Identifier | undefined {
  let object = call.callee.type === "MemberExpression" ? call.callee.object : call.callee;
  if (object.type === "MemberExpression" && object.computed) object = object.object;
  return object.type === "Identifier" ? object : undefined;
}

/** The variables that hold the thread for good: itself, what the loop around takes it from, and what it is added to. */
function namesOf(model: ScriptModel, id: Identifier, within: readonly AnyNode[]): Set<Binding> {
  const own = bindingAt(model, id);
  if (!own) return new Set();
  const holders = [id, ...within.flatMap((node) => sourceOf(node, own)), ...holdersOf(model, own, within[0] as AnyNode)];
  const bindings = holders.map((holder) => bindingAt(model, holder));
  return new Set(bindings.filter((binding) => binding !== undefined && !isAssigned(model, binding)) as Binding[]);
}

/** `threads` of `for (const t of threads)`. */
const sourceOf = (node: AnyNode, item: Binding): Identifier[] =>
  node.type === "ForOfStatement" && node.right.type === "Identifier" && contains(node.left, item.node.start) ? [node.right] : [];

/** `threads` of `threads.push(t)` and `threads.append(t)`. */
function holdersOf(model: ScriptModel, own: Binding, activation: AnyNode): Identifier[] {
  return nodesIn(activation, activation).flatMap((node) => {
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || node.arguments.length !== 1) return [];
    const { object, property } = node.callee;
    const [item] = node.arguments;
    if (object.type !== "Identifier" || property.type !== "Identifier" || !/^(push|append)$/.test(property.name)) return [];
    return item?.type === "Identifier" && bindingAt(model, item) === own ? [object] : [];
  });
}

const isAssigned = (model: ScriptModel, binding: Binding): boolean =>
  model.assignments.get(binding)?.some(({ isInitialiser, node }) => !isInitialiser && !contains(binding.node, node.start)) ??
  false;

const statementsOf = (node: AnyNode): readonly AnyNode[] =>
  node.type === "BlockStatement" || node.type === "Program" || node.type === "StaticBlock" ? node.body : [];

/** Whether a statement waits for all threads that the variables hold, without a timeout. */
function joins(model: ScriptModel, statement: AnyNode, names: ReadonlySet<Binding>): boolean {
  if (statement.type === "ExpressionStatement") {
    const call = statement.expression;
    const joined = isCallOf(call, "join") ? receiverOf(call) : undefined;
    const binding = joined && bindingAt(model, joined);
    return binding !== undefined && names.has(binding) && !isItem(call as CallExpression);
  }
  if (statement.type === "ForOfStatement") {
    const { left, right, body } = statement;
    const all = right.type === "Identifier" ? bindingAt(model, right) : undefined;
    if (!all || !names.has(all)) return false;
    return bodyOf(body).some((inner) => joinsOne(inner, (id) => contains(left, bindingAt(model, id)?.node.start ?? -1)));
  }
  if (statement.type === "ForStatement") {
    return bodyOf(statement.body).some((inner) => joinsOne(inner, (id) => names.has(bindingAt(model, id) as Binding)));
  }
  return false;
}

/** A join of one item is one of all only in a loop. */
const isItem = (call: CallExpression): boolean =>
  call.callee.type === "MemberExpression" && call.callee.object.type !== "Identifier";

const bodyOf = (body: AnyNode): readonly AnyNode[] => (body.type === "BlockStatement" ? body.body : [body]);

function joinsOne(statement: AnyNode, isThread: (id: Identifier) => boolean): boolean {
  if (statement.type !== "ExpressionStatement" || !isCallOf(statement.expression, "join")) return false;
  const joined = receiverOf(statement.expression);
  return joined !== undefined && isThread(joined);
}

/** All nodes of a function in a range, without those of the functions inside. */
function nodesIn(root: AnyNode, { start, end }: { start: number; end: number }): AnyNode[] {
  const found: AnyNode[] = [];
  const visit = (node: AnyNode): void => {
    if (node.end <= start || end <= node.start) return;
    if (start <= node.start && node.end <= end) found.push(node);
    if (node === root || !isFunctionNode(node)) forEachChild(node, visit);
  };
  visit(root);
  return found;
}

const isExit = (node: AnyNode): boolean => /^(Return|Break|Continue|Throw)Statement$|^(Yield|Await)Expression$/.test(node.type);

/** Whether a node runs nothing that could assign a variable of the program, other than by itself. */
function isHarmless(model: ScriptModel, node: AnyNode): boolean {
  switch (node.type) {
    case "YieldExpression":
    case "AwaitExpression":
    case "TaggedTemplateExpression":
      return false;
    case "CallExpression":
    case "NewExpression":
      return isHarmlessCall(model, node);
    default:
      return true;
  }
}

function isHarmlessCall(model: ScriptModel, { callee, arguments: given }: CallExpression | NewExpression): boolean {
  const { name } =
    callee.type === "MemberExpression" && callee.property.type === "Identifier" ? callee.property : (callee as Identifier);
  if (callee.type === "MemberExpression" && /^(start|join|is_alive|isAlive|push|append)$/.test(name)) return true;
  let root: AnyNode = callee;
  while (root.type === "MemberExpression") root = root.object;
  if (root.type !== "Identifier" || !isOfOthers(model, root)) return false;
  // It may call what it is given at once; a thread does not, and other threads have variables of their own.
  return name === "Thread" || name === "Timer" || !given.some((argument) => mayBeFunction(model, argument));
}

const mayBeFunction = (model: ScriptModel, argument: AnyNode): boolean =>
  isFunctionNode(argument) || (argument.type === "Identifier" && bindingAt(model, argument)?.kind === "function");

/** Whether a name stands for something of the platform or of a package. */
function isOfOthers(model: ScriptModel, id: Identifier): boolean {
  const binding = bindingAt(model, id);
  if (!binding) return true;
  if (binding.kind !== "import") return false;
  const from = model.program.body.find((node) => node.type === "ImportDeclaration" && contains(node, binding.node.start));
  return from?.type === "ImportDeclaration" && !/^[./#]|^file:/.test(String(from.source.value));
}
