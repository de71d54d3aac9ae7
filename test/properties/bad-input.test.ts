/** Every public function with odd arguments: it returns or says in an error what is wrong with them, and does not hang. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describe as text, run } from "../helpers/run-program.js";

const program = readFileSync(join(import.meta.dirname, "programs/bad-input.mjs"), "utf8");
const rounds = Number(process.env.PYTHREADS_BAD_INPUT_ROUNDS ?? 2);

test.each([1, 2, 3])("seed %i", { timeout: 60_000 * rounds }, async (seed) => {
  const result = await run(program.replace("process.argv.slice(2).map(Number)", `[${seed}, ${rounds}]`), { timeoutMs: 30_000 * rounds });
  expect(result.code, text(result)).toBe(0);
  const calls = Number(/^(\d+) calls$/.exec(result.lines.at(-1) ?? "")?.[1]);
  expect(result.lines.slice(0, -1)).toEqual([]);
  expect(calls).toBeGreaterThan(1000);
});
