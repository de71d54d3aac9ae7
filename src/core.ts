/**
 * Gives the core, index.js, as require() would, and keeps its text and what V8 made of it: workers of the same process are
 * started with both instead of reading and compiling the file again, of which each would be busy for as long as with all else
 * that it loads.
 *
 * Nothing is written to a disk, and nothing else is evaluated than the text of the file beside this one: V8 checks that the
 * code that it is given was made from a text of that length by the same version under the same flags, or compiles. The core
 * must not use `import()` itself: V8 11 forgets who loads modules for such code.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { runInThisContext, Script } from "node:vm";

/** The package as a worker is started with it: the text of a function that makes it, and V8's code of that. */
interface Compiled {
  text: SharedArrayBuffer;
  cache: SharedArrayBuffer;
}

/** Where a worker finds it. */
interface Started {
  core?: Compiled;
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
  const { core: given } = (globals[WORKER_KEY] ?? {}) as Started;
  const text = given?.text ?? readText();
  const script = new Script(Buffer.from(text).toString("latin1"), {
    filename: file,
    cachedData: given && new Uint8Array(given.cache),
  });
  // Not on a global: another copy of the package has another text, maybe of the same length.
  const core = { exports: {}, compiled: (): Compiled => given ?? { text, cache: shared(script.createCachedData()) } };
  script.runInThisContext()(core.exports, createRequire(file), core, file, __dirname);
  return core.exports;
}

/** The file with a function around it. Put together as bytes, since V8 would copy a string of parts once more. */
function readText(): SharedArrayBuffer {
  const parts = [
    Buffer.from("(function (exports, require, module, __filename, __dirname) {"),
    readFileSync(file),
    Buffer.from("\n})"),
  ];
  const text = new SharedArrayBuffer(parts.reduce((size, part) => size + part.length, 0));
  const bytes = new Uint8Array(text);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return text;
}

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
