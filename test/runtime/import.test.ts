/** What an import costs: no worker, no handle, and nothing that other code notices. */
import { describe, expect, test } from "vitest";
import { linesOf, run } from "../helpers/run-program.js";

const MEASURE = `
import { existsSync, readdirSync } from "node:fs";
import { Worker } from "node:worker_threads";
const threads = () => (existsSync("/proc/self/task") ? readdirSync("/proc/self/task").length : 0);
const handles = () => process.getActiveResourcesInfo().filter((name) => /Worker|Message|Timeout|Immediate/.test(name)).join();
// What the first import of anything starts in Node itself.
await import("./nothing.mjs");
const before = [threads(), handles(), process.listenerCount("uncaughtException")].join(" ");
const after = () => [threads(), handles(), process.listenerCount("uncaughtException")].join(" ");
`;

describe("an import starts no worker", () => {
  const files = { "nothing.mjs": "export default 1;" };

  test("nor does making objects that are not started", async () => {
    const result = await run(
      `${MEASURE}
      const { threading, thread, queue, time, random, builtins } = await import("pythreads");
      const imported = after();
      const lock = threading.Lock(); lock.acquire(); lock.release();
      queue.Queue().put({ a: [1] }); threading.Condition(); threading.Event().set(); builtins.object();
      threading.Thread({ target: () => lock.acquire() }); threading.local().x = 1; time.sleep(0.001); random.random(); threading.current_thread().name;
      const used = after();
      for (const now of [imported, used]) console.log(now === before ? "same" : before + " became " + now);
      threading.Thread({ target: () => {} }).start();
      console.log(threads() > Number(before.split(" ")[0]) || threads() === 0 ? "started" : "no thread");`,
      { files },
    );
    expect(result).toMatchObject({ code: 0, stderr: "", lines: ["same", "same", "started"] });
  });
});

test("a refused start leaves no thread behind", async () => {
  expect(
    await linesOf(`
      let count = 0;
      function bump() { count++; }
      for (let i = 0; i < 20; i++) { try { threading.Thread({ target: bump }).start(); print("started"); } catch (error) { if (!(error instanceof builtins.CaptureError)) print(error); } }
      print(threading.active_count(), threading.enumerate().length);`),
  ).toEqual(["1 1"]);
});
