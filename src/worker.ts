/** The script of all workers: the kernel's and the pool's. */
import "./worker-globals.js";
import { WORKER_KEY } from "./internal/runtime/current.js";
import type { WorkerStart } from "./internal/runtime/protocol.js";
import { serve } from "./internal/runtime/serve.js";

serve((globalThis as unknown as Record<symbol, WorkerStart>)[WORKER_KEY]);
