import { once } from "node:events";
import { connect } from "node:net";

/** The paths of pipelined requests: those of clients that read every response, and of clients that leave before. */
export const pipelinedPaths = { stay: "/rejected/stay", leave: "/rejected/leave" } as const;

const perConnection = 6;
const patienceMilliseconds = 10_000;

/** The outcome of one connection with pipelined requests (RFC 9112 §9.3.2). */
export interface Pipelined {
  readonly sent: number;
  readonly fault?: string;
}

/**
 * Opens a connection, sends several requests at once, and reads the responses; a client that leaves closes the
 * connection while most of them are in the queue of the server.
 */
export async function sendPipelined(
  port: number,
  id: string,
  kind: keyof typeof pipelinedPaths,
): Promise<Pipelined> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.setTimeout(patienceMilliseconds, () => socket.destroy());
  const ids = Array.from({ length: perConnection }, (_, index) => `${id}-${index}`);
  socket.write(
    ids
      .map((one, index) => {
        const connection = index === perConnection - 1 ? "close" : "keep-alive";
        return `GET ${pipelinedPaths[kind]} HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${one}\r\nConnection: ${connection}\r\n\r\n`;
      })
      .join(""),
  );
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk) => (text += String(chunk)));
  if (kind === "leave") {
    const hasResponse = await new Promise((resolve) => {
      socket.once("data", () => resolve(true)).once("close", () => resolve(false));
    });
    socket.destroy();
    return { sent: perConnection, ...(!hasResponse && { fault: "no pipelined response" }) };
  }
  await once(socket, "close");
  const received = [...text.matchAll(/^X-Request-Id: (.+)\r$/gim)].map(([, one]) => one);
  const isRight = received.join() === ids.join();
  return isRight
    ? { sent: perConnection }
    : { sent: perConnection, fault: `pipelined responses: ${received.length} of ${perConnection}` };
}
