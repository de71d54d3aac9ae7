/** Which class each method belongs to, and what of a class its text does not say: computed keys, members added later. */
import { CaptureError } from "../base/errors.js";
import { keyOfMethod, sortMembers } from "./class-edits.js";
import { type CodeInfo, lookUp, textOf } from "./function-info.js";
import type { FunctionText } from "./function-text.js";
import { scan } from "./scan.js";
import type { ConstantName, FunctionDescription, OwnProperty } from "./types.js";

type Member = Extract<FunctionDescription, { kind: "member" }>;

/** The properties of a class, on both sides. */
export interface Members {
  /** Not defined by the text. */
  statics: OwnProperty[];
  prototype: OwnProperty[];
  /** Defined by the text. */
  textual: { statics: OwnProperty[]; prototype: OwnProperty[] };
}

export class ClassMembers {
  readonly #known = new Map<Function, Member>();

  /** The method of a class that a function is, if its class was met before. */
  of(fn: Function): Member | undefined {
    return this.#known.get(fn);
  }

  read({ fn, source, found }: FunctionText): Members {
    const statics = sortMembers(fn, true, source, found);
    const prototype = sortMembers(fn.prototype, false, source, found);
    this.#note(fn, true, statics.textual);
    this.#note(fn, false, prototype.textual);
    return {
      statics: statics.rest,
      prototype: prototype.rest,
      textual: { statics: statics.textual, prototype: prototype.textual },
    };
  }

  /** A method bound to an instance of a class comes from that class, so that `super` and private names work in it. */
  learn(method: Function, self: unknown): void {
    if (this.#known.has(method) || (typeof self !== "object" && typeof self !== "function") || self === null) return;
    const isStatic = typeof self === "function";
    for (let at: object | null = isStatic ? self : Object.getPrototypeOf(self); at; at = Object.getPrototypeOf(at)) {
      const owner = isStatic ? at : Object.getOwnPropertyDescriptor(at, "constructor")?.value;
      if (typeof owner !== "function") continue;
      const source = textOf(owner);
      if (!source.startsWith("class")) continue;
      this.#note(owner, isStatic, sortMembers(at, isStatic, source, scan(source)).textual);
      if (this.#known.has(method)) return;
    }
  }

  #note(owner: Function, isStatic: boolean, textual: readonly OwnProperty[]): void {
    for (const { key, descriptor } of textual) {
      for (const slot of ["value", "get", "set"] as const) {
        const fn: unknown = descriptor[slot];
        if (typeof fn === "function") this.#known.set(fn, { kind: "member", owner, isStatic, key, slot });
      }
    }
  }
}

/** @throws CaptureError where the key cannot be told without running the program's code again. */
export function computedKey(
  { name }: ConstantName,
  { source, found, info, label }: FunctionText,
  { textual }: Members,
): string | symbol {
  const member = found.shape!.members.find((m) => String(m.range[0]) === name)!;
  const text = source.slice(...member.range);
  const key =
    member.kind === "method"
      ? keyOfMethod(text, member.isStatic, member.isStatic ? textual.statics : textual.prototype)
      : evaluateKey(member.keyNode!, info);
  if (key !== undefined) return key;
  throw new CaptureError(
    `class ${label} has the computed key [${source.slice(...member.keyRange!)}], whose value cannot be found; use a constant for it`,
  );
}

type Node = { type: string; [part: string]: unknown };

function evaluateKey(node: { type: string }, info: CodeInfo): string | symbol | undefined {
  const value = evaluate(node as Node, info);
  if (typeof value === "symbol") return value;
  return value === undefined || typeof value === "object" || typeof value === "function" ? undefined : String(value);
}

/** Names, their members, and literals: enough for keys as people write them, and free of side effects. */
function evaluate(node: Node, info: CodeInfo): unknown {
  if (node.type === "Literal") return node.value;
  if (node.type === "Identifier") {
    const entry = lookUp(node.name as string, info);
    if (entry) return entry.found.state === "value" ? entry.found.value : undefined;
    return Object.getOwnPropertyDescriptor(info.global, node.name as string)?.value;
  }
  if (node.type !== "MemberExpression" || node.computed) return undefined;
  const owner = evaluate(node.object as Node, info);
  if ((typeof owner !== "object" && typeof owner !== "function") || owner === null) return undefined;
  return Object.getOwnPropertyDescriptor(owner, (node.property as { name: string }).name)?.value;
}
