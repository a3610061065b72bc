import { ConflictError } from "express-backstop";
import { describe, expect, it, vi } from "vitest";
import { type ConstraintMapping, readConstraints } from "../../src/mappers/constraints.ts";
import type { DatabaseFailure, ValueKind } from "../../src/mappers/database-failure.ts";
import { toValueError } from "../../src/mappers/value-error.ts";
import { throwingGetters } from "../support/hostile.ts";
import { requestWith, type RequestMembers } from "../support/map-error.ts";

const cause = new Error("the value hunter2 of articles.slug");

interface Refusal extends Partial<Pick<DatabaseFailure, "columns" | "isValue" | "phrase">> {
  readonly constraint?: string;
  readonly mapping?: ConstraintMapping;
}

function refuse(kind: ValueKind, request: RequestMembers, refusal: Refusal = {}) {
  const { mapping, ...more } = refusal;
  const failure: DatabaseFailure = { kind, code: "22001", table: "articles", ...more };
  const read = mapping && readConstraints("test", { named: mapping }).get("named");
  return toValueError({ failure, kind, cause, request: requestWith(request), mapping: read });
}

const pointers = (...given: Parameters<typeof refuse>): readonly string[] | undefined =>
  refuse(...given)?.errors?.map((field) => `${field.in} ${field.pointer}`);

const is = (expected: string) => (text: string) => text === expected;
const isLong = (text: string) => text.length > 3;

describe("toValueError", () => {
  it.each<[ValueKind, unknown, string, string]>([
    ["required", null, "required", "is required"],
    ["too_long", "long", "too_long", "is too long"],
    ["out_of_range", 99_999, "invalid", "is out of range"],
    ["bad_format", "x", "bad_format", "is not valid"],
  ])("is a 400 for a value that is refused as %s: %j", (kind, value, code, detail) => {
    const error = refuse(kind, { body: { slug: value } }, { columns: ["slug"] });

    expect(error).toMatchObject({
      status: 400,
      code: "validation_failed",
      cause,
      context: { databaseCode: "22001", table: "articles" },
    });
    expect(error?.errors).toEqual([{ in: "body", pointer: "#/slug", code, detail }]);
    expect(error?.message).toBe("The request has 1 invalid value.");
  });

  it("has the phrase of the failure", () => {
    const refusal = { columns: ["id"], phrase: "is not a valid UUID" };

    expect(refuse("bad_format", { body: { id: "x" } }, refusal)?.errors?.[0]?.detail).toBe(
      "is not a valid UUID",
    );
  });

  it.each<[string, ValueKind, RequestMembers, Refusal]>([
    ["a request without a body", "too_long", {}, { columns: ["slug"] }],
    [
      "a column that the body lacks",
      "too_long",
      { body: { title: "long" } },
      { columns: ["slug"] },
    ],
    ["a null that the server made", "required", { body: { slug: "x" } }, { columns: ["slug"] }],
    [
      "a missing member, which the server may fill in",
      "required",
      { body: {} },
      { columns: ["slug"] },
    ],
    [
      "a member with another value",
      "too_long",
      { body: { slug: "x" } },
      { columns: ["slug"], isValue: isLong },
    ],
    ["a member that is an object", "too_long", { body: { slug: {} } }, { columns: ["slug"] }],
    [
      "two members that may be at fault",
      "too_long",
      { body: { a: { slug: "x" }, b: { slug: "y" } } },
      { columns: ["slug"] },
    ],
    [
      "a check, which may be about several columns",
      "check",
      { body: { slug: "x" } },
      { columns: ["slug"], isValue: is("x") },
    ],
    ["a failure that tells nothing", "bad_format", { body: { slug: "x" } }, {}],
    [
      "a required value of an unknown column",
      "required",
      { body: { slug: "x" } },
      { isValue: is("x") },
    ],
    [
      "a body with a getter that throws",
      "too_long",
      { body: throwingGetters({}, "slug") },
      { columns: ["slug"], isValue: isLong },
    ],
    [
      "a column named like a member of every object",
      "too_long",
      { body: {} },
      { columns: ["constructor"] },
    ],
  ])("blames nobody for %s", (_what, kind, request, refusal) => {
    expect(refuse(kind, request, refusal)).toBeUndefined();
  });

  it.each<[string, ValueKind, RequestMembers, Refusal, readonly string[]]>([
    [
      "in camel case",
      "too_long",
      { body: { authorName: "long" } },
      { columns: ["author_name"] },
      ["body #/authorName"],
    ],
    [
      "inside of the body",
      "too_long",
      { body: { a: { slug: "long" } } },
      { columns: ["slug"] },
      ["body #/a/slug"],
    ],
    [
      "that holds the value",
      "too_long",
      { body: { a: { slug: "long" }, b: { slug: "x" } } },
      { columns: ["slug"], isValue: isLong },
      ["body #/a/slug"],
    ],
    [
      "of the first column that the body has",
      "too_long",
      { body: { b: "long" } },
      { columns: ["a", "b"] },
      ["body #/b"],
    ],
    [
      "that is null, next to one that is not",
      "required",
      { body: { a: { slug: null }, b: { slug: "x" } } },
      { columns: ["slug"] },
      ["body #/a/slug"],
    ],
    [
      "that is a number",
      "out_of_range",
      { body: { price: 7 } },
      { columns: ["price"], isValue: is("7") },
      ["body #/price"],
    ],
    [
      "that is false",
      "bad_format",
      { body: { id: false } },
      { columns: ["id"], isValue: is("false") },
      ["body #/id"],
    ],
  ])("blames the member %s", (_what, kind, request, refusal, expected) => {
    expect(pointers(kind, request, refusal)).toEqual(expected);
  });

  it.each<[string, ValueKind, RequestMembers, readonly string[] | undefined]>([
    ["the path", "bad_format", { originalUrl: "/articles/long" }, ["params #"]],
    ["the query", "bad_format", { query: { id: "long" } }, ["query #/id"]],
    ["the body", "bad_format", { body: { id: "long" } }, ["body #/id"]],
    [
      "the first of several places, for the value itself is known",
      "bad_format",
      { query: { id: "long" }, body: { id: "long" } },
      ["query #/id"],
    ],
    ["the only place", "too_long", { body: { a: "long", b: "x" } }, ["body #/a"]],
    [
      "the part, if several values in it may be the one",
      "too_long",
      { body: { a: "long", b: "longer" } },
      ["body #"],
    ],
    [
      "nobody, if values of several parts may be the one",
      "too_long",
      { query: { a: "long" }, body: { b: "longer" } },
      undefined,
    ],
  ])("without a column blames %s", (_what, kind, request, expected) => {
    expect(pointers(kind, request, { isValue: isLong })).toEqual(expected);
  });
});

describe("toValueError with the mapping of a constraint", () => {
  it("points to the field of the mapping, in its words", () => {
    const mapping = {
      field: "price",
      fieldDetail: "must be positive",
      code: "price_wrong",
      title: "Price wrong",
      detail: "Prices are positive.",
    };

    const error = refuse(
      "check",
      { body: { item: { price: -1 } } },
      { constraint: "named", mapping },
    );

    expect(error).toMatchObject({
      status: 400,
      code: "price_wrong",
      title: "Price wrong",
      message: "Prices are positive.",
      errors: [
        { in: "body", pointer: "#/item/price", code: "invalid", detail: "must be positive" },
      ],
      context: { databaseCode: "22001", constraint: "named", table: "articles" },
    });
    expect(error?.context).not.toHaveProperty("fieldNotFound");
  });

  it("points to the body, and tells the record, if the body lacks the field", () => {
    const error = refuse("check", { body: {} }, { mapping: { field: "/a/price" } });

    expect(error?.errors).toMatchObject([{ in: "body", pointer: "#", detail: "is not allowed" }]);
    expect(error?.context).toMatchObject({ fieldNotFound: "/a/price" });
  });

  it("looks for the field of the mapping, and not for the column or the value", () => {
    const refusal = { columns: ["slug"], isValue: is("x"), mapping: { field: "title" } };

    expect(pointers("too_long", { body: { slug: "x" } }, refusal)).toEqual(["body #"]);
  });

  it("points to the outermost of several fields if the value is not known", () => {
    const body = { price: { amount: -1 }, item: { price: 5 } };

    expect(pointers("check", { body }, { mapping: { field: "price" } })).toEqual(["body #/price"]);
  });

  it("finds the column if the mapping has no field", () => {
    const refusal = { columns: ["slug"], mapping: { code: "slug_long" } };

    expect(pointers("too_long", { body: { slug: "long" } }, refusal)).toEqual(["body #/slug"]);
    expect(refuse("too_long", {}, refusal)).toMatchObject({ code: "slug_long" });
  });

  it.each<[string, RequestMembers, readonly string[] | undefined]>([
    ["with the fields at fault", { body: { price: -1 } }, ["#/price"]],
    ["without fields if the body lacks it", { body: {} }, undefined],
  ])("calls the declared error %s", (_what, request, expected) => {
    const declared = new ConflictError();
    const error = vi.fn<NonNullable<ConstraintMapping["error"]>>(() => declared);

    expect(refuse("check", request, { mapping: { error, field: "price" } })).toBe(declared);
    const [options, given] = error.mock.calls[0] ?? [];
    expect(options?.cause).toBe(cause);
    expect(options?.errors?.map((field) => field.pointer)).toEqual(expected);
    expect(given?.body).toBe(request.body);
  });
});
