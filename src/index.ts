import "./internal/codec/index.js";
export { builtins, Queue, queue, random, thread, threading, time } from "./modules.js";
