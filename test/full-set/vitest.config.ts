import { defineConfig } from "vitest/config";

// The fault tests of the full set of the article API. They need nginx, Redis and PostgreSQL, and both cores to themselves.
export default defineConfig({
  ssr: { resolve: { conditions: ["express-backstop/source"] } },
  test: {
    include: ["test/full-set/**/*.test.ts"],
    reporters: ["default", "./test/support/summary-reporter.ts"],
    globalSetup: "./test/support/compiled-programs.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});
