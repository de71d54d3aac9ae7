/** The async forms of everything that blocks; the cases are in programs/async.mjs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describe as text, linesOf, run, runWithImports } from "../helpers/run-program.js";

const result = await run(readFileSync(join(import.meta.dirname, "programs/async.mjs"), "utf8"), { timeoutMs: 60_000 });
for (const line of result.lines) {
  const { title, error } = JSON.parse(line) as { title: string; error?: string };
  test(title, () => {
    if (error !== undefined) throw new Error(error);
  });
}

test("the program of the cases ends by itself and says nothing on stderr", () => {
  expect([result.timedOut, result.code, result.stderr], text(result)).toEqual([false, 0, ""]);
});

test("a pending wait keeps the process alive, as a blocked thread would", async () => {
  const lines = await linesOf(`
    const q = Queue.Queue();
    q.get_async().then((item) => print("main has", item));
    threading.Thread({ target: () => { time.sleep(0.2); q.put("the item"); }, daemon: true }).start();
  `);
  expect(lines).toEqual(["main has the item"]);
});

test("a pending wait in a thread keeps the process alive, with the thread", async () => {
  const lines = await linesOf(`
    const ready = threading.Event();
    threading.Thread({ target: async () => { await ready.wait_async(); print("thread goes on"); } }).start();
    setTimeout(() => ready.set(), 200);
  `);
  expect(lines).toEqual(["thread goes on"]);
});

test("when nothing is pending any more the process ends", async () => {
  const { code, took, stderr } = await runWithImports(`
    const q = Queue.Queue();
    q.get_async({ timeout: 0.05 }).catch((error) => print(error.name));
    q.get_async({ signal: AbortSignal.timeout(50) }).catch((error) => print(error.name));
  `);
  expect([code, stderr]).toEqual([0, ""]);
  expect(took).toBeLessThan(10_000);
});
