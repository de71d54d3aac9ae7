/**
 * No two threads touch a word at the same time by plain reads and writes; words that one reads so while another changes them
 * atomically (see `glance`) are not looked into. What the other tests try is all that can happen only
 * because of that: see engine/races.ts. A few schedules of each case are enough, since a race need not do harm to be found.
 */
import { afterAll, expect, test } from "vitest";
import { bundleWorker } from "./bundle.js";
import { Explorer } from "./explorer.js";

const SCHEDULES = 20;

const explorer = new Explorer(await bundleWorker([], true), undefined, true);
afterAll(() => explorer.close());

test.each(await explorer.cases())("$name", async ({ name }) => {
  const { failure } = await explorer.explore(name, { schedules: SCHEDULES, mostPreemptions: -1 });
  expect(failure, `npm run explore -- --races --case '${name}' --replay ${failure?.replay}`).toBeUndefined();
});
