/** Which nodes of a syntax tree lie around a place in it. */
import type { AnyNode } from "acorn";
import { forEachChild } from "./scopes.js";

export const contains = (node: AnyNode, start: number, end = start) => node.start <= start && end <= node.end;

/** All nodes that hold both places, outermost first; the inner node itself is the last when `position` lies in it. */
export function around(program: AnyNode, position: number, inner: AnyNode): AnyNode[] {
  const path: AnyNode[] = [];
  const visit = (node: AnyNode): void => {
    if (!contains(node, position) || !contains(node, inner.start, inner.end)) return;
    path.push(node);
    forEachChild(node, visit);
  };
  visit(program);
  return path;
}

export const isLoop = (node: AnyNode): boolean => /^(For|ForIn|ForOf|While|DoWhile)Statement$/.test(node.type);

/** All nodes that hold a place, outermost first. */
export function pathTo(program: AnyNode, position: number): AnyNode[] {
  const path: AnyNode[] = [];
  const visit = (node: AnyNode): void => {
    if (position < node.start || node.end <= position) return;
    path.push(node);
    forEachChild(node, visit);
  };
  visit(program);
  return path;
}
