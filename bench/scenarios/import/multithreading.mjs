import { args, now, osThreads, report } from "../../measure.mjs";

await import("./empty.mjs");
const threads = osThreads();
const start = now();
await import(args.peer);
const ns = now() - start;
report({ ns, ...(threads !== undefined && { threads: /** @type {number} */ (osThreads()) - threads }) });
process.exit();
