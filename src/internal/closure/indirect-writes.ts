/**
 * Writes that a function makes by what it calls: `fill(buffer)` where `fill` assigns `to[i]`, and `grid.mark(3)` where
 * `mark` assigns `this.cells[i]`.
 *
 * They are looked for where nothing else would tell: a copy of plain data is frozen, so whatever writes to it throws, but
 * typed arrays, dates and the like cannot be frozen. One call is followed, not what that calls in turn.
 */
import { types } from "node:util";
import { writesOf } from "./changes.js";
import { type CodeInfo, lookUp, textOf } from "./function-info.js";
import { scan, type TextCall, type TextPass, type TextWrite } from "./scan.js";

/** How deep objects are looked into for what cannot be frozen, and at how many properties of each. */
const DEPTH = 2;
const MOST_PROPERTIES = 100;

/** The calls of a function with what has a name in it. */
export interface CallsWith {
  calls: readonly TextCall[] | undefined;
  passes: readonly TextPass[] | undefined;
}

/** What the function does by such calls to the value of that name, if there is anything in it that cannot be frozen. */
export function indirectWrites(
  name: string,
  value: unknown,
  info: CodeInfo,
  { calls = [], passes = [] }: CallsWith,
): TextWrite[] {
  if ((calls.length === 0 && passes.length === 0) || !holdsOpen(value, DEPTH)) return [];
  const byMethods = calls.flatMap(({ path, method, offset }) =>
    writesOf(value, { path, method }).map((write) => ({
      ...write,
      path: [...path, ...write.path],
      by: `${[name, ...path, method].join(".")}()`,
      offset,
    })),
  );
  const byFunctions = passes.flatMap(({ path, callee, index, offset }) =>
    writesToParameter(callee, index, info).map((write) => ({
      ...write,
      path: [...path, ...write.path],
      by: `${callee}()`,
      offset,
    })),
  );
  return [...byMethods, ...byFunctions];
}

function writesToParameter(callee: string, index: number, info: CodeInfo): readonly TextWrite[] {
  const found = lookUp(callee, info)?.found;
  if (found?.state !== "value" || typeof found.value !== "function" || types.isProxy(found.value)) return [];
  try {
    return scan(textOf(found.value)).parameterWrites.get(index) ?? [];
  } catch {
    // The engine's own, whose text is none.
    return [];
  }
}

/** Whether a copy of an object can be written to though it is frozen. */
export function canNotBeFrozen(value: unknown): boolean {
  return (
    (ArrayBuffer.isView(value) && !types.isSharedArrayBuffer(value.buffer)) ||
    types.isDate(value) ||
    types.isRegExp(value) ||
    types.isNativeError(value) ||
    value instanceof URL ||
    value instanceof URLSearchParams
  );
}

function holdsOpen(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null || types.isProxy(value) || types.isModuleNamespaceObject(value)) return false;
  if (canNotBeFrozen(value)) return true;
  if (depth === 0 || ArrayBuffer.isView(value)) return false;
  return Object.keys(value)
    .slice(0, MOST_PROPERTIES)
    .some((key) => holdsOpen(Object.getOwnPropertyDescriptor(value, key)?.value, depth - 1));
}
