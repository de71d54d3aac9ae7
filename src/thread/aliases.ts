/**
 * The older spellings of `thread`, each of them by the newer one: what a subclass makes of that counts for both, as in
 * Python.
 */
import { addMethods } from "../internal/base/add-methods.js";
import type { AcquireOptions, AcquireTimeout } from "./acquire-arguments.js";
import { LockClass } from "./lock.js";

declare module "./lock.js" {
  interface LockClass {
    /** Older name of `acquire`. */
    acquire_lock(blocking?: boolean | number | AcquireOptions, timeout?: number | AcquireTimeout): boolean;
    /** Older name of `release`. */
    release_lock(): void;
    /** Older name of `locked`. */
    locked_lock(): boolean;
  }
}

addMethods(LockClass.prototype, {
  acquire_lock(blocking, timeout) {
    return this.acquire(blocking, timeout);
  },
  release_lock() {
    this.release();
  },
  locked_lock() {
    return this.locked();
  },
});

export { exit as exit_thread } from "./ident.js";
export { LockType as lock } from "./lock.js";
export { allocate_lock as allocate } from "./allocate-lock.js";
export { start_new_thread as start_new } from "./start-new-thread.js";
