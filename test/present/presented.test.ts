import { expect, it } from "vitest";
import { isFirstPart } from "../../src/present/presented.ts";
import { serverResponse } from "../support/server-response.ts";

it("an error is the first part of a request once", () => {
  const [{ req }, other] = [serverResponse(), serverResponse()];
  const error = new Error("a");

  expect(isFirstPart(req, error)).toBe(true);
  expect(isFirstPart(req, new Error("a"))).toBe(true);
  expect(isFirstPart(req, error)).toBe(false);
  expect(isFirstPart(other.req, error)).toBe(true);
});

it.each([["text"], [null], [undefined], [7]])("each %o is a new part", (thrown) => {
  const { req } = serverResponse();

  expect([isFirstPart(req, thrown), isFirstPart(req, thrown)]).toEqual([true, true]);
});
