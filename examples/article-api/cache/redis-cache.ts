import { Redis } from "ioredis";
import type { Cache } from "./cache.ts";
import { redisHealth } from "./redis-health.ts";

// A reader waits so long for Redis, at most, and not again during the second after that.
const commandTimeout = 100;
const rest = 1_000;

/** Creates a cache in Redis. While Redis is down, slow or full, nothing is found, and it is asked again each second. */
export function redisCache(url: string): Cache {
  const client = new Redis(url, {
    commandTimeout,
    // A connection on which nothing arrives any more is given up, and another one is made.
    socketTimeout: 2_000,
    connectTimeout: 1_000,
    retryStrategy: (attempt) => Math.min(attempt * 100, rest),
    // A command that cannot be sent fails with the attempt to connect: the database has the same data.
    maxRetriesPerRequest: 0,
  });
  // The commands of a lost connection do not tell why it was lost. Without a listener, ioredis prints every attempt.
  let lost: Error | undefined;
  client.on("error", (error) => (lost = error)).on("ready", () => (lost = undefined));
  const attempt = redisHealth(rest, () => lost);
  const undeleted = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  async function deleteAll() {
    const keys = [...undeleted];
    if (keys.length === 0) return;
    const deleted = await attempt("delete", () => client.del(...keys));
    if (deleted !== undefined) for (const key of keys) undeleted.delete(key);
    else timer ??= setTimeout(again, rest + 10).unref();
  }

  function again() {
    timer = undefined;
    void deleteAll();
  }

  return {
    async get(key) {
      // What is stored may be older than what could not be deleted.
      if (undeleted.size > 0) return undefined;
      return (await attempt("get", () => client.get(key))) ?? undefined;
    },
    async set(key, text, seconds) {
      await attempt("set", () => client.set(key, text, "EX", seconds));
    },
    async add(key, text, seconds) {
      return (await attempt("set", () => client.set(key, text, "EX", seconds, "NX"))) === "OK";
    },
    async delete(key) {
      undeleted.add(key);
      await deleteAll();
    },
    async close() {
      clearTimeout(timer);
      client.disconnect();
    },
  };
}
