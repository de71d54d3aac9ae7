/**
 * Gives the core, index.js, as require() would, and keeps what V8 made of its text: workers of the same process are started
 * with that instead of compiling the text again, of which each would be busy for as long as with all else that it loads.
 *
 * Nothing is written to a disk, and nothing else is evaluated than the text of the file beside this one: V8 checks that the
 * code that it is given was made from a text of that length by the same version under the same flags, or compiles. The core
 * must not use `import()` itself: V8 11 forgets who loads modules for such code.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext, Script } from "node:vm";

/** Where a worker finds the code that it was started with. */
interface Started {
  code?: SharedArrayBuffer;
}

const WORKER_KEY = Symbol.for("pythreads.worker");

const globals = globalThis as unknown as Record<symbol, unknown>;
/** The build leaves nothing but ASCII in it. */
const file = join(__dirname, "index.js");

module.exports = isMainRealm() ? compile() : require("./index.js");

/** A test runner loads modules into a realm of its own, where code of the main one would meet strange classes. */
function isMainRealm(): boolean {
  return runInThisContext("globalThis") === globalThis;
}

function compile(): unknown {
  const { code } = (globals[WORKER_KEY] ?? {}) as Started;
  const text = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "latin1")}\n})`;
  const script = new Script(text, { filename: file, cachedData: code && new Uint8Array(code) });
  // Not on a global: another copy of the package has another text, maybe of the same length.
  const core = { exports: {}, codeCache: () => code ?? shared(script.createCachedData()) };
  script.runInThisContext()(core.exports, createRequire(file), core, file, __dirname);
  return core.exports;
}

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
