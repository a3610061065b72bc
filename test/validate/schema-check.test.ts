import type { Request } from "express";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import type { StandardSchema } from "../../src/schema/standard-schema.ts";
import { bodyCheck, toSchemaCheck } from "../../src/validate/schema-check.ts";
import { serverResponse } from "../support/server-response.ts";

const schemaOf = (validate: (value: unknown) => unknown) =>
  ({ "~standard": { version: 1, vendor: "own", validate } }) as StandardSchema;
const fails = (): never => {
  throw new Error("outage");
};

function nested(levels: number): unknown {
  let value: unknown = "leaf";
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe("the check of a schema", () => {
  it.each<[string, StandardSchema]>([
    ["zod 4", z.object({ tries: z.coerce.number() })],
    ["zod 4, asynchronous", z.object({ tries: z.coerce.number().refine(async () => true) })],
    ["zod 3", z3.object({ tries: z3.coerce.number() })],
    ["valibot", v.object({ tries: v.pipe(v.unknown(), v.transform(Number)) })],
    ["its own", schemaOf(() => ({ value: { tries: 7 } }))],
    ["its own, asynchronous", schemaOf(async () => ({ value: { tries: 7 } }))],
  ])("of %s returns the parsed value", async (_library, schema) => {
    expect(await toSchemaCheck(schema)({ tries: "7" })).toEqual({
      kind: "valid",
      value: { tries: 7 },
    });
  });

  it.each<[string, StandardSchema]>([
    ["zod 4", z.object({ tries: z.int() })],
    ["zod 3", z3.object({ tries: z3.number() })],
    ["valibot", v.object({ tries: v.number() })],
    ["its own", schemaOf(() => ({ issues: [{ message: "no" }] }))],
  ])("of %s returns the issues", async (_library, schema) => {
    expect(await toSchemaCheck(schema)({ tries: "x" })).toMatchObject({
      kind: "invalid",
      issues: [{}],
    });
  });

  it.each<[string, StandardSchema]>([
    ["throws", schemaOf(fails)],
    ["rejects", schemaOf(async () => fails())],
    ["throws in a refinement of zod 4", z.unknown().refine(fails)],
    ["rejects in a refinement of zod 4", z.unknown().refine(async () => fails())],
    ["throws in a refinement of zod 3", z3.unknown().refine(fails)],
  ])("returns the failure of a schema that %s", async (_what, schema) => {
    expect(await toSchemaCheck(schema)("value")).toEqual({
      kind: "failed",
      error: new Error("outage"),
    });
  });

  it("makes an Error of a failure that is not one", async () => {
    const rejects = schemaOf(() => Promise.reject("outage"));

    expect(await toSchemaCheck(rejects)(1)).toMatchObject({
      kind: "failed",
      error: { cause: "outage" },
    });
  });

  it.each([undefined, null, 7, "valid", true])("fails if a schema returns %s", (result) => {
    expect(toSchemaCheck(schemaOf(() => result))(1)).toMatchObject({
      kind: "failed",
      error: { message: "The schema returned something other than a Standard Schema result." },
    });
  });

  it("waits for a promise of another library", async () => {
    const result = { value: 7 };
    const thenable = {
      // oxlint-disable-next-line unicorn/no-thenable -- a promise of another library is one
      then: (resolve: (value: unknown) => void) => resolve(result),
    };

    expect(await toSchemaCheck(schemaOf(() => thenable))(1)).toEqual({ kind: "valid", value: 7 });
  });

  it("tells a value that exhausts the stack from a schema that does so itself", () => {
    const exhaust = (): never => exhaust();
    const check = toSchemaCheck(schemaOf(exhaust));

    expect(check(nested(201))).toEqual({ kind: "too_deep" });
    expect(check(nested(200))).toMatchObject({ kind: "failed", error: expect.any(RangeError) });
  });

  it("takes another RangeError for a failure of the schema, however deep the value is", () => {
    const schema = schemaOf(() => {
      throw new RangeError("Invalid array length");
    });

    expect(toSchemaCheck(schema)(nested(201))).toMatchObject({ kind: "failed" });
  });
});

describe("the check of a body", () => {
  const requestOf = (headers: Readonly<Record<string, string>>): Request =>
    serverResponse(headers).req;
  const valid = () => ({ kind: "valid", value: "parsed" }) as const;
  const long = requestOf({ "content-length": "100000" });

  it.each<[string, StandardSchema, unknown, Request, string]>([
    ["a body of 1,000 levels", z.any(), nested(1000), long, "valid"],
    ["a body of 1,001 levels", z.any(), nested(1001), long, "too_deep"],
    ["a body without a length", z.any(), nested(1001), requestOf({}), "too_deep"],
    [
      "a compressed body, which may be short",
      z.any(),
      nested(1001),
      requestOf({ "content-length": "9", "content-encoding": "gzip" }),
      "too_deep",
    ],
    [
      "a body that is too short for so many levels",
      z.any(),
      nested(1001),
      requestOf({ "content-length": "1000" }),
      "valid",
    ],
    ["a schema of limited depth", z.object({ a: z.string() }), nested(1001), long, "valid"],
    ["a schema of another library", v.any(), nested(1001), long, "too_deep"],
    ["a text that is not Unicode", z.any(), ["\ud83d"], long, "ill_formed"],
    [
      "a text that is not Unicode in a bounded schema",
      z.array(z.string()),
      ["\ud83d"],
      long,
      "ill_formed",
    ],
  ])("finds of %s", (_what, schema, body, req, kind) => {
    expect(bodyCheck(valid, schema)(body, req)).toMatchObject({ kind });
  });

  it("runs the schema only on a body that it does not refuse itself", async () => {
    const seen: unknown[] = [];
    const check = bodyCheck((value) => (seen.push(value), valid()), z.any());

    await check(["\ud83d"], long);
    await check(nested(1001), long);
    await check("text", long);

    expect(seen).toEqual(["text"]);
  });
});
