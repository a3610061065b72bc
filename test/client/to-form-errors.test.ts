import type { FieldError } from "express-backstop";
import { toFormErrors } from "express-backstop/client";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toPointer } from "../../src/errors/json-pointer.ts";

const field = (pointer: string, detail = "is required", part: FieldError["in"] = "body") => ({
  in: part,
  pointer,
  code: "required",
  detail,
});

describe("toFormErrors", () => {
  it("has the text of each field by its name, and none for the form", () => {
    const errors = [field("#/title"), field("#/tags/1", "is too short"), field("#/a~1b%20c")];

    expect(toFormErrors({ title: "Validation failed", detail: "3 values.", errors })).toEqual({
      fields: { title: "is required", "tags.1": "is too short", "a/b c": "is required" },
    });
  });

  it("joins several texts of one field", () => {
    const errors = [field("#/name", "is too short"), field("#/name", "must have a digit")];

    expect(toFormErrors({ errors }).fields).toEqual({ name: "is too short, must have a digit" });
  });

  it("gives the form what is in another part of the request, or the whole part", () => {
    const errors = [field("#"), field("#/page", "must be a number", "query"), field("#/title")];

    expect(toFormErrors({ errors })).toEqual({
      root: "body is required; page must be a number",
      fields: { title: "is required" },
    });
    expect(toFormErrors({ errors }, { in: "query" })).toEqual({
      root: "body is required; title is required",
      fields: { page: "must be a number" },
    });
  });

  it("gives a value to the field that it is in, or to the form, where the names are known", () => {
    const errors = [
      field("#/tags/1/name"),
      field("#/address/street"),
      field("#/address/city"),
      field("#/secret"),
      field("#/list/0"),
    ];

    expect(
      toFormErrors(
        { errors },
        { names: ["tags", "tags[1]", "address[street]", "address[city]", "list[]", "title"] },
      ),
    ).toEqual({
      root: "secret is required",
      fields: {
        "tags[1]": "is required",
        "address[street]": "is required",
        "address[city]": "is required",
        "list[]": "is required",
      },
    });
  });

  it.each([
    [{ title: "Conflict", detail: "Taken." }, "Taken."],
    [{ title: "Conflict" }, "Conflict"],
    [{}, "Something went wrong. Try again later."],
    [{ errors: [] }, "Something went wrong. Try again later."],
    [{ errors: [field("#/title")], errorCount: 60, detail: "60 values." }, "60 values."],
  ])("of %j has the text %j for the form", (problem, root) => {
    expect(toFormErrors(problem).root).toBe(root);
  });

  it("has a text of yours for a failure without one", () => {
    expect(toFormErrors({}, { fallback: "Später noch einmal." })).toEqual({
      root: "Später noch einmal.",
      fields: {},
    });
  });

  it("names every path as react-hook-form and TanStack Form do, and pollutes nothing", () => {
    const key = fc.oneof(fc.constantFrom("__proto__", "constructor", "0", "title"), fc.string());

    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 3 }), (path) => {
        const pointer = toPointer(path);
        const { fields, root } = toFormErrors({ errors: [field(pointer)] });

        expect(root).toBeUndefined();
        expect(Object.entries(fields)).toEqual([[path.join(".").toWellFormed(), "is required"]]);
        expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
      }),
    );
  });
});
