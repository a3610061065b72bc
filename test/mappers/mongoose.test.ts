import { mongoose } from "express-backstop/mappers";
import { describe, expect, it } from "vitest";
import { blamed } from "../support/map-error.ts";

// The shapes are recorded from Mongoose 9; test/libraries/mongoose.test.ts has the real one.

const castError = (path: string, value: unknown, members: object = {}): Error =>
  Object.assign(new Error("Cast failed"), {
    name: "CastError",
    path,
    value,
    valueType: "string",
    ...members,
  });

const validatorError = (kind: string, path: string, value: unknown): Error =>
  Object.assign(new Error("is not hunter2"), { name: "ValidatorError", kind, path, value });

const invalid = (...issues: readonly Error[]): Error =>
  Object.assign(new Error("Validation failed"), {
    name: "ValidationError",
    _message: "Validation failed",
    errors: Object.fromEntries(issues.entries()),
  });

/** A list as Mongoose holds it. */
class MongooseArray<Item> extends Array<Item> {}

describe("mongoose() with an invalid document", () => {
  it.each<[string, Error, unknown, unknown]>([
    [
      "an object in place of a text",
      castError("title", { a: 1 }),
      { title: { a: 1 } },
      ["body #/title wrong_type"],
    ],
    ["another object", castError("title", { a: 1 }), { title: { a: 2 } }, 500],
    [
      "a list in place of a number",
      castError("price", [1, 2]),
      { price: [1, 2] },
      ["body #/price wrong_type"],
    ],
    [
      "an item of a list",
      castError("prices.1", "[ 1, 'x' ]", { reason: castError("prices", "x") }),
      { prices: [1, "x"] },
      ["body #/prices/1 wrong_type"],
    ],
    [
      "an item that is an object",
      castError("tags.0", "[ { a: 1 } ]", { reason: castError("tags", { a: 1 }) }),
      { tags: [{ a: 1 }] },
      ["body #/tags/0 wrong_type"],
    ],
    [
      "an item of a list in a list",
      castError("rows.1", "[ [ 1 ], [ 'x' ] ]", {
        reason: castError("rows.0", "[ 'x' ]", { reason: castError("rows", "x") }),
      }),
      { rows: [[1], ["x"]] },
      ["body #/rows/1/0 wrong_type"],
    ],
    [
      "a value in place of a list",
      castError("prices.0", "[ 'x' ]", { reason: castError("prices", "x") }),
      { prices: "x" },
      ["body #/prices wrong_type"],
    ],
    [
      "an item of the server",
      castError("prices.0", "[ 'x' ]", { reason: castError("prices", "x") }),
      { prices: [1] },
      500,
    ],
    [
      "a list that a validator refuses",
      validatorError("user defined", "tags", MongooseArray.from(["a", "b"])),
      { tags: ["a", "b"] },
      ["body #/tags invalid"],
    ],
    [
      "another list",
      validatorError("user defined", "tags", MongooseArray.from(["a", "b"])),
      { tags: ["a"] },
      500,
    ],
    [
      "null, which a validator refuses",
      validatorError("user defined", "tags", null),
      { tags: null },
      ["body #/tags invalid"],
    ],
    ["a value that is undefined", validatorError("user defined", "tags", undefined), {}, 500],
    [
      "a number that the body has as a text",
      validatorError("max", "price", 10),
      { price: "10" },
      ["body #/price too_large"],
    ],
  ])("for %s", (_what, issue, body, expected) => {
    expect(blamed(mongoose(), invalid(issue), { body }) ?? 500).toEqual(expected);
  });
});
