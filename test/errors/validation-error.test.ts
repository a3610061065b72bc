import { HttpError, ValidationError, type FieldError } from "express-backstop";
import { describe, expect, it } from "vitest";

const field: FieldError = {
  in: "body",
  pointer: "#/publishAt",
  code: "too_small",
  detail: "must be in the future",
};

describe("ValidationError", () => {
  it("is a 400 with the fields, whose message the client gets", () => {
    const error = new ValidationError([field]);

    expect(error).toBeInstanceOf(HttpError);
    expect(error).toMatchObject({
      name: "ValidationError",
      status: 400,
      code: "validation_failed",
      title: "Validation failed",
      message: "The request has 1 invalid value.",
      expose: true,
      errors: [field],
    });
    expect(error).not.toHaveProperty("errorCount");
  });

  it.each([
    ["the listed fields", [field, field], {}, "The request has 2 invalid values."],
    ["no fields", [], {}, "Validation failed"],
    ["all fields", [field], { errorCount: 70 }, "The request has 70 invalid values."],
    ["a message", [field], { message: "Publish later." }, "Publish later."],
    ["an empty message", [field], { message: "" }, ""],
  ])("has the message of %s", (_what, errors, options, message) => {
    expect(new ValidationError(errors, options).message).toBe(message);
  });

  it.each<[string, unknown, string, readonly FieldError[]]>([
    ["one field without an array", field, "The request has 1 invalid value.", [field]],
    [
      "an item that is not a field",
      [field, "x", null],
      "The request has 1 invalid value.",
      [field],
    ],
    ["a text", "title is bad", "Validation failed", []],
    ["nothing", undefined, "Validation failed", []],
    ["null", null, "Validation failed", []],
  ])(
    "given %s, is the same 400, and has a failure that says so",
    (_what, given, message, errors) => {
      const error = new ValidationError(given as FieldError[]);

      expect(error).toMatchObject({ status: 400, message, errors });
      expect(error.failures).toEqual([
        expect.objectContaining({
          message: expect.stringMatching(
            /^ValidationError: errors must be an array of fields\. Write new ValidationError\(\[\{/,
          ),
        }),
      ]);
    },
  );

  it("has no failure if all is as it should be", () => {
    expect(new ValidationError([field])).not.toHaveProperty("failures");
  });

  it("takes another code, title, cause, headers and context", () => {
    const options = {
      code: "article_invalid",
      title: "Article invalid",
      cause: "why",
      headers: { "Content-Language": "de" },
      context: { editor: 7 },
    };

    expect(new ValidationError([field], options)).toMatchObject(options);
  });

  it("takes its fields from the first argument, not from the options", () => {
    const options = { errors: [] } as object;

    expect(new ValidationError([field], options).errors).toEqual([field]);
  });
});
