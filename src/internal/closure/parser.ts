/**
 * acorn, loaded when the first function is captured: most programs' imports, and all of their workers, do without it.
 * The build puts it beside the bundle; from source it is found as a package.
 */
import type { Options, Program } from "acorn";

type Acorn = typeof import("acorn");

let acorn: Acorn | undefined;

function load(): Acorn {
  if (typeof require === "function") return require("acorn") as Acorn;
  return process.getBuiltinModule("node:module").createRequire(`${process.cwd()}/`)("acorn") as Acorn;
}

export function parse(text: string, options: Options): Program {
  acorn ??= load();
  return acorn.parse(text, options);
}
