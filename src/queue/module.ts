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
const exported = queue as unknown as Module;
/** The types of the module, under the name that it is imported by. */
declare namespace exported {
  export type Empty = import("./index.js").Empty;
  export type Full = import("./index.js").Full;
  export type LifoQueue<T = any> = import("./index.js").LifoQueue<T>;
  export type PriorityQueue<T = any> = import("./index.js").PriorityQueue<T>;
  export type Queue<T = any> = import("./index.js").Queue<T>;
  export type SimpleQueue<T = any> = import("./index.js").SimpleQueue<T>;
  export type ShutDown = import("./index.js").ShutDown;
}
export default exported;
