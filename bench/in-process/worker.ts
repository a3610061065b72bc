import { PerformanceObserver } from "node:perf_hooks";
import { serverOf } from "../contenders.ts";
import { requestBytes, type Route, routes } from "../routes.ts";
import { MemoryConnection } from "./memory-connection.ts";

// One contender in a process of its own. Asked for a number of requests of one route, it answers with what they
// took: CPU time, in microseconds for each, and bytes.

/** What the parent asks for. */
export interface Ask {
  readonly route: string;
  readonly requests: number;
}

/** What it is told. */
export interface Told {
  readonly microseconds: number;
  /** By how much V8's heap grew; with garbage collected only before, as many as were allocated. */
  readonly bytes: number;
  /** How often garbage was collected while it was measured. */
  readonly collections: number;
  /** The last answer. */
  readonly answer: string;
}

/** As many are under way at a time, so that a turn of the event loop has some work. */
const connectionCount = 16;

const server = await serverOf(process.argv[2] ?? "");
const connections = Array.from({ length: connectionCount }, connect);

let collections = 0;
const observer = new PerformanceObserver((list) => (collections += list.getEntries().length));
observer.observe({ entryTypes: ["gc"] });

process.on("message", (ask: Ask) => {
  void measure(ask).then((told) => process.send?.(told));
});
process.send?.("ready");

async function measure({ route: name, requests }: Ask): Promise<Told> {
  const route = routes.find((one) => one.name === name);
  if (!route) throw new TypeError(`${name} is no route`);
  // There with --expose-gc only.
  globalThis.gc?.();
  await turn();
  collections = 0;
  const heap = process.memoryUsage().heapUsed;
  const begun = process.cpuUsage();
  const answer = await load(route, requests);
  const { user, system } = process.cpuUsage(begun);
  const bytes = process.memoryUsage().heapUsed - heap;
  await turn();
  return { microseconds: (user + system) / requests, bytes, collections, answer };
}

/** The observer is called in a turn of its own. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

function load(route: Route, requests: number): Promise<string> {
  const bytes = requestBytes(route);
  const expected = `HTTP/1.1 ${route.status} `;
  let asked = 0;
  let answered = 0;

  return new Promise((resolve, reject) => {
    const idle: MemoryConnection[] = [];
    const ask = (last: MemoryConnection): void => {
      if (asked === requests) return;
      asked += 1;
      const connection = open(last);
      connection.ask(bytes, (answer) => {
        answered += 1;
        if (answer.toString("latin1", 0, expected.length) !== expected) {
          reject(new Error(`${route.name} was answered with ${answer.toString()}`));
        } else if (answered === requests) resolve(answer.toString());
        else if (idle.push(connection) === 1) setImmediate(askAll);
      });
    };
    const askAll = (): void => {
      for (const connection of idle.splice(0)) ask(connection);
    };
    for (const connection of connections) ask(connection);
  });
}

function connect(): MemoryConnection {
  const connection = new MemoryConnection();
  server.emit("connection", connection);
  return connection;
}

/** The connection, or the one in its place when the server has closed it, as some do after a body they cannot read. */
function open(connection: MemoryConnection): MemoryConnection {
  if (!connection.writableEnded) return connection;
  connection.destroy();
  const fresh = connect();
  connections[connections.indexOf(connection)] = fresh;
  return fresh;
}
