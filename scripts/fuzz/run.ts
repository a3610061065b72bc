import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect, parseArgs } from "node:util";
import type { FailureRecord } from "express-backstop";
import fc from "fast-check";
import { installMiddleware } from "./install-middleware.ts";
import { type Scenario, scenarios } from "./scenario.ts";

// Runs random apps: Express 4 or 5, middleware, Routers, a handler that fails in some state and in some way with some
// value. Each must have one readable response that repeats nothing, one record of it, and a next response on the same
// connection. Prints the seed, and the smallest scenario that fails.
//
//   npm run fuzz
//   npm run fuzz -- --minutes 10
//   npm run fuzz -- --seed 42

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
installMiddleware();
const { createApp } = await import("./app.ts");
const { findFault } = await import("./check.ts");

const escaped: unknown[] = [];
process.on("uncaughtException", (error) => escaped.push(error));
process.on("unhandledRejection", (error) => escaped.push(error));
// Development warnings are expected by the thousand.
process.removeAllListeners("warning");
process.on("warning", () => {});
// Express 4's sessions warn on stderr that they are kept in memory.
console.warn = () => {};

// Keeps the process alive, whatever a scenario closes.
const alive = setInterval(() => {}, 1000);
let count = 0;
const result = await fc.check(fc.asyncProperty(scenarios, runScenario), {
  seed: Number(values.seed),
  numRuns: Number.MAX_SAFE_INTEGER,
  interruptAfterTimeLimit: Number(values.minutes) * 60_000,
  endOnFailure: false,
});
console.log(`${count} scenarios, seed ${values.seed}`);
if (result.failed) {
  console.log(inspect(result.counterexample, { depth: 4 }));
  console.log(inspect(result.errorInstance));
  process.exitCode = 1;
}
clearInterval(alive);

async function runScenario(scenario: Scenario): Promise<void> {
  count += 1;
  const records: FailureRecord[] = [];
  const server = createServer(createApp(scenario, records));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  try {
    const fault = await findFault(scenario, (server.address() as AddressInfo).port, records);
    if (fault !== undefined) throw new Error(fault);
    await new Promise((resolve) => {
      setTimeout(resolve, scenario.afterDelay + 2);
    });
    if (escaped.length > 0) throw new Error(`escaped: ${inspect(escaped.splice(0)[0])}`);
  } finally {
    escaped.splice(0);
    server.closeAllConnections();
    server.close();
  }
}
