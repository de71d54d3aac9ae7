/**
 * Programs that can never go on end with a report; all others are left alone. A program that must not be reported stays for
 * some time in a state that differs from a deadlock by one thing only: a report would come within two seconds.
 */
import { describe, expect, test } from "vitest";
import { describe as tell, IMPORTS, ONE_LINE_IMPORTS, type ProgramOptions, run, runWithImports, start } from "../helpers/run-program.js";

const HEADLINE = "Deadlock: every thread waits without a timeout, and nothing is left that could wake one.\n";
const LAST_LINE = "The program ends with exit code 2. With PYTHREADS_DEADLOCK=off in the environment it would wait on, as in Python.\n";

/** A busy machine takes its time to make all these threads, and to end them. */
const PATIENCE_MS = 60_000;

/** The report of a program that must end by one; its durations and addresses stand as `#`, and its folder is gone. */
async function reportOf(text: string, options: ProgramOptions = {}): Promise<string> {
  const result = await runWithImports(text, { timeoutMs: PATIENCE_MS, ...options });
  expect({ code: result.code, timedOut: result.timedOut, left: result.leftProcesses }, tell(result)).toEqual({ code: 2, timedOut: false, left: false });
  expect(result.stderr.startsWith(HEADLINE) && result.stderr.endsWith(LAST_LINE), result.stderr).toBe(true);
  return plain(result.stderr.slice(HEADLINE.length, -LAST_LINE.length));
}

const plain = (report: string): string =>
  report.replaceAll(/\d+\.\d s/g, "# s").replaceAll(/0x[0-9a-f]+/g, "#").replaceAll(/file:\/\/\/\S*\//g, "").replaceAll(/\(\/\S*\//g, "(");

describe.concurrent("a deadlock is reported", { timeout: PATIENCE_MS }, () => {
  test("two locks that two threads take in different orders: who holds what, where, and the cycle", async ({ expect }) => {
    const report = await reportOf(`const a = threading.Lock(), b = threading.Lock(), both = threading.Barrier(2);
function first() { a.acquire(); both.wait();
  b.acquire(); }
function second() { b.acquire(); both.wait();
  a.acquire(); }
const t = threading.Thread({ target: first }); t.start();
threading.Thread({ target: second, name: "the other" }).start();
t.join();`);
    expect(report).toBe(`MainThread (ident 1) has waited # s for the end of Thread-1 (ident 2):
    at program.mjs:9:3
Thread-1 (ident 2) has waited # s for <locked _thread.lock object at #>, held by the other (ident 3):
    at first (program.mjs:4:5)
the other (ident 3) has waited # s for <locked _thread.lock object at #>, held by Thread-1 (ident 2):
    at second (program.mjs:6:5)
Cycle: Thread-1 (ident 2) -> the other (ident 3) -> Thread-1 (ident 2)
`);
  });

  // For CommonJS tsx has a thread of its compiler's, which is there before the package is loaded.
  test.each([
    ["program.ts", { type: "commonjs" }],
    ["program.ts", { type: "module" }],
    ["program.cts", {}],
  ])("through tsx: %s, %o", async (name, packageJson) => {
    const text = 'import * as threading from "pythreads/threading";\nconst lock: threading.Lock = threading.Lock();\nlock.acquire(); lock.acquire();';
    const result = await run(text, { name, packageJson, timeoutMs: PATIENCE_MS });
    expect({ code: result.code, timedOut: result.timedOut }, tell(result)).toEqual({ code: 2, timedOut: false });
    expect(result.stderr).toContain("Cycle: MainThread (ident 1) -> MainThread (ident 1)");
  });

  test("whatever the threads wait for, of whatever kind they are, when main has ended", async ({ expect }) => {
    const report = await reportOf(`const q = Queue.Queue(1); q.put(0);
const empty = Queue.SimpleQueue(), event = threading.Event(), condition = threading.Condition(threading.Lock()), barrier = threading.Barrier(3);
const permits = threading.BoundedSemaphore(1), rlock = threading.RLock(), lost = threading.Lock(); permits.acquire(); rlock.acquire();
const go = (name, target, daemon = false) => threading.Thread({ target, name, daemon }).start();
go("put", () => q.put(1)); go("get", () => empty.get()); go("tasks", () => q.join()); go("event", () => event.wait(), true);
go("condition", () => { condition.acquire(); condition.wait(); }); go("barrier", () => barrier.wait());
go("permit", () => permits.acquire()); go("rlock", () => rlock.acquire());
const t = threading.Thread({ target: () => lost.acquire() }); t.start(); t.join(); go("lost", () => lost.acquire());
go("mutex", () => { empty.put; const other = Queue.Queue(); other.mutex.acquire(); other.put(1); });
go("async", async () => { await null; event.wait(); });
thread.start_new_thread(() => event.wait(), []);`);
    const lines = new Map(report.split("\n").filter((line) => line.includes(" has ")).map((line) => [line.split(" (ident")[0], line.replace(/.*? has /, "")]));
    expect(Object.fromEntries(lines)).toEqual({
      MainThread: "ended and waits for the threads that are not daemons",
      put: "waited # s for room in <queue.Queue object at #>:",
      get: "waited # s for an item of <_queue.SimpleQueue object at #>:",
      tasks: "waited # s for all tasks of <queue.Queue object at #> to be done:",
      event: "waited # s for <threading.Event at #: unset> to be set:",
      condition: "waited # s for a notification of <Condition(<unlocked _thread.lock object at #>, 1)>:",
      barrier: "waited # s at <threading.Barrier at #: waiters=1/3> for more threads to come:",
      permit: "waited # s for a permit of <threading.BoundedSemaphore at #: value=0/1>:",
      rlock: "waited # s for <locked _thread.RLock object owner=1 count=1 at #>, held by MainThread (ident 1):",
      lost: "waited # s for <locked _thread.lock object at #>, held by a thread that has ended (ident 10):",
      mutex: "waited # s for <locked _thread.lock object at #>, held by itself:",
      async: "waited # s for <threading.Event at #: unset> to be set:",
      "Raw thread": "waited # s for <threading.Event at #: unset> to be set:",
    });
    expect(report.match(/^ {4}at (\w+ \()?program\.mjs:\d+:\d+\)?$/gm)?.length, report).toBe(12);
    expect(report).toContain("Cycle: mutex (ident 12) -> mutex (ident 12)\n");
  });

  test("threads that join each other", async ({ expect }) => {
    const report = await reportOf(`const each = SimpleNamespace({}), go = threading.Event();
each.a = threading.Thread({ target: () => { go.wait(); each.b.join(); }, name: "a", daemon: true });
each.b = threading.Thread({ target: () => { go.wait(); each.a.join(); }, name: "b", daemon: true });
each.a.start(); each.b.start(); go.set();
threading.Event().wait();`);
    expect(report).toContain("a (ident 2) has waited # s for the end of b (ident 3):\n    at target (program.mjs:3:");
    expect(report).toMatch(/Cycle: a \(ident 2\) -> b \(ident 3\) -> a \(ident 2\)\n$/);
  });

  test("main alone, which has made no thread", async ({ expect }) => {
    const report = await reportOf("const lock = threading.Lock();\nlock.acquire();\nfunction again() { lock.acquire(); }\nagain();");
    expect(report).toBe(`MainThread (ident 1) has waited # s for <locked _thread.lock object at #>, held by itself:
    at again (program.mjs:4:25)
    at program.mjs:5:1
Cycle: MainThread (ident 1) -> MainThread (ident 1)
`);
  });

  test("main that an error has ended, and that waits for a thread", async ({ expect }) => {
    const result = await runWithImports(`threading.Thread({ target: () => threading.Lock().acquire() && threading.Event().wait() }).start();\nthrow new Error("main fails");`);
    expect(result.code, tell(result)).toBe(2);
    expect(plain(result.stderr)).toContain("MainThread (ident 1) has waited # s for the threads that are not daemons\n");
  });

  test("and main's handlers of the end are called, which cannot keep it up by waiting again", async ({ expect }) => {
    const result = await runWithImports(`const event = threading.Event();
process.on("exit", (code) => { print("exit", code); event.wait(); print("never"); });
event.wait();`);
    expect(result, tell(result)).toMatchObject({ code: 2, stdout: "exit 2\n", timedOut: false });
  });

  test("with the lines of the TypeScript source", async ({ expect }) => {
    const result = await run(
      `${IMPORTS}
interface Job { lock: threading.Lock }
enum Kind { A, B }
function work(job: Job) {
  job.lock.acquire();
}
const lock: threading.Lock = threading.Lock();
lock.acquire();
const t = threading.Thread({ target: work, args: [{ lock }] });
t.start();
t.join();`,
      { name: "program.mts" },
    );
    expect(result.code, tell(result)).toBe(2);
    const first = IMPORTS.split("\n").length;
    expect(plain(result.stderr)).toContain(`    at work (program.mts:${first + 4}:12)\n`);
    expect(plain(result.stderr)).toContain(`(program.mts:${first + 10}:3)\n`);
  });
});

/** Waits in the place where it stands, without blocking the event loop. */
const LATER = "await new Promise((done) => setTimeout(done, 2500));";

const goesOn: [what: string, text: string][] = [
  ["a Timer", "const e = threading.Event(); threading.Timer(2.5, () => e.set()).start(); e.wait();"],
  ["a thread that sleeps", "const e = threading.Event(); threading.Thread({ target: () => { time.sleep(2.5); e.set(); } }).start(); e.wait();"],
  ["a thread that is busy", "const e = threading.Event(); threading.Thread({ target: () => { for (const end = time.time() + 2.5; time.time() < end; ); e.set(); } }).start(); e.wait();"],
  [
    "a thread whose waits have timeouts",
    "const e = threading.Event(), q = Queue.Queue(); threading.Thread({ target: () => { for (let i = 0; i < 3; i++) try { q.get({ timeout: 1 }); } catch {} e.set(); } }).start(); e.wait();",
  ],
  [
    "a thread in an Atomics.wait of its own, and one in a child process",
    `import { execFileSync } from "node:child_process"; const done = Queue.Queue();
threading.Thread({ target: () => { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2500); done.put(1); } }).start(); done.get();
threading.Thread({ target: () => { execFileSync(process.execPath, ["-e", "setTimeout(() => {}, 2500)"]); done.put(1); } }).start(); done.get();`,
  ],
  ["an async thread that awaits", `const e = threading.Event(); threading.Thread({ target: async () => { ${LATER} e.set(); } }).start(); e.wait();`],
  ["what a thread has left behind that has ended", "const e = threading.Event(); threading.Thread({ target: () => { setTimeout(() => e.set(), 2500); } }).start(); e.wait();"],
  ["main's event loop", `const e = threading.Event(); threading.Thread({ target: () => e.wait() }).start(); ${LATER} e.set();`],
  [
    "an open server in it",
    `import net from "node:net"; const e = threading.Event(); threading.Thread({ target: () => e.wait() }).start();
const server = net.createServer((socket) => { e.set(); socket.end(); server.close(); }).listen(0, "127.0.0.1");
threading.Thread({ target: (port) => { time.sleep(2.5); net.connect(port, "127.0.0.1"); }, args: [await new Promise((done) => server.on("listening", () => done(server.address().port)))] }).start();`,
  ],
  [
    "the pipe of a child process in it",
    `import { spawn } from "node:child_process"; const e = threading.Event(); threading.Thread({ target: () => e.wait() }).start();
spawn(process.execPath, ["-e", "setTimeout(() => console.log(1), 2500)"]).stdout.on("data", () => e.set());`,
  ],
  ["an async wait in it", "const q = Queue.Queue(), never = threading.Event(); threading.Thread({ target: () => { time.sleep(2.5); q.put(1); never.wait(); }, daemon: true }).start(); await q.get_async();"],
  ["an interval in it, while daemons wait", `const e = threading.Event(); for (let i = 0; i < 2; i++) threading.Thread({ target: () => e.wait(), daemon: true }).start(); ${LATER}`],
  ["a timer that does not keep main's event loop alive, after its end", "const e = threading.Event(); threading.Thread({ target: () => e.wait() }).start(); setTimeout(() => e.set(), 2500).unref();"],
  ["an async wait with a timeout that began after main's end", `const e = threading.Event(); threading.Thread({ target: () => e.wait() }).start();
process.once("beforeExit", () => threading.Event().wait_async(2.5).then(() => e.set()));`],
  ["a Worker of the program's own that has been made before", `import { Worker } from "node:worker_threads"; const e = threading.Event(); threading.Thread({ target: () => e.wait() }).start();
const worker = new Worker("setTimeout(() => require('node:worker_threads').parentPort.postMessage(1), 2500)", { eval: true }); worker.on("message", () => e.set()); worker.unref();`],
];

describe.concurrent("no deadlock is reported while there is", { timeout: PATIENCE_MS }, () => {
  test.each(goesOn)("%s", async (_, text) => {
    const result = await runWithImports(`${text}\nprint("goes on");`, { timeoutMs: PATIENCE_MS });
    expect(result, tell(result)).toMatchObject({ code: 0, stderr: "", stdout: "goes on\n", timedOut: false, leftProcesses: false });
  });
});

/** What a program says after so many seconds, in which a deadlock would have been reported. */
const LATE_DUMP = { PYTHREADS_DUMP_AFTER: "2.5" };

describe.concurrent("a program hangs on", () => {
  test("with PYTHREADS_DEADLOCK=off, and ends by a signal at once", async ({ expect }) => {
    const program = start(`${ONE_LINE_IMPORTS}\nthreading.Event().wait();`, { env: { PYTHREADS_DEADLOCK: "off", ...LATE_DUMP } });
    await program.arrival("Timeout (0:00:02.500000)!\n", "stderr");
    program.interrupt();
    const result = await program.ended;
    expect(result, tell(result)).toMatchObject({ signal: "SIGINT", code: null });
    expect(result.stderr).not.toContain("Deadlock");
  });

  test("when main has ended with a handler for a signal, which can let the threads go on", async ({ expect }) => {
    const program = start(
      `${ONE_LINE_IMPORTS}
const stop = threading.Event();
process.on("SIGINT", () => stop.set());
threading.Thread({ target: () => { stop.wait(); print("stopped"); } }).start();`,
      { env: LATE_DUMP },
    );
    await program.arrival("Timeout (0:00:02.500000)!\n", "stderr");
    program.interrupt();
    const result = await program.ended;
    expect(result, tell(result)).toMatchObject({ code: 0, stdout: "stopped\n" });
    expect(result.stderr).not.toContain("Deadlock");
  });

  test("when main waits and a Worker of the program's own does the work", async ({ expect }) => {
    const program = start(
      `${ONE_LINE_IMPORTS} import { Worker } from "node:worker_threads";
new Worker("setInterval(() => {}, 1000)", { eval: true });
threading.Event().wait();`,
      { env: LATE_DUMP },
    );
    await program.arrival("Timeout (0:00:02.500000)!\n", "stderr");
    program.interrupt();
    expect((await program.ended).stderr).not.toContain("Deadlock");
  });
});
