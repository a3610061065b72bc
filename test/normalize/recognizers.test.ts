import {
  ConflictError,
  HttpError,
  NotFoundError,
  ValidationError,
  type ErrorMapper,
} from "express-backstop";
import createError from "http-errors";
import { describe, expect, it } from "vitest";
import type { RecognizedBy } from "../../src/errors/failure.ts";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { bodyParserErrors } from "../../src/normalize/body-parser.ts";
import { httpErrors } from "../../src/normalize/http-errors.ts";
import { normalizer } from "../../src/normalize/normalize.ts";
import { ownErrors } from "../../src/normalize/own-errors.ts";
import { routerErrors } from "../../src/normalize/router.ts";
import { hostileProxy, revokedProxy } from "../support/hostile.ts";
import { serverResponse } from "../support/server-response.ts";

const { req } = serverResponse();

describe("the recognizer of body-parser", () => {
  const recognize = (thrown: unknown) => bodyParserErrors(thrown, req, new Mishaps())?.error;

  it.each([
    [400, { type: "entity.parse.failed", body: "hunter2" }, "invalid_json"],
    [413, { type: "entity.too.large", limit: 7 }, "body_too_large"],
    [413, { type: "parameters.too.many" }, "content_too_large"],
    [415, { type: "charset.unsupported", charset: "hunter2" }, "unsupported_media_type"],
    [415, { type: "encoding.unsupported" }, "unsupported_media_type"],
    [403, { type: "entity.verify.failed" }, "forbidden"],
    [400, { type: "request.aborted" }, "bad_request"],
    [400, { type: "request.size.invalid" }, "bad_request"],
    [400, { code: "Z_DATA_ERROR" }, "bad_request"],
  ])("of status %d and %o is %s, and repeats nothing of the body", (status, members, code) => {
    const recognized = recognize(createError(status, "hunter2", members));

    expect(recognized).toMatchObject({ status, code });
    expect(JSON.stringify(recognized)).not.toContain("hunter2");
  });

  it.each([
    [7, { limitBytes: 7 }, "The body may not exceed 7 bytes."],
    ["7", undefined, undefined],
    [Infinity, undefined, undefined],
    [undefined, undefined, undefined],
  ])("with the limit %s has the extensions %o", (limit, extensions, detail) => {
    const thrown = createError(413, "", { type: "entity.too.large", limit });

    expect(recognize(thrown)).toMatchObject({ extensions, detail });
  });

  it.each<[string, unknown]>([
    ["a plain error of the same type", Object.assign(new Error(), { type: "entity.too.large" })],
    ["an http-error without a type", createError(400, "No.")],
    ["an http-error of an unknown type", createError(400, "No.", { type: "constructor" })],
    ["a failure of zlib elsewhere", createError(500, "No.", { code: "Z_DATA_ERROR" })],
    ["an HttpError", new HttpError(413)],
    ["undefined", undefined],
  ])("does not recognize %s", (_what, thrown) => {
    expect(recognize(thrown)).toBeUndefined();
  });
});

describe("the recognizer of Express's router", () => {
  const recognize = (thrown: unknown) => routerErrors(thrown, req, new Mishaps())?.error;

  it("recognizes the URIError of a path that cannot be decoded", () => {
    expect(recognize(Object.assign(new URIError("%E0"), { status: 400 }))).toMatchObject({
      status: 400,
      code: "bad_request",
      detail: "The path has invalid percent-encoding.",
    });
  });

  it("does not recognize a handler's own URIError", () => {
    expect(recognize(new URIError("%E0"))).toBeUndefined();
  });
});

describe("the recognizer of http-errors", () => {
  const recognize = (thrown: unknown) => httpErrors(thrown, req, new Mishaps())?.error;

  it.each([
    ["exposes its message", createError(409, "Taken."), 409, "Taken."],
    ["hides its message", createError(409, "secret", { expose: false }), 409, undefined],
    ["has a text as expose", createError(503, "secret", { expose: "false" }), 503, undefined],
    ["is a 5xx", createError(503, "secret"), 503, undefined],
    ["decorates another error", createError(404, new Error("secret")), 404, undefined],
    ["has a path", createError(404, "secret", { path: "/etc" }), 404, undefined],
  ])("has the detail of one that %s", (_what, thrown, status, detail) => {
    expect(recognize(thrown)).toMatchObject({ status, detail });
  });

  it("keeps the headers that belong to an error, and no others", () => {
    const headers = { "Retry-After": "5", "set-cookie": "secret", "X-Internal": "secret" };

    expect(recognize(createError(429, "Slow down.", { headers }))?.headers).toEqual({
      "Retry-After": "5",
    });
  });

  it.each([
    ["a plain error with a status", Object.assign(new Error("a"), { status: 404 })],
    ["an object", { status: 404, statusCode: 404, expose: true, message: "a" }],
    [
      "an http-error whose status was overwritten",
      Object.assign(createError(404), { status: 200 }),
    ],
    ["undefined", undefined],
  ])("does not recognize %s", (_what, thrown) => {
    expect(recognize(thrown)).toBeUndefined();
  });
});

describe("the recognizer of our own errors", () => {
  it("adds what was wrong with the throw of a catalog's error to the mishaps", () => {
    const mishaps = new Mishaps();
    const error = Object.assign(new NotFoundError("No."), { failures: ["first", "second"] });

    expect(ownErrors(error, req, mishaps)?.error).toMatchObject({ status: 404, detail: "No." });
    expect(mishaps.errors).toEqual(["first", "second"]);
  });

  it.each([
    ["a plain error", new Error("a")],
    ["an http-error", createError(404)],
    ["undefined", undefined],
    ["a revoked proxy", revokedProxy()],
  ])("does not recognize %s", (_what, thrown) => {
    expect(ownErrors(thrown, req, new Mishaps())).toBeUndefined();
  });
});

describe("normalize", () => {
  const rows: ErrorMapper = (error) => (error === "row" ? new ConflictError("Taken.") : undefined);

  it.each<[unknown, RecognizedBy | undefined]>([
    [new NotFoundError(), "HttpError"],
    ["row", rows],
    [createError(413, "no", { type: "entity.too.large" }), "body-parser"],
    [Object.assign(new URIError("no"), { status: 400 }), "router"],
    [createError(404), "http-errors"],
    [new Error("no"), undefined],
  ])("says what recognized %o", (thrown, by) => {
    expect(normalizer([rows], 400)(thrown, req, new Mishaps()).by).toBe(by);
  });

  it.each([400, 422] as const)("gives validation_failed the status %d of the option", (status) => {
    const field = { in: "body", pointer: "#", code: "required", detail: "is required" } as const;

    expect(
      normalizer([], status)(new ValidationError([field]), req, new Mishaps()).error,
    ).toMatchObject({
      status,
      code: "validation_failed",
    });
    expect(normalizer([], status)(new NotFoundError(), req, new Mishaps()).error.status).toBe(404);
  });

  it("asks the mappers in their order, and stops at the first that recognizes the error", () => {
    const asked: string[] = [];
    const mapper =
      (name: string, error?: HttpError): ErrorMapper =>
      () => {
        asked.push(name);
        return error;
      };
    const mappers = [mapper("a"), mapper("b", new ConflictError("b")), mapper("c")];

    expect(normalizer(mappers, 400)(new Error("a"), req, new Mishaps()).error).toMatchObject({
      detail: "b",
    });
    expect(asked).toEqual(["a", "b"]);
  });

  it("does not ask a mapper about our own errors", () => {
    const mapper = () => new ConflictError("mapped");

    expect(
      normalizer([mapper], 400)(new NotFoundError("own"), req, new Mishaps()).error,
    ).toMatchObject({
      detail: "own",
    });
  });

  it("asks a mapper before body-parser and http-errors are recognized", () => {
    const mapper = () => new ConflictError("mapped");

    expect(normalizer([mapper], 400)(createError(404), req, new Mishaps()).error).toMatchObject({
      detail: "mapped",
    });
  });

  it("collects the errors of mappers and asks the next", () => {
    const mishaps = new Mishaps();
    const fails = (): never => {
      throw new Error("a mapper failed");
    };

    const error = normalizer([fails, () => new ConflictError("b")], 400)("a", req, mishaps).error;

    expect(error).toMatchObject({ status: 409 });
    expect(mishaps.errors).toMatchObject([{ message: "a mapper failed" }]);
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["zero", 0],
    ["a text", "route"],
    ["an Error", new Error("secret")],
    ["a proxy that throws", hostileProxy()],
    ["a revoked proxy", revokedProxy()],
  ])("makes a 500 of %s", (_what, thrown) => {
    expect(normalizer([], 400)(thrown, req, new Mishaps()).error).toMatchObject({
      status: 500,
      code: "internal_error",
    });
  });
});
