import { PerformanceObserver } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { serverOf } from "./contenders.ts";
import { MemoryConnection } from "./memory-connection.ts";
import { type Route, routes } from "./routes.ts";

// Serves one contender in a process of its own, so that no contender pays for the modules of another. When asked for
// a number of requests of one route, replies with the CPU time and the bytes that they took.

/** A question of the parent process. */
export interface Question {
  readonly route: string;
  readonly requests: number;
}

/** The reply to a question. */
export interface Cost {
  /** CPU time of one request. */
  readonly microseconds: number;
  /** Growth of V8's heap for one request; all that was allocated if nothing was collected meanwhile. */
  readonly bytes: number;
  /** How often garbage was collected meanwhile. */
  readonly collections: number;
}

const [, , contender = "", module = ""] = process.argv;
const server = await serverOf(contender, module);
// So many requests are under way at once that a turn of the event loop has some work.
let connections = Array.from({ length: 16 }, connect);

let collections = 0;
const observer = new PerformanceObserver((list) => (collections += list.getEntries().length));
observer.observe({ entryTypes: ["gc"] });

process.on("message", (question: Question) => {
  void measure(question).then((cost) => process.send?.(cost));
});
process.send?.("ready");

async function measure({ route: name, requests }: Question): Promise<Cost> {
  const route = routes.find((one) => one.name === name);
  if (!route) throw new TypeError(`There is no route ${JSON.stringify(name)}.`);
  // Present with --expose-gc only.
  globalThis.gc?.();
  // The observer is called in a later turn of the event loop.
  await sleep(1);
  collections = 0;
  const heap = process.memoryUsage().heapUsed;
  const begun = process.cpuUsage();
  await load(route, requests);
  const { user, system } = process.cpuUsage(begun);
  const bytes = (process.memoryUsage().heapUsed - heap) / requests;
  await sleep(1);
  return { microseconds: (user + system) / requests, bytes, collections };
}

async function load({ name: routeName, status, bytes }: Route, requests: number): Promise<void> {
  const expected = `HTTP/1.1 ${status} `;
  for (let left = requests; left > 0; left -= connections.length) {
    // Some servers close the connection after malformed JSON.
    connections = connections.map((one) => (one.writableEnded ? connect() : one));
    const asked = connections.slice(0, left).map((connection) => connection.ask(bytes));
    for (const response of await Promise.all(asked)) {
      if (response.toString("latin1", 0, expected.length) === expected) continue;
      throw new Error(`${routeName}: expected ${expected}, got ${response.toString()}`);
    }
  }
}

function connect(): MemoryConnection {
  const connection = new MemoryConnection();
  server.emit("connection", connection);
  return connection;
}
