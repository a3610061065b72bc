import { parseArgs } from "node:util";
import { allocations } from "./in-process/allocations.ts";
import { nodesOf } from "./nodes.ts";
import { routes } from "./routes.ts";

// Notices a large regression without a clock: what a request allocates, next to the floor in the same run. Fails when
// a route allocates more than is allowed.
//
//   npm run bench:guard
//   npm run bench:guard -- --node 20,26

/**
 * How often what the floor allocates a route may allocate. To set it anew, run the guard on the oldest and the newest
 * Node, and write its largest figures plus 0.05; plus 0.25 where records are printed, for those are ten in a second.
 * Runs of one Node lie 0.01 apart.
 */
const allowed: Readonly<Record<string, number>> = {
  success: 1.06,
  "valid body": 1.15,
  "sync throw": 1.12,
  rejection: 1.14,
  callback: 1.15,
  unexpected: 1.4,
  "invalid body": 1.45,
  "malformed JSON": 1.15,
  unmatched: 1.15,
};

// Compilers that optimize are off, since when they start depends on time. Stacks are captured to their ends, so that
// one too many is seen.
const nodeArgs = ["--no-opt", "--no-maglev", "--no-sparkplug", "--stack-trace-limit=200"];

const { values } = parseArgs({ options: { node: { type: "string" } } });

for (const { path, version } of await nodesOf(values.node)) {
  const found = await allocations({
    node: path,
    contenders: ["floor", "express-backstop"],
    requests: 200,
    rounds: 3,
    warmUp: 200,
    nodeArgs,
  });
  console.log(`Node ${version}: bytes allocated by a request, in floors`);
  for (const { name } of routes) {
    const floor = found.get("floor")?.get(name) ?? Number.NaN;
    const ratio = (found.get("express-backstop")?.get(name) ?? Number.NaN) / floor;
    const limit = allowed[name] ?? 0;
    const verdict = ratio <= limit ? "" : "  MORE THAN IS ALLOWED";
    console.log(`  ${name.padEnd(16)} ${ratio.toFixed(3)} of ${limit.toFixed(2)}${verdict}`);
    if (verdict !== "") process.exitCode = 1;
  }
}
