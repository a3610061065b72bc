import { defineConfig } from "vitest/config";

const conditions = ["express-backstop/source"];

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"] },
    reporters: ["default", "./test/support/summary-reporter.ts"],
    // The samples start real servers and databases.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // They wait more than they work, so one worker for each core is not too many.
    maxWorkers: "100%",
    coverage: { include: ["src/**"], reporter: ["text"] },
  },
});
