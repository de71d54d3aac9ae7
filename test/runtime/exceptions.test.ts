/** What an uncaught exception prints, and what it leaves alone; a worker that dies is a thread that has ended. */
import { describe, expect, test } from "vitest";
import { describe as tell, linesOf, type Result, run, runWithImports } from "../helpers/run-program.js";

/** Line 1 holds the imports, so the program's own first line is line 2. */
const from = (text: string) => runWithImports(text.replace(/^\n/, ""));

function goesOn(result: Result): void {
  expect({ code: result.code, timedOut: result.timedOut, left: result.leftProcesses }, tell(result)).toEqual({ code: 0, timedOut: false, left: false });
}

describe("the report", () => {
  test("names the thread, the error, the user's file and line, and nothing of the package", async () => {
    const result = await from(`
function inner() { throw new RangeError("too far"); }
function work() {
  inner();
}
const t = threading.Thread({ target: work });
t.start();
t.join();
print("main goes on", t.is_alive());`);
    goesOn(result);
    expect(result.lines).toEqual(["main goes on False"]);
    const [headline, error, ...frames] = result.stderr.trimEnd().split("\n");
    expect(headline).toBe("Exception in thread Thread-1:");
    expect(error).toBe("RangeError: too far");
    expect(frames).toHaveLength(2);
    expect(frames[0]).toMatch(/^ {4}at inner \(.*program\.mjs:2:26\)$/);
    expect(frames[1]).toMatch(/^ {4}at work \(.*program\.mjs:4:3\)$/);
  });

  test.each(["program.ts", "program.mts", "program.cts"])("has the lines of the TypeScript, through tsx: %s", async (name) => {
    const result = await run(
      [
        'import * as threading from "pythreads/threading";',
        "interface Nothing { a: number }",
        "",
        "class Work extends threading.Thread {",
        "  a: Nothing | undefined;",
        "  run(): void {",
        "    type Text = string;",
        '    const text: Text = "typed";',
        "    throw new Error(text);",
        "  }",
        "}",
        "const t = new Work(); t.start(); t.join();",
      ].join("\n"),
      { name },
    );
    goesOn(result);
    expect(result.stderr).toMatch(new RegExp(`^Exception in thread Thread-1:\nError: typed\n {4}at .*run \\(.*${name.replace(".", "\\.")}:9:11\\)\n$`));
  });

  test("includes causes, with their classes and lines", async () => {
    const result = await from(`
class Inner extends TypeError { get [Symbol.toStringTag]() { return "Inner"; } }
function work() {
  try { throw new Inner("inside"); }
  catch (error) { throw new Error("outside", { cause: error }); }
}
threading.Thread({ target: work }).start();`);
    goesOn(result);
    expect(result.stderr).toMatch(/^Exception in thread Thread-1:\nError: outside\n {4}at work \(.*:5:25\) \{\n {2}\[cause\]:.*Inner.*: inside\n {6}at work \(.*:4:15\)\n\}\n$/);
  });

  test("of a raw thread names its function, as Python does", async () => {
    const result = await from(`
const done = Queue.Queue();
function raw(x) { try { throw new Error("bad " + x); } finally { done.put(1); } }
thread.start_new_thread(raw, [5]);
done.get();
threading.Thread({ target: () => {} }).start();
while (threading.active_count() > 1) {}
const again = Queue.Queue();
thread.start_new_thread(() => again.put(1), []);
again.get();
time.sleep(0.2);`);
    goesOn(result);
    expect(result.stderr).toMatch(/^Exception ignored in thread started by <function raw>:\nError: bad 5\n {4}at raw \(.*:3:31\)\n$/);
  });

  test("of a thread of a subclass has its name and its method", async () => {
    const result = await from(`
class Worker extends threading.Thread {
  run() { this.fail(); }
  fail() { throw new builtins.ValueError("no"); }
}
const w = new Worker({ name: "the worker" }); w.start(); w.join();`);
    goesOn(result);
    expect(result.stderr).toMatch(/^Exception in thread the worker:\nValueError: no\n {4}at fail \(.*:4:18\)\n {4}at run \(.*:3:16\)\n$/);
  });

  test("of an async target has the lines too", async () => {
    const result = await from(`
async function work() { await null; throw new Error("later"); }
const t = threading.Thread({ target: work }); t.start(); t.join(); print("joined");`);
    goesOn(result);
    expect(result.lines).toEqual(["joined"]);
    expect(result.stderr).toMatch(/^Exception in thread Thread-1:\nError: later\n {4}at work \(.*:2:43\)\n$/);
  });

  const oddities: [what: string, throwing: string, expected: RegExp][] = [
    ["null", "throw null;", /^Uncaught null\n$/],
    ["undefined", "throw undefined;", /^Uncaught undefined\n$/],
    ["a string", "throw 'text';", /^Uncaught 'text'\n$/],
    ["an object", "throw { a: 1 };", /^Uncaught \{ a: 1 \}\n$/],
    ["a symbol", "throw Symbol('s');", /^Uncaught Symbol\(s\)\n$/],
    ["a Proxy of an error", "throw new Proxy(new Error('behind'), {});", /behind/],
    ["a revoked Proxy", "const r = Proxy.revocable({}, {}); r.revoke(); throw r.proxy;", /./],
    ["an error whose stack throws", "const e = new Error('hidden'); Object.defineProperty(e, 'stack', { get() { throw new Error('no stack'); } }); throw e;", /^Error: hidden\n$/],
    ["an error whose cause throws", "const e = new Error('seen'); Object.defineProperty(e, 'cause', { get() { throw 1; } }); throw e;", /seen/],
    ["an object that fails to be shown", "throw { [Symbol.for('nodejs.util.inspect.custom')]() { throw 1; }, toString() { throw 2; } };", /^Uncaught an error that cannot be shown\n$/],
    ["an error that is its own cause", "const e = new Error('round'); e.cause = e; throw e;", /round/],
    ["a frozen error", "throw Object.freeze(new Error('frozen'));", /^Error: frozen\n/],
    ["an error without a stack", "const e = new Error('bare'); delete e.stack; throw e;", /bare/],
    ["an AggregateError", "throw new AggregateError([new Error('one'), new TypeError('two')], 'both');", /^AggregateError: both\n[^]*Error: one[^]*TypeError: two/],
  ];
  test.each(oddities)("of %s", async (_, throwing, expected) => {
    const result = await from(`
function work() { ${throwing} }
const t = threading.Thread({ target: work }); t.start(); t.join();
const next = threading.Thread({ target: () => print("next runs") }); next.start(); next.join();`);
    goesOn(result);
    expect(result.lines).toEqual(["next runs"]);
    expect(result.stderr).toMatch(/^Exception in thread Thread-1:\n/);
    expect(result.stderr.slice("Exception in thread Thread-1:\n".length)).toMatch(expected);
    expect(result.stderr.match(/Exception in/g)).toHaveLength(1);
  });

  test("of writing to a frozen copy says what to share instead", async () => {
    const result = await from(`
const cfg = { deep: { level: 1 } }, names = ["a"], ages = new Map([["a", 1]]), seen = new Set();
const hide = (x) => x;
const works = [
  () => { hide(cfg).deep.level = 2; }, () => { hide(names).push("b"); }, () => { hide(ages).set("b", 2); }, () => { hide(seen).add(1); },
  () => { delete hide(cfg).deep; }, () => { hide(cfg).extra = 1; }, () => { hide(names).length = 0; },
];
for (const target of works) { const t = threading.Thread({ target }); t.start(); t.join(); }
function byArgument(x) { x.a = 2; }
threading.Thread({ target: byArgument, args: [{ a: 1 }] }).start();`);
    goesOn(result);
    const reports = result.stderr.split("Exception in thread ").slice(1);
    expect(reports).toHaveLength(8);
    for (const report of reports) {
      expect(report).toContain("TypeError: ");
      expect(report).toMatch(/read-only/);
      expect(report).toMatch(/list\(\)/);
    }
  });
});

describe("an exception ends its own thread only", () => {
  test("others go on, and locks taken in `hold` are released", async () => {
    const result = await from(`
const lock = threading.Lock(), gate = threading.Event(), out = Queue.Queue();
const other = threading.Thread({ target: () => { gate.wait(); out.put("other goes on"); } });
other.start();
function bad() { lock.acquire(); try { throw new Error("once"); } finally { lock.release(); } }
const threads = Array.from({ length: 5 }, () => threading.Thread({ target: bad }));
for (const t of threads) t.start();
for (const t of threads) t.join();
gate.set(); other.join();
print(out.get(), lock.locked(), threads.some((t) => t.is_alive()));`);
    goesOn(result);
    expect(result.lines).toEqual(["other goes on False False"]);
    expect(result.stderr.match(/^Exception in thread Thread-[2-6]:$/gm)).toHaveLength(5);
  });

  test("SystemExit and thread.exit() end it silently, and run finally blocks", async () => {
    expect(
      await linesOf(`
        const out = Queue.Queue();
        for (const target of [
          () => { throw new SystemExit(3); }, () => thread.exit(), () => { throw new SystemExit("text"); },
          async () => { await null; thread.exit(); },
          () => { try { thread.exit(); } finally { out.put("finally"); } },
        ]) { const t = threading.Thread({ target }); t.start(); t.join(); }
        thread.start_new_thread(() => { try { thread.exit(); } finally { out.put("raw"); } }, []);
        print(out.get(), out.get());`),
    ).toEqual(["finally raw"]);
  });

  test("a stack overflow is an exception like any other", async () => {
    const result = await from(`
function deeper(n) { return deeper(n + 1) + 1; }
const t = threading.Thread({ target: deeper, args: [0] }); t.start(); t.join();
const next = threading.Thread({ target: () => print("next runs") }); next.start(); next.join();`);
    goesOn(result);
    expect(result.lines).toEqual(["next runs"]);
    expect(result.stderr).toMatch(/^Exception in thread Thread-1:\nRangeError: Maximum call stack size exceeded\n {4}at deeper \(.*:2:/);
  });
});

describe("errors outside of the target", () => {
  const around = (target: string) => `
const out = Queue.Queue(), gate = threading.Event();
const other = threading.Thread({ target: () => { gate.wait(); print("other goes on"); } }); other.start();
const t = threading.Thread({ target: ${target}, name: "victim" }); t.start(); t.join();
print("joined", t.is_alive());
const next = threading.Thread({ target: () => print("next runs") }); next.start(); next.join();
gate.set(); other.join();`;
  const lines = ["joined False", "next runs", "other goes on"];

  test.each([
    ["a rejection that nobody handles", `() => { Promise.reject(new Error("rejected")); }`, /^Exception in thread victim:\nError: rejected\n {4}at .*:4:/],
    ["a nextTick callback", `() => { process.nextTick(() => { throw new Error("tick"); }); }`, /^Exception in thread victim:\nError: tick\n {4}at .*:4:/],
    ["a microtask", `() => { queueMicrotask(() => { throw new Error("micro"); }); }`, /^Exception in thread victim:\nError: micro\n {4}at .*:4:/],
    ["a rejection after the first await", `async () => { await null; Promise.reject(new Error("aside")); }`, /^Exception in thread victim:\nError: aside\n/],
    [
      "a timer of an async target that would never end",
      `async () => { await new Promise(() => { setTimeout(() => { throw new Error("timer"); }, 1); }); }`,
      /^Exception in thread victim:\nError: timer\n {4}at .*:4:/,
    ],
    ["process.exit() in a thread", `() => { process.exit(5); }`, /^Exception in thread victim:\nRuntimeError: process\.exit\(5\) was called in a thread/],
    ["process.exit() in a reaction", `() => { Promise.resolve().then(() => process.exit(6)); }`, /^Exception in thread victim:\nRuntimeError: process\.exit\(6\)/],
    ["process.exit() after an await", `async () => { await null; process.exit(0); }`, /^Exception in thread victim:\nRuntimeError: process\.exit\(0\)/],
  ])("%s", async (_, target, expected) => {
    const result = await from(around(target));
    goesOn(result);
    expect(result.lines).toEqual(lines);
    expect(result.stderr).toMatch(expected);
    expect(result.stderr.match(/^\S/gm), result.stderr).toHaveLength(2);
  });

  test("a timer left behind by a thread that has ended", async () => {
    const result = await from(`
const t = threading.Thread({ target: () => { setTimeout(() => { throw new Error("left behind"); }, 1); } }); t.start(); t.join();
print("joined");
const next = threading.Thread({ target: () => print("next runs") }); next.start(); next.join();
time.sleep(0.3);`);
    goesOn(result);
    expect(result.lines).toEqual(["joined", "next runs"]);
    expect(result.stderr).toMatch(/^Exception ignored in a finished thread:\nError: left behind\n/);
  });

  test("what a thread leaves to promises runs before it has ended", async () => {
    expect(
      await linesOf(`
        const out = Queue.Queue();
        const t = threading.Thread({ target: () => { Promise.resolve().then(() => out.put("reaction")); process.nextTick(() => out.put("tick")); } });
        t.start(); t.join();
        print(out.qsize());`),
    ).toEqual(["2"]);
  });

  test("handlers of its own are a thread's own business", async () => {
    const result = await from(`
const out = Queue.Queue();
const t = threading.Thread({ target: async () => {
  process.once("uncaughtException", (error) => out.put(error.message));
  await new Promise((done) => { setTimeout(() => { setImmediate(done); throw new Error("mine"); }, 1); });
} });
t.start(); t.join();
print(out.get());`);
    goesOn(result);
    expect(result).toMatchObject({ lines: ["mine"], stderr: "" });
  });

  // In small pieces: Node 24 and later end the whole process when V8 finds no room for a large one, whoever asks.
  const hog = `function hog() { const all = []; for (;;) all.push({ n: [all.length] }); }`;
  const memoryOptions = { nodeArgs: ["--max-old-space-size=48"], timeoutMs: 50_000 };

  test("running out of memory", { timeout: 60_000 }, async () => {
    const result = await runWithImports(around(hog).replace(/^\n/, ""), memoryOptions);
    goesOn(result);
    expect(result.lines).toEqual(lines);
    expect(result.stderr).toMatch(/Exception in thread victim:\n.*(out of memory|memory limit)/i);
  });

  test("running out of memory in the first thread, with main blocked", { timeout: 60_000 }, async () => {
    const result = await runWithImports(
      `const t = threading.Thread({ target: ${hog}, name: "victim" }); t.start(); t.join(); print("joined", t.is_alive());
const next = threading.Thread({ target: () => print("next runs") }); next.start(); next.join();`,
      memoryOptions,
    );
    goesOn(result);
    expect(result.lines).toEqual(["joined False", "next runs"]);
    expect(result.stderr).toMatch(/Exception in thread victim:\n.*(out of memory|memory limit)/i);
  });
});
