import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

const tests = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => join("test", name));

/** Whether a file only starts programs: it loads nothing of the package itself, and leaves nothing behind. */
const startsPrograms = (file: string) => !/["'](\.\.\/)+src\/|from ["']\.\/(helpers|ship)\.js/.test(readFileSync(file, "utf8"));

/** What `npm run samples` runs: the programs of examples, each beside its original. */
const samples = [join("test", "classic", "classic.test.ts"), join("test", "samples", "programs.test.ts")];
const others = tests.filter((file) => !samples.includes(file));

export default defineConfig({
  test: {
    pool: "forks",
    // Most of what tests do is to wait for programs that they started: no processor is kept for Vitest itself.
    maxWorkers: availableParallelism(),
    // Programs are tested as they are shipped: dist is imported by Node itself, one instance for all who ask.
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 10_000,
    projects: [
      // A worker that a test left behind, or a process that hangs, must not reach the next file.
      { extends: true, test: { name: "package", include: others.filter((file) => !startsPrograms(file)) } },
      // These share a process, which spares each the time that Vitest takes to start.
      { extends: true, test: { name: "programs", isolate: false, include: others.filter(startsPrograms) } },
      { extends: true, test: { name: "samples", isolate: false, include: samples } },
    ],
  },
});
