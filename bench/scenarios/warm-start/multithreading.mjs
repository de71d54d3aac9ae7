import { initRuntime, move, shutdown, spawn } from "multithreading";
import { n, now, report } from "../../measure.mjs";

initRuntime({ maxWorkers: 1 });

function nothing() {}

/** @param {number} count */
async function spawnNothing(count) {
  const start = now();
  for (let i = 0; i < count; i++) {
    if (!(await spawn(nothing).join()).ok) throw new Error("the task failed");
  }
  return (now() - start) / count;
}

/** A function cannot capture here: what it needs is moved. @param {number} count */
async function spawnWithTen(count) {
  const start = now();
  for (let i = 0; i < count; i++) {
    const values = move(i, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    const answer = await spawn(values, (a, b, c, d, e, f, g, h, i, j) => a + b + c + d + e + f + g + h + i + j).join();
    if (!answer.ok || answer.value !== i + 45) throw new Error("the task failed");
  }
  return (now() - start) / count;
}

await spawnNothing(1);
const second = await spawnNothing(1);
await spawnNothing(Math.ceil(n / 10));
const ns = await spawnNothing(n);
await spawnWithTen(Math.ceil(n / 30));
report({ second, ns, closure: await spawnWithTen(Math.ceil(n / 3)) });
shutdown();
