import { initRuntime, move, shutdown, spawn } from "multithreading";
import { measureCpu } from "../../cpu.mjs";

initRuntime({ maxWorkers: 2 });
await measureCpu(async (name, task) => {
  const handle =
    name === "primes"
      ? spawn(move(task), async (task) => (await import("../../tasks/exported.mjs")).primes(task))
      : spawn(move(task), async (task) => (await import("../../tasks/exported.mjs")).matrix(task));
  const answer = await handle.join();
  if (!answer.ok) throw answer.error;
  return answer.value;
});
shutdown();
