import { once } from "node:events";
import type { Server } from "node:http";

/** Stops accepting connections and resolves when the requests in flight are answered, or cut off at the deadline. */
export async function closeGracefully(server: Server, deadline = 10_000): Promise<void> {
  const closed = once(server, "close");
  server.close();
  // A keep-alive connection becomes idle again after its answer, and would hold the server open.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), deadline);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
