/** Every case, in as many schedules as there is time for; `npm run explore` tries more. What cases are: engine/case.ts. */
import { afterAll, expect, test } from "vitest";
import { bundleWorker } from "./bundle.js";
import { Explorer } from "./explorer.js";

const SCHEDULES = 500;

const explorer = new Explorer(await bundleWorker());
afterAll(() => explorer.close());

test.each(await explorer.cases())("$name", async ({ name }) => {
  const { failure } = await explorer.explore(name, { schedules: SCHEDULES });
  expect(failure, `npm run explore -- --case '${name}' --replay ${failure?.replay}`).toBeUndefined();
});
