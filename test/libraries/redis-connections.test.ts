import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import {
  bullmq as bullmqMapper,
  recommended,
  redis as redisMapper,
} from "express-backstop/mappers";
import { Cluster, Redis } from "ioredis";
import { createClient, createCluster } from "redis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../support/ports.ts";
import { answer, secret } from "./support/answer.ts";

/** A server that accepts connections and never replies. */
const silent = createServer(() => {});
let closedPort = 0;
let silentPort = 0;

beforeAll(async () => {
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  silentPort = (silent.address() as AddressInfo).port;
  closedPort = await freePort();
});

afterAll(() => silent.close());

const host = "127.0.0.1";

async function withIoredis<Client extends Cluster | Redis>(
  client: Client,
  use: (client: Client) => Promise<unknown>,
): Promise<unknown> {
  client.on("error", () => {});
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

/** Ways in which a client has no connection, with the message of the error and the status. */
const cases: readonly (readonly [
  what: string,
  error: string,
  provoke: () => Promise<unknown>,
  status: number,
])[] = [
  [
    "ioredis that has tried often enough",
    "Reached the max retries per request limit",
    () =>
      withIoredis(new Redis(closedPort, host, { maxRetriesPerRequest: 1 }), (client) =>
        client.get(secret),
      ),
    503,
  ],
  [
    "ioredis without an offline queue",
    "Stream isn't writeable and enableOfflineQueue options is false",
    () =>
      withIoredis(new Redis(closedPort, host, { enableOfflineQueue: false }), (client) =>
        client.get(secret),
      ),
    503,
  ],
  [
    "ioredis that was closed",
    "Connection is closed.",
    () =>
      withIoredis(new Redis(closedPort, host, { lazyConnect: true }), (client) => {
        client.disconnect();
        return client.get(secret);
      }),
    503,
  ],
  [
    "a cluster of ioredis without a node",
    "Failed to refresh slots cache",
    () =>
      withIoredis(
        new Cluster([{ host, port: closedPort }], { clusterRetryStrategy: () => null }),
        (client) => once(client, "error").then(([error]) => Promise.reject(error as Error)),
      ),
    503,
  ],
  [
    "ioredis whose command gets no reply",
    "Command timed out",
    () =>
      withIoredis(
        new Redis(silentPort, host, { commandTimeout: 50, enableReadyCheck: false }),
        (client) => client.get(secret),
      ),
    504,
  ],
  [
    "redis that is not connected",
    "The client is closed",
    async () => createClient({ socket: { host, port: closedPort } }).get(secret),
    503,
  ],
  [
    "redis without an offline queue",
    "The client is offline",
    async () => {
      const client = createClient({
        socket: { host, port: closedPort },
        disableOfflineQueue: true,
      });
      client.on("error", () => {});
      const connected = client.connect().catch(() => {});
      try {
        return await client.get(secret);
      } finally {
        client.destroy();
        await connected;
      }
    },
    503,
  ],
  [
    "a cluster of redis without a node",
    "All the root nodes are unavailable",
    async () => {
      const cluster = createCluster({
        rootNodes: [{ url: `redis://${host}:${closedPort}` }],
        defaults: { socket: { reconnectStrategy: false } },
      });
      cluster.on("error", () => {});
      await cluster.connect();
    },
    503,
  ],
];

describe.each([
  ["redis()", [redisMapper()]],
  ["bullmq()", [bullmqMapper()]],
  ["recommended()", recommended()],
])("through %s", (_name, mappers) => {
  it.each(cases)(
    "%s has the response of an outage: %s",
    async (_what, error, provoke, expected) => {
      const { status, record } = await answer(mappers, provoke);

      expect(record.error.message).toContain(error);
      expect(status).toBe(expected);
    },
  );
});
