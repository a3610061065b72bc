import {
  ConflictError,
  defineErrors,
  HttpError,
  type HttpErrorOptions,
  type ProblemSerializer,
  ValidationError,
} from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { readProblem } from "express-backstop/client";
import { french, german, translator } from "express-backstop/messages";
import { problemResponse, type ProblemResponseOptions } from "express-backstop/mocks";
import { errorEnvelope, googleApi, jsonApi } from "express-backstop/serializers";
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { browserBundle } from "../support/browser-bundle.ts";
import { expresses } from "../support/expresses.ts";

const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string(), near: z.array(z.string()).optional() }),
      detail: ({ articleId }) => `There is no article with id ${articleId}.`,
      fix: "Look the id up.",
    },
    quota_exceeded: {
      status: 429,
      title: "Quota exceeded",
      type: "https://errors.example.com/quota",
      headers: { "Retry-After": 30, Vary: ["X-Plan", "X-Team"] },
    },
  },
  {
    extend: builtInErrors,
    languages: {
      de: {
        article_not_found: {
          title: "Artikel nicht gefunden",
          detail: ({ articleId }) => `Es gibt keinen Artikel ${articleId}.`,
          fix: "Schlagen Sie ihn nach.",
        },
        quota_exceeded: { title: "Kontingent erschöpft" },
      },
    },
  },
);

/** The headers that belong to a connection or that Express sets by itself. */
const ofServer = new Set(["connection", "date", "keep-alive", "x-powered-by"]);

/** Returns status, headers and bytes of a response, without what a mock cannot know. */
async function content(response: Response): Promise<object> {
  const headers = [...response.headers]
    .filter(([name]) => !ofServer.has(name))
    // The space around a value does not belong to it (RFC 9110 §5.5), but the client of Node keeps it.
    .map(([name, value]) => [name, value.trim()]);
  const bytes = Buffer.from(await response.arrayBuffer()).toString("latin1");
  return { status: response.status, headers: Object.fromEntries(headers), bytes };
}

/** An error with blanks in its own Vary, to which a translation adds. */
function withVary(
  Vary: string | string[],
): [
  HttpError,
  { translate: ReturnType<typeof translator> },
  "GET",
  undefined,
  "de",
  Record<string, never>,
] {
  const error = new HttpError(400, "", { headers: { Vary } });
  return [error, { translate: translator({ de: german }) }, "GET", undefined, "de", {}];
}

describe.each(expresses)("problemResponse and the error handler, on %s", (_name, express) => {
  it("send the same status, headers and bytes for any error and any options", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.constant("x".repeat(70_000)),
    );
    const word = fc.stringMatching(/^[a-z]{3,9}$/);
    const headers = fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          "Retry-After",
          "retry-after",
          "WWW-Authenticate",
          "allow",
          "Upgrade",
          "Vary",
          "Set-Cookie",
          "Cache-Control",
          "Content-Type",
          "Content-Language",
          "Connection",
          "X-Request-Id",
          "x y",
        ),
        word,
      ),
      fc.oneof(
        word,
        fc.nat(),
        fc.string(),
        fc.array(word, { minLength: 1, maxLength: 3 }),
        fc.constant("x".repeat(3000)),
      ),
      { noNullPrototype: true },
    );
    const fields = fc.array(
      fc.record({ in: fc.constantFrom("body", "query"), pointer: text, code: word, detail: text }),
      { maxLength: 60 },
    );
    const errorArbitrary = fc.oneof(
      fc.string().map((articleId) => errors.article_not_found({ articleId })),
      fc.constant(errors.quota_exceeded()),
      fc.constant(errors.method_not_allowed({ allow: ["GET", "HEAD"] })),
      fields.map((list) => new ValidationError(list as never)),
      fc
        .tuple(
          fc.constantFrom(400, 401, 404, 405, 409, 426, 429, 500, 503),
          text,
          fc.record({
            code: fc.option(word, { nil: undefined }),
            title: text,
            expose: fc.boolean(),
            instance: fc.option(fc.webUrl(), { nil: undefined }),
            headers,
            extensions: fc.dictionary(fc.string(), fc.anything()),
          }),
        )
        .map(
          ([status, message, options]) =>
            new HttpError(status, message, options as HttpErrorOptions),
        ),
    );
    const optionArbitrary = fc.record(
      {
        typeBase: fc.constantFrom("/problems/", "https://api.example.com/problems/"),
        validationStatus: fc.constantFrom(400, 422),
        guidance: fc.constantFrom(true, false, errors),
        translate: fc.constant(translator({ de: german, fr: french })),
        keepHeaders: fc.subarray(["x-api-version", "Cache-Control", "content-language", "ETAG"]),
        serialize: fc.constantFrom<ProblemSerializer>(
          errorEnvelope(),
          jsonApi(),
          googleApi({ domain: "articles.example.com" }),
          () => {
            throw new Error("broken");
          },
        ),
      },
      { requiredKeys: [] },
    );
    const value = fc.oneof(word, fc.nat(), fc.array(word, { minLength: 1, maxLength: 3 }));
    const earlierArbitrary = fc.dictionary(
      fc.constantFrom(
        "Retry-After",
        "WWW-Authenticate",
        "Allow",
        "Upgrade",
        "Vary",
        "vary",
        "Set-Cookie",
        "Cache-Control",
        "ETag",
        "Content-Language",
        "Content-Disposition",
        "X-Accel-Redirect",
        "X-Request-Id",
        "X-Api-Version",
        "Content-Security-Policy",
        "RateLimit",
        "Expires",
      ),
      value,
      { noNullPrototype: true, maxKeys: 5 },
    );
    const methods = fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD");

    await fc.assert(
      fc.asyncProperty(
        errorArbitrary,
        optionArbitrary,
        methods,
        fc.option(fc.constant("8e03978e"), { nil: undefined }),
        fc.constantFrom("de", "fr;q=0.9, de;q=0.3", "*", "ja"),
        earlierArbitrary,
        async (error, options, method, key, language, earlier) => {
          await using app = await serve(
            (site) =>
              site.all("/", (_req, res) => {
                res.set(earlier);
                throw error;
              }),
            { express, ...options },
          );
          const requestHeaders: Record<string, string> = {
            "accept-language": language,
            ...(key !== undefined && { "idempotency-key": key }),
          };
          const real = await fetch(`http://127.0.0.1:${app.port}/`, {
            method,
            headers: requestHeaders,
          });
          const requestId = real.headers.get("x-request-id") ?? "";

          const given = { method, requestHeaders, requestId, headers: earlier };
          const mock = problemResponse(error, { ...options, ...given });

          expect(await content(mock)).toEqual(await content(real));
        },
      ),
      {
        numRuns: 250,
        examples: [" ", "Origin ", [" ", "Origin"]].map(withVary),
      },
    );
  });

  it.each([
    new HttpError(401, "", { headers: { "www-authenticate": ["Basic", "Bearer"] } }),
    new HttpError(401),
    new HttpError(405),
    new HttpError(426),
  ])("have the member that repeats the header of a $status", async (error) => {
    const headers = { "WWW-Authenticate": "Digest", Allow: ["GET", "PUT"] };
    await using app = await serve(
      (site) =>
        site.get("/", (_req, res) => {
          res.set(headers);
          throw error;
        }),
      { express },
    );
    const real = await fetch(`http://127.0.0.1:${app.port}/`);
    const requestId = real.headers.get("x-request-id") ?? "";

    const mock = problemResponse(error, { headers, requestId });

    expect(await content(mock)).toEqual(await content(real));
  });

  it("have the same headers where the app had set some before", async () => {
    const earlier = { "Retry-After": "5", Vary: "Origin", "Access-Control-Allow-Origin": "*" };
    await using app = await serve(
      (site) =>
        site.get("/", (_req, res) => {
          res.set(earlier);
          throw errors.service_unavailable();
        }),
      { express },
    );
    const real = await fetch(`http://127.0.0.1:${app.port}/`);
    const requestId = real.headers.get("x-request-id") ?? "";

    const mock = problemResponse(errors.service_unavailable, undefined, {
      headers: earlier,
      requestId,
    });

    expect(await content(mock)).toEqual(await content(real));
  });
});

describe.each(expresses)("the request id of problemResponse, on %s", (_name, express) => {
  it.each<[Record<string, string | number>, Record<string, string>]>([
    [{ "X-Request-Id": "of-app" }, { "x-request-id": "of-client" }],
    [{ "x-request-id": 7 }, {}],
    [{ "X-Request-Id": "not an id" }, { "x-request-id": "of-client" }],
    [{}, { "x-request-id": "of-client" }],
  ])(
    "is that of the server where the app sets %j and the client %j",
    async (headers, requestHeaders) => {
      await using app = await serve(
        (site) =>
          site.get("/", (_req, res) => {
            res.set(headers);
            throw errors.conflict();
          }),
        { express },
      );
      const real = await fetch(`http://127.0.0.1:${app.port}/`, { headers: requestHeaders });

      const mock = problemResponse(errors.conflict, undefined, { headers, requestHeaders });

      expect(await content(mock)).toEqual(await content(real));
    },
  );
});

describe("problemResponse", () => {
  it("keeps no header that the app set for its success, and those of keepHeaders", () => {
    const headers = {
      ETag: '"a"',
      "Cache-Control": "public",
      "X-Api-Version": "2",
      Vary: "Origin",
    };

    const response = problemResponse(new ConflictError(), {
      headers,
      keepHeaders: ["x-api-version"],
    });

    expect(response.headers.get("etag")).toBeNull();
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("x-api-version")).toBe("2");
    expect(response.headers.get("vary")).toBe("Origin");
  });

  it("takes a factory with its data, or an error", async () => {
    const made = problemResponse(errors.article_not_found, { articleId: "7" });
    const given = problemResponse(errors.article_not_found({ articleId: "7" }));
    const plain = problemResponse(new ConflictError("Taken."), { requestId: "req_1" });

    expect(await content(made)).toEqual(await content(given));
    expect(await plain.json()).toMatchObject({ detail: "Taken.", requestId: "req_1" });
    expect(problemResponse(errors.quota_exceeded).headers.get("retry-after")).toBe("30");
  });

  it("is read by the client like that of a server", async () => {
    const problem = await readProblem(
      problemResponse(errors.article_not_found, { articleId: "7" }),
      errors,
    );

    expect(problem).toMatchObject({ known: true, code: "article_not_found", articleId: "7" });
  });

  it("has the types of the factory", () => {
    expectTypeOf(problemResponse(errors.conflict)).toEqualTypeOf<Response>();
    const options: ProblemResponseOptions = { method: "POST" };
    const wrong = [
      // @ts-expect-error - data is required
      () => problemResponse(errors.article_not_found),
      // @ts-expect-error - a member of the wrong type
      () => problemResponse(errors.article_not_found, { articleId: 7 }, options),
      // @ts-expect-error - not an error
      () => problemResponse("article_not_found"),
    ];

    expect(wrong).toHaveLength(3);
  });

  it.each<[string, () => unknown, string]>([
    [
      "a text",
      () => problemResponse("not_found" as never),
      'must be a declared error or an HttpError, got "not_found".',
    ],
    [
      "a plain error",
      () => problemResponse(new Error("no") as never),
      "must be a declared error or an HttpError",
    ],
    [
      "a factory of something else",
      () => problemResponse((() => 7) as never),
      "or an HttpError, got 7.",
    ],
    [
      "an unknown option",
      () => problemResponse(new ConflictError(), { status: 1 } as never),
      'unknown option "status"',
    ],
    [
      "a method that is empty",
      () => problemResponse(new ConflictError(), { method: "" }),
      "method must be a non-empty string",
    ],
    [
      "a text as keepHeaders",
      () => problemResponse(new ConflictError(), { keepHeaders: "ETag" as never }),
      'keepHeaders must be an array of names such as "X-Api-Version"',
    ],
  ])("refuses %s", (_what, create, message) => {
    expect(create).toThrow(TypeError);
    expect(create).toThrow(message);
  });

  it("can be bundled for a browser", async () => {
    const { modules } = await browserBundle('export * from "express-backstop/mocks";');

    expect(modules.filter((module) => /node_modules|node:/.test(module))).toEqual([]);
  });
});
