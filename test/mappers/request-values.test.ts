import { describe, expect, it } from "vitest";
import { findSamePart, readRequestValues } from "../../src/mappers/request-values.ts";
import { rememberOrigin } from "../../src/request/route.ts";
import { throwingGetters } from "../support/hostile.ts";
import { requestWith } from "../support/map-error.ts";

describe("readRequestValues", () => {
  it("returns the path parameters, the query and the body", () => {
    const parts = { params: { id: "1" }, query: { q: "x" }, body: ["a"] };

    expect(readRequestValues(requestWith(parts))).toEqual([
      { in: "params", value: parts.params },
      { in: "query", value: parts.query },
      { in: "body", value: parts.body },
    ]);
  });

  it.each([undefined, null, "text", 7, true])("leaves out parts that are %j", (value) => {
    expect(readRequestValues(requestWith({ params: value, query: value, body: value }))).toEqual(
      [],
    );
  });

  it("returns the path parameters of the handler, which Express resets afterwards", () => {
    const request = requestWith({ params: { id: "1" }, query: undefined });
    rememberOrigin(request);
    request.params = { tenant: "2" };

    expect(readRequestValues(request)).toEqual([{ in: "params", value: { id: "1" } }]);
  });

  it("leaves out a part whose getter throws", () => {
    const request = throwingGetters(requestWith({ body: { a: 1 } }), "params");

    // It is the request, with a getter more.
    expect(readRequestValues(request as ReturnType<typeof requestWith>)).toEqual([
      { in: "query", value: {} },
      { in: "body", value: { a: 1 } },
    ]);
  });
});

describe("findSamePart", () => {
  const parts = { params: { id: "1" }, query: { q: ["x"] }, body: { q: ["x"], id: "1" } };
  const find = (object: unknown, more: object = {}) =>
    findSamePart(requestWith({ ...parts, ...more }), object)?.in;

  it.each(["params", "query", "body"] as const)("finds the %s by identity", (part) => {
    expect(find(parts[part])).toBe(part);
  });

  it.each<[string, unknown, object, string | undefined]>([
    ["an equal query", { q: ["x"] }, {}, "query"],
    ["an empty object and an empty query", {}, { query: {} }, undefined],
    ["a query with a member more", { q: ["x"], page: "2" }, {}, undefined],
    ["equal path parameters", { id: "1" }, {}, undefined],
    ["an equal body", { q: ["x"], id: "1" }, {}, undefined],
    ["undefined", undefined, { body: undefined }, undefined],
    ["a text that is the body", "text", { body: "text" }, undefined],
    ["an object with a getter that throws", throwingGetters({}, "q"), {}, undefined],
  ])("finds for %s: %3$s", (_what, object, more, expected) => {
    expect(find(object, more)).toBe(expected);
  });
});
