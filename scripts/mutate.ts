import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { npmCi } from "./npm-ci.ts";

// Changes the source of a folder in each small way that can make a difference, and runs the tests of the folder with the
// same name for each change. A change that no test notices is printed. Fails if the tests notice fewer than 90 %.
//
//   npm run mutate -- inspect
//   npm run mutate                                   # all folders: hours

const all = readdirSync("src", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const folders = process.argv.length > 2 ? process.argv.slice(2) : all;
const unknown = folders.find((folder) => !all.includes(folder));
if (unknown !== undefined) {
  throw new TypeError(
    `npm run mutate: src has no folder "${unknown}". Write one of ${all.join(", ")}.`,
  );
}

npmCi("test/mutation");
const stryker = "test/mutation/node_modules/@stryker-mutator/core/bin/stryker.js";
const failed = folders.filter((folder) => {
  const { status } = spawnSync(
    process.execPath,
    [stryker, "run", "test/mutation/stryker.config.json", "--mutate", `src/${folder}/**/*.ts`],
    { stdio: "inherit", env: { ...process.env, MUTATED_FOLDER: folder } },
  );
  return status !== 0;
});
if (failed.length > 0) {
  console.error(`Below 90 %: ${failed.join(", ")}`);
  process.exitCode = 1;
}
