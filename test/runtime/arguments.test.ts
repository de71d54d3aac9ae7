/** Wrong arguments get Python's errors, and start nothing. */
import { beforeAll, describe, expect, test } from "vitest";
import { describe as tell, runWithImports } from "../helpers/run-program.js";

const RUNTIME = "RuntimeError: ";
const TYPE = "TypeError: ";

/** An expression or statements, and what it throws. */
const wrong: [text: string, error: string][] = [
  ["threading.Thread(f)", "AssertionError: group argument must be None for now"],
  ["threading.Thread({ group: 1, target: f })", "AssertionError: group argument must be None for now"],
  ["threading.Thread({ traget: f })", `${TYPE}Thread.__init__() got an unexpected keyword argument 'traget'. Did you mean 'target'?`],
  ["threading.Thread(null, f, 'n', [], {}, { daemon: true }, 1)", `${TYPE}Thread.__init__() takes from 1 to 6 positional arguments but 8 were given`],
  ["threading.Thread({ target: f }).join()", `${RUNTIME}cannot join thread before it is started`],
  ["threading.current_thread().join()", `${RUNTIME}cannot join current thread`],
  ["const t = threading.Thread({ target: f }); t.start(); t.start();", `${RUNTIME}threads can only be started once`],
  ["const t = threading.Thread({ target: f }); t.start(); t.join(); t.start();", `${RUNTIME}threads can only be started once`],
  ["const t = threading.Thread({ target: f }); t.start(); t.join(); t.daemon = true;", `${RUNTIME}cannot set daemon status of active thread`],
  ["const t = threading.Thread({ target: f }); t.start(); t.join(); t.setDaemon(true);", `${RUNTIME}cannot set daemon status of active thread`],
  ["threading.main_thread().daemon = true;", `${RUNTIME}cannot set daemon status of active thread`],
  ["const t = threading.Thread({ target: f }); t.start(); t.join('x');", `${TYPE}'>' not supported between instances of 'int' and 'str'`],
  ["const t = threading.Thread({ target: f }); t.start(); t.join({ timout: 1 });", `${TYPE}Thread.join() got an unexpected keyword argument 'timout'. Did you mean 'timeout'?`],
  ["const t = threading.Thread({ target: f }); t.start(); t.join(1e300);", "OverflowError: timestamp out of range for platform time_t"],
  ["const t = threading.Thread({ target: f }); t.start(); t.join(NaN);", "ValueError: Invalid value NaN (not a number)"],
  ["thread.start_new_thread()", `${TYPE}start_new_thread expected at least 2 arguments, got 0`],
  ["thread.start_new_thread(f)", `${TYPE}start_new_thread expected at least 2 arguments, got 1`],
  ["thread.start_new_thread(f, [], {}, 1)", `${TYPE}start_new_thread expected at most 3 arguments, got 4`],
  ["thread.start_new_thread(1, [])", `${TYPE}first arg must be callable`],
  ["thread.start_new_thread(null, [])", `${TYPE}first arg must be callable`],
  ["thread.start_new_thread(f, 1)", `${TYPE}2nd arg must be a tuple`],
  ["thread.start_new_thread(f, {})", `${TYPE}2nd arg must be a tuple`],
  ["thread.start_new_thread(f, 'ab')", `${TYPE}2nd arg must be a tuple`],
  ["thread.start_new_thread(f, [], 1)", `${TYPE}optional 3rd arg must be a dictionary`],
  ["threading.Timer()", `${TYPE}Timer.__init__() missing 2 required positional arguments: 'interval' and 'function'`],
  ["threading.Timer(1)", `${TYPE}Timer.__init__() missing 1 required positional argument: 'function'`],
  ["threading.Lock(1)", `${TYPE}lock expected 0 arguments, got 1`],
  ["threading.Lock().release()", `${RUNTIME}release unlocked lock`],
  ["threading.Semaphore(-1)", "ValueError: semaphore initial value must be >= 0"],
];

/** What is wrong with the target or its arguments shows where they are used: in the thread. */
const wrongInside: [text: string, report: string][] = [
  ["threading.Thread({ target: 5 })", "TypeError: 'int' object is not callable"],
  ["threading.Thread({ target: f, args: 5 })", "TypeError: f() argument after * must be an iterable, not int"],
  ["threading.Thread({ target: f, kwargs: 5 })", "TypeError: f() argument after ** must be a mapping, not int"],
  ["threading.Thread({ target: () => threading.current_thread().join() })", "RuntimeError: cannot join current thread"],
];

describe("wrong arguments", () => {
  let lines: string[] = [];
  beforeAll(async () => {
    const attempts = wrong.map(([text]) => `attempt(() => { ${text} });`).join("\n");
    const result = await runWithImports(`
function f() {}
const attempt = (body) => { try { body(); print("nothing was thrown"); } catch (error) { print(error.name + ": " + error.message); } };
${attempts}
for (const t of threading.enumerate()) if (t !== threading.main_thread()) t.join();
print(threading.active_count());`);
    expect(result, tell(result)).toMatchObject({ code: 0, stderr: "" });
    lines = result.lines;
  });

  test.each(wrong.map(([text, error], i) => [text, error, i] as const))("%s: %s", (_, error, i) => {
    expect(lines[i]).toBe(error);
  });

  test("start nothing", () => expect(lines.at(-1)).toBe("1"));
});

describe("wrong inside of the thread", () => {
  test.each(wrongInside)("%s: %s", async (text, report) => {
    const result = await runWithImports(`function f() {}\nconst t = ${text}; t.start(); t.join(); print("goes on");`);
    expect(result, tell(result)).toMatchObject({ code: 0, lines: ["goes on"] });
    const [headline, error] = result.stderr.split("\n");
    expect([headline, error]).toEqual(["Exception in thread Thread-1:", report]);
  });
});

test("a Thread subclass that does not call super() is told so by the engine, at once", async () => {
  const result = await runWithImports(`class W extends threading.Thread { constructor() {} }\ntry { new W(); } catch (error) { print(error.message.includes("super")); }`);
  expect(result).toMatchObject({ code: 0, lines: ["True"] });
});

test("right arguments in every form", async () => {
  const result = await runWithImports(`
const out = Queue.Queue();
function f(...args) { out.put(args.map((a) => (typeof a === "object" ? JSON.stringify(a) : a)).join(",")); }
const all = [
  threading.Thread({ target: f, args: [1, 2] }), threading.Thread(null, f, "named", [3]), threading.Thread(null, f, null, [4], { k: 5 }),
  threading.Thread({ target: f, args: new Set([6]), kwargs: { q: 7 } }), threading.Thread({ target: f, args: "ab" }), new threading.Thread({ target: f }),
  threading.Thread(null, f, undefined, [], null, { daemon: true }),
];
for (const t of all) { t.start(); t.join(); print(t.name, t.daemon, out.get()); }
print(thread.start_new_thread(f, [8]) > 1, out.get(), thread.start_new_thread(f, [], { k: 9 }) > 1, out.get());
threading.Thread().start();`);
  expect(result, tell(result)).toMatchObject({ code: 0, stderr: "" });
  expect(result.lines).toEqual([
    "Thread-1 False 1,2",
    "named False 3",
    'Thread-2 False 4,{"k":5}',
    'Thread-3 False 6,{"q":7}',
    "Thread-4 False a,b",
    "Thread-5 False ",
    "Thread-6 True ",
    'True 8 True {"k":9}',
  ]);
});
