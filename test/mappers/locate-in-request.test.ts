import { describe, expect, it } from "vitest";
import { locateInRequest } from "../../src/mappers/locate-in-request.ts";
import { throwingGetters } from "../support/hostile.ts";
import { serverResponse } from "../support/server-response.ts";

const requestWith = (members: object) =>
  Object.assign(serverResponse().req, { originalUrl: "/", query: {}, body: undefined }, members);
const find = (members: object) => locateInRequest(requestWith(members), (value) => value === "x");

describe("locateInRequest", () => {
  it.each<[string, object, object | undefined]>([
    ["a segment of the path", { originalUrl: "/articles/x?x" }, { in: "params", pointer: "#" }],
    ["a segment that is encoded", { originalUrl: "/%78" }, { in: "params", pointer: "#" }],
    ["a member of the query", { query: { id: "x" } }, { in: "query", pointer: "#/id" }],
    ["a member of the body", { body: { a: [1, { b: "x" }] } }, { in: "body", pointer: "#/a/1/b" }],
    ["the body itself", { body: "x" }, { in: "body", pointer: "#" }],
    [
      "the query before the body",
      { query: { q: "x" }, body: "x" },
      { in: "query", pointer: "#/q" },
    ],
    [
      "the place nearest to the root",
      { body: { a: { b: "x" }, c: "x" } },
      { in: "body", pointer: "#/c" },
    ],
    ["nothing", { originalUrl: "/%E0%A4%A", body: { x: "y" } }, undefined],
    ["nothing in a body that cannot be read", { body: throwingGetters({}, "a") }, undefined],
  ])("finds %s", (_what, members, place) => {
    expect(find(members)).toEqual(place);
  });

  it("compares numbers and booleans as text", () => {
    const request = requestWith({ body: { a: 7, b: true } });

    expect(locateInRequest(request, (value) => value === "7")?.pointer).toBe("#/a");
    expect(locateInRequest(request, (value) => value === "true")?.pointer).toBe("#/b");
  });

  it("ends in a circle, and looks at no more than 1,000 values", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;
    const values = Array.from({ length: 2000 }, (_, index) => (index === 1500 ? "x" : "y"));

    expect(find({ body: circle })).toBeUndefined();
    expect(find({ body: values })).toBeUndefined();
    expect(find({ body: values.toReversed() })?.pointer).toBe("#/499");
  });
});
