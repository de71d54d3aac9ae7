import { SystemExit } from "../internal/base/errors.js";
import { load } from "../internal/memory/futex.js";
import { ArenaHeader } from "../internal/memory/layout.js";
import { currentIdent } from "../internal/runtime/current.js";
import { nativeId } from "../internal/runtime/native-id.js";

/**
 * A number that identifies the calling thread; never 0.
 *
 * Differs from CPython: it is a small number, and not used again for another thread of the process.
 *
 * @returns the ident, as `Thread.ident` and `start_new_thread` give it
 *
 * @example
 * print(thread.get_ident());
 */
export function get_ident(): number {
  return currentIdent();
}

/**
 * The number that the operating system gives the calling thread; `process.pid` in main, as in Python.
 *
 * Differs from CPython: where the system does not tell it (other than Linux), it is some number that no other thread of
 * the process has. One worker serves several threads one after another, so numbers come again.
 *
 * @returns the number, as `Thread.native_id` gives it
 *
 * @example
 * print(thread.get_native_id());
 */
export function get_native_id(): number {
  return nativeId(currentIdent());
}

/**
 * How many threads are alive, those of `Thread` and those of `start_new_thread`; main is not counted.
 *
 * @returns what was true at some moment of the call
 *
 * @example
 * while (thread._count() > 0) time.sleep(0.01);
 */
export function _count(): number {
  return load(ArenaHeader.THREADS_LIVE);
}

/**
 * Ends the calling thread by raising SystemExit: silently, running `finally` blocks. In the main thread it ends the
 * program, with exit code 0, once the threads that are not daemons have ended.
 *
 * @throws SystemExit always
 * @example
 * if (done) thread.exit();
 */
export function exit(): never {
  throw new SystemExit();
}
