/** Which objects stand for a module, so that only what a function uses of them is sent, and their getters may be called. */
import { types } from "node:util";
import { forwardingOf } from "../closure/index.js";
import { exportNameOf } from "./exports.js";

/** Namespaces, and what transpilers and test runners put in their place. */
export function isNamespace(value: object): boolean {
  if (types.isModuleNamespaceObject(value)) return true;
  const flag = Object.getOwnPropertyDescriptor(value, "__esModule");
  if (flag !== undefined && (flag.get !== undefined || flag.value === true)) return true;
  const tag = Object.getOwnPropertyDescriptor(value, Symbol.toStringTag);
  if (tag !== undefined && tag.value === "Module") return true;
  const whole: unknown = Object.getOwnPropertyDescriptor(value, "default")?.value;
  if ((typeof whole !== "object" || whole === null) && typeof whole !== "function") return false;
  return exportNameOf(whole)?.path.length === 0 || isViewOf(value, whole);
}

/** Whether all of an object is taken from its `default`: the namespace that compilers make of `require()`. */
function isViewOf(view: object, whole: object): boolean {
  const keys = Object.keys(view).filter((key) => key !== "default");
  return (
    keys.length > 0 &&
    keys.every((key) => {
      const own = Object.getOwnPropertyDescriptor(view, key);
      if (own?.get !== undefined && forwardingOf(Function.prototype.toString.call(own.get))) return key in whole;
      const theirs = Object.getOwnPropertyDescriptor(whole, key);
      return theirs !== undefined && Object.is(theirs.value, own?.value) && theirs.get === own?.get;
    })
  );
}
