import { defineConfig } from "vitest/config";
import config from "../../vitest.config.ts";

// The tests of the folder whose source is mutated.

export default defineConfig({
  ssr: config.ssr ?? {},
  test: { include: [`test/${process.env["MUTATED_FOLDER"]}/**/*.test.ts`], testTimeout: 60_000 },
});
