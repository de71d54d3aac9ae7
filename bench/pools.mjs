/**
 * The packages that keep workers and give them tasks, behind one face, each used as its own documentation shows: the tasks
 * are exports of a file, or functions that it registers. A scenario has one program, pool.mjs, for all of them.
 */
import { fileURLToPath } from "node:url";

/**
 * @typedef {object} Pool
 * @property {(task: string, argument?: any) => any} run   a promise of the answer; of synckit, the answer
 * @property {() => unknown} close
 */

/** @param {string} file */
const fileUrl = (file) => new URL(`./tasks/${file}`, import.meta.url);

/** Pools with as many workers as asked for, all of them kept. @type {Record<string, (workers: number) => Promise<Pool>>} */
const makers = {
  async piscina(workers) {
    const { Piscina } = await import("piscina");
    const pool = new Piscina({ filename: fileUrl("exported.mjs").href, minThreads: workers, maxThreads: workers });
    return { run: (name, argument) => pool.run(argument, { name }), close: () => pool.destroy() };
  },

  async tinypool(workers) {
    const { default: Tinypool } = await import("tinypool");
    const pool = new Tinypool({ filename: fileUrl("exported.mjs").href, minThreads: workers, maxThreads: workers });
    return { run: (name, argument) => pool.run(argument, { name }), close: () => pool.destroy() };
  },

  async workerpool(workers) {
    const { default: workerpool } = await import("workerpool");
    const pool = workerpool.pool(fileURLToPath(fileUrl("workerpool.mjs")), {
      workerType: "thread",
      minWorkers: workers,
      maxWorkers: workers,
    });
    return { run: (name, argument) => pool.exec(name, [argument]), close: () => pool.terminate() };
  },

  /** Blocks until the answer is there, so one worker is all that it can use. */
  async synckit() {
    const { createSyncFn } = await import("synckit");
    return { run: createSyncFn(fileUrl("synckit.mjs")), close: () => process.exit() };
  },
};

/** @param {string} name @param {number} workers */
export const openPool = (name, workers) => makers[name](workers);
