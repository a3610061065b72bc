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
 * How many times what the floor allocates a request may allocate, by the version of Node and in the order of the
 * routes. To set it anew, run the guard on that Node and write its figures plus 0.03: its runs lie 0.01 apart at most.
 * The unexpected error has more room, since records are printed ten in a second.
 */
const allowed: ReadonlyMap<number, readonly number[]> = new Map([
  [20, [1.03, 1.09, 1.05, 1.09, 1.09, 1.4, 1.31, 1.03, 1.1]],
  [22, [1.03, 1.09, 1.04, 1.09, 1.09, 1.4, 1.3, 1.03, 1.1]],
  [24, [1.03, 1.14, 0.94, 1.01, 1.01, 1.4, 1.39, 0.98, 1.03]],
  [26, [1.03, 1.14, 0.9, 0.91, 0.91, 1.4, 1.41, 0.99, 1.03]],
]);

// Compilers that optimize are off, since when they start depends on time. Stacks are captured to their ends, so that
// one too many is seen.
const nodeArgs = ["--no-opt", "--no-maglev", "--no-sparkplug", "--stack-trace-limit=200"];

const { values } = parseArgs({ options: { node: { type: "string" } } });

for (const { path, version } of await nodesOf(values.node)) {
  const limits = allowed.get(Number.parseInt(version, 10));
  if (!limits)
    throw new Error(`Nothing says what Node ${version} may allocate. Add it to allowed.`);
  const found = await allocations({
    node: path,
    contenders: ["floor", "express-backstop"],
    requests: 200,
    rounds: 3,
    warmUp: 200,
    nodeArgs,
  });
  console.log(`Node ${version}: bytes allocated by a request, in floors`);
  for (const [index, { name }] of routes.entries()) {
    const floor = found.get("floor")?.get(name) ?? Number.NaN;
    const ratio = (found.get("express-backstop")?.get(name) ?? Number.NaN) / floor;
    const limit = limits[index] ?? 0;
    const verdict = ratio <= limit ? "" : "  MORE THAN IS ALLOWED";
    console.log(`  ${name.padEnd(16)} ${ratio.toFixed(3)} of ${limit.toFixed(2)}${verdict}`);
    if (verdict !== "") process.exitCode = 1;
  }
}
