import { spawnSync } from "node:child_process";

// Runs everything that CI checks besides the tests and prints the output of the steps that fail.
//
//   npm run check
//   npm run check -- lint api

const steps = [
  "format:check",
  "lint",
  "typecheck",
  "build",
  "unused",
  "words",
  "package:check",
  "size",
  "api",
  "sample",
];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((step) => !steps.includes(step));
if (unknown.length > 0) {
  throw new TypeError(
    `check: unknown step ${unknown.join(", ")}. Write one of ${steps.join(", ")}.`,
  );
}

const failed: string[] = [];
for (const step of chosen.length > 0 ? chosen : steps) {
  const start = performance.now();
  const { status, output } = spawnSync("npm", ["run", "--silent", step], {
    encoding: "utf8",
    maxBuffer: Infinity,
    shell: process.platform === "win32",
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok    " : "FAILED"} npm run ${step} (${seconds} s)`);
  if (status === 0) continue;
  failed.push(step);
  console.log(output.join("").replaceAll(/^/gm, "       "));
}
if (failed.length > 0) {
  console.log(
    `Failed: ${failed.join(", ")}. For one step alone, run npm run check -- ${failed[0]}.`,
  );
  process.exitCode = 1;
}
