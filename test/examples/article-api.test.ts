import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { Express } from "express";
import { assertDeclaredErrors, recordingReporter } from "express-backstop/testing";
import { Client } from "pg";
import request from "supertest";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { buildApp } from "../../examples/article-api/app.ts";
import { articleRepository } from "../../examples/article-api/articles/article-repository.ts";
import { type Database, openDatabase } from "../../examples/article-api/database/database.ts";
import { postgresServer } from "../support/postgres.ts";

const found = await postgresServer();
const postgresUrl = found ?? "";
const reason = found ? "" : " (skipped: no PostgreSQL server; set TEST_DATABASE_URL)";
const nobody = "00000000-0000-0000-0000-000000000000";
const reporter = recordingReporter();

afterAll(() => assertDeclaredErrors(reporter.records));

describe("the article API on the embedded database", { timeout: 30_000 }, () => {
  stories(() => openDatabase({ dataDir: undefined }));
});

describe.skipIf(!found)(`the article API on PostgreSQL${reason}`, { timeout: 30_000 }, () => {
  const schema = `article_api_${process.pid}_${Date.now()}`;

  beforeAll(() => administer(`CREATE SCHEMA ${schema}`));
  afterAll(() => administer(`DROP SCHEMA ${schema} CASCADE`));

  stories(() => openDatabase({ databaseUrl: inSchema(postgresUrl, schema) }));

  test("an app that starts while its database is down responds with 503, and recovers by itself", async () => {
    const proxy = await proxyTo(new URL(postgresUrl));
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const url = new URL(inSchema(postgresUrl, schema));
    url.hostname = "127.0.0.1";
    url.port = String(proxy.port);
    const database = await openDatabase({ databaseUrl: url.href });
    const app = toApp(database);

    expectUnavailable(await request(app).get("/articles"));
    await proxy.open();
    expect((await request(app).get("/articles")).status).toBe(200);
    await proxy.close();
    expectUnavailable(await request(app).get("/articles"));
    await proxy.open();
    expect((await request(app).get("/articles")).status).toBe(200);

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

    const read = await request(app).get(path).expect(200);
    expect(read.body).toEqual(created.body);

    const replaced = await request(app).put(path).send({ title: "Bien", content: "Et toi?" });
    expect(replaced.status).toBe(200);
    expect(replaced.body).toMatchObject({ id: created.body.id, slug: "bien", tags: [] });

    await request(app).delete(path).expect(204);
    await request(app).get(path).expect(404);
  });

  test("the list comes in pages, newest first", async () => {
    await database.query("DELETE FROM articles", []);
    for (const title of ["One", "Two", "Three"]) {
      // eslint-disable-next-line no-await-in-loop -- the order of creation is the story
      await post({ title, content: "Words." }).expect(201);
    }
    const { body } = await request(app).get("/articles?page=2&limit=2").expect(200);
    expect(body).toMatchObject({ page: 2, limit: 2, total: 3, items: [{ title: "One" }] });

    const first = await request(app).get("/articles").expect(200);
    expect(first.body).toMatchObject({ page: 1, limit: 20, total: 3 });
    expect(first.body.items.map(({ title }: { title: string }) => title)).toEqual([
      "Three",
      "Two",
      "One",
    ]);
  });

  test("an invalid page is a 400 that names each invalid parameter", async () => {
    const answer = await request(app).get("/articles?page=0&limit=1e30");
    expectProblem(answer, 400, "validation_failed");
    expect(answer.body.errors).toMatchObject([
      { in: "query", pointer: "#/page", code: "too_small", params: { minimum: 1 } },
      { in: "query", pointer: "#/limit", code: "too_large", params: { maximum: 100 } },
    ]);
  });

  test("a title that is taken is a 409 that names the title, for POST and for PUT", async () => {
    await post({ title: "Only once", content: "Words." }).expect(201);
    const other = await post({ title: "Another", content: "Words." }).expect(201);
    const answers = [
      await post({ title: "only ONCE!", content: "Secret words." }),
      await request(app)
        .put(`/articles/${other.body.id}`)
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
      await request(app).get(path),
      await request(app).put(path).send({ title: "Nobody's", content: "Words." }),
      await request(app).delete(path),
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
    const answer = await request(app)
      .post("/articles")
      .set("Content-Type", "application/json")
      .send('{"title": "Half');
    expectProblem(answer, 400, "invalid_json");
    expect(answer.text).not.toContain("Half");
  });

  test("an unknown route is a 404 route_not_found", async () => {
    const answer = await request(app).get("/nowhere");
    expectProblem(answer, 404, "route_not_found");
    expect(answer.body).not.toHaveProperty("errors");
  });

  test("a method that the path does not have is a 405 that lists the methods it has", async () => {
    const answer = await request(app).patch(`/articles/${nobody}`).send({});
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
      [await request(app).get(path), [id]],
      [await request(app).put(path).send({ title: "Half" }), [id, content]],
      [await request(app).delete(path), [id]],
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
    const { body } = await request(app).get("/health").expect(200);
    expect(body).toEqual({ status: "ok" });
  });

  function post(body: object): request.Test {
    return request(app).post("/articles").send(body);
  }
}

function toApp(database: Database): Express {
  return buildApp({ articles: articleRepository(database), reporter });
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
