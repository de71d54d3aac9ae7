/**
 * A function to code and bindings, and back. Values are not walked here: the codec does that, this layer only says what one
 * function or class takes along and makes one from its template.
 */
export { setSharedTest } from "./changes.js";
export { canNotBeFrozen } from "./indirect-writes.js";
export { describedBefore, knownNativeness } from "./lasting.js";
export { lostMethodName } from "./lost-method.js";
export { forwardingOf } from "./module-members.js";
export { isBuiltinGlobal, isIndexed, nativePathOf, type NativePath, type NativeStep, resolveNative } from "./natives.js";
export { isPlain, servesAsClass } from "./own-properties.js";
export { loadPackageExport, type PackageExport } from "./packages.js";
export { notPermitted, probe } from "./probe.js";
export { callOfProgram, type Frame } from "./reassignment.js";
export { rebuild, type Rebuilt, templateOf } from "./rebuild.js";
export type { MemberWrite } from "./scan.js";
export { sourceMapsInUse } from "./script-source.js";
export { CaptureSession } from "./session.js";
export type {
  Capture,
  CodeDescription,
  CodeTemplate,
  ConstantName,
  FunctionDescription,
  OwnProperty,
  PassedArgument,
  PendingChange,
  SpecialBinding,
} from "./types.js";
