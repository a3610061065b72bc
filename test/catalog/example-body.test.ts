import { expect, it } from "vitest";
import { exampleBody } from "../../src/catalog/example-body.ts";

it("is what JSON holds of the result: a date as text, and nothing that is undefined", () => {
  const body = exampleBody({ status: 404 }, (problem: object) => ({
    ...problem,
    at: new Date(0),
    none: undefined,
  }));

  expect(body).toStrictEqual({ status: 404, at: "1970-01-01T00:00:00.000Z" });
});

it("has a request that can be asked for its method, its path and its headers", () => {
  const body = exampleBody({}, (_problem, req: { path: string; get(name: string): unknown }) => ({
    path: req.path,
    accept: req.get("Accept") ?? "none",
  }));

  expect(body).toEqual({ path: "/", accept: "none" });
});

it("has a request for the root of an app, without headers", () => {
  expect(exampleBody({}, (_problem, req: object) => req)).toEqual({
    method: "GET",
    url: "/",
    originalUrl: "/",
    baseUrl: "",
    path: "/",
    headers: {},
  });
});

it.each([
  ["throws", () => JSON.parse("{")],
  ["returns nothing that JSON can hold", () => 1n],
  ["returns a function", () => () => {}],
])("is undefined where the serializer %s", (_what, serialize: () => unknown) => {
  expect(exampleBody({}, serialize)).toBeUndefined();
});
