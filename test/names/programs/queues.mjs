/** Queues: one body for each behaviour, run for every class that has it. */
import { Exception, object, set, ValueError } from "pythreads/builtins";
import * as Queue from "pythreads/queue";
import { Empty, Full, ShutDown } from "pythreads/queue";
import { Bunch, blocksUntil, elsewhere, equal, list, ok, raises, runOnce, runTest, takes, threading, time, until, with_ } from "./harness.mjs";

const classes = { Queue: (n) => Queue.Queue(n), LifoQueue: (n) => Queue.LifoQueue(n), PriorityQueue: (n) => Queue.PriorityQueue(n) };
const TIMEOUT = "'timeout' must be a non-negative number";

/** Waits until so many stand in the line of a queue's condition: until then nobody can be said to be blocked. */
function waiting(condition, count) {
  until(() => String(condition).endsWith(`, ${count})>`), `${count} in the line`);
}

/** Runs a call in another thread until it is blocked, then the trigger; returns what the call returns, or its error's name. */
function blocked(condition, call, trigger) {
  const outcomes = list();
  const t = threading.Thread({ target: () => {
    try {
      outcomes.append(call());
    } catch (error) {
      outcomes.append(error.name);
    }
  } });
  t.start();
  waiting(condition, 1);
  equal(outcomes.length, 0);
  trigger();
  t.join();
  return outcomes[0];
}

/** Raises that class, with no message and no arguments, as `queue` does. */
function raisesBare(Class, call) {
  raises(Class, "", call);
  try {
    call();
  } catch (error) {
    equal(error.args, []);
  }
}

const orders = { Queue: [111, 333, 222], LifoQueue: [222, 333, 111], PriorityQueue: [111, 222, 333] };
const SIZE = 3;

function basics(q, order) {
  ok(q.empty() && !q.full());
  equal(q.qsize(), 0);
  for (const item of [111, 333, 222]) q.put(item);
  equal([q.get(), q.get(), q.get()], order);
  for (let i = 0; i < SIZE - 1; i++) {
    q.put(i);
    ok(!q.empty() && !q.full());
  }
  q.put(SIZE - 1);
  ok(!q.empty() && q.full());
  equal(q.qsize(), SIZE);
  for (const put of [() => q.put(9, 0), () => q.put(9, { block: false }), () => q.put(9, { timeout: 0.01 }), () => q.put(9, true, 0)]) raisesBare(Full, put);
  equal(blocked(q.not_full, () => q.put(3), () => q.get()), undefined);
  equal(blocked(q.not_full, () => q.put(4, true, 10), () => q.get()), undefined);
  equal(q.qsize(), SIZE);
  for (let i = 0; i < SIZE; i++) q.get();
  ok(q.empty());
  for (const get of [() => q.get(0), () => q.get({ block: false }), () => q.get({ timeout: 0.01 }), () => q.get(true, 0)]) raisesBare(Empty, get);
  equal(blocked(q.not_empty, () => q.get(), () => q.put(5)), 5);
  equal(blocked(q.not_empty, () => q.get(true, 10), () => q.put(6)), 6);
  ok(q.empty());
}

runTest("C172 order, full, empty, giving up, and blocking until there is room or an item", classes, (make, name) => {
  const q = make(SIZE);
  basics(q, orders[name]);
  basics(q, orders[name]);
});

runTest("a timed put and get take their time", classes, (make) => {
  const q = make(1);
  takes(0.05, () => raisesBare(Empty, () => q.get({ timeout: 0.025 })));
  q.put(1);
  takes(0.05, () => raisesBare(Full, () => q.put(1, { timeout: 0.025 })));
});

runTest("C173 task_done on a fresh queue", classes, (make) => {
  raises(ValueError, "task_done() called too many times", () => make().task_done());
});

runTest("C174 join waits for the work of two threads", classes, (make) => {
  const q = make();
  const sum = list([0]);
  const mutex = threading.Lock();
  const workers = Array.from({ length: 2 }, () => threading.Thread({ target: () => {
    for (;;) {
      const n = q.get();
      if (n < 0) {
        q.task_done();
        return;
      }
      with_(mutex, () => {
        sum[0] += n;
      });
      q.task_done();
    }
  } }));
  for (const t of workers) t.start();
  for (let i = 0; i < 100; i++) q.put(i);
  q.join();
  equal([sum[0], q.unfinished_tasks], [4950, 0]);
  for (const _ of workers) q.put(-1);
  q.join();
  for (const t of workers) t.join();
  raises(ValueError, "task_done() called too many times", () => q.task_done());
  q.put(1);
  equal(blocked(q.all_tasks_done, () => q.join(), () => q.task_done()), undefined);
});

runTest("C175 negative timeouts", classes, (make) => {
  const q = make(1);
  raises(ValueError, TIMEOUT, () => q.put(1, { timeout: -1 }));
  raises(ValueError, TIMEOUT, () => q.get(1, -1));
  q.put(1);
  raises(ValueError, TIMEOUT, () => q.put(1, true, -0.5));
  raises(ValueError, TIMEOUT, () => q.get({ timeout: -1 }));
  equal(q.qsize(), 1);
});

runTest("C176 put_nowait and get_nowait", classes, (make) => {
  const q = make(SIZE);
  for (let i = 0; i < SIZE; i++) q.put_nowait(1);
  raisesBare(Full, () => q.put_nowait(1));
  for (let i = 0; i < SIZE; i++) q.get_nowait();
  raisesBare(Empty, () => q.get_nowait());
});

runTest("C177 a queue that has shrunk below its size is full", classes, (make) => {
  const q = make(3);
  for (const item of [1, 2, 3]) q.put(item);
  q.maxsize = 1;
  ok(q.full());
  raisesBare(Full, () => q.put_nowait(4));
  q.get();
  raisesBare(Full, () => q.put(4, { timeout: 0.001 }));
  equal(q.qsize(), 2);
});

const shutdowns = {};
for (const [name, make] of Object.entries(classes)) {
  shutdowns[name] = (n) => [make(n), (q) => q.shutdown()];
  shutdowns[`${name}, keyword`] = (n) => [make(n), (q) => q.shutdown({ immediate: false })];
}
const immediate = {};
for (const [name, make] of Object.entries(classes)) {
  immediate[name] = (n) => [make(n), (q) => q.shutdown(true)];
  immediate[`${name}, keyword`] = (n) => [make(n), (q) => q.shutdown({ immediate: true })];
}

/** Each way to put raises ShutDown, each way to get too. */
function isOver(q) {
  for (const put of [() => q.put(1), () => q.put(1, false), () => q.put(1, { timeout: 1 }), () => q.put(1, { timeout: -1 }), () => q.put_nowait(1)]) raisesBare(ShutDown, put);
  for (const get of [() => q.get(), () => q.get(false), () => q.get({ timeout: 1 }), () => q.get({ timeout: -1 }), () => q.get_nowait()]) raisesBare(ShutDown, get);
}

runTest("C178 an empty queue that is shut down", shutdowns, (make) => {
  const [q, shutDown] = make();
  equal(shutDown(q), undefined);
  isOver(q);
});

runTest("C179 what is there can be taken after a shutdown", shutdowns, (make) => {
  const [q, shutDown] = make();
  q.put(7);
  shutDown(q);
  raisesBare(ShutDown, () => q.put_nowait(8));
  equal(q.get(), 7);
  isOver(q);
});

runTest("C180 an immediate shutdown drops what is there", immediate, (make) => {
  const [q, shutDown] = make();
  q.put(7);
  q.put(8);
  shutDown(q);
  equal([q.qsize(), q.unfinished_tasks], [0, 0]);
  isOver(q);
});

runTest("C181 shutdown may be called again, either way", classes, (make) => {
  for (const [first, second] of [[false, false], [true, true], [false, true], [true, false]]) {
    const q = make();
    q.put(1);
    equal(q.is_shutdown, false);
    q.shutdown(first);
    equal(q.is_shutdown, true);
    q.shutdown(second);
    equal([q.is_shutdown, q.qsize()], [true, first || second ? 0 : 1]);
  }
});

runTest("C182 each method after a shutdown", shutdowns, (make) => {
  const [q, shutDown] = make(2);
  q.put(1);
  q.put(2);
  shutDown(q);
  raisesBare(ShutDown, () => q.put(3));
  equal([q.qsize(), q.full(), q.empty(), q.unfinished_tasks], [2, true, false, 2]);
  q.get_nowait();
  q.get();
  isOver(q);
  q.task_done();
  equal(blocked(q.all_tasks_done, () => q.join(), () => q.task_done()), undefined);
  raises(ValueError, "task_done() called too many times", () => q.task_done());
  equal([q.qsize(), q.full(), q.empty()], [0, false, true]);
});

runTest("C183 each method after an immediate shutdown", immediate, (make) => {
  const [q, shutDown] = make(2);
  q.put(1);
  q.put(2);
  shutDown(q);
  isOver(q);
  equal([q.qsize(), q.full(), q.empty()], [0, false, true]);
  raises(ValueError, "task_done() called too many times", () => q.task_done());
  q.join();
});

runTest("an immediate shutdown leaves the tasks that were taken out", immediate, (make) => {
  const [q, shutDown] = make();
  for (const item of [1, 2, 3]) q.put(item);
  q.get();
  equal(blocked(q.all_tasks_done, () => q.join(), () => {
    shutDown(q);
    equal(q.unfinished_tasks, 1);
    q.task_done();
  }), undefined);
});

const WRITERS = 4;
const READERS = 6;
const MESSAGES = 1024;

/** Many write and read; half-way one of them shuts the queue down. Returns what came in and what came out. */
function manyThreads(make, isImmediate) {
  const q = make(64);
  const start = threading.Barrier(WRITERS + READERS + 2);
  const written = list();
  const read = list();
  const writer = (number) => () => {
    start.wait();
    let count = 0;
    try {
      for (let i = 0; i < MESSAGES; i++) {
        if (number === 0 && i === MESSAGES / 2) q.shutdown(isImmediate);
        q.put(i);
        count++;
      }
    } catch (error) {
      if (error.name !== "ShutDown") throw error;
    }
    written.append(count);
  };
  const reader = () => {
    start.wait();
    let count = 0;
    try {
      for (;;) {
        q.get();
        count++;
        q.task_done();
      }
    } catch (error) {
      if (error.name !== "ShutDown") throw error;
    }
    read.append(count);
  };
  const joiner = () => {
    start.wait();
    q.join();
  };
  const bunches = [
    ...Array.from({ length: WRITERS }, (_, i) => new Bunch(1, writer(i))),
    new Bunch(READERS, reader),
    new Bunch(2, joiner),
  ];
  for (const bunch of bunches) bunch.awaitFinished();
  const sum = (counts) => [...counts].reduce((a, b) => a + b, 0);
  equal([written.length, read.length, q.qsize(), q.unfinished_tasks], [WRITERS, READERS, 0, 0]);
  isOver(q);
  return [sum(written), sum(read)];
}

runTest("C184 a shutdown while many put, get and join", classes, (make) => {
  const [written, read] = manyThreads(make, false);
  equal(read, written);
});

runTest("C185 an immediate shutdown while many put, get and join", classes, (make) => {
  const [written, read] = manyThreads(make, true);
  ok(read <= written && read >= written - 64, `${read} of ${written}`);
});

/** What each of several threads got, or the name of what was raised. */
function outcomesOf(count, call, condition, act) {
  const outcomes = list();
  const bunch = new Bunch(count, () => {
    let outcome;
    try {
      outcome = call();
    } catch (error) {
      outcome = error.name;
    }
    outcomes.append(outcome);
  });
  waiting(condition, count);
  act();
  bunch.awaitFinished();
  return [...outcomes].map(String).sort();
}

runTest("C186 three get after a shutdown, and there are two items", shutdowns, (make) => {
  const [q, shutDown] = make();
  const go = threading.Event();
  const outcomes = list();
  const bunch = new Bunch(3, () => {
    go.wait();
    try {
      outcomes.append(q.get());
    } catch (error) {
      outcomes.append(error.name);
    }
  });
  bunch.awaitStarted();
  q.put(1);
  q.put(2);
  shutDown(q);
  go.set();
  bunch.awaitFinished();
  equal([...outcomes].map(String).sort(), ["1", "2", "ShutDown"]);
});

runTest("C187 after an immediate shutdown nobody gets anything", immediate, (make) => {
  const [q, shutDown] = make();
  const go = threading.Event();
  const outcomes = list();
  const bunch = new Bunch(2, () => {
    go.wait();
    try {
      outcomes.append(q.get());
    } catch (error) {
      outcomes.append(error.name);
    }
  });
  bunch.awaitStarted();
  q.put(1);
  q.put(2);
  shutDown(q);
  go.set();
  bunch.awaitFinished();
  equal([...outcomes], ["ShutDown", "ShutDown"]);
});

const wakesPutters = (left) => (make) => {
  const [q, shutDown] = make(1);
  q.put(1);
  equal(outcomesOf(2, () => q.put(2), q.not_full, () => shutDown(q)), ["ShutDown", "ShutDown"]);
  equal(q.unfinished_tasks, left);
};

runTest("C188 those who wait to put are woken by a shutdown", shutdowns, wakesPutters(1));

runTest("C189 those who wait to put are woken by an immediate shutdown", immediate, wakesPutters(0));

runTest("C190 those who join after a shutdown wait for the last task", shutdowns, (make) => {
  const [q, shutDown] = make();
  q.put(1);
  q.put(2);
  equal(outcomesOf(2, () => q.join(), q.all_tasks_done, () => {
    shutDown(q);
    waiting(q.all_tasks_done, 2);
    q.get();
    q.task_done();
    waiting(q.all_tasks_done, 2);
    q.get();
    q.task_done();
  }), ["undefined", "undefined"]);
});

runTest("C191 those who join are let go by an immediate shutdown", immediate, (make) => {
  const [q, shutDown] = make();
  q.put(1);
  q.put(2);
  equal(outcomesOf(2, () => q.join(), q.all_tasks_done, () => shutDown(q)), ["undefined", "undefined"]);
});

const wakesPutterAndJoiner = (finish) => (make) => {
  const [q, shutDown] = make(1);
  q.put(1);
  const outcome = blocked(q.all_tasks_done, () => q.join(), () => {
    equal(blocked(q.not_full, () => q.put(2), () => shutDown(q)), "ShutDown");
    finish(q);
  });
  equal(outcome, undefined);
};

runTest("C192 one waits to put and one joins while the queue is shut down; the join ends with the last task", shutdowns, wakesPutterAndJoiner((q) => {
  waiting(q.all_tasks_done, 1);
  equal(q.get(), 1);
  q.task_done();
}));

runTest("C193 one waits to put and one joins while the queue is shut down at once", immediate, wakesPutterAndJoiner(() => {}));

runTest("C194 what is left is taken and done after a shutdown, and join returns", shutdowns, (make) => {
  const [q, shutDown] = make();
  for (const item of [1, 2, 3]) q.put(item);
  equal(outcomesOf(2, () => q.join(), q.all_tasks_done, () => {
    shutDown(q);
    new Bunch(3, () => {
      q.get();
      q.task_done();
    }).awaitFinished();
  }), ["undefined", "undefined"]);
  isOver(q);
});

runTest("C195 those who wait to get are woken by a shutdown", { ...shutdowns, ...Object.fromEntries(Object.entries(immediate).map(([name, make]) => [`immediate ${name}`, make])) }, (make) => {
  const [q, shutDown] = make();
  equal(outcomesOf(2, () => q.get(), q.not_empty, () => shutDown(q)), ["ShutDown", "ShutDown"]);
});

const failing = {};
for (const [name, Base] of Object.entries({ Queue: Queue.Queue, LifoQueue: Queue.LifoQueue, PriorityQueue: Queue.PriorityQueue })) {
  failing[name] = (n) => {
    class Failing extends Base {
      fails_put = false;
      fails_get = false;
      _put(item) {
        if (this.fails_put) {
          this.fails_put = false;
          throw new Exception("no put");
        }
        super._put(item);
      }
      _get() {
        if (this.fails_get) {
          this.fails_get = false;
          throw new Exception("no get");
        }
        return super._get();
      }
    }
    return new Failing(n);
  };
}

function failures(q) {
  ok(q.empty());
  for (const put of [() => q.put(9), () => q.put(9, { timeout: 0.1 }), () => q.put(9, 0), () => q.put_nowait(9)]) {
    q.fails_put = true;
    raises(Exception, "no put", put);
    equal([q.qsize(), q.unfinished_tasks, q.mutex.locked()], [0, 0, false]);
  }
  q.put(1);
  q.put(2);
  raisesBare(Full, () => q.put(3, { timeout: 0.001 }));
  // A put that has waited fails in the thread that called it.
  q.fails_put = true;
  equal(blocked(q.not_full, () => q.put(3), () => q.get()), "Exception");
  q.put(3);
  ok(q.full());
  for (const get of [() => q.get(), () => q.get({ timeout: 0.1 }), () => q.get(0), () => q.get_nowait()]) {
    q.fails_get = true;
    raises(Exception, "no get", get);
    equal([q.qsize(), q.mutex.locked()], [2, false]);
  }
  equal([q.get(), q.get()].sort().length, 2);
  raisesBare(Empty, () => q.get(0));
  q.fails_get = true;
  equal(blocked(q.not_empty, () => q.get(), () => q.put(4)), "Exception");
  equal(q.get(), 4);
  ok(q.empty());
  while (q.unfinished_tasks > 0) q.task_done();
}

runTest("C196 a queue whose hooks raise stays as it was", failing, (make) => {
  const q = make(2);
  failures(q);
  failures(q);
});

class MySimpleQueue extends Queue.SimpleQueue {}
const simple = { SimpleQueue: () => Queue.SimpleQueue(), subclass: () => new MySimpleQueue() };

runTest("C197 put, get, nowait, timeouts, empty and qsize", simple, (make) => {
  const q = make();
  ok(q.empty());
  equal(q.qsize(), 0);
  equal(q.put(1), undefined);
  q.put(2, false);
  q.put(3, { timeout: 0 });
  q.put(4, true, -1);
  q.put_nowait(5);
  ok(!q.empty());
  equal(q.qsize(), 5);
  equal([q.get(), q.get(false), q.get({ timeout: 1 }), q.get(true, 1), q.get_nowait()], [1, 2, 3, 4, 5]);
  for (const get of [() => q.get(false), () => q.get({ block: false }), () => q.get(null), () => q.get_nowait(), () => q.get(true, 0), () => q.get(false, -1), () => q.get({ timeout: 0.001 })]) raisesBare(Empty, get);
  takes(0.05, () => raisesBare(Empty, () => q.get({ timeout: 0.05 })));
  ok(q.empty());
  equal(blocksUntil(() => q.get(), () => q.put(6)), 6);
  equal(blocksUntil(() => q.get({ timeout: 10 }), () => q.put(7)), 7);
});

runTest("C198 a negative timeout of get, with and without an item", simple, (make) => {
  const q = make();
  raises(ValueError, TIMEOUT, () => q.get({ timeout: -1 }));
  q.put(1);
  raises(ValueError, TIMEOUT, () => q.get(true, -1));
  equal(q.get(false, -1), 1);
});

/** Takes items from a shared list and puts them; a null in the queue ends one who gets. */
const feed = (q, inputs, sentinels) => () => {
  for (;;) {
    let item;
    try {
      item = inputs.pop(0);
    } catch (error) {
      if (error.name !== "IndexError") throw error;
      break;
    }
    q.put(item);
    if (item % 7 === 0) time.sleep(0);
  }
  for (let i = 0; i < sentinels; i++) q.put(null);
};

const consume = (q, results, get) => () => {
  for (let item = get(q); item !== null; item = get(q)) results.append(item);
};

const blocking = (q) => q.get();
const polling = (q) => {
  for (;;) {
    try {
      return q.get({ block: false });
    } catch (error) {
      if (error.name !== "Empty") throw error;
      time.sleep(1e-5);
    }
  }
};
const timed = (q) => {
  for (;;) {
    try {
      return q.get({ timeout: 1e-5 });
    } catch (error) {
      if (error.name !== "Empty") throw error;
    }
  }
};

function run(q, feeders, consumers, count, get) {
  const inputs = list(Array.from({ length: count }, (_, i) => i));
  const results = list();
  const bunches = [new Bunch(feeders, feed(q, inputs, consumers / feeders)), new Bunch(consumers, consume(q, results, get))];
  for (const bunch of bunches) bunch.awaitFinished();
  equal([q.empty(), q.qsize(), inputs.length], [true, 0, 0]);
  return [...results];
}

runTest("C199 one who puts and one who gets keep the order", simple, (make) => {
  const results = run(make(), 1, 1, 1000, blocking);
  equal(results, Array.from({ length: 1000 }, (_, i) => i));
});

const many = (get) => (make) => {
  const results = run(make(), 5, 5, 2000, get);
  equal(results.sort((a, b) => a - b), Array.from({ length: 2000 }, (_, i) => i));
};

runTest("C200 many put, many get: nothing is lost or doubled", simple, many(blocking));

runTest("C201 many put, many get without blocking: nothing is lost or doubled", simple, many(polling));

runTest("C202 many put, many get with a timeout: nothing is lost or doubled", simple, many(timed));

// ------------------------------------------------------------------ what else there is to a queue

runOnce("a SimpleQueue takes no arguments, and has only what a SimpleQueue has", () => {
  for (const Class of [Queue.SimpleQueue, MySimpleQueue]) {
    raises(TypeError, "SimpleQueue() takes no positional arguments", () => new Class(1));
    raises(TypeError, "SimpleQueue() takes no keyword arguments", () => new Class({ maxsize: 1 }));
  }
  const q = Queue.SimpleQueue();
  for (const name of ["maxsize", "full", "task_done", "join", "shutdown", "mutex"]) ok(!(name in q), name);
  raises(TypeError, "'str' object cannot be interpreted as an integer", () => q.get(true, "a"));
  raises(TypeError, "get() got an unexpected keyword argument 'foo'", () => q.get({ foo: 1 }));
});

runTest("what a timeout is looked at for", classes, (make) => {
  const unbounded = make();
  unbounded.put(1, true, -1);
  unbounded.put(1, true, "a");
  const q = make(1);
  raises(TypeError, "'<' not supported between instances of 'str' and 'int'", () => q.put(1, true, "a"));
  q.put(1, false, "a");
  raisesBare(Full, () => q.put(1, false, -1));
  raises(TypeError, "'<' not supported between instances of 'str' and 'int'", () => q.get(true, "a"));
  equal(q.get(false, "a"), 1);
  raises(Exception, "timestamp out of range for platform time_t", () => q.get({ timeout: 1e100 }));
  q.put(1);
  equal(q.get({ timeout: 1e100 }), 1);
  raises(TypeError, "Queue.put() got an unexpected keyword argument 'foo'", () => q.put(1, { foo: 1 }));
  raises(TypeError, "Queue.get() got an unexpected keyword argument 'foo'", () => q.get({ foo: 1 }));
  raisesBare(Empty, () => q.get({ block: null, timeout: 5 }));
});

runTest("sizes of every sort", classes, (make) => {
  const room = (q) => {
    let count = 0;
    while (count < 4) {
      try {
        q.put(count, false);
      } catch (error) {
        if (error.name !== "Full") throw error;
        break;
      }
      count++;
    }
    return [count, q.full()];
  };
  equal(room(make(0)), [4, false]);
  equal(room(make(-1)), [4, false]);
  equal(room(make(1.5)), [2, true]);
  equal(room(make(0.5)), [1, true]);
  equal(room(make(true)), [1, true]);
  equal(room(make({ maxsize: 2 })), [2, true]);
  raises(TypeError, "'>' not supported between instances of 'NoneType' and 'int'", () => make(null));
  raises(TypeError, "'>' not supported between instances of 'str' and 'int'", () => make("a"));
  const q = make(1);
  q.put(1);
  q.maxsize = 0;
  equal(q.full(), false);
  q.put(2);
  q.maxsize = 2;
  equal([q.maxsize, q.full()], [2, true]);
});

const layouts = {
  Queue: ["deque([7, 3, 9, 1, 8, 2])", 7, 2, [7, 3, 9, 1, 8]],
  LifoQueue: ["[7, 3, 9, 1, 8, 2]", 7, 2, [7, 3, 9, 1, 8]],
  PriorityQueue: ["[1, 3, 2, 7, 8, 9]", 1, 9, [1, 3, 2, 7, 8]],
};

runTest("the items lie as in Python, and can be looked at and dropped", classes, (make, name) => {
  const q = make();
  for (const item of [7, 3, 9, 1, 8, 2]) q.put(item);
  const [text, first, last, rest] = layouts[name];
  with_(q.mutex, () => {
    equal(String(q.queue), text);
    equal([q.queue.length, q.queue[0], q.queue[-1], q.queue[9]], [6, first, last, undefined]);
    equal(q.queue.pop(), last);
    equal([...q.queue], rest);
    equal([q.queue.includes(3), q.queue.includes(99), q.queue.count(8), q.queue.index(7)], [true, false, 1, rest.indexOf(7)]);
    q.queue.remove(3);
    equal([...q.queue], rest.filter((n) => n !== 3));
    raises(ValueError, name === "Queue" ? "99 is not in deque" : "99 is not in list", () => q.queue.index(99));
    raises(ValueError, name === "Queue" ? "99 is not in deque" : "list.remove(x): x not in list", () => q.queue.remove(99));
    q.queue.extend([5, 6]);
    equal(q.queue.length, 6);
    if (name === "Queue") {
      q.queue.appendleft(4);
      equal([q.queue.popleft(), q.queue.popleft()], [4, 7]);
    } else {
      raises(Exception, "'list' object has no attribute 'popleft'", () => q.queue.popleft());
      raises(Exception, "'list' object has no attribute 'appendleft'", () => q.queue.appendleft(1));
    }
    equal(q.queue.clear(), undefined);
    raises(Exception, name === "Queue" ? "pop from an empty deque" : "pop from empty list", () => q.queue.pop());
  });
  equal([q.qsize(), q.unfinished_tasks], [0, 6]);
});

runTest("appendleft and remove wherever the items begin", { Queue: classes.Queue }, (make) => {
  const q = make();
  const model = [];
  for (let round = 0; round < 40; round++) {
    q.put(round);
    model.push(round);
    q.queue.appendleft(-round);
    model.unshift(-round);
    if (round % 3 === 0) {
      equal(q.get(), model.shift());
      q.queue.remove(model[model.length >> 1]);
      model.splice(model.length >> 1, 1);
    }
    equal([...q.queue], model);
  }
});

runTest("the conditions of a queue are over its mutex", classes, (make) => {
  const q = make();
  for (const name of ["not_empty", "not_full", "all_tasks_done"]) {
    const condition = q[name];
    ok(condition === q[name] && condition instanceof threading.Condition && condition._lock === q.mutex);
    equal(String(condition), `<Condition(${q.mutex}, 0)>`);
    raises(Exception, "cannot wait on un-acquired lock", () => condition.wait());
    raises(Exception, "cannot notify on un-acquired lock", () => condition.notify());
    raises(Exception, "cannot notify on un-acquired lock", () => condition.notify_all());
    raises(Exception, "release unlocked lock", () => condition.release());
    with_(condition, () => {
      equal([q.mutex.locked(), condition._is_owned(), condition.notify(), condition.wait(0.001), q.mutex.locked()], [true, true, undefined, false, true]);
    });
    equal(q.mutex.locked(), false);
    // It is the same condition in another thread.
    ok(elsewhere(() => [condition === q[name], condition])[0]);
    ok(elsewhere(() => condition) === condition);
  }
});

runTest("a put wakes who waits by not_empty, a get who waits by not_full, the last task_done who waits by all_tasks_done", classes, (make) => {
  const q = make(1);
  const peek = () => with_(q.not_empty, () => {
    while (q.queue.length === 0) q.not_empty.wait();
    return q.queue[0];
  });
  equal(blocked(q.not_empty, peek, () => q.put(5)), 5);
  equal(q.qsize(), 1);
  equal(blocked(q.not_full, () => with_(q.not_full, () => q.not_full.wait_for(() => !q.queue.length, { timeout: 10 })), () => q.get()), true);
  equal(blocked(q.all_tasks_done, () => with_(q.all_tasks_done, () => q.all_tasks_done.wait_for(() => q.unfinished_tasks === 0)), () => q.task_done()), true);
  equal([q.not_empty, q.not_full, q.all_tasks_done].map((c) => String(c).slice(-5)), [", 0)>", ", 0)>", ", 0)>"]);
});

runTest("a shutdown wakes who waits by a condition", classes, (make) => {
  const q = make(1);
  equal(blocked(q.not_empty, () => with_(q.not_empty, () => [q.not_empty.wait(), q.is_shutdown].join()), () => q.shutdown()), "true,true");
});

runTest("one line for those who get and those who look, in the order in which they came", classes, (make) => {
  const q = make();
  const seen = list();
  const looks = threading.Thread({ target: () => with_(q.not_empty, () => {
    q.not_empty.wait();
    seen.append(["looks", q.queue.length]);
  }) });
  const gets = threading.Thread({ target: () => void seen.append(["gets", q.get()]) });
  looks.start();
  waiting(q.not_empty, 1);
  gets.start();
  waiting(q.not_empty, 2);
  // The one who looks takes nothing, so the other stays until it is told.
  q.put(3);
  looks.join();
  equal([q.qsize(), String(q.not_empty).slice(-5)], [1, ", 1)>"]);
  with_(q.not_empty, () => q.not_empty.notify());
  gets.join();
  equal([...seen].map((entry) => [...entry]), [["looks", 1], ["gets", 3]]);
  equal(q.qsize(), 0);
});

runTest("an item that was added by hand goes before the next one", classes, (make, name) => {
  const q = make();
  const got = list();
  const t = threading.Thread({ target: () => void got.append(q.get()) });
  t.start();
  waiting(q.not_empty, 1);
  q.queue.append(1);
  q.put(2);
  t.join();
  equal([got[0], q.get()], name === "LifoQueue" ? [2, 1] : [1, 2]);
});

runTest("notifying by hand after the items were changed by hand", classes, (make) => {
  const q = make(1);
  equal(blocked(q.not_empty, () => q.get(), () => with_(q.not_empty, () => {
    // There is nothing yet, so whoever gets goes on waiting.
    q.not_empty.notify_all();
    q.queue.append(1);
    q.not_empty.notify();
  })), 1);
  q.put(1);
  equal(blocked(q.not_full, () => q.put(2), () => with_(q.not_full, () => {
    q.not_full.notify();
    q.queue.pop();
    q.not_full.notify();
  })), undefined);
  equal(q.get(), 2);
  q.put(3);
  equal(blocked(q.all_tasks_done, () => q.join(), () => with_(q.mutex, () => {
    q.all_tasks_done.notify_all();
    q.queue.clear();
    q.unfinished_tasks = 0;
    q.all_tasks_done.notify_all();
  })), undefined);
});

runTest("some put and get by the methods, others by hand under the conditions: nothing is lost, nobody is forgotten", classes, (make) => {
  for (const maxsize of [0, 1, 3]) {
    const q = make(maxsize);
    const each = 250;
    const putByHand = (item) => with_(q.not_full, () => {
      while (q.maxsize > 0 && q._qsize() >= q.maxsize) q.not_full.wait();
      q._put(item);
      q.unfinished_tasks += 1;
      q.not_empty.notify();
    });
    const getByHand = () => with_(q.not_empty, () => {
      while (!q._qsize()) q.not_empty.wait();
      const item = q._get();
      q.not_full.notify();
      return item;
    });
    const isByHand = (thread, turn) => thread === 1 || (thread === 2 && turn % 2 === 1);
    const seen = list();
    const bunches = [
      new Bunch(3, (n) => {
        for (let i = 0; i < each; i++) isByHand(n, i) ? putByHand(n * each + i) : q.put(n * each + i);
      }),
      new Bunch(3, (n) => {
        const mine = [];
        for (let i = 0; i < each; i++) mine.push(isByHand(n, i) ? getByHand() : q.get());
        seen.extend(mine);
      }),
    ];
    for (const bunch of bunches) bunch.awaitFinished();
    equal([...seen].sort((a, b) => a - b), Array.from({ length: 3 * each }, (_, i) => i));
    equal([q.qsize(), q.unfinished_tasks], [0, 3 * each]);
  }
});

class Holder extends object {
  constructor(q) {
    super();
    this.condition = q.not_empty;
    this.items = q.queue;
  }
}

runTest("a queue's conditions and items cross as what they are", classes, (make) => {
  const q = make();
  const { not_full, queue } = q;
  const holder = new Holder(q);
  ok(holder.condition === q.not_empty && holder.items === queue);
  const other = Queue.Queue();
  other.put(q.all_tasks_done);
  ok(other.get() === q.all_tasks_done);
  const seen = list();
  const t = threading.Thread({ target: (condition, items) => {
    seen.append(condition === q.not_empty && items === q.queue && not_full === q.not_full && queue === items);
    seen.append(holder.condition === condition && holder.items === items);
    queue.append(7);
  }, args: [q.not_empty, q.queue] });
  t.start();
  t.join();
  equal([[...seen], q.get()], [[true, true], 7]);
});

runOnce("a subclass with its own storage, and methods by the conditions, in every thread", () => {
  class Latest extends Queue.Queue {
    _init() {
      this.items = list();
    }
    _qsize() {
      return this.items.length;
    }
    _put(item) {
      if (!this.items.includes(item)) this.items.append(item);
    }
    _get() {
      return this.items.pop(0);
    }
    peek() {
      return with_(this.not_empty, () => {
        while (!this._qsize()) this.not_empty.wait();
        return this.items[0];
      });
    }
    take_all() {
      return with_(this.not_full, () => {
        const all = [...this.items];
        this.items.clear();
        this.not_full.notify_all();
        return all;
      });
    }
  }
  const q = new Latest(2);
  equal(blocked(q.not_empty, () => q.peek(), () => q.put("a")), "a");
  q.put("a");
  q.put("b");
  equal([q.qsize(), q.unfinished_tasks, q.full()], [2, 3, true]);
  equal(blocked(q.not_full, () => q.put("c"), () => equal(q.take_all(), ["a", "b"])), undefined);
  equal(elsewhere(() => [q.qsize(), q.get(), q.empty()]), [1, "c", true]);
  equal(blocked(q.not_empty, () => q.get(), () => q.put("d")), "d");
  q.put("e");
  q.shutdown(true);
  equal([q.qsize(), q.items.length], [0, 0]);
  isOver(q);
});

const kinds = { Queue: () => Queue.Queue, LifoQueue: () => Queue.LifoQueue, PriorityQueue: () => Queue.PriorityQueue, SimpleQueue: () => Queue.SimpleQueue };

/** The recipes that programs use: what they do not override works on `queue`, their own or the base's. */
const recipes = {
  "a set, without _qsize": [class extends Queue.Queue {
    _init() {
      this.queue = set();
    }
    _put(item) {
      this.queue.add(item);
    }
    _get() {
      return this.queue.pop();
    }
  }, [1, 2, 1], [1, 2]],
  "a list of its own, only _init": [class extends Queue.Queue {
    _init() {
      this.queue = [];
    }
  }, [1, 2, 1], [1, 2, 1]],
  "a list of its own in a LifoQueue": [class extends Queue.LifoQueue {
    _init() {
      this.queue = list();
    }
  }, [1, 2, 3], [3, 2, 1]],
  "unique items in the base's storage": [class extends Queue.Queue {
    _put(item) {
      if (!this.queue.includes(item)) super._put(item);
    }
  }, [1, 2, 1], [1, 2]],
  "the newest first": [class extends Queue.Queue {
    _put(item) {
      this.queue.appendleft(item);
    }
  }, [1, 2, 3], [3, 2, 1]],
  "a stack in a PriorityQueue": [class extends Queue.PriorityQueue {
    _init() {
      this.queue = [];
    }
    _put(item) {
      this.queue.append(item);
    }
    _get() {
      return this.queue.pop();
    }
  }, [1, 2, 3], [3, 2, 1]],
};

runTest("hooks that are not overridden work on the items as they are", recipes, ([Class, put, got]) => {
  const q = new Class();
  new Bunch(1, () => {
    for (const item of put) q.put(item);
  }).awaitFinished();
  equal([q.qsize(), q.unfinished_tasks, q.queue.length ?? q.queue.size], [got.length, put.length, got.length]);
  equal(got.map(() => q.get()), got);
  raisesBare(Empty, () => q.get_nowait());
  equal(blocked(q.not_empty, () => q.get({ timeout: 10 }), () => q.put(9)), 9);
});

runOnce("storage that the hooks cannot work on", () => {
  class Heap extends Queue.PriorityQueue {
    _init() {
      this.queue = [];
    }
  }
  raises(TypeError, /has to override _put\(\) too$/, () => new Heap().put(1));
  class Bag extends Queue.Queue {
    _init() {
      this.queue = set();
    }
  }
  raises(Exception, "'set' object has no attribute 'append'", () => new Bag().put(1));
});

runTest("the items can be replaced as a whole", classes, (make) => {
  const q = make();
  q.put(1);
  q.queue = [4, 5];
  equal([[...q.queue], q.qsize(), q.unfinished_tasks], [[4, 5], 2, 1]);
  q.queue = [];
  ok(q.empty());
});

runTest("methods of a subclass's instance are targets and arguments", kinds, (of) => {
  class Own extends of() {}
  const q = new Own();
  const results = list();
  const putter = threading.Thread({ target: q.put, args: [4] });
  const getter = threading.Thread({ target: (get, append) => append(get()), args: [q.get, results.append] });
  getter.start();
  putter.start();
  getter.join();
  equal([...results], [4]);
});

runTest("attributes of a subclass are seen by all threads", kinds, (of) => {
  class Counting extends of() {
    puts = 0;
    put(item) {
      this.puts += 1;
      super.put(item);
    }
  }
  const q = new Counting();
  new Bunch(1, () => q.put(1)).awaitFinished();
  q.put(2);
  equal([q.puts, q.qsize(), elsewhere(() => q.puts)], [2, 2, 2]);
});

// ------------------------------------------------------------------ PriorityQueue

class Job {
  constructor(level) {
    this.level = level;
  }
  __lt__(other) {
    return this.level < other.level;
  }
}

const sorted = (...items) => {
  const q = Queue.PriorityQueue();
  for (const item of items) q.put(item);
  return items.map(() => q.get());
};

runOnce("PriorityQueue: numbers, texts, sequences, sets and bytes come out in Python's order", () => {
  equal(sorted(3, 1.5, -2, 10), [-2, 1.5, 3, 10]);
  equal(sorted(true, 1, 0, false), [0, false, 1, true]);
  equal(sorted("b", "a", "B", "ab", "\u{1F600}", "\uFF5E"), ["B", "a", "ab", "b", "\uFF5E", "\u{1F600}"]);
  equal(sorted([1, 2], [1, 1, 9], [1]), [[1], [1, 1, 9], [1, 2]]);
  equal(sorted([2, "x"], [1, "z"], [1, "y"]), [[1, "y"], [1, "z"], [2, "x"]]);
  equal(sorted([1, {}], [1, {}]), [[1, {}], [1, {}]]);
  equal(sorted(new Set([1, 2]), new Set([1])).map((set) => set.size), [1, 2]);
  equal(sorted(Buffer.from("b"), Buffer.from("ab"), Buffer.from("a")).map(String), ["a", "ab", "b"]);
  equal(sorted(new Job(3), new Job(1), new Job(2)).map((job) => job.level), [1, 2, 3]);
});

runOnce("PriorityQueue: the heap is that of heapq, and equal items come out as from it", () => {
  class Same {
    constructor(n) {
      this.n = n;
    }
    __lt__() {
      return false;
    }
  }
  equal(sorted(...[0, 1, 2, 3, 4, 5].map((n) => new Same(n))).map((same) => same.n), [0, 2, 5, 4, 1, 3]);
});

for (const [what, first, second, left, right] of [
  ["a text and a number", 1, "a", "str", "int"],
  ["dicts", [1, { a: 1 }], [1, { b: 2 }], "dict", "dict"],
  ["None", null, null, "NoneType", "NoneType"],
  ["a number and None", [1, null], [1, 2], "int", "NoneType"],
  ["functions", [1, Math.max], [1, Math.min], "function", "function"],
]) {
  runOnce(`PriorityQueue: ${what} have no order, and the queue stays usable`, () => {
    const message = `'<' not supported between instances of '${left}' and '${right}'`;
    const q = Queue.PriorityQueue();
    q.put(first);
    raises(TypeError, message, () => q.put(second));
    equal([q.qsize(), q.unfinished_tasks, q.mutex.locked()], [2, 1, false]);
    q.queue.clear();
    q.put(1);
    equal(q.get(), 1);
  });
}

runOnce("PriorityQueue: what __lt__ raises comes out of put and of get", () => {
  class Strict extends Job {
    __lt__(other) {
      if (this.level === 13 || other.level === 13) throw new ValueError("thirteen");
      return super.__lt__(other);
    }
  }
  const q = Queue.PriorityQueue();
  q.put(new Strict(1));
  raises(ValueError, "thirteen", () => q.put(new Strict(13)));
  equal(blocked(q.all_tasks_done, () => q.join(), () => {
    q.get();
    q.task_done();
  }), undefined);
  equal(q.get().level, 13);
  q.put(new Strict(2));
  equal(q.get().level, 2);
});
