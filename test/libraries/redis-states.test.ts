import { rmSync } from "node:fs";
import { bullmq as bullmqMapper, redis as redisMapper } from "express-backstop/mappers";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startRedis, startRedisIn, stopRedis, whyNoRedis } from "../support/redis-node.ts";
import { answer, secret } from "./support/answer.ts";
import { type Command, redisClients, withIoredis } from "./support/redis-clients.ts";

// Each state of a server in which it refuses commands, on a server of its own that is in this state.

const why = whyNoRedis();

afterAll(stopRedis);

const get: Command = ({ call }) => call("GET", "key");
const set: Command = ({ call }) => call("SET", "key", secret);

interface State {
  readonly start: () => Promise<number>;
  readonly command: Command;
}

const outages: Readonly<Record<string, State>> = {
  LOADING: { start: startLoading, command: get },
  MASTERDOWN: {
    start: () => portWith("--replicaof", "127.0.0.1", "1", "--replica-serve-stale-data", "no"),
    command: get,
  },
  CLUSTERDOWN: { start: () => portWith("--cluster-enabled", "yes"), command: get },
  NOREPLICAS: { start: () => portWith("--min-replicas-to-write", "1"), command: set },
  MISCONF: { start: startWithoutDisk, command: set },
};

async function portWith(...options: string[]): Promise<number> {
  return (await startRedis(...options)).port;
}

/** Starts a server that loads each of its keys slowly. */
async function startLoading(): Promise<number> {
  const before = await startRedis();
  await withIoredis(before.port, async ({ call }) => {
    await call("EVAL", "for i=1,5000 do redis.call('SET', 'k' .. i, i) end", "0");
    await call("SAVE");
  });
  await before.stop();
  const slowly = ["--key-load-delay", "10000", "--loading-process-events-interval-bytes", "1024"];
  return (await startRedisIn(before.folder, ...slowly)).port;
}

/** Starts a server that could not write its last snapshot, because its folder is gone. */
async function startWithoutDisk(): Promise<number> {
  const { port, folder } = await startRedis("--save", "3600 1");
  await withIoredis(port, async ({ call }) => {
    rmSync(folder, { recursive: true });
    await call("SET", "key", "1");
    await call("BGSAVE");
    await vi.waitUntil(async () => /last_bgsave_status:err/.test(await text(call("INFO"))));
  });
  return port;
}

describe.skipIf(why !== "")(`a Redis server${why}`, () => {
  const ports = new Map<string, number>();

  beforeAll(async () => {
    for (const [code, { start }] of Object.entries(outages)) ports.set(code, await start());
  });

  const portOf = (code: string): number => ports.get(code) ?? 0;

  describe.each(redisClients)("through %s", (_name, withClient) => {
    it.each(Object.entries(outages))(
      "that replies %s is a 503 with Retry-After",
      async (code, { command }) => {
        const { status, headers, record } = await answer([redisMapper()], () =>
          withClient(portOf(code), command),
        );

        expect(status).toBe(503);
        expect(headers["retry-after"]).toBe("2");
        expect(record.context).toEqual({ code });
      },
    );

    it.each<[string, string, Command]>([
      ["WRONGPASS", "a password is wrong", ({ call }) => call("AUTH", "backstop", `not ${secret}`)],
      [
        "NOPERM",
        "the user may not do it",
        async ({ call }) => (await call("AUTH", "backstop", secret), call("SET", "key", "1")),
      ],
      [
        "EXECABORT",
        "a transaction has a wrong command",
        async ({ call }) => {
          await call("MULTI");
          await call("NONSENSE").catch(() => {});
          await call("EXEC");
        },
      ],
    ])("keeps a 500 for %s: %s", async (code, _what, command) => {
      const { port } = await startRedis("--user", "backstop", "on", `>${secret}`, "+get", "~*");

      const { status, record } = await answer([redisMapper()], () => withClient(port, command));

      expect(status).toBe(500);
      expect(record.context).toEqual({ code });
    });

    it("keeps a 500 for CROSSSLOT: keys of different slots in one command", async () => {
      const { port } = await startCluster();

      const { status, record } = await answer([redisMapper()], () =>
        withClient(port, ({ call }) => call("MGET", "a", "b")),
      );

      expect(status).toBe(500);
      expect(record.context).toEqual({ code: "CROSSSLOT" });
    });

    it("that moves the keys of a command to another one replies TRYAGAIN, which is a 503", async () => {
      const { port, id } = await startCluster();
      await withIoredis(port, async ({ call }) => {
        await call("SET", "{slot}here", "1");
        const slot = await text(call("CLUSTER", "KEYSLOT", "slot"));
        const other = await startRedis("--cluster-enabled", "yes");
        await call("CLUSTER", "MEET", "127.0.0.1", `${other.port}`);
        const target = await vi.waitUntil(
          async () => idOfOther(await text(call("CLUSTER", "NODES")), id),
          {
            timeout: 10_000,
          },
        );
        await call("CLUSTER", "SETSLOT", slot, "MIGRATING", target);
      });

      const { status, record } = await answer([redisMapper()], () =>
        withClient(port, ({ call }) => call("MGET", "{slot}here", "{slot}gone")),
      );

      expect(status).toBe(503);
      expect(record.context).toEqual({ code: "TRYAGAIN" });
    });
  });

  it("that is loading its data is a 503 for bullmq() too", async () => {
    const { status, record } = await answer([bullmqMapper()], () =>
      withIoredis(portOf("LOADING"), get),
    );

    expect(status).toBe(503);
    expect(record.context).toEqual({ code: "LOADING" });
  });
});

/** Starts a cluster of one server, and returns its port and its id. */
async function startCluster(): Promise<{ readonly port: number; readonly id: string }> {
  const { port } = await startRedis("--cluster-enabled", "yes");
  const id = await withIoredis(port, async ({ call }) => {
    await call("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
    await vi.waitUntil(async () => /cluster_state:ok/.test(await text(call("CLUSTER", "INFO"))), {
      timeout: 10_000,
    });
    return call("CLUSTER", "MYID");
  });
  return { port, id: String(id) };
}

async function text(reply: Promise<unknown>): Promise<string> {
  return String(await reply);
}

/** Returns the id of the master that is not the one with the given id, as soon as the two have met. */
function idOfOther(nodes: string, id: string): string | undefined {
  const other = nodes.split("\n").find((line) => / master /.test(line) && !line.startsWith(id));
  return other?.split(" ")[0];
}
