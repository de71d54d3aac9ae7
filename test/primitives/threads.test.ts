/** The primitives between threads. Blocking is proved by what does not come until somebody lets it. */
import { expect, test } from "vitest";
import { linesOf as linesOfProgram } from "../helpers/run-program.js";

/** Without colours, which the test runner may have asked for. */
const linesOf = (text: string) => linesOfProgram(text, { env: { FORCE_COLOR: undefined as never } });

/** Waits until so many threads stand in line at a condition. */
const WAITERS = `const waiters = (c, n) => { while (!String(c).endsWith(", " + n + ")>")) time.sleep(0.001); };\n`;

test("RLock: only the owner releases, and only the last release lets another in", async () => {
  const lines = await linesOf(`
    const lock = threading.RLock(), out = Queue.Queue();
    lock.acquire(); lock.acquire();
    const t = threading.Thread({ target: () => {
      out.put([lock.acquire(false), lock._is_owned(), lock._recursion_count()]);
      try { lock.release(); } catch (error) { out.put(error.message); }
      lock.acquire();
      out.put("in");
      lock.release();
    } });
    t.start();
    console.log(JSON.stringify(out.get()));
    console.log(out.get());
    lock.release();
    try { out.get({ timeout: 0.05 }); } catch (error) { console.log(error instanceof Queue.Empty); }
    lock.release();
    console.log(out.get());
    t.join();
    console.log(lock.locked());
  `);
  expect(lines).toEqual(["[false,false,0]", "cannot release un-acquired lock", "true", "in", "false"]);
});

test("Condition: notify wakes as many as it says, first come first", async () => {
  const lines = await linesOf(`${WAITERS}
    const condition = threading.Condition(), out = Queue.Queue();
    const threads = [];
    for (let i = 0; i < 5; i++) {
      const t = threading.Thread({ target: (n) => {
        condition.acquire(); condition.acquire();
        out.put([n, condition.wait()]);
        condition.release(); condition.release();
      }, args: [i] });
      t.start();
      waiters(condition, i + 1);
      threads.push(t);
    }
    condition.acquire(); condition.notify(3); condition.release();
    console.log([out.get(), out.get(), out.get()].map(String).sort().join(" "), out.qsize(), String(condition).slice(-4));
    condition.acquire(); condition.notify(); condition.release();
    console.log(String(out.get()));
    condition.acquire(); condition.notify_all(); condition.release();
    console.log(String(out.get()));
    for (const t of threads) t.join();
    console.log(condition._is_owned(), condition._lock.locked());
  `);
  expect(lines).toEqual(["0,true 1,true 2,true 0  2)>", "3,true", "4,true", "false false"]);
});

test("Condition: two conditions on one lock take turns", async () => {
  const lines = await linesOf(`
    const lock = threading.Lock(), ping = threading.Condition(lock), pong = threading.Condition(lock);
    const turn = new Int32Array(new SharedArrayBuffer(8));
    const rounds = 5000;
    const t = threading.Thread({ target: () => {
      for (let i = 0; i < rounds; i++) {
        ping.acquire();
        while (turn[0] === 0) ping.wait();
        turn[0] = 0; turn[1]++;
        pong.notify();
        ping.release();
      }
    } });
    t.start();
    for (let i = 0; i < rounds; i++) {
      pong.acquire();
      while (turn[0] === 1) pong.wait();
      turn[0] = 1;
      ping.notify();
      pong.release();
    }
    t.join();
    console.log(turn[1]);
  `);
  expect(lines).toEqual(["5000"]);
});

test("Condition: wait_for looks again after each notification", async () => {
  const lines = await linesOf(`${WAITERS}
    const condition = threading.Condition(), state = new Int32Array(new SharedArrayBuffer(8)), out = Queue.Queue();
    const t = threading.Thread({ target: () => {
      condition.acquire();
      out.put(condition.wait_for(() => { state[1]++; return state[0] === 4 && "four"; }));
      condition.release();
    } });
    t.start();
    for (let i = 0; i < 4; i++) {
      waiters(condition, 1);
      condition.acquire(); state[0]++; condition.notify(); condition.release();
    }
    console.log(out.get(), state[1]);
    t.join();
  `);
  expect(lines).toEqual(["four 5"]);
});

test("Condition over an object of the program's own", async () => {
  const lines = await linesOf(`${WAITERS}
    class Gate extends object {
      constructor() { super(); this.inner = threading.Lock(); this.entered = 0; }
      acquire(blocking = true) { const got = this.inner.acquire(blocking); if (got) this.entered++; return got; }
      release() { this.inner.release(); }
      toString() { return "<Gate>"; }
    }
    const condition = threading.Condition(new Gate()), out = Queue.Queue();
    const t = threading.Thread({ target: () => {
      condition.acquire();
      out.put(condition.wait());
      condition.release();
    } });
    t.start();
    waiters(condition, 1);
    condition.acquire(); condition.notify(); condition.release();
    t.join();
    console.log(out.get(), String(condition));
  `);
  expect(lines).toEqual(["true <Condition(<Gate>, 0)>"]);
});

test("Semaphore: as many pass as there are permits", async () => {
  const lines = await linesOf(`
    const semaphore = threading.Semaphore(7), out = Queue.Queue();
    semaphore.acquire();
    const passed = (n) => { let got = 0; while (got < n) got += out.get() ? 1 : 0; };
    const threads = Array.from({ length: 10 }, () => threading.Thread({ target: () => {
      for (let i = 0; i < 2; i++) out.put(semaphore.acquire());
    } }));
    for (const t of threads) t.start();
    passed(6);
    console.log(out.qsize(), semaphore._value);
    semaphore.release(7);
    passed(7);
    console.log(out.qsize(), semaphore._value);
    for (let i = 0; i < 6; i++) semaphore.release();
    passed(6);
    console.log(out.qsize(), semaphore._value);
    semaphore.release();
    passed(1);
    for (const t of threads) t.join();
    console.log(semaphore.acquire(false));
  `);
  expect(lines).toEqual(["0 0", "0 0", "0 0", "false"]);
});

test("BoundedSemaphore: never more inside than permits, none lost", async () => {
  const lines = await linesOf(`
    const semaphore = threading.BoundedSemaphore(2), inside = new Int32Array(new SharedArrayBuffer(8));
    const threads = Array.from({ length: 4 }, () => threading.Thread({ target: () => {
      for (let i = 0; i < 3000; i++) {
        if (i % 3 === 0) while (!semaphore.acquire({ timeout: 0.0001 })); else semaphore.acquire();
        if (Atomics.add(inside, 0, 1) >= 2) Atomics.add(inside, 1, 1);
        Atomics.sub(inside, 0, 1);
        semaphore.release();
      }
    } }));
    for (const t of threads) t.start();
    for (const t of threads) t.join();
    console.log(inside[1], semaphore._value);
    try { semaphore.release(); } catch (error) { console.log(error.message); }
  `);
  expect(lines).toEqual(["0 2", "Semaphore released too many times"]);
});

test("Event: a set lets everybody go, round after round", async () => {
  const lines = await linesOf(`
    const event = threading.Event(), out = Queue.Queue(), done = threading.Semaphore(0);
    const threads = Array.from({ length: 5 }, () => threading.Thread({ target: () => {
      for (let i = 0; i < 2; i++) { out.put(event.wait()); done.acquire(); }
    } }));
    for (const t of threads) t.start();
    for (let round = 0; round < 2; round++) {
      try { out.get({ timeout: 0.05 }); } catch (error) { console.log(error instanceof Queue.Empty); }
      event.set();
      console.log(Array.from({ length: 5 }, () => out.get()).join(" "));
      event.clear();
      done.release(5);
    }
    for (const t of threads) t.join();
    console.log(event.is_set());
  `);
  expect(lines).toEqual(["true", "true true true true true", "true", "true true true true true", "false"]);
});

test("local: each thread has its own values, on whatever worker it runs", async () => {
  const lines = await linesOf(`
    class Numbered extends threading.local {
      constructor(n) { super(n); this.n = n; this.history = [n]; }
      next() { this.n += 1; this.history.push(this.n); return this.n; }
    }
    const plain = threading.local(), numbered = new Numbered(10), out = Queue.Queue();
    plain.x = "main";
    numbered.next();
    for (let i = 0; i < 3; i++) {
      const t = threading.Thread({ target: (i) => {
        try { plain.x; } catch (error) { out.put(error.message); }
        plain.x = () => i;
        out.put([plain.x(), numbered.n, numbered.next(), numbered.history.length].join());
      }, args: [i] });
      t.start();
      t.join();
    }
    while (!out.empty()) console.log(out.get());
    console.log(plain.x, numbered.n, numbered.history.join());
  `);
  const missing = "'_thread._local' object has no attribute 'x'";
  expect(lines).toEqual([missing, "0,10,11,2", missing, "1,10,11,2", missing, "2,10,11,2", "main 11 10,11"]);
});

test("Queue: a get waits for a put, a put for room", async () => {
  const lines = await linesOf(`
    const q = Queue.Queue(1), out = Queue.Queue();
    const getter = threading.Thread({ target: () => { out.put(["got", q.get()]); } });
    getter.start();
    try { out.get({ timeout: 0.05 }); } catch (error) { console.log(error instanceof Queue.Empty); }
    q.put("a");
    console.log(String(out.get()));
    q.put("full");
    const putter = threading.Thread({ target: () => { q.put({ n: 1 }); out.put("put"); } });
    putter.start();
    try { out.get({ timeout: 0.05 }); } catch (error) { console.log(error instanceof Queue.Empty); }
    console.log(q.get(), out.get(), JSON.stringify(q.get({ timeout: 10 })));
    getter.join(); putter.join();
    console.log(q.unfinished_tasks);
  `);
  expect(lines).toEqual(["true", "got,a", "true", 'full put {"n":1}', "3"]);
});

for (const [kind, maxsize] of [["Queue", 0], ["Queue", 1], ["Queue", 7], ["LifoQueue", 3], ["PriorityQueue", 0], ["PriorityQueue", 3], ["SimpleQueue", undefined]] as const) {
  test(`${kind}(${maxsize}): many producers and consumers lose and double nothing`, async () => {
    const lines = await linesOf(`
      const q = Queue.${kind}(${maxsize ?? ""}), out = Queue.Queue(), each = 1500;
      const threads = [];
      for (let p = 0; p < 3; p++) threads.push(threading.Thread({ target: (p) => {
        for (let i = 0; i < each; i++) {
          const n = p * each + i;
          ${kind === "PriorityQueue" ? "q.put(n % 4 === 0 ? [n] : [n, 'item']);" : "q.put(n % 3 === 0 ? n : n % 3 === 1 ? [n] : 'a string of ' + n);"}
        }
      }, args: [p] }));
      for (let c = 0; c < 3; c++) threads.push(threading.Thread({ target: () => {
        const seen = [];
        for (let i = 0; i < each; i++) {
          let item;
          if (i % 5 === 0) for (;;) try { item = q.get({ timeout: 0.0005 }); break; } catch (error) { if (!(error instanceof Queue.Empty)) throw error; }
          else item = q.get();
          seen.push(typeof item === "number" ? item : Array.isArray(item) ? item[0] : Number(item.slice(12)));
        }
        out.put(seen);
      } }));
      for (const t of threads) t.start();
      for (const t of threads) t.join();
      const all = [...out.get(), ...out.get(), ...out.get()].sort((a, b) => a - b);
      console.log(all.length, all.every((n, i) => n === i), q.qsize());
    `);
    expect(lines).toEqual(["4500 true 0"]);
  });
}

test("Queue: one producer and one consumer keep the order", async () => {
  const lines = await linesOf(`
    const q = Queue.Queue(), out = Queue.Queue(), count = 200000;
    const t = threading.Thread({ target: () => {
      let ok = true;
      for (let i = 0; i < count; i++) if (q.get() !== i) ok = false;
      out.put(ok);
    } });
    t.start();
    for (let i = 0; i < count; i++) q.put(i);
    console.log(out.get());
  `);
  expect(lines).toEqual(["true"]);
});

test("Queue: join waits for the last task_done", async () => {
  const lines = await linesOf(`
    const q = Queue.Queue(), sums = Queue.Queue(), go = threading.Event(), joined = Queue.Queue();
    const workers = Array.from({ length: 2 }, () => threading.Thread({ target: () => {
      let sum = 0;
      go.wait();
      for (;;) {
        const item = q.get();
        if (item === null) { q.task_done(); sums.put(sum); return; }
        sum += item;
        q.task_done();
      }
    } }));
    for (const t of workers) t.start();
    for (let i = 0; i < 100; i++) q.put(i);
    const joiner = threading.Thread({ target: () => { q.join(); joined.put(q.unfinished_tasks); } });
    joiner.start();
    try { joined.get({ timeout: 0.05 }); } catch (error) { console.log(error instanceof Queue.Empty); }
    go.set();
    q.join();
    console.log(joined.get());
    for (const t of workers) q.put(null);
    q.join();
    console.log(sums.get() + sums.get());
    for (const t of [...workers, joiner]) t.join();
  `);
  expect(lines).toEqual(["true", "0", "4950"]);
});

test("Queue: shutdown wakes all who wait", async () => {
  const lines = await linesOf(`
    for (const Class of [Queue.Queue, Queue.PriorityQueue]) {
      const empty = Class(), full = Class(1), out = Queue.Queue();
      full.put(1);
      const attempt = (what) => () => { try { what(); out.put("came back"); } catch (error) { out.put(error.name); } };
      const threads = [
        ...[1, 2].map(() => threading.Thread({ target: attempt(() => empty.get()) })),
        ...[1, 2].map(() => threading.Thread({ target: attempt(() => full.put(2)) })),
        threading.Thread({ target: attempt(() => full.join()) }),
      ];
      for (const t of threads) t.start();
      try { out.get({ timeout: 0.05 }); } catch (error) { console.log(error instanceof Queue.Empty); }
      empty.shutdown();
      full.shutdown(true);
      for (const t of threads) t.join();
      console.log(Array.from({ length: 5 }, () => out.get()).sort().join(" "));
    }
  `);
  const all = "ShutDown ShutDown ShutDown ShutDown came back";
  expect(lines).toEqual(["true", all, "true", all]);
});

test("Queue: hooks of a subclass run in whatever thread puts and gets", async () => {
  const lines = await linesOf(`
    class Doubling extends Queue.Queue {
      _put(item) { this.puts = (this.puts ?? 0) + 1; super._put(item * 2); }
    }
    const q = new Doubling(2), out = Queue.Queue();
    const t = threading.Thread({ target: () => { for (let i = 0; i < 200; i++) q.put(i); } });
    const u = threading.Thread({ target: () => { let sum = 0; for (let i = 0; i < 200; i++) sum += q.get(); out.put(sum); } });
    t.start(); u.start(); t.join(); u.join();
    console.log(out.get(), q.puts, q.empty());
  `);
  expect(lines).toEqual(["39800 200 true"]);
});

test("an object comparing itself in a PriorityQueue may be put by one thread and taken by another", async () => {
  const lines = await linesOf(`
    class Job extends object {
      constructor(level) { super(); this.level = level; }
      __lt__(other) { return this.level < other.level; }
    }
    const q = Queue.PriorityQueue(), out = Queue.Queue();
    const jobs = [3, 1, 2].map((n) => new Job(n));
    for (const job of jobs) q.put(job);
    const t = threading.Thread({ target: () => { while (!q.empty()) out.put(q.get()); } });
    t.start(); t.join();
    console.log([out.get(), out.get(), out.get()].map((job) => [job.level, jobs.includes(job)].join()).join(" "));
  `);
  expect(lines).toEqual(["1,true 2,true 3,true"]);
});
