import { initRuntime, shutdown } from "multithreading";
import { transfer } from "../../channels.mjs";
import { n, report } from "../../measure.mjs";

initRuntime({ maxWorkers: 2 });
await transfer("int", 1, 1, 32, n / 10);
report({ ns: await transfer("int", 1, 1, 32, n) });
shutdown();
