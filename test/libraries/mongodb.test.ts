import { mongodb } from "express-backstop/mappers/mongodb";
import { type Collection, MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";
import { mongoWire } from "./mongo-wire.ts";
import { conflict, internalError, post, respond, summary, unavailable } from "./respond.ts";

// The driver is real; the server is a small one in mongo-wire.ts, whose replies are written from MongoDB's documentation.

type Reply = Record<string, unknown> | undefined;

/** Runs the work on the real driver, against a server with one reply. */
async function withReply(
  reply: Reply,
  work: (articles: Collection) => Promise<unknown>,
  send = post({}),
  mapper = mongodb(),
) {
  await using server = await mongoWire(() => reply);
  const client = new MongoClient(server.url, { retryWrites: false, retryReads: false });
  try {
    return await respond(mapper, () => work(client.db("test").collection("articles")), send);
  } finally {
    await client.close(true);
  }
}

const insert = (articles: Collection): Promise<unknown> => articles.insertOne({ slug: "x" });

const duplicate = {
  index: 0,
  code: 11_000,
  errmsg:
    'E11000 duplicate key error collection: test.articles index: slug_1 dup key: { slug: "kept-secret" }',
  keyPattern: { slug: 1 },
  keyValue: { slug: "kept-secret" },
};

describe("mongodb() with the driver", () => {
  it("responds to a duplicate key with 409 and points at the field", async () => {
    const reply = { ok: 1, n: 0, writeErrors: [duplicate] };

    const outcome = await withReply(reply, insert, post({ slug: "kept-secret" }));

    expect(summary(outcome)).toEqual(conflict("duplicate", "slug"));
    expect(outcome.record.context).toEqual({
      databaseCode: 11_000,
      constraint: "slug_1",
      table: "articles",
    });
    expect(JSON.stringify([outcome.body, outcome.record])).not.toContain("kept-secret");
  });

  it("reads the index from the text of a bulk write", async () => {
    const { keyPattern: _, keyValue: __, ...bare } = duplicate;
    const reply = { ok: 1, n: 0, writeErrors: [bare] };

    const outcome = await withReply(
      reply,
      (articles) => articles.insertMany([{ slug: "kept-secret" }]),
      post({ slug: "kept-secret" }),
    );

    expect(summary(outcome)).toEqual(conflict("duplicate", "slug"));
  });

  it("keeps a 500 for a document that the collection refuses, unless the app has a mapping", async () => {
    const refused = { index: 0, code: 121, errmsg: "Document failed validation" };
    const reply = { ok: 1, n: 0, writeErrors: [refused] };
    const mapper = mongodb({ constraints: { validator: { field: "slug" } } });

    const unmapped = await withReply(reply, insert, post({ slug: "x" }));
    const mapped = await withReply(reply, insert, post({ slug: "x" }), mapper);

    expect(summary(unmapped)).toEqual(internalError);
    expect(summary(mapped)).toMatchObject({ status: 400, errors: ["body #/slug invalid"] });
  });

  it.each([
    ["a write conflict", 112, "WriteConflict", unavailable("1")],
    ["a transaction that is gone", 251, "NoSuchTransaction", unavailable("1")],
    ["a transaction that was aborted", 244, "TransactionAborted", unavailable("1")],
    ["maxTimeMS", 50, "MaxTimeMSExpired", { status: 504, code: "gateway_timeout" }],
    ["a time limit", 262, "ExceededTimeLimit", { status: 504, code: "gateway_timeout" }],
    ["a primary that stepped down", 10_107, "NotWritablePrimary", unavailable("5")],
    ["a server that shuts down", 91, "ShutdownInProgress", unavailable("5")],
    ["no permission", 13, "Unauthorized", internalError],
    ["a wrong password", 18, "AuthenticationFailed", internalError],
    ["a wrong command", 9, "FailedToParse", internalError],
  ])("responds to %s", async (_what, code, codeName, expected) => {
    const reply = { ok: 0, code, codeName, errmsg: "secret 10.0.0.7" };

    const outcome = await withReply(reply, (articles) => articles.findOne());

    expect(summary(outcome)).toEqual(expected);
    expect(JSON.stringify(outcome.body)).not.toMatch(/secret|10\.0\.0\.7/);
  });

  it("says that a change may have been made when a write concern failed", async () => {
    const writeConcernError = { code: 64, codeName: "WriteConcernFailed", errmsg: "waiting" };

    const { body } = await withReply({ ok: 1, n: 1, writeConcernError }, insert);

    expect(body.status).toBe(504);
    expect(body.detail).toContain("A change may have been made");
  });

  it("responds with 503 when the server ends the connection", async () => {
    const outcome = await withReply(undefined, (articles) => articles.findOne());

    expect(summary(outcome)).toEqual(unavailable("5"));
  });

  it("responds with 503 when no server is there, or the pool has no connection", async () => {
    const lost = new MongoClient("mongodb://127.0.0.1:1", { serverSelectionTimeoutMS: 200 });
    const outcome = await respond(mongodb(), () => lost.db("x").collection("y").findOne());
    await lost.close();

    expect(summary(outcome)).toEqual(unavailable("5"));
  });
});
