import { runInNewContext } from "node:vm";
import { defineErrors, HttpError, ValidationError, type FieldError } from "express-backstop";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { fromHttpError } from "../../src/errors/public-error.ts";
import { pollute } from "../support/pollute.ts";

const field: FieldError = {
  in: "body",
  pointer: "#/age",
  code: "too_small",
  detail: "must be 18 or more",
  also: ["#/born"],
  params: { minimum: 18 },
};
const sent = (errors: unknown) =>
  fromHttpError(new ValidationError(errors as FieldError[]))?.errors;

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, "hint");
});

describe("the fields that are sent", () => {
  it("are those that were given, with all members that a field may have", () => {
    expect(sent([field])).toEqual([field]);
  });

  it("have no value, if they are issues of zod that got a place", () => {
    const { error } = z
      .object({ age: z.number() })
      .safeParse({ age: "secret" }, { reportInput: true });
    const issues = error?.issues.map((issue) =>
      Object.assign(issue, { in: "body", pointer: "#/age" }),
    );

    expect(issues).toMatchObject([{ input: "secret" }]);
    expect(sent(issues)).toEqual([{ in: "body", pointer: "#/age", code: "invalid_type" }]);
  });

  it("have no value, if they are errors of express-validator", () => {
    const errors = [{ type: "field", value: "secret", msg: "No.", path: "age", location: "body" }];

    expect(sent(errors)).toEqual([{}]);
    const other = new HttpError(409, "No.", { errors: errors as never });
    expect(fromHttpError(other)?.errors).toEqual([{}]);
  });

  it("are objects only", () => {
    expect(sent(["secret", null, undefined, 5, ["secret"], field])).toEqual([field]);
  });

  it("take nothing from a polluted Object.prototype", () => {
    pollute("hint", "planted");

    expect(sent([field])).toEqual([field]);
    expect(JSON.stringify(sent([field]))).not.toContain("planted");
  });
});

describe("an error in place of the options", () => {
  const cause = Object.assign(new Error("secret"), {
    code: "23505",
    status: 500,
    headers: { "X-Secret": "1" },
    extensions: { secret: 1 },
  });

  it.each<[string, HttpError]>([
    ["HttpError", new HttpError(409, "No.", cause as never)],
    ["ValidationError", new ValidationError([field], cause as never)],
  ])("is the cause of %s, and nothing of it is sent", (_name, error) => {
    expect(error.cause).toBe(cause);
    expect(JSON.stringify(fromHttpError(error))).not.toMatch(/secret|23505/i);
  });

  it("may be of another realm, as in Jest", () => {
    const other: unknown = runInNewContext("new Error('secret')");

    expect(new HttpError(409, "No.", other as never).cause).toBe(other);
    expect(
      defineErrors({ taken: { status: 409, title: "Taken" } }).taken(other as never),
    ).toMatchObject({
      cause: other,
      failures: [],
    });
  });

  it("that is null counts as absent", () => {
    expect(new HttpError(409, "No.", null as never)).toMatchObject({ code: "conflict" });
  });
});
