import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The tests of the built documentation site. npm run docs builds the site and runs them.

const root = fileURLToPath(new URL("../..", import.meta.url));

export default defineConfig({
  root,
  ssr: { resolve: { conditions: ["express-backstop/source"] } },
  test: {
    reporters: ["default", `${root}/test/support/summary-reporter.ts`],
    include: ["test/site/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
