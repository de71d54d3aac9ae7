/**
 * What threads do in a soak. Each scenario gets a seed, starts threads, waits for them, checks what must hold, and returns
 * how many operations were done.
 */
import * as threading from "pythreads/threading";
import * as Queue from "pythreads/queue";
import * as time from "pythreads/time";
import { dict, list, set, SimpleNamespace } from "pythreads/builtins";
import { dice } from "./dice.mjs";
import { Death, expect, expectEqual, joinAll, start } from "./threads.mjs";

const sum = (numbers) => [...numbers].reduce((total, number) => total + number, 0);
const sorted = (numbers) => [...numbers].sort((one, other) => one - other);

/** Locks of all kinds keep threads out, whatever they try and wherever their time runs out. */
export function locks(seed) {
  const roll = dice(seed);
  const makers = [threading.Lock, threading.RLock, threading.Condition, () => threading.Semaphore(1), () => threading.BoundedSemaphore(1)];
  const lock = makers[roll.below(makers.length)]();
  const turns = roll.between(50, 300);
  const shared = SimpleNamespace({ counter: 0, holder: 0 });
  const done = list();

  const work = (mine) => {
    const roll = dice(mine);
    let counted = 0;
    for (let i = 0; i < turns; i++) {
      const how = roll.below(4);
      const got = how === 0 ? lock.acquire(false) : how === 1 ? lock.acquire(true, roll.below(3) / 1000) : lock.acquire();
      if (!got) continue;
      expectEqual(shared.holder, 0, "holder");
      shared.holder = mine;
      shared.counter += 1;
      expectEqual(shared.holder, mine, "holder");
      shared.holder = 0;
      lock.release();
      counted++;
    }
    done.append(counted);
  };

  const threads = Array.from({ length: roll.between(2, 6) }, (_, i) => start(work, [seed * 100 + i + 1]));
  joinAll(threads);
  expectEqual(shared.counter, sum(done), "counter");
  expect(lock.acquire(false), "the lock is still held");
  lock.release();
  return threads.length * turns;
}

/** Each item that is put is got once, also by threads that die in between, and all tasks are done. */
export function queues(seed) {
  const roll = dice(seed);
  const makers = [Queue.Queue, Queue.LifoQueue, Queue.PriorityQueue];
  const queue = makers[roll.below(makers.length)](roll.below(6));
  const each = roll.between(20, 150);
  const producers = roll.between(1, 3);
  const consumers = roll.between(1, 3);
  const got = list();
  const END = 1_000_000_000;

  const produce = (from) => {
    const roll = dice(from);
    for (let item = from; item < from + each; ) {
      try {
        if (roll.oneIn(3)) queue.put(item, { timeout: roll.below(4) / 1000 });
        else if (roll.oneIn(5)) queue.put_nowait(item);
        else queue.put(item);
        item++;
      } catch (error) {
        if (error.name !== "Full") throw error;
      }
    }
  };

  // It may die after any item, and another one comes in its place.
  const consume = (mine) => {
    const roll = dice(mine);
    for (;;) {
      try {
        const item = roll.oneIn(3) ? queue.get({ timeout: roll.below(4) / 1000 }) : queue.get();
        queue.task_done();
        if (item === END) return;
        got.append(item);
      } catch (error) {
        if (error.name !== "Empty") throw error;
      }
      if (roll.oneIn(200)) {
        start(consume, [mine + 1]);
        throw new Death("after an item");
      }
    }
  };

  const makersOfItems = Array.from({ length: producers }, (_, i) => start(produce, [1 + i * each]));
  for (let i = 0; i < consumers; i++) start(consume, [seed * 100 + i * 10]);
  joinAll(makersOfItems);
  // A LifoQueue would give the ends first.
  queue.join();
  for (let i = 0; i < consumers; i++) queue.put(END);
  queue.join();
  while (threading.active_count() > 1) time.sleep(0.001);
  expectEqual(sorted(got), Array.from({ length: producers * each }, (_, i) => i + 1), "items");
  expectEqual([queue.qsize(), queue.unfinished_tasks], [0, 0], "left in the queue");
  return producers * each * 2;
}

/** Items of all kinds arrive whole, and in the order of their producer. */
export function messages(seed) {
  const roll = dice(seed);
  const queue = roll.oneIn(2) ? Queue.SimpleQueue() : Queue.Queue(roll.between(1, 8));
  const count = roll.between(30, 150);
  const producers = roll.between(1, 3);

  const produce = (mine) => {
    for (let i = 0; i < count; i++) {
      const kinds = [i, `text number ${i} of ${mine}`, { mine, i }, [mine, i], list([mine, i])];
      queue.put({ mine, i, item: kinds[i % kinds.length] });
    }
  };

  const threads = Array.from({ length: producers }, (_, i) => start(produce, [i]));
  const next = Array.from({ length: producers }, () => 0);
  for (let left = producers * count; left > 0; left--) {
    const { mine, i, item } = queue.get();
    expectEqual(i, next[mine]++, `order of producer ${mine}`);
    const kinds = [i, `text number ${i} of ${mine}`, { mine, i }, [mine, i], [mine, i]];
    expectEqual(i % 5 === 4 ? [...item] : item, kinds[i % 5], "item");
  }
  joinAll(threads);
  expect(queue.empty(), "items left");
  return producers * count * 2;
}

/** A shutdown lets everybody go, and what was put before it is got or left. */
export function shutdowns(seed) {
  const roll = dice(seed);
  const queue = Queue.Queue(roll.between(1, 4));
  const put = list();
  const got = list();
  const immediate = roll.oneIn(2);

  const produce = (mine) => {
    try {
      for (let i = 0; ; i++) {
        queue.put(mine * 10_000 + i);
        put.append(mine * 10_000 + i);
      }
    } catch (error) {
      if (error.name !== "ShutDown") throw error;
    }
  };
  const consume = () => {
    try {
      for (;;) got.append(queue.get());
    } catch (error) {
      if (error.name !== "ShutDown") throw error;
    }
  };

  const threads = [start(produce, [1]), start(produce, [2]), start(consume), start(consume)];
  time.sleep(roll.below(20) / 1000);
  queue.shutdown(immediate);
  joinAll(threads);
  const [all, taken] = [sorted(put), sorted(got)];
  if (immediate) expect(taken.every((item) => all.includes(item)), "an item was got that nobody put");
  else expectEqual(taken, all, "items");
  expectEqual(new Set(taken).size, taken.length, "items got twice");
  return all.length + taken.length;
}

/** Conditions and events: who waits is woken, and what was notified is seen. */
export function signals(seed) {
  const roll = dice(seed);
  const condition = threading.Condition(roll.oneIn(2) ? threading.Lock() : null);
  const event = threading.Event();
  const shared = SimpleNamespace({ turn: 0 });
  const rounds = roll.between(20, 120);
  const parties = roll.between(2, 4);

  const work = (mine) => {
    const roll = dice(mine + 1);
    event.wait();
    for (let round = 0; round < rounds; round++) {
      condition.acquire();
      while (shared.turn % parties !== mine) condition.wait(roll.oneIn(3) ? roll.below(4) / 1000 : null);
      shared.turn += 1;
      if (roll.oneIn(2)) condition.notify_all();
      else condition.notify(parties);
      condition.release();
    }
  };

  const threads = Array.from({ length: parties }, (_, i) => start(work, [i]));
  while (!event.wait(roll.below(3) / 1000)) if (roll.oneIn(3)) event.set();
  joinAll(threads);
  expectEqual(shared.turn, rounds * parties, "turns");
  expect(condition.acquire(false), "the lock is still held");
  condition.release();
  return rounds * parties * 2;
}

/** Barriers: nobody goes on before all have come, and who breaks it breaks it for all. */
export function barriers(seed) {
  const roll = dice(seed);
  const parties = roll.between(2, 4);
  const rounds = roll.between(10, 60);
  const shared = SimpleNamespace({ arrived: 0, actions: 0 });
  const guard = threading.Lock();
  const barrier = threading.Barrier(parties, () => {
    shared.actions += 1;
  });

  const work = () => {
    for (let round = 1; round <= rounds; round++) {
      guard.acquire();
      shared.arrived += 1;
      guard.release();
      barrier.wait();
      expect(shared.arrived >= round * parties, "went on too early");
      expect(shared.actions >= round, "went on before the action");
    }
  };
  joinAll(Array.from({ length: parties }, () => start(work)));
  expectEqual([shared.arrived, shared.actions, barrier.n_waiting], [rounds * parties, rounds, 0], "at the end");

  // Somebody gives up, or does not come.
  const fates = list();
  const fragile = threading.Barrier(2);
  const come = (mine) => {
    const roll = dice(mine);
    time.sleep(roll.below(5) / 1000);
    try {
      fragile.wait(roll.below(5) / 1000);
      fates.append("passed");
    } catch (error) {
      if (error.name !== "BrokenBarrierError") throw error;
      fates.append("broken");
    }
  };
  joinAll([start(come, [seed]), start(come, [seed + 1])]);
  expectEqual(new Set(fates).size, 1, "different fates");
  return rounds * parties * 2 + 2;
}

/** Permits are neither lost nor made, by blocked threads, promises and those that are aborted. */
export async function permits(seed) {
  const roll = dice(seed);
  const total = roll.between(1, 3);
  const semaphore = threading.Semaphore(total);
  const turns = roll.between(20, 100);

  const work = (mine) => {
    const roll = dice(mine);
    for (let i = 0; i < turns; i++) {
      if (semaphore.acquire(true, roll.oneIn(2) ? null : roll.below(3) / 1000)) semaphore.release();
    }
  };
  const threads = Array.from({ length: roll.between(1, 4) }, (_, i) => start(work, [seed * 100 + i]));
  const promises = Array.from({ length: 3 }, async (_, i) => {
    const roll = dice(seed * 7 + i);
    for (let turn = 0; turn < turns / 4; turn++) {
      const options = roll.oneIn(2) ? { signal: AbortSignal.timeout(roll.below(4)) } : { timeout: roll.below(4) / 1000 };
      const taken = await semaphore.acquire_async(options).catch((error) => {
        if (error.name !== "TimeoutError") throw error;
        return false;
      });
      if (taken) semaphore.release();
    }
  });
  await Promise.all(promises);
  for (const thread of threads) await thread.join_async();
  expectEqual(semaphore._value, total, "permits");
  return threads.length * turns + (turns / 4) * 3;
}

/** Promises and blocked threads get each item of a queue once. */
export async function promises(seed) {
  const roll = dice(seed);
  const queue = Queue.Queue(roll.between(1, 3));
  const count = roll.between(20, 80);
  const got = list();

  const produce = (from) => {
    for (let item = from; item < from + count; item++) queue.put(item);
  };
  const consume = () => {
    for (let item = queue.get(); item !== 0; item = queue.get()) got.append(item);
  };
  const consumeAsync = async () => {
    for (let item = await queue.get_async(); item !== 0; item = await queue.get_async()) got.append(item);
  };
  const putters = [start(produce, [1]), start(produce, [1 + count])];
  const getters = [start(consume), start(consumeAsync)];
  for (let i = 0; i < count / 4; ) {
    const item = await queue.get_async({ signal: AbortSignal.timeout(roll.below(5)) }).catch(() => undefined);
    if (item !== undefined) got.append(item);
    if (item !== undefined || !putters.some((thread) => thread.is_alive())) i++;
  }
  for (const thread of putters) await thread.join_async();
  for (const _ of getters) await queue.put_async(0);
  for (const thread of getters) await thread.join_async();
  expectEqual(sorted(got), Array.from({ length: 2 * count }, (_, i) => i + 1), "items");
  return count * 4;
}

/** Threads of all kinds begin and end: those that return, raise, exit, are async, start others, or take the worker with them. */
export function lives(seed) {
  const roll = dice(seed);
  const ended = list();
  const nested = (depth, mine) => {
    ended.append(mine);
    if (depth > 0) {
      const thread = start(nested, [depth - 1, mine + 1]);
      thread.join();
    }
  };
  const targets = [
    (mine) => ended.append(mine),
    (mine) => {
      ended.append(mine);
      throw new Death("at once");
    },
    async (mine) => {
      await new Promise((done) => setTimeout(done, 1));
      ended.append(mine);
    },
    async (mine) => {
      ended.append(mine);
      await null;
      throw new Death("after an await");
    },
    (mine) => nested(2, mine),
    (mine) => {
      ended.append(mine);
      setTimeout(() => {}, 2);
    },
  ];
  const count = roll.between(5, 30);
  const threads = [];
  const expected = [];
  for (let i = 0; i < count; i++) {
    const kind = roll.below(targets.length);
    const mine = i * 10;
    threads.push(start(targets[kind], [mine], { daemon: roll.oneIn(3) }));
    expected.push(mine);
    if (kind === 4) expected.push(mine + 1, mine + 2);
    if (roll.oneIn(3)) threads[roll.below(threads.length)].join(roll.below(3) / 1000);
  }
  if (roll.oneIn(3)) {
    threads.push(start(() => process.exit(3), [], { name: `dies-${seed}` }));
  }
  joinAll(threads);
  expectEqual(sorted(ended), sorted(expected), "threads that ran");
  expect(threads.every((thread) => !thread.is_alive()), "a thread is alive after join");
  return expected.length;
}

/** A timer calls its function, or was cancelled in time. */
export function timers(seed) {
  const roll = dice(seed);
  const called = list();
  const timers = Array.from({ length: roll.between(2, 6) }, (_, i) => threading.Timer(roll.below(6) / 1000, (mine) => called.append(mine), [i]));
  for (const timer of timers) timer.start();
  const cancelled = timers.filter(() => roll.oneIn(2));
  for (const timer of cancelled) {
    time.sleep(roll.below(3) / 1000);
    timer.cancel();
  }
  joinAll(timers);
  expectEqual(new Set(called).size, called.length, "called twice");
  for (const [i, timer] of timers.entries()) if (!cancelled.includes(timer)) expect([...called].includes(i), `timer ${i} was not called`);
  return timers.length;
}

/** Containers: each single operation happens at one moment. */
export function containers(seed) {
  const roll = dice(seed);
  const items = list();
  const table = dict();
  const members = set();
  const shared = SimpleNamespace({ text: "" });
  const turns = roll.between(30, 150);
  const popped = list();

  const work = (mine) => {
    const roll = dice(mine);
    for (let i = 0; i < turns; i++) {
      items.append(mine * 1000 + i);
      if (roll.oneIn(2)) {
        try {
          popped.append(items.pop(roll.oneIn(2) ? 0 : -1));
        } catch (error) {
          if (error.name !== "IndexError") throw error;
        }
      }
      table[`key ${mine} ${i % 20}`] = `a longer value of ${mine}: ${i}`;
      if (roll.oneIn(3)) table.pop(`key ${mine} ${roll.below(20)}`, null);
      members.add(i % 10);
      if (roll.oneIn(4)) members.discard(roll.below(10));
      shared.text = `${mine}`.repeat(roll.between(1, 40));
      expect(/^(\d+?)\1*$/.test(shared.text), `a torn value: ${shared.text}`);
    }
  };

  const threads = Array.from({ length: roll.between(2, 4) }, (_, i) => start(work, [i + 1]));
  joinAll(threads);
  const all = sorted([...items, ...popped]);
  const expected = sorted(threads.flatMap((_, t) => Array.from({ length: turns }, (_, i) => (t + 1) * 1000 + i)));
  expectEqual(all, expected, "items");
  for (const [key, value] of table.items()) expectEqual(value.split(":")[0], `a longer value of ${key.split(" ")[1]}`, "value");
  return threads.length * turns * 6;
}
