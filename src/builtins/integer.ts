import { OverflowError } from "../internal/base/errors.js";
import { typeName } from "../internal/base/type-name.js";

/**
 * The argument as a whole number, as Python takes an index: a bool counts as 0 or 1.
 *
 * @throws TypeError for what is none
 */
export function asInteger(value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "bigint") throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw OverflowError("Python int too large to convert to C ssize_t");
  return number;
}
