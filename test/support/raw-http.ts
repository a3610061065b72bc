import { once } from "node:events";
import { connect } from "node:net";

/** The responses on one socket. */
export interface Exchange {
  readonly text: string;
  /** The status of each response, in order. */
  readonly statuses: readonly number[];
  /** Whether the connection was reset rather than closed. */
  readonly reset: boolean;
}

/** Sends requests one after the other down one socket, 50 ms apart, and reads until the server closes it. */
export async function exchange(port: number, ...requests: readonly string[]): Promise<Exchange> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  let reset = false;
  socket.on("data", (chunk) => (received += chunk.toString("latin1")));
  socket.on("error", () => (reset = true));
  const closed = new Promise((resolve) => {
    socket.once("close", resolve);
  });
  await once(socket, "connect");
  for (const text of requests) {
    if (socket.destroyed) break;
    socket.write(text);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  await closed;
  const statuses = [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) =>
    Number(status),
  );
  return { text: received, statuses, reset };
}

/** Writes a request with a body, or without one. */
export function request(line: string, headers: Record<string, string> = {}, body = ""): string {
  const all = {
    Host: "a",
    ...headers,
    ...(body && { "Content-Length": String(Buffer.byteLength(body)) }),
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${head.join("")}\r\n${body}`;
}
