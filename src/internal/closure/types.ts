/** What a description of a function is made of. The codec turns it to bytes and back. */
import type { NativePath } from "./natives.js";
import type { PackageExport } from "./packages.js";
import type { MemberWrite, SourceForm } from "./scan.js";

/** What a slot is when it is not a value of the program but something each thread makes for itself. */
export type SpecialBinding = "require" | "module" | "importMeta" | "dynamicImport" | "importStar" | "coverage";

/** A value that must be there when a class is made: a static private member, or a computed key (string or symbol). */
export interface ConstantName {
  kind: "static private" | "computed key";
  name: string;
}

/** Everything about a function's code that is the same for every closure made from it; plain JSON-able data. */
export interface CodeTemplate {
  id: string;
  /** Text to compile, edited without moving a line. */
  source: string;
  form: SourceForm;
  name: string;
  /** What the text of a function calls it. */
  ownName?: string;
  isClass: boolean;
  url: string;
  /** Where the first character of `source` stands in the script, zero-based. */
  line: number;
  column: number;
  /** Only set while source maps are in use. */
  sourceMapURL?: string;
  isModule: boolean;
  /** What Vite's `import()` takes absolute paths from. */
  importRoot?: string;
  /** Names of the captured variables, in the order of the captures. */
  slots: string[];
  /** The slots that each thread fills by itself. */
  special: Record<string, SpecialBinding>;
  /** What the `staticPrivates` of a description stand for. */
  constants: ConstantName[];
}

export interface OwnProperty {
  key: string | symbol;
  descriptor: PropertyDescriptor;
}

export interface PendingChange extends Omit<MemberWrite, "line"> {
  /** The place of the code that makes it. */
  where: string;
  /** The call that makes it, where that is a method's: `job.stop()`. */
  by?: string;
}

/** An object that a variable holds and that a thread is given in its list of arguments. */
export interface PassedArgument {
  /** Its place in the list. */
  index: number;
  name: string;
  value: object;
  /** Whether the program may still look at it afterwards. */
  isReadLater: boolean;
  pendingChanges: readonly PendingChange[];
}

export type Capture =
  | {
      name: string;
      state: "value";
      value: unknown;
      /** Only these members of it are used; unset when it is used as a whole. */
      uses?: Set<string>;
      /** It stands for a module, as `exports` does, whatever it looks like. */
      isModule?: true;
      memberWrites: MemberWrite[];
      /** What other code may still change of it. */
      pendingChanges: readonly PendingChange[];
    }
  | { name: string; state: "tdz" }
  | { name: string; state: SpecialBinding; file: string };

export interface CodeDescription {
  kind: "code";
  template: CodeTemplate;
  /** One for each slot of the template, in the same order. */
  captures: Capture[];
  /** For classes with an `extends`: what is extended (null for `extends null`). */
  superclass?: Function | null;
  /** What a function that is no class inherits from, when that is another function. */
  functionAbove?: Function;
  /** Own properties of a class that its text does not define; its getters were not called. */
  statics: OwnProperty[];
  /** Properties of the prototype that the text does not define. */
  prototypeProperties: OwnProperty[];
  /** What the prototype of an ES5 constructor inherits from, when that is not Object.prototype. */
  prototypeParent?: object | null;
  /** Own properties of a function. */
  ownProperties: OwnProperty[];
  /** Values for `template.constants`. */
  staticPrivates: unknown[];
  /** Private members that instances of the class have, from its text (superclasses not included). */
  privateMembers: string[];
  /** Writes through the function's or class's own name, such as `Foo.count++` inside Foo. */
  ownWrites: MemberWrite[];
  /** `function 'work' (app.ts:12)`, for trails. */
  where: string;
  /** A second description would certainly give the same captured bindings. */
  stable: boolean;
}

export type FunctionDescription =
  | { kind: "native"; path: NativePath }
  | { kind: "bound"; target: Function; boundThis: unknown; boundArgs: unknown[] }
  | ({ kind: "package" } & PackageExport)
  /** A method that the text of class `owner` defines; take it from there. */
  | { kind: "member"; owner: Function; isStatic: boolean; key: string | symbol; slot: "value" | "get" | "set" }
  | CodeDescription;
