import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkSpec } from "../../src/catalog/check-spec.ts";

const spec = { status: 404, title: "Article not found" };
const check =
  (members: object, code = "article_not_found") =>
  (): void =>
    checkSpec(code, { ...spec, ...members });

describe("checkSpec", () => {
  it.each<[string, object]>([
    ["a status and a title", {}],
    ["the lowest status", { status: 400 }],
    ["the highest status", { status: 599 }],
    ["a type", { type: "https://example.com/probs/a" }],
    ["a schema of zod", { data: z.object({ articleId: z.string() }) }],
    ["a schema of a library without JSON Schema", { data: v.object({ status: v.string() }) }],
    ["a text as detail", { detail: "It is gone." }],
    ["a function as detail", { detail: () => "It is gone." }],
    ["headers", { headers: { "Retry-After": 30 } }],
    ["a function of headers, whose result is checked later", { status: 401, headers: () => ({}) }],
    ["the required header in any case", { status: 405, headers: { ALLOW: "GET" } }],
    ["the address of a page", { docs: "https://docs.example.com/quota" }],
    ["an advice", { retry: "never" }],
    ["members that are undefined", { type: undefined, data: undefined, detail: undefined }],
  ])("accepts a declaration with %s", (_what, members) => {
    expect(check(members)).not.toThrow();
  });

  it.each<[string, object, string]>([
    ["a status below 400", { status: 399 }, "status must be an integer from 400 to 599, got 399."],
    ["a status that is a text", { status: "404" }, 'to 599, got "404".'],
    ["an empty title", { title: "" }, 'title must be a non-empty string, got "".'],
    ["a relative type", { type: "/probs/a" }, "type must be an absolute URI"],
    [
      "an async schema",
      { data: v.objectAsync({ a: v.string() }) },
      "data must be a Standard Schema such as z.object({ articleId: z.string() }), without async parts",
    ],
    ["members in place of a schema", { data: { a: z.string() } }, "data must be a Standard Schema"],
    ["an empty detail", { detail: "" }, "detail must be a non-empty string or a function"],
    ["a list of headers", { headers: ["Allow"] }, "headers must be an object of headers"],
    ["headers that are null", { headers: null }, "got null."],
    ["an empty description", { description: "" }, "description must be a non-empty string"],
    ["an empty fix", { fix: "" }, "fix must be a non-empty string"],
    ["a relative address", { docs: "/quota" }, "docs must be the absolute address of a page"],
    ["a script as address", { docs: "javascript:alert(1)" }, "docs must be the absolute address"],
    ["another advice", { retry: "soon" }, 'retry must be "never" or "later", got "soon".'],
    ["an empty version", { since: "" }, "since must be a version or a date such as"],
    ["a word for true", { deprecated: "yes" }, "deprecated must be true or false"],
    ["a replacement that is not a code", { replacedBy: "A" }, "replacedBy must be a code of this"],
    ["no status", { status: undefined }, "status must be an integer from 400 to 599, got undef"],
    ["no title", { title: undefined }, "title must be a non-empty string, got undefined."],
    ["an unknown member", { statusCode: 404 }, 'unknown option "statusCode"'],
  ])("refuses %s", (_what, members, message) => {
    expect(check(members)).toThrow(TypeError);
    expect(check(members)).toThrow("defineErrors: article_not_found");
    expect(check(members)).toThrow(message);
  });

  it.each(["snapshot", "then", "Not_found", "ab", "a-b-c", "", `a${"b".repeat(63)}`])(
    "refuses the code %j",
    (code) => {
      expect(check({}, code)).toThrow(
        `defineErrors: a code must match [a-z][a-z0-9_]{2,62} and not be snapshot or then, got ${JSON.stringify(code)}.`,
      );
    },
  );

  it.each([undefined, null, 404, "Not found", [404], () => spec])(
    "refuses %s as a declaration, and shows one",
    (declared) => {
      expect(() => checkSpec("article_not_found", declared)).toThrow(
        /^defineErrors: the declaration of article_not_found must be an object, got .*\. Write \{ status: 404, title: "Article not found" \}\.$/,
      );
    },
  );

  it.each([
    [401, "WWW-Authenticate"],
    [405, "Allow"],
    [407, "Proxy-Authenticate"],
    [426, "Upgrade"],
  ])("refuses status %d without %s, with and without other headers", (status, name) => {
    const message = `which requires the header ${name}. Write headers: { "${name}": … }.`;

    expect(check({ status })).toThrow(message);
    expect(check({ status, headers: { "Retry-After": 1 } })).toThrow(message);
    expect(check({ status, headers: { [name]: "a" } })).not.toThrow();
  });

  it.each([
    "type",
    "title",
    "status",
    "detail",
    "instance",
    "code",
    "errors",
    "errorCount",
    "requestId",
    "traceId",
    "debug",
    "toJSON",
  ])("refuses data with the reserved member %s, even if it is optional", (name) => {
    const message = `article_not_found: data must not have the reserved member "${name}". Write another name.`;

    expect(check({ data: z.object({ [name]: z.string() }) })).toThrow(message);
    expect(check({ data: z.object({ a: z.string(), [name]: z.string().optional() }) })).toThrow(
      message,
    );
  });

  it("looks at the members after parsing, which are those that are sent", () => {
    const renamed = z.object({ status: z.string() }).transform(({ status }) => ({ state: status }));
    const revealed = z
      .object({ state: z.string() })
      .transform(({ state }) => ({ status: state }))
      .pipe(z.object({ status: z.string() }));

    expect(check({ data: renamed })).not.toThrow();
    expect(check({ data: revealed })).toThrow('"status"');
  });
});
