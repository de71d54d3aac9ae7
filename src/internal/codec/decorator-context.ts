/**
 * What a decorator gets as its second argument, and a wrapper that it makes may hold for ever, for the `name` in it. Compilers
 * make it a plain object, whose `addInitializer` pushes to an array of their own until the class is complete. Threads are
 * given one that raises, as theirs does from then on.
 */
import { registerModule } from "./exports.js";

const KINDS = new Set<unknown>(["class", "method", "getter", "setter", "field", "accessor"]);

export function addInitializer(): never {
  throw new TypeError("addInitializer() can be called only while the class is made");
}

registerModule("decorator context", { addInitializer });

/** Whether the function that the object has under this key adds initializers to a class. */
export function addsInitializers(holder: object, key: string | symbol, value: unknown): boolean {
  return (
    key === "addInitializer" && typeof value === "function" && "name" in holder && KINDS.has((holder as { kind?: unknown }).kind)
  );
}
