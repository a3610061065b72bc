import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { npmCi } from "./npm-ci.ts";

// Runs everything that CI checks besides the tests and prints the output of the steps that fail.
//
//   npm run check
//   npm run check -- lint api

// The two lists run at the same time. The steps of the second one build the package or read what was built.
const lists = [
  ["format:check", "lint", "typecheck", "unused", "words"],
  ["build", "package:check", "size", "api", "sample"],
];
const steps = lists.flat();

const chosen = process.argv.slice(2);
const unknown = chosen.filter((step) => !steps.includes(step));
if (unknown.length > 0) {
  throw new TypeError(
    `check: unknown step ${unknown.join(", ")}. Write one of ${steps.join(", ")}.`,
  );
}

// Before the steps run, because two of them would install the tools at the same time.
const withTools = ["format:check", "lint", "unused", "package:check", "size", "api"];
if (chosen.length === 0 || withTools.some((step) => chosen.includes(step))) npmCi("scripts/tools");

const failed: string[] = [];
await Promise.all(lists.map(runAll));
if (failed.length > 0) {
  console.log(
    `Failed: ${failed.join(", ")}. For one step alone, run npm run check -- ${failed[0]}.`,
  );
  process.exitCode = 1;
}

async function runAll([step, ...later]: readonly string[]): Promise<void> {
  if (step === undefined) return;
  if (chosen.length === 0 || chosen.includes(step)) await run(step);
  await runAll(later);
}

async function run(step: string): Promise<void> {
  const start = performance.now();
  const child = spawn("npm", ["run", "--silent", step], {
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => void child.once("close", resolve)),
  ]);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok    " : "FAILED"} npm run ${step} (${seconds} s)`);
  if (status === 0) return;
  failed.push(step);
  console.log((stdout + stderr).replaceAll(/^/gm, "       "));
}
