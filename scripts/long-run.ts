import { spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { ServerCounts } from "./long-run-server.ts";

// Sends failing requests of many kinds, 64 at a time over keep-alive connections, to a server in a process of its
// own, and prints its heap as it goes. Fails when a response is lost, doubled, mixed up or has the wrong status,
// or when the heap at the end is more than a few megabytes above the heap after the first tenth.
//
//   npm run long-run
//   npm run long-run -- --requests 20000 --express 4

const connections = 64;
const allowedGrowthBytes = 4 * 2 ** 20;
const patienceMilliseconds = 10_000;

interface Kind {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  /** The status of the response; undefined if the client leaves before it comes. */
  readonly status?: number;
  /** How many records it makes. Default: 1. */
  readonly reports?: number;
}

const kinds: readonly Kind[] = [
  { name: "thrown", method: "GET", path: "/thrown", status: 500 },
  { name: "rejected", method: "GET", path: "/rejected/7", status: 404 },
  { name: "callback", method: "GET", path: "/callback", status: 500 },
  { name: "foreign error", method: "GET", path: "/foreign", status: 500 },
  { name: "validation", method: "POST", path: "/articles", body: '{"tags":[1,2,3]}', status: 400 },
  { name: "malformed JSON", method: "POST", path: "/articles", body: '{"title":', status: 400 },
  { name: "unknown path", method: "GET", path: "/nowhere?token=1", status: 404 },
  { name: "wrong method", method: "DELETE", path: "/articles", status: 405 },
  { name: "error after the response", method: "GET", path: "/late", status: 200 },
  { name: "next called twice", method: "GET", path: "/twice", status: 500, reports: 2 },
  { name: "client that leaves", method: "GET", path: "/slow" },
];

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "200000" },
    express: { type: "string", default: "5" },
  },
});
const total = Number(values.requests);
if (!Number.isInteger(total) || total < 1000)
  throw new TypeError(`--requests must be a whole number from 1000, got ${values.requests}`);
const step = total / 10;

const server = spawn(
  process.execPath,
  [
    "--expose-gc",
    "--conditions=express-backstop/source",
    "--import=tsx",
    fileURLToPath(new URL("long-run-server.ts", import.meta.url)),
    values.express,
  ],
  { stdio: ["ignore", "ignore", "inherit", "ipc"] },
);
const [port] = (await once(server, "message")) as [number];
const agent = new Agent({ keepAlive: true, maxSockets: connections });
const faults = new Map<string, number>();
const responded = new Set<string>();
const heaps: number[] = [];
let sent = 0;
let left = 0;
const begun = performance.now();

try {
  for (let done = 0; done < total; done += step) {
    await Promise.all(Array.from({ length: connections }, () => client(done + step)));
    heaps.push((await ask("heap")).heap);
    print(done + step);
  }
  await sleep(500);
  await compareReports();
} finally {
  agent.destroy();
  server.kill();
}

const growth = (heaps.at(-1) ?? 0) - (heaps[0] ?? 0);
note(
  `${responded.size} responses, ${left} clients that left, heap grown by ${megabytes(growth)} MB`,
);
for (const [fault, count] of faults) note(`${fault}: ${count}`);
if (growth > allowedGrowthBytes || faults.size > 0) process.exitCode = 1;

async function client(until: number): Promise<void> {
  while (sent < until) {
    const number = sent;
    sent += 1;
    // Not a multiple of the number of connections, so that each connection meets every order of kinds.
    const kind = kinds[number % kinds.length];
    if (kind) await run(kind, `run-${number}`);
  }
}

async function run(kind: Kind, id: string): Promise<void> {
  const response = await send(kind, id);
  if (kind.status === undefined) {
    left += 1;
    if (response !== undefined) addFault("a client that left got a response");
    return;
  }
  if (response === undefined) return addFault(`lost: ${kind.name}`);
  if (response.id !== id) return addFault(`the response to another request: ${kind.name}`);
  if (responded.has(id)) return addFault(`doubled: ${kind.name}`);
  responded.add(id);
  if (response.status !== kind.status) addFault(`status ${response.status}: ${kind.name}`);
}

interface LongRunResponse {
  readonly status: number | undefined;
  readonly id: string;
}

function send(kind: Kind, id: string): Promise<LongRunResponse | undefined> {
  return new Promise((resolve) => {
    const headers: Record<string, string | number> = { "X-Request-Id": id };
    if (kind.body !== undefined) {
      headers["Content-Type"] = "application/json";
      headers["Content-Length"] = Buffer.byteLength(kind.body);
    }
    const { method, path } = kind;
    const sending = request({ host: "127.0.0.1", port, method, path, headers, agent });
    const timer = setTimeout(() => sending.destroy(), patienceMilliseconds);
    const finish = (response: LongRunResponse | undefined): void => {
      clearTimeout(timer);
      resolve(response);
    };
    sending.once("error", () => finish(undefined));
    sending.once("response", (response) =>
      readResponse(response, id).then(finish, () => finish(undefined)),
    );
    sending.end(kind.body);
    if (kind.status === undefined) setTimeout(() => sending.destroy(), 3);
  });
}

/** Reads the body to its end, so that the connection serves the next request; a problem repeats the id in it too. */
async function readResponse(response: IncomingMessage, id: string): Promise<LongRunResponse> {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += String(chunk);
  const body = JSON.parse(text) as { requestId?: string };
  const head = String(response.headers["x-request-id"]);
  return { status: response.statusCode, id: body.requestId === head ? head : `not ${id}` };
}

/** Compares what the server reported, and the connections it saw, with what was sent. */
async function compareReports(): Promise<void> {
  const expected = new Map<string, number>();
  for (const [index, kind] of kinds.entries()) {
    const times = Math.floor((total - index - 1) / kinds.length) + 1;
    const key = `${kind.method} ${kind.path.replace(/[?].*$/, "")}`;
    expected.set(key, (expected.get(key) ?? 0) + times * (kind.reports ?? 1));
  }
  const { reports, opened } = await ask("counts");
  for (const [key, times] of expected) {
    const seen = reports[key] ?? 0;
    // A client may leave before its request was read; then there is nothing to report.
    const wrong = key === "GET /slow" ? seen > times : seen !== times;
    if (wrong) addFault(`${key} was reported ${seen} times instead of ${times}`);
  }
  note(`${opened} connections opened`);
  // Each client that leaves takes its connection along; nothing else may cost one.
  if (opened > connections + left) addFault(`${opened - connections - left} connections lost`);
}

async function ask(question: "heap" | "counts"): Promise<ServerCounts> {
  server.send(question);
  const [response] = (await once(server, "message")) as [ServerCounts];
  return response;
}

function addFault(what: string): void {
  faults.set(what, (faults.get(what) ?? 0) + 1);
}

function print(count: number): void {
  const seconds = (performance.now() - begun) / 1000;
  const heap = megabytes(heaps.at(-1) ?? 0);
  note(
    `${count} requests, ${Math.round(count / seconds)} per second, heap after collection ${heap} MB`,
  );
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}

function note(text: string): void {
  process.stdout.write(`${text}\n`);
}
