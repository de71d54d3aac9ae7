/** What the programs of all JavaScript subjects measure and report by. */
import { readdirSync } from "node:fs";

/** How many operations to time. */
export const n = Number(process.argv[2]);

/** Nanoseconds on a clock that all threads of the process share. */
export const now = () => Number(process.hrtime.bigint());

/** @param {Record<string, number>} figures by the names of the scenario's rows */
export const report = (figures) => console.log(JSON.stringify(figures));

/**
 * Times a loop, and reports what one turn takes. The loop runs shortly before, so that it is compiled.
 * @param {(count: number) => void} loop
 */
export function measure(loop) {
  loop(Math.ceil(n / 10));
  const start = now();
  loop(n);
  report({ ns: (now() - start) / n });
}

/** Threads of this process as the system counts them; undefined where it does not say. */
export function osThreads() {
  try {
    return readdirSync("/proc/self/task").length;
  } catch {
    return undefined;
  }
}
