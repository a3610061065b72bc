import { mongodb, prisma, sqlite } from "express-backstop/mappers";
import { describe, expect, it } from "vitest";
import { mapError } from "../support/map-error.ts";

// The codes that no test provokes with the real library, because no test can bring a database into this state, or
// because an earlier version of the library has them. Undefined is a 500.

// A conflict in a GET is a 500.
const post = { method: "POST", body: { title: "a" } };

const errorWith = (members: object): Error => Object.assign(new Error("hunter2"), members);

describe("sqlite()", () => {
  const named = (code: string) => mapError(sqlite(), errorWith({ code }), post);
  const numbered = (errcode: number) =>
    mapError(sqlite(), errorWith({ code: "ERR_SQLITE_ERROR", errcode }), post);

  it.each<[number, string, number | undefined]>([
    [5, "SQLITE_BUSY", 503],
    [6, "SQLITE_LOCKED", 503],
    [9, "SQLITE_INTERRUPT", 504],
    [8, "SQLITE_READONLY", 503],
    [10, "SQLITE_IOERR", 503],
    [11, "SQLITE_CORRUPT", 503],
    [13, "SQLITE_FULL", 503],
    [14, "SQLITE_CANTOPEN", 503],
    [26, "SQLITE_NOTADB", 503],
    [3, "SQLITE_PERM", undefined],
    [23, "SQLITE_AUTH", undefined],
    [1, "SQLITE_ERROR", undefined],
    [18, "SQLITE_TOOBIG", undefined],
    [1555, "SQLITE_CONSTRAINT_PRIMARYKEY", 409],
    [2579, "SQLITE_CONSTRAINT_ROWID", 409],
    [2067, "SQLITE_CONSTRAINT_UNIQUE", 409],
    [787, "SQLITE_CONSTRAINT_FOREIGNKEY", 409],
    [1299, "SQLITE_CONSTRAINT_NOTNULL", undefined],
    [275, "SQLITE_CONSTRAINT_CHECK", undefined],
    [3091, "SQLITE_CONSTRAINT_DATATYPE", undefined],
  ])("has the same response to %i and to %s", (number, name, status) => {
    expect([numbered(number)?.status, named(name)?.status]).toEqual([status, status]);
  });

  it.each(["SQLITE_IOERR_WRITE", "SQLITE_BUSY_RECOVERY", "SQLITE_READONLY_DBMOVED"])(
    "knows the extended code %s by its primary code",
    (code) => {
      expect(named(code)?.status).toBe(503);
    },
  );
});

describe("prisma()", () => {
  it.each<[string, number | undefined]>([
    ["P2001", 404],
    ["P2025", 404],
    ["P2014", 409],
    ["P2015", 409],
    ["P2018", 409],
    ["P1001", 503],
    ["P1002", 503],
    ["P1017", 503],
    ["P2024", 503],
    ["P2028", 503],
    ["P2034", 503],
    ["P2037", 503],
    ["P1008", 504],
    ["P1000", undefined],
    ["P1003", undefined],
    ["P1010", undefined],
    ["P2004", undefined],
    ["P2005", undefined],
    ["P2006", undefined],
    ["P2007", undefined],
    ["P2010", undefined],
    ["P2011", undefined],
    ["P2012", undefined],
    ["P2020", undefined],
    ["P2039", undefined],
  ])("responds to %s, about a value that the request does not have", (code, status) => {
    const error = errorWith({ code, clientVersion: "6.19.0", meta: {} });

    expect(mapError(prisma(), error, post)?.status).toBe(status);
  });

  it("blames a member that is null in the body for P2011", () => {
    const error = errorWith({
      code: "P2011",
      clientVersion: "6.19.0",
      meta: { column_name: "title" },
    });

    expect(mapError(prisma(), error, { body: { title: null } })).toMatchObject({
      status: 400,
      errors: [{ pointer: "#/title", code: "required" }],
    });
  });
});

describe("mongodb()", () => {
  it.each<[string, number | undefined]>([
    ["MongoNetworkError", 503],
    ["MongoNetworkTimeoutError", 504],
    ["MongoServerSelectionError", 503],
    ["MongoNotConnectedError", 503],
    ["MongoTopologyClosedError", 503],
    ["MongoClientClosedError", 503],
    ["MongoPoolClosedError", 503],
    ["MongoPoolClearedError", 503],
    ["MongoWaitQueueTimeoutError", 503],
    ["MongoOperationTimeoutError", 504],
    ["MongoParseError", undefined],
    ["MongoInvalidArgumentError", undefined],
    ["BSONError", undefined],
  ])("responds to a %s without a number", (name, status) => {
    expect(mapError(mongodb(), errorWith({ name }))?.status).toBe(status);
  });

  it.each<[number, number | undefined]>([
    [11_001, 409],
    [24, 503],
    [6, 503],
    [7, 503],
    [89, 503],
    [189, 503],
    [10_058, 503],
    [11_600, 503],
    [11_602, 503],
    [13_436, 503],
    [14_031, 503],
    [13_435, 503],
    [121, undefined],
    [2, undefined],
  ])("responds to the number %i", (code, status) => {
    const error = errorWith({ name: "MongoServerError", code });

    expect(mapError(mongodb(), error, post)?.status).toBe(status);
  });
});
