import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { consumers } from "./consumers/index.ts";
import { runConsumer } from "./consumers/run-consumer.ts";
import { updateTable } from "./consumers/table.ts";

// Installs the packed package in throw-away projects, runs each, and prints a table.
//
//   npm run consumers
//   npm run consumers -- --fast
//   npm run consumers -- --only jest
//   npm run consumers -- --only jest --update     writes the results to docs/compatibility.md

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    fast: { type: "boolean", default: false },
    update: { type: "boolean", default: false },
  },
});
const chosen = consumers.filter(
  ({ name, fast }) =>
    name.toLowerCase().includes(values.only.toLowerCase()) && (fast || !values.fast),
);
if (chosen.length === 0) throw new TypeError(`No consumer has ${values.only} in its name.`);

const workspace = mkdtempSync(join(tmpdir(), "consumers-"));
process.once("exit", () => rmSync(workspace, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const page = new URL("../docs/compatibility.md", import.meta.url);
const tarball = pack();
let failed = 0;
for (const [index, consumer] of chosen.entries()) {
  const { name } = consumer;
  const folder = join(workspace, String(index));
  const start = performance.now();
  const result = runConsumer(consumer, folder, tarball);
  const seconds = ((performance.now() - start) / 1000).toFixed(0).padStart(4);
  rmSync(folder, { recursive: true, force: true });
  if ("output" in result) failed += 1;
  console.log(`${"output" in result ? "FAILED" : "ok    "} ${seconds} s  ${name}`);
  if ("output" in result) console.log(result.output.replaceAll(/^/gm, "       "));
  if (values.update) update(name, result);
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
if (failed > 0) process.exitCode = 1;

function pack(): string {
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  const flags = ["--ignore-scripts", "--silent", "--pack-destination", workspace];
  return join(workspace, execFileSync("npm", ["pack", ...flags], { encoding: "utf8" }).trim());
}

/** Writes a result to the page at once, so that a run that is stopped keeps what it has. */
function update(name: string, result: ReturnType<typeof runConsumer>): void {
  const names = consumers.map((consumer) => consumer.name);
  const date = new Date().toISOString().slice(0, 10);
  const row =
    "output" in result
      ? { name, failed: true as const }
      : { name, packages: result.packages, date };
  writeFileSync(page, updateTable(readFileSync(page, "utf8"), names, [row]));
}
