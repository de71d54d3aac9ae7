/** The variables that a call names in its list of arguments: `state` of `Thread({ target: poll, args: [state] })`. */
import type { AnyNode, CallExpression, Identifier, NewExpression } from "acorn";
import { contains, pathTo } from "./ancestors.js";
import { bindingAt, type ScriptModel } from "./reassignment.js";
import { type Binding, isFunctionNode } from "./scopes.js";

export interface PassedVariable {
  /** Its place in the list. */
  index: number;
  binding: Binding;
  /** Whether the program may still look at it, after the call. */
  isReadLater: boolean;
}

/** Those of the call that is going on at this position. */
export function passedAt(model: ScriptModel, position: number): PassedVariable[] {
  const path = pathTo(model.program, position);
  const call = path.findLast((node) => isCall(node) && (contains(node.callee, position) || node.start === position));
  const activation = path.findLast(isFunctionNode);
  return listOf(call as CallExpression | undefined).flatMap((id, index) => {
    const binding = id && bindingAt(model, id);
    if (!binding) return [];
    const isReadLater = model.references
      .of(binding.node)
      .some((use) => use.start >= call!.end || pathTo(model.program, use.start).findLast(isFunctionNode) !== activation);
    return [{ index, binding, isReadLater }];
  });
}

const isCall = (node: AnyNode): node is CallExpression | NewExpression =>
  node.type === "CallExpression" || node.type === "NewExpression";

/** The items of a call's list of arguments that are plain names, at their places. */
function listOf(call: CallExpression | NewExpression | undefined): (Identifier | undefined)[] {
  for (const argument of call?.arguments ?? []) {
    const list = argument.type === "ObjectExpression" ? propertyOf(argument, "args") : argument;
    if (list?.type !== "ArrayExpression") continue;
    const spread = list.elements.findIndex((element) => element?.type === "SpreadElement");
    const known = spread < 0 ? list.elements : list.elements.slice(0, spread);
    return known.map((element) => (element?.type === "Identifier" ? element : undefined));
  }
  return [];
}

function propertyOf(object: AnyNode & { type: "ObjectExpression" }, name: string): AnyNode | undefined {
  for (const property of object.properties) {
    if (property.type !== "Property" || property.computed || property.key.type !== "Identifier") continue;
    if (property.key.name === name) return property.value;
  }
  return undefined;
}
