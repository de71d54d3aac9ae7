/** Locks and what waits: with and without `new`, keywords, `using`. Compiled, never run; each wrong call must be an error. */
import { object, with_ } from "pythreads/builtins";
import * as thread from "pythreads/thread";
import * as threading from "pythreads/threading";
import { same } from "./same.js";

const any: any = undefined;

// ---------------------------------------------------------------- with and without new
same<thread.LockType>()(threading.Lock());
same<thread.LockType>()(new threading.Lock());
same<thread.LockType>()(thread.allocate_lock());
same<threading.RLock>()(threading.RLock());
same<threading.RLock>()(new threading.RLock());
same<threading.Condition>()(threading.Condition());
same<threading.Condition>()(new threading.Condition(threading.Lock()));
same<threading.Semaphore>()(threading.Semaphore(3));
same<threading.Semaphore>()(new threading.Semaphore({ value: 3 }));
same<threading.BoundedSemaphore>()(threading.BoundedSemaphore());
same<threading.Event>()(threading.Event());
same<threading.Event>()(new threading.Event());
same<threading.Barrier>()(threading.Barrier(2));
same<threading.Barrier>()(new threading.Barrier(2, null, 5));
const asType: threading.Lock = threading.Lock();

// ---------------------------------------------------------------- Lock and RLock
for (const lock of [threading.Lock(), threading.RLock()]) {
  same<boolean>()(lock.acquire());
  lock.acquire(false);
  lock.acquire(0);
  lock.acquire(true, 1.5);
  lock.acquire(true, { timeout: 1.5 });
  lock.acquire({ blocking: false });
  lock.acquire({ timeout: 0.5 });
  same<void>()(lock.release());
  same<boolean>()(lock.locked());
  same<Promise<boolean>>()(lock.acquire_async());
  lock.acquire_async({ timeout: 1, signal: any });
  lock.acquire_async(true, 1, { signal: any });

  // @ts-expect-error no such keyword
  lock.acquire({ timout: 1 });
  // @ts-expect-error no such keyword
  lock.acquire({ block: false });
  // @ts-expect-error no such keyword
  lock.acquire(true, { timout: 1 });
  // @ts-expect-error a lock's timeout is never null
  lock.acquire(true, null);
  // @ts-expect-error a text is no flag
  lock.acquire("no");
  // @ts-expect-error seconds are a number
  lock.acquire({ timeout: "1" });
  // @ts-expect-error a signal is no option of the blocking form
  lock.acquire({ signal: any });
  // @ts-expect-error release takes nothing
  lock.release(1);
}
threading.Lock().acquire_lock(false);
threading.Lock().release_lock();
threading.Lock().locked_lock();

// @ts-expect-error a lock takes no arguments
threading.Lock(1);
// @ts-expect-error no attributes of one's own on a lock
threading.Lock().owner = 1;
// @ts-expect-error an RLock has no older names
threading.RLock().acquire_lock();

// ---------------------------------------------------------------- using and with_
{
  using held = threading.Lock().hold();
  using _rlock = threading.RLock().hold();
  using _condition = threading.Condition().hold();
  using _semaphore = threading.Semaphore().hold();
  held[Symbol.dispose]();
}
// @ts-expect-error a lock itself is not disposed of: hold() is
using _wrong = threading.Lock();
same<number>()(with_(threading.Lock(), () => 1));
same<Promise<string>>()(with_(threading.Condition(), async () => "a"));
with_(threading.Semaphore(), (entered) => same<boolean>()(entered));
// @ts-expect-error an event is no context manager
with_(threading.Event(), () => 1);

// ---------------------------------------------------------------- Condition
const condition = threading.Condition({ lock: threading.Lock() });
same<boolean>()(condition.wait());
condition.wait(1);
condition.wait(null);
condition.wait({ timeout: 1 });
same<string | undefined>()(condition.wait_for((): string | undefined => "a", 1));
condition.wait_for(() => true, { timeout: 1 });
condition.notify();
condition.notify(2);
condition.notify({ n: 2 });
condition.notify_all();
condition.notifyAll();
same<Promise<boolean>>()(condition.wait_async(1, { signal: any }));
same<Promise<number>>()(condition.wait_for_async(async () => 1));
threading.Condition(threading.Semaphore());
threading.Condition({ acquire: () => true, release: () => {} });

// @ts-expect-error no such keyword
condition.wait({ tiemout: 1 });
// @ts-expect-error a predicate is a function
condition.wait_for(true);
// @ts-expect-error no such keyword
condition.notify({ count: 2 });
// @ts-expect-error neither a lock nor a keyword
threading.Condition({ lok: threading.Lock() });
// @ts-expect-error a lock has acquire and release
threading.Condition(1);
// @ts-expect-error an event cannot be acquired
threading.Condition(threading.Event());

// ---------------------------------------------------------------- Semaphore
const semaphore = threading.Semaphore(2);
semaphore.acquire(false);
semaphore.acquire(true, null);
semaphore.acquire({ blocking: true, timeout: null });
semaphore.acquire(true, { timeout: 1 });
semaphore.release(2);
semaphore.release({ n: 2 });

// @ts-expect-error no such keyword
semaphore.acquire({ timeot: 1 });
// @ts-expect-error no such keyword
semaphore.release({ count: 2 });
// @ts-expect-error no such keyword
threading.Semaphore({ valeu: 1 });
// @ts-expect-error how many is a number
threading.BoundedSemaphore("3");

// ---------------------------------------------------------------- Event
const event = threading.Event();
same<boolean>()(event.wait(1));
event.wait({ timeout: 1 });
same<Promise<boolean>>()(event.wait_async({ timeout: 1, signal: any }));
same<boolean>()(event.isSet());
same<void>()(event.set());

// @ts-expect-error no such keyword
event.wait({ time: 1 });
// @ts-expect-error an event takes no arguments
threading.Event(true);

// ---------------------------------------------------------------- Barrier
const barrier = threading.Barrier({ parties: 2, action: () => {}, timeout: 5 });
threading.Barrier(2, { timeout: 5 });
threading.Barrier(2, () => {}, { timeout: 5 });
threading.Barrier(2, () => {}, 5);
same<number>()(barrier.wait());
barrier.wait({ timeout: 1 });
same<boolean>()(barrier.broken);

// @ts-expect-error the number of threads is missing
threading.Barrier();
// @ts-expect-error the number of threads is missing
threading.Barrier({ timeout: 5 });
// @ts-expect-error no such keyword
threading.Barrier(2, { timout: 5 });
// @ts-expect-error the action is a function
threading.Barrier(2, 5);
// @ts-expect-error it is read-only
barrier.parties = 3;

// ---------------------------------------------------------------- subclasses
class Counted extends threading.Condition {
  waits = 0;
  wait(timeout?: number | null) {
    this.waits += 1;
    return super.wait(timeout);
  }
}
same<boolean>()(new Counted().wait());
class Gate extends threading.Event {
  set() {
    super.set();
  }
}
new Gate().set();
class Slots extends threading.BoundedSemaphore {
  constructor() {
    super(3);
  }
}
new Slots().release();
class Meeting extends threading.Barrier {}
new Meeting(2).wait();
class Nested extends threading.RLock {}
new Nested().acquire();
class OldEvent extends threading._Event {}
new OldEvent().wait();

// ---------------------------------------------------------------- local
const data = threading.local();
data.number = 42;
const typed = threading.local<{ number: number }>();
typed.number = 42;
same<number>()(typed.number);
same<Record<string, any>>()(typed.__dict__);
class Mine extends threading.local {
  declare number: number;
  constructor(number: number) {
    super(number);
    this.number = number;
  }
}
same<number>()(new Mine(1).number);

// @ts-expect-error an attribute of another type
typed.number = "42";
// @ts-expect-error no such attribute
typed.text = "a";
// @ts-expect-error arguments are for subclasses
threading.local(1);
// @ts-expect-error it cannot be replaced
data.__dict__ = {};

// ---------------------------------------------------------------- object
class Account extends object {
  lock = threading.Lock();
  balance = 0;
}
const account = new Account();
account.balance += 1;
export const SENTINEL = object();
// @ts-expect-error an attribute of another type
account.balance = "1";
// @ts-expect-error a sentinel has no attributes
SENTINEL.value = 1;

export { asType };
