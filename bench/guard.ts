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
 * How many times what the floor allocates a request may allocate, by the route and the version of Node. To set it
 * anew, run the guard on that Node and write its figures plus 0.03: its runs lie 0.01 apart at most. The unexpected
 * error has more room, since records are printed ten in a second.
 */
const allowed: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  success: { 20: 1.03, 22: 1.03, 24: 1.03, 26: 1.03 },
  "valid body": { 20: 1.09, 22: 1.09, 24: 1.13, 26: 1.14 },
  "sync throw": { 20: 1.04, 22: 1.04, 24: 0.93, 26: 0.9 },
  rejection: { 20: 1.09, 22: 1.08, 24: 1.01, 26: 0.9 },
  callback: { 20: 1.09, 22: 1.09, 24: 1.0, 26: 0.9 },
  unexpected: { 20: 1.4, 22: 1.4, 24: 1.4, 26: 1.4 },
  "invalid body": { 20: 1.28, 22: 1.28, 24: 1.35, 26: 1.37 },
  "malformed JSON": { 20: 1.03, 22: 1.03, 24: 0.98, 26: 0.98 },
  unmatched: { 20: 1.1, 22: 1.1, 24: 1.02, 26: 1.02 },
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
    const limit = allowed[name]?.[Number.parseInt(version, 10)];
    if (limit === undefined)
      throw new Error(`Nothing says what ${name} may allocate on Node ${version}. Add it.`);
    const verdict = ratio <= limit ? "" : "  MORE THAN IS ALLOWED";
    console.log(`  ${name.padEnd(16)} ${ratio.toFixed(3)} of ${limit.toFixed(2)}${verdict}`);
    if (verdict !== "") process.exitCode = 1;
  }
}
