import { AssertionError } from "node:assert";
import { assertDeclaredErrors } from "express-backstop/testing";
import { describe, expect, it } from "vitest";

const declared = {
  method: "GET",
  path: "/articles/a17",
  route: "/articles/:id",
  code: "not_found",
};
const undeclared = { ...declared, undeclared: true, code: "article_locked" } as const;
const outside = { method: "PUT", path: "/drafts", code: "conflict", undeclared: true } as const;

describe("assertDeclaredErrors", () => {
  it("accepts records of declared errors, and no records", () => {
    expect(() => assertDeclaredErrors([declared])).not.toThrow();
    expect(() => assertDeclaredErrors([])).not.toThrow();
  });

  it("names the operation and the code of each undeclared error, once", () => {
    const records = [undeclared, declared, undeclared, outside];

    const assert = (): void => assertDeclaredErrors(records);

    expect(assert).toThrow(AssertionError);
    expect(assert).toThrow(
      "Undeclared errors: GET /articles/:id responded with article_locked; PUT /drafts responded with conflict. " +
        "Add each error to operation({ errors }), or throw a declared one.",
    );
  });

  it("has what runners show as a diff, and a stack that begins with the test", () => {
    let thrown: unknown;
    try {
      assertDeclaredErrors([outside]);
    } catch (error) {
      thrown = error;
    }

    expect(thrown).toMatchObject({
      actual: ["PUT /drafts responded with conflict"],
      expected: [],
      stack: expect.not.stringContaining("src/testing"),
    });
  });
});
