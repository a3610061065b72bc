import { HttpError, isHttpError, NotFoundError, ValidationError } from "express-backstop";
import { toHttpError } from "express-backstop/client";
import { describe, expect, it } from "vitest";

describe("instanceof HttpError", () => {
  it.each([
    ["an HttpError", new HttpError(404)],
    ["an error of a subclass", new NotFoundError()],
    ["an error of another copy of this package", errorOfAnotherCopy()],
    ["an error of toHttpError", toHttpError({ status: 500, code: "any_code" })],
  ])("is true for %s", (_name, error) => {
    expect(error instanceof HttpError).toBe(true);
    expect(isHttpError(error)).toBe(true);
  });

  it.each([
    ["a plain Error", new Error("plain")],
    [
      "an object with the same members",
      { status: 404, statusCode: 404, code: "not_found", expose: true },
    ],
    ["a revoked proxy", revokedProxy()],
    ["a function that inherits from it", Object.setPrototypeOf(() => {}, HttpError.prototype)],
    ["null", null],
    ["a string", "HttpError"],
  ])("is false for %s", (_name, value: unknown) => {
    expect(value instanceof HttpError).toBe(false);
    expect(isHttpError(value)).toBe(false);
  });
});

describe("instanceof of a subclass", () => {
  it("is true only for its own errors", () => {
    class ArticleError extends NotFoundError {}

    expect(new ArticleError() instanceof ArticleError).toBe(true);
    expect(new ArticleError() instanceof NotFoundError).toBe(true);
    expect(new NotFoundError() instanceof ArticleError).toBe(false);
    expect(new HttpError(404) instanceof NotFoundError).toBe(false);
    expect(new ValidationError([]) instanceof NotFoundError).toBe(false);
  });

  it("is false for an error of another copy of this package", () => {
    expect(errorOfAnotherCopy() instanceof NotFoundError).toBe(false);
  });
});

function errorOfAnotherCopy(): Error {
  const error = Object.assign(new Error("Not found"), { status: 404, code: "not_found" });
  return Object.defineProperty(error, Symbol.for("express-backstop.HttpError"), { value: true });
}

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}
