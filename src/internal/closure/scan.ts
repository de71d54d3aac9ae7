/**
 * Finds what one function or class takes from outside, from its own source text alone.
 *
 * The text is what `Function.prototype.toString` gives, so it is one of three forms: an expression, a method of an object
 * literal, or a member that only a class may hold (`#secret() {}`). It is parsed as strict code, which is how it is compiled.
 */
import type { AnyNode, Class, ClassBody, Function as FunctionNode, Property } from "acorn";
import { parse } from "./parser.js";
import { type Binding, type MemberWriteKind, Scope, type ScopeVisitor, walkScopes } from "./scopes.js";

export type SourceForm = "expression" | "method" | "classMember";

/** A visible write through an outer name; `path` leads from the variable to what is assigned, or to what a mutator is called on. */
export interface MemberWrite {
  path: string[];
  kind: MemberWriteKind;
  method?: string;
  /** The call that makes it, where it is not made by the function itself: `fill()`. */
  by?: string;
  /** It is made through a constant that stands for what the path leads to. */
  isAliased?: true;
  /** Line of the file, as the user wrote it. */
  line: number;
}

/** The same within the text, before anything is known of the file. */
export type TextWrite = Omit<MemberWrite, "line"> & { offset: number };

/** A call of a method of what `path` leads to from an outer name. */
export interface TextCall {
  path: string[];
  method: string;
  offset: number;
}

/** A call of the outer function `callee` that is given what `path` leads to from an outer name. */
export interface TextPass {
  path: string[];
  callee: string;
  index: number;
  offset: number;
}

export type Range = readonly [start: number, end: number];

export interface ClassMember {
  kind: "method" | "field" | "block";
  isStatic: boolean;
  isPrivate: boolean;
  /** Undefined for a computed key. */
  key: string | undefined;
  keyNode?: AnyNode;
  keyRange?: Range;
  range: Range;
  valueRange?: Range;
}

export interface ClassShape {
  superclass?: Range;
  members: ClassMember[];
}

export interface Scan {
  form: SourceForm;
  name: string;
  isClass: boolean;
  isArrow: boolean;
  /** Where V8 says the function begins: its parameter list, or its first character for arrows and implicit constructors. */
  paramStart: number;
  /** Free names in order of appearance; names that are assigned are among them. */
  reads: Set<string>;
  /** Free names that are assigned, each with the offset of its first assignment. */
  writes: Map<string, number>;
  /** For names of which only members are used: those members. */
  uses: Map<string, Set<string>>;
  memberWrites: Map<string, TextWrite[]>;
  /** By outer name. */
  calls: Map<string, TextCall[]>;
  passes: Map<string, TextPass[]>;
  /** Writes through the function's or class's own name: `Foo.count++` inside Foo. */
  ownWrites: TextWrite[];
  /** Writes to what its parameters are given, and calls with it, by their place. */
  parameterWrites: Map<number, TextWrite[]>;
  parameterCalls: Map<number, TextCall[]>;
  parameterPasses: Map<number, TextPass[]>;
  /** Writes to its own `this`, such as `this.count++`. */
  thisWrites: Omit<TextWrite, "offset">[];
  usesThis: boolean;
  /** A method whose own `this` is used: it is lost without its object. */
  needsObject: boolean;
  usesArguments: boolean;
  /** A method whose own `super` is used, not that of a class within. */
  usesSuper: boolean;
  callsEval: boolean;
  /** Offsets of `import(` and ranges of `import.meta`. */
  imports: number[];
  metas: Range[];
  /** A method's key when it is computed: it is not needed to make the function again. */
  computedKey?: Range;
  /** Private names that only the class around the text declares. */
  privateNames: Set<string>;
  shape?: ClassShape;
  /** Line of an offset, from the first line of the text. */
  lineOf(offset: number): number;
}

const scans = new Map<string, Scan>();

/** @throws SyntaxError when the text is not strict JavaScript. */
export function scan(source: string): Scan {
  let found = scans.get(source);
  if (!found) {
    found = scanText(source);
    if (scans.size >= 2000) scans.clear();
    scans.set(source, found);
  }
  return found;
}

const FORMS: readonly (readonly [SourceForm, string, string])[] = [
  ["expression", "(", ")"],
  ["method", "({", "})"],
  ["classMember", "(class{", "})"],
];

interface Parsed {
  form: SourceForm;
  node: AnyNode;
  shift: number;
}

function parseText(source: string): Parsed {
  let failure: unknown;
  // Only modules have import.meta, and only scripts comments of HTML, which the engine does not let modules have.
  const types = /<!--|-->/.test(source) ? (["script", "module"] as const) : (["module", "script"] as const);
  for (const sourceType of types) {
    for (const [form, open, close] of FORMS) {
      const prefix = `"use strict";${open}`;
      try {
        const program = parse(`${prefix}${source}\n${close}`, {
          ecmaVersion: "latest",
          sourceType,
          allowSuperOutsideMethod: true,
          checkPrivateFields: false,
        });
        const statement = program.body[1]!;
        if (program.body.length !== 2 || statement.type !== "ExpressionStatement") continue;
        const node = only(form, statement.expression);
        if (node) return { form, node, shift: prefix.length };
      } catch (error) {
        failure ??= error;
      }
    }
  }
  throw failure ?? new SyntaxError("not the text of a function");
}

function only(form: SourceForm, node: AnyNode): AnyNode | undefined {
  if (form === "expression") return /^(Function|ArrowFunction|Class)Expression$/.test(node.type) ? node : undefined;
  const parts: readonly AnyNode[] =
    node.type === "ObjectExpression" ? node.properties : node.type === "ClassExpression" ? node.body.body : [];
  return parts.length === 1 ? parts[0] : undefined;
}

function scanText(source: string): Scan {
  const { form, node, shift } = parseText(source);
  const lineOf = (offset: number) => source.slice(0, offset).split("\n").length - 1;
  const range = (n: { start: number; end: number }): Range => [n.start - shift, n.end - shift];
  const result: Scan = {
    form,
    name: "",
    isClass: false,
    isArrow: false,
    paramStart: 0,
    reads: new Set(),
    writes: new Map(),
    uses: new Map(),
    memberWrites: new Map(),
    calls: new Map(),
    passes: new Map(),
    ownWrites: [],
    parameterWrites: new Map(),
    parameterCalls: new Map(),
    parameterPasses: new Map(),
    thisWrites: [],
    usesThis: false,
    needsObject: false,
    usesArguments: false,
    usesSuper: false,
    callsEval: false,
    imports: [],
    metas: [],
    privateNames: new Set(),
    lineOf,
  };
  const whole = new Set<string>();
  const declared = new Set<string>();
  const use = (name: string, member: string | undefined) => {
    result.reads.add(name);
    if (member === undefined || whole.has(name)) {
      whole.add(name);
      result.uses.delete(name);
    } else result.uses.set(name, (result.uses.get(name) ?? new Set()).add(member));
  };
  /** Which parameter of the function itself a name is, or -1. */
  const placeOf = (binding: Binding, name: string) => {
    const fn = form === "expression" ? node : (node as Property).value;
    return binding.kind === "parameter" && binding.scope.node === fn ? parametersOf(fn).indexOf(name) : -1;
  };
  const visitor: ScopeVisitor = {
    followsAliases: true,
    read(id, scope, member) {
      if (scope.find(id.name)) return;
      if (id.name === "arguments") result.usesArguments = true;
      else use(id.name, member);
    },
    write(id, scope) {
      if (scope.find(id.name)) return;
      use(id.name, undefined);
      if (!result.writes.has(id.name)) result.writes.set(id.name, id.start - shift);
    },
    memberWrite(id, scope, path, kind, at, method, isAliased) {
      const binding = scope.find(id.name);
      const write: TextWrite = {
        path,
        kind,
        offset: at.start - shift,
        ...(method !== undefined && { method }),
        ...(isAliased && { isAliased }),
      };
      if (binding) {
        if (binding.kind === "own name" && binding.node === node) result.ownWrites.push(write);
        const place = placeOf(binding, id.name);
        if (place >= 0) add(result.parameterWrites, place, write);
      } else add(result.memberWrites, id.name, write);
    },
    methodCall(id, scope, path, method, at) {
      const binding = scope.find(id.name);
      const call: TextCall = { path, method, offset: at.start - shift };
      if (!binding) return add(result.calls, id.name, call);
      const place = placeOf(binding, id.name);
      if (place >= 0) add(result.parameterCalls, place, call);
    },
    pass(id, scope, path, callee, index, at) {
      if (scope.find(callee.name)) return;
      const binding = scope.find(id.name);
      const pass: TextPass = { path, callee: callee.name, index, offset: at.start - shift };
      if (!binding) return add(result.passes, id.name, pass);
      const place = placeOf(binding, id.name);
      if (place >= 0) add(result.parameterPasses, place, pass);
    },
    thisWrite(scope, path, kind, method, isAliased) {
      const owner = form === "expression" ? node : (node as Property).value;
      if (scope.thisOwner !== owner) return;
      result.thisWrites.push({ path, kind, ...(method !== undefined && { method }), ...(isAliased && { isAliased }) });
    },
    special(what, at, scope) {
      switch (what) {
        case "this":
          result.usesThis ||= !scope.thisOwner;
          result.needsObject ||= form !== "expression" && scope.thisOwner === (node as Property).value;
          return;
        case "super":
          result.usesThis ||= !scope.thisOwner;
          result.usesSuper ||= form !== "expression" && scope.thisOwner === (node as Property).value;
          return;
        case "eval":
          result.callsEval = true;
          return;
        case "import()":
          result.imports.push(at.start - shift);
          return;
        case "import.meta":
          result.metas.push(range(at));
          return;
        case "private name":
          if (at.type === "PrivateIdentifier") result.privateNames.add(`#${at.name}`);
          return;
        case "private declaration":
          if (at.type === "PrivateIdentifier") declared.add(`#${at.name}`);
          return;
      }
    },
  };
  const root = new Scope(undefined, node, false, node);

  if (form === "expression") {
    walkScopes(node, root, visitor);
    const body = node as (FunctionNode | Class) & AnyNode;
    if (body.type !== "ArrowFunctionExpression") result.name = body.id?.name ?? "";
    result.isArrow = body.type === "ArrowFunctionExpression";
    if (body.type === "ClassExpression") {
      result.isClass = true;
      result.shape = shapeOf(body, range);
      const constructor = body.body.body.find((m) => m.type === "MethodDefinition" && m.kind === "constructor");
      if (constructor?.type === "MethodDefinition") result.paramStart = constructor.value.start - shift;
    } else if (!result.isArrow) result.paramStart = source.indexOf("(", body.id ? body.id.end - shift : 0);
  } else {
    const member = node as (Property | ClassBody["body"][number]) & AnyNode;
    if (member.type === "StaticBlock" || !member.value) throw new SyntaxError("not the text of a function");
    // The key is already known, and is blanked when the function is made again, so its names are not needed.
    walkScopes(member.value, root, visitor);
    if (member.computed) result.computedKey = range(member.key);
    else if ("name" in member.key) result.name = member.key.name;
    if (member.key.type === "PrivateIdentifier") result.name = `#${member.key.name}`;
    result.paramStart = member.value.start - shift;
  }
  for (const name of declared) result.privateNames.delete(name);
  return result;
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** The names of a function's parameters; those that are taken apart have none. */
function parametersOf(fn: AnyNode): (string | undefined)[] {
  if (!("params" in fn)) return [];
  return fn.params.map((param) => {
    const target = param.type === "AssignmentPattern" ? param.left : param;
    return target.type === "Identifier" ? target.name : undefined;
  });
}

function shapeOf(node: Class & AnyNode, range: (n: { start: number; end: number }) => Range): ClassShape {
  const members = node.body.body.map((m): ClassMember => {
    if (m.type === "StaticBlock") return { kind: "block", isStatic: true, isPrivate: false, key: undefined, range: range(m) };
    const isPrivate = m.key.type === "PrivateIdentifier";
    const key = m.computed ? undefined : m.key.type === "Literal" ? String(m.key.value) : (m.key as { name: string }).name;
    return {
      kind: m.type === "MethodDefinition" ? "method" : "field",
      isStatic: m.static,
      isPrivate,
      key: isPrivate ? `#${key}` : key,
      keyNode: m.key,
      keyRange: range(m.key),
      range: range(m),
      ...(m.type === "PropertyDefinition" && m.value && { valueRange: range(m.value) }),
    };
  });
  return { members, ...(node.superClass && { superclass: range(node.superClass) }) };
}
