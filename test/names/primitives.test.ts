/** C026 to C084: events, conditions, semaphores, barriers and raw threads; see programs/. */
import { describe, expect, test } from "vitest";
import { describe as tell, runWithImports } from "../helpers/run-program.js";
import { testCasesOf } from "./run-cases.js";

describe("events", () => testCasesOf("events.mjs"));
describe("conditions", () => testCasesOf("conditions.mjs"));
describe("semaphores", () => testCasesOf("semaphores.mjs"));
describe("barriers", () => testCasesOf("barriers.mjs"));

describe("raw threads", async () => {
  await testCasesOf("raw-threads.mjs");

  const HEADLINE = "Exception ignored in thread started by <function task>:";

  test("C071 an error is reported even if writing to stderr raises and catches inside", async () => {
    const result = await runWithImports(`
      thread.start_new_thread(function task() {
        const write = process.stderr.write.bind(process.stderr);
        process.stderr.write = (...args) => {
          try { throw new builtins.ValueError("inside of write"); } catch {}
          return write(...args);
        };
        process.stderr.write("before\\n");
        throw new SyntaxError("of the thread");
      }, []);
      while (thread._count() > 0) time.sleep(0.001);
    `);
    expect(result, tell(result)).toMatchObject({ code: 0, stdout: "" });
    expect(result.stderr).toMatch(new RegExp(`^before\\n${HEADLINE}\\nSyntaxError: of the thread\\n`));
    expect(result.stderr).not.toContain("inside of write");
  });

  test("C072 the report names the function, the error and where it came from, and the program goes on", async () => {
    const result = await runWithImports(`
      thread.start_new_thread(function task() {
        throw new builtins.ValueError("wrong value", { cause: new TypeError("deeper") });
      }, []);
      while (thread._count() > 0) time.sleep(0.001);
      print("main goes on");
    `);
    expect(result, tell(result)).toMatchObject({ code: 0, stdout: "main goes on\n" });
    expect(result.stderr).toMatch(new RegExp(`^${HEADLINE}\\nValueError: wrong value\\n {4}at task \\(.*program\\.mjs:4:15\\)`));
    expect(result.stderr).toContain("[cause]: TypeError: deeper");
  });
});
