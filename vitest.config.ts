import { defineConfig } from "vitest/config";

const conditions = ["express-backstop/source"];

// Folders whose tests start servers, databases, browsers or other processes. In a folder of a room, such tests are in
// files that are called *.http.test.ts.
const stories = ["flow", "migrating", "process"];
const storyFiles = [
  "test/*.test.ts",
  "test/**/*.http.test.ts",
  ...stories.map((folder) => `test/${folder}/**/*.test.ts`),
];

// The sample apps, each in a process of its own, with databases and Chromium.
const sampleFiles = ["test/examples/**/*.test.ts"];

// What runs in Chromium.
const browserFiles = ["test/browser/**/*.test.ts"];

// They change their whole process: Express is patched, or examples of the documentation subscribe to channels.
const patchingFiles = [
  "test/docs/code.http.test.ts",
  "test/flow/express-async-errors.test.ts",
  "test/migrating/express-async-errors.test.ts",
  "test/openapi/instrumented.http.test.ts",
];

// They need an installation of their own, npm run test:libraries, the built site, npm run docs, or all cores,
// npm run test:full-set.
const libraryFiles = [
  "test/libraries/**",
  "test/site/**",
  "test/full-set/**",
  // Some packages contain their tests.
  "**/node_modules/**",
];

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    reporters: ["default", "./test/support/summary-reporter.ts"],
    // The samples start real servers and databases.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // They wait more than they work, so one worker for each core is not too many.
    maxWorkers: "100%",
    coverage: { include: ["src/**"], reporter: ["text"] },
    globalSetup: "./test/support/compiled-programs.ts",
    // They leave nothing behind, so each worker loads the source once.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [...storyFiles, ...sampleFiles, ...browserFiles, ...libraryFiles],
          setupFiles: ["./test/support/no-servers.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "stories",
          include: storyFiles,
          exclude: [...patchingFiles, ...sampleFiles, ...browserFiles, ...libraryFiles],
          typecheck: { enabled: true, include: ["test/**/*.test-d.ts"] },
        },
      },
      { extends: true, test: { name: "samples", include: sampleFiles } },
      { extends: true, test: { name: "browser", include: browserFiles } },
      {
        extends: true,
        test: { name: "patching", include: patchingFiles, isolate: true },
      },
    ],
  },
});
