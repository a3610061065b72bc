import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { postgres } from "express-backstop/mappers/postgres";
import { prisma } from "express-backstop/mappers/prisma";
import { Pool } from "pg";
import supertest from "supertest";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { postgresServer } from "../support/postgres.ts";
import { problem } from "../support/problem.ts";
import { createApp } from "./recipes/prisma.ts";
import {
  conflict,
  internalError,
  post,
  refused,
  recordOfClientError,
  respond,
  summary,
  unavailable,
} from "./respond.ts";

type Call = (options: object) => Promise<unknown>;

/** The part of the generated client that the tests use. */
interface Client {
  readonly author: { readonly delete: Call; readonly findMany: Call };
  readonly article: {
    readonly create: Call;
    readonly update: Call;
    readonly findUniqueOrThrow: Call;
  };
  readonly $executeRawUnsafe: (sql: string, ...values: readonly unknown[]) => Promise<unknown>;
  readonly $queryRawUnsafe: (sql: string, ...values: readonly unknown[]) => Promise<unknown>;
  readonly $transaction: (
    run: (client: Client) => Promise<unknown>,
    options: { readonly timeout: number },
  ) => Promise<unknown>;
  readonly $disconnect: () => Promise<void>;
}

interface Generated {
  readonly PrismaClient: new (options: { readonly adapter: PrismaPg }) => Client;
}

const here = fileURLToPath(new URL(".", import.meta.url));
const url = await postgresServer();
const why = url === undefined ? " (skipped: no PostgreSQL server; set TEST_DATABASE_URL)" : "";

describe.skipIf(url === undefined)(`Prisma 7 with its adapter for pg${why}`, () => {
  const schema = `backstop_${process.pid}_${Date.now()}`;
  const admin = new Pool({ connectionString: url, options: `-c search_path=${schema}` });
  const clients: Client[] = [];
  let open: (connectionString?: string, options?: object) => Client;
  let client: Client;

  beforeAll(async () => {
    execFileSync(
      process.execPath,
      ["node_modules/prisma/build/index.js", "generate", "--schema", "prisma/schema.prisma"],
      // No engine is needed to generate; the name of any program keeps Prisma from downloading one.
      {
        cwd: here,
        stdio: "pipe",
        env: {
          ...process.env,
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          CHECKPOINT_DISABLE: "1",
        },
      },
    );
    const { PrismaClient } = createRequire(import.meta.url)("./prisma/generated") as Generated;
    open = (connectionString = url ?? "", options = {}) => {
      const adapter = new PrismaPg({ connectionString, ...options }, { schema });
      const opened = new PrismaClient({ adapter });
      clients.push(opened);
      return opened;
    };
    client = open();
    await admin.query(`
      create schema ${schema};
      create table authors (id int primary key);
      create table articles (
        id int primary key,
        title varchar(20) not null constraint articles_title_key unique,
        price numeric(5, 2) not null constraint articles_price_check check (price > 0),
        small smallint not null default 0,
        author_id int references authors
      );
      insert into authors values (1);
      insert into articles values (1, 'kept-secret', 1, 0, 1);
    `);
  });

  afterAll(async () => {
    for (const each of clients) await each.$disconnect();
    await admin.query(`drop schema ${schema} cascade`);
    await admin.end();
  });

  it("responds as docs/recipes/prisma.md says", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const api = supertest(createApp(client));
    const article = { id: 20, title: "kept-secret", price: 1 };

    const taken = await api.post("/articles").send(article);
    const created = await api.post("/articles").send({ ...article, title: "recipe" });
    const missing = await api.get("/articles/21");

    log.mockRestore();
    expect(created.status).toBe(201);
    expect(problem(taken)).toMatchObject({
      status: 409,
      code: "title_taken",
      errors: [{ in: "body", pointer: "#/title", code: "duplicate" }],
    });
    expect(problem(missing).code).toBe("not_found");
  });

  const create = (body: Record<string, unknown>, mapper = prisma()) =>
    respond(
      mapper,
      () => client.article.create({ data: { id: 2, title: "new", price: 1, ...body } }),
      post(body),
    );

  describe.each([
    ["prisma()", prisma],
    ["postgres()", postgres],
  ])("%s", (_name, mapper) => {
    it.each<[string, Record<string, unknown>, object]>([
      ["a title that exists", { title: "kept-secret" }, conflict("duplicate", "title")],
      [
        "an author that does not exist",
        { authorId: 77 },
        conflict("reference_missing", "authorId"),
      ],
      ["a title that is too long", { title: "a".repeat(21) }, refused("title", "too_long")],
      ["a number that is too large", { small: 99_999 }, refused("small", "invalid")],
      ["a NUL in the title", { title: "a\0b" }, refused("title", "bad_format")],
      ["a check, which may be about any column", { price: -1 }, internalError],
      ["a call that Prisma refuses, which the server made", { title: 7 }, internalError],
    ])("responds to %s", async (_what, body, expected) => {
      const outcome = await create(body, mapper());

      expect(summary(outcome)).toEqual(expected);
      expect(JSON.stringify(outcome.body)).not.toMatch(/kept-secret|prisma|articles/i);
      expect(recordOfClientError(outcome)).not.toContain("kept-secret");
    });

    it("says that an author has articles", async () => {
      const outcome = await respond(
        mapper(),
        () => client.author.delete({ where: { id: 1 } }),
        (api) => api.delete("/articles/1"),
      );

      expect(summary(outcome)).toEqual(conflict("still_referenced"));
    });

    it("sends what the app says about a check", async () => {
      const constraints = { articles_price_check: { field: "price" } };

      const outcome = await create({ price: -1 }, mapper({ constraints }));

      expect(summary(outcome)).toEqual(refused("price", "invalid"));
    });

    it.each([
      ["a serialization failure", "40001", unavailable("1")],
      ["a deadlock", "40P01", unavailable("1")],
      ["a lock that is taken", "55P03", unavailable("1")],
      ["too many connections", "53300", unavailable("2")],
      ["a read-only transaction", "25006", unavailable("5")],
      ["a statement timeout", "57014", { status: 504, code: "gateway_timeout" }],
      ["no permission", "42501", internalError],
    ])("responds to %s", async (_what, code, expected) => {
      const raise = `do $$ begin raise exception 'secret' using errcode = '${code}'; end $$`;

      const outcome = await respond(mapper(), () => client.$executeRawUnsafe(raise));

      expect(summary(outcome)).toEqual(expected);
    });

    it("finds a malformed id in the path", async () => {
      const outcome = await respond(
        mapper(),
        (req) => client.$queryRawUnsafe("select $1::text::uuid", req.params["id"]),
        (api) => api.get("/articles/not-it"),
      );

      expect(summary(outcome)).toEqual(refused("id", "bad_format", "params"));
    });

    it("responds with 503 when an administrator ends the connection", async () => {
      const ended = open();

      const outcome = await respond(mapper(), () =>
        ended.$executeRawUnsafe("select pg_terminate_backend(pg_backend_pid())"),
      );

      expect(summary(outcome)).toEqual(unavailable("5"));
    });
  });

  it("responds to a missing row with 404, and to a missing row to connect to with 409", async () => {
    const where = { where: { id: 77 } };
    const update = await respond(
      prisma(),
      () => client.article.update({ ...where, data: { title: "x" } }),
      (api) => api.put("/articles/77").send({ title: "x" }),
    );
    const find = await respond(
      prisma(),
      () => client.article.findUniqueOrThrow(where),
      (api) => api.get("/articles/77"),
    );
    const connect = await create({ author: { connect: { id: 77 } } });

    expect(summary(update)).toEqual({ status: 404, code: "not_found" });
    expect(summary(find)).toEqual({ status: 404, code: "not_found" });
    expect(summary(connect)).toEqual(conflict("reference_missing"));
  });

  it("keeps a 500 for a missing row that the client did not choose", async () => {
    const outcome = await respond(
      prisma(),
      () => client.article.findUniqueOrThrow({ where: { id: 77 } }),
      (api) => api.get("/articles"),
    );

    expect(summary(outcome)).toEqual(internalError);
  });

  it("responds with 503 when a transaction takes too long or no server is there", async () => {
    const slow = await respond(prisma(), () =>
      client.$transaction(
        async (transaction) => {
          await transaction.$queryRawUnsafe("select 1 from pg_sleep(0.3)");
          await transaction.author.findMany({});
        },
        { timeout: 100 },
      ),
    );
    const lost = await respond(prisma(), () =>
      open("postgres://postgres@127.0.0.1:1/test").author.findMany({}),
    );

    expect(summary(slow)).toEqual(unavailable("1"));
    expect(summary(lost)).toEqual(unavailable("5"));
  });

  it("responds with 503 when the pool has no connection", async () => {
    const crowded = open(url, { max: 1, connectionTimeoutMillis: 100 });
    // Prisma sends a query when its promise is waited for.
    const busy = crowded.$queryRawUnsafe("select 1 from pg_sleep(1)").then((rows) => rows);
    const outcome = await respond(prisma(), () => crowded.author.findMany({}));
    await busy;

    expect(summary(outcome)).toEqual(unavailable("2"));
  });

  it("keeps a 500 for a database that does not exist", async () => {
    const nowhere = new URL("/nowhere_at_all", url ?? "postgres://x").href;

    const outcome = await respond(prisma(), () => open(nowhere).author.findMany({}));

    expect(summary(outcome)).toEqual(internalError);
  });
});
