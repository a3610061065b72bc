import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { requestBytes, type Route } from "../routes.ts";
import { isWhole } from "../whole-answer.ts";
import type { Loaded } from "./load.ts";

// Sends routes in turn at a steady pace, over connections that are kept: a load that comes in bursts would measure how
// long its bursts are. Bytes are made beforehand and answers are only counted, to leave the probe its core.

/** What the parent asks for. */
export interface PacedLoad {
  readonly port: number;
  readonly routes: readonly Route[];
  readonly connections: number;
  readonly seconds: number;
  /** Requests per second over all connections. */
  readonly rate: number;
}

process.on("message", (load: PacedLoad) => {
  void run(load).then((loaded) => process.send?.(loaded));
});
process.send?.("ready");

async function run({ port, routes, connections, seconds, rate }: PacedLoad): Promise<Loaded> {
  const requests: Prepared[] = routes.map((route) => ({ route, bytes: requestBytes(route) }));
  const idle = await Promise.all(Array.from({ length: connections }, () => open(port)));
  let [asked, answered] = [0, 0];
  const exchange = async (socket: Socket, { bytes, route }: Prepared): Promise<void> => {
    const kept = await ask(socket, bytes, route.status);
    answered += 1;
    idle.push(kept ? socket : await open(port));
  };
  const begun = performance.now();
  for (let now = begun; now - begun < seconds * 1000; now = performance.now()) {
    while (asked < ((now - begun) / 1000) * rate) {
      const [socket, request] = [idle.shift(), requests[asked % requests.length]];
      // All connections wait for an answer: the server does not keep up.
      if (!socket || !request) break;
      asked += 1;
      void exchange(socket, request);
    }
    await sleep(1);
  }
  const elapsed = (performance.now() - begun) / 1000;
  while (idle.length < connections) await sleep(1);
  for (const socket of idle) socket.destroy();
  return { requestsPerSecond: answered / elapsed };
}

interface Prepared {
  readonly route: Route;
  readonly bytes: Buffer;
}

/** Sends a request and waits for its answer; tells whether the connection is kept. */
function ask(socket: Socket, request: Buffer, status: number): Promise<boolean> {
  const expected = `HTTP/1.1 ${status} `;
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const lost = (): void => reject(new Error("The server closed a connection without an answer."));
    const receive = (chunk: Buffer): void => {
      received.push(chunk);
      const answer = Buffer.concat(received);
      if (!isWhole(answer)) return;
      socket.off("data", receive).off("close", lost);
      const head = answer.toString("latin1", 0, 400);
      if (head.startsWith(expected)) resolve(!/^connection: close/im.test(head));
      else reject(new Error(`${expected}was expected: ${head}`));
    };
    socket.on("data", receive).once("close", lost).write(request);
  });
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true }, () => resolve(socket));
    socket.once("error", reject);
  });
}
