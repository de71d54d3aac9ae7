const ZERO = 48;
const NINE = 57;
const MINUS = 45;
/** Longer than any index of a list, and short enough to be exact. */
const MOST_DIGITS = 15;

/** The whole number that a property key spells as `String` writes it: `x[3]` arrives as "3". Undefined for other keys. */
export function parseIndex(key: string | symbol): number | undefined {
  if (typeof key !== "string") return undefined;
  const isNegative = key.charCodeAt(0) === MINUS;
  const start = isNegative ? 1 : 0;
  const { length } = key;
  if (length === start || length > MOST_DIGITS) return undefined;
  const first = key.charCodeAt(start);
  if (first === ZERO && length > 1) return undefined;
  let value = 0;
  for (let i = start; i < length; i++) {
    const code = key.charCodeAt(i);
    if (code < ZERO || code > NINE) return undefined;
    value = value * 10 + (code - ZERO);
  }
  return isNegative ? -value : value;
}
