/** C158 to C163: what is printed, and the hook that may print something else. */
import { expect, test } from "vitest";
import { runWithImports } from "../helpers/run-program.js";
import { testCasesOf } from "./run-cases.js";

await testCasesOf("excepthook.mjs");

const FAILING = `
  class Failing extends threading.Thread { run() { throw new builtins.ValueError("bug"); } }
  const fail = (name) => { const t = new Failing({ name }); t.start(); t.join(); };
`;

test("C158 C163 the default hook, also after another one, says whose exception it is", async () => {
  const { stderr, stdout, code } = await runWithImports(`${FAILING}
    fail("first");
    threading.set_excepthook(() => print("mine"));
    fail("second");
    threading.set_excepthook(threading.__excepthook__);
    fail("third");
  `);
  expect(stderr).toMatch(/^Exception in thread first:\nValueError: bug\n/);
  expect(stderr).toMatch(/Exception in thread third:\nValueError: bug\n/);
  expect(stderr).not.toContain("second");
  expect([stdout, code]).toEqual(["mine\n", 0]);
});

test("C159 with no thread the default hook says the ident", async () => {
  const { stderr, lines } = await runWithImports(`
    const call = () => {
      try { throw new builtins.ValueError("bug"); } catch (error) {
        threading.excepthook(threading.ExceptHookArgs([builtins.ValueError, error, error.stack, null]));
      }
    };
    const t = threading.Thread({ target: call });
    t.start(); t.join();
    print(t.ident);
  `);
  expect(stderr).toMatch(new RegExp(`^Exception in thread ${lines[0]}:\\nValueError: bug\\n`));
});

test("C162 a hook that fails is told, and what it raised; SystemExit is not", async () => {
  const { stderr, code } = await runWithImports(`${FAILING}
    threading.set_excepthook(() => { throw new builtins.RuntimeError("hook failed"); });
    fail("T");
    threading.set_excepthook(() => { throw new SystemExit(); });
    fail("U");
    threading.set_excepthook(5);
    fail("V");
  `);
  expect(stderr).toMatch(/^Exception in threading\.excepthook:\nRuntimeError: hook failed\n/);
  expect(stderr).toContain("Exception in threading.excepthook:\nTypeError: 'int' object is not callable");
  expect(stderr.match(/Exception in/g)).toHaveLength(2);
  expect(code).toBe(0);
});

test("the default hook passes over SystemExit, but not over a class that extends it", async () => {
  const { stderr } = await runWithImports(`
    class MyExit extends SystemExit {}
    for (const Class of [SystemExit, MyExit]) {
      const t = threading.Thread({ name: Class.name, target: () => { throw new Class("gone"); } });
      t.start(); t.join();
    }
  `);
  expect(stderr).toMatch(/^Exception in thread MyExit:\nMyExit: gone\n/);
  expect(stderr.match(/Exception in/g)).toHaveLength(1);
});

test("None when the thread was made with the default: the default", async () => {
  const { stderr } = await runWithImports(`${FAILING}
    const t = new Failing({ name: "T" });
    threading.set_excepthook(null);
    t.start(); t.join();
  `);
  expect(stderr).toMatch(/^Exception in thread T:\nValueError: bug\n/);
});

test("a raw thread's exception is told without the hook", async () => {
  const { stderr, stdout } = await runWithImports(`
    threading.set_excepthook(() => print("hook"));
    thread.start_new_thread(function work() { throw new builtins.ValueError("bug"); }, []);
    while (thread._count() > 0) time.sleep(0.001);
  `);
  expect(stderr).toMatch(/^Exception ignored in thread started by <function work.*>:\nValueError: bug\n/);
  expect(stdout).toBe("");
});

test("a hook that is set by way of require is the same", async () => {
  const { stdout, stderr } = await runWithImports(`
    import { createRequire } from "node:module";
    const required = createRequire(import.meta.url)("pythreads/threading");
    required.excepthook = ({ exc_value }) => print("required", exc_value.message);
    ${FAILING}
    fail("T");
  `);
  expect([stdout, stderr]).toEqual(["required bug\n", ""]);
});
