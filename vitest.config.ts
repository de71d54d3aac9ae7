import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A worker that a test left behind, or a process that hangs, must not reach the next file.
    pool: "forks",
    // Programs are tested as they are shipped: dist is imported by Node itself, one instance for all who ask.
    server: { deps: { external: [/\/dist\//] } },
    testTimeout: 30_000,
    hookTimeout: 120_000,
    teardownTimeout: 10_000,
  },
});
