/** The module object: what `import time from "pythreads/time"` gives. */
import { registerModule } from "../internal/codec/exports.js";
import { altzone, asctime, ctime, daylight, gmtime, localtime, mktime, timezone } from "./calendar.js";
import { clock, monotonic, monotonic_ns, perf_counter, perf_counter_ns, process_time, time, time_ns } from "./clocks.js";
import { sleep } from "./sleep.js";
import { strftime } from "./strftime.js";
import { struct_time } from "./struct-time.js";

const timeModule = {
  altzone,
  asctime,
  clock,
  ctime,
  daylight,
  gmtime,
  localtime,
  mktime,
  monotonic,
  monotonic_ns,
  perf_counter,
  perf_counter_ns,
  process_time,
  sleep,
  strftime,
  struct_time,
  time,
  time_ns,
  timezone,
};

registerModule("time", timeModule);
/** Typed as the names of the module, so that each keeps its comment. */
type Module = Readonly<Omit<typeof import("./index.js"), "default">>;
const exported = timeModule as unknown as Module;
/** The types of the module, under the name that it is imported by. */
declare namespace exported {
  export type struct_time = import("./index.js").struct_time;
}
export default exported;
