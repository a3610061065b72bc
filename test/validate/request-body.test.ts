import { describe, expect, it } from "vitest";
import { hasBody, isEmptyBody, readBody, writeBody } from "../../src/validate/request-body.ts";
import { serverResponse } from "../support/server-response.ts";

const requestOf = (headers: Readonly<Record<string, string>>, body?: unknown) =>
  Object.assign(serverResponse(headers).req, { body });

describe("a request", () => {
  it.each([
    ["without framing", {}, false],
    ["with a length", { "content-length": "2" }, true],
    ["with a length of zero", { "content-length": "0" }, false],
    ["with chunks", { "transfer-encoding": "chunked" }, true],
  ])("%s has a body or none", (_what, headers, expected) => {
    expect(hasBody(requestOf(headers as Record<string, string>))).toBe(expected);
  });

  it("without a body has none, though a parser has left an empty object", () => {
    expect(readBody(requestOf({}, {}))).toBeUndefined();
    expect(readBody(requestOf({ "content-length": "2" }, {}))).toEqual({});
    expect(readBody(requestOf({}, { a: 1 }))).toEqual({ a: 1 });
  });

  it("has the body that a schema has written, even if it is empty", () => {
    const req = requestOf({}, {});

    writeBody(req, {});

    expect(readBody(req)).toEqual({});
    expect(req.body).toEqual({});
  });
});

it.each<[unknown, boolean]>([
  [undefined, true],
  [{}, true],
  [{ a: undefined }, false],
  [[], false],
  [null, false],
  ["", false],
  [0, false],
])("takes the body %o for one that no parser has read: %s", (body, expected) => {
  expect(isEmptyBody(body)).toBe(expected);
});
