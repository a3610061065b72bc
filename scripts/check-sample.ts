import { spawnSync } from "node:child_process";

// Runs the built command on the article API, as its own CI would: doctor finds nothing, and the committed reference of
// its errors is up to date.
//
//   npm run sample
//   npm run sample -- --update

const app = "examples/article-api/examined.ts";
const reference = ["--app", app, "--out", "examples/article-api/reference", "--format", "json"];
const check = process.argv.includes("--update") ? [] : ["--check"];

for (const args of [
  ["doctor", app],
  ["errors", "examples/article-api/errors.ts", ...reference, ...check],
]) {
  // Node 20 does not read TypeScript by itself.
  const { status } = spawnSync(
    process.execPath,
    ["--import", "tsx", "dist/command/main.js", ...args],
    { stdio: "inherit" },
  );
  if (status !== 0) process.exitCode = 1;
}
