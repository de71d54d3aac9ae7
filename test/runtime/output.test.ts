/** Output of any thread: at once, and in whole lines. */
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describe as tell, linesOf, ONE_LINE_IMPORTS, run, start } from "../helpers/run-program.js";

const THREADS = 8;
const LINES = 500;

/** Lines below and beyond 4096 bytes, up to which the system itself would keep a write whole, by all three ways to print. */
const writers = `${ONE_LINE_IMPORTS}
const started = threading.Event();
function write(i) {
  const line = String(i).repeat(1000 + i * 1500);
  started.wait();
  for (let n = 0; n < ${LINES}; n++) {
    if (n % 3 === 0) console.log(line);
    else if (n % 3 === 1) process.stdout.write(line + "\\n");
    else print(line);
  }
}
const threads = Array.from({ length: ${THREADS} }, (_, i) => threading.Thread({ target: write, args: [i] }));
for (const t of threads) t.start();
started.set();
MAIN
for (const t of threads) t.join();`;

function expectWhole(text: string, fromMain = 0): void {
  const lines = text.split("\n");
  expect(lines.pop()).toBe("");
  const count = new Map<string, number>();
  for (const line of lines) {
    const [letter] = line;
    const whole = letter === "m" ? "m".repeat(9000) : letter.repeat(1000 + Number(letter) * 1500);
    if (line !== whole) expect.fail(`a broken line of ${line.length} characters: ${line.slice(0, 50)}…`);
    count.set(letter, (count.get(letter) ?? 0) + 1);
  }
  const expected = Array.from({ length: THREADS }, (_, i): [string, number] => [String(i), LINES]);
  if (fromMain > 0) expected.push(["m", fromMain]);
  expect([...count].sort()).toEqual(expected);
}

describe("lines of many threads stay whole", () => {
  test("in a pipe", { timeout: 60_000 }, async () => {
    const result = await run(writers.replace("MAIN", ""), { timeoutMs: 50_000 });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expectWhole(result.stdout);
  });

  test("in a pipe, main's among them", { timeout: 60_000 }, async () => {
    const main = `for (let n = 0; n < 200; n++) { console.log("m".repeat(9000)); print("m".repeat(9000)); }`;
    const result = await run(writers.replace("MAIN", main), { timeoutMs: 50_000 });
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expectWhole(result.stdout, 400);
  });

  test("in a file", { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "pythreads-output-"));
    const file = join(folder, "out.txt");
    const descriptor = openSync(file, "w");
    try {
      const result = await run(writers.replace("MAIN", ""), { timeoutMs: 50_000, stdoutTo: descriptor });
      expect(result).toMatchObject({ code: 0, stderr: "" });
      expectWhole(readFileSync(file, "utf8"));
    } finally {
      closeSync(descriptor);
      rmSync(folder, { recursive: true });
    }
  });

  test("on stderr", async () => {
    const result = await run(`${ONE_LINE_IMPORTS}
      const threads = Array.from({ length: 4 }, (_, i) => threading.Thread({ target: () => { for (let n = 0; n < 100; n++) console.error(String(i).repeat(6000)); } }));
      for (const t of threads) t.start();`);
    expect(result.code).toBe(0);
    const lines = result.stderr.trimEnd().split("\n");
    expect(lines).toHaveLength(400);
    expect(lines.every((line) => line === line[0].repeat(6000))).toBe(true);
  });
});

describe("output of a thread arrives while main is blocked", () => {
  test.each([
    ["print", `print("seen");`],
    ["console.log", `console.log("seen");`],
    ["process.stdout.write", `process.stdout.write("seen\\n");`],
    ["console.log with formats", `console.log("%s", "seen");`],
    ["process.stdout.write of bytes", `process.stdout.write(Buffer.from("seen\\n"));`],
    ["console.table", `console.table([["seen"]]);`],
  ])("%s", async (_, output) => {
    const program = start(`${ONE_LINE_IMPORTS}
      const gate = threading.Lock(); gate.acquire();
      threading.Thread({ target: () => { ${output} fs.readSync(0, Buffer.alloc(1)); gate.release(); } }).start();
      gate.acquire();
      print("main goes on");`);
    await program.arrival("seen");
    expect(program.text()).not.toContain("main");
    program.say("go");
    expect(await program.ended).toMatchObject({ code: 0, stderr: "" });
    expect(program.text()).toMatch(/main goes on\n$/);
  });

  test("console.error", async () => {
    const program = start(`${ONE_LINE_IMPORTS}
      threading.Thread({ target: () => { console.error("seen"); console.warn("too"); } }).start();
      for (;;) {}`);
    await program.arrival("seen\ntoo\n", "stderr");
    program.interrupt();
    expect(await program.ended).toMatchObject({ timedOut: false, leftProcesses: false });
  });
});

test("what a thread printed before it was cut off is there", async () => {
  const lines = await linesOf(`
    const up = Queue.Queue();
    thread.start_new_thread(() => { console.log("x".repeat(70000)); up.put(1); for (;;) {} }, []);
    up.get();`);
  expect(lines).toEqual(["x".repeat(70000)]);
});

test("print and console.log agree on the order within a thread", async () => {
  const lines = await linesOf(`
    const t = threading.Thread({ target: () => { for (let i = 0; i < 50; i += 2) { print(i); console.log(i + 1); } } });
    t.start(); t.join();
    print("main"); console.log("main");`);
  expect(lines).toEqual([...Array.from({ length: 50 }, (_, i) => String(i)), "main", "main"]);
});

describe("a reader that goes away", () => {
  test.each([
    ["print", `print("x".repeat(100));`],
    ["console.log", `console.log("x".repeat(100));`],
  ])("does not make the program hang: %s", async (_, output) => {
    const program = start(
      `${ONE_LINE_IMPORTS}
      const threads = Array.from({ length: 3 }, () => threading.Thread({ target: () => { for (let i = 0; i < 3000; i++) { ${output} } } }));
      for (const t of threads) t.start();
      for (const t of threads) t.join();`,
      { timeoutMs: 15_000 },
    );
    await program.arrival("x");
    program.child.stdout?.destroy();
    const result = await program.ended;
    expect({ timedOut: result.timedOut, left: result.leftProcesses, code: result.code }, tell(result)).toEqual({ timedOut: false, left: false, code: 0 });
    // Python's print raises; console.log drops what nobody reads.
    expect(result.stderr.match(/BrokenPipeError: \[Errno 32\] Broken pipe/g)?.length ?? 0).toBe(output.startsWith("print") ? 3 : 0);
  });

  test("a slow one only slows it down", { timeout: 60_000 }, async () => {
    const program = start(`${ONE_LINE_IMPORTS}
      const t = threading.Thread({ target: () => { for (let i = 0; i < 200; i++) print(String(i).padEnd(9999, ".")); } });
      t.start(); t.join();`);
    program.child.stdout?.pause();
    // The pipe is full by now if the thread writes at all; nothing may be lost when it is read.
    await new Promise((done) => setTimeout(done, 300));
    program.child.stdout?.resume();
    const { lines, code } = await program.ended;
    expect({ code, count: lines.length, whole: lines.every((line, i) => line === String(i).padEnd(9999, ".")) }).toEqual({ code: 0, count: 200, whole: true });
  });
});
