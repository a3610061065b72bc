import { NotFoundError } from "express-backstop";
import fc from "fast-check";
import createError from "http-errors";
import { describe, expect, it } from "vitest";
import { isCode } from "../../src/errors/check-error.ts";
import { Mishaps } from "../../src/errors/mishaps.ts";
import { isErrorStatus } from "../../src/errors/status.ts";
import { bodyParserErrors } from "../../src/normalize/body-parser.ts";
import { httpErrors } from "../../src/normalize/http-errors.ts";
import { normalizer } from "../../src/normalize/normalize.ts";
import { ownErrors } from "../../src/normalize/own-errors.ts";
import { isSyntaxError } from "../../src/normalize/syntax-error.ts";
import { hostileProxy, revokedProxy, throwingGetters } from "../support/hostile.ts";
import { serverResponse } from "../support/server-response.ts";

const { req } = serverResponse();
const mark = "s3cr3t~";
const normalize = normalizer([], 400);

/** Errors of the kinds that a recognizer looks at, with members of any type. */
const members = fc.record(
  {
    status: fc.oneof(fc.integer({ min: 390, max: 610 }), fc.anything()),
    statusCode: fc.anything(),
    type: fc.oneof(fc.constantFrom("entity.too.large", "entity.parse.failed"), fc.anything()),
    limit: fc.anything(),
    body: fc.anything(),
    code: fc.anything(),
    headers: fc.anything(),
    expose: fc.anything(),
    errors: fc.anything(),
    failures: fc.anything(),
  },
  { requiredKeys: [] },
);
const foreign = fc.tuple(
  members,
  fc.constantFrom(
    () => new Error(mark),
    () => new URIError(mark),
    () => new SyntaxError(mark),
    () => createError(500, mark),
    () => createError(400, new Error(mark)),
    () => ({ message: mark }),
  ),
);

describe("normalize", () => {
  it("returns for anything thrown an error that can be sent, and never throws", () => {
    fc.assert(
      fc.property(foreign, ([own, make]) => {
        const { error } = normalize(Object.assign(make(), own), req, new Mishaps());

        expect(isErrorStatus(error.status)).toBe(true);
        expect(isCode(error.code)).toBe(true);
        expect(error.title).not.toBe("");
      }),
      { numRuns: 500 },
    );
  });

  it("repeats no word of a foreign error that is not exposed by http-errors itself", () => {
    fc.assert(
      fc.property(foreign, ([{ expose: _expose, headers: _headers, ...own }, make]) => {
        const { error } = normalize(Object.assign(make(), own), req, new Mishaps());

        expect(JSON.stringify(error)).not.toContain(mark);
      }),
      { numRuns: 500 },
    );
  });

  it("collects the failures of getters, and goes on", () => {
    const mishaps = new Mishaps();
    const thrown = throwingGetters(createError(404, "No."), "type");

    const { error } = normalize(thrown, req, mishaps);

    expect(error).toMatchObject({ status: 404, detail: "No." });
    expect(mishaps.errors).toMatchObject([{ message: "secret of the getter type" }]);
  });
});

describe("the recognizer of body-parser", () => {
  const recognize = (thrown: unknown) => bodyParserErrors(thrown, req, new Mishaps());
  const failed = (body: unknown) => createError(400, "no", { type: "entity.parse.failed", body });

  it.each(["null", '"text"', " 7", "true", "\n1e3"])(
    "says of %j, which is JSON, that strict mode wants an object or array",
    (body) => {
      expect(recognize(failed(body))?.error.detail).toBe(
        "The body must be a JSON object or array.",
      );
    },
  );

  // A reviver of the app may refuse what is valid.
  it.each([
    '{"a":1}',
    ' {"a":1}',
    "[7]",
    "{",
    "[1,",
    "nul",
    "",
    " ",
    undefined,
    Buffer.from("7"),
    { toString: () => "7" },
  ])("says of %j that it is not valid JSON", (body) => {
    expect(recognize(failed(body))?.error.detail).toBe("The body is not valid JSON.");
  });

  it("looks at the body only where it was not valid JSON", () => {
    const thrown = createError(400, "no", { type: "request.size.invalid", body: "7" });

    expect(recognize(thrown)?.error.detail).toContain("Content-Length");
  });

  it.each([
    [401, 401],
    [500, 500],
    [200, 403],
    ["401", 403],
    [undefined, 403],
  ])("sends the status that verify has set: %s becomes %d", (status, sent) => {
    const thrown = Object.assign(createError(403, "why", { type: "entity.verify.failed" }), {
      status,
    });

    expect(recognize(thrown)).toMatchObject({
      error: { status: sent, detail: "The body did not pass verification." },
      quotesRequest: false,
    });
  });

  it("says of every other error that its words may quote the request", () => {
    expect(recognize(failed("{"))?.quotesRequest).toBe(true);
  });

  it("tells the client which encodings it could use", () => {
    const thrown = createError(415, "no", { type: "encoding.unsupported" });

    expect(recognize(thrown)?.error.headers).toEqual({
      "Accept-Encoding": "gzip, deflate, br, identity",
    });
  });

  it.each([
    [400, "Z_BUF_ERROR", true],
    [500, "Z_BUF_ERROR", false],
    [400, "ERR_Z", false],
    [400, 7, false],
  ])("takes an error of status %d with the code %s for one of zlib: %s", (status, code, taken) => {
    expect(recognize(createError(status, "no", { code })) !== undefined).toBe(taken);
  });
});

describe("the recognizer of http-errors", () => {
  const recognize = (thrown: unknown) => httpErrors(thrown, req, new Mishaps());

  it.each([
    "Accept",
    "accept-encoding",
    "ALLOW",
    "Content-Range",
    "Proxy-Authenticate",
    "Retry-After",
    "Upgrade",
    "WWW-Authenticate",
  ])("passes the header %s on", (name) => {
    const thrown = createError(429, "no", { headers: { [name]: "a", "Set-Cookie": "secret" } });

    expect(recognize(thrown)?.error.headers).toEqual({ [name]: "a" });
  });

  it.each([
    ["no allowed header", { "Set-Cookie": "secret" }],
    ["a text", "Allow: GET"],
    ["null", null],
  ])("passes nothing on of headers that are %s", (_what, headers) => {
    expect(recognize(createError(429, "no", { headers }))?.error.headers).toBeUndefined();
  });

  it("passes no header of a decorated error on, as it may come from an upstream", () => {
    const upstream = Object.assign(new Error("no"), { headers: { "Retry-After": "5" } });

    expect(recognize(createError(503, upstream))?.error.headers).toBeUndefined();
  });

  it.each(["syscall", "path"])("does not trust the words of an error with a %s", (name) => {
    expect(recognize(createError(404, "secret", { [name]: "open" }))?.error.detail).toBeUndefined();
  });

  it("sends no message that is not a text", () => {
    const thrown = Object.assign(createError(404, "no"), { message: { secret: 1 } });

    expect(recognize(thrown)?.error.detail).toBeUndefined();
  });

  it("says of a decorated SyntaxError that its words may quote the request", () => {
    expect(recognize(createError(400, new SyntaxError("no")))?.quotesRequest).toBe(true);
    expect(recognize(createError(400, "no"))?.quotesRequest).toBe(false);
  });
});

it.each<[string, unknown]>([
  ["a text", "first"],
  ["an object", { length: 1 }],
  ["null", null],
])("ignores failures of our own error that are %s", (_what, failures) => {
  const mishaps = new Mishaps();

  const recognized = ownErrors(Object.assign(new NotFoundError(), { failures }), req, mishaps);

  expect(recognized?.error.status).toBe(404);
  expect(mishaps.errors).toEqual([]);
});

it.each<[string, unknown, boolean]>([
  ["a SyntaxError", new SyntaxError("no"), true],
  ["an error of JSON.parse", parseError("{"), true],
  ["another error", new TypeError("no"), false],
  ["undefined", undefined, false],
  ["a proxy that throws", hostileProxy(), false],
  ["a revoked proxy", revokedProxy(), false],
])("recognizes a SyntaxError in %s, or does not throw", (_what, thrown, expected) => {
  expect(isSyntaxError(thrown)).toBe(expected);
});

function parseError(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
