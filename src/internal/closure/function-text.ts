/** A function's text, read: what it says, where it stands, and whether a copy of it could run at all. */
import { CaptureError } from "../base/errors.js";
import { nameOf } from "./class-edits.js";
import { type CodeInfo, type FunctionInfos, textOf } from "./function-info.js";
import { inheritsOfItsOwn } from "./own-properties.js";
import { isClassField, isInClass, modelOf, type ScriptModel } from "./reassignment.js";
import { type MemberWrite, type Scan, scan, type TextWrite } from "./scan.js";
import { lineAt, offsetAt, original, place } from "./script-source.js";

/** A function's place in its script. */
export interface Position {
  model: ScriptModel;
  start: number;
  end: number;
}

export interface FunctionText {
  fn: Function;
  info: CodeInfo;
  source: string;
  found: Scan;
  /** What messages call it: its name, and where its parameters begin. */
  label: string;
  /** Unknown where the script's text is not that of the function, as after a loader has changed it. */
  position: Position | undefined;
}

/** @throws CaptureError for code that nothing outside of it could run. */
export function readText(infos: FunctionInfos, fn: Function, info: CodeInfo): FunctionText {
  const source = textOf(fn);
  const at = place(info.script.url, info.line, info.column);
  const found = scanned(source, `'${nameOf(fn)}' (${at})`);
  const label = `'${nameOf(fn) || found.name || "<anonymous>"}' (${at})`;
  const text = { fn, info, source, found, label, position: positionOf(infos, source, found, info) };
  refuseUnreadable(text);
  if (found.usesSuper) refuseSuper(text);
  if (!found.isClass && inheritsOfItsOwn(fn)) {
    throw new CaptureError(
      `${label} has a prototype of its own (Object.setPrototypeOf), which would be lost; create it inside the thread.`,
    );
  }
  return text;
}

function scanned(source: string, label: string): Scan {
  try {
    return scan(source);
  } catch (error) {
    if (/'new\.target'/.test((error as Error).message)) throw surroundings(label, "new.target");
    throw new CaptureError(`${label} is not strict-mode code, which threads run: ${(error as Error).message}`, { cause: error });
  }
}

export function positionOf(infos: FunctionInfos, source: string, found: Scan, info: CodeInfo): Position | undefined {
  const { script } = info;
  const text = infos.sourceOf(script);
  const model = text === undefined ? undefined : modelOf(text, script.isModule);
  if (!model || text === undefined) return undefined;
  const start = offsetAt(script, text, info.line, info.column) - found.paramStart;
  return text.startsWith(source, start) ? { model, start, end: start + source.length } : undefined;
}

/** Zero-based place in the script of an offset into the function's text. */
export function placeIn({ info, found, position }: FunctionText, offset: number): { line: number; column: number } {
  if (position) return lineAt(info.script, position.model.source, position.start + offset);
  return { line: info.line - found.lineOf(found.paramStart) + found.lineOf(offset), column: 0 };
}

export function withLine(text: FunctionText, { offset, ...write }: TextWrite): MemberWrite {
  const { line, column } = placeIn(text, offset);
  return { ...write, line: original(text.info.script.url, line, column).line };
}

function refuseUnreadable({ found, label, position }: FunctionText): void {
  if (found.isArrow && found.usesThis) {
    const isField = position && isClassField(position.model, position.start, position.end);
    throw new CaptureError(
      `arrow function ${label} uses 'this' of the code around it, which cannot be read from outside. ` +
        (isField
          ? `Make it a method, ${found.name || "name"}(…) {…}: shared objects hand their methods out bound.`
          : "Pass the method itself (target: this.work), or write const self = this; () => self.work()."),
    );
  }
  if (found.usesArguments) throw surroundings(label, "arguments");
  if (found.privateNames.size > 0 && !found.isClass) {
    throw new CaptureError(
      `${label} uses the private member ${[...found.privateNames][0]}, which only code inside its class can; ` +
        `pass a method bound to its object, obj.${found.name.replace(/^#/, "") || "method"}.bind(obj), or () => obj.method().`,
    );
  }
  if (found.callsEval) {
    throw new CaptureError(
      `${label} calls eval(); its variables cannot be determined. Use indirect eval, (0, eval)(…), or new Function.`,
    );
  }
}

const surroundings = (label: string, what: string) =>
  new CaptureError(`arrow function ${label} uses '${what}' of the function around it; copy what it needs to a variable first.`);

function refuseSuper({ found, label, position }: FunctionText): never {
  const name = found.name || "method";
  if (position && !isInClass(position.model, position.start, position.end)) {
    throw new CaptureError(
      `method ${label} of an object uses 'super', which cannot be read from outside; make the object an instance of a class.`,
    );
  }
  throw new CaptureError(
    `method ${label} uses 'super', which needs its object; pass obj.${name}.bind(obj), or () => obj.${name}().`,
  );
}
