import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import type { Consumer } from "./consumers/consumer.ts";
import { jestConsumers } from "./consumers/jest.ts";
import { moduleConsumers } from "./consumers/modules.ts";
import { typeConsumers } from "./consumers/types.ts";

// Installs the packed package in throw-away projects, runs or compiles each, and prints a table.
//
//   npm run consumers
//   npm run consumers -- --fast
//   npm run consumers -- --only jest

const { values } = parseArgs({
  options: { only: { type: "string", default: "" }, fast: { type: "boolean", default: false } },
});
const consumers = [...moduleConsumers, ...jestConsumers, ...typeConsumers].filter(
  ({ name, fast }) =>
    name.toLowerCase().includes(values.only.toLowerCase()) && (fast || !values.fast),
);
if (consumers.length === 0) throw new TypeError(`No consumer has ${values.only} in its name.`);

const workspace = mkdtempSync(join(tmpdir(), "consumers-"));
process.once("exit", () => rmSync(workspace, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const tarball = pack();
let failed = 0;
for (const [index, consumer] of consumers.entries()) {
  const start = performance.now();
  const output = run(consumer, join(workspace, String(index)));
  const seconds = ((performance.now() - start) / 1000).toFixed(0).padStart(4);
  console.log(`${output === undefined ? "ok    " : "FAILED"} ${seconds} s  ${consumer.name}`);
  if (output === undefined) continue;
  failed += 1;
  console.log(output.replaceAll(/^/gm, "       "));
}
console.log(`${consumers.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

function pack(): string {
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  const flags = ["--ignore-scripts", "--silent", "--pack-destination", workspace];
  return join(workspace, execFileSync("npm", ["pack", ...flags], { encoding: "utf8" }).trim());
}

/** Returns the output of the step that failed; undefined if none did. */
function run({ packages, files, steps }: Consumer, folder: string): string | undefined {
  mkdirSync(folder);
  for (const [path, text] of Object.entries({ "package.json": "{}", ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  for (const step of [["npm", "install", ...flags, tarball, ...packages], ...steps]) {
    const [command = "", ...args] = step;
    const { status, output, error } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
    if (status !== 0) return `${step.join(" ")}\n${error ?? output.join("")}`;
  }
  return undefined;
}
