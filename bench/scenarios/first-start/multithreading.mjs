import { initRuntime, shutdown, spawn } from "multithreading";
import { now, report } from "../../measure.mjs";

const start = now();
initRuntime({ maxWorkers: 1 });
const { ok } = await spawn(() => {}).join();
report({ joined: now() - start });
if (!ok) throw new Error("the task failed");
shutdown();
