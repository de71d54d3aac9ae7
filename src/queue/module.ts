/** The module object of `pythreads/queue`. */
import { registerModule } from "../internal/codec/exports.js";
import { Empty, Full, ShutDown } from "./errors.js";
import { LifoQueue } from "./lifo-queue.js";
import { PriorityQueue } from "./priority-queue.js";
import { Queue } from "./queue.js";
import { SimpleQueue } from "./simple-queue.js";

const queue = { Empty, Full, LifoQueue, PriorityQueue, Queue, ShutDown, SimpleQueue };
registerModule("queue", queue);
/** Typed as the names of the module, so that each keeps its comment. */
type Module = Readonly<Omit<typeof import("./index.js"), "default">>;
export default queue as unknown as Module;
