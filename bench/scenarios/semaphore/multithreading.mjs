import { Barrier, initRuntime, move, Semaphore, shutdown, spawn } from "multithreading";
import { n, now, report } from "../../measure.mjs";

initRuntime({ maxWorkers: 4 });

/** @param {number} count */
async function alone(count) {
  const free = new Semaphore(1);
  const start = now();
  for (let i = 0; i < count; i++) {
    const permit = await free.acquire();
    permit.dispose();
  }
  return (now() - start) / count;
}

/** @param {number} count */
async function contend(count) {
  const two = new Semaphore(2);
  const go = new Barrier(5);
  const handles = Array.from({ length: 4 }, () =>
    spawn(move(two, go, count / 4), async (two, go, turns) => {
      await go.wait();
      for (let i = 0; i < turns; i++) {
        const permit = await two.acquire();
        permit.dispose();
      }
    }),
  );
  await go.wait();
  const start = now();
  for (const handle of handles) if (!(await handle.join()).ok) throw new Error("the task failed");
  return (now() - start) / count;
}

await alone(n / 10);
const ns = await alone(n);
await contend(n / 10);
report({ ns, contended: await contend(n / 2) });
shutdown();
