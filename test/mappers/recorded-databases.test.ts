import type { Request } from "express";
import type { ErrorMapper } from "express-backstop";
import { mongodb } from "express-backstop/mappers/mongodb";
import { mysql } from "express-backstop/mappers/mysql";
import { prisma } from "express-backstop/mappers/prisma";
import { sqlite } from "express-backstop/mappers/sqlite";
import { describe, expect, it } from "vitest";

// Errors of servers and versions that test/libraries cannot run: their shapes are those of the documentation.

function outcome(mapper: ErrorMapper, members: object, body: object = {}, method = "POST") {
  const error = Object.assign(new Error("secret"), members);
  const request = { method, body, query: {}, originalUrl: "/articles", headers: {} };
  // The mappers read only these members.
  const mapped = mapper(error, request as unknown as Request);
  return mapped && [mapped.status, mapped.code, ...(mapped.errors ?? []).map((one) => one.pointer)];
}

const mysqlError = (errno: number, sqlMessage: string) => ({
  errno,
  sqlState: "HY000",
  sqlMessage,
});

describe("mysql() on MySQL 8", () => {
  it.each<[string, object, object, readonly unknown[] | undefined]>([
    [
      "a key with the name of its table",
      mysqlError(1062, "Duplicate entry 'a' for key 'articles.slug'"),
      { slug: "a" },
      [409, "duplicate", "#/slug"],
    ],
    [
      "a value that looks like the end of the message",
      mysqlError(1062, "Duplicate entry 'x' for key 'y' for key 'articles.slug'"),
      { slug: "x' for key 'y", y: "x" },
      [409, "duplicate", "#/slug"],
    ],
    [
      "a primary key of two columns",
      mysqlError(1062, "Duplicate entry '1-7' for key 'likes.PRIMARY'"),
      {},
      [409, "duplicate"],
    ],
    ["max_execution_time", mysqlError(3024, "interrupted"), {}, [504, "gateway_timeout"]],
    ["NOWAIT", mysqlError(3572, "nowait"), {}, [503, "service_unavailable"]],
    [
      "--read-only",
      mysqlError(1290, "running with the --read-only option"),
      {},
      [503, "service_unavailable"],
    ],
    ["--secure-file-priv", mysqlError(1290, "running with --secure-file-priv"), {}, undefined],
    ["a check", mysqlError(3819, "Check constraint 'price_positive' is violated."), {}, undefined],
    [
      "a message in another language",
      mysqlError(1062, "Doppelter Eintrag"),
      {},
      [409, "duplicate"],
    ],
    [
      "an emoji that the column cannot store",
      mysqlError(1366, "Incorrect string value: '\\xF0\\x9F' for column 'title' at row 1"),
      { title: "😀" },
      [400, "validation_failed", "#/title"],
    ],
    ["a code without a number", { code: "ER_DUP_ENTRY" }, {}, undefined],
  ])("responds to %s", (_what, error, body, expected) => {
    expect(outcome(mysql(), error, body)).toEqual(expected);
  });

  it("finds the mapping of a check by its name", () => {
    const mapper = mysql({
      constraints: { price_positive: { code: "price_wrong", field: "price" } },
    });
    const error = mysqlError(3819, "Check constraint 'price_positive' is violated.");

    expect(outcome(mapper, error, { price: -1 })).toEqual([400, "price_wrong", "#/price"]);
  });
});

describe("sqlite() with the errors of sqlite3 and node:sqlite", () => {
  it.each<[string, object, string, readonly unknown[] | undefined]>([
    [
      "sqlite3, which tells no extended code",
      {
        code: "SQLITE_CONSTRAINT",
        errno: 19,
        message: "SQLITE_CONSTRAINT: UNIQUE constraint failed: t.slug",
      },
      "POST",
      [409, "duplicate", "#/slug"],
    ],
    [
      "node:sqlite, which tells a number",
      { code: "ERR_SQLITE_ERROR", errcode: 2067, message: "UNIQUE constraint failed: t.slug" },
      "POST",
      [409, "duplicate", "#/slug"],
    ],
    [
      "a DELETE of node:sqlite",
      { code: "ERR_SQLITE_ERROR", errcode: 787, message: "FOREIGN KEY constraint failed" },
      "DELETE",
      [409, "still_referenced"],
    ],
    [
      "an extended code of a locked database",
      { code: "SQLITE_BUSY_SNAPSHOT" },
      "POST",
      [503, "service_unavailable"],
    ],
    [
      "an index of an expression",
      { code: "SQLITE_CONSTRAINT_UNIQUE", message: "UNIQUE constraint failed: index 'x'" },
      "POST",
      [409, "duplicate"],
    ],
    ["another library", { code: "ERR_OTHER", errcode: 2067 }, "POST", undefined],
  ])("responds to %s", (_what, error, method, expected) => {
    expect(outcome(sqlite(), error, { slug: "a" }, method)).toEqual(expected);
  });
});

describe("prisma() with the errors of Prisma 6", () => {
  it.each<[string, object, readonly unknown[] | undefined]>([
    ["a unique key", { code: "P2002", meta: { target: ["slug"] } }, [409, "duplicate", "#/slug"]],
    [
      "a unique key by name",
      { code: "P2002", meta: { target: "Article_slug_key" } },
      [409, "duplicate"],
    ],
    [
      "a foreign key",
      { code: "P2003", meta: { field_name: "author_id" } },
      [409, "reference_missing"],
    ],
    [
      "a value that is too long",
      { code: "P2000", meta: { column_name: "slug" } },
      [400, "validation_failed", "#/slug"],
    ],
    ["a pool without a connection", { code: "P2024" }, [503, "service_unavailable"]],
    ["a write conflict", { code: "P2034" }, [503, "service_unavailable"]],
    ["a timeout", { code: "P1008" }, [504, "gateway_timeout"]],
    [
      "a server that is not there at the start",
      { errorCode: "P1001" },
      [503, "service_unavailable"],
    ],
    ["a missing table", { code: "P2021" }, undefined],
  ])("responds to %s", (_what, members, expected) => {
    const error = { clientVersion: "6.19.0", ...members };

    expect(outcome(prisma(), error, { slug: "a" })).toEqual(expected);
  });

  it("ignores the same code without a version of Prisma", () => {
    expect(outcome(prisma(), { code: "P2002" })).toBeUndefined();
  });
});

describe("mongodb()", () => {
  it("ignores the same number on an error of another library", () => {
    expect(outcome(mongodb(), { code: 11_000 })).toBeUndefined();
  });

  it("reads the columns from the name of an index", () => {
    const message = "E11000 duplicate key error collection: t.a index: slug_1_lang_-1 dup key: { }";
    const error = { name: "MongoServerError", code: 11_000, message };

    expect(outcome(mongodb(), error, { slug: "a", lang: "en" })).toEqual([
      409,
      "duplicate",
      "#/slug",
      "#/lang",
    ]);
  });
});
