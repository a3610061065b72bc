import type { FieldError, ProblemDetails } from "express-backstop";
import {
  errorEnvelope,
  googleApi,
  jsonApi,
  laravelErrors,
  nestErrors,
  railsErrors,
  springBootErrors,
} from "express-backstop/serializers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { serverResponse } from "../support/server-response.ts";

const { req } = serverResponse();
const problem: ProblemDetails = {
  type: "/problems/article_not_found",
  title: "Article not found",
  status: 404,
  code: "article_not_found",
  detail: "There is no article a17.",
  requestId: "r1",
};
const field = (part: FieldError["in"], pointer: string, code = "too_short"): FieldError => ({
  in: part,
  pointer,
  code,
  detail: "is too short",
});

/** The members that a problem may have. */
const problems = fc.record(
  {
    type: fc.webPath(),
    title: fc.string(),
    status: fc.integer({ min: 400, max: 599 }),
    code: fc.stringMatching(/^[a-z][a-z0-9_]{2,10}$/),
    detail: fc.string(),
    instance: fc.webPath(),
    requestId: fc.string(),
    traceId: fc.string(),
    articleId: fc.jsonValue(),
    message: fc.jsonValue(),
    errors: fc.array(
      fc.record({
        in: fc.constantFrom("body", "query", "params", "headers", "cookies"),
        pointer: fc.oneof(fc.constantFrom("#", "#/a", "#/a/1/b"), fc.string()),
        code: fc.constantFrom("required", "too_short"),
        detail: fc.string(),
      }),
    ),
  },
  { requiredKeys: ["type", "title", "status", "code"] },
) as fc.Arbitrary<ProblemDetails>;

describe.each([
  ["errorEnvelope", errorEnvelope()],
  ["jsonApi", jsonApi()],
  ["googleApi", googleApi({ domain: "articles.example.com", locale: "en" })],
  ["railsErrors", railsErrors()],
  ["laravelErrors", laravelErrors()],
  ["nestErrors", nestErrors({ pathAndTime: true })],
  ["springBootErrors", springBootErrors()],
])("%s", (_name, serialize) => {
  it("converts every problem to an object that JSON can hold, and does not change the problem", () => {
    fc.assert(
      fc.property(problems, (one) => {
        const before = structuredClone(one);

        const body = serialize(one, req);

        expect(JSON.parse(JSON.stringify(body))).toBeTypeOf("object");
        expect(one).toEqual(before);
      }),
    );
  });

  it("keeps the text of the failure, and the title where there is none", () => {
    const { detail: _detail, ...silent } = problem;

    expect(JSON.stringify(serialize(problem, req))).toContain("There is no article a17.");
    expect(JSON.stringify(serialize(silent as ProblemDetails, req))).toContain("Article not found");
  });

  it("keeps the id of the request and the members that the error declares", () => {
    const text = JSON.stringify(serialize({ ...problem, articleId: "a17" }, req));

    expect(text).toContain('"r1"');
    expect(text).toContain('"articleId":"a17"');
  });
});

describe("errorEnvelope", () => {
  it("begins with code and message, and has no title or detail", () => {
    const body = errorEnvelope()(problem, req) as { error: object };

    expect(Object.keys(body)).toEqual(["error"]);
    expect(Object.keys(body.error)).toEqual(["code", "message", "type", "status", "requestId"]);
  });

  it("keeps the invalid fields", () => {
    const errors = [field("body", "#/a")];

    expect(errorEnvelope()({ ...problem, errors, errorCount: 70 }, req)).toMatchObject({
      error: { errors, errorCount: 70 },
    });
  });
});

describe("jsonApi", () => {
  const errorsOf = (errors: readonly FieldError[]): readonly Record<string, unknown>[] => {
    const document = jsonApi()({ ...problem, errors }, req);
    return (document as { errors: Record<string, unknown>[] }).errors;
  };

  it("writes one error for each field, each with an id of its own", () => {
    const fields = [field("body", "#/a"), field("body", "#/a"), field("query", "#/b")];

    const ids = errorsOf(fields).map(({ id }) => id);

    expect(ids).toEqual(["r1.1", "r1.2", "r1.3"]);
  });

  it.each<[string, FieldError, object | undefined]>([
    ["the body", field("body", "#"), { pointer: "" }],
    ["a member of the body", field("body", "#/a/b"), { pointer: "/a/b" }],
    ["an escaped member of the body", field("body", "#/a~1b%20"), { pointer: "/a~1b " }],
    ["the parent of a missing member", field("body", "#/a/b", "required"), { pointer: "/a" }],
    [
      "the parent of a member that is missing deep inside",
      field("body", "#/a/b/c", "required"),
      { pointer: "/a/b" },
    ],
    ["the whole query", field("query", "#"), undefined],
    ["a parameter of the query", field("query", "#/page"), { parameter: "page" }],
    ["a parameter in a parameter", field("query", "#/a/b/0"), { parameter: "a[b][0]" }],
    ["a missing parameter", field("query", "#/page", "required"), { parameter: "page" }],
    ["a parameter of the path", field("params", "#/id"), { parameter: "id" }],
    ["a header", field("headers", "#/x-a"), { header: "x-a" }],
    ["all headers", field("headers", "#"), undefined],
    ["a cookie", field("cookies", "#/session"), { header: "Cookie" }],
    ["all cookies", field("cookies", "#"), { header: "Cookie" }],
  ])("points to %s", (_what, one, source) => {
    expect(errorsOf([one])[0]?.["source"]).toEqual(source);
  });

  it("writes an empty list for a problem with an empty list of fields", () => {
    expect(errorsOf([])).toEqual([]);
  });

  it("writes the status as a text, and what is not of one field as meta", () => {
    const body = jsonApi()({ ...problem, errors: [field("body", "#")], errorCount: 70 }, req);

    expect(body).toMatchObject({
      errors: [{ status: "404", links: { type: problem.type }, title: problem.title }],
      meta: { requestId: "r1", errorCount: 70 },
    });
  });
});

describe("googleApi", () => {
  const serialize = googleApi({ domain: "articles.example.com" });
  const errorOf = (one: ProblemDetails) => (serialize(one, req) as { error: GoogleError }).error;

  it.each([
    [400, "INVALID_ARGUMENT"],
    [401, "UNAUTHENTICATED"],
    [403, "PERMISSION_DENIED"],
    [404, "NOT_FOUND"],
    [409, "ALREADY_EXISTS"],
    [416, "OUT_OF_RANGE"],
    [422, "INVALID_ARGUMENT"],
    [429, "RESOURCE_EXHAUSTED"],
    [501, "UNIMPLEMENTED"],
    [503, "UNAVAILABLE"],
    [504, "DEADLINE_EXCEEDED"],
    [418, "FAILED_PRECONDITION"],
    [499, "FAILED_PRECONDITION"],
    [500, "INTERNAL"],
    [599, "INTERNAL"],
  ])("writes the canonical code of status %d: %s", (status, code) => {
    expect(errorOf({ ...problem, status })).toMatchObject({ code: status, status: code });
  });

  it("writes the values of metadata as texts, other values as JSON", () => {
    const members = { text: "a", number: 7, list: ["a"], nothing: null, traceId: "t" };

    const [info] = errorOf({ ...problem, ...members }).details;

    expect(info).toEqual({
      "@type": "type.googleapis.com/google.rpc.ErrorInfo",
      reason: "ARTICLE_NOT_FOUND",
      domain: "articles.example.com",
      metadata: {
        type: problem.type,
        text: "a",
        number: "7",
        list: '["a"]',
        nothing: "null",
        traceId: "t",
      },
    });
  });

  it.each([
    ["nothing else", {}, ["ErrorInfo"]],
    ["a request id", { requestId: "r1" }, ["ErrorInfo", "RequestInfo"]],
    ["fields", { errors: [field("body", "#/a")] }, ["ErrorInfo", "BadRequest"]],
    ["Retry-After", { retryAfter: 30 }, ["ErrorInfo", "RetryInfo"]],
    ["a member retryAfter of another type", { retryAfter: "soon" }, ["ErrorInfo"]],
    ["a page", { docs: "https://example.com/docs/a" }, ["ErrorInfo", "Help"]],
    ["a type that is a page", { type: "https://example.com/p/a" }, ["ErrorInfo", "Help"]],
    ["a member docs that is not a page", { docs: "javascript:alert(1)" }, ["ErrorInfo"]],
  ])("has the details of a problem with %s", (_what, members, names) => {
    const { requestId: _requestId, ...bare } = problem;

    const { details } = errorOf({ ...bare, ...members } as ProblemDetails);

    expect(
      details.map((one) => one["@type"].replace("type.googleapis.com/google.rpc.", "")),
    ).toEqual(names);
  });

  it("writes RetryInfo, Help and LocalizedMessage as google.rpc declares them", () => {
    const locale = ({ method }: { readonly method: string }): string =>
      method === "GET" ? "de-CH" : "en";
    const one = { ...problem, retryAfter: 30, docs: "https://example.com/docs/a", tries: 3 };

    const { error } = googleApi({ domain: "a", locale })(one, req) as { error: GoogleError };

    expect(error.details).toEqual([
      expect.objectContaining({ metadata: { type: problem.type, tries: "3" } }),
      { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "30s" },
      {
        "@type": "type.googleapis.com/google.rpc.Help",
        links: [{ description: "Article not found", url: "https://example.com/docs/a" }],
      },
      {
        "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
        locale: "de-CH",
        message: "There is no article a17.",
      },
      { "@type": "type.googleapis.com/google.rpc.RequestInfo", requestId: "r1" },
    ]);
  });

  it("keeps members of the same names that an error declares in metadata", () => {
    const [info] = errorOf({
      ...problem,
      retryAfter: "soon" as never,
      docs: "page 7",
    }).details;

    expect(info).toMatchObject({ metadata: { retryAfter: "soon", docs: "page 7" } });
  });

  it.each<[string, unknown, string]>([
    ["a locale that is not a tag", { domain: "a", locale: "de CH" }, "locale must be a language"],
    ["a domain that is not a text", { domain: 7 }, "domain must be a non-empty string such as"],
    ["an unknown option", { domain: "a", service: "b" }, 'unknown option "service"'],
    ["a domain in place of options", "a.example", 'options must be an object, got "a.example".'],
  ])("refuses %s when the app starts", (_what, options, message) => {
    const start = (): unknown => googleApi(options as never);

    expect(start).toThrow(TypeError);
    expect(start).toThrow(`googleApi: ${message}`);
  });
});

interface GoogleError {
  readonly details: readonly Readonly<Record<"@type", string>>[];
}
