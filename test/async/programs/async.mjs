/** The async forms: the same lines as the blocking calls, with promises. Each case reports itself as one line. */
import { list, object } from "pythreads/builtins";
import * as Queue from "pythreads/queue";
import * as threading from "pythreads/threading";
import * as thread from "pythreads/thread";
import * as time from "pythreads/time";

const cases = [];
const test = (title, body) => cases.push([title, body]);

const show = (value) => (value instanceof Error ? String(value) : (JSON.stringify(value) ?? String(value)));

function equal(actual, expected) {
  if (show(actual) !== show(expected)) throw new Error(`${show(actual)} instead of ${show(expected)}`);
}

/** What a promise is rejected with, as text. */
const refusal = (promise) => promise.then((value) => `resolved with ${show(value)}`, (error) => `${error.name}: ${error.message}`);

/** Whether a promise is still pending after all that can run has run. */
async function isPending(promise) {
  const marker = {};
  await new Promise((done) => setTimeout(done, 5));
  return (await Promise.race([promise.catch(() => {}), marker])) === marker;
}

const inThread = (target) => {
  const t = threading.Thread({ target });
  t.start();
  return t;
};

/** Gives the event loop a turn until the test holds. */
async function until(holds) {
  for (const end = time.monotonic() + 10; !holds(); await new Promise((done) => setTimeout(done, 1))) {
    if (time.monotonic() > end) throw new Error("what was waited for did not come");
  }
}

const locks = { Lock: threading.Lock, allocate_lock: thread.allocate_lock, RLock: threading.RLock, Condition: threading.Condition };

for (const [name, make] of Object.entries(locks)) {
  test(`${name}: acquire_async takes a free lock`, async () => {
    const lock = make();
    equal(await lock.acquire_async(), true);
    equal(inOther(() => lock.acquire(false)), false);
    lock.release();
    equal(lock.acquire(false), true);
  });

  test(`${name}: acquire_async waits for another thread's release and leaves the loop free`, async () => {
    const lock = make();
    const [held, go] = [threading.Event(), threading.Event()];
    const t = inThread(() => {
      lock.acquire();
      held.set();
      go.wait();
      lock.release();
    });
    await held.wait_async();
    const acquired = lock.acquire_async();
    equal(await isPending(acquired), true);
    go.set();
    equal(await acquired, true);
    lock.release();
    await t.join_async();
  });

  test(`${name}: timeouts, polling and wrong arguments are those of acquire`, async () => {
    const lock = make();
    const go = threading.Event();
    const held = threading.Event();
    const t = inThread(() => {
      lock.acquire();
      held.set();
      go.wait();
      lock.release();
    });
    await held.wait_async();
    equal(await lock.acquire_async(false), false);
    equal(await lock.acquire_async({ blocking: false }), false);
    const before = time.monotonic();
    equal(await lock.acquire_async(true, 0.05), false);
    equal(time.monotonic() - before >= 0.0499, true);
    equal(await refusal(lock.acquire_async(false, 1)), "ValueError: can't specify a timeout for a non-blocking call");
    equal(await refusal(lock.acquire_async(true, -100)), "ValueError: timeout value must be a non-negative number");
    equal(await refusal(lock.acquire_async({ timeout: 1e100 })), "OverflowError: timestamp out of range for platform time_t");
    go.set();
    await t.join_async();
    equal(lock.acquire(false), true);
    lock.release();
  });

  test(`${name}: an abort ends the wait, and the others of the line still get the lock`, async () => {
    const lock = make();
    const [held, go] = [threading.Event(), threading.Event()];
    const owner = inThread(() => {
      lock.acquire();
      held.set();
      go.wait();
      lock.release();
    });
    await held.wait_async();
    const got = list();
    const others = [0, 1, 2].map((i) => inThread(() => {
      lock.acquire();
      got.append(i);
      lock.release();
    }));
    const controller = new AbortController();
    const aborted = lock.acquire_async({ signal: controller.signal });
    equal(await isPending(aborted), true);
    controller.abort(new Error("no longer wanted"));
    equal(await refusal(aborted), "Error: no longer wanted");
    go.set();
    for (const t of [owner, ...others]) await t.join_async();
    equal([...got].sort(), [0, 1, 2]);
    equal(lock.acquire(false), true);
  });
}

/** What a function returns in another thread. */
function inOther(body) {
  const results = list();
  inThread(() => void results.append(body())).join();
  return results[0];
}

test("a signal that is aborted already takes nothing", async () => {
  const signal = AbortSignal.abort(new Error("gone"));
  const lock = threading.Lock();
  const semaphore = threading.Semaphore(1);
  const q = Queue.Queue();
  q.put(1);
  equal(await refusal(lock.acquire_async({ signal })), "Error: gone");
  equal(await refusal(semaphore.acquire_async({ signal })), "Error: gone");
  equal(await refusal(q.get_async({ signal })), "Error: gone");
  equal(await refusal(q.put_async(2, { signal })), "Error: gone");
  equal([lock.locked(), semaphore._value, q.qsize()], [false, 1, 1]);
});

test("what is no signal is refused", async () => {
  equal(await refusal(threading.Lock().acquire_async({ signal: 5 })), "TypeError: 'signal' must be an AbortSignal, not int");
  equal(await refusal(threading.Lock().acquire_async({ sginal: 5 })), "TypeError: acquire() got an unexpected keyword argument 'sginal'");
});

test("a grant that comes before the abort counts, and one after it goes to the next", async () => {
  const semaphore = threading.Semaphore(0);
  const controller = new AbortController();
  const granted = semaphore.acquire_async({ signal: controller.signal });
  semaphore.release();
  controller.abort();
  equal(await granted, true);
  const late = new AbortController();
  const aborted = semaphore.acquire_async({ signal: late.signal });
  const next = semaphore.acquire_async();
  late.abort(new Error("late"));
  equal(await refusal(aborted), "Error: late");
  semaphore.release();
  equal([await next, semaphore._value], [true, 0]);
});

test("Semaphore: permits are handed out in line", async () => {
  const semaphore = threading.BoundedSemaphore(3);
  for (let i = 0; i < 3; i++) await semaphore.acquire_async();
  const order = [];
  const waits = [1, 2, 3].map(async (i) => {
    equal(await semaphore.acquire_async(), true);
    order.push(i);
  });
  equal(await semaphore.acquire_async({ blocking: false }), false);
  equal(await semaphore.acquire_async(true, 0.01), false);
  equal(await refusal(semaphore.acquire_async(false, 1)), "ValueError: can't specify timeout for non-blocking acquire");
  semaphore.release(3);
  await Promise.all(waits);
  equal(order, [1, 2, 3]);
});

test("Condition: blocked and async waiters stand in one line", async () => {
  const condition = threading.Condition(threading.Lock());
  const order = list();
  const waiting = (count) => String(condition).endsWith(`, ${count})>`);
  const waitAsync = async (name) => {
    await condition.acquire_async();
    equal(await condition.wait_async(), true);
    order.append(name);
    condition.release();
  };
  const waitBlocked = (name) => inThread(() => {
    condition.acquire();
    condition.wait();
    order.append(name);
    condition.release();
  });
  const all = [];
  for (const [i, name] of ["a", "b", "c", "d", "e"].entries()) {
    all.push(i % 2 === 0 ? waitAsync(name) : waitBlocked(name).join_async());
    await until(() => waiting(i + 1));
  }
  for (let count = 1; count <= 5; count++) {
    await condition.acquire_async();
    condition.notify();
    condition.release();
    await until(() => order.length === count);
  }
  await Promise.all(all);
  equal([...order], ["a", "b", "c", "d", "e"]);
});

for (const [name, make] of Object.entries({ Lock: threading.Lock, RLock: threading.RLock })) {
  test(`Condition over ${name}: the lock is held again after every end of a wait`, async () => {
    const condition = threading.Condition(make());
    const isHeld = () => inOther(() => {
      if (!condition.acquire(false)) return true;
      condition.release();
      return false;
    });
    equal(await refusal(condition.wait_async()), "RuntimeError: cannot wait on un-acquired lock");
    await condition.acquire_async();
    equal([await condition.wait_async(0.01), isHeld()], [false, true]);
    equal(await refusal(condition.wait_async({ timeout: 1e100 })), "OverflowError: timestamp out of range for platform time_t");
    const controller = new AbortController();
    const aborted = condition.wait_async({ signal: controller.signal });
    equal(isHeld(), false);
    controller.abort(new Error("stop"));
    equal([await refusal(aborted), isHeld()], ["Error: stop", true]);
    condition.release();
    equal(isHeld(), false);
  });
}

test("Condition: wait_for_async", async () => {
  const condition = threading.Condition();
  const state = list([0]);
  const t = inThread(() => {
    for (let i = 1; i <= 3; i++) {
      condition.acquire();
      state[0] = i;
      condition.notify_all();
      condition.release();
    }
  });
  await condition.acquire_async();
  equal(await condition.wait_for_async(() => state[0] >= 3 && "three"), "three");
  equal(await condition.wait_for_async(async () => 0, { timeout: 0.02 }), 0);
  equal(await condition.wait_for_async(() => false, -1), false);
  condition.release();
  await t.join_async();
});

test("Condition: an RLock that was acquired twice comes back as it was", async () => {
  const condition = threading.Condition();
  await condition.acquire_async();
  await condition.acquire_async();
  equal(await condition.wait_async(0.01), false);
  equal(condition._lock._recursion_count(), 2);
});

test("Condition: a lock of one's own must have acquire_async", async () => {
  class Own extends object {
    acquire() {
      return true;
    }
    release() {}
    _is_owned() {
      return true;
    }
  }
  const condition = threading.Condition(new Own());
  equal((await refusal(condition.acquire_async())).endsWith("object has no attribute 'acquire_async'"), true);
  equal((await refusal(condition.wait_async())).startsWith("AttributeError: "), true);
});

test("Event: wait_async", async () => {
  const event = threading.Event();
  equal([await event.wait_async(0), await event.wait_async({ timeout: 0.01 })], [false, false]);
  const controller = new AbortController();
  const aborted = event.wait_async(null, { signal: controller.signal });
  const waits = [event.wait_async(), event.wait_async(5)];
  controller.abort(new Error("stop"));
  equal(await refusal(aborted), "Error: stop");
  inThread(() => event.set());
  equal(await Promise.all(waits), [true, true]);
  equal(await event.wait_async(), true);
});

test("Barrier: blocked and async parties meet, each place is given once", async () => {
  const barrier = threading.Barrier(4);
  const places = list();
  const threads = [0, 1].map(() => inThread(() => void places.append(barrier.wait())));
  for (const place of await Promise.all([barrier.wait_async(), barrier.wait_async()])) places.append(place);
  for (const t of threads) await t.join_async();
  equal([...places].sort(), [0, 1, 2, 3]);
});

test("Barrier: a timeout and an abort break it for all", async () => {
  const barrier = threading.Barrier(3);
  const other = refusal(barrier.wait_async());
  equal([await refusal(barrier.wait_async(0.01)), await other, barrier.broken], ["BrokenBarrierError: ", "BrokenBarrierError: ", true]);
  barrier.reset();
  const controller = new AbortController();
  const waits = [refusal(barrier.wait_async()), refusal(barrier.wait_async({ signal: controller.signal }))];
  controller.abort(new Error("stop"));
  equal([...(await Promise.all(waits)), barrier.broken], ["BrokenBarrierError: ", "Error: stop", true]);
});

test("Barrier: while the action runs, no time runs out, and an abort of one who comes then breaks nothing", async () => {
  const [begun, go] = [threading.Event(), threading.Event()];
  const barrier = threading.Barrier(2, () => {
    begun.set();
    go.wait();
  });
  const places = list();
  const first = barrier.wait_async(0.1);
  const t = inThread(() => void places.append(barrier.wait()));
  await begun.wait_async();
  const controller = new AbortController();
  const late = refusal(barrier.wait_async({ signal: controller.signal }));
  const later = barrier.wait_async();
  controller.abort(new Error("stop"));
  equal(await late, "Error: stop");
  await threading.Event().wait_async(0.2);
  equal([await isPending(first), barrier.broken, barrier.n_waiting], [true, false, 2]);
  go.set();
  equal([await first, await t.join_async(), ...places], [0, null, 1]);
  equal([await barrier.wait_async(), await later], [1, 0]);
});

test("Barrier: a timeout that is none rejects and takes no place", async () => {
  const barrier = threading.Barrier(2);
  equal(await refusal(barrier.wait_async("a")), "TypeError: unsupported operand type(s) for +: 'float' and 'str'");
  equal(await refusal(barrier.wait_async({ timout: 1 })), "TypeError: Barrier.wait_async() got an unexpected keyword argument 'timout'. Did you mean 'timeout'?");
  equal([barrier.n_waiting, barrier.broken], [0, false]);
});

test("arguments in either form", async () => {
  const condition = threading.Condition();
  await condition.acquire_async();
  equal(await condition.wait_for_async({ predicate: async () => "kept", timeout: 5 }), "kept");
  equal(await refusal(condition.wait_for_async({ timeout: 5 })), "TypeError: Condition.wait_for_async() missing 1 required positional argument: 'predicate'");
  condition.release();
  const semaphore = threading.Semaphore(0);
  equal(await semaphore.acquire_async(true, { timeout: 0.01 }), false);
  equal(await refusal(semaphore.acquire_async({ timeot: 1 })), "TypeError: Semaphore.acquire_async() got an unexpected keyword argument 'timeot'. Did you mean 'timeout'?");
  const event = threading.Event();
  equal(await refusal(event.wait_async("a")), "TypeError: '>' not supported between instances of 'str' and 'int'");
  event.set();
  equal(await event.wait_async("a"), true);
  equal(await threading.Lock().acquire_async(true, { timeout: 1 }), true);
});

test("Thread: join_async", async () => {
  const go = threading.Event();
  const t = threading.Thread({ target: () => go.wait() });
  equal(await refusal(t.join_async()), "RuntimeError: cannot join thread before it is started");
  equal(await refusal(threading.current_thread().join_async()), "RuntimeError: cannot join current thread");
  t.start();
  equal([await t.join_async(0.01), t.is_alive()], [undefined, true]);
  const controller = new AbortController();
  const aborted = t.join_async({ signal: controller.signal });
  controller.abort(new Error("stop"));
  equal(await refusal(aborted), "Error: stop");
  equal(await refusal(t.join_async({ timeuot: 1 })), "TypeError: Thread.join_async() got an unexpected keyword argument 'timeuot'. Did you mean 'timeout'?");
  go.set();
  await Promise.all([t.join_async(), t.join_async()]);
  equal(t.is_alive(), false);
});

const queues = { Queue: Queue.Queue, LifoQueue: Queue.LifoQueue, PriorityQueue: Queue.PriorityQueue };

class Hooked extends Queue.Queue {
  _init() {
    this.kept = list();
  }
  _qsize() {
    return this.kept.length;
  }
  _put(item) {
    this.kept.append(item);
  }
  _get() {
    return this.kept.pop(0);
  }
}

for (const [name, make] of Object.entries({ ...queues, Hooked: (n) => new Hooked(n) })) {
  test(`${name}: a put wakes an async get, and a get an async put`, async () => {
    const q = make(1);
    const got = q.get_async();
    inThread(() => q.put(7));
    equal(await got, 7);
    await q.put_async(1);
    const put = q.put_async(2);
    equal(await isPending(put), true);
    equal(inOther(() => q.get()), 1);
    await put;
    equal([await q.get_async(), q.qsize()], [2, 0]);
    for (let i = 0; i < 3; i++) q.task_done();
    await q.join_async();
  });

  test(`${name}: timeouts, polling, aborts and shutdown`, async () => {
    const q = make(1);
    equal(await refusal(q.get_async(false)), "Empty: ");
    equal(await refusal(q.get_async({ timeout: 0.01 })), "Empty: ");
    equal(await refusal(q.get_async(true, -1)), "ValueError: 'timeout' must be a non-negative number");
    q.put(1);
    equal(await refusal(q.put_async(2, false)), "Full: ");
    equal(await refusal(q.put_async(2, { timeout: 0.01 })), "Full: ");
    const controller = new AbortController();
    const aborted = q.put_async(2, true, null, { signal: controller.signal });
    controller.abort(new Error("stop"));
    equal(await refusal(aborted), "Error: stop");
    equal([q.get(), q.qsize()], [1, 0]);
    const other = new AbortController();
    const getter = q.get_async({ signal: other.signal });
    other.abort(new Error("stop"));
    equal(await refusal(getter), "Error: stop");
    const waits = [refusal(q.get_async()), refusal(q.get_async())];
    const joined = q.join_async();
    q.task_done();
    await joined;
    q.shutdown();
    equal(await Promise.all(waits), ["ShutDown: ", "ShutDown: "]);
    equal(await refusal(q.put_async(1)), "ShutDown: ");
  });

  test(`${name}: async getters and putters are served in line`, async () => {
    const q = make(1);
    const got = [];
    const getters = [0, 1, 2].map(async (i) => got.push([i, await q.get_async()]));
    for (let i = 0; i < 3; i++) await q.put_async(i);
    await Promise.all(getters);
    equal(got, [[0, 0], [1, 1], [2, 2]]);
    const done = [];
    await q.put_async(0);
    const putters = [1, 2, 3].map(async (i) => {
      await q.put_async(i);
      done.push(i);
    });
    for (let i = 0; i < 4; i++) equal(await q.get_async(), i);
    await Promise.all(putters);
    equal(done, [1, 2, 3]);
  });
}

test("SimpleQueue: get_async and put_async", async () => {
  const q = Queue.SimpleQueue();
  const got = q.get_async();
  await q.put_async({ a: [1] });
  equal(await got, { a: [1] });
  equal(await refusal(q.get_async(false)), "Empty: ");
  equal(await refusal(q.get_async({ signal: AbortSignal.timeout(5) })), "TimeoutError: The operation was aborted due to timeout");
});

test("PriorityQueue: what cannot be compared rejects, and the queue goes on", async () => {
  const q = Queue.PriorityQueue();
  await q.put_async(1);
  equal(await refusal(q.put_async("a")), "TypeError: '<' not supported between instances of 'str' and 'int'");
  equal(await q.get_async(), 1);
});

test("an async target uses them in its thread", async () => {
  const q = Queue.Queue();
  const results = list();
  const t = threading.Thread({
    target: async () => {
      for (;;) {
        const item = await q.get_async();
        if (item === null) return;
        results.append(item * 2);
      }
    },
  });
  t.start();
  for (const item of [1, 2, 3, null]) await q.put_async(item);
  await t.join_async();
  equal([...results], [2, 4, 6]);
});

test("objects of the user's own classes", async () => {
  class Box extends Queue.Queue {
    async next() {
      return await this.get_async();
    }
  }
  class Gate extends threading.Event {
    async pass() {
      return await this.wait_async();
    }
  }
  const [box, gate] = [new Box(), new Gate()];
  const waits = [box.next(), gate.pass()];
  inThread(() => {
    box.put("item");
    gate.set();
  });
  equal(await Promise.all(waits), ["item", true]);
});

test("two hundred waits at once, in several threads", async () => {
  const q = Queue.Queue();
  const gets = Array.from({ length: 200 }, () => q.get_async());
  const threads = [0, 1, 2, 3].map((t) => inThread(() => {
    for (let i = 0; i < 50; i++) q.put(t * 50 + i);
  }));
  const items = await Promise.all(gets);
  for (const t of threads) await t.join_async();
  equal(items.sort((a, b) => a - b), Array.from({ length: 200 }, (_, i) => i));
});

for (const [title, body] of cases) {
  let error;
  try {
    await body();
  } catch (thrown) {
    error = thrown.stack ?? String(thrown);
  }
  console.log(JSON.stringify({ title, error }));
}
