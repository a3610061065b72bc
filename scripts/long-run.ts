import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { findFault, kinds, type Kind } from "./long-run-requests.ts";
import type { ServerState } from "./long-run-server.ts";

// Sends failing requests of many kinds, 64 at a time over keep-alive connections, to a server in a process of its own,
// and prints the server's heap after each tenth. Fails if a response is lost, sent twice, mixed up or has the wrong
// status, if a failure is not reported as often as it should be, if a connection is lost, or if the heap at the end
// exceeds the heap after the first tenth by more than a few megabytes.
//
//   npm run long-run
//   npm run long-run -- --requests 20000 --express 4

const connections = 64;
const allowedGrowthBytes = 4 * 2 ** 20;

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "200000" },
    express: { type: "string", default: "5" },
  },
});
const total = Number(values.requests);
if (!Number.isInteger(total) || total < 1000) {
  throw new TypeError(`--requests must be a whole number from 1000, got ${values.requests}`);
}

const server = fork(new URL("long-run-server.ts", import.meta.url), [values.express], {
  execArgv: ["--expose-gc", "--conditions=express-backstop/source", "--import=tsx"],
  stdio: ["ignore", "ignore", "inherit", "ipc"],
});
const [port] = (await once(server, "message")) as [number];
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const faults = new Map<string, number>();
const heaps: number[] = [];
const begun = performance.now();

let sent = 0;

try {
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    const until = Math.round((total * tenth) / 10);
    await Promise.all(Array.from({ length: connections }, () => sendUntil(until)));
    const { heap } = await serverState();
    heaps.push(heap);
    const perSecond = Math.round(sent / ((performance.now() - begun) / 1000));
    console.log(`${sent} requests, ${perSecond} per second, heap ${megabytes(heap)}`);
  }
  // Clients that left may still be noticed.
  await sleep(500);
  const { opened, reports } = await serverState();
  checkReports(reports);
  const left = timesOf(kinds.findIndex(({ status }) => status === undefined));
  // A client that leaves takes its connection along. Nothing else may cost one.
  if (opened > connections + left) onFault(`${opened - connections - left} connections lost`);
  console.log(`${total - left} responses, ${left} clients that left, ${opened} connections`);
} finally {
  agent.destroy();
  server.kill();
}

const growth = (heaps.at(-1) ?? 0) - (heaps[0] ?? 0);
console.log(`heap grown by ${megabytes(growth)}`);
for (const [fault, count] of faults) console.log(`${fault}: ${count}`);
if (growth > allowedGrowthBytes || faults.size > 0) process.exitCode = 1;

async function sendUntil(count: number): Promise<void> {
  while (sent < count) {
    const number = sent;
    sent += 1;
    // The number of kinds is not a multiple of the connections, so each connection meets them in every order.
    const kind = kinds[number % kinds.length] as Kind;
    const fault = await findFault(kind, `run-${number}`, { port, agent });
    if (fault !== undefined) onFault(fault);
  }
}

function checkReports(reports: ServerState["reports"]): void {
  const expected = new Map<string, number>();
  for (const [index, kind] of kinds.entries()) {
    const route = routeOf(kind);
    expected.set(route, (expected.get(route) ?? 0) + timesOf(index) * (kind.reports ?? 1));
  }
  for (const [route, times] of expected) {
    const seen = reports[route] ?? 0;
    // A client may leave before its request is read. Then there is nothing to report.
    const wrong = route === "GET /slow" ? seen > times : seen !== times;
    if (wrong) onFault(`${route} was reported ${seen} times instead of ${times}`);
  }
}

function routeOf({ method, path }: Kind): string {
  return `${method} ${path.replace(/[?].*$/, "")}`;
}

/** Returns how many requests of a kind were sent. The kinds take turns. */
function timesOf(index: number): number {
  return Math.floor((total - index - 1) / kinds.length) + 1;
}

async function serverState(): Promise<ServerState> {
  server.send("state");
  const [state] = (await once(server, "message")) as [ServerState];
  return state;
}

function onFault(fault: string): void {
  faults.set(fault, (faults.get(fault) ?? 0) + 1);
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
