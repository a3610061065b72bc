import { PGlite } from "@electric-sql/pglite";
import { sql as drizzleSql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { defineErrors } from "express-backstop";
import { postgres } from "express-backstop/mappers/postgres";
import knexOf from "knex";
import { CompiledQuery, Kysely, PostgresDialect } from "kysely";
import { Client, Pool } from "pg";
import postgresJs from "postgres";
import { Sequelize } from "sequelize";
import { DataSource } from "typeorm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { postgresServer } from "../support/postgres.ts";
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

/** Runs a statement with $1, $2 … in a way of its own. */
interface Library {
  readonly run: (sql: string, values: readonly unknown[]) => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

type Connect = (url: string, schema: string) => Promise<Library> | Library;

const options = (schema: string): string => `-c search_path=${schema}`;

function poolOf(connectionString: string, schema: string): Pool {
  const pool = new Pool({ connectionString, options: options(schema), max: 3 });
  // A connection that is ended while it is idle.
  pool.on("error", () => {});
  return pool;
}

const libraries: readonly (readonly [name: string, connect: Connect])[] = [
  [
    "pg",
    (url, schema) => {
      const pool = poolOf(url, schema);
      return { run: (sql, values) => pool.query(sql, [...values]), close: () => pool.end() };
    },
  ],
  [
    "postgres.js",
    (url, schema) => {
      const client = postgresJs(url, { connection: { search_path: schema }, max: 3 });
      return {
        run: (sql, values) => client.unsafe(sql, values as never[]),
        close: () => client.end({ timeout: 1 }),
      };
    },
  ],
  [
    "PGlite",
    async (_url, schema) => {
      const db = new PGlite();
      await db.exec(`create schema ${schema}; set search_path = ${schema}; ${tables}`);
      return { run: (sql, values) => db.query(sql, [...values]), close: () => db.close() };
    },
  ],
  [
    "Drizzle",
    (url, schema) => {
      const pool = poolOf(url, schema);
      const db = drizzle(pool);
      return {
        run: (sql, values) => {
          const [first = "", ...rest] = sql.split(/\$\d/);
          const parts = rest.map((text, at) => drizzleSql`${values[at]}${drizzleSql.raw(text)}`);
          return db.execute(drizzleSql`${drizzleSql.raw(first)}${drizzleSql.join(parts)}`);
        },
        close: () => pool.end(),
      };
    },
  ],
  [
    "Kysely",
    (url, schema) => {
      const db = new Kysely<object>({
        dialect: new PostgresDialect({ pool: poolOf(url, schema) }),
      });
      return {
        run: (sql, values) => db.executeQuery(CompiledQuery.raw(sql, [...values])),
        close: () => db.destroy(),
      };
    },
  ],
  [
    "Knex",
    (url, schema) => {
      const db = knexOf({ client: "pg", connection: url, searchPath: [schema] });
      return {
        run: (sql, values) => db.raw(sql.replaceAll(/\$\d/g, "?"), values as string[]),
        close: () => db.destroy(),
      };
    },
  ],
  [
    "Sequelize",
    (url, schema) => {
      const db = new Sequelize(url, {
        logging: false,
        dialectOptions: { options: options(schema) },
      });
      return {
        run: (sql, values) => db.query(sql, values.length > 0 ? { bind: [...values] } : {}),
        close: () => db.close(),
      };
    },
  ],
  [
    "TypeORM",
    async (url, schema) => {
      const source = new DataSource({
        type: "postgres",
        url,
        extra: { options: options(schema) },
      });
      await source.initialize();
      return {
        run: (sql, values) => source.query(sql, [...values]),
        close: () => source.destroy(),
      };
    },
  ],
];

const tables = `
  create table authors (id int primary key);
  create table articles (
    id int primary key,
    title varchar(20) not null constraint articles_title_key unique,
    price numeric(5, 2) constraint articles_price_check check (price > 0),
    day date,
    author_id int references authors
  );
  insert into authors values (1);
  insert into articles values (1, 'kept-secret', 1, null, 1);
`;

const url = await postgresServer();
const why = url === undefined ? " (skipped: no PostgreSQL server; set TEST_DATABASE_URL)" : "";

describe.skipIf(url === undefined)(`postgres() on PostgreSQL${why}`, () => {
  const schema = `backstop_${process.pid}_${Date.now()}`;
  const admin = poolOf(url ?? "", schema);

  beforeAll(async () => {
    await admin.query(`create schema ${schema}`);
    await admin.query(tables);
  });

  afterAll(async () => {
    await admin.query(`drop schema ${schema} cascade`);
    await admin.end();
  });

  describe.each(libraries)("through %s", (name, connect) => {
    let library: Library;

    beforeAll(async () => {
      library = await connect(url ?? "", schema);
    });
    afterAll(() => library.close());

    const insert = (body: Record<string, unknown>, mapper = postgres()) =>
      respond(
        mapper,
        () =>
          library.run(
            "insert into articles (id, title, price, day, author_id) values ($1, $2, $3, $4::text::date, $5)",
            [
              body["id"] ?? 2,
              body["title"] ?? null,
              body["price"] ?? 1,
              body["day"] ?? null,
              body["author"] ?? 1,
            ],
          ),
        post(body),
      );

    it.each<[string, Record<string, unknown>, object]>([
      ["a title that exists", { title: "kept-secret" }, conflict("duplicate", "title")],
      ["an id that exists", { id: 1, title: "a" }, conflict("duplicate", "id")],
      ["a title that is null", { title: null }, refused("title", "required")],
      ["a title that the handler forgot", { name: "a" }, internalError],
      ["a title that is too long", { title: "a".repeat(21) }, refused("title", "too_long")],
      ["a price with too many digits", { title: "a", price: 1234.5 }, refused("price", "invalid")],
      ["an id beyond the type", { title: "a", id: "99999999999" }, refused("id", "invalid")],
      ["an id that is not a number", { title: "a", id: "x1" }, refused("id", "bad_format")],
      [
        "a day that the calendar lacks",
        { title: "a", day: "2024-02-31" },
        refused("day", "bad_format"),
      ],
      ["a check, which may be about any column", { title: "a", price: -1 }, internalError],
    ])("responds to %s", async (_what, body, expected) => {
      const outcome = await insert(body);

      expect(summary(outcome)).toEqual(expected);
      expect(JSON.stringify(outcome.body)).not.toMatch(/kept-secret|insert into|articles/);
      expect(recordOfClientError(outcome)).not.toContain("kept-secret");
    });

    it.skipIf(name === "Sequelize")(
      `responds to a NUL in the title${name === "Sequelize" ? " (skipped: Sequelize removes it)" : ""}`,
      async () => {
        expect(summary(await insert({ title: "a\0b" }))).toEqual(refused("title", "bad_format"));
      },
    );

    it("responds to a missing author and to an author that has articles", async () => {
      const missing = await insert({ title: "a", author: 77 });
      const used = await respond(
        postgres(),
        () => library.run("delete from authors where id = $1", [1]),
        (api) => api.delete("/articles/1"),
      );

      expect(summary(missing)).toEqual(conflict("reference_missing"));
      expect(summary(used)).toEqual(conflict("still_referenced"));
    });

    it("tells the record the constraint, the table and the SQLSTATE", async () => {
      const { record } = await insert({ title: "kept-secret" });

      expect(record.context).toEqual({
        databaseCode: "23505",
        constraint: "articles_title_key",
        table: "articles",
      });
    });

    it("sends what the app says about a check and a NOT NULL", async () => {
      const mapper = postgres({
        constraints: {
          articles_price_check: { field: "price", fieldDetail: "must be more than 0" },
          "articles.title": { field: "title" },
        },
      });
      const check = await insert({ title: "a", price: -1 }, mapper);
      const missing = await insert({ name: "a" }, mapper);

      expect(check.body).toMatchObject({
        status: 400,
        code: "validation_failed",
        errors: [{ pointer: "#/price", code: "invalid", detail: "must be more than 0" }],
      });
      expect(summary(missing)).toEqual({
        status: 400,
        code: "validation_failed",
        errors: ["body # required"],
      });
    });

    it("sends a declared error with data of the request", async () => {
      const { title_taken } = defineErrors({
        title_taken: {
          status: 409,
          title: "Title taken",
          data: z.object({ suggestion: z.string() }),
        },
      });
      const mapper = postgres({
        constraints: {
          articles_title_key: {
            error: (given, req) => title_taken({ suggestion: `${req.body.title} 2` }, given),
            field: "title",
            fieldDetail: "has another article",
          },
        },
      });

      const { body } = await insert({ title: "kept-secret" }, mapper);

      expect(body).toMatchObject({
        code: "title_taken",
        suggestion: "kept-secret 2",
        errors: [{ pointer: "#/title", code: "duplicate", detail: "has another article" }],
      });
    });

    it("keeps a 500 for a mistake in the SQL", async () => {
      const outcome = await respond(postgres(), () => library.run("select * from nowhere", []));

      expect(summary(outcome)).toEqual(internalError);
    });
  });

  // PGlite has one session, so no other can lock, wait or end it.
  describe.each(libraries.filter(([name]) => name !== "PGlite"))("through %s", (_name, connect) => {
    let library: Library;

    beforeAll(async () => {
      library = await connect(url ?? "", schema);
    });
    afterAll(() => library.close());

    const run = (sql: string) => respond(postgres(), () => library.run(sql, []));

    it("responds with 503 when a row is locked", async () => {
      const holder = await admin.connect();
      await holder.query("begin; select * from articles for update");
      const outcome = await run("select * from articles for update nowait");
      await holder.query("rollback");
      holder.release();

      expect(summary(outcome)).toEqual(unavailable("1"));
    });

    it.each([
      ["a serialization failure", "40001", unavailable("1")],
      ["a deadlock", "40P01", unavailable("1")],
      ["too many connections", "53300", unavailable("2")],
      ["a read-only transaction", "25006", unavailable("5")],
      ["a statement timeout", "57014", { status: 504, code: "gateway_timeout" }],
      ["no permission", "42501", internalError],
    ])("responds to %s that a function of the server raises", async (_what, code, expected) => {
      const raise = `do $$ begin raise exception 'secret' using errcode = '${code}'; end $$`;

      expect(summary(await run(raise))).toEqual(expected);
    });

    it("responds with 503 when an administrator ends the connection", async () => {
      const outcome = await run("select pg_terminate_backend(pg_backend_pid())");

      expect(summary(outcome)).toEqual(unavailable("5"));
    });

    it("responds with 503 when the server is not there", async () => {
      const outcome = await respond(postgres(), async () => {
        const lost = await connect("postgres://postgres@127.0.0.1:1/test", schema);
        await lost.run("select 1", []).finally(() => lost.close().catch(() => {}));
      });

      expect(summary(outcome)).toEqual(unavailable("5"));
    });
  });

  it("keeps a 500 for an id of a sequence that lags behind", async () => {
    const outcome = await respond(
      postgres(),
      () => admin.query("insert into articles (id, title) values (1, $1)", ["new"]),
      post({ title: "new" }),
    );

    expect(summary(outcome)).toEqual(internalError);
  });

  it("says that some value is too long when several may be", async () => {
    const long = "a".repeat(30);
    const outcome = await respond(
      postgres(),
      () => admin.query("insert into articles (id, title) values (5, $1)", [long]),
      post({ title: long, subtitle: long }),
    );

    expect(summary(outcome)).toEqual({
      status: 400,
      code: "validation_failed",
      errors: ["body # too_long"],
    });
  });

  it("keeps a 500 for a wrong password and a database that does not exist", async () => {
    const client = new Client({ connectionString: new URL("/nowhere", url).href });
    const outcome = await respond(postgres(), () => client.connect());

    expect(summary(outcome)).toEqual(internalError);
  });
});
