import { createServer } from "node:http";
import { builtInErrors } from "express-backstop/catalog";
import {
  assertInvalidField,
  assertNoSecret,
  assertProblem,
  problemMatchers,
} from "express-backstop/testing";
import supertest from "supertest";
import { describe, expect, it } from "vitest";

const { not_found } = builtInErrors;
const assertions: readonly (readonly [string, (response: never) => unknown])[] = [
  ["assertProblem", (response) => assertProblem(response, not_found)],
  ["assertInvalidField", (response) => assertInvalidField(response, "#/title")],
  ["assertNoSecret", (response) => assertNoSecret(response, "s3cr3t-pw")],
  ["toBeProblem", (response) => problemMatchers.toBeProblem(response, not_found)],
  ["toHaveInvalidField", (response) => problemMatchers.toHaveInvalidField(response, "#/title")],
  ["toKeepSecret", (response) => problemMatchers.toKeepSecret(response, "s3cr3t-pw")],
];

const writeAwait = "response is a promise. Write await before the request.";
const response = { status: 404, headers: {}, text: "{}" };
const wanted = "response must be a response of supertest or have status, headers and text, got";

const refused: readonly (readonly [string, unknown, string])[] = [
  ["a promise", Promise.resolve(response), writeAwait],
  ["a request of supertest", supertest(createServer()).get("/"), writeAwait],
  ...[undefined, null, 404, true].map(
    (value) => [String(value), value, `${wanted} ${String(value)}.`] as const,
  ),
  ["a text, without repeating it", "s3cr3t-pw", `${wanted} a string.`],
  ["a function", () => response, `${wanted} a value of type function.`],
  [
    "a Response of fetch",
    new Response("{}", { status: 404 }),
    "response is one of fetch. Write { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }.",
  ],
  [
    "the headers of fetch",
    { ...response, headers: new Headers() },
    "response.headers is one of fetch. Write headers: Object.fromEntries(response.headers).",
  ],
  [
    "a response without a status",
    { ...response, status: undefined },
    "response.status must be a number, got undefined.",
  ],
  [
    "a response without headers",
    { ...response, headers: undefined },
    "response.headers must be an object, got undefined.",
  ],
  [
    "a response without a text",
    { ...response, text: undefined, body: {} },
    "response.text must be a string, got undefined.",
  ],
];

describe.each(assertions)("%s", (name, assert) => {
  it.each(refused)("refuses %s, and says what to write", (_what, value, message) => {
    expect(() => assert(value as never)).toThrow(TypeError);
    expect(() => assert(value as never)).toThrow(message);
    expect(() => assert(value as never)).toThrow(`${name}: response`);
  });

  it("takes a response of bytes, which has no text in supertest", () => {
    const bytes = { ...response, text: undefined, body: Buffer.from("PNG") };

    expect(() => assert(bytes as never)).not.toThrow(TypeError);
  });
});
