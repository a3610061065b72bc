import { setImmediate as turn } from "node:timers/promises";
import { inspect, parseArgs } from "node:util";
import { MemoryConnection } from "../../bench/memory-connection.ts";
import { createFuzzedServer, type FuzzedServer } from "./request-app.ts";
import { createCases, createSchemas, type RequestCase } from "./request-case.ts";
import { faultOfRequest } from "./request-fault.ts";

// Sends random requests to an app on Express 4 and one on Express 5, over connections in memory: handlers that throw
// anything in each way, bodies that fit or miss random schemas, malformed bodies, unknown paths and methods. Each must
// have one response that repeats nothing and, if it is a failure, one record. Prints the seed, and the case that fails.
// Ctrl+C ends it with the number of requests so far.
//
//   npm run fuzz:requests
//   npm run fuzz:requests -- --cases 10000000
//   npm run fuzz:requests -- --seed 42

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
  },
});
// The lines of stacks are read from the sources for every error otherwise.
process.setSourceMapsEnabled(false);
const seed = Number(values.seed);
const schemas = createSchemas(seed, 300);
const servers = { 4: createFuzzedServer(4, schemas), 5: createFuzzedServer(5, schemas) };
const connections = new Map<FuzzedServer, MemoryConnection>();
const escaped: unknown[] = [];
process.on("uncaughtException", (error) => escaped.push(error));
process.on("unhandledRejection", (error) => escaped.push(error));
// Development warnings are expected by the thousand.
process.removeAllListeners("warning");
process.on("warning", () => {});

const nextCase = createCases(seed, schemas.length);
const begun = performance.now();
let count = 0;
let failed: RequestCase | undefined;
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
try {
  for (; count < Number(values.cases) && !stop.signal.aborted; count += 1) {
    failed = nextCase();
    await sendCase(failed);
  }
} catch (error) {
  console.log(inspect(failed, { depth: 5 }));
  console.log(inspect(failed?.thrown?.()));
  console.log(inspect(error));
  process.exitCode = 1;
}
const seconds = Math.round((performance.now() - begun) / 1000);
console.log(`${count} requests in ${seconds} s, seed ${seed}`);

async function sendCase(one: RequestCase): Promise<void> {
  const state = servers[one.express];
  state.thrown = one.thrown;
  const response = (await connectionTo(state).ask(toBytes(one))).toString();
  // The client has its response before the reporters have the record.
  for (let turns = 0; turns < 5 && state.records.length === 0; turns += 1) await turn();
  const fault = faultOfRequest(one, response, state.records.splice(0));
  if (fault !== undefined) throw new Error(fault);
  if (escaped.length > 0) throw new Error(`escaped: ${inspect(escaped.splice(0)[0])}`);
}

function connectionTo(state: FuzzedServer): MemoryConnection {
  const known = connections.get(state);
  if (known && !known.destroyed && !known.writableEnded) return known;
  const connection = new MemoryConnection();
  connections.set(state, connection);
  state.server.emit("connection", connection);
  return connection;
}

function toBytes({ method, path, headers, body = "" }: RequestCase): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const content = Buffer.from(body);
  const length = content.length > 0 ? `Content-Length: ${content.length}\r\n` : "";
  const head = `${method} ${path} HTTP/1.1\r\nHost: example.com\r\n${lines}${length}\r\n`;
  return Buffer.concat([Buffer.from(head), content]);
}
