import { connect } from "node:net";

const redisUrl = process.env["TEST_REDIS_URL"] ?? "redis://127.0.0.1:6379";

/** Returns the URL of the Redis server for tests; undefined if no server responds, which in CI is an error. */
export async function redisServer(): Promise<string | undefined> {
  const { hostname, port } = new URL(redisUrl);
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 6379) });
    socket.setTimeout(1000, () => resolve(false));
    socket.once("error", () => resolve(false));
    // -NOAUTH is a response too.
    socket.once("data", () => resolve(true));
    socket.once("close", () => resolve(false));
    socket.write("PING\r\n");
    setTimeout(() => socket.destroy(), 1500).unref();
  });
  if (answers) return redisUrl;
  if (!process.env["CI"]) return undefined;
  throw new Error("No Redis server responds. Start one on 127.0.0.1:6379, or set TEST_REDIS_URL.");
}
