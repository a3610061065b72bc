import { Redis, type RedisOptions } from "ioredis";
import { createClient, type RedisClientOptions } from "redis";

/** Sends commands on a connection. */
export type Command = (client: {
  call: (...words: string[]) => Promise<unknown>;
}) => Promise<unknown>;

/** Runs commands with ioredis, which tries no command twice. */
export async function withIoredis(
  port: number,
  command: Command,
  options: RedisOptions = {},
): Promise<unknown> {
  // Without the check, ioredis does not wait until a server has loaded its data. The cast lets an option be undefined.
  const given = { maxRetriesPerRequest: 0, enableReadyCheck: false, ...options } as object;
  const client = new Redis(port, "127.0.0.1", given);
  client.on("error", () => {});
  try {
    return await command({ call: (name = "", ...rest) => client.call(name, ...rest) });
  } finally {
    client.disconnect();
  }
}

/** Runs commands with redis, which does not connect again. */
export async function withRedis(
  port: number,
  command: Command,
  options: RedisClientOptions = {},
): Promise<unknown> {
  const client = createClient({
    socket: { port, host: "127.0.0.1", reconnectStrategy: false },
    disableOfflineQueue: true,
    ...options,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return await command({ call: (...words) => client.sendCommand(words) });
  } finally {
    if (client.isOpen) client.destroy();
  }
}

/** Both clients, for `describe.each`. */
export const redisClients = [
  ["ioredis", withIoredis],
  ["redis", withRedis],
] as const;
