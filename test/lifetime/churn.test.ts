/**
 * Programs that make and drop for ever, without returning to the event loop. The arena is of one MiB, and each kind of
 * thing is made until several MiB have passed through it: what is not given back ends the program with MemoryError.
 */
import { expect, test } from "vitest";
import { linesOf } from "../helpers/run-program.js";

/** Statements that make and drop something, and how often. `i` counts. */
const kinds: Record<string, [times: number, body: string]> = {
  locks: [45_000, "const l = threading.Lock(); l.acquire(); l.release();"],
  rlocks: [30_000, "const l = threading.RLock(); l.acquire(); l.release();"],
  conditions: [30_000, "const c = threading.Condition(); c.acquire(); c.notify(); c.release();"],
  semaphores: [25_000, "const s = threading.Semaphore(); s.acquire(); s.release();"],
  events: [30_000, "const e = threading.Event(); e.set(); e.wait();"],
  barriers: [12_000, "threading.Barrier(1).wait();"],
  locals: [2500, "const l = threading.local(); l.x = [1]; l.y = text;"],
  lists: [2000, "const l = list([1, text, [3], { four: 4 }]); l.append(text); l.pop();"],
  dicts: [2000, "const d = dict({ a: 1, b: [2], c: text }); d.k = text; delete d.b;"],
  sets: [2000, "const s = set([1, text, i]); s.discard(1);"],
  "queues with items": [1000, "const q = Queue.Queue(); for (let n = 0; n < 3; n++) q.put({ n, text }); q.get();"],
  "queues of the other kinds": [1000, "for (const Q of [Queue.LifoQueue, Queue.SimpleQueue, Queue.PriorityQueue]) { const q = Q(); q.put(text); q.put('b'); q.get(); }"],
  "items of a queue": [2500, "queue.put({ i, text }); queue.get();"],
  objects: [2000, "const n = new Node(text); n.other = new Node([i]); n.other = null;"],
  attributes: [2500, "node.value = i % 2 ? text + i : { i, text };"],
  namespaces: [2000, "SimpleNamespace({ a: text, b: [1, 2], c: SimpleNamespace({ d: i }) });"],
  closures: [750, "const big = text + text + i; queue.put(() => big); if (queue.get()().length < 3000) throw i;"],
  "closures over shared objects": [750, "const l = list([i, text]); queue.put(() => l[0]); if (queue.get()() !== i) throw i;"],
  classes: [600, "class C { static s = text + i; get() { return C.s; } } queue.put(new C()); if (queue.get().get() !== text + i) throw i;"],
  "shared classes": [600, "class S extends object { static count = text; get() { return S.count; } } queue.put(new S()); queue.get().get();"],
  exceptions: [750, "queue.put(new builtins.RuntimeError(text, { cause: new TypeError(text) })); if (!(queue.get() instanceof builtins.RuntimeError)) throw i;"],
  threads: [1000, "const t = threading.Thread({ target: (n) => text.length + n, args: [i], name: text }); t.start(); t.join();"],
  "threads that never start": [1500, "threading.Thread({ target: () => text, args: [text] });"],
  "subclasses of Thread": [750, "const t = new Worker(); t.start(); t.join(); if (t.result !== text) throw i;"],
  "raw threads": [750, "const l = threading.Lock(); l.acquire(); thread.start_new_thread((m, s) => { if (s) m.release(); }, [l, text]); l.acquire();"],
  timers: [600, "const t = threading.Timer(0, (s) => s.length, [text]); t.start(); t.join();"],
  "timers cancelled": [600, "const t = threading.Timer(100, () => text); t.start(); t.cancel(); t.join();"],
};

const SETUP = `
const text = "x".repeat(1500), queue = Queue.Queue();
class Node extends object { constructor(value) { super(); this.value = value; this.lock = threading.Lock(); } }
class Worker extends threading.Thread { run() { this.result = text; } }
const node = new Node(0);
const used = () => builtins.arena_usage({ collect: true }).used_bytes;
`;

const programs = Object.entries(kinds).map(([name, [times, body]]) => `[${JSON.stringify(name)}, ${times}, (i) => { ${body} }]`);

test("whatever is dropped is given back", { timeout: 120_000 }, async () => {
  const lines = await linesOf(
    `${SETUP}
    for (const [name, times, make] of [${programs.join(",\n")}]) {
      for (let i = 0; i < times; i++) make(i);
      print(name);
    }
    // What threads had is given back when their workers have been idle for a while.
    for (const deadline = performance.now() + 20_000; used() > 100_000 && performance.now() < deadline; ) time.sleep(0.01);
    print(used() <= 100_000);`,
    { env: { PYTHREADS_ARENA_MIB: "1" }, timeoutMs: 110_000 },
  );
  expect(lines).toEqual([...Object.keys(kinds), "True"]);
});

test("ordinary memory that is stored and dropped is not held, though nothing is ever waited for", { timeout: 60_000 }, async () => {
  // Each is there three times, so that 1.5 GB pass through.
  const [mebibytes] = await linesOf(`
    const g = SimpleNamespace({}), before = process.memoryUsage().rss;
    for (let i = 0; i < 5000; i++) g.bytes = new Uint8Array(100_000).fill(i);
    print(Math.round((process.memoryUsage().rss - before) / 2 ** 20));`);
  expect(Number(mebibytes)).toBeLessThan(600);
});

test("in a thread too, and of what other threads have put", async () => {
  expect(
    await linesOf(
      `${SETUP}
      const items = Queue.Queue(10);
      function make() {
        for (let i = 0; i < 4000; i++) items.put({ i, text, list: list([text, threading.Lock()]) });
        items.put(null);
      }
      const t = threading.Thread({ target: make });
      t.start();
      let sum = 0;
      for (let item = items.get(); item !== null; item = items.get()) sum += item.list.length;
      t.join();
      print(sum);`,
      { env: { PYTHREADS_ARENA_MIB: "1" } },
    ),
  ).toEqual(["8000"]);
});
