// @ts-nocheck
/** The rows as a test of Jest. */
const { complaints } = require("./rows.js");

const own = () => 7;

test("rows", async () => {
  expect(await complaints([["a function of the test file", () => own(), 7]], (process.env.WITHOUT ?? "").split("\n"))).toEqual([]);
}, 60_000);
