import "./internal/codec/index.js";
export { builtins, faulthandler, Queue, queue, random, thread, threading, time } from "./modules.js";
