/** Python's `time`, as far as threaded programs use it. @module */
export { altzone, asctime, ctime, daylight, gmtime, localtime, mktime, type TimeTuple, timezone } from "./calendar.js";
export { clock, monotonic, monotonic_ns, perf_counter, perf_counter_ns, process_time, time, time_ns } from "./clocks.js";
export { default } from "./module.js";
export { sleep } from "./sleep.js";
export { strftime } from "./strftime.js";
export { struct_time } from "./struct-time.js";
