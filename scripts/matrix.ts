import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { installNode } from "./install-node.ts";
import { npmInstall } from "./npm-install.ts";

// Runs the whole suite on each Node with each pair of Expresses. Four Nodes and two pairs are all sixteen
// combinations, for every run has an Express 4 and an Express 5. With one run to do, its own output is shown
// instead of the table.
//
//   npm run matrix
//   npm run matrix -- --node 20,26 --express old
//   npm run matrix -- --node 24 test/flow

const usage = "Write npm run matrix -- --node 20,22,24,26 --express old,new";
const root = fileURLToPath(new URL("..", import.meta.url));
const workspace = mkdtempSync(join(tmpdir(), "matrix-"));

interface Pair {
  readonly name: string;
  readonly four: string;
  readonly five: string;
  readonly env: Readonly<Record<string, string>>;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface Row {
  readonly node: string;
  readonly columns: Map<string, Counts>;
}

/** The part of vitest's JSON report that is read here. */
interface Report {
  readonly testResults: readonly {
    readonly status: string;
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

process.once("exit", () => rmSync(workspace, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const { nodes, pairs: pairNames, files } = readArguments();
const runs = nodes.length * pairNames.length;
const pairs: Pair[] = [];
for (const name of pairNames) pairs.push(name === "old" ? await oldPair() : newPair());

const rows: Row[] = [];
let failed = false;
for (const node of nodes) {
  const binary = await installNode(node, workspace);
  const row: Row = { node: await output(binary, ["--version"]), columns: new Map() };
  for (const pair of pairs) {
    note(`== the tests on Node ${row.node} with Express ${pair.four} and ${pair.five}`);
    if (!(await runSuite(binary, pair, row.columns))) failed = true;
  }
  rows.push(row);
}
if (runs > 1) printTable();
process.exitCode = failed ? 1 : 0;

function readArguments(): { nodes: string[]; pairs: string[]; files: string[] } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      node: { type: "string", default: "20,22,24,26" },
      express: { type: "string", default: "old,new" },
    },
  });
  const chosen = values.express.split(",");
  const wrong = chosen.find((name) => name !== "old" && name !== "new");
  if (wrong !== undefined) throw new TypeError(`--express: ${wrong} is not a pair. ${usage}`);
  return { nodes: values.node.split(","), pairs: chosen, files: positionals };
}

/** Installs the oldest Expresses that are supported. */
async function oldPair(): Promise<Pair> {
  const [four, five] = ["4.18.0", "5.0.0"];
  const fourIn = await install("express-4", `express@${four}`, "express-async-errors@3.1.1");
  const fiveIn = await install("express-5", `express@${five}`);
  return { name: "old", four, five, env: { TEST_EXPRESS_4: fourIn, TEST_EXPRESS_5: fiveIn } };
}

/** Returns the Expresses that `npm ci` installed, which are the newest of both. */
function newPair(): Pair {
  const nested = "test/express-4/node_modules/express/package.json";
  return {
    name: "new",
    four: installedVersion(nested),
    five: installedVersion("node_modules/express/package.json"),
    env: {},
  };
}

function installedVersion(path: string): string {
  return (JSON.parse(readFileSync(join(root, path), "utf8")) as { version: string }).version;
}

async function install(name: string, ...packages: string[]): Promise<string> {
  const folder = join(workspace, name);
  await npmInstall(folder, ...packages);
  return folder;
}

async function runSuite(node: string, pair: Pair, columns: Map<string, Counts>): Promise<boolean> {
  const file = join(workspace, "report.json");
  rmSync(file, { force: true });
  const alone = runs === 1;
  const reporters = alone ? [] : ["--reporter=json", `--outputFile=${file}`];
  const child = spawn(node, ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...files], {
    cwd: root,
    env: {
      ...process.env,
      ...pair.env,
      PATH: `${dirname(node)}${delimiter}${process.env["PATH"]}`,
    },
    stdio: alone ? "inherit" : "ignore",
  });
  const code = await exit(child);
  if (!alone) count(JSON.parse(readFileSync(file, "utf8")) as Report, pair, columns);
  return code === 0;
}

function count({ testResults }: Report, pair: Pair, columns: Map<string, Counts>): void {
  const others = `neither (${pair.name} run)`;
  const add = (column: string, status: string): void => {
    const counts = columns.get(column) ?? { passed: 0, failed: 0, skipped: 0 };
    columns.set(column, counts);
    if (status === "passed" || status === "failed") counts[status] += 1;
    else counts.skipped += 1;
  };
  for (const { status, name, assertionResults } of testResults) {
    if (status === "failed") note(`failed in ${name}`);
    // A file that could not even be loaded has no tests.
    if (status === "failed" && assertionResults.length === 0) add(others, "failed");
    for (const test of assertionResults) {
      const title = test.ancestorTitles.join(" ");
      if (test.status === "failed") note(`  ${title} ${test.title}`);
      if (title.includes("on Express 4")) add(pair.four, test.status);
      else if (title.includes("on Express 5")) add(pair.five, test.status);
      else add(others, test.status);
    }
  }
}

function printTable(): void {
  const names = [...new Set(rows.flatMap(({ columns }) => [...columns.keys()]))].toSorted();
  const header = ["Node", ...names.map((name) => (/^\d/.test(name) ? `Express ${name}` : name))];
  note(
    [
      line(header),
      line(header.map(() => "---")),
      ...rows.map(({ node, columns }) => line([node, ...names.map((name) => cell(columns, name))])),
      "",
      "passed / failed / skipped. The last columns are the tests that name no Express: those of the examples and",
      "of single functions, which run with the Express 5 that npm ci installed.",
    ].join("\n"),
  );
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function cell(columns: Map<string, Counts>, name: string): string {
  const counts = columns.get(name);
  return counts ? `${counts.passed} / ${counts.failed} / ${counts.skipped}` : "";
}

async function output(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const code = await exit(child);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}`);
  return text.trim();
}

function exit(child: ReturnType<typeof spawn>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once("error", reject).once("close", resolve);
  });
}

function note(text: string): void {
  process.stdout.write(`${text}\n`);
}
