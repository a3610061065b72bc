import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// The tests of the mappers with the real libraries. npm run test:libraries installs the libraries and runs this.

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

const manifest = JSON.parse(readFileSync(`${root}/package.json`, "utf8")) as Manifest;

// This folder is a package of its own, so the name of the project's package does not lead to the project by itself.
const alias = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === "string"
    ? []
    : [
        {
          find: new RegExp(`^express-backstop${entry.slice(1)}$`),
          replacement: root + (target["express-backstop/source"] ?? ""),
        },
      ],
);

/** The tests that need better-sqlite3, which an installation with --ignore-scripts does not compile. */
const ofSqlite = ["test/libraries/orm.test.ts", "test/libraries/sqlite.test.ts"];
const uncompiled = isCompiled() ? [] : ofSqlite;
if (uncompiled.length > 0) {
  console.log(
    `left out: ${uncompiled.join(", ")}, because better-sqlite3 is not compiled; npm rebuild --prefix test/libraries better-sqlite3 does it`,
  );
}

function isCompiled(): boolean {
  try {
    const Sqlite = createRequire(import.meta.url)("better-sqlite3") as new (path: string) => {
      close(): void;
    };
    new Sqlite(":memory:").close();
    return true;
  } catch {
    return false;
  }
}

export default defineConfig({
  root,
  resolve: { alias },
  ssr: { resolve: { conditions: ["express-backstop/source"] } },
  test: {
    reporters: ["default", `${root}/test/support/summary-reporter.ts`],
    include: ["test/libraries/**/*.test.ts"],
    exclude: ["**/node_modules/**", ...uncompiled],
    // They wait for servers more than they work.
    maxWorkers: "100%",
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
