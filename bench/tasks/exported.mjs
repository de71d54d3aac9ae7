/** The tasks of all pools; piscina and tinypool call them by the names of these exports. */
import { countPrimes, multiplyRows } from "../work.mjs";

export function nothing() {}

/** @param {Record<string, number>} values */
export const addTen = ({ a, b, c, d, e, f, g, h, i, j }) => a + b + c + d + e + f + g + h + i + j;

/** @param {{ passes: number, limit: number }} task */
export const primes = ({ passes, limit }) => countPrimes(passes, limit);

/** @param {{ passes: number, memory: SharedArrayBuffer, size: number, first: number, step: number }} task */
export const matrix = ({ passes, memory, size, first, step }) => multiplyRows(passes, memory, size, first, step);

/** By name, for those that ask for a table. @type {Record<string, (argument: any) => unknown>} */
export const tasks = { nothing, addTen, primes, matrix };

/** Pools want a default export too. */
export default nothing;
