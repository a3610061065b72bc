import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import { articleRepository } from "../../examples/article-api/articles/article-repository.ts";
import { type Database, openDatabase } from "../../examples/article-api/database/database.ts";
import {
  type ArticleEvents,
  articleEvents,
  type EventsOptions,
} from "../../examples/article-api/events/article-events.ts";
import { appendEvent } from "../../examples/article-api/events/event-log.ts";
import { openArticleDatabase } from "../support/article-database.ts";
import { openEvents } from "../support/event-stream.ts";
import { postgresServer } from "../support/postgres.ts";
import { type RedisNode, startRedis, stopRedis, whyNoRedis } from "../support/redis-node.ts";

const tokens = createTokens("a secret of more than thirty-two bytes");
const authorization = `Bearer ${await tokens.sign({ name: "ada" })}`;
const down = await openDatabase({ databaseUrl: "postgres://nobody@127.0.0.1:1/nothing" });

let embedded: Database;
let queries = 0;
let isDown = false;
/** The embedded database, until it is down. */
const database: Database = {
  query(sql, values) {
    queries += 1;
    return (isDown ? down : embedded).query(sql, values);
  },
  transaction: (work) => (isDown ? down : embedded).transaction(work),
  close: () => embedded.close(),
};
const instances: Instance[] = [];

interface Instance {
  readonly url: string;
  readonly server: Server;
  readonly events: ArticleEvents;
}

beforeAll(async () => {
  embedded = await openArticleDatabase();
});
afterAll(async () => {
  await embedded?.close();
  await down.close();
});
afterEach(async () => {
  isDown = false;
  for (const { server, events } of instances.splice(0)) {
    events.close();
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  }
});

/** Starts an instance of the API on the embedded database. */
async function start(options: EventsOptions = {}): Promise<Instance> {
  const events = articleEvents(database, options);
  const articles = articleRepository(database, [events]);
  const server = createServer(buildApp({ articles, events, tokens, reporter: false }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // The address of a TCP server that listens has a port.
  const { port } = server.address() as AddressInfo;
  const instance = { url: `http://127.0.0.1:${port}`, server, events };
  instances.push(instance);
  return instance;
}

async function send(method: string, url: string, body?: object, headers = {}): Promise<Response> {
  return fetch(url, {
    method,
    headers: { authorization, "content-type": "application/json", "if-match": "*", ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
}

/** Creates an article and returns its id. */
async function create({ url }: Instance, title: string): Promise<string> {
  const response = await send("POST", `${url}/articles`, { title, content: "Words." });
  expect(response.status).toBe(201);
  return String(response.headers.get("location")).replace("/articles/", "");
}

const streamOf = ({ url }: Instance, lastEventId?: string) =>
  openEvents(
    `${url}/articles/events`,
    lastEventId === undefined ? {} : { "last-event-id": lastEventId },
  );

test("a reader gets each change once, in order, with what a list needs", async () => {
  const api = await start();
  await using stream = await streamOf(api);
  expect([stream.status, stream.headers.get("content-type")]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
  ]);
  expect(stream.headers.get("cache-control")).toBe("no-store");
  expect(stream.headers.get("x-accel-buffering")).toBe("no");

  const id = await create(api, "Followed");
  await send("PUT", `${api.url}/articles/${id}`, { title: "Renamed", content: "Words." });
  await send("DELETE", `${api.url}/articles/${id}`);

  await expect.poll(() => stream.events().length).toBe(3);
  expect(stream.events().map(({ event, data }) => [event, data])).toEqual([
    ["created", { id, title: "Followed", author: "ada" }],
    ["updated", { id, title: "Renamed", author: "ada" }],
    ["deleted", { id, title: "Renamed", author: "ada" }],
  ]);
  const ids = stream.events().map((event) => Number(event.id));
  expect(ids).toEqual([...ids].toSorted((one, other) => one - other));
  expect(stream.text()).toMatch(/^retry: 2000\nid: \d+\n\n/);
});

test("a change that is refused, repeated or undone causes no event", async () => {
  const api = await start();
  await using stream = await streamOf(api);
  const key = { "idempotency-key": "events-1" };
  const body = { title: "Only once", content: "Words." };

  for (let times = 0; times < 2; times += 1) await send("POST", `${api.url}/articles`, body, key);
  expect((await send("POST", `${api.url}/articles`, body)).status).toBe(409);
  const path = `${api.url}/articles/00000000-0000-0000-0000-000000000000`;
  expect((await send("DELETE", path)).status).toBe(404);
  await create(api, "The last one");

  await expect
    .poll(() => stream.events().map(({ data }) => data))
    .toMatchObject([{ title: "Only once" }, { title: "The last one" }]);
});

test("after Last-Event-ID a reader misses nothing, also from another instance and in many parts", async () => {
  const [one, other] = [await start(), await start()];
  await using stream = await streamOf(one);
  await create(one, "Seen");
  await expect.poll(() => stream.events().length).toBe(1);
  const [seen] = stream.events();
  await stream[Symbol.asyncDispose]();
  await embedded.transaction(async (transaction) => {
    for (let index = 0; index < 250; index += 1) {
      const article = { id: `${index}`, title: `Missed ${index}`, author: "ada" };
      await appendEvent(transaction, { type: "created", article });
    }
  });

  await using again = await streamOf(other, seen?.id);
  await expect.poll(() => again.events().length).toBe(250);
  expect(again.events().map(({ data }) => (data as { id: string }).id)).toEqual(
    Array.from({ length: 250 }, (_, index) => `${index}`),
  );
});

test("a reader whose place in the log is gone is told to read the list again", async () => {
  const api = await start();
  await create(api, "Old");
  await embedded.query("UPDATE events SET created_at = now() - interval '25 hours'", []);
  await create(api, "New");
  for (let index = 0; index < 5; index += 1) await create(api, `Cleaning ${index}`);
  const { rows } = await embedded.query("SELECT min(id)::int AS oldest FROM events", []);
  const { oldest } = rows[0] as { oldest: number };
  expect(oldest).toBeGreaterThan(250);

  for (const place of ["1", String(oldest - 2), "999999999999999999"]) {
    await using stream = await streamOf(api, place);
    await expect.poll(() => stream.events().map(({ event }) => event)).toEqual(["reset"]);
    await create(api, `After the reset ${place}`);
    await expect
      .poll(() => stream.events().map(({ event }) => event))
      .toEqual(["reset", "created"]);
  }
  await using stream = await streamOf(api, String(oldest - 1));
  await expect.poll(() => stream.events().at(-1)?.event).toBe("created");
  expect(stream.events().map(({ event }) => event)).not.toContain("reset");
});

test("a Last-Event-ID of something else is a 400", async () => {
  const api = await start();
  for (const place of ["x", "-1", "1".repeat(19)]) {
    await using stream = await streamOf(api, place);
    await stream.ended;
    expect([place, stream.status]).toEqual([place, 400]);
  }
});

test("something arrives while nothing happens", async () => {
  const api = await start({ heartbeat: 50 });
  await using stream = await streamOf(api);

  await expect.poll(() => stream.text().split("\n:\n").length).toBeGreaterThan(3);
  expect(stream.events()).toEqual([]);
});

test("a database that fails in mid-stream is an event, and a response before the first byte", async () => {
  const api = await start();
  await using stream = await streamOf(api);
  isDown = true;

  await stream.ended;
  expect(stream.events()).toMatchObject([
    { event: "problem", data: { status: 503, code: "service_unavailable" } },
  ]);
  await using refused = await streamOf(api);
  await refused.ended;
  expect([refused.status, refused.headers.get("content-type")]).toEqual([
    503,
    "application/problem+json",
  ]);
});

test("nobody asks the database any more when the reader has left", async () => {
  const api = await start();
  const stream = await streamOf(api);
  await expect.poll(() => queries).toBeGreaterThan(0);
  await stream[Symbol.asyncDispose]();

  await expect
    .poll(
      async () => {
        const before = queries;
        api.events.committed();
        await new Promise(setImmediate);
        return queries - before;
      },
      { interval: 100 },
    )
    .toBe(0);
});

test("streams end when the server closes", async () => {
  const api = await start();
  await using stream = await streamOf(api);
  api.events.close();

  await stream.ended;
  expect(stream.events()).toEqual([]);
});

const reason = whyNoRedis();

describe.skipIf(reason !== "")(`instances that ring each other over Redis${reason}`, () => {
  let redis: RedisNode;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => stopRedis());

  test("a change on one instance reaches the readers of another, with Redis, without it and after it", async () => {
    const redisUrl = `redis://127.0.0.1:${redis.port}`;
    const [one, other] = [await start({ redisUrl }), await start({ redisUrl })];
    await using stream = await streamOf(other);
    const titles = () => stream.events().map(({ data }) => (data as { title: string }).title);

    await create(one, "With Redis");
    await expect.poll(titles).toEqual(["With Redis"]);
    await redis.stop();
    await create(one, "Without Redis");
    await expect.poll(titles, { timeout: 10_000 }).toEqual(["With Redis", "Without Redis"]);
    redis = await redis.restart();
    await create(one, "After it");
    await expect.poll(titles, { timeout: 10_000 }).toHaveLength(3);
  });
});

const found = await postgresServer();
const noServer = found ? "" : " (skipped: no PostgreSQL server; set TEST_DATABASE_URL)";

test.skipIf(!found)(
  `an event is never before one that was committed earlier${noServer}`,
  async () => {
    const schema = `article_events_${process.pid}_${Date.now()}`;
    const administrator = new Client({ connectionString: found ?? "" });
    await administrator.connect();
    await administrator.query(`CREATE SCHEMA ${schema}`);
    const url = new URL(found ?? "");
    url.searchParams.set("options", `-c search_path=${schema} -c application_name=${schema}`);
    const postgres = await openDatabase({ databaseUrl: url.href });
    const article = { id: "1", title: "One", author: "ada" };
    const order: string[] = [];
    const append = async (name: string, until: Promise<unknown>) => {
      await postgres.transaction(async (transaction) => {
        await appendEvent(transaction, { type: "created", article: { ...article, title: name } });
        await until;
      });
      order.push(name);
    };
    const locks = async (granted: boolean): Promise<number> => {
      const { rows } = await administrator.query(
        `SELECT count(*)::int AS count FROM pg_locks JOIN pg_stat_activity USING (pid)
         WHERE application_name = $1 AND locktype = 'advisory' AND granted = $2`,
        [schema, granted],
      );
      return rows[0].count;
    };
    let release: (value?: unknown) => void = () => {};
    const held = new Promise((resolve) => (release = resolve));

    const first = append("first", held);
    await expect.poll(() => locks(true)).toBe(1);
    const second = append("second", Promise.resolve());
    await expect.poll(() => locks(false)).toBe(1);
    release();
    await Promise.all([first, second]);

    expect(order).toEqual(["first", "second"]);
    await postgres.close();
    await administrator.query(`DROP SCHEMA ${schema} CASCADE`);
    await administrator.end();
  },
);
