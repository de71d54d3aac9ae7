/**
 * Makes the text of a class harmless to run again: what it extends and what its statics hold comes from the original class,
 * so heritage and computed keys become slots, and static initialisers are blanked. Lines stay where they are.
 */
import type { Scan } from "./scan.js";
import type { ConstantName, OwnProperty } from "./types.js";

export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface ClassEdits {
  edits: Edit[];
  constants: ConstantName[];
}

export function classEdits(scan: Scan): ClassEdits {
  const edits: Edit[] = [];
  const constants: ConstantName[] = [];
  const constant = (kind: ConstantName["kind"], name: string) => `_$p[${constants.push({ kind, name }) - 1}]`;
  const { superclass, members } = scan.shape!;
  if (superclass) edits.push({ start: superclass[0], end: superclass[1], text: "_$b" });
  for (const m of members) {
    const [start, end] = m.range;
    if (m.kind === "block" || (m.kind === "field" && m.isStatic && !m.isPrivate)) {
      // The semicolon keeps the neighbours apart that this member kept apart.
      edits.push({ start, end, text: ";" });
    } else if (m.kind === "field" && m.isStatic) {
      const slot = constant("static private", m.key!);
      if (m.valueRange) edits.push({ start: m.valueRange[0], end: m.valueRange[1], text: slot });
      else edits.push({ start: m.keyRange![1], end: m.keyRange![1], text: `=${slot}` });
    } else if (m.key === undefined) {
      edits.push({ start: m.keyRange![0], end: m.keyRange![1], text: constant("computed key", `${start}`) });
    }
  }
  return { edits, constants };
}

/** Replaces ranges and pads with blanks, so that what follows on the line stays in its column where the new text fits. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  let out = source;
  for (const { start, end, text } of [...edits].sort((a, b) => b.start - a.start)) {
    const old = out.slice(start, end);
    const padding = old.includes("\n") ? old.replace(/[^\n]/g, "") : " ".repeat(Math.max(0, old.length - text.length));
    out = out.slice(0, start) + text + padding + out.slice(end);
  }
  return out;
}

const textOf = (fn: Function) => Function.prototype.toString.call(fn);
const functionsOf = (d: PropertyDescriptor) => [d.value, d.get, d.set].filter((f): f is Function => typeof f === "function");

export interface SortedMembers {
  /** Defined by the class's text. */
  textual: OwnProperty[];
  /** Added later, or not a method. */
  rest: OwnProperty[];
}

/** Parts the properties of a class (or of its prototype) into those its text makes and those that must be sent. */
export function sortMembers(holder: object, isStatic: boolean, source: string, scan: Scan): SortedMembers {
  const texts = new Set<string>();
  for (const m of scan.shape!.members)
    if (m.kind === "method" && m.isStatic === isStatic) texts.add(methodText(source.slice(...m.range), m.isStatic));
  const sorted: SortedMembers = { textual: [], rest: [] };
  for (const key of Reflect.ownKeys(holder)) {
    if (isStatic ? key === "prototype" || key === "length" : key === "constructor") continue;
    const descriptor = Object.getOwnPropertyDescriptor(holder, key)!;
    if (isStatic && key === "name" && typeof descriptor.value === "string") continue;
    const functions = functionsOf(descriptor);
    const textual = functions.length > 0 && functions.every((f) => texts.has(textOf(f)));
    (textual ? sorted.textual : sorted.rest).push({ key, descriptor });
  }
  return sorted;
}

/** V8 leaves `static` out of a method's text. */
const methodText = (text: string, isStatic: boolean) => (isStatic ? text.replace(/^static(\s|\/\*[^]*?\*\/)*/, "") : text);

/** The key that a computed member was given, found by the method's text. */
export function keyOfMethod(memberText: string, isStatic: boolean, members: readonly OwnProperty[]): string | symbol | undefined {
  const text = methodText(memberText, isStatic);
  return members.find(({ descriptor }) => functionsOf(descriptor).some((f) => textOf(f) === text))?.key;
}

/** The name without running a `static get name()`. */
export function nameOf(fn: Function): string {
  const name: unknown = Object.getOwnPropertyDescriptor(fn, "name")?.value;
  return typeof name === "string" ? name : "";
}
