import { createServer } from "node:http";
import { contenderOf } from "../contenders.ts";
import { requestBytes, type Route, routes } from "../routes.ts";
import { MemoryConnection } from "./memory-connection.ts";

// One contender in a process of its own. Asked for a number of requests of one route, it answers with the CPU time
// that they took, in microseconds for each.

/** What the parent asks for. */
export interface Ask {
  readonly route: string;
  readonly requests: number;
}

/** What it is told: of a warm-up, how the contender answers. */
export interface Told {
  readonly microseconds: number;
  readonly answer: string;
}

/** As many are under way at a time, so that a turn of the event loop has some work. */
const connectionCount = 16;

const server = createServer(await contenderOf(process.argv[2] ?? "").load());
const connections = Array.from({ length: connectionCount }, connect);

process.on("message", (ask: Ask) => {
  void measure(ask).then((told) => process.send?.(told));
});
process.send?.("ready");

async function measure({ route: name, requests }: Ask): Promise<Told> {
  const route = routes.find((one) => one.name === name);
  if (!route) throw new TypeError(`${name} is no route`);
  const begun = process.cpuUsage();
  const answer = await load(route, requests);
  const { user, system } = process.cpuUsage(begun);
  return { microseconds: (user + system) / requests, answer };
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
