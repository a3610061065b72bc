// Servers that are more than HTTP/1.1 on one port. Argument: which.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer as createHttp2Server } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import type { Duplex } from "node:stream";
import { type GuardableServer, guardProcess } from "express-backstop/process";
import { presharedKey } from "../../support/preshared-key.ts";
import { announce, listen } from "./listen.ts";

const servers: Readonly<Record<string, () => GuardableServer>> = {
  https: () => createHttpsServer(presharedKey, handle),
  // The compatibility API hands out requests and responses that have what is used here.
  http2: () => createHttp2Server(handle as never),
};

function handle(req: IncomingMessage, res: ServerResponse): void {
  announce(req.url);
  if (req.url === "/crash") setTimeout(crash);
  if (req.url === "/fine" || req.url === "/crash") res.end("fine");
  if (req.url === "/slow") setTimeout(() => res.end("slow"), 500);
  if (req.url === "/stream") res.write("begun\n");
}

function crash(): never {
  throw new Error("secret");
}

const server = (servers[process.argv[2] ?? ""] ?? (() => createServer(handle)))();
if (process.argv[3] === "upgrade") {
  // An echo, for a WebSocket or a tunnel is any bytes from here on.
  for (const event of ["upgrade", "connect"]) {
    server.on(event, (_req: unknown, socket: Duplex) => {
      socket.on("error", () => {}).write("HTTP/1.1 101 Switching Protocols\r\n\r\n");
      socket.pipe(socket);
    });
  }
}
guardProcess(server, {
  lameDuck: 600,
  deadline: 3000,
  clientErrors: process.argv[3] === "clientErrors",
});
listen(server);
