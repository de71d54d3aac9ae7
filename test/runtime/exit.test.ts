/** How a program ends: what main's end waits for, what it cuts off, with which code, and that nothing stays behind. */
import { describe, expect, test } from "vitest";
import { describe as tell, ONE_LINE_IMPORTS, type Result, run, runWithImports, start } from "../helpers/run-program.js";

/** Threads that would never end by themselves, of each kind that main's end must cut off. */
const ENDLESS = `
const held = threading.Lock(); held.acquire();
const up = Queue.Queue();
threading.Thread({ target: () => { up.put(1); for (;;) {} }, daemon: true }).start();
threading.Thread({ target: () => { up.put(1); held.acquire(); }, daemon: true }).start();
threading.Thread({ target: () => { up.put(1); time.sleep(3600); }, daemon: true }).start();
threading.Thread({ target: async () => { up.put(1); await new Promise((done) => setTimeout(done, 3600_000)); }, daemon: true }).start();
thread.start_new_thread(() => { up.put(1); for (;;) {} }, []);
thread.start_new_thread(() => { up.put(1); held.acquire(); }, []);
for (let i = 0; i < 6; i++) up.get();
`;

/** A thread that runs on after main has ended, which it knows, and starts another one then. */
const LATE = `
function last() { print("last"); }
function late() {
  while (threading.main_thread().is_alive()) time.sleep(0.001);
  print("late");
  threading.Thread({ target: last }).start();
}
threading.Thread({ target: late }).start();
`;

function clean(result: Result): void {
  expect({ timedOut: result.timedOut, left: result.leftProcesses, signal: result.signal }, tell(result)).toEqual({ timedOut: false, left: false, signal: null });
}

describe("main's end", () => {
  test("waits for non-daemons, also those that others start after it, and cuts off the rest", async () => {
    const result = await runWithImports(`${ENDLESS}${LATE}print("main ends");`);
    clean(result);
    expect(result).toMatchObject({ code: 0, stderr: "", lines: ["main ends", "late", "last"] });
  });

  test("does not wait for daemons and raw threads", async () => {
    const result = await runWithImports(`${ENDLESS}print("main ends", Math.round(time.time() * 1000)); process.on("exit", () => print("exits", Math.round(time.time() * 1000)));`);
    clean(result);
    expect(result).toMatchObject({ code: 0, stderr: "" });
    const [ends, exits] = result.lines.map((line) => Number(line.split(" ").at(-1)));
    expect(exits - ends).toBeLessThan(500);
  });

  test("does not report workers that go down before the kernel", async () => {
    // The worker of this thread ends as all do then, without a word, while main's end goes on and the kernel is still there.
    const result = await runWithImports(`
      const up = threading.Event(), go = threading.Event();
      threading.Thread({ target: () => { up.set(); go.wait(); process.reallyExit(0); }, daemon: true }).start();
      up.wait();
      process.on("exit", () => { go.set(); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300); });`);
    clean(result);
    expect(result).toMatchObject({ code: 0, stderr: "" });
  });

  test("a daemon's threads are daemons, and a raw thread's Threads are not raw", async () => {
    const result = await runWithImports(`
const out = Queue.Queue();
const t = threading.Thread({ target: () => { const inner = threading.Thread({ target: () => { for (;;) {} } }); out.put(inner.daemon); inner.start(); }, daemon: true });
t.start(); t.join();
print(out.get());`);
    clean(result);
    expect(result).toMatchObject({ code: 0, lines: ["True"] });
  });

  test("waits for a non-daemon whose target is async", async () => {
    const result = await runWithImports(`
threading.Thread({ target: async () => { while (threading.main_thread().is_alive()) await new Promise((done) => setTimeout(done, 1)); print("settled"); } }).start();
print("main ends");`);
    clean(result);
    expect(result).toMatchObject({ code: 0, stderr: "", lines: ["main ends", "settled"] });
  });

  test("comes when main's own event loop is done", async () => {
    const result = await runWithImports(`
const out = Queue.Queue();
setTimeout(() => { const t = threading.Thread({ target: () => print("from a timer") }); t.start(); t.join(); setImmediate(() => print("main's last")); }, 1);
await null;
threading.Thread({ target: () => out.put("first") }).start();
print(out.get());`);
    clean(result);
    expect(result).toMatchObject({ code: 0, stderr: "", lines: ["first", "from a timer", "main's last"] });
  });

  const codes: [what: string, ending: string, code: number, stderr: RegExp][] = [
    ["an uncaught error", `throw new Error("main fails");`, 1, /^[^]*Error: main fails\n {4}at .*program\.mjs:\d+/],
    ["an uncaught error after an await", `await null; throw new Error("main fails later");`, 1, /Error: main fails later\n {4}at .*program\.mjs:\d+/],
    ["an uncaught error with a cause", `throw new Error("outer", { cause: new TypeError("inner") });`, 1, /Error: outer[^]*TypeError: inner/],
    ["throw null", "throw null;", 1, /null/],
    ["an unhandled rejection", `Promise.reject(new Error("rejected"));`, 1, /Error: rejected/],
    ["an error in a timer", `setTimeout(() => { throw new Error("timer"); }, 1);`, 1, /Error: timer/],
    ["SystemExit(7)", "throw new SystemExit(7);", 7, /^$/],
    ["SystemExit(7) in a timer", "setTimeout(() => { throw new SystemExit(7); }, 1);", 7, /^$/],
    ["SystemExit()", "throw new SystemExit();", 0, /^$/],
    ["SystemExit(None)", "throw new SystemExit(null);", 0, /^$/],
    ["SystemExit(True)", "throw new SystemExit(true);", 1, /^$/],
    ["SystemExit(-1)", "throw new SystemExit(-1);", 255, /^$/],
    ["SystemExit(text)", `throw new SystemExit("said at the end");`, 1, /^said at the end\n$/],
    ["thread.exit()", "thread.exit();", 0, /^$/],
    ["process.exitCode", "process.exitCode = 4;", 4, /^$/],
  ];
  test.each(codes)("by %s: threads are waited for first", async (_, ending, code, stderr) => {
    const result = await runWithImports(`${LATE}thread.start_new_thread(() => { for (;;) {} }, []);\n${ending}`);
    clean(result);
    expect(result.lines).toEqual(["late", "last"]);
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(stderr);
  });

  test.each([
    ["SystemExit(7)", "throw new SystemExit(7);", 7],
    ["thread.exit()", "thread.exit();", 0],
    ["an error", "throw new Error('x');", 1],
  ])("by %s in a program that started no thread", async (_, ending, code) => {
    const result = await runWithImports(`print("runs");\n${ending}`);
    clean(result);
    expect(result).toMatchObject({ code, lines: ["runs"] });
  });

  test("process.exit(3) ends everything at once", async () => {
    const result = await runWithImports(`${ENDLESS}
threading.Thread({ target: () => { up.put(1); held.acquire(); print("never"); } }).start(); up.get();
process.exit(3);`);
    clean(result);
    expect(result).toMatchObject({ code: 3, stdout: "", stderr: "" });
  });

  test("SystemExit in a thread does not end the program", async () => {
    const result = await runWithImports(`const t = threading.Thread({ target: () => { throw new SystemExit(5); } }); t.start(); t.join(); print("goes on");`);
    clean(result);
    expect(result).toMatchObject({ code: 0, stderr: "", lines: ["goes on"] });
  });

  test("handlers for uncaught errors that the program has decide", async () => {
    const result = await runWithImports(`
process.on("uncaughtException", (error) => print("handled", error.message));
threading.Thread({ target: () => {} }).start();
setTimeout(() => { throw new Error("mine"); }, 1);
setTimeout(() => print("runs on"), 20);`);
    clean(result);
    expect(result).toMatchObject({ code: 0, stderr: "", lines: ["handled mine", "runs on"] });
  });

  test("exit handlers of the program run after the threads have ended", async () => {
    const result = await runWithImports(`process.on("exit", (code) => print("exit", code));${LATE}`);
    clean(result);
    expect(result).toMatchObject({ code: 0, lines: ["late", "last", "exit 0"] });
  });

  test("a thread whose worker died does not keep the program", async () => {
    const result = await runWithImports(`threading.Thread({ target: () => { process.exit(1); } }).start(); print("main ends");`);
    clean(result);
    expect(result).toMatchObject({ code: 0, lines: ["main ends"] });
  });

  test("a program without threads ends at once, whatever it imported and made", async () => {
    const result = await runWithImports(`const l = threading.Lock(); l.acquire(); const q = Queue.Queue(); q.put({ a: [1] }); threading.Thread({ target: print }); print("done");`);
    clean(result);
    expect(result).toMatchObject({ code: 0, stderr: "", lines: ["done"] });
  });

  test("top-level await that is never settled ends as in Node, after the threads", async () => {
    const result = await runWithImports(`${LATE}await new Promise(() => {});`);
    clean(result);
    expect(result).toMatchObject({ code: 13, lines: ["late", "last"] });
  });
});

describe("Ctrl-C ends the program at once", () => {
  const blocks: [string, string][] = [
    ["join", "const t = threading.Thread({ target: () => held.acquire() }); t.start(); t.join();"],
    ["Lock.acquire", "held.acquire();"],
    ["RLock.acquire of another's", "const r = threading.RLock(); const got = Queue.Queue(); threading.Thread({ target: () => { r.acquire(); got.put(1); held.acquire(); } }).start(); got.get(); say(); r.acquire();"],
    ["Queue.get", "Queue.Queue().get();"],
    ["Condition.wait", "const c = threading.Condition(); c.acquire(); c.wait();"],
    ["Event.wait", "threading.Event().wait();"],
    ["Semaphore.acquire", "threading.Semaphore(0).acquire();"],
    ["sleep", "time.sleep(3600);"],
    ["a busy loop", "for (;;) {}"],
    ["its end, for a non-daemon", "threading.Thread({ target: () => { held.acquire(); } }).start();"],
    ["an await", "await new Promise(() => setInterval(() => {}, 1000));"],
  ];
  test.each(blocks)("main in %s", async (_, block) => {
    const program = start(`${ONE_LINE_IMPORTS}\n${ENDLESS}const say = () => print("ready");\nsay();\n${block}`, { timeoutMs: 10_000 });
    await program.arrival("ready");
    const sent = performance.now();
    program.interrupt();
    const result = await program.ended;
    expect({ timedOut: result.timedOut, left: result.leftProcesses }, tell(result)).toEqual({ timedOut: false, left: false });
    expect(performance.now() - sent).toBeLessThan(1000);
    expect(result.signal === "SIGINT" || result.code === 130, tell(result)).toBe(true);
  });

  test("unless the program handles it", async () => {
    const program = start(
      `${ONE_LINE_IMPORTS}
      const stop = threading.Event();
      const t = threading.Thread({ target: () => { stop.wait(); print("stopped"); } }); t.start();
      process.once("SIGINT", () => { stop.set(); clearInterval(alive); });
      const alive = setInterval(() => {}, 1000);
      print("ready");`,
    );
    await program.arrival("ready");
    program.interrupt();
    expect(await program.ended).toMatchObject({ code: 0, signal: null, stdout: "ready\nstopped\n", timedOut: false, leftProcesses: false });
  });
});

test("CommonJS programs end by the same rules", async () => {
  const result = await run(
    `const threading = require("pythreads/threading"); const { print, SystemExit } = require("pythreads/builtins");
     threading.Thread({ target: () => { while (threading.main_thread().is_alive()); print("late"); } }).start();
     throw new SystemExit(7);`,
    { name: "program.cjs" },
  );
  expect(result).toMatchObject({ code: 7, stdout: "late\n", stderr: "", timedOut: false, leftProcesses: false });
});
