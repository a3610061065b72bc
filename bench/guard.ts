import { parseArgs } from "node:util";
import { installNodes } from "../scripts/install-nodes.ts";
import { contenders } from "./contenders.ts";
import { routes } from "./routes.ts";
import { startWorker } from "./start-worker.ts";

// Fails if a request allocates more than a fixed ratio of what the floor allocates. Measures no time, so that a busy
// machine cannot make it fail.
//
//   npm run bench:guard
//   npm run bench:guard -- --node 20,26

/**
 * The highest ratio that is allowed, by the route and the version of Node. To set them again, run the guard on that
 * Node and add 0.03 to its figures: its runs differ by 0.01 at most. The unexpected error has more room, because the
 * default reporter prints ten records in a second.
 */
const allowed: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  success: { 20: 1.03, 22: 1.03, 24: 1.03, 26: 1.03 },
  "valid body": { 20: 1.13, 22: 1.12, 24: 1.15, 26: 1.15 },
  "sync throw": { 20: 1.1, 22: 1.1, 24: 0.99, 26: 0.96 },
  rejection: { 20: 1.15, 22: 1.15, 24: 1.07, 26: 0.97 },
  callback: { 20: 1.14, 22: 1.14, 24: 1.06, 26: 0.96 },
  unexpected: { 20: 1.4, 22: 1.4, 24: 1.4, 26: 1.4 },
  "invalid body": { 20: 1.35, 22: 1.35, 24: 1.43, 26: 1.45 },
  "malformed JSON": { 20: 1.06, 22: 1.06, 24: 1.01, 26: 1.01 },
  unmatched: { 20: 1.16, 22: 1.16, 24: 1.09, 26: 1.09 },
};

const nodeArgs = [
  "--expose-gc",
  // In MB: room for all that a round allocates, so that nothing is collected meanwhile.
  "--min-semi-space-size=256",
  "--max-semi-space-size=256",
  // When an optimizing compiler starts depends on time.
  "--no-opt",
  "--no-maglev",
  "--no-sparkplug",
  // Stacks are captured to the end, so that one stack too many shows.
  "--stack-trace-limit=200",
];
const requests = 200;

const { values } = parseArgs({ options: { node: { type: "string", default: process.execPath } } });

for (const { path, version } of installNodes(values.node)) {
  const floor = await allocations("floor", path);
  const own = await allocations("express-backstop", path);
  console.log(`Node ${version}: allocated bytes of a request, as a ratio to the floor`);
  for (const { name } of routes) {
    const ratio = (own.get(name) ?? Number.NaN) / (floor.get(name) ?? Number.NaN);
    const limit = allowed[name]?.[Number.parseInt(version, 10)];
    if (limit === undefined) throw new Error(`No limit is set for ${name} on Node ${version}.`);
    const verdict = ratio <= limit ? "" : "  MORE THAN ALLOWED";
    console.log(`  ${name.padEnd(16)} ${ratio.toFixed(3)} of ${limit.toFixed(2)}${verdict}`);
    if (verdict) process.exitCode = 1;
  }
}

/**
 * Measures the bytes that one request allocates on V8's heap, by route: the median of five rounds in each of three
 * processes, because about one round in four shows up to 3 % less than the others.
 */
async function allocations(name: string, node: string): Promise<Map<string, number>> {
  const found = new Map<string, number[]>(routes.map((route) => [route.name, []]));
  for (let process = 0; process < 3; process += 1) {
    const worker = await startWorker([name, contenders[name] as URL], node, nodeArgs);
    for (const route of found.keys()) await worker.ask({ route, requests });
    for (const [route, rounds] of found) {
      for (let round = 0; round < 5; round += 1) {
        const { bytes, collections } = await worker.ask({ route, requests });
        if (collections === 0) rounds.push(bytes);
      }
    }
    worker.stop();
  }
  return new Map([...found].map(([route, rounds]) => [route, median(route, rounds)]));
}

function median(route: string, rounds: readonly number[]): number {
  const middle = rounds.toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)];
  if (middle === undefined) throw new Error(`${route}: garbage was collected in each round.`);
  return middle;
}
