import { Long } from "bson";
import { mongoose as mongooseMapper } from "express-backstop/mappers/mongoose";
import mongoose, { type Connection, Schema } from "mongoose";
import { describe, expect, it } from "vitest";
import { mongoWire } from "./mongo-wire.ts";
import { conflict, internalError, post, respond, summary, unavailable } from "./respond.ts";

// Mongoose is real; the server is a small one in mongo-wire.ts, whose replies are written from MongoDB's documentation.

const schema = new Schema({
  title: { type: String, required: true, minlength: 2, maxlength: 10 },
  mood: { type: String, enum: ["calm", "wild"] },
  slug: { type: String, match: /^[a-z]+$/, unique: true },
  price: { type: Number, min: 1, max: 9 },
  author: { name: { type: String, maxlength: 3 } },
  prices: [Number],
  tags: { type: [String], validate: (tags: readonly string[]) => tags.length < 3 },
  broken: {
    type: String,
    validate: () => {
      throw new Error("db down at 10.0.0.1");
    },
  },
});

/** Runs the work on a connection to a server that replies to each command with the document. */
async function withReply(
  reply: Record<string, unknown>,
  work: (connection: Connection) => Promise<unknown>,
  send = post({}),
) {
  await using server = await mongoWire(() => reply);
  const connection = await mongoose.createConnection(server.url, { autoIndex: false }).asPromise();
  connection.model("Article", schema);
  try {
    return await respond(mongooseMapper(), () => work(connection), send);
  } finally {
    await connection.close(true);
  }
}

const Detached = mongoose.model("Detached", schema);

const create = (body: Record<string, unknown>, document: Record<string, unknown> = body) =>
  respond(mongooseMapper(), () => new Detached(document).validate(), post(body));

describe("mongoose()", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["a title that is missing", { mood: "calm" }, "body #/title required"],
    ["a title that is too short", { title: "a" }, "body #/title too_short"],
    ["a title that is too long", { title: "a".repeat(11) }, "body #/title too_long"],
    ["a mood that is not allowed", { title: "ab", mood: "sad" }, "body #/mood not_one_of"],
    ["a slug with a wrong format", { title: "ab", slug: "A B" }, "body #/slug invalid"],
    ["a price that is too small", { title: "ab", price: 0 }, "body #/price too_small"],
    ["a price that is too large", { title: "ab", price: 10 }, "body #/price too_large"],
    ["a price that is not a number", { title: "ab", price: "x1" }, "body #/price wrong_type"],
    ["a title that is an object", { title: { a: "b" } }, "body #/title wrong_type"],
    ["a price in a list", { title: "ab", prices: [1, "x1"] }, "body #/prices/1 wrong_type"],
    ["too many tags", { title: "ab", tags: ["a", "b", "c"] }, "body #/tags invalid"],
    ["a nested name", { title: "ab", author: { name: "abcd" } }, "body #/author/name too_long"],
  ])("responds to %s with 400", async (_what, body, field) => {
    const outcome = await create(body);

    expect(summary(outcome)).toEqual({ status: 400, code: "validation_failed", errors: [field] });
  });

  it("keeps a 500 when the server made one of the values", async () => {
    const outcome = await create({ title: "ab" }, { title: "ab", price: 77 });

    expect(summary(outcome)).toEqual(internalError);
  });

  it("keeps a 500 when the validator itself failed", async () => {
    const outcome = await create({ title: "ab", broken: "x" });

    expect(summary(outcome)).toEqual(internalError);
    expect(JSON.stringify(outcome.body)).not.toContain("10.0.0.1");
  });

  it("responds to a malformed id in the path with 400, and to one of the server with 500", async () => {
    const find = (id: string) =>
      respond(
        mongooseMapper(),
        () => Detached.findById(id),
        (api) => api.get("/articles/not-an-id"),
      );

    expect(summary(await find("not-an-id"))).toEqual({
      status: 400,
      code: "validation_failed",
      errors: ["params #/id wrong_type"],
    });
    expect(summary(await find("of-the-server"))).toEqual(internalError);
  });

  const empty = {
    ok: 1,
    n: 0,
    nModified: 0,
    cursor: { id: Long.ZERO, ns: "test.articles", firstBatch: [] },
  };

  it("responds to a missing document with 404", async () => {
    const outcome = await withReply(
      empty,
      (connection) => connection.model("Article").findOne({ slug: "kept-secret" }).orFail(),
      (api) => api.get("/articles/7"),
    );

    expect(summary(outcome)).toEqual({ status: 404, code: "not_found" });
    expect(JSON.stringify([outcome.body, outcome.record])).not.toContain("kept-secret");
  });

  it("responds with 409 when another request changed the document, and with 412 to If-Match", async () => {
    const save = (connection: Connection) => {
      const Article = connection.model("Article");
      const article = Article.hydrate({
        _id: new mongoose.Types.ObjectId(),
        __v: 3,
        tags: ["a", "b"],
      });
      article.set("tags", ["c"]);
      article.increment();
      return article.save({ validateBeforeSave: false });
    };
    const put = await withReply(empty, save, (api) => api.put("/articles/7").send({ tags: ["c"] }));
    const conditional = await withReply(empty, save, (api) =>
      api
        .put("/articles/7")
        .set("If-Match", '"3"')
        .send({ tags: ["c"] }),
    );

    expect(summary(put)).toEqual({ status: 409, code: "conflict" });
    expect(summary(conditional)).toEqual({ status: 412, code: "precondition_failed" });
  });

  it("responds to a duplicate key of the driver with 409", async () => {
    const error = {
      index: 0,
      code: 11_000,
      errmsg:
        'E11000 duplicate key error collection: test.articles index: slug_1 dup key: { slug: "a" }',
      keyPattern: { slug: 1 },
      keyValue: { slug: "a" },
    };
    const outcome = await withReply(
      { ok: 1, n: 0, writeErrors: [error] },
      (connection) => connection.model("Article").create({ title: "ab", slug: "a" }),
      post({ title: "ab", slug: "a" }),
    );

    expect(summary(outcome)).toEqual(conflict("duplicate", "slug"));
  });

  it("responds with 503 when an operation waits for a connection in vain", async () => {
    const waiting = mongoose.createConnection();
    const Article = waiting.model("Article", schema.clone().set("bufferTimeoutMS", 50));

    const outcome = await respond(mongooseMapper(), () => Article.find());

    expect(summary(outcome)).toEqual(unavailable("5"));
  });
});
