/** The module object of `pythreads/faulthandler`. */
import { registerModule } from "../internal/codec/exports.js";
import { dump_traceback } from "./dump-traceback.js";
import { disable, enable, is_enabled } from "./enable.js";
import { cancel_dump_traceback_later, dump_traceback_later } from "./later.js";
import { register, unregister } from "./signals.js";

const faulthandler = {
  cancel_dump_traceback_later,
  disable,
  dump_traceback,
  dump_traceback_later,
  enable,
  is_enabled,
  register,
  unregister,
};
registerModule("faulthandler", faulthandler);
export default faulthandler;
