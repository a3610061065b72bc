import { HttpError, NotFoundError, UnauthorizedError } from "express-backstop";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  fromHttpError,
  internalError,
  maskedDetail,
  toPublicError,
} from "../../src/errors/public-error.ts";
import { pollute } from "../support/pollute.ts";

describe("the public part of an HttpError", () => {
  it("has everything that was written for the client", () => {
    const field = { in: "params", pointer: "#/id", code: "unknown", detail: "is unknown" } as const;
    const error = new NotFoundError("No such article.", {
      code: "article_not_found",
      title: "Article not found",
      extensions: { articleId: 7 },
      errors: [field],
      headers: { "X-Shard": "3" },
    });

    expect(fromHttpError(error)).toMatchObject({
      status: 404,
      code: "article_not_found",
      title: "Article not found",
      detail: "No such article.",
      errors: [field],
      extensions: { articleId: 7 },
      headers: { "X-Shard": "3" },
    });
  });

  it("has the message of a 4xx and not that of a 5xx, unless expose says otherwise", () => {
    const detailOf = (status: number, expose?: boolean) =>
      fromHttpError(new HttpError(status, "secret", expose === undefined ? {} : { expose }))
        ?.detail;

    expect(detailOf(404)).toBe("secret");
    expect(detailOf(404, false)).toBeUndefined();
    expect(detailOf(503)).toBeUndefined();
    expect(detailOf(503, true)).toBe("secret");
    expect(detailOf(500)).toBe(internalError.detail);
  });

  it.each(["false", "true", 1, {}])("has no message of a 5xx because expose is %j", (expose) => {
    const error = new HttpError(503, "secret", { expose: expose as boolean });

    expect(fromHttpError(error)?.detail).toBeUndefined();
  });

  it("has the challenge of a 401", () => {
    expect(fromHttpError(new UnauthorizedError("Bearer"))?.headers).toEqual({
      "WWW-Authenticate": "Bearer",
    });
  });

  it("leaves empty members out", () => {
    const error = new NotFoundError("No.", { extensions: {}, headers: {} });

    expect(fromHttpError(error)).toMatchObject({ extensions: undefined, headers: undefined });
  });

  it.each([
    ["no status", {}],
    ["status 200", { status: 200, code: "a", title: "A" }],
    ["no code", { status: 404, title: "A" }],
    ["a title that is not text", { status: 404, code: "a", title: 1n }],
  ])("is undefined for a forged error with %s", (_what, members) => {
    expect(fromHttpError(forged(members))).toBeUndefined();
  });

  it("leaves members of the wrong type out of a forged error", () => {
    const wrong = {
      message: 5,
      errors: "a",
      extensions: "a",
      headers: 7,
      typeBase: 1,
      errorCount: "9",
    };
    const error = forged({ status: 404, code: "gone_away", title: "A", expose: true, ...wrong });

    expect(fromHttpError(error)).toEqual({
      status: 404,
      code: "gone_away",
      title: "A",
      detail: undefined,
      typeBase: undefined,
      errors: undefined,
      errorCount: undefined,
      extensions: undefined,
      headers: undefined,
    });
  });
});

describe("an error that was changed after its constructor had checked it", () => {
  it("has the code of its status in place of a malformed one", () => {
    const error = Object.assign(new NotFoundError("No."), { code: "Not found" });

    expect(fromHttpError(error)).toMatchObject({ status: 404, code: "not_found" });
  });

  it.each([
    ["type", "/relative"],
    ["type", 7],
    ["instance", 7],
    ["typeBase", null],
    ["errorCount", "7"],
    ["extensions", null],
    ["headers", null],
  ])("has no %s if it is %j", (name, value) => {
    const error = Object.assign(new NotFoundError("No."), { [name]: value });

    expect(fromHttpError(error)).toMatchObject({ [name]: undefined });
  });

  it.each([
    ["type", "https://example.com/probs/a"],
    ["instance", "/failures/7"],
    ["typeBase", "/p/"],
    ["errorCount", 7],
  ])("has the %s %j", (name, value) => {
    const error = Object.assign(new NotFoundError("No."), { [name]: value });

    expect(fromHttpError(error)).toMatchObject({ [name]: value });
  });
});

describe("a public error of a polluted Object.prototype", () => {
  const planted = ["detail", "extensions", "headers", "type", "instance", "errors", "errorCount"];
  const parts = { status: 404, code: "not_found", title: "Not found" };
  beforeEach(() => {
    for (const name of planted) pollute(name, { planted: 1 });
  });
  afterEach(() => {
    for (const name of planted) Reflect.deleteProperty(Object.prototype, name);
  });

  it("has none of what was planted, and each member itself", () => {
    const error = toPublicError(parts);

    expect(Object.entries(error).filter(([, value]) => value !== undefined)).toEqual(
      Object.entries(parts),
    );
    expect(planted.filter((name) => !Object.hasOwn(error, name))).toEqual([]);
  });

  it("keeps what it was made of", () => {
    const own = { detail: "No.", extensions: { id: 7 }, headers: { "X-Shard": "3" } };

    expect(toPublicError({ ...parts, ...own })).toMatchObject({ ...parts, ...own });
  });

  it("takes nothing that was planted from an HttpError", () => {
    const { extensions, headers, errors } = fromHttpError(new NotFoundError("No.")) ?? {};

    expect([extensions, headers, errors]).toEqual([undefined, undefined, undefined]);
  });
});

it("masks the detail of a 500 by a sentence about the request id, and of other statuses by nothing", () => {
  expect(maskedDetail(500)).toMatch(/request id/);
  expect(maskedDetail(503)).toBeUndefined();
  expect(maskedDetail(404)).toBeUndefined();
});

function forged(members: object): HttpError {
  return Object.create(HttpError.prototype, Object.getOwnPropertyDescriptors(members)) as HttpError;
}
