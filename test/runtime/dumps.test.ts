/** Reports on live programs: on demand, after a time and by a signal, whatever main does. */
import { describe, expect, test } from "vitest";
import { describe as tell, ONE_LINE_IMPORTS, type ProgramOptions, runWithImports, start } from "../helpers/run-program.js";

const IMPORT = `import * as faulthandler from "pythreads/faulthandler";`;

/** Starts a program with all imports, which stand on its first line. */
const begin = (text: string, options?: ProgramOptions) => start(`${ONE_LINE_IMPORTS} ${IMPORT}\n${text}`, options);

const plain = (report: string): string =>
  report.replaceAll(/\d+\.\d s/g, "# s").replaceAll(/0x[0-9a-f]+/g, "#").replaceAll(/process \d+/g, "process #").replaceAll(/file:\/\/\/\S*\//g, "");

/** What main may be doing while a report is due; each says `ready` first. */
const states: [string, string][] = [
  ["waits", "threading.Event().wait();"],
  ["sleeps", "time.sleep(60);"],
  ["is in a loop", "for (;;) {}"],
  ["is in its event loop", "setInterval(() => {}, 60_000);"],
  ["has ended", ""],
];

/** A thread that goes on for a minute, so that nothing is a deadlock, and that waits when it has said so. */
const OTHER = `const there = Queue.Queue(); threading.Thread({ target: () => { there.put(1); time.sleep(60); }, name: "other" }).start(); there.get();`;

describe.concurrent("dump_threads()", () => {
  test("tells what the threads do, from any of them, before it returns", async ({ expect }) => {
    const result = await runWithImports(`const lock = threading.Lock(), there = Queue.Queue(), from = Queue.Queue(); lock.acquire();
threading.Thread({ target: () => { there.put(1); lock.acquire({ timeout: 60 }); }, daemon: true, name: "timed" }).start();
threading.Thread({ target: () => { there.put(1); for (;;) {} }, daemon: true, name: "busy" }).start();
there.get(); there.get();
function ask() { threading.dump_threads(1); }
// Until the first one is seen in its wait.
let text = "";
const fd = fs.openSync("report", "w+");
while (!text.includes("timed (ident 2) has waited")) { fs.ftruncateSync(fd); threading.dump_threads({ fd }); text = fs.readFileSync("report", "utf8"); }
const t = threading.Thread({ target: ask, daemon: true }); t.start(); t.join(); print("returned");`);
    expect(result, tell(result)).toMatchObject({ code: 0, stderr: "" });
    expect(plain(result.stdout)).toBe(`Threads of process #:
MainThread (ident 1) has waited # s for the end of Thread-1 (ident 4):
    at program.mjs:11:73
timed (ident 2) has waited # s for <locked _thread.lock object at #>, held by MainThread (ident 1), with a timeout:
    at target (program.mjs:3:55)
busy (ident 3) runs
Thread-1 (ident 4) runs and asks for this report:
    at ask (program.mjs:6:28)
returned
`);
  });

  test("in a program that has made no thread", async ({ expect }) => {
    const result = await runWithImports("function here() { threading.dump_threads(); }\nhere();");
    expect(result, tell(result)).toMatchObject({ code: 0, stdout: "" });
    expect(plain(result.stderr)).toBe("Threads of process #:\nMainThread (ident 1) runs and asks for this report:\n    at here (program.mjs:2:29)\n    at program.mjs:3:1\n");
  });

  test("says what is no file", async ({ expect }) => {
    const result = await runWithImports(`for (const file of [-1, "x", {}]) try { threading.dump_threads(file); } catch (error) { print(String(error)); }`);
    expect(result.lines).toEqual([
      "ValueError: file is not a valid file descriptor",
      "AttributeError: 'str' object has no attribute 'fileno'",
      "AttributeError: 'dict' object has no attribute 'fileno'",
    ]);
  });
});

describe.concurrent("a report that is due while main", () => {
  test.each(states)("%s comes after the time of dump_traceback_later, again and again, and by a signal", async (_, state) => {
    const program = begin(`${OTHER} faulthandler.register("SIGUSR2", { fd: 1 }); faulthandler.dump_traceback_later(0.1, true); print("ready");\n${state}`);
    await program.arrival("ready");
    await program.arrival("other (ident 2) has slept", "stderr");
    const seen = program.text("stderr").length;
    program.child.kill("SIGUSR2");
    await program.arrival("other (ident 2) has slept");
    await expect.poll(() => program.text("stderr").slice(seen), { timeout: 10_000 }).toContain("Timeout (0:00:00.100000)!\nMainThread (ident 1)");
    program.destroy();
    const { stdout } = await program.ended;
    expect(stdout).toMatch(/^ready\nThreads of process \d+:\nMainThread/);
  });

  test.each(states)("%s is the last thing when it is to end the program", async (_, state) => {
    const program = begin(`${OTHER} faulthandler.dump_traceback_later({ timeout: 0.1, exit: true });\n${state}`);
    const result = await program.ended;
    expect(result, tell(result)).toMatchObject({ code: 1, timedOut: false, leftProcesses: false });
    expect(result.stderr).toMatch(/^Timeout \(0:00:00\.100000\)!\nMainThread \(ident 1\)/);
  });

  test("waits comes by the environment: after a time, and by a signal", async ({ expect }) => {
    const program = begin(`${OTHER} print("ready"); threading.Event().wait();`, { env: { PYTHREADS_DUMP_AFTER: "0.5", PYTHREADS_DUMP_SIGNAL: "SIGUSR2" } });
    await program.arrival("ready");
    await program.arrival("Timeout (0:00:00.500000)!\nMainThread", "stderr");
    program.child.kill("SIGUSR2");
    await program.arrival(`Threads of process ${program.child.pid}:\n`, "stderr");
    program.destroy();
    await program.ended;
  });
});

describe.concurrent("faulthandler", () => {
  test("takes back what was asked for, and refuses what cannot be had", async ({ expect }) => {
    const program = begin(`
const say = (f) => { try { print(f()); } catch (error) { print(String(error)); } };
say(() => faulthandler.unregister("SIGUSR2"));
faulthandler.register("SIGUSR2"); faulthandler.register({ signum: "SIGUSR2", all_threads: false });
process.kill(process.pid, "SIGUSR2"); time.sleep(0.01);
say(() => faulthandler.unregister("SIGUSR2"));
say(() => faulthandler.unregister("SIGUSR2"));
for (const signum of ["SIGKILL", "SIGSEGV", 0, 65, "SIGNONE"]) say(() => faulthandler.register(signum));
say(() => faulthandler.register("SIGUSR2", null, true, true));
for (const timeout of [0, -1, NaN, 1e10, "1"]) say(() => faulthandler.dump_traceback_later(timeout));
say(() => faulthandler.dump_traceback_later({ seconds: 1 }));
say(() => faulthandler.enable());
say(() => faulthandler.is_enabled());
faulthandler.cancel_dump_traceback_later();
faulthandler.dump_traceback_later(0.05); faulthandler.cancel_dump_traceback_later(); time.sleep(0.1);
faulthandler.dump_traceback(1, false);
const alive = setInterval(() => {}, 60_000);
process.once("SIGUSR2", () => { print("main's own"); clearInterval(alive); });
process.kill(process.pid, "SIGUSR2");`);
    const result = await program.ended;
    expect(result.code, tell(result)).toBe(0);
    expect(result.lines.slice(0, -1).map(plain)).toEqual([
      "False",
      "True",
      "False",
      "OSError: [Errno 22] Invalid argument",
      "RuntimeError: signal 11 cannot be registered, use enable() instead",
      "ValueError: signal number out of range",
      "ValueError: signal number out of range",
      "TypeError: 'str' object cannot be interpreted as an integer",
      "NotImplementedError: register(chain=True) cannot be had: what a signal does without a handler cannot be called",
      "ValueError: timeout must be greater than 0",
      "ValueError: timeout must be greater than 0",
      "ValueError: timeout must be greater than 0",
      "OverflowError: timeout value is too large",
      "TypeError: 'str' object cannot be interpreted as an integer",
      "TypeError: dump_traceback_later() got an unexpected keyword argument 'seconds'",
      "NotImplementedError: enable() cannot be had: no JavaScript runs when a process crashes. Leave it out, and use node --report-on-fatalerror; for hangs there are register() and dump_traceback_later()",
      "False",
      "Threads of process #:",
      "MainThread (ident 1) runs and asks for this report:",
      "    at program.mjs:17:14",
    ]);
    expect(result.lines.at(-1)).toBe("main's own");
    expect(result.stderr).toMatch(/^(Threads of process \d+:\nMainThread \(ident 1\).*\n( {4}at .*\n)*)?$/);
  });

  test("says what in the environment cannot be done", async ({ expect }) => {
    const result = await runWithImports("print(1);", { env: { PYTHREADS_DUMP_AFTER: "soon", PYTHREADS_DUMP_SIGNAL: "SIGNONE" } });
    expect(result).toMatchObject({
      code: 0,
      stdout: "1\n",
      stderr: "pythreads: PYTHREADS_DUMP_SIGNAL=SIGNONE is not a signal that can be listened for\npythreads: PYTHREADS_DUMP_AFTER=soon is not a number of seconds\n",
    });
  });
});
