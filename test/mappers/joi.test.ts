import { joi } from "express-backstop/mappers/joi";
import { describe, expect, it } from "vitest";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { blamed, mapError, type RequestMembers } from "../support/map-error.ts";

// The shapes are recorded from joi 18 and celebrate 16; test/libraries/validators.test.ts has the real ones.

const isString = { path: ["title"], type: "string.base", context: { value: "hunter2" } };

function joiError(original: unknown, details: readonly unknown[] = [isString]): Error {
  const error = new Error('"title" must not be hunter2');
  return Object.assign(error, {
    name: "ValidationError",
    isJoi: true,
    _original: original,
    details,
  });
}

const celebrateError = (details: unknown) =>
  Object.assign(new Error("celebrate request validation failed"), { details });

const body = { title: 7, tags: ["hunter2"] };

describe("joi()", () => {
  it("is a 400 with the pointer, the code and our own words for an issue of the body", () => {
    const thrown = joiError(body);

    const mapped = mapError(joi(), thrown, { body });

    expect(mapped).toMatchObject({
      status: 400,
      code: "validation_failed",
      message: "The request has 1 invalid value.",
      context: { validator: "joi" },
      errors: [
        {
          in: "body",
          pointer: "#/title",
          code: "wrong_type",
          detail: "must be a string",
          params: { type: "string" },
        },
      ],
    });
    expect(mapped?.cause).toBe(thrown);
    expect(mapped?.shown).not.toContain("hunter2");
  });

  it.each<[string, RequestMembers, unknown]>([
    ["params", { params: body, body: {} }, ["params #/title wrong_type"]],
    ["query", { query: body, body: { title: 7 } }, ["query #/title wrong_type"]],
    ["body", { query: { title: 7 }, body }, ["body #/title wrong_type"]],
  ])("blames the %s if they are the very object that was validated", (_part, request, expected) => {
    expect(blamed(joi(), joiError(body), request)).toEqual(expected);
  });

  it("blames a query that is equal to the validated one, because Express 5 parses it at each read", () => {
    expect(blamed(joi(), joiError({ title: "" }), { query: { title: "" } })).toEqual([
      "query #/title wrong_type",
    ]);
  });

  it.each<[string, unknown, RequestMembers]>([
    ["an object that only equals the body", structuredClone(body), { body }],
    ["an object inside the body", body, { body: { article: body } }],
    ["an empty object, in a request without a query", {}, { query: {} }],
    ["a text that is also the body", "hunter2", { body: "hunter2" }],
    ["an object that joi did not keep", undefined, { body }],
    ["the configuration, in a request without anything", { port: 7 }, {}],
  ])("is a 500 for %s", (_what, original, request) => {
    const mapped = mapError(joi(), joiError(original), request);

    expect(mapped).toMatchObject({
      status: 500,
      errors: [],
      context: { validator: "joi", validatedRequest: false },
    });
  });

  it("names a value that is missing as required, whatever the rule says", () => {
    const details = [{ path: ["slug"], type: "string.min", context: { limit: 3 } }];

    expect(blamed(joi(), joiError(body, details), { body })).toEqual(["body #/slug required"]);
  });

  it("blames the whole part for an error without details", () => {
    expect(blamed(joi(), joiError(body, []), { body })).toEqual(["body # invalid"]);
  });

  it("finds the error that an error of the app wraps", () => {
    const thrown = new Error("outer", { cause: joiError(body) });

    expect(blamed(joi(), thrown, { body })).toEqual(["body #/title wrong_type"]);
  });

  it("lists the first 50 of 10,000 issues, and counts all", () => {
    const details = Array.from({ length: 10_000 }, (_, index) => ({ path: ["tags", index] }));

    const mapped = mapError(joi(), joiError(body, details), { body });

    expect(mapped?.errors).toHaveLength(50);
    expect(mapped?.errors[49]?.pointer).toBe("#/tags/49");
    expect(mapped?.errorCount).toBe(10_000);
    expect(mapped?.message).toBe("The request has 10000 invalid values.");
  });

  it.each<[string, unknown]>([
    ["an error of yup", { name: "ValidationError", inner: [], errors: [], value: body }],
    ["an error with the name of joi's", { name: "ValidationError", _original: body, details: [] }],
    ["a revoked proxy", revokedProxy()],
    ["a revoked list", revokedProxy([])],
    ["a proxy that throws", hostileProxy()],
    ["an error whose details are revoked", celebrateError(revokedProxy(new Map()))],
    ["an error with getters that throw", throwingGetters(new Error("x"), "details", "isJoi")],
    ["a text", "isJoi"],
    ["null", null],
  ])("does not recognize %s", (_what, thrown) => {
    expect(mapError(joi(), thrown, { body })).toBeUndefined();
  });
});

describe("joi() with an error of celebrate", () => {
  it.each([
    ["params", "params"],
    ["query", "query"],
    ["headers", "headers"],
    ["cookies", "cookies"],
    ["signedCookies", "cookies"],
    ["body", "body"],
  ])("blames the segment %s as %s, though the request has changed since", (segment, part) => {
    const thrown = celebrateError(new Map([[segment, joiError({})]]));

    expect(blamed(joi(), thrown)).toEqual([`${part} #/title wrong_type`]);
    expect(mapError(joi(), thrown)?.context).toEqual({ validator: "celebrate" });
  });

  it("lists the issues of every segment", () => {
    const segments = new Map([
      ["query", joiError({})],
      ["body", joiError({}, [isString, { path: ["slug"], type: "any.required" }])],
    ]);

    expect(blamed(joi(), celebrateError(segments))).toEqual([
      "query #/title wrong_type",
      "body #/title wrong_type",
      "body #/slug required",
    ]);
  });

  it.each(["headers", "cookies", "signedCookies"])(
    "shows no value of the schema of the %s, which may be a key",
    (segment) => {
      const details = [{ path: ["key"], type: "any.only", context: { valids: ["hunter2"] } }];
      const thrown = celebrateError(new Map([[segment, joiError({}, details)]]));

      const mapped = mapError(joi(), thrown);

      expect(mapped?.errors).toMatchObject([{ code: "not_one_of", detail: "is not valid" }]);
      expect(mapped?.errors[0]).not.toHaveProperty("params");
      expect(mapped?.shown).not.toContain("hunter2");
    },
  );

  it.each<[string, unknown]>([
    ["an empty Map", new Map()],
    ["a segment that no request has", new Map([["session", joiError({})]])],
    ["a name of Object.prototype", new Map([["constructor", joiError({})]])],
    ["a segment without an error of joi", new Map([["body", new Error("x")]])],
    ["a segment without an error", new Map([["body", "hunter2"]])],
    [
      "one segment that is right and one that is not",
      new Map<string, unknown>([
        ["body", joiError({})],
        ["query", null],
      ]),
    ],
    ["errors without details", new Map([["body", joiError({}, [])]])],
    ["a plain object", { body: joiError({}) }],
    ["a proxy that throws", hostileProxy(new Map())],
  ])("does not recognize %s", (_what, details) => {
    expect(mapError(joi(), celebrateError(details))).toBeUndefined();
  });
});
