export { Empty, Full, ShutDown } from "./errors.js";
export { LifoQueue } from "./lifo-queue.js";
export { default } from "./module.js";
export { PriorityQueue } from "./priority-queue.js";
export { Queue } from "./queue.js";
export { SimpleQueue } from "./simple-queue.js";
