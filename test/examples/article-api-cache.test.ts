import { EventEmitter, once } from "node:events";
import type { Express } from "express";
import { Redis } from "ioredis";
import request from "supertest";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import {
  type ArticleRepository,
  articleRepository,
} from "../../examples/article-api/articles/article-repository.ts";
import type { Cache } from "../../examples/article-api/cache/cache.ts";
import { cachedArticles } from "../../examples/article-api/cache/cached-articles.ts";
import { memoryCache } from "../../examples/article-api/cache/memory-cache.ts";
import { redisCache } from "../../examples/article-api/cache/redis-cache.ts";
import type { Database } from "../../examples/article-api/database/database.ts";
import { openArticleDatabase } from "../support/article-database.ts";
import { type RedisNode, startRedis, stopRedis, whyNoRedis } from "../support/redis-node.ts";

const reason = whyNoRedis();
const tokens = createTokens("a secret of more than thirty-two bytes");
const authorization = `Bearer ${await tokens.sign({ name: "ada" })}`;

describe.skipIf(reason !== "")(`articles behind a cache in Redis${reason}`, () => {
  let database: Database;
  let stored: ArticleRepository;
  let redis: RedisNode;
  let operator: Redis;
  const caches: Cache[] = [];
  let printed: string[];

  beforeAll(async () => {
    database = await openArticleDatabase();
    stored = articleRepository(database);
    redis = await startRedis();
    operator = new Redis(redis.port);
    operator.on("error", () => {});
  });
  afterAll(async () => {
    operator?.disconnect();
    await stopRedis();
    await database?.close();
  });
  beforeEach(() => {
    printed = [];
    vi.spyOn(console, "error").mockImplementation((text: string) => void printed.push(text));
  });
  afterEach(async () => {
    await Promise.all(caches.splice(0).map((cache) => cache.close()));
    vi.restoreAllMocks();
  });

  /** Starts an instance of the API that uses the Redis server. */
  async function instance(articles = stored): Promise<Express> {
    const cache = redisCache(`redis://127.0.0.1:${redis.port}`);
    caches.push(cache);
    expect(await cache.get("nothing")).toBeUndefined();
    return buildApp({ articles: cachedArticles(articles, cache), tokens, reporter: false });
  }

  /** Creates an article and returns its path. */
  async function create(app: Express, title: string): Promise<string> {
    const answer = await request(app)
      .post("/articles")
      .set("Authorization", authorization)
      .send({ title, content: "Old words." });
    expect(answer.status).toBe(201);
    return String(answer.headers["location"]);
  }

  async function contentAt(app: Express, path: string): Promise<string> {
    const answer = await request(app).get(path);
    expect(answer.status).toBe(200);
    return answer.body.content;
  }

  async function titles(app: Express): Promise<string[]> {
    const { body } = await request(app).get("/articles?limit=3").expect(200);
    return body.items.map(({ title }: { title: string }) => title);
  }

  async function change(app: Express, path: string, content: string): Promise<void> {
    const { body } = await request(app).get(path);
    await request(app)
      .put(path)
      .set("Authorization", authorization)
      .set("If-Match", "*")
      .send({ title: body.title, content })
      .expect(200);
  }

  /** Changes an article where no cache can know of it. */
  function changeBehind(path: string, content: string): Promise<unknown> {
    const id = path.split("/").at(-1);
    return database.query("UPDATE articles SET content = $2 WHERE id = $1", [id, content]);
  }

  test("a second reader gets what the first one has read, with its ETag, and a 304", async () => {
    const app = await instance();
    const path = await create(app, "Read twice");
    const first = await request(app).get(path).expect(200);
    await changeBehind(path, "Changed behind.");

    await expect.poll(async () => (await request(app).get(path)).text).toBe(first.text);
    const second = await request(app).get(path);
    expect([second.text, second.headers["etag"]]).toEqual([first.text, first.headers["etag"]]);
    await request(app).get(path).set("If-None-Match", '"1"').expect(304);
  });

  test("a write by one instance is seen by the readers of all instances at once", async () => {
    const [one, other] = [await instance(), await instance()];
    const path = await create(one, "Seen by all");
    await contentAt(one, path);
    expect(await titles(other)).toContain("Seen by all");

    await change(other, path, "New words.");
    expect([await contentAt(one, path), await contentAt(other, path)]).toEqual([
      "New words.",
      "New words.",
    ]);
    await request(other)
      .delete(path)
      .set("Authorization", authorization)
      .set("If-Match", "*")
      .expect(204);
    await request(one).get(path).expect(404);
    expect(await titles(one)).not.toContain("Seen by all");
    await create(one, "Seen by all again");
    expect(await titles(other)).toContain("Seen by all again");
  });

  test("pages of the list are kept apart, and lead from one to the next", async () => {
    const app = await instance();
    for (const title of ["Page 1", "Page 2", "Page 3"]) await create(app, title);
    const walk = async (): Promise<string[]> => {
      const first = await request(app).get("/articles?limit=2").expect(200);
      const next = await request(app).get(`/articles?limit=1&cursor=${first.body.nextCursor}`);
      return [...first.body.items, ...next.body.items].map(({ title }) => title);
    };

    expect(await walk()).toEqual(["Page 3", "Page 2", "Page 1"]);
    expect(await walk()).toEqual(["Page 3", "Page 2", "Page 1"]);
  });

  test("what a slow reader has read before a write is not what later readers get", async () => {
    const signals = new EventEmitter();
    const hasRead = once(signals, "has read");
    const slow = await instance({
      ...stored,
      async find(id) {
        const article = await stored.find(id);
        const released = once(signals, "release");
        signals.emit("has read");
        await released;
        return article;
      },
    });
    const fast = await instance();
    const path = await create(fast, "Slow reader");

    const late = contentAt(slow, path);
    await hasRead;
    await change(fast, path, "New words.");
    signals.emit("release");

    expect(await late).toBe("Old words.");
    expect(await contentAt(fast, path)).toBe("New words.");
    expect(await contentAt(await instance(), path)).toBe("New words.");
  });

  test("something else under the key of an article is as good as nothing", async () => {
    const app = await instance();
    const path = await create(app, "Garbage");
    await contentAt(app, path);
    const key = `articles:${await operator.get("articles:generation")}:article:${path.split("/").at(-1)}`;
    await expect.poll(() => operator.exists(key)).toBe(1);

    for (const garbage of ["not JSON", '{"title":7}']) {
      await operator.set(key, garbage);
      expect(await contentAt(app, path)).toBe("Old words.");
    }
  });

  test("readers do not notice that Redis is gone, or comes back; the operator reads one line of each", async () => {
    const app = await instance();
    const path = await create(app, "Redis gone");
    await contentAt(app, path);
    await redis.stop();

    for (let reads = 0; reads < 20; reads += 1) {
      expect(await contentAt(app, path)).toBe("Old words.");
    }
    await change(app, path, "New words.");
    expect(await contentAt(app, path)).toBe("New words.");
    expect(printed).toEqual([expect.stringContaining("The cache in Redis fails")]);

    redis = await redis.restart();
    await expect
      .poll(() => contentAt(app, path).then(() => printed.at(-1)), { timeout: 10_000 })
      .toBe("The cache in Redis works again.");
    await expect
      .poll(async () => {
        await contentAt(app, path);
        return operator.get("articles:generation").catch(() => "down");
      })
      .toMatch(/^[0-9a-f-]{36}$/);
    await changeBehind(path, "Changed behind.");
    expect(await contentAt(app, path)).toBe("New words.");
    expect(printed).toHaveLength(2);
  });

  test("readers do not wait for a Redis that has stopped to respond", async () => {
    const app = await instance();
    const path = await create(app, "Redis hangs");
    await contentAt(app, path);
    redis.child.kill("SIGSTOP");

    // Far less than the deadline of a request; without a timeout, it would be forever.
    await request(app).get(path).timeout(5_000).expect(200);
    const reads = Array.from({ length: 50 }, () => contentAt(app, path));
    expect(new Set(await Promise.all(reads))).toEqual(new Set(["Old words."]));
    await change(app, path, "New words.");
    expect(printed).toEqual([expect.stringContaining("Command timed out")]);

    redis.child.kill("SIGCONT");
    await expect
      .poll(() => contentAt(app, path).then(() => printed.at(-1)), { timeout: 10_000 })
      .toBe("The cache in Redis works again.");
    expect(await contentAt(app, path)).toBe("New words.");
    expect(printed).toHaveLength(2);
  });

  test("a full Redis serves what it has, forgets what was changed, and is warned of once", async () => {
    const app = await instance();
    const path = await create(app, "Redis full");
    await contentAt(app, path);
    await expect.poll(() => operator.dbsize()).toBeGreaterThan(1);
    await operator.config("SET", "maxmemory", "1");
    await changeBehind(path, "Changed behind.");

    expect(await contentAt(app, path)).toBe("Old words.");
    await change(app, path, "New words.");
    for (let reads = 0; reads < 5; reads += 1) {
      expect(await contentAt(app, path)).toBe("New words.");
    }
    expect(printed).toEqual([expect.stringContaining("OOM")]);

    await operator.config("SET", "maxmemory", "0");
    await expect
      .poll(() => contentAt(app, path).then(() => printed.at(-1)), { timeout: 10_000 })
      .toBe("The cache in Redis works again.");
  });

  test("nothing that could not be deleted is read, and it is deleted later without a request", async () => {
    const app = await instance();
    const path = await create(app, "Not deleted");
    await contentAt(app, path);
    await operator.call("ACL", "SETUSER", "default", "-del");

    await change(app, path, "New words.");
    expect(await contentAt(app, path)).toBe("New words.");
    expect(await operator.exists("articles:generation")).toBe(1);
    expect(printed).toEqual([expect.stringContaining("NOPERM")]);

    await operator.call("ACL", "SETUSER", "default", "+del");
    await expect.poll(() => operator.exists("articles:generation"), { timeout: 10_000 }).toBe(0);
    expect(await contentAt(app, path)).toBe("New words.");
  });
});

test("a cache in memory forgets what is old, and the oldest when there is too much", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const cache = memoryCache();
  await cache.set("first", "1", 60);
  expect(await cache.add("first", "2", 60)).toBe(false);
  expect(await cache.get("first")).toBe("1");
  vi.advanceTimersByTime(61_000);
  expect(await cache.get("first")).toBeUndefined();

  expect(await cache.add("first", "3", 60)).toBe(true);
  for (let index = 0; index < 500; index += 1) await cache.set(`key ${index}`, "text", 60);
  expect([await cache.get("first"), await cache.get("key 0")]).toEqual([undefined, "text"]);
  await cache.delete("key 0");
  expect(await cache.get("key 0")).toBeUndefined();
  vi.useRealTimers();
});
