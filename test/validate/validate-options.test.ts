import { english, german } from "express-backstop/messages";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { resolveValidateOptions } from "../../src/validate/validate-options.ts";

const body = z.object({ title: z.string() });
const check =
  (schemas: unknown, options: unknown = {}) =>
  (): unknown =>
    resolveValidateOptions(schemas as never, options as never);

describe("the schemas of validate", () => {
  it.each<[string, object]>([
    ["a part", { body }],
    [
      "every part",
      { params: body, query: body, headers: body, cookies: body, signedCookies: body, body },
    ],
    ["responses alone", { response: { 200: body, 404: body } }],
    ["headers in lower case", { headers: z.object({ "x-tenant": z.string() }) }],
    ["headers of valibot", { headers: v.object({ "x-tenant": v.string() }) }],
    ["headers whose names are not known", { headers: z.record(z.string(), z.string()) }],
    ["parameters with capitals", { params: z.object({ articleId: z.string() }) }],
  ])("may be %s", (_what, schemas) => {
    expect(check(schemas)).not.toThrow();
  });

  it.each<[string, unknown, string]>([
    [
      "missing",
      undefined,
      "schemas must be an object, got undefined. Write validate({ body: schema }).",
    ],
    ["null", null, "schemas must be an object, got null."],
    ["a list of schemas", [body], "schemas must be an object, got an array."],
    [
      "one schema",
      body,
      "schemas must be an object of schemas, got one schema. Write validate({ body: schema }).",
    ],
    ["empty", {}, "schemas is empty. Write validate({ body: schema })."],
    [
      "of an unknown part",
      { header: body },
      'unknown part "header". Write one of params, query, headers, cookies, signedCookies, body, files, response.',
    ],
    [
      "undefined",
      { body: undefined },
      "body must be a Standard Schema, such as a schema of zod 3.25 or 4, got undefined.",
    ],
    [
      "members in place of a schema",
      { query: { page: z.int() } },
      "query must be a Standard Schema",
    ],
    [
      "no responses",
      { response: {} },
      "response must be an object of schemas by status, got a value of type object.",
    ],
    [
      "responses that are null",
      { response: null },
      "response must be an object of schemas by status, got null.",
    ],
    [
      "a list of responses",
      { response: [body] },
      "response must be an object of schemas by status, got an array.",
    ],
    [
      "one schema for all responses",
      { response: "schema" },
      'by status, got "schema". Write { 200: schema }.',
    ],
    [
      "one schema of zod for all responses",
      { response: body },
      "response must be an object of schemas by status, got one schema. Write { 200: schema }.",
    ],
    [
      "a function that makes schemas",
      { body: z.object },
      "body must be a Standard Schema, such as a schema of zod 3.25 or 4, got a value of type function.",
    ],
    [
      "a response of no status",
      { response: { ok: body } },
      'response has the key "ok", which is not a status.',
    ],
    ["a response of a status that HTTP lacks", { response: { 600: body } }, 'the key "600"'],
    ["a response of a status with more digits", { response: { 2000: body } }, 'the key "2000"'],
    ["a response of a status that ends like one", { response: { 1200: body } }, 'the key "1200"'],
    ["a response of a class of statuses", { response: { "2xx": body } }, 'the key "2xx"'],
    [
      "a response that is not a schema",
      { response: { 200: {} } },
      "response 200 must be a Standard Schema",
    ],
    [
      "a function that chooses the schema of a response",
      { response: { 200: () => body } },
      "response 200 must be a Standard Schema",
    ],
    [
      "headers with capitals",
      { headers: z.object({ "X-Tenant": z.string() }) },
      'headers has "X-Tenant", but Node\'s header names are in lower case. Write "x-tenant".',
    ],
    [
      "headers of valibot with capitals",
      { headers: v.object({ "X-Tenant": v.string() }) },
      '"X-Tenant"',
    ],
  ])("must not be %s", (_what, schemas, message) => {
    expect(check(schemas)).toThrow(TypeError);
    expect(check(schemas)).toThrow(`validate: `);
    expect(check(schemas)).toThrow(message);
  });
});

describe("the options of validate", () => {
  it.each<[string, object]>([
    ["none", {}],
    ["media types", { accept: ["application/json", "application/vnd.api+json", "text/*"] }],
    ["languages", { languages: { de: german, en: english } }],
    ["no language", { languages: {} }],
    ["enforce", { responseMode: "enforce" }],
    ["report", { responseMode: "report" }],
    ["off", { responseMode: "off" }],
    ["parts without secrets", { revealRules: ["headers", "cookies"] }],
    ["no part without secrets", { revealRules: [] }],
  ])("may be %s", (_what, options) => {
    expect(check({ body }, options)).not.toThrow();
  });

  const { summary, rules } = english;
  const { required: _required, ...incomplete } = rules;

  it.each<[string, object, string]>([
    ["a text as accept", { accept: "application/json" }, "accept must be an array of media types"],
    ["an empty accept", { accept: [] }, "accept must be an array of media types"],
    ["an extension as a media type", { accept: ["json"] }, "accept must be"],
    [
      "a media type beside an extension",
      { accept: ["application/json", "json"] },
      "accept must be",
    ],
    ["a list of media types in the list", { accept: [["application/json"]] }, "accept must be"],
    ["a space in a media type", { accept: ["a b/c"] }, "accept must be"],
    ["a header in a media type", { accept: ["a/b\r\nx: y"] }, "accept must be"],
    ["a parameter of a media type", { accept: ["a/b; c=d"] }, "accept must be"],
    [
      "a list of languages",
      { languages: [7] },
      "languages must be an object of messages by language tag",
    ],
    ["languages that are null", { languages: null }, "languages must be an object"],
    ["a number of languages", { languages: 7 }, "languages must be an object"],
    ["a language without a summary", { languages: { de: { rules } } }, "languages must be"],
    ["a language without rules", { languages: { de: { summary } } }, "languages must be"],
    [
      "a language without a rule",
      { languages: { de: { summary, rules: incomplete } } },
      "languages must be",
    ],
    ["a language that is null", { languages: { de: null } }, "languages must be"],
    [
      "another mode",
      { responseMode: "strict" },
      'responseMode must be "enforce", "report" or "off", got "strict".',
    ],
    [
      "a part that has no secrets",
      { revealRules: ["body"] },
      'revealRules must be an array of "headers" and "cookies"',
    ],
    ["one part to reveal", { revealRules: "headers" }, "revealRules must be"],
    ["an unknown option", { language: german }, 'unknown option "language".'],
  ])("must not be %s", (_what, options, message) => {
    expect(check({ body }, options)).toThrow(TypeError);
    expect(check({ body }, options)).toThrow(`validate: ${message}`);
  });
});
