import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Express } from "express";
import { assertDeclaredErrors, recordingReporter } from "express-backstop/testing";
import { Client } from "pg";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createTokens } from "../../examples/article-api/accounts/tokens.ts";
import { buildApp } from "../../examples/article-api/app.ts";
import { articleRepository } from "../../examples/article-api/articles/article-repository.ts";
import { type Database, openDatabase } from "../../examples/article-api/database/database.ts";
import { openArticleDatabase } from "../support/article-database.ts";
import { postgresServer } from "../support/postgres.ts";

const found = await postgresServer();
const postgresUrl = found ?? "";
const reason = found ? "" : " (skipped: no PostgreSQL server; set TEST_DATABASE_URL)";
const tokens = createTokens("a secret of more than thirty-two bytes");
const tokenOfAda = await tokens.sign({ name: "ada" });
const tokenOfGrace = await tokens.sign({ name: "grace" });
const nobody = "00000000-0000-0000-0000-000000000000";
const reporter = recordingReporter();

afterAll(() => assertDeclaredErrors(reporter.records));

describe("the article API on the embedded database", { timeout: 30_000 }, () => {
  stories(() => openArticleDatabase());
});

describe.skipIf(!found)(`the article API on PostgreSQL${reason}`, { timeout: 30_000 }, () => {
  const schema = `article_api_${process.pid}_${Date.now()}`;

  beforeAll(() => administer(`CREATE SCHEMA ${schema}`));
  afterAll(() => administer(`DROP SCHEMA ${schema} CASCADE`));

  stories(() => openDatabase({ databaseUrl: inSchema(postgresUrl, schema) }));

  test("a repetition that arrives while the first request is in progress is a 409", async () => {
    const databaseUrl = inSchema(postgresUrl, schema);
    const database = await openDatabase({ databaseUrl });
    const app = toApp(database);
    const body = { title: "In progress", content: "Words." };
    const post = () => ada(app).post("/articles").set("Idempotency-Key", "k4").send(body);
    await ada(app).get("/articles").expect(200);
    const other = new Client({ connectionString: databaseUrl });
    await other.connect();
    await other.query("BEGIN; LOCK TABLE articles IN ACCESS EXCLUSIVE MODE");

    // A request of supertest is sent when something waits for it.
    const first = post().then((answer) => answer);
    await expect
      .poll(async () => (await other.query(waitingForArticles)).rows)
      .toMatchObject([{ waiting: 1 }]);
    const second = await post();
    await other.query("COMMIT");
    await other.end();

    expectProblem(second, 409, "idempotency_key_in_use");
    expect(second.headers["retry-after"]).toBe("1");
    expect((await first).status).toBe(201);
    expect((await post()).text).toBe((await first).text);
    await database.close();
  });

  test("an app that starts while its database is down responds with 503, and recovers by itself", async () => {
    const proxy = await proxyTo(new URL(postgresUrl));
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const url = new URL(inSchema(postgresUrl, schema));
    url.hostname = "127.0.0.1";
    url.port = String(proxy.port);
    const database = await openDatabase({ databaseUrl: url.href });
    const app = toApp(database);

    expectUnavailable(await ada(app).get("/articles"));
    await proxy.open();
    expect((await ada(app).get("/articles")).status).toBe(200);
    await proxy.close();
    expectUnavailable(await ada(app).get("/articles"));
    await proxy.open();
    expect((await ada(app).get("/articles")).status).toBe(200);

    await database.close();
    await proxy.close();
    log.mockRestore();
  });
});

function stories(open: () => Promise<Database>): void {
  let database: Database;
  let app: Express;

  beforeAll(async () => {
    database = await open();
    app = toApp(database);
  }, 30_000);
  afterAll(() => database.close());

  test("an article is created, read, replaced and deleted", async () => {
    const created = await post({ title: "  Ça va?  ", content: "Oui.", tags: ["fr"] }).expect(201);
    const path = `/articles/${created.body.id}`;
    expect(created.headers["location"]).toBe(path);
    expect(created.body).toMatchObject({ title: "Ça va?", slug: "ca-va", tags: ["fr"] });

    const read = await ada(app).get(path).expect(200);
    expect(read.body).toEqual(created.body);

    const replaced = await ada(app)
      .put(path)
      .set("If-Match", "*")
      .send({ title: "Bien", content: "Et toi?" });
    expect(replaced.status).toBe(200);
    expect(replaced.body).toMatchObject({ id: created.body.id, slug: "bien", tags: [] });

    await ada(app).delete(path).set("If-Match", "*").expect(204);
    await ada(app).get(path).expect(404);
  });

  test("the list comes in parts, newest first, without the contents", async () => {
    await createOnly("One", "Two", "Three");

    const first = await ada(app).get("/articles?limit=2").expect(200);
    const cursor = String(first.body.nextCursor);
    const last = await ada(app).get(`/articles?limit=2&cursor=${cursor}`).expect(200);

    expect(titlesOf(first)).toEqual(["Three", "Two"]);
    expect(first.body.items[0]).not.toHaveProperty("content");
    expect(titlesOf(last)).toEqual(["One"]);
    expect(last.body).not.toHaveProperty("nextCursor");
  });

  test("a reader of the list meets each article once while others write and delete", async () => {
    const titles = Array.from({ length: 9 }, (_, index) => `Article ${index}`);
    await createOnly(...titles);
    // In one statement, so all have the same time.
    await database.query("UPDATE articles SET created_at = now() WHERE title < 'Article 5'", []);

    const met: string[] = [];
    let query = "limit=2";
    while (query !== "") {
      const part = await ada(app).get(`/articles?${query}`).expect(200);
      met.push(...titlesOf(part));
      const { nextCursor, items } = part.body;
      query = nextCursor === undefined ? "" : `limit=2&cursor=${nextCursor}`;
      await post({ title: `New ${met.length}`, content: "Words." }).expect(201);
      await ada(app)
        .delete(`/articles/${items.at(-1).id}`)
        .set("If-Match", "*")
        .expect(204);
    }

    expect(met.toSorted()).toEqual(titles);
  });

  test("a limit or a cursor that is not valid is a 400 that names it", async () => {
    const { body } = await ada(app).get("/articles?limit=1").expect(200);
    const cursor = String(body.nextCursor ?? "");
    const answer = await ada(app).get("/articles?limit=1e30&cursor=Zm9v");
    expectProblem(answer, 400, "validation_failed");
    expect(answer.body.errors).toMatchObject([
      { in: "query", pointer: "#/limit", code: "too_large", params: { maximum: 100 } },
      { pointer: "#/cursor", code: "invalid", detail: "is not a cursor of this list" },
    ]);
    expectProblem(
      await ada(app).get(`/articles?cursor=${cursor.slice(5)}`),
      400,
      "validation_failed",
    );
  });

  test("a reader who has the current version gets a 304", async () => {
    const created = await post({ title: "Unchanged", content: "Words." }).expect(201);
    const path = `/articles/${created.body.id}`;
    const read = await ada(app).get(path).expect(200);

    expect(read.headers["etag"]).toBe(created.headers["etag"]);
    const again = await ada(app).get(path).set("If-None-Match", String(read.headers["etag"]));
    expect([again.status, again.text, again.headers["etag"]]).toEqual([304, "", '"1"']);
    await put(path, { title: "Changed", content: "Words." }, '"1"').expect(200);
    await ada(app).get(path).set("If-None-Match", '"1"').expect(200);
  });

  test("of two people who change one version, the second is told so and loses nothing", async () => {
    const created = await post({ title: "Ours", content: "Words." }).expect(201);
    const path = `/articles/${created.body.id}`;
    const article = (content: string) => ({ title: "Ours", content });

    const answers = await Promise.all([
      put(path, article("Mine."), '"1"'),
      put(path, article("Yours."), '"1"'),
    ]);

    const winner = answers.find(({ status }) => status === 200);
    const loser = answers.find(({ status }) => status !== 200);
    expect(winner?.headers).toMatchObject({ etag: '"2"', "content-location": path });
    if (loser) expectProblem(loser, 412, "article_changed");
    expect(loser?.body).toMatchObject({ articleId: created.body.id });
    expect((await ada(app).get(path)).body).toEqual(winner?.body);
    const removal = await ada(app).delete(path).set("If-Match", '"1"');
    expectProblem(removal, 412, "article_changed");
    await ada(app).delete(path).set("If-Match", '"1", "2"').expect(204);
  });

  test.each(['W/"1"', '"01x"', "1", '"99999999999999999999"', ""])(
    "If-Match: %s matches no version",
    async (ifMatch) => {
      const created = await post({ title: `Match ${ifMatch}`, content: "Words." }).expect(201);
      const path = `/articles/${created.body.id}`;
      const changed = await put(path, { title: "Changed", content: "Words." }, ifMatch);
      expectProblem(changed, 412, "article_changed");
      expect((await ada(app).get(path)).body).toEqual(created.body);
    },
  );

  test("a change that names no version is a 428 and changes nothing", async () => {
    const created = await post({ title: "Careless", content: "Words." }).expect(201);
    const path = `/articles/${created.body.id}`;
    const changed = await ada(app).put(path).send({ title: "Lost", content: "Words." });
    expectProblem(changed, 428, "if_match_missing");
    expectProblem(await ada(app).delete(path), 428, "if_match_missing");
    expect((await ada(app).get(path)).body).toEqual(created.body);
  });

  test("a POST that is repeated with its Idempotency-Key has one article and one response", async () => {
    const body = { title: "Only one", content: "Words." };
    const first = await post(body).set("Idempotency-Key", '"a key"').expect(201);
    const path = `/articles/${first.body.id}`;
    await put(path, { title: "Other title", content: "Words." }, '"1"').expect(200);

    const repeated = await post(body).set("Idempotency-Key", '"a key"').expect(201);

    expect(repeated.text).toBe(first.text);
    for (const name of ["location", "etag", "content-type"]) {
      expect([name, repeated.headers[name]]).toEqual([name, first.headers[name]]);
    }
    expect((await ada(app).get("/articles?limit=1")).body.items[0].id).toBe(first.body.id);
  });

  test("an Idempotency-Key of another body is a 422, with or without quotes", async () => {
    const own = await post({ title: "Its own", content: "Words." }).set("Idempotency-Key", "k1");
    expect(own.status).toBe(201);
    const body = { title: "Another body", content: "Words." };
    const other = await post(body).set("Idempotency-Key", '"k1"');
    expectProblem(other, 422, "idempotency_key_reused");
    await post(body).expect(201);
  });

  test("a POST that failed stores no response, so that its repetition runs again", async () => {
    const taken = await post({ title: "Taken", content: "Words." }).expect(201);
    const body = { title: "taken", content: "Words." };
    const refused = await post(body).set("Idempotency-Key", "k2");
    expectProblem(refused, 409, "article_slug_taken");
    await ada(app).delete(`/articles/${taken.body.id}`).set("If-Match", "*").expect(204);
    expect((await post(body).set("Idempotency-Key", "k2")).status).toBe(201);
  });

  test("an Idempotency-Key expires after a day", async () => {
    const body = { title: "Expired", content: "Words." };
    const first = await post(body).set("Idempotency-Key", "k3").expect(201);
    await database.query(
      "UPDATE idempotency_keys SET created_at = created_at - interval '25 hours' WHERE key = $1",
      ["k3"],
    );
    expectProblem(await post(body).set("Idempotency-Key", "k3"), 409, "article_slug_taken");
    await ada(app).delete(`/articles/${first.body.id}`).set("If-Match", "*").expect(204);
    const second = await post(body).set("Idempotency-Key", "k3").expect(201);
    expect(second.body.id).not.toBe(first.body.id);
    const { rows } = await database.query("SELECT 1 FROM idempotency_keys WHERE key = 'k3'", []);
    expect(rows).toHaveLength(1);
  });

  test("a reader needs no token, a writer does, and an invalid request without one is a 401 too", async () => {
    const path = `/articles/${nobody}`;
    await request(app).get("/articles").expect(200);
    const answers = [
      await request(app).post("/articles").send({ title: "" }),
      await request(app).put("/articles/none").send({}),
      await request(app).delete(path),
      await request(app).delete(path).set("Authorization", "Basic YWRhOmFkYQ=="),
      await request(app).delete(path).set("Authorization", "Bearer"),
    ];
    for (const answer of answers) {
      expectProblem(answer, 401, "unauthorized");
      expect(answer.headers["www-authenticate"]).toBe('Bearer realm="articles"');
    }
  });

  test("a token that is forged, expired or of another service is a 401 that says no more", async () => {
    const forger = createTokens("another secret of more than 32 bytes");
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.e30.`;
    const refused = [
      [await forger.sign({ name: "ada" }), "unauthorized"],
      [unsigned, "unauthorized"],
      ["not-a-token", "unauthorized"],
      [await tokens.sign({ name: "ada" }, new Date(Date.now() - 60_000)), "token_expired"],
    ] as const;
    for (const [token, code] of refused) {
      const answer = await request(app)
        .delete(`/articles/${nobody}`)
        .set("Authorization", `Bearer ${token}`);
      expectProblem(answer, 401, code);
      expect(answer.headers["www-authenticate"]).toBe(
        'Bearer realm="articles", error="invalid_token"',
      );
      expect(answer.text).not.toMatch(/signature|alg|JW/);
    }
  });

  test("somebody else's article is a 403 that names its author, and stays as it was", async () => {
    const created = await post({ title: "Hers", content: "Words." }).expect(201);
    expect(created.body.author).toBe("ada");
    const path = `/articles/${created.body.id}`;
    const grace = request.agent(app).set("Authorization", `Bearer ${tokenOfGrace}`);
    const answers = [
      await grace.put(path).set("If-Match", "*").send({ title: "Mine", content: "Words." }),
      await grace.delete(path).set("If-Match", '"7"'),
    ];
    for (const answer of answers) {
      expectProblem(answer, 403, "not_your_article");
      expect(answer.body).toMatchObject({ articleId: created.body.id, author: "ada" });
    }
    expect((await ada(app).get(path)).body).toEqual(created.body);
  });

  test("two people may use the same Idempotency-Key", async () => {
    const grace = request.agent(app).set("Authorization", `Bearer ${tokenOfGrace}`);
    const first = await post({ title: "Of ada", content: "Words." }).set("Idempotency-Key", "k5");
    const second = await grace
      .post("/articles")
      .set("Idempotency-Key", "k5")
      .send({ title: "Of grace", content: "Words." });
    expect([first.body.author, second.body.author]).toEqual(["ada", "grace"]);
  });

  test.each(['""', "two words", '"', "x".repeat(201)])(
    "Idempotency-Key: %s is a 400",
    async (key) => {
      const answer = await post({ title: "Keyed", content: "Words." }).set("Idempotency-Key", key);
      expectProblem(answer, 400, "validation_failed");
      expect(answer.body.errors).toMatchObject([{ in: "headers", pointer: "#/idempotency-key" }]);
    },
  );

  test("the largest article fits, in whatever way its JSON is written, and a larger body is a 413", async () => {
    const article = { title: "é".repeat(200), content: "é".repeat(100_000) };
    const escaped = JSON.stringify(article).replaceAll("é", String.raw`\u00e9`);
    const send = (body: string) => ada(app).post("/articles").type("json").send(body);

    await send(escaped).expect(201);
    expectProblem(await send(escaped.padEnd(700_000)), 413, "body_too_large");
    const long = await post({ title: "x".repeat(201), content: "x".repeat(100_001) });
    expect(long.body.errors).toMatchObject([
      { pointer: "#/title", code: "too_long" },
      { pointer: "#/content", code: "too_long" },
    ]);
  });

  test("a title that is taken is a 409 that names the title, for POST and for PUT", async () => {
    await post({ title: "Only once", content: "Words." }).expect(201);
    const other = await post({ title: "Another", content: "Words." }).expect(201);
    const answers = [
      await post({ title: "only ONCE!", content: "Secret words." }),
      await ada(app)
        .put(`/articles/${other.body.id}`)
        .set("If-Match", "*")
        .send({ title: "Only once", content: "Secret words." }),
    ];
    for (const answer of answers) {
      expectProblem(answer, 409, "article_slug_taken");
      expect(answer.body).toMatchObject({
        title: "Article title already in use",
        detail: "Another article already has this title.",
        errors: [
          { in: "body", pointer: "#/title", code: "duplicate", detail: "is already in use" },
        ],
      });
      expect(answer.text).not.toMatch(/secret|articles_slug_key|slug\)/i);
    }
  });

  test("titles of nothing but emoji do not collide", async () => {
    expect((await post({ title: "🎉", content: "Words." })).status).toBe(201);
    expect((await post({ title: "🚀", content: "Words." })).status).toBe(201);
    expectProblem(await post({ title: "🚀", content: "Words." }), 409, "article_slug_taken");
  });

  test("an article that does not exist is a 404 with its id, whatever the method", async () => {
    const path = `/articles/${nobody}`;
    const answers = [
      await ada(app).get(path),
      await ada(app).put(path).set("If-Match", "*").send({ title: "Nobody's", content: "Words." }),
      await ada(app).delete(path).set("If-Match", "*"),
    ];
    for (const answer of answers) {
      expectProblem(answer, 404, "article_not_found");
      expect(answer.body).toMatchObject({
        title: "Article not found",
        detail: `There is no article with id ${nobody}.`,
        articleId: nobody,
      });
    }
  });

  test("an invalid body is a 400 that names every invalid field and repeats no value", async () => {
    const answer = await post({ title: " ", tags: ["fine", "", 7] });
    expectProblem(answer, 400, "validation_failed");
    expect(answer.body.errors).toMatchObject([
      { in: "body", pointer: "#/title" },
      { in: "body", pointer: "#/content" },
      { in: "body", pointer: "#/tags/1" },
      { in: "body", pointer: "#/tags/2" },
    ]);
    expect(answer.text).not.toContain("fine");
  });

  test("a body that is not JSON is a 400 invalid_json", async () => {
    const answer = await ada(app)
      .post("/articles")
      .set("Content-Type", "application/json")
      .send('{"title": "Half');
    expectProblem(answer, 400, "invalid_json");
    expect(answer.text).not.toContain("Half");
  });

  test("an unknown route is a 404 route_not_found", async () => {
    const answer = await ada(app).get("/nowhere");
    expectProblem(answer, 404, "route_not_found");
    expect(answer.body).not.toHaveProperty("errors");
  });

  test("a method that the path does not have is a 405 that lists the methods it has", async () => {
    const answer = await ada(app).patch(`/articles/${nobody}`).send({});
    expectProblem(answer, 405, "method_not_allowed");
    expect(answer.headers["allow"]?.split(", ").toSorted()).toEqual([
      "DELETE",
      "GET",
      "HEAD",
      "PUT",
    ]);
  });

  test("an id that is not a UUID is a 400 that names it beside the invalid fields of the body", async () => {
    const path = "/articles/not-a-uuid";
    const id = { in: "params", pointer: "#/id", code: "bad_format", detail: "is not a valid uuid" };
    const content = { in: "body", pointer: "#/content", code: "required" };
    const answers = [
      [await ada(app).get(path), [id]],
      [await ada(app).put(path).send({ title: "Half" }), [id, content]],
      [await ada(app).delete(path), [id]],
    ] as const;
    for (const [answer, errors] of answers) {
      expectProblem(answer, 400, "validation_failed");
      expect(answer.body.errors).toMatchObject(errors);
      expect(answer.text).not.toMatch(/not-a-uuid|22P02|invalid input syntax/);
    }
  });

  test("a text that PostgreSQL cannot store is a 400", async () => {
    const answer = await post({ title: "Zero \u0000 byte", content: "Words." });
    expect(answer.status).toBe(400);
  });

  test("health needs no database", async () => {
    const { body } = await ada(app).get("/health").expect(200);
    expect(body).toEqual({ status: "ok" });
  });

  function post(body: object): request.Test {
    return ada(app).post("/articles").send(body);
  }

  function put(path: string, body: object, ifMatch: string): request.Test {
    return ada(app).put(path).set("If-Match", ifMatch).send(body);
  }

  async function createOnly(...titles: readonly string[]): Promise<void> {
    await database.query("DELETE FROM articles", []);
    for (const title of titles) await post({ title, content: "Words." }).expect(201);
  }
}

/** Returns a client with a token of ada. */
function ada(app: Express) {
  return request.agent(app).set("Authorization", `Bearer ${tokenOfAda}`);
}

function titlesOf({ body }: request.Response): string[] {
  return body.items.map(({ title }: { title: string }) => title);
}

function toApp(database: Database): Express {
  return buildApp({ articles: articleRepository(database), tokens, reporter });
}

function expectProblem(answer: request.Response, status: number, code: string): void {
  expect(answer.type).toBe("application/problem+json");
  expect(answer.body).toMatchObject({ type: `/problems/${code}`, status, code });
  expect(answer.status).toBe(status);
  expect(answer.body.requestId).toBe(answer.headers["x-request-id"]);
  expect(answer.headers).not.toHaveProperty("x-powered-by");
}

function expectUnavailable(answer: request.Response): void {
  expectProblem(answer, 503, "service_unavailable");
  expect(answer.headers["retry-after"]).toBe("5");
}

const waitingForArticles = `SELECT count(*)::int AS waiting FROM pg_locks
  WHERE NOT granted AND relation = 'articles'::regclass`;

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function inSchema(databaseUrl: string, schema: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set("options", `-csearch_path=${schema}`);
  return url.href;
}

interface Proxy {
  port: number;
  open(): Promise<void>;
  close(): Promise<void>;
}

// A door in front of the real server: closed, the database is down; open, it is back. It starts closed.
async function proxyTo(target: URL): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  });

  let port = 0;
  async function open(): Promise<void> {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    // An address is known as soon as a TCP server listens.
    ({ port } = server.address() as AddressInfo);
  }
  async function close(): Promise<void> {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  await open();
  await close();
  return { port, open, close };
}
