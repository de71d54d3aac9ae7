/** Tests of the tests: each planted bug is found, and the schedule that shows it shows it again. */
import { expect, test } from "vitest";
import { bundleWorker } from "./bundle.js";
import { Explorer, parseReplay } from "./explorer.js";
import { plantedBugs } from "./planted.js";

test.each(plantedBugs)("$name", async ({ patches, foundBy, preemptions, isRace, says }) => {
  const explorer = new Explorer(await bundleWorker(patches, isRace), 3, isRace);
  const { failure } = await explorer.explore(foundBy, { leastPreemptions: preemptions });
  expect(failure?.reason).toMatch(says);
  await explorer.close();
});

test("a schedule that failed fails again in the same way when it is replayed", async () => {
  const { patches, foundBy, preemptions } = plantedBugs[1];
  const explorer = new Explorer(await bundleWorker(patches), 2);
  const found = await explorer.explore(foundBy, { leastPreemptions: preemptions });
  const again = await explorer.explore(foundBy, { replay: parseReplay(found.failure?.replay ?? "") });
  const random = await explorer.explore(foundBy, { mostPreemptions: -1, schedules: 2000 });
  const randomAgain = await explorer.explore(foundBy, { replay: parseReplay(random.failure?.replay ?? "") });
  await explorer.close();
  expect(again.failure).toEqual(found.failure);
  expect(random.failure?.replay).toMatch(/^seed:\d+$/);
  expect(randomAgain.failure).toEqual(random.failure);
});

test("a planted bug whose place in the source is gone is an error", async () => {
  const patch = { file: "internal/memory/mutex.ts", find: "this is not in the file", replace: "" };
  await expect(bundleWorker([patch])).rejects.toThrow("applies 0 times");
  await expect(bundleWorker([{ ...patch, file: "internal/memory/gone.ts" }])).rejects.toThrow("not applied");
});
