import { HttpError, MethodNotAllowedError, NotFoundError } from "express-backstop";
import createError from "http-errors";
import { expect, it } from "vitest";

// fault: subclass
it("makes errors that http-errors recognizes and that can be subclassed", () => {
  class ArticleNotFoundError extends NotFoundError {
    get articleId() {
      return "a17";
    }
  }

  const error = new ArticleNotFoundError("No such article.", { cause: "why" });

  expect(error).toBeInstanceOf(ArticleNotFoundError);
  expect(error).toMatchObject({
    name: "ArticleNotFoundError",
    articleId: "a17",
    status: 404,
    statusCode: 404,
    expose: true,
    cause: "why",
  });
  expect(error.stack).toMatch(/^ArticleNotFoundError: No such article\./);
  expect(createError.isHttpError(error)).toBe(true);
  expect(new MethodNotAllowedError(["GET"]).headers).toEqual({ Allow: "GET" });
});

it.each([200, 399, 600, 404.5, "404", undefined, Number.NaN])("refuses the status %j", (status) => {
  expect(() => new HttpError(status as never)).toThrow("status must be an integer from 400 to 599");
});

it.each(["Not found", "404", ""])("refuses the code %j", (code) => {
  expect(() => new HttpError(404, "No.", { code })).toThrow("HttpError: code must match");
});

it("has no member for an option that was not given", () => {
  const members = ["status", "code", "title", "expose"];

  expect(Object.keys(new HttpError(404))).toEqual(members);
  expect(Object.keys(new HttpError(404, "No.", { cause: "why" }))).toEqual(members);
  expect(Object.keys(new HttpError(404, "No.", { context: { id: 7 } }))).toEqual([
    ...members,
    "context",
  ]);
});

it("has a name that can be changed, and taken back, as that of any Error", () => {
  const error = new NotFoundError("No such article.");

  error.name = "ArticleGone";
  expect(String(error)).toBe("ArticleGone: No such article.");
  error.name = "ArticleMoved";
  expect(String(error)).toBe("ArticleMoved: No such article.");
  expect(Object.keys(error)).not.toContain("name");

  expect(Reflect.deleteProperty(error, "name")).toBe(true);
  expect(error.name).toBe("NotFoundError");
});
