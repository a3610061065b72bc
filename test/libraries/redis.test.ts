import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { Queue, QueueEvents, Worker } from "bullmq";
import {
  bullmq as bullmqMapper,
  redis as redisMapper,
  statusProperty,
} from "express-backstop/mappers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRedis, stopRedis, whyNoRedis } from "../support/redis-node.ts";
import { answer, secret } from "./support/answer.ts";
import { type Command, redisClients, withIoredis, withRedis } from "./support/redis-clients.ts";

const why = whyNoRedis();
const mappers = [redisMapper()];

afterAll(stopRedis);

describe.skipIf(why !== "").each(redisClients)(`%s${why}`, (_name, withClient) => {
  const ports = { plain: 0, replica: 0, full: 0, password: 0 };

  beforeAll(async () => {
    ports.plain = (await startRedis()).port;
    ports.replica = (await startRedis("--replicaof", "127.0.0.1", "1")).port;
    ports.full = (await startRedis("--maxmemory", "1", "--maxmemory-policy", "noeviction")).port;
    ports.password = (await startRedis("--requirepass", secret)).port;
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
    const { port, stop } = await startRedis("--busy-reply-threshold", "50");
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
    await stop();
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

describe.skipIf(why !== "")(`slow servers${why}`, () => {
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
    const { port } = await startRedis();
    const { status } = await answer(mappers, () =>
      withRedis(port, ({ call }) => call("BLPOP", secret, "30"), {
        socket: { port, host: "127.0.0.1", reconnectStrategy: false, socketTimeout: 50 },
      }),
    );

    expect(status).toBe(504);
  });
});

describe.skipIf(why !== "")(`bullmq${why}`, () => {
  it("responds with 504 to a job that does not finish in time, and with 503 after it was closed", async () => {
    const { port } = await startRedis();
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

  it("keeps a 500 for a job that failed, which has only the words of the job", async () => {
    const { port } = await startRedis();
    const connection = { host: "127.0.0.1", port };
    const worker = new Worker(
      "queue",
      () => Promise.reject(Object.assign(new Error(`${secret} not found`), { status: 404 })),
      { connection },
    );
    const queue = new Queue("queue", { connection });
    const events = new QueueEvents("queue", { connection });
    worker.on("error", () => {});
    queue.on("error", () => {});
    events.on("error", () => {});
    await events.waitUntilReady();

    const { status, body } = await answer([bullmqMapper(), statusProperty()], async () => {
      const job = await queue.add("job", {});
      await job.waitUntilFinished(events, 10_000);
    });
    await Promise.all([worker.close(), queue.close(), events.close()]);

    expect(status).toBe(500);
    expect(body.code).toBe("internal_error");
  });
});
