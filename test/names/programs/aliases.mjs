/** Names that stand for others, and what is small about names: see test/names/aliases.test.ts. */
import { Empty, Full, LifoQueue, PriorityQueue, Queue, SimpleQueue } from "pythreads/queue";
import { ValueError } from "pythreads/builtins";
import { elsewhere, equal, inThreads, list, ok, raises, runOnce, runTest, thread, threading } from "./harness.mjs";

const same = [
  ["thread.start_new", thread.start_new, thread.start_new_thread],
  ["thread.allocate", thread.allocate, thread.allocate_lock],
  ["thread.exit_thread", thread.exit_thread, thread.exit],
  ["thread.LockType", thread.LockType, threading.Lock],
  ["thread.lock", thread.lock, threading.Lock],
  ["thread.RLock", thread.RLock, threading.RLock],
  ["thread._local", thread._local, threading.local],
  ["thread.error", thread.error, threading.ThreadError],
  ["threading.currentThread", threading.currentThread, threading.current_thread],
  ["threading.activeCount", threading.activeCount, threading.active_count],
  ["threading._RLock", threading._RLock, threading.RLock],
  ["threading._Condition", threading._Condition, threading.Condition],
  ["threading._Semaphore", threading._Semaphore, threading.Semaphore],
  ["threading._BoundedSemaphore", threading._BoundedSemaphore, threading.BoundedSemaphore],
  ["threading._Event", threading._Event, threading.Event],
  ["threading._Timer", threading._Timer, threading.Timer],
];
for (const [name, older, newer] of same) runOnce(`${name} is the same object as the newer name`, () => ok(older === newer));

runOnce("a class of 2.7's name is extended, and its objects are the same in other threads", () => {
  class Repeat extends threading._Timer {
    run() {
      while (!this.finished.wait(this.interval)) this.function(...this.args);
    }
  }
  const calls = list();
  const enough = threading.Event();
  const timer = new Repeat(0.001, (n) => {
    calls.append(n);
    if (calls.length === 3) enough.set();
  }, [7]);
  timer.start();
  ok(enough.wait(10));
  timer.cancel();
  timer.join();
  equal([...calls].slice(0, 3), [7, 7, 7]);

  class Gate extends threading._Event {
    set() {
      this.times = (this.times ?? 0) + 1;
      super.set();
    }
  }
  const gate = new Gate();
  inThreads(2, () => gate.set());
  ok(gate.isSet());
  ok(gate instanceof threading.Event);
  ok(gate.times >= 1);
});

runOnce("an older method does what a subclass makes of the newer one", () => {
  class Job extends threading.Thread {
    is_alive() {
      return "overridden";
    }
  }
  equal(new Job().isAlive(), "overridden");
  class Counted extends threading.Condition {
    notified = 0;
    notify_all() {
      this.notified += 1;
      super.notify_all();
    }
  }
  const condition = new Counted();
  condition.acquire();
  condition.notifyAll();
  equal(condition.notified, 1);
  class Never extends threading.Event {
    is_set() {
      return "never";
    }
  }
  equal(new Never().isSet(), "never");
});

runOnce("older methods are no properties of their own", () => {
  const prototypes = [[threading.Thread, "isAlive"], [threading.Condition, "notifyAll"], [threading.Event, "isSet"], [threading.Lock, "acquire_lock"]];
  for (const [Class, name] of prototypes) {
    equal(Object.getOwnPropertyDescriptor(Class.prototype, name).enumerable, false);
    equal(Class.prototype[name].name, name);
  }
});

runOnce("an older method of a thread, taken from it, keeps its object", () => {
  const t = threading.Thread({ name: "tom" });
  equal(elsewhere(() => t.getName()), "tom");
  const { setName, setDaemon } = t;
  setName("tim");
  setDaemon(true);
  equal([t.name, t.isDaemon()], ["tim", true]);
});

const queues = { Queue, LifoQueue, PriorityQueue };
runTest("keywords may follow the first arguments of get", { ...queues, SimpleQueue }, (make) => {
  raises(Empty, "", () => make().get(true, { timeout: 0.001 }));
  raises(Empty, "", () => make().get(false, { timeout: 5 }));
  raises(ValueError, "'timeout' must be a non-negative number", () => make().get(true, { timeout: -1 }));
  raises(TypeError, /got an unexpected keyword argument 'timout'/, () => make().get(true, { timout: 1 }));
});

runTest("keywords may follow the first arguments of put", queues, (make) => {
  const q = make(1);
  q.put(1, true, { timeout: 1 });
  raises(Full, "", () => q.put(2, true, { timeout: 0.001 }));
  raises(TypeError, /got an unexpected keyword argument 'timout'/, () => q.put(2, true, { timout: 1 }));
  q.get();
  q.put({ timeout: 5 });
  equal(q.get().timeout, 5);
});

runOnce("ExceptHookArgs has what a struct sequence has", () => {
  const args = threading.ExceptHookArgs(["a", "b", "a", null]);
  equal(args.count("a"), 2);
  equal([args.index("a"), args.index("a", 1), args.index("b", 0, -1)], [0, 2, 1]);
  raises(ValueError, "tuple.index(x): x not in tuple", () => args.index("c"));
  raises(ValueError, "tuple.index(x): x not in tuple", () => args.index("a", 1, 2));
  const { n_fields, n_sequence_fields, n_unnamed_fields } = threading.ExceptHookArgs;
  equal([n_fields, n_sequence_fields, n_unnamed_fields], [4, 4, 0]);
});
