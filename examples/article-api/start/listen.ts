import { once } from "node:events";
import type { Server } from "node:http";
import { StartError } from "./start-error.ts";

/**
 * Starts to accept connections and resolves to the port, which the system chooses if `port` is 0.
 *
 * @throws StartError if the port is in use or not allowed
 */
export async function listen(server: Server, port: number) {
  try {
    server.listen(port);
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE") {
      throw new StartError(`Port ${port} is in use; name another one in PORT.`, { cause: error });
    }
    if (code === "EACCES") {
      throw new StartError(`Port ${port} is not allowed for this user; name another one in PORT.`, {
        cause: error,
      });
    }
    throw error;
  }
  const address = server.address();
  return typeof address === "object" && address ? address.port : port;
}
