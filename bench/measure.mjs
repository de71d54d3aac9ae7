/** What the programs of all JavaScript subjects measure and report by. */
import { readdirSync, readFileSync } from "node:fs";

/** What scenarios.mjs gives this program. @type {Record<string, any>} */
export const args = JSON.parse(process.argv[2] ?? "{}");

/** How many operations to time. @type {number} */
export const n = args.n;

/** Nanoseconds on a clock that all threads of the process share. */
export const now = () => Number(process.hrtime.bigint());

/** @param {Record<string, number>} figures by the names of the scenario's rows */
export const report = (figures) => console.log(JSON.stringify(figures));

/**
 * What one turn of a loop takes. The loop runs shortly before, so that it is compiled.
 * @param {(count: number) => void} loop
 * @param {number} [count]
 */
export function time(loop, count = n) {
  loop(Math.ceil(count / 10));
  const start = now();
  loop(count);
  return (now() - start) / count;
}

/** @param {(count: number) => void} loop */
export const measure = (loop) => report({ ns: time(loop) });

/**
 * The value that a part of all values does not exceed: 0.5 is the median.
 * @param {ArrayLike<number>} values
 * @param {number} part
 */
export function quantile(values, part) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** Threads of this process as the system counts them; undefined where it does not say. */
export function osThreads() {
  try {
    return readdirSync("/proc/self/task").length;
  } catch {
    return undefined;
  }
}

/** Bytes of memory that this process has in use. */
export function residentBytes() {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1]) * 1024;
  } catch {
    return process.memoryUsage.rss();
  }
}
