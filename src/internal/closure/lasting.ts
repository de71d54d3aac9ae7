/** What was found out about functions and can never change, so that the inspector is not asked a second time. */
import { types } from "node:util";
import { inheritsOfItsOwn, ownProperties, prototypeParent, prototypeProperties } from "./own-properties.js";
import { sourceMapsInUse } from "./script-source.js";
import type { Capture, CodeDescription, FunctionDescription } from "./types.js";

type NativeDescription = Extract<FunctionDescription, { kind: "native" }>;

const natives = new WeakMap<Function, NativeDescription>();
const nativeness = new WeakMap<Function, boolean>();

/** Functions whose description holds for ever, but for the properties that a program may set on them. */
const lasting = new WeakMap<Function, { description: CodeDescription; sourceMaps: boolean }>();

/** Keeps the description of a function whose variables cannot change. */
export function rememberCode(fn: Function, description: CodeDescription): void {
  if (haveNoGetters(description.captures)) lasting.set(fn, { description, sourceMaps: sourceMapsInUse() });
}

/** Keeps the path of a function of the engine or Node. */
export function rememberNative(fn: Function, description: NativeDescription): NativeDescription {
  natives.set(fn, description);
  return description;
}

/** Keeps whether the engine or Node made the function. */
export function rememberNativeness(fn: Function, isNative: boolean): boolean {
  nativeness.set(fn, isNative);
  return isNative;
}

/** Whether the engine or Node made the function, if that was asked before. */
export function knownNativeness(fn: Function): boolean | undefined {
  return nativeness.get(fn);
}

/**
 * The description of a function that was described before and captures nothing but bindings that cannot change: it needs no
 * inspector. What a captured object holds is not part of it.
 */
export function describedBefore(fn: Function): CodeDescription | NativeDescription | undefined {
  const native = natives.get(fn);
  if (native) return native;
  const known = lasting.get(fn);
  if (!known || known.sourceMaps !== sourceMapsInUse() || inheritsOfItsOwn(fn) || !haveNoGetters(known.description.captures))
    return undefined;
  const { prototypeParent: _, ...description } = known.description;
  return {
    ...description,
    prototypeProperties: prototypeProperties(fn),
    ownProperties: ownProperties(fn),
    ...prototypeParent(fn),
  };
}

/** Whether no captured object stands for a module, whose members are variables of their own. */
function haveNoGetters(captures: readonly Capture[]): boolean {
  return captures.every((capture) => {
    if (capture.state !== "value" || capture.uses === undefined) return true;
    const { value, uses } = capture;
    if (typeof value !== "object" || value === null) return true;
    if (types.isModuleNamespaceObject(value)) return false;
    return types.isProxy(value) || [...uses].every((key) => Object.getOwnPropertyDescriptor(value, key)?.get === undefined);
  });
}
