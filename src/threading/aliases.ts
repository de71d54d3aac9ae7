/**
 * The older spellings of `threading`. Methods are each by the newer one: what a subclass makes of that counts for both, as
 * in Python.
 *
 * In 2.7 `Condition`, `Event`, `RLock`, `Semaphore`, `BoundedSemaphore` and `Timer` were functions, so programs extend
 * `_Condition` and the like; here these are the same classes.
 */
import { addMethods } from "../internal/base/add-methods.js";
import { ConditionClass } from "./condition.js";
import { EventClass } from "./event.js";
import { ThreadClass } from "./thread.js";

declare module "./condition.js" {
  interface ConditionClass {
    /** Older name of `notify_all`. */
    notifyAll(): void;
  }
}

declare module "./event.js" {
  interface EventClass {
    /** Older name of `is_set`. */
    isSet(): boolean;
  }
}

declare module "./thread.js" {
  interface ThreadClass {
    /** Older name of `is_alive`. */
    isAlive(): boolean;
    /** Older name of the attribute `name`. */
    getName(): string;
    /** Older way to set the attribute `name`. */
    setName(name: string): void;
    /** Older name of the attribute `daemon`. */
    isDaemon(): boolean;
    /** Older way to set the attribute `daemon`. */
    setDaemon(daemon: boolean): void;
  }
}

addMethods(ConditionClass.prototype, {
  notifyAll() {
    this.notify_all();
  },
});

addMethods(EventClass.prototype, {
  isSet() {
    return this.is_set();
  },
});

addMethods(ThreadClass.prototype, {
  isAlive() {
    return this.is_alive();
  },
  getName() {
    return this.name;
  },
  setName(name) {
    this.name = name;
  },
  isDaemon() {
    return this.daemon;
  },
  setDaemon(daemon) {
    this.daemon = daemon;
  },
});

export { RLock as _RLock } from "../thread/rlock.js";
export { BoundedSemaphore as _BoundedSemaphore } from "./bounded-semaphore.js";
export { Condition as _Condition } from "./condition.js";
export { Event as _Event } from "./event.js";
export { Semaphore as _Semaphore } from "./semaphore.js";
export { active_count as activeCount, current_thread as currentThread } from "./thread.js";
export { Timer as _Timer } from "./timer.js";
