import autocannon from "autocannon";
import type { Load, Loaded } from "../loopback/load.ts";

// The load generator in a process of its own: sends routes in turn over each connection, as fast as they are answered.

process.on("message", (load: Load) => {
  void run(load).then((loaded) => process.send?.(loaded));
});
process.send?.("ready");

async function run({ port, routes, connections, seconds }: Load): Promise<Loaded> {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    requests: routes.map(({ method, path, body }) => ({
      method,
      path,
      headers: {
        accept: "application/json",
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body }),
    })),
  });
  const asked = new Set(routes.map(({ status }) => String(status)));
  const wrong = Object.keys(result.statusCodeStats ?? {}).filter((status) => !asked.has(status));
  if (wrong.length > 0 || result.errors > 0) {
    throw new Error(
      `port ${port} answered ${wrong.join(", ")}; ${result.errors} connections failed`,
    );
  }
  return { requestsPerSecond: result.requests.total / result.duration };
}
