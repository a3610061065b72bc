import { ConflictError, HttpError, NotFoundError } from "express-backstop";
import createError from "http-errors";
import { describe, expect, it } from "vitest";
import { Mishaps } from "../../src/errors/mishaps.ts";
import {
  type ErrorMapper,
  fromMapper,
  nameMapper,
  nameOfMapper,
  partsOf,
} from "../../src/normalize/mapper.ts";
import { revokedProxy } from "../support/hostile.ts";
import { serverResponse } from "../support/server-response.ts";

const { req } = serverResponse();
const knowing =
  (known: unknown): ErrorMapper =>
  (error) =>
    error === known ? new ConflictError() : undefined;

const rows = nameMapper("rows", knowing("row"));
const files = nameMapper("files", (error, request) =>
  request === req && error === "file" ? new NotFoundError() : undefined,
);
const joined = nameMapper(
  "joined",
  Object.assign<ErrorMapper, object>((...args) => rows(...args) ?? files(...args), {
    parts: [rows, files],
  }),
);

describe("the recognizer of a mapper", () => {
  const recognize = (result: unknown, thrown: unknown = new Error("no"), mishaps = new Mishaps()) =>
    fromMapper((() => result) as never)(thrown, req, mishaps);

  it("gets the error and the request", () => {
    const calls: unknown[][] = [];
    const recognizer = fromMapper((...args) => {
      calls.push(args);
      return new ConflictError("Taken.");
    });

    expect(recognizer("thrown", req, new Mishaps())?.error).toMatchObject({ detail: "Taken." });
    expect(calls).toEqual([["thrown", req]]);
  });

  it("refuses a factory that was passed without its parentheses, and says what to write", () => {
    function postgresErrors() {
      return () => undefined;
    }
    const recognizer = fromMapper(postgresErrors as never);

    expect(() => recognizer("thrown", req, new Mishaps())).toThrow(
      "Write postgresErrors(), with the parentheses.",
    );
  });

  it("refuses a promise, and handles its rejection", () => {
    const recognizer = fromMapper((() => Promise.reject(new Error("later"))) as never);

    expect(() => recognizer("thrown", req, new Mishaps())).toThrow(
      "A mapper must return an HttpError or undefined, got a Promise.",
    );
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["false", false],
  ])("recognizes nothing if the mapper returns %s", (_what, result) => {
    expect(recognize(result)).toBeUndefined();
  });

  it.each([
    ["a text", "no", 'got "no"'],
    ["mappers", [() => undefined], "got an array"],
    ["another error", new Error("no"), "got a value of type object"],
    ["an http-error", createError(404), "got a value of type object"],
    ["an object like an HttpError", { status: 404, code: "not_found" }, "got a value of"],
    ["an HttpError that no constructor made", Object.create(HttpError.prototype), "got a value of"],
    ["a revoked proxy", revokedProxy(), "revoked"],
  ])("refuses %s, so that the record says it", (_what, result, message) => {
    expect(() => recognize(result)).toThrow(message);
  });

  it("keeps the error that the mapper has made, for the record", () => {
    const mapped = new NotFoundError("No.");

    expect(recognize(mapped)).toMatchObject({ mapped, quotesRequest: false });
  });

  it.each<[string, HttpError, unknown, boolean]>([
    ["a validation", new HttpError(400, "", { code: "validation_failed" }), new Error("no"), true],
    ["a SyntaxError", new NotFoundError(), new SyntaxError("no"), true],
    ["anything else", new NotFoundError(), new TypeError("no"), false],
  ])("says of %s whether the words of the thrown error may quote the request", (...row) => {
    const [, mapped, thrown, quotesRequest] = row;

    expect(recognize(mapped, thrown)).toMatchObject({ quotesRequest });
  });

  it("reports what was wrong in the call of a catalog's factory", () => {
    const mishaps = new Mishaps();
    const mapped = Object.assign(new NotFoundError(), { failures: ["first"] });

    recognize(mapped, new Error("no"), mishaps);

    expect(mishaps.errors).toEqual(["first"]);
  });
});

describe("the name of a mapper", () => {
  it.each([
    ["a single mapper", rows, "row", "rows"],
    ["a single mapper, whatever the error", rows, "file", "rows"],
    ["the first part that knows the error", joined, "row", "rows"],
    ["a later part", joined, "file", "files"],
    ["the whole if no part knows the error any more", joined, "other", "joined"],
  ])("is that of %s", (_what, mapper, error, name) => {
    expect(nameOfMapper(mapper, error, req)).toBe(name);
  });

  it("is empty for a mapper without one", () => {
    expect(nameOfMapper(knowing("row"), "row", req)).toBe("");
  });

  it("is not asked of a single mapper by calling it, because it may be slow or have effects", () => {
    const calls: unknown[] = [];
    const counting: ErrorMapper = (error) => void calls.push(error);

    expect(nameOfMapper(counting, "row", req)).toBe("counting");
    expect(calls).toEqual([]);
  });

  it("can be set, and the mapper stays the same", () => {
    const mapper = knowing("row");

    expect(nameMapper("articles", mapper)).toBe(mapper);
    expect(mapper.name).toBe("articles");
  });
});

it("has the parts that it was joined of, or itself", () => {
  expect(partsOf(joined)).toEqual([rows, files]);
  expect(partsOf(rows)).toEqual([rows]);
});
