// @ts-nocheck
/** The rows as a test of Vitest. */
import { basename } from "node:path";
import { expect, test } from "vitest";
import { complaints } from "./rows.ts";

const own = () => 7;
const rows = [
  ["import.meta", () => basename(new URL(import.meta.url).pathname), "rows.test.ts"],
  ["a function of the test file", () => own(), 7],
];

test("rows", { timeout: 60_000 }, async () => {
  expect(await complaints(rows, (process.env.WITHOUT ?? "").split("\n"))).toEqual([]);
});
