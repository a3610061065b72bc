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
