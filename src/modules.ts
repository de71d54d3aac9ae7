/**
 * The public modules as namespaces. What `require` returns is such a namespace, and what a program captures may be one, so
 * each is known by its module's name too.
 */
import * as builtins from "./builtins/index.js";
import { registerAlias } from "./internal/codec/exports.js";
import * as faulthandler from "./faulthandler/index.js";
import { dumpAsEnvironmentSays } from "./internal/runtime/dump-threads.js";
import { isPoolWorker } from "./internal/runtime/current.js";
import * as queue from "./queue/index.js";
import * as random from "./random/index.js";
import * as thread from "./thread/index.js";
import * as threading from "./threading/index.js";
import * as time from "./time/index.js";

for (const module of [builtins, faulthandler, queue, random, thread, threading, time]) registerAlias(module, module.default);

if (!isPoolWorker) dumpAsEnvironmentSays();

export { builtins, faulthandler, queue, queue as Queue, random, thread, threading, time };
