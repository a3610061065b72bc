import { AssertionError } from "node:assert";
import { defineErrors } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { assertProblem, problemMatchers } from "express-backstop/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const errors = defineErrors(
  {
    article_gone: {
      status: 410,
      title: "Article gone",
      data: z.object({ article: z.object({ id: z.int() }), tags: z.array(z.string()).optional() }),
    },
  },
  { extend: builtInErrors },
);
const body = { status: 410, code: "article_gone", article: { id: 7 }, requestId: "r1" };
const received = (text: unknown, headers: object = {}) => ({
  status: 410,
  headers: { "content-type": "application/problem+json", "x-request-id": "r1", ...headers },
  text: typeof text === "string" ? text : JSON.stringify(text),
});

/** Returns the error of an assertion that fails. */
function failureOf(assert: () => unknown): AssertionError {
  try {
    assert();
  } catch (error) {
    if (error instanceof AssertionError) return error;
  }
  throw new Error("The assertion did not fail.");
}

describe("assertProblem", () => {
  it("returns the whole problem, members that nobody declared included", () => {
    const problem = assertProblem(received({ ...body, more: 1 }), errors.article_gone);

    expect(problem).toEqual({ ...body, more: 1 });
  });

  it.each([
    ["application/problem+json; charset=utf-8", true],
    ["application/problem+json;charset=utf-8", true],
    ["application/json", false],
    [undefined, false],
  ])("takes the content type %s: %s", (type, accepted) => {
    const response = received(body, { "content-type": type });

    const { pass } = problemMatchers.toBeProblem(response, errors.article_gone);

    expect(pass).toBe(accepted);
  });

  it("compares members by their values, and names each that differs", () => {
    const assert = (members: Readonly<Record<string, unknown>>) => () =>
      assertProblem(received(body), errors.article_gone, members);

    expect(assert({ article: { id: 7 } })).not.toThrow();
    expect(assert({ article: { id: 8 }, tags: ["a"] })).toThrow(
      "article is { id: 7 } instead of { id: 8 }; tags is undefined instead of [ 'a' ].",
    );
    expect(assert({ tags: undefined })).not.toThrow();
  });

  it("lists all differences and the response in one message", () => {
    const { message } = failureOf(() =>
      assertProblem({ ...received({}), status: 200 }, errors.article_gone),
    );

    expect(message).toBe(
      "The response is not the problem article_gone: " +
        "the status is 200 instead of 410; " +
        "the member status differs from the HTTP status; " +
        "the code is undefined instead of 'article_gone'; " +
        "requestId differs from the X-Request-Id header; " +
        "the members do not fit the declaration.\n" +
        "200 {}",
    );
  });

  it("shows the first 1000 characters of a long response", () => {
    const { message } = failureOf(() =>
      assertProblem(received("x".repeat(5000)), errors.not_found),
    );

    expect(message.split("\n").at(-1)).toBe(`410 ${"x".repeat(996)}`);
  });

  it("has what runners show as a diff, and a stack that begins with the test", () => {
    const error = failureOf(() =>
      assertProblem(received(body), errors.article_gone, { article: { id: 8 } }),
    );

    expect(error).toMatchObject({
      actual: body,
      expected: { status: 410, code: "article_gone", article: { id: 8 } },
    });
    expect(error.stack).toContain("assert-problem.test.ts");
    expect(error.stack).not.toContain("src/testing");
  });

  it.each([
    ["a text", '"text"'],
    ["a number", "7"],
    ["null", "null"],
    ["a list", "[]"],
    ["no JSON", "<html>"],
    ["nothing", ""],
  ])("fails for a body that is %s", (_what, text) => {
    expect(() => assertProblem(received(text), errors.article_gone)).toThrow(AssertionError);
  });

  it("expects JSON of a body of another format, unless a content type is given", () => {
    const options = { read: ({ error }: { error: object }) => ({ ...error }) };
    const of = (type: string) => received({ error: body }, { "content-type": type });
    const assert = (type: string, more: object) => () =>
      assertProblem(of(type), errors.article_gone, {}, { ...options, ...more });

    expect(assert("application/json", {})).not.toThrow();
    expect(assert("application/problem+json", {})).toThrow(
      "the content type is application/problem+json instead of application/json",
    );
    expect(assert("text/x", { contentType: "text/x" })).not.toThrow();
  });

  it("fails with an AssertionError and nothing else, whatever the body is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(failureOf(() => assertProblem(received(text), errors.not_found)).code).toBe(
          "ERR_ASSERTION",
        );
      }),
    );
  });
});

describe("toBeProblem", () => {
  it("says for a negated assertion that it is the problem", () => {
    const { pass, message } = problemMatchers.toBeProblem(received(body), errors.article_gone);

    expect(pass).toBe(true);
    expect(message()).toBe("The response is the problem article_gone.");
  });

  it("compares members as assertProblem does", () => {
    const members = { article: { id: 8 } };

    const { pass, message } = problemMatchers.toBeProblem(
      received(body),
      errors.article_gone,
      members,
    );

    expect(pass).toBe(false);
    expect(message()).toBe(
      failureOf(() => assertProblem(received(body), errors.article_gone, members)).message,
    );
  });
});
