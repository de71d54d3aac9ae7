/** The module object of `pythreads/builtins`. */
import { exceptions } from "../internal/base/errors.js";
import { registerModule } from "../internal/codec/exports.js";
import { arena_usage } from "./arena-usage.js";
import "./container-sharing.js";
import { dict } from "./dict.js";
import { len } from "./len.js";
import { list } from "./list.js";
import { object } from "./object.js";
import { print } from "./print.js";
import { range } from "./range.js";
import { repr, str } from "./repr.js";
import { set } from "./set.js";
import { SimpleNamespace } from "./simple-namespace.js";
import { with_ } from "./with.js";

const builtins = { ...exceptions, arena_usage, dict, len, list, object, print, range, repr, set, SimpleNamespace, str, with_ };
registerModule("builtins", builtins);
/** Typed as the names of the module, so that each keeps its comment. */
type Module = Readonly<Omit<typeof import("./index.js"), "default">>;
export default builtins as unknown as Module;
