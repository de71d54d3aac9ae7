import { now, osThreads, report } from "../../measure.mjs";

await import("./empty.mjs");
const threads = osThreads();
const start = now();
await import("pythreads/threading");
const ns = now() - start;
report({ ns, ...(threads !== undefined && { threads: /** @type {number} */ (osThreads()) - threads }) });
