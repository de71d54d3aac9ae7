/** From what a program gives as seed to the key of the generator, as Python 3 does it. */
import { typeName } from "../internal/base/type-name.js";

/** What may be a seed. None takes one from the operating system. */
export type Seed = number | bigint | string | boolean | Uint8Array | null | undefined;

/** The prime that Python reduces numbers by to hash them: 2 ** 61 - 1. */
const HASH_BITS = 61;
const HASH_PRIME = (1n << BigInt(HASH_BITS)) - 1n;
const HASH_INFINITY = 314159n;

/** The 32-bit words, lowest first, of the number that the seed stands for. */
export function keyOf(seed: Seed): number[] {
  if (seed === undefined || seed === null)
    return wordsOf(bigintOf(process.getBuiltinModule("node:crypto").randomBytes(SYSTEM_SEED_BYTES)));
  if (typeof seed === "bigint") return wordsOf(seed < 0n ? -seed : seed);
  if (typeof seed === "boolean") return [Number(seed)];
  if (typeof seed === "number") {
    if (Number.isSafeInteger(seed)) return wordsOf(BigInt(Math.abs(seed)));
    return wordsOf(BigInt.asUintN(64, hashOf(seed)));
  }
  if (typeof seed === "string") return keyOf(Buffer.from(seed, "utf8"));
  if (seed instanceof Uint8Array)
    return wordsOf(
      bigintOf(Buffer.concat([seed, process.getBuiltinModule("node:crypto").createHash("sha512").update(seed).digest()])),
    );
  throw new TypeError(
    `The only supported seed types are: None,\nint, float, str, bytes, and bytearray. This one is of type ${typeName(seed)}.`,
  );
}

const SYSTEM_SEED_BYTES = 2496;

/** Python's hash of a float: the fraction reduced by a prime, so that it agrees with that of an equal int. */
function hashOf(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (!Number.isFinite(value)) return value > 0 ? HASH_INFINITY : -HASH_INFINITY;
  // As integer times a power of two; multiplying by two modulo 2 ** 61 - 1 turns 61 bits around.
  let mantissa = Math.abs(value);
  let exponent = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent--;
  }
  const turn = BigInt(((exponent % HASH_BITS) + HASH_BITS) % HASH_BITS);
  const hash = ((BigInt(mantissa) % HASH_PRIME) << turn) % HASH_PRIME;
  const signed = value < 0 ? -hash : hash;
  // -1 is what Python's C functions return for an error.
  return signed === -1n ? -2n : signed;
}

function bigintOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex") || "0"}`);
}

function wordsOf(value: bigint): number[] {
  const words: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return words.length > 0 ? words : [0];
}
