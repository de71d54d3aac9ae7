/** Accesses of members as ways from a name: `cfg.a[i]` is `cfg` and the path `["a", "*"]`. */
import type { AnyNode, Identifier, MemberExpression } from "acorn";

/** The chain of an access such as `cfg.a[i].b`, if it starts at a plain name. A key that only running shows is `*`. */
export function memberChain(node: AnyNode): { root: Identifier; path: string[] } | undefined {
  const path: string[] = [];
  let at: AnyNode = node;
  for (;;) {
    if (at.type === "MemberExpression") {
      path.unshift(staticKey(at) ?? "*");
      at = at.object;
    } else if (at.type === "ChainExpression" || at.type === "ParenthesizedExpression") at = at.expression;
    else break;
  }
  return at.type === "Identifier" ? { root: at, path } : undefined;
}

/** An access through `subarray()`, which gives the same memory: what that is called on, and the path from there. */
export function stripped(node: AnyNode): { node: AnyNode; path: string[] } {
  const path: string[] = [];
  let at = node;
  for (; at.type === "MemberExpression"; at = at.object) path.unshift(staticKey(at) ?? "*");
  let memory: AnyNode = at;
  while (memory.type === "CallExpression" && memory.callee.type === "MemberExpression" && staticKey(memory.callee) === "subarray")
    memory = memory.callee.object;
  return memory === at ? { node, path: [] } : { node: memory, path };
}

/** The way to a name within a pattern, if it is one of keys: `["data"]` for `{ data: name }`. */
export function pathInPattern(pattern: AnyNode, name: string): string[] | undefined {
  if (pattern.type === "Identifier") return pattern.name === name ? [] : undefined;
  if (pattern.type !== "ObjectPattern") return undefined;
  for (const part of pattern.properties) {
    if (part.type === "RestElement" || part.computed || part.key.type !== "Identifier") continue;
    const path = pathInPattern(part.value, name);
    if (path) return [part.key.name, ...path];
  }
  return undefined;
}

/** The same from `this`: `["items"]` for `this.items[0]` without its last step, `["items", "*"]` with it. */
export function thisPath(node: AnyNode): string[] | undefined {
  const path: string[] = [];
  let at: AnyNode = node;
  for (; at.type === "MemberExpression"; at = at.object) path.unshift(staticKey(at) ?? "*");
  return at.type === "ThisExpression" ? path : undefined;
}

export function staticKey(node: MemberExpression): string | undefined {
  if (!node.computed)
    return node.property.type === "PrivateIdentifier" ? `#${node.property.name}` : (node.property as Identifier).name;
  if (node.property.type === "Literal") return String(node.property.value);
  return undefined;
}
