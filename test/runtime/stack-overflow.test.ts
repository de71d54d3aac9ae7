/** A stack that is full in the middle of an operation on something shared: it raises, and has either happened or not. */
import { expect, test } from "vitest";
import { linesOf } from "../helpers/run-program.js";

test("an operation that finds the stack full leaves nothing locked and nothing half done", async () => {
  expect(
    await linesOf(
      `
class Box extends object { v = 1; deep = { a: [1, 2, { b: 3 }] }; f = (x) => x; }
const box = new Box(), items = list([1, [2, 3], { a: 1 }]), table = dict({ k1: 1 }), keys = set([1]), q = Queue.Queue(), lock = threading.Lock();
const rlock = threading.RLock(), sem = threading.Semaphore(2), event = threading.Event();
const operations = {
  read: () => box.deep.a[2].b, write: (n) => { box.v = n; }, add: (n) => { box["k" + (n % 50)] = [n]; }, remove: (n) => { delete box["k" + (n % 50)]; }, call: () => box.f(1),
  names: () => Object.keys(box), append: (n) => { items.append([n]); }, pop: () => { if (items.length > 3) items.pop(); }, item: () => items[1][0],
  insert: (n) => { table["k" + (n % 30)] = { n }; }, find: () => table.get("k1"), drop: (n) => { if (n % 30 > 1) table.pop("k" + (n % 30), null); }, key: (n) => { keys.add(n % 40); },
  put: (n) => { q.put({ n }); }, get: () => { if (!q.empty()) q.get(false); }, lock: () => { if (lock.acquire(false)) lock.release(); },
  enter: () => { rlock.acquire(); rlock.release(); }, permit: () => { if (sem.acquire(false)) sem.release(); }, signal: () => { event.set(); event.clear(); }, make: () => new Box(),
};
// Calls the operation on the way back from where the stack was full, at each depth, with frames of several sizes.
function exhaust(operation) {
  let raised = 0, done = 0;
  const from = (n) => {
    let isFull = false;
    try { from(n + 1); } catch { isFull = true; }
    if (done < 3) try { operation(n); done += 1; } catch (error) { if (!(error instanceof RangeError) && error.name !== "RecursionError") throw error; raised += 1; }
    if (isFull && done < 3) throw new Error("full");
  };
  const padded = (k) => { const kept = [k]; if (k > 0) return padded(k - 1) + kept[0]; try { from(1); } catch {} return 0; };
  for (let k = 0; k < 12; k++) { done = 0; padded(k); }
  return raised;
}
const t = threading.Thread({ target: (operations) => {
  let raised = 0;
  for (const operation of Object.values(operations)) {
    // The engine compiles what runs for the first time, which takes more of the stack than an operation does.
    for (let n = 0; n < 100; n++) operation(n);
    raised += exhaust(operation);
  }
  print(raised > 100 ? "raised" : raised);
}, args: [operations] });
t.start(); t.join();
// All of it can be used again, and holds what it held.
for (const operation of Object.values(operations)) operation(2);
box.v = 7; lock.acquire(); lock.release(); rlock.acquire(); rlock.release(); sem.acquire(); sem.release();
print(box.v, box.deep.a[2].b, Object.keys(box).slice(0, 3).join(), Object.keys(box).every((key) => box[key] !== undefined));
print(items[0], items[1][1], items[2].a, items.slice(3).every((x) => x.length === 1), table.has("k1"), [...table.values()].every((x) => x !== undefined), keys.has(1), event.is_set());`,
      { timeoutMs: 60_000 },
    ),
  ).toEqual(["raised", "7 3 v,deep,f True", "1 3 1 True True True True False"]);
});
