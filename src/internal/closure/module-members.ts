/**
 * What stands behind a member of a module object that compilers and test runners make. A real namespace knows its
 * variables; these objects have getters that read one, or copies that the module's own code renews.
 */
import type { AnyNode } from "acorn";
import { forEachChild } from "./scopes.js";
import type { Binding } from "./scopes.js";

/** A getter's body: a variable, or a member of one whose key is written or is a variable too. */
export interface Forwarding {
  name: string;
  key?: string;
  keyVariable?: string;
}

const HEAD = /^(?:get\b|function\b)?[^(]*\(\)\s*(?:=>)?\s*/;
const BODY = /^(?:\{\s*(?:try\s*\{\s*)?return\s+)?([\w$]+)(?:\.([\w$]+)|\[([\w$]+)\])?\s*;?(?:\s*\}\s*catch\s*\{\s*\})?\s*\}?$/;

const COUNTERS = /\/\*[^]*?\*\/|cov_[0-9a-z]+\(\)(\.\w+|\[\d+\])+\+\+;?\s*/g;

/** From the text of a getter. Undefined when it does anything else, but for counting what is covered. */
export function forwardingOf(getter: string): Forwarding | undefined {
  const body = BODY.exec(getter.replace(COUNTERS, "").replace(HEAD, ""));
  if (!body) return undefined;
  const [, name, key, keyVariable] = body;
  return { name: name!, ...(key !== undefined && { key }), ...(keyVariable !== undefined && { keyVariable }) };
}

/** The relative specifier of `const lib = require("./lib")`, with whatever helper around the call. */
export function requiredBy(binding: Binding): string | undefined {
  const { node } = binding;
  return node.type === "VariableDeclarator" && node.init ? requireIn(node.init) : undefined;
}

function requireIn(node: AnyNode): string | undefined {
  if (node.type !== "CallExpression") return undefined;
  const [argument] = node.arguments;
  if (node.callee.type === "Identifier" && node.callee.name === "require" && argument?.type === "Literal") {
    return /^\.{1,2}\//.test(String(argument.value)) ? String(argument.value) : undefined;
  }
  let found: string | undefined;
  forEachChild(node, (child) => {
    found ??= requireIn(child);
  });
  return found;
}

/** Variables that compilers name for a module: `lib_1`, `import_lib`, `_lib`, `__vite_ssr_import_0__`. */
export const isMadeByCompiler = (name: string) => /^(__vi\w*import_\d+__|import_\w+|\w+_\d+|_\w+)$/.test(name);
