import { Barrier, initRuntime, Mutex, move, shutdown, spawn } from "multithreading";
import { args, n, now, report } from "../../measure.mjs";

initRuntime({ maxWorkers: Math.max(...args.threads) });

/** @param {number} threads @param {number} count */
async function contend(threads, count) {
  const mutex = new Mutex(new Int32Array(new SharedArrayBuffer(4)));
  const go = new Barrier(threads + 1);
  const handles = Array.from({ length: threads }, () =>
    spawn(move(mutex, go, count / threads), async (mutex, go, turns) => {
      await go.wait();
      for (let i = 0; i < turns; i++) {
        const guard = await mutex.lock();
        try {
          guard.value[0]++;
        } finally {
          guard.dispose();
        }
      }
    }),
  );
  await go.wait();
  const start = now();
  for (const handle of handles) if (!(await handle.join()).ok) throw new Error("the task failed");
  const took = now() - start;
  const guard = await mutex.lock();
  if (guard.value[0] !== count) throw new Error(`${guard.value[0]} of ${count} were counted`);
  guard.dispose();
  return took / count;
}

/** @type {Record<string, number>} */
const figures = {};
for (const threads of args.threads) {
  await contend(threads, n / 10);
  figures[threads] = await contend(threads, n);
}
report(figures);
shutdown();
