/**
 * Walks a syntax tree with its scopes and reports every use of a name.
 *
 * Two readers share it: `scan.ts` asks which names of one function are free, `reassignment.ts` asks who assigns a binding
 * anywhere in a script. Neither needs types or control flow, so a scope is just a set of names and a parent.
 *
 * Invariant: a visitor is called after all names of the scopes around the node are declared, so `scope.find` is final.
 */
import type { AnyNode, Class, Function as FunctionNode, Identifier, Pattern, PropertyDefinition } from "acorn";
import { memberChain, pathInPattern, staticKey, stripped, thisPath } from "./member-chain.js";

export type BindingKind = "var" | "let" | "const" | "function" | "class" | "parameter" | "import" | "own name";

export interface Binding {
  name: string;
  kind: BindingKind;
  scope: Scope;
  /** The declarator, specifier, function or class that declares it. */
  node: AnyNode;
}

export class Scope {
  readonly bindings = new Map<string, Binding>();
  readonly children: Scope[] = [];

  constructor(
    readonly parent: Scope | undefined,
    readonly node: AnyNode,
    /** Has a `this` of its own: functions, field initialisers, static blocks. */
    readonly ownThis = false,
    /** The node whose running creates this scope's variables; scopes of one call share it. */
    readonly activation: AnyNode = parent!.activation,
  ) {
    parent?.children.push(this);
  }

  declare(name: string, kind: BindingKind, node: AnyNode): void {
    const known = this.bindings.get(name);
    if (known === undefined || kind === "function") this.bindings.set(name, { name, kind, scope: this, node });
  }

  find(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const binding = scope.bindings.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  /** The node inside the tree that `this` here belongs to. */
  get thisOwner(): AnyNode | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) if (scope.ownThis) return scope.node;
    return undefined;
  }
}

export type MemberWriteKind = "assign" | "delete" | "mutator";
export type Special =
  | "this"
  | "super"
  | "new.target"
  | "import.meta"
  | "import()"
  | "eval"
  | "private name"
  | "private declaration"
  | "await"
  | "yield";

/** What a member expression begins with, and where that is to be looked up. */
interface Origin {
  /** Undefined for `this`. */
  root: Identifier | undefined;
  path: string[];
  scope: Scope;
  isAliased: boolean;
}

/** A constant may stand for what another one stands for. */
const MOST_ALIASES = 8;

/** Methods that call a function with each item in the first place. */
const EACH_ITEM = new Set(["forEach", "map", "filter", "some", "every", "find", "findIndex", "flatMap"]);

export interface ScopeVisitor {
  /** Whether writes, calls and passes are told of what a constant stands for: `const row = rows[0]; row.fill(1)`. */
  followsAliases?: boolean;
  /** `member` is the first property read from it, when that is all the expression uses. */
  read?(id: Identifier, scope: Scope, member: string | undefined): void;
  /** `node` is the whole expression or loop head that assigns. */
  write?(id: Identifier, scope: Scope, node: AnyNode): void;
  memberWrite?(
    id: Identifier,
    scope: Scope,
    path: string[],
    kind: MemberWriteKind,
    node: AnyNode,
    method?: string,
    isAliased?: boolean,
  ): void;
  thisWrite?(scope: Scope, path: string[], kind: MemberWriteKind, method?: string, isAliased?: boolean): void;
  /** `path` leads to the object whose method is called. */
  methodCall?(id: Identifier, scope: Scope, path: string[], method: string, node: AnyNode): void;
  /** `path` leads from the name to what the function `callee` is given in the place `index`. */
  pass?(id: Identifier, scope: Scope, path: string[], callee: Identifier, index: number, node: AnyNode): void;
  special?(what: Special, node: AnyNode, scope: Scope): void;
}

const MUTATORS = new Set(
  (
    "push pop shift unshift splice sort reverse fill copyWithin set add delete clear write swap16 swap32 swap64 " +
    "setTime setYear setFullYear setMonth setDate setHours setMinutes setSeconds setMilliseconds setUTCFullYear setUTCMonth " +
    "setUTCDate setUTCHours setUTCMinutes setUTCSeconds setUTCMilliseconds setInt8 setUint8 setInt16 setUint16 setInt32 " +
    "setUint32 setFloat16 setFloat32 setFloat64 setBigInt64 setBigUint64"
  ).split(" "),
);
const BUFFER_WRITE = /^write(U?[Ii]nt|Big|Float|Double)/;
const isMutator = (name: string) => MUTATORS.has(name) || BUFFER_WRITE.test(name);
const OBJECT_MUTATORS = new Set([
  "assign",
  "defineProperty",
  "defineProperties",
  "setPrototypeOf",
  "freeze",
  "seal",
  "preventExtensions",
]);

export const isNode = (value: unknown): value is AnyNode =>
  typeof value === "object" && value !== null && typeof (value as AnyNode).type === "string";

export function forEachChild(node: AnyNode, visit: (child: AnyNode) => void): void {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) visit(item);
    } else if (isNode(value)) visit(value);
  }
}

export const isFunctionNode = (node: AnyNode): node is FunctionNode & AnyNode =>
  node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression";

export function walkScopes(root: AnyNode, scope: Scope, visitor: ScopeVisitor): void {
  const special = (what: Special, node: AnyNode, at: Scope) => visitor.special?.(what, node, at);

  function declarePattern(pattern: Pattern | null | undefined, at: Scope, kind: BindingKind, node: AnyNode): void {
    switch (pattern?.type) {
      case "Identifier":
        return at.declare(pattern.name, kind, node);
      case "ObjectPattern":
        for (const part of pattern.properties)
          declarePattern(part.type === "RestElement" ? part.argument : part.value, at, kind, node);
        return;
      case "ArrayPattern":
        for (const part of pattern.elements) declarePattern(part, at, kind, node);
        return;
      case "RestElement":
        return declarePattern(pattern.argument, at, kind, node);
      case "AssignmentPattern":
        return declarePattern(pattern.left, at, kind, node);
    }
  }

  function hoistVars(node: AnyNode, at: Scope): void {
    if (isFunctionNode(node) || node.type === "ClassDeclaration" || node.type === "ClassExpression") return;
    if (node.type === "VariableDeclaration" && node.kind === "var")
      for (const d of node.declarations) declarePattern(d.id, at, "var", d);
    forEachChild(node, (child) => hoistVars(child, at));
  }

  function declareBlock(statements: readonly AnyNode[], at: Scope): void {
    for (const item of statements) {
      let node: AnyNode = item;
      while (node.type === "LabeledStatement") node = node.body;
      if ((node.type === "ExportNamedDeclaration" || node.type === "ExportDefaultDeclaration") && node.declaration)
        node = node.declaration as AnyNode;
      if (node.type === "VariableDeclaration" && node.kind !== "var") {
        for (const d of node.declarations) declarePattern(d.id, at, node.kind === "let" ? "let" : "const", d);
      } else if (node.type === "FunctionDeclaration" && node.id) at.declare(node.id.name, "function", node);
      else if (node.type === "ClassDeclaration" && node.id) at.declare(node.id.name, "class", node);
      else if (node.type === "ImportDeclaration") for (const s of node.specifiers) at.declare(s.local.name, "import", s);
    }
  }

  function walkDefaults(pattern: Pattern | null | undefined, at: Scope): void {
    switch (pattern?.type) {
      case "ObjectPattern":
        for (const part of pattern.properties) {
          if (part.type === "RestElement") continue;
          if (part.computed) walk(part.key, at);
          walkDefaults(part.value, at);
        }
        return;
      case "ArrayPattern":
        for (const part of pattern.elements) walkDefaults(part, at);
        return;
      case "AssignmentPattern":
        walkDefaults(pattern.left, at);
        return walk(pattern.right, at);
      case "RestElement":
        return walkDefaults(pattern.argument, at);
    }
  }

  function walkTarget(target: AnyNode, at: Scope, whole: AnyNode): void {
    switch (target.type) {
      case "Identifier":
        return visitor.write?.(target, at, whole);
      case "ObjectPattern":
        for (const part of target.properties) {
          if (part.type === "RestElement") walkTarget(part.argument, at, whole);
          else {
            if (part.computed) walk(part.key, at);
            walkTarget(part.value, at, whole);
          }
        }
        return;
      case "ArrayPattern":
        for (const part of target.elements) if (part) walkTarget(part, at, whole);
        return;
      case "RestElement":
        return walkTarget(target.argument, at, whole);
      case "AssignmentPattern":
        walkTarget(target.left, at, whole);
        return walk(target.right, at);
      case "ParenthesizedExpression":
        return walkTarget(target.expression, at, whole);
      case "MemberExpression":
        reportMemberWrite(target, at, "assign", whole);
        return walk(target, at);
      default:
        return walk(target, at);
    }
  }

  /** Functions that are called with each item of something. */
  const itemCallbacks = new Map<AnyNode, AnyNode>();

  /** What a constant was made of, and the way to it from there. */
  function sourceOf(name: string, binding: Binding): { source: AnyNode; path: string[] } | undefined {
    const { node, scope: own } = binding;
    const items = binding.kind === "parameter" ? itemCallbacks.get(own.node) : undefined;
    if (items && isFunctionNode(own.node) && own.node.params[0]) {
      const path = pathInPattern(own.node.params[0], name);
      return path && { source: items, path: ["*", ...path] };
    }
    if (binding.kind !== "const" || node.type !== "VariableDeclarator") return undefined;
    const path = pathInPattern(node.id, name);
    if (!path) return undefined;
    if (node.init) return { source: node.init, path };
    return own.node.type === "ForOfStatement" ? { source: own.node.right, path: ["*", ...path] } : undefined;
  }

  function originOf(node: AnyNode, at: Scope): Origin | undefined {
    let scope = at;
    let rest: string[] = [];
    let target = node;
    for (let steps = 0; steps < MOST_ALIASES; steps++) {
      const isAliased = steps > 0;
      const bare = visitor.followsAliases ? stripped(target) : { node: target, path: [] };
      const own = visitor.thisWrite && thisPath(bare.node);
      if (own) return { root: undefined, path: [...own, ...bare.path, ...rest], scope, isAliased };
      const chain = memberChain(bare.node);
      if (!chain) return undefined;
      const path = [...chain.path, ...bare.path, ...rest];
      const binding = visitor.followsAliases ? scope.find(chain.root.name) : undefined;
      const alias = binding && sourceOf(chain.root.name, binding);
      if (!alias) return { root: chain.root, path, scope, isAliased: isAliased || bare.node !== target };
      target = alias.source;
      rest = [...alias.path, ...path];
      scope = binding.scope;
    }
    return undefined;
  }

  function reportMemberWrite(target: AnyNode, at: Scope, kind: MemberWriteKind, node: AnyNode, method?: string): void {
    const origin = originOf(target, at);
    if (!origin) return;
    const { root, path, scope, isAliased } = origin;
    if (root) visitor.memberWrite?.(root, scope, path, kind, node, method, isAliased);
    else if (path.length > 0) visitor.thisWrite?.(scope, path, kind, method, isAliased);
  }

  function walkFunction(node: FunctionNode & AnyNode, at: Scope): void {
    let outer = at;
    if (node.type === "FunctionExpression" && node.id) {
      outer = new Scope(at, node);
      outer.declare(node.id.name, "own name", node);
    }
    const own = new Scope(outer, node, node.type !== "ArrowFunctionExpression", node);
    if (own.ownThis) own.declare("arguments", "parameter", node);
    for (const p of node.params) declarePattern(p, own, "parameter", p);
    for (const p of node.params) walkDefaults(p, own);
    if (node.body.type !== "BlockStatement") return walk(node.body, own);
    const body = new Scope(own, node.body);
    for (const s of node.body.body) hoistVars(s, body);
    // `function f(a) { var a; }` is one variable.
    for (const name of body.bindings.keys()) if (own.bindings.has(name)) body.bindings.delete(name);
    declareBlock(node.body.body, body);
    for (const s of node.body.body) walk(s, body);
  }

  function walkClass(node: Class & AnyNode, at: Scope): void {
    const own = new Scope(at, node);
    if (node.id) own.declare(node.id.name, "own name", node);
    if (node.superClass) walk(node.superClass, own);
    for (const member of node.body.body) {
      if (member.type === "StaticBlock") {
        const block = new Scope(own, member, true);
        for (const s of member.body) hoistVars(s, block);
        declareBlock(member.body, block);
        for (const s of member.body) walk(s, block);
        continue;
      }
      if (member.key.type === "PrivateIdentifier") special("private declaration", member.key, own);
      else if (member.computed) walk(member.key, own);
      if (!member.value) continue;
      if (member.type === "MethodDefinition") walk(member.value, own);
      else walk(member.value, new Scope(own, member, true, (member as PropertyDefinition).static ? own.activation : member));
    }
  }

  function walkCall(node: AnyNode & { type: "CallExpression" }, at: Scope): void {
    const { callee } = node;
    if (callee.type === "Identifier" && callee.name === "eval" && !at.find("eval")) special("eval", node, at);
    if (callee.type === "Identifier" && visitor.pass) {
      for (const [index, argument] of node.arguments.entries()) {
        if (argument.type === "SpreadElement") break;
        const origin = originOf(argument, at);
        if (origin?.root) visitor.pass(origin.root, origin.scope, origin.path, callee, index, node);
      }
    }
    if (callee.type === "MemberExpression") {
      const method = staticKey(callee);
      if (method !== undefined && isMutator(method)) reportMemberWrite(callee.object, at, "mutator", node, method);
      const origin = method !== undefined && visitor.methodCall ? originOf(callee.object, at) : undefined;
      if (origin?.root) visitor.methodCall?.(origin.root, origin.scope, origin.path, method!, node);
      const [callback] = node.arguments;
      if (method !== undefined && EACH_ITEM.has(method) && callback && isFunctionNode(callback))
        itemCallbacks.set(callback, callee.object);
      const { object } = callee;
      if (
        object.type === "Identifier" &&
        (object.name === "Object" || object.name === "Reflect") &&
        method &&
        OBJECT_MUTATORS.has(method)
      ) {
        const [first] = node.arguments;
        if (first && !/^(freeze|seal|prevent)/.test(method))
          reportMemberWrite(first, at, "mutator", node, `${object.name}.${method}`);
      }
    }
    walkChildren(node, at);
  }

  function walkFor(node: AnyNode & { type: "ForStatement" | "ForInStatement" | "ForOfStatement" }, at: Scope): void {
    const own = new Scope(at, node);
    const head = node.type === "ForStatement" ? node.init : node.left;
    if (head?.type === "VariableDeclaration" && head.kind !== "var") {
      for (const d of head.declarations) declarePattern(d.id, own, head.kind === "let" ? "let" : "const", d);
    }
    if (node.type !== "ForStatement") {
      if (node.type === "ForOfStatement" && node.await) special("await", node, own);
      if (head!.type !== "VariableDeclaration") {
        walkTarget(head!, own, node);
        walk(node.right, own);
        return walk(node.body, own);
      }
      // `for (var x of …)` assigns a variable of the function at each turn.
      if (head!.kind === "var") for (const d of head!.declarations) walkTarget(d.id, own, node);
    }
    walkChildren(node, own);
  }

  function walkChildren(node: AnyNode, at: Scope): void {
    forEachChild(node, (child) => walk(child, at));
  }

  function walk(node: AnyNode, at: Scope): void {
    switch (node.type) {
      case "Program": {
        for (const s of node.body) hoistVars(s, at);
        declareBlock(node.body, at);
        return walkChildren(node, at);
      }
      case "Identifier":
        return visitor.read?.(node, at, undefined);
      case "ThisExpression":
        return special("this", node, at);
      case "Super":
        return special("super", node, at);
      case "PrivateIdentifier":
        return special("private name", node, at);
      case "MetaProperty":
        return special(node.meta.name === "import" ? "import.meta" : "new.target", node, at);
      case "ImportExpression":
        special("import()", node, at);
        return walkChildren(node, at);
      case "AwaitExpression":
      case "YieldExpression":
        special(node.type === "AwaitExpression" ? "await" : "yield", node, at);
        return walkChildren(node, at);
      case "CallExpression":
        return walkCall(node, at);
      case "MemberExpression": {
        const key = staticKey(node);
        if (node.object.type === "Identifier" && key !== undefined) visitor.read?.(node.object, at, key);
        else walk(node.object, at);
        if (node.computed || node.property.type === "PrivateIdentifier") walk(node.property, at);
        return;
      }
      case "Property":
        if (node.computed) walk(node.key, at);
        return walk(node.value, at);
      case "AssignmentExpression":
        walkTarget(node.left, at, node);
        return walk(node.right, at);
      case "UpdateExpression":
        return walkTarget(node.argument, at, node);
      case "UnaryExpression":
        if (node.operator === "delete") reportMemberWrite(node.argument, at, "delete", node);
        return walk(node.argument, at);
      case "VariableDeclaration":
        for (const d of node.declarations) {
          walkDefaults(d.id, at);
          // A second `var` of a name is an assignment.
          if (d.init && d.id.type === "Identifier" && node.kind === "var" && at.find(d.id.name)?.node !== d) {
            visitor.write?.(d.id, at, d);
          }
          if (d.init) walk(d.init, at);
        }
        return;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return walkFunction(node, at);
      case "ClassDeclaration":
      case "ClassExpression":
        return walkClass(node, at);
      case "BlockStatement": {
        const block = new Scope(at, node);
        declareBlock(node.body, block);
        return walkChildren(node, block);
      }
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
        return walkFor(node, at);
      case "SwitchStatement": {
        walk(node.discriminant, at);
        const block = new Scope(at, node);
        for (const c of node.cases) declareBlock(c.consequent, block);
        for (const c of node.cases) walkChildren(c, block);
        return;
      }
      case "CatchClause": {
        const block = new Scope(at, node);
        declarePattern(node.param, block, "let", node);
        walkDefaults(node.param, block);
        return walk(node.body, block);
      }
      case "LabeledStatement":
        return walk(node.body, at);
      case "BreakStatement":
      case "ContinueStatement":
      case "ImportDeclaration":
      case "ExportAllDeclaration":
        return;
      case "ExportNamedDeclaration":
        if (node.declaration) walk(node.declaration, at);
        return;
      default:
        return walkChildren(node, at);
    }
  }

  walk(root, scope);
}
