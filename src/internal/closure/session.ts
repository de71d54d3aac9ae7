/** One capture: describes functions while the inspector is connected, from the constructor to `close`. */
import { CaptureError } from "../base/errors.js";
import { CaptureReader } from "./captures.js";
import { Changes } from "./changes.js";
import { applyEdits, classEdits, nameOf } from "./class-edits.js";
import { ClassMembers, computedKey } from "./class-members.js";
import { type CodeInfo, FunctionInfos, isOfNode, textOf } from "./function-info.js";
import { readText, withLine } from "./function-text.js";
import { indirectWrites } from "./indirect-writes.js";
import { rememberCode, rememberNative, rememberNativeness } from "./lasting.js";
import { builtinFunctionPath, nativeFunctionPath } from "./natives.js";
import { functionAbove, ownProperties, prototypeParent, prototypeProperties } from "./own-properties.js";
import { PackageImports } from "./package-imports.js";
import { isPackageUrl } from "./packages.js";
import { probe } from "./probe.js";
import type { Frame } from "./reassignment.js";
import { originOf } from "./rebuild.js";
import { type MemberWrite, scan } from "./scan.js";
import { templateFor, sameSlots } from "./template.js";
import type { CodeDescription, FunctionDescription, PassedArgument } from "./types.js";

export class CaptureSession {
  readonly #infos: FunctionInfos;
  readonly #members = new ClassMembers();
  readonly #imports = new PackageImports();
  readonly #changes: Changes;
  readonly #captures: CaptureReader;

  /** @throws CaptureError where functions cannot be captured. */
  constructor() {
    probe();
    this.#infos = new FunctionInfos();
    this.#changes = new Changes(this.#infos);
    this.#captures = new CaptureReader(this.#changes, this.#imports);
  }

  close(): void {
    this.#infos.close();
  }

  hasPrivateMembers(value: object): string[] {
    return this.#infos.privateNames(value);
  }

  /** What is known of the variables that a call of the program named in its list of arguments for a function. */
  passed(fn: Function, call: Frame, values: readonly unknown[]): PassedArgument[] {
    // Its script, and with it the others of the program, may not have been met before.
    this.#infos.of(fn);
    return this.#changes.passed(call, values);
  }

  /** What a function visibly changes of a value that it is given in some place, under that name. */
  parameterWrites(
    fn: Function,
    { index, name, value }: Pick<PassedArgument, "index" | "name" | "value">,
  ): Omit<MemberWrite, "line">[] {
    const info = this.#infos.of(fn);
    if (info.kind !== "code" || isOfNode(info)) return [];
    const found = scan(textOf(fn));
    const calls = { calls: found.parameterCalls.get(index), passes: found.parameterPasses.get(index) };
    return [...(found.parameterWrites.get(index) ?? []), ...indirectWrites(name, value, info, calls)];
  }

  /** @throws CaptureError, saying what stands in the way and what to write instead. */
  describe(fn: Function): FunctionDescription {
    const info = this.#infos.of(fn);
    switch (info.kind) {
      case "proxy":
        throw new CaptureError(`a Proxy of a function cannot be copied to a thread; pass a function that makes the call`);
      case "native":
        return this.#native(fn);
      case "bound":
        // Node binds some of its own, such as console.log.
        if (this.isNative(info.target)) {
          const path = builtinFunctionPath(fn) ?? (builtinFunctionPath(info.target) ? undefined : nativeFunctionPath(fn));
          if (path) return { kind: "native", path };
        }
        this.#members.learn(info.target, info.boundThis);
        return { kind: "bound", target: info.target, boundThis: info.boundThis, boundArgs: info.boundArgs };
      case "code":
        if (isOfNode(info)) return this.#native(fn);
        return this.#members.of(fn) ?? this.#imports.of(fn, info) ?? this.#code(fn, info);
    }
  }

  /** Whether the engine or Node made the function. */
  isNative(fn: Function): boolean {
    const info = this.#infos.of(fn);
    return rememberNativeness(fn, info.kind === "native" || isOfNode(info));
  }

  #native(fn: Function): FunctionDescription {
    const path = nativeFunctionPath(fn);
    if (path) return rememberNative(fn, { kind: "native", path });
    throw new CaptureError(
      `native function '${nameOf(fn)}' is not reachable from any built-in module; wrap it in a function that gets it anew`,
    );
  }

  #code(fn: Function, info: CodeInfo): CodeDescription {
    const text = readText(this.#infos, fn, info);
    const { source, found, label } = text;
    // A function that was sent here has the text and the constants that it was made of.
    const origin = originOf(fn);
    const { edits, constants } =
      found.isClass && !origin ? classEdits(found) : { edits: [], constants: origin?.template.constants ?? [] };
    if (found.computedKey) edits.push({ start: found.computedKey[0], end: found.computedKey[1], text: "0" });
    const kept = found.isClass && edits.length > 0 ? scan(applyEdits(source, edits)) : found;

    const { captures, stable, isLasting } = this.#captures.read(text, kept);
    const members = found.isClass ? this.#members.read(text) : undefined;
    const staticPrivates = constants.map((constant, i) => {
      if (constant.kind === "static private") return info.privates.get(constant.name);
      return origin ? origin.constants[i] : computedKey(constant, text, members!);
    });
    const description: CodeDescription = {
      kind: "code",
      template:
        origin && sameSlots(origin.template, captures)
          ? origin.template
          : templateFor(this.#infos, text, edits, constants, captures),
      captures,
      ...(found.shape?.superclass && { superclass: superclassOf(fn) }),
      ...(!found.isClass && functionAbove(fn) && { functionAbove: functionAbove(fn) }),
      statics: members?.statics ?? [],
      prototypeProperties: members?.prototype ?? prototypeProperties(fn),
      ...(!found.isClass && prototypeParent(fn)),
      ownProperties: found.isClass ? [] : ownProperties(fn),
      staticPrivates,
      privateMembers: (found.shape?.members ?? []).filter((m) => m.isPrivate && !m.isStatic).map((m) => m.key!),
      ownWrites: found.ownWrites.map((write) => withLine(text, write)),
      where: `${found.isClass ? "class" : "function"} ${label}`,
      stable,
    };
    // Methods may turn out to be a class's, and functions of packages an export.
    const isOfTheProgram = found.form === "expression" && !found.isClass && !origin && !isPackageUrl(info.script.url);
    if (stable && isLasting && isOfTheProgram) rememberCode(fn, description);
    return description;
  }
}

function superclassOf(fn: Function): Function | null {
  const parent: unknown = Object.getPrototypeOf(fn);
  // `extends null` leaves Function.prototype above the class and nothing above its prototype.
  return Object.getPrototypeOf(fn.prototype) === null ? null : (parent as Function);
}
