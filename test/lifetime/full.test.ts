/** A full arena: what needs more memory is a MemoryError that changes nothing, and all goes on when there is memory again. */
import { expect, test } from "vitest";
import { linesOf } from "../helpers/run-program.js";

const SETUP = `
const { MemoryError, arena_usage } = builtins;
class Account extends object { static opened = 0; constructor() { super(); this.balance = 7; } }
class Worker extends threading.Thread { constructor(load) { super({ name: "w" }); this.load = load; } run() { this.result = this.load.length; } }
const warm = threading.Thread({ target: () => {} }); warm.start(); warm.join();

const queue = Queue.Queue(), lifo = Queue.LifoQueue(), priority = Queue.PriorityQueue(), simple = Queue.SimpleQueue();
for (const q of [queue, lifo, priority, simple]) { q.put("a"); q.put("b"); }
const numbers = list([1, "two", [3]]), table = dict({ a: 1, b: [2] }), names = set(["x", 5]), account = new Account();
// What was never sent keeps its attributes as plain JavaScript.
const sent = Queue.Queue(); sent.put(account); sent.get();
const big = "z".repeat(50_000);
const state = () => JSON.stringify([[queue, lifo, priority, simple].map((q) => q.qsize()), [...numbers].map(String), [table.length, table.a, table.b.length], [names.length, names.has('x'), names.has(5)], account.balance, Object.keys(account), Account.opened]);

/** Takes all memory that is left, in ever smaller pieces. */
function fill() {
  const held = list(), locks = [];
  for (const size of [100_000, 1000, 100, 10]) {
    try { for (;;) held.append("y".repeat(size)); } catch (error) { if (!(error instanceof MemoryError)) throw error; }
  }
  try { for (;;) locks.push(threading.Lock()); } catch (error) { if (!(error instanceof MemoryError)) throw error; }
  return { held, locks };
}
const MESSAGE = /^the shared arena is full: \\d+ bytes more do not fit into 1048576$/;
const told = (f) => { try { f(); return "worked"; } catch (error) { return error instanceof MemoryError && MESSAGE.test(error.message) ? "MemoryError" : error.name + ": " + error.message; } };
`;

/** What needs memory, each in one call. */
const attempts: [what: string, call: string][] = [
  ["put", "queue.put(big)"],
  ["put_nowait", "queue.put_nowait([big])"],
  ["put of a LifoQueue", "lifo.put(big)"],
  ["put of a PriorityQueue", "priority.put(big)"],
  ["put of a SimpleQueue", "simple.put(big)"],
  ["append", "numbers.append(big)"],
  ["extend", "numbers.extend(Array.from({ length: 5000 }, (_, i) => i))"],
  ["insert", "numbers.insert(0, big)"],
  ["an item of a list", "numbers[0] = big"],
  ["an item of a dict", "table.c = big"],
  ["another item of a dict", "table.a = big"],
  ["update", "table.update(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => ['k' + i, i])))"],
  ["add", "names.add(big)"],
  ["an attribute", "account.balance = big"],
  ["a new attribute", "account.other = big"],
  ["a nested value", "account.balance = { deep: [[[big]]] }"],
  ["a static attribute", "Account.opened = big"],
  ["Lock", "for (;;) keep.push(threading.Lock())"],
  ["Condition", "threading.Condition()"],
  ["Queue", "Queue.Queue()"],
  ["list", "list([1, 2, 3, 4])"],
  ["an object", "new Account()"],
  ["start_new_thread", "thread.start_new_thread(() => {}, [big])"],
  ["Thread", "threading.Thread({ target: () => {} })"],
  ["start", "prepared.start()"],
  ["start of a subclass", "preparedWorker.start()"],
];

test("is a MemoryError, and nothing has changed; with memory again everything works", async () => {
  const lines = await linesOf(
    `${SETUP}
    const keep = [];
    const prepared = threading.Thread({ target: (load) => { numbers.append(load.length); }, args: [big] }), preparedWorker = new Worker(big);
    const before = state();
    let filler = fill();
    for (const [what, attempt] of [${attempts.map(([what, call]) => `[${JSON.stringify(what)}, () => { ${call}; }]`).join(",\n")}]) {
      const outcome = told(attempt);
      print(what + ":", outcome, state() === before ? "" : "and something has changed");
    }
    print(prepared.is_alive(), preparedWorker.is_alive(), queue.get(), lifo.get(), priority.get(), simple.get());
    filler = null; keep.length = 0;
    print(arena_usage({ collect: true }).used_bytes < 300_000);
    prepared.start(); prepared.join(); preparedWorker.start(); preparedWorker.join();
    print(numbers.pop(), preparedWorker.result);
    for (const attempt of [() => queue.put(big), () => numbers.append(big), () => { account.balance = big; }, () => { table.c = big; }]) attempt();
    print(queue.get(), queue.get().length, numbers.pop().length, account.balance.length, table.c.length, threading.active_count());`,
    { env: { PYTHREADS_ARENA_MIB: "1" } },
  );
  expect(lines).toEqual([
    ...attempts.map(([what]) => `${what}: MemoryError `),
    "False False a b a a",
    "True",
    "50000 50000",
    "b 50000 50000 50000 50000 1",
  ]);
});

test("in a thread ends that thread as any exception does", async () => {
  expect(
    await linesOf(
      `${SETUP}
      threading.set_excepthook(({ exc_type, exc_value }) => { print(exc_type === MemoryError, MESSAGE.test(exc_value.message)); });
      const hoard = list();
      const t = threading.Thread({ target: () => { for (;;) hoard.append("y".repeat(1000)); } });
      t.start(); t.join();
      const many = hoard.length > 500;
      hoard.clear();
      const u = threading.Thread({ target: () => { numbers.append(big); } });
      u.start(); u.join();
      print(many, numbers.pop().length, t.is_alive());`,
      { env: { PYTHREADS_ARENA_MIB: "1" } },
    ),
  ).toEqual(["True True", "True 50000 False"]);
});
