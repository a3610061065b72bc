import { defineErrors, HttpError } from "express-backstop";
import { describe, expect, it } from "vitest";
import { aGuidance, toGuidanceCatalog } from "../../src/present/guidance-option.ts";
import { toGuidance } from "../../src/present/guidance.ts";
import { failureOf } from "../support/failure.ts";
import { serverResponse } from "../support/server-response.ts";

const errors = defineErrors({
  taken: { status: 409, title: "Taken", retry: "later", fix: "x".repeat(3000) },
  own: { status: 409, title: "Own", fix: "Wait.", docs: "https://docs.example.com/own" },
});
const { req } = serverResponse();

describe("toGuidance", () => {
  it("has the texts of the catalog, cut after 2,000 characters", () => {
    const guidance = toGuidance(
      failureOf(),
      "/problems/taken",
      req,
      toGuidanceCatalog(errors) ?? {},
    );

    expect(guidance).toEqual({
      retryable: true,
      category: "conflict",
      fix: "x".repeat(2000),
      docs: undefined,
    });
  });

  it("has the texts of the error that was thrown, or that a mapper made of it", () => {
    const [thrown, mapped] = [errors.own(), new HttpError(409, "Taken.")];

    expect(toGuidance(failureOf({ thrown }), "/", req, {})).toMatchObject({ fix: "Wait." });
    expect(toGuidance(failureOf({ thrown, mapped }), "/", req, {}).fix).toBeUndefined();
    expect(toGuidance(failureOf({ mapped: thrown }), "/", req, {})).toMatchObject({ fix: "Wait." });
  });

  it.each([
    ["https://docs.example.com/own", errors.own(), "https://example.com/problems/own"],
    ["https://example.com/problems/taken", undefined, "https://example.com/problems/taken"],
    [undefined, undefined, "tag:example.com,2026:taken"],
  ])("has the docs %j", (docs, thrown, type) => {
    expect(toGuidance(failureOf({ thrown }), type, req, {}).docs).toBe(docs);
  });
});

describe("the option guidance", () => {
  it.each([[true], [false], [errors]])("may be %o", (value) => {
    expect(aGuidance[1](value)).toBe(true);
  });

  it.each([["yes"], [1], [null], [{}]])("may not be %o", (value) => {
    expect(aGuidance[1](value)).toBe(false);
  });

  it("has the texts of a catalog, no texts, or no guidance", () => {
    expect(toGuidanceCatalog(errors)).toBe(errors);
    expect(toGuidanceCatalog(true)).toEqual({});
    expect(toGuidanceCatalog(false)).toBeUndefined();
  });
});
