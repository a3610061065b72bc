import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { installNodes, type Node } from "./install-nodes.ts";
import { addResults, formatTable, type Report, type Row } from "./matrix-table.ts";
import { npmInstall } from "./npm-install.ts";

// Runs the tests on each Node with each pair of Expresses: an Express 4 and an Express 5, the oldest that are supported
// or those that `npm ci` installed. Prints a table, or the output of vitest if there is only one run.
//
//   npm run matrix
//   npm run matrix -- --node 20,26 --express old
//   npm run matrix -- --node 24 test/flow
//   npm run matrix -- --node 26 --express new --project unit,stories

interface Pair {
  readonly name: string;
  readonly four: string;
  readonly five: string;
  /** Shows the tests where the Expresses are. */
  readonly env: Readonly<Record<string, string>>;
}

const { values, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    node: { type: "string", default: "20,22,24,26" },
    express: { type: "string", default: "old,new" },
    // The projects of vitest.config.ts. Default: all of them.
    project: { type: "string" },
  },
});

const workspace = mkdtempSync(join(tmpdir(), "matrix-"));
process.once("exit", () => rmSync(workspace, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const pairs = values.express.split(",").map(pairOf);
const nodes = installNodes(values.node);
const alone = nodes.length * pairs.length === 1;

const rows: Row[] = [];
for (const node of nodes) {
  const row: Row = { node: node.version, columns: new Map() };
  for (const pair of pairs) {
    console.log(`== the tests on Node ${node.version} with Express ${pair.four} and ${pair.five}`);
    runTests(node, pair, row);
  }
  rows.push(row);
}
if (!alone) console.log(formatTable(rows));

function pairOf(name: string): Pair {
  if (name === "old") {
    const four = join(workspace, "express-4");
    const five = join(workspace, "express-5");
    npmInstall(four, "express@4.18.0", "express-async-errors@3.1.1");
    npmInstall(five, "express@5.0.0");
    return pairIn(name, four, five, { TEST_EXPRESS_4: four, TEST_EXPRESS_5: five });
  }
  if (name === "new") return pairIn(name, "test/express-4", ".", {});
  throw new TypeError(`There is no pair ${JSON.stringify(name)}. Write --express old,new.`);
}

function pairIn(name: string, four: string, five: string, env: Pair["env"]): Pair {
  return { name, four: expressVersion(four), five: expressVersion(five), env };
}

function expressVersion(folder: string): string {
  const manifest = readFileSync(join(folder, "node_modules/express/package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function runTests(node: Node, { name, four, five, env }: Pair, { columns }: Row): void {
  const file = join(workspace, "report.json");
  rmSync(file, { force: true });
  const reporters = alone ? [] : ["--reporter=json", `--outputFile=${file}`];
  const projects = values.project?.split(",").map((project) => `--project=${project}`) ?? [];
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    // Types are the same on each Node and Express.
    "--typecheck.enabled=false",
    ...reporters,
    ...projects,
    ...files,
  ];
  const { status } = spawnSync(node.path, args, {
    env: {
      ...process.env,
      ...env,
      PATH: `${dirname(node.path)}${delimiter}${process.env["PATH"]}`,
    },
    stdio: alone ? "inherit" : "ignore",
  });
  if (status !== 0) process.exitCode = 1;
  if (alone) return;
  const report = JSON.parse(readFileSync(file, "utf8")) as Report;
  addResults(columns, report, { four, five, neither: `neither (${name} run)` });
}
