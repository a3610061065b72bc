import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { installMiddleware } from "./fuzz/install-middleware.ts";
import { pipelinedPaths, sendPipelined } from "./long-run-pipelined.ts";
import { findFault, kinds, type Kind } from "./long-run-requests.ts";
import type { ServerState } from "./long-run-server.ts";

// Sends failing requests of many kinds, 64 at a time over keep-alive connections, and pipelined ones beside them, to a
// server behind compression and a session, in a process of its own. Prints the server's heap and descriptors after each
// tenth. Fails if a response is lost, sent twice, mixed up or has the wrong status, if a failure is not reported as
// often as it should be, if a connection is lost, or if the heap or the descriptors have grown since the second tenth.
//
//   npm run long-run
//   npm run long-run -- --requests 20000 --express 4
//   npm run long-run -- --minutes 10

const connections = 64;
const pipelining = 4;
const allowedGrowthBytes = 4 * 2 ** 20;
const allowedDescriptors = 20;

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "200000" },
    minutes: { type: "string" },
    express: { type: "string", default: "5" },
  },
});
const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
const total = minutes === undefined ? Number(values.requests) : Infinity;
if (minutes === undefined ? !(Number.isInteger(total) && total >= 1000) : !(minutes > 0)) {
  throw new TypeError(
    "--requests must be a whole number from 1000, or --minutes a number above 0.",
  );
}

installMiddleware();
const server = fork(new URL("long-run-server.ts", import.meta.url), [values.express], {
  execArgv: ["--expose-gc", "--conditions=express-backstop/source", "--import=tsx"],
  stdio: ["ignore", "ignore", "inherit", "ipc"],
});
const [port] = (await once(server, "message")) as [number];
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const faults = new Map<string, number>();
const states: ServerState[] = [];
const begun = performance.now();

let sent = 0;
const pipelined = { stay: 0, leave: 0, connections: 0 };

try {
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    const isOver =
      minutes === undefined
        ? () => sent >= (total * tenth) / 10
        : () => performance.now() - begun >= minutes * 6000 * tenth;
    await Promise.all([
      ...Array.from({ length: connections }, () => sendUntil(isOver)),
      ...Array.from({ length: pipelining }, (_, index) => pipelineUntil(isOver, index % 2 === 0)),
    ]);
    const state = await serverState();
    states.push(state);
    const perSecond = Math.round(sent / ((performance.now() - begun) / 1000));
    console.log(
      `${sent} requests, ${perSecond} per second, ${pipelined.stay + pipelined.leave} pipelined, heap ${megabytes(state.heap)}, ${state.descriptors} descriptors`,
    );
  }
  // Clients that left may still be noticed.
  await sleep(500);
  const { opened, reports } = await serverState();
  checkReports(reports);
  const closing = kinds.reduce(
    (sum, kind, index) => sum + (kind.closes ? timesOf(index) : 0),
    pipelined.connections,
  );
  // Nothing else may cost a connection.
  if (opened > connections + closing) onFault(`${opened - connections - closing} connections lost`);
  console.log(
    `${sent} requests, ${opened} connections, of which clients or failures closed ${closing}`,
  );
} finally {
  agent.destroy();
  server.kill();
}

// The first tenth warms up.
const early = states[1];
const late = states.at(-1);
const growth = (late?.heap ?? 0) - (early?.heap ?? 0);
const more = (late?.descriptors ?? 0) - (early?.descriptors ?? 0);
console.log(`heap grown by ${megabytes(growth)}, descriptors by ${more}`);
for (const [fault, count] of faults) console.log(`${fault}: ${count}`);
if (growth > allowedGrowthBytes || more > allowedDescriptors || faults.size > 0) {
  process.exitCode = 1;
}

async function sendUntil(isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const number = sent;
    sent += 1;
    // The number of kinds is not a multiple of the connections, so each connection meets them in every order.
    const kind = kinds[number % kinds.length] as Kind;
    const fault = await findFault(kind, `run-${number}`, { port, agent });
    if (fault !== undefined) onFault(fault);
  }
}

async function pipelineUntil(isOver: () => boolean, stays: boolean): Promise<void> {
  const kind = stays ? "stay" : "leave";
  while (!isOver()) {
    pipelined.connections += 1;
    const result = await sendPipelined(port, `pipe-${pipelined.connections}`, kind);
    pipelined[kind] += result.sent;
    if (result.fault !== undefined) onFault(result.fault);
    // A few are enough beside the others.
    await sleep(5);
  }
}

function checkReports(reports: ServerState["reports"]): void {
  const expected = new Map<string, { times: number; exactly: boolean }>();
  for (const [index, kind] of kinds.entries()) {
    const route = `${kind.method} ${kind.path.replace(/[?].*$/, "")}`;
    const times = (expected.get(route)?.times ?? 0) + timesOf(index) * (kind.reports ?? 1);
    // A client may leave before its request is read. Then there is nothing to report.
    expected.set(route, { times, exactly: kind.status !== undefined });
  }
  expected.set(`GET ${pipelinedPaths.stay}`, { times: pipelined.stay, exactly: true });
  expected.set(`GET ${pipelinedPaths.leave}`, { times: pipelined.leave, exactly: false });
  for (const [route, { times, exactly }] of expected) {
    const seen = reports[route] ?? 0;
    if (exactly ? seen !== times : seen > times) {
      onFault(`${route} was reported ${seen} times instead of ${times}`);
    }
  }
}

/** Returns how many requests of a kind were sent. The kinds take turns. */
function timesOf(index: number): number {
  return Math.floor((sent - index - 1) / kinds.length) + 1;
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
