import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Queue, QueueEvents } from "bullmq";
import { bullmq as bullmqMapper, redis as redisMapper } from "express-backstop/mappers";
import { Redis, type RedisOptions } from "ioredis";
import { createClient, type RedisClientOptions } from "redis";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { redisServer } from "../support/redis.ts";
import { answer, secret } from "./support/answer.ts";

const url = await redisServer();
const mappers = [redisMapper()];

/** Starts a server of its own and returns its port. */
const children: ChildProcess[] = [];
async function start(...options: string[]): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  const dir = mkdtempSync(join(tmpdir(), "redis-"));
  const child = spawn(
    "redis-server",
    ["--port", `${port}`, "--dir", dir, "--save", "", ...options],
    {
      stdio: "ignore",
    },
  );
  children.push(child);
  await vi.waitUntil(() => responds(port), { timeout: 10_000 });
  return port;
}

async function responds(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    socket.write("PING\r\n");
    await Promise.race([
      once(socket, "data"),
      once(socket, "close").then(() => Promise.reject(new Error("closed"))),
    ]);
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

afterAll(() => {
  for (const child of children) child.kill();
});

type Command = (client: { call: (...words: string[]) => Promise<unknown> }) => Promise<unknown>;

async function withIoredis(port: number, command: Command, options: RedisOptions = {}) {
  const client = new Redis(port, "127.0.0.1", { maxRetriesPerRequest: 0, ...options } as object);
  client.on("error", () => {});
  try {
    return await command({ call: (name = "", ...rest) => client.call(name, ...rest) });
  } finally {
    client.disconnect();
  }
}

async function withRedis(port: number, command: Command, options: RedisClientOptions = {}) {
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

describe.skipIf(url === undefined).each([
  ["ioredis", withIoredis],
  ["redis", withRedis],
] as const)("%s", (_name, withClient) => {
  const ports = { plain: 0, replica: 0, full: 0, password: 0 };

  beforeAll(async () => {
    ports.plain = await start();
    ports.replica = await start("--replicaof", "127.0.0.1", "1");
    ports.full = await start("--maxmemory", "1", "--maxmemory-policy", "noeviction");
    ports.password = await start("--requirepass", secret);
  });

  const set: Command = ({ call }) => call("SET", "key", secret);

  it.each(["replica", "full"] as const)(
    "responds to a server that is a %s with 503",
    async (which) => {
      const { status, headers, record } = await answer(mappers, () =>
        withClient(ports[which], set),
      );

      expect(status).toBe(503);
      expect(headers["retry-after"]).toBe("2");
      expect(record.context).toEqual({ code: which === "full" ? "OOM" : "READONLY" });
    },
  );

  it("responds with 503 while a script keeps the server busy", async () => {
    const port = await start("--busy-reply-threshold", "50");
    const script = withIoredis(port, ({ call }) => call("EVAL", "while true do end", "0")).catch(
      () => {},
    );
    let status = 200;
    await expect
      .poll(
        async () => {
          ({ status } = await answer(mappers, () => withClient(port, set)).catch(() => ({
            status: 200,
          })));
          return status;
        },
        { timeout: 10_000 },
      )
      .toBe(503);
    children.at(-1)?.kill("SIGKILL");
    await script;
  });

  it("keeps a 500 for a server that wants a password", async () => {
    expect((await answer(mappers, () => withClient(ports.password, set))).status).toBe(500);
  });

  it.each<[string, Command]>([
    ["a wrong type", async ({ call }) => (await set({ call }), call("LPUSH", "key", secret))],
    ["an unknown command", ({ call }) => call("NONSENSE", secret)],
    ["a script that is missing", ({ call }) => call("EVALSHA", "a".repeat(40), "0")],
  ])("keeps a 500 for %s", async (_what, command) => {
    expect((await answer(mappers, () => withClient(ports.plain, command))).status).toBe(500);
  });

  it("responds with 503 when no server is there, or it hangs up", async () => {
    const dropping = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(dropping, "listening");
    const { port } = dropping.address() as AddressInfo;

    const refused = await answer(mappers, () => withClient(1, set));
    const dropped = await answer(mappers, () => withClient(port, set));
    dropping.close();

    expect([refused.status, dropped.status]).toEqual([503, 503]);
  });
});

describe.skipIf(url === undefined)("slow servers", () => {
  it("responds with 504 when a command has no reply in time", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;

    const { status } = await answer(mappers, () =>
      withIoredis(port, ({ call }) => call("GET", secret), { commandTimeout: 50 }),
    );
    silent.close();

    expect(status).toBe(504);
  });

  it("responds with 504 when a blocking command outlives the timeout of redis", async () => {
    const port = await start();
    const { status } = await answer(mappers, () =>
      withRedis(port, ({ call }) => call("BLPOP", secret, "30"), {
        socket: { port, host: "127.0.0.1", reconnectStrategy: false, socketTimeout: 50 },
      }),
    );

    expect([503, 504]).toContain(status);
  });
});

describe.skipIf(url === undefined)("bullmq", () => {
  it("responds with 504 to a job that does not finish in time, and with 503 after it was closed", async () => {
    const port = await start();
    const connection = { host: "127.0.0.1", port };
    const queue = new Queue("queue", { connection });
    const events = new QueueEvents("queue", { connection });
    queue.on("error", () => {});
    events.on("error", () => {});
    await events.waitUntilReady();

    const late = await answer([bullmqMapper()], async () => {
      const job = await queue.add("job", { password: secret });
      await job.waitUntilFinished(events, 50);
    });
    await Promise.all([queue.close(), events.close()]);
    const closed = await answer([bullmqMapper()], () => queue.add("job", { password: secret }));

    expect([late.status, closed.status]).toEqual([504, 503]);
  });
});
