import type { Server } from "node:net";

/** Sends the test a message about a request that has arrived. */
export function announce(path: string | undefined): void {
  process.send?.({ arrived: path });
}

/** Listens on a free port and sends its number to the test. */
export function listen(server: Server): void {
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address) process.send?.({ port: address.port });
  });
}
