import Sqlite from "better-sqlite3";
import { orm } from "express-backstop/mappers/orm";
import knexOf from "knex";
import { Kysely, SqliteDialect } from "kysely";
import { DataTypes, EmptyResultError, Model, Sequelize } from "sequelize";
import { DataSource, EntitySchema } from "typeorm";
import { afterAll, describe, expect, it } from "vitest";
import { postgresServer } from "../support/postgres.ts";
import { respond, summary, unavailable } from "./respond.ts";

const get = (api: Parameters<NonNullable<Parameters<typeof respond>[2]>>[0]) =>
  api.get("/articles/7");
const notFound = { status: 404, code: "not_found" };

describe("orm() with Kysely", () => {
  it("responds to a missing row with 404", async () => {
    const database = new Sqlite(":memory:");
    database.exec("create table articles (id integer primary key)");
    const db = new Kysely<{ articles: { id: number } }>({
      dialect: new SqliteDialect({ database: database as never }),
    });

    const outcome = await respond(
      orm(),
      () => db.selectFrom("articles").selectAll().executeTakeFirstOrThrow(),
      get,
    );
    await db.destroy();

    expect(summary(outcome)).toEqual(notFound);
  });
});

describe("orm() with TypeORM", () => {
  interface Article {
    readonly id: number;
    readonly version: number;
  }
  const articles = new EntitySchema<Article>({
    name: "Article",
    columns: { id: { type: Number, primary: true }, version: { type: Number, version: true } },
  });

  it("responds to a missing row with 404 and to a row that was changed with 409", async () => {
    const source = new DataSource({
      type: "better-sqlite3",
      database: ":memory:",
      entities: [articles],
      synchronize: true,
    });
    await source.initialize();
    const repository = source.getRepository(articles);
    await repository.insert({ id: 1 });

    const missing = await respond(orm(), () => repository.findOneByOrFail({ id: 7 }), get);
    const stale = await respond(
      orm(),
      () =>
        repository
          .createQueryBuilder("article")
          .setLock("optimistic", 7)
          .where("article.id = 1")
          .getOne(),
      (api) => api.put("/articles/1").send({ title: "x" }),
    );
    await source.destroy();

    expect(summary(missing)).toEqual(notFound);
    expect(summary(stale)).toEqual({ status: 409, code: "conflict" });
  });
});

const url = await postgresServer();
const why = url === undefined ? " (skipped: no PostgreSQL server; set TEST_DATABASE_URL)" : "";

describe.skipIf(url === undefined)(`orm() with Sequelize and Knex on PostgreSQL${why}`, () => {
  const schema = `backstop_${process.pid}_${Date.now()}`;
  const db = new Sequelize(url ?? "postgres://x", {
    logging: false,
    pool: { max: 1, acquire: 300 },
  });
  class Article extends Model {}

  afterAll(async () => {
    await db.query(`drop schema if exists ${schema} cascade`);
    await db.close();
  });

  it("responds to a missing row with 404 and to a row that was changed with 409", async () => {
    await db.query(`create schema ${schema}`);
    Article.init(
      { title: DataTypes.STRING },
      { sequelize: db, schema, tableName: "articles", version: true },
    );
    await Article.sync();
    const article = await Article.create({ title: "a" });
    await Article.update({ title: "b" }, { where: {} });
    await db.query(`update ${schema}.articles set version = 9`);

    const missing = await respond(
      orm(),
      () => Article.findOne({ where: { id: 77 }, rejectOnEmpty: true }),
      get,
    );
    const stale = await respond(
      orm(),
      () => article.update({ title: "c" }),
      (api) => api.put("/articles/1").set("If-Match", '"1"').send({ title: "c" }),
    );

    expect(new EmptyResultError("").name).toBe("SequelizeEmptyResultError");
    expect(summary(missing)).toEqual(notFound);
    expect(summary(stale)).toEqual({ status: 412, code: "precondition_failed" });
  });

  it("responds with 503 when a pool has no connection, and with 504 when Knex stopped waiting", async () => {
    const held = await db.transaction();
    const sequelize = await respond(orm(), () => db.query("select 1"));
    await held.rollback();
    const knex = knexOf({
      client: "pg",
      connection: url ?? "",
      pool: { min: 0, max: 1 },
      acquireConnectionTimeout: 200,
    });
    const transaction = await knex.transaction();
    const full = await respond(orm(), () => knex.raw("select 1"));
    await transaction.rollback();
    const slow = await respond(orm(), () => knex.raw("select 1 from pg_sleep(1)").timeout(50));
    await knex.destroy();

    expect(summary(sequelize)).toEqual(unavailable("2"));
    expect(summary(full)).toEqual(unavailable("2"));
    expect(summary(slow)).toEqual({ status: 504, code: "gateway_timeout" });
    expect(slow.body.detail).toContain("A change may have been made");
  });
});
