/**
 * Finds functions that are called once in all, such as `main` in `function main() { … } main();`: the name is used in one
 * place, which calls it and lies in no loop. What such a function has done, it will not do again.
 */
import type { AnyNode, Identifier } from "acorn";
import { around, isLoop } from "./ancestors.js";
import { isFunctionNode, Scope, walkScopes } from "./scopes.js";

/** Where each name is read, by the node that declares it. Found out when it is first asked for, which few programs need. */
export class References {
  readonly #program: AnyNode;
  #byDeclaration: Map<AnyNode, AnyNode[]> | undefined;

  constructor(program: AnyNode) {
    this.#program = program;
  }

  of(declaration: AnyNode): readonly AnyNode[] {
    return (this.#byDeclaration ??= this.#collect()).get(declaration) ?? [];
  }

  #collect(): Map<AnyNode, AnyNode[]> {
    const found = new Map<AnyNode, AnyNode[]>();
    walkScopes(this.#program, new Scope(undefined, this.#program, true, this.#program), {
      read(id, scope) {
        const declaration = scope.find(id.name)?.node;
        if (declaration === undefined) return;
        const known = found.get(declaration);
        if (known === undefined) found.set(declaration, [id]);
        else known.push(id);
      },
    });
    return found;
  }
}

export interface OnlyCall {
  call: AnyNode;
  /** The function or program in which the call lies. */
  activation: AnyNode;
}

/** The call of a function that is called in one place only, and once whenever the code around that place runs. */
export function onlyCallOf(program: AnyNode, references: References, fn: AnyNode): OnlyCall | undefined {
  if (!isFunctionNode(fn) || fn.generator) return undefined;
  const path = around(program, fn.start, fn).filter((node) => node.type !== "ParenthesizedExpression");
  path.pop();
  if (isNaming(path.at(-1))) path.pop();
  const parent = path.at(-1);
  if (fn.type !== "FunctionDeclaration" && references.of(fn).length > 0) return undefined;
  if (parent?.type === "CallExpression" && parent.callee.start <= fn.start && fn.end <= parent.callee.end) {
    return onlyOnce(path, parent);
  }
  const isConstant =
    parent?.type === "VariableDeclarator" && parent.id.type === "Identifier" && path.at(-2)?.type === "VariableDeclaration";
  const declaration = fn.type === "FunctionDeclaration" ? fn : isConstant ? parent : undefined;
  const isExported = path.slice(path.findLastIndex(isFunctionNode) + 1).some((node) => node.type.startsWith("Export"));
  if (declaration === undefined || isExported) return undefined;
  if (exportsName(program, (declaration.id as Identifier).name)) return undefined;
  const uses = references.of(declaration).filter((id) => !isNaming(around(program, id.start, id).at(-2)));
  if (uses.length !== 1) return undefined;
  const [id] = uses as [AnyNode];
  const pathOfUse = around(program, id.start, id);
  const call = pathOfUse.at(-2);
  if (call?.type !== "CallExpression" || call.callee !== id) return undefined;
  pathOfUse.pop();
  return onlyOnce(pathOfUse, call);
}

/** esbuild's `__name(f, "f")`, which keeps the name of a function whatever it is renamed to. */
function isNaming(node: AnyNode | undefined): boolean {
  return node?.type === "CallExpression" && node.callee.type === "Identifier" && /^__name\d*$/.test(node.callee.name);
}

/** `path` leads to the call. */
function onlyOnce(path: readonly AnyNode[], call: AnyNode): OnlyCall | undefined {
  const inner = path.findLastIndex((node) => node !== call && (isFunctionNode(node) || node.type === "Program"));
  if (inner < 0 || path.slice(inner).some((node) => isLoop(node) || node.type.startsWith("Class"))) return undefined;
  return { call, activation: path[inner] as AnyNode };
}

function exportsName(program: AnyNode, name: string): boolean {
  if (program.type !== "Program") return false;
  return program.body.some(
    (node) =>
      node.type === "ExportNamedDeclaration" &&
      node.specifiers.some(({ local }) => local.type === "Identifier" && local.name === name && !node.source),
  );
}
