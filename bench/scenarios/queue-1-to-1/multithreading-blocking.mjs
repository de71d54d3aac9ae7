import { Barrier, channel, initRuntime, move, shutdown, spawn } from "multithreading";
import { n, now, report } from "../../measure.mjs";

initRuntime({ maxWorkers: 2 });

/** @param {number} count */
async function transfer(count) {
  const [sender, receiver] = channel();
  const go = new Barrier(3);
  const handles = [
    spawn(move(sender, go, count), async (sender, go, count) => {
      await go.wait();
      for (let i = 0; i < count; i++) sender.blockingSend(i);
    }),
    spawn(move(receiver, go, count), async (receiver, go, count) => {
      await go.wait();
      for (let i = 0; i < count; i++) {
        const { value } = /** @type {any} */ (receiver.blockingRecv());
        if (value !== i) throw new Error(`${value} came instead of ${i}`);
      }
    }),
  ];
  await go.wait();
  const start = now();
  for (const handle of handles) if (!(await handle.join()).ok) throw new Error("the task failed");
  return (now() - start) / count;
}

await transfer(n / 10);
report({ ns: await transfer(n) });
shutdown();
