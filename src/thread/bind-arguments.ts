/** Arguments of what a Python class would define: in Python's order, and then as keywords in one last plain object. */
import { isKeywords } from "./acquire-arguments.js";
import { checkKeywords } from "./keywords.js";

export interface Signature {
  /** As CPython names it in messages: `Barrier.wait`. */
  readonly call: string;
  readonly names: readonly string[];
  /** Whether the first one has to be given. */
  readonly needsFirst?: boolean;
}

/**
 * The values in the order of the names; undefined for what was not given.
 *
 * @throws TypeError as CPython does for arguments that do not fit
 */
export function bind({ call, names, needsFirst = false }: Signature, given: ArrayLike<unknown>): unknown[] {
  const values = Array.from(given);
  const last = values.at(-1);
  const keywords = isKeywords(last) ? last : {};
  if (keywords === last) values.pop();
  checkKeywords(call, keywords, names);
  const twice = names.find((name, i) => i < values.length && name in keywords);
  if (twice !== undefined) throw new TypeError(`${call}() got multiple values for argument '${twice}'`);
  // Python counts the object itself too.
  const [fewest, most] = [needsFirst ? 2 : 1, names.length + 1];
  if (values.length >= most) {
    const range =
      fewest === most ? `${most} positional argument${most === 1 ? "" : "s"}` : `from ${fewest} to ${most} positional arguments`;
    throw new TypeError(`${call}() takes ${range} but ${values.length + 1} were given`);
  }
  const bound = names.map((name, i) => (i < values.length ? values[i] : keywords[name]));
  if (needsFirst && bound[0] === undefined) {
    throw new TypeError(`${call}() missing 1 required positional argument: '${names[0]}'`);
  }
  return bound;
}
