/** Python's `faulthandler`, as far as it reports on threads. @module */
export { dump_traceback } from "./dump-traceback.js";
export { disable, enable, is_enabled } from "./enable.js";
export { cancel_dump_traceback_later, dump_traceback_later } from "./later.js";
export { default } from "./module.js";
export { register, unregister } from "./signals.js";
