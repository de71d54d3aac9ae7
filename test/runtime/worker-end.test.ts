/** What a worker held of the shared memory is given back when it ends, however it ends. */
import { expect, test } from "vitest";
import { runWithImports } from "../helpers/run-program.js";

test("a worker that ends gives back what it held", async () => {
  const { lines, stderr } = await runWithImports(
    `
    const shared = list([1, 2, 3]);
    function keep() {
      // Values that only this thread's table refers to, and one that is main's too.
      globalThis.kept = [list(["a text of more than eight characters"]), threading.Lock(), shared];
    }
    const endings = {
      "process.exit": () => { keep(); process.exit(0); },
      "an error in a callback": () => { keep(); setTimeout(() => { throw new Error("late"); }, 1); },
      "a timer that was left": () => { keep(); setTimeout(() => {}, 1); },
    };
    const used = () => builtins.arena_usage({ collect: true }).used_bytes;
    function round(target) {
      const threads = [threading.Thread({ target }), threading.Thread({ target })];
      for (const t of threads) t.start();
      for (const t of threads) t.join();
      return used();
    }
    for (const [name, target] of Object.entries(endings)) {
      const before = round(target);
      round(target);
      // A worker may end a moment after its thread.
      const deadline = time.monotonic() + 10;
      while (used() > before && time.monotonic() < deadline) await new Promise((turn) => setTimeout(turn, 5));
      print(name, used() <= before ? "" : used() - before);
    }
    process.exit(0);
  `,
    { timeoutMs: 60_000 },
  );
  expect(lines.map((line) => line.trim()), stderr).toEqual(["process.exit", "an error in a callback", "a timer that was left"]);
}, 70_000);

test("a thread that ends while promises wait leaves the lines: nothing is handed to it", async () => {
  const { lines, stderr } = await runWithImports(`
    const q = Queue.Queue();
    const full = Queue.Queue(1);
    full.put("first");
    const semaphore = threading.Semaphore(0);
    const barrier = threading.Barrier(2);
    const endings = { "an error": () => { throw new Error("late"); }, "process.exit": () => process.exit(0) };
    for (const [name, ending] of Object.entries(endings)) {
      const t = threading.Thread({
        target: async () => {
          setTimeout(ending, 1);
          await Promise.all([q.get_async(), full.put_async("never"), semaphore.acquire_async(), barrier.wait_async()]);
        },
      });
      t.start();
      t.join();
      q.put("item");
      semaphore.release();
      print(name, q.get_nowait(), full.qsize(), semaphore.acquire(false), barrier.broken);
      barrier.reset();
    }
    print(full.get(), full.empty());
  `);
  expect(lines, stderr).toEqual(["an error item 1 True True", "process.exit item 1 True True", "first True"]);
});
