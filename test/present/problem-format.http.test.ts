import { createServer } from "node:http";
import {
  errorHandler,
  type ErrorHandlerOptions,
  notFoundHandler,
  defineErrors,
  type ProblemFormat,
  type ProblemSerializer,
  validate,
} from "express-backstop";
import { problemResponse } from "express-backstop/mocks";
import { openapi, operation, problemComponents } from "express-backstop/openapi";
import { problemTypes } from "express-backstop/problem-types";
import { guardProcess } from "express-backstop/process";
import {
  errorEnvelope,
  googleApi,
  jsonApi,
  laravelErrors,
  nestErrors,
  railsErrors,
  springBootErrors,
} from "express-backstop/serializers";
import { assertProblem, type TestedResponse } from "express-backstop/testing";
import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { listen, serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const errors = defineErrors({
  article_not_found: {
    status: 404,
    title: "Article not found",
    data: z.object({ articleId: z.string() }),
    fix: "Read the list of articles.",
  },
  validation_failed: { status: 400, title: "Validation failed" },
});

const formats: readonly (readonly [string, ProblemFormat, mediaType: string])[] = [
  ["the default", {}, "application/problem+json"],
  [
    "another base, status and guidance",
    { typeBase: "https://api.example.com/p/", validationStatus: 422, guidance: true },
    "application/problem+json",
  ],
  ["errorEnvelope", { validationStatus: 422, serialize: errorEnvelope() }, "application/json"],
  ["jsonApi", { serialize: jsonApi() }, "application/vnd.api+json"],
  ["googleApi", { serialize: googleApi({ domain: "api.example.com" }) }, "application/json"],
  ["railsErrors", { validationStatus: 422, serialize: railsErrors() }, "application/json"],
  ["laravelErrors", { validationStatus: 422, serialize: laravelErrors() }, "application/json"],
  ["nestErrors", { serialize: nestErrors() }, "application/json"],
  ["nestErrors with time", { serialize: nestErrors({ pathAndTime: true }) }, "application/json"],
  ["springBootErrors", { serialize: springBootErrors() }, "application/json"],
];

describe.each(expresses)("one format on %s", (_name, express) => {
  it.each(formats)(
    "is the same in responses, document, pages and snapshot: %s",
    async (_what, format, type) => {
      const app = express().use(express.json());
      app.get("/articles/:id", operation({ errors: [errors.article_not_found] }), (req) => {
        throw errors.article_not_found({ articleId: req.params.id });
      });
      app.post("/articles", validate({ body: z.object({ title: z.string() }) }));
      app.use("/problems", problemTypes(errors, format));
      const document = openapi(app, {
        info: { title: "Articles", version: "1.0.0" },
        errors,
        ...format,
      });
      app.use(notFoundHandler(), errorHandler({ ...format, reporter: false }));
      const snapshot = JSON.parse(errors.snapshot(format)) as Record<
        string,
        { status: number; type?: string; body?: object }
      >;
      await using served = await listen(app);

      const missing = await served.api.get("/articles/example");
      const invalid = await served.api.post("/articles").send({});
      const { body: page } = await served.api.get("/problems/article_not_found");

      const declared = document.paths["/articles/{id}"]?.["get"]?.responses as Record<string, any>;
      const content = declared["404"]?.content[type];
      expect(missing.type).toBe(type);
      expect(content?.examples.article_not_found.value).toEqual(page.example);
      expect(shapeOf(page.example)).toEqual(shapeOf(missing.body));
      expect(snapshot["validation_failed"]?.status).toBe(invalid.status);
      expect(document.paths["/articles"]?.["post"]?.responses).toHaveProperty(
        String(invalid.status),
      );
      expect(document.components.responses["Problem"]).toHaveProperty(["content", type]);
      const entry = snapshot["article_not_found"];
      expect(entry?.type).toBe(format.typeBase && `${format.typeBase}article_not_found`);
      expect(shapeOf(entry?.body)).toEqual(format.serialize && shapeOf(missing.body));
    },
  );

  it.each(formats)(
    "is accepted by everything that sends or documents problems: %s",
    (_what, format) => {
      const server = createServer();

      expect(() => errorHandler(format)).not.toThrow();
      expect(() => problemComponents(errors, format)).not.toThrow();
      expect(() =>
        problemResponse(errors.article_not_found, { articleId: "7" }, format),
      ).not.toThrow();
      guardProcess(server, { ...format, reporter: false }).dispose();
      expectTypeOf(format).toExtend<ErrorHandlerOptions>();
    },
  );
});

describe("the assertions for tests", () => {
  async function failing(format: ProblemFormat) {
    const served = await serve((app) => {
      app.get("/", () => {
        throw errors.article_not_found({ articleId: "7" });
      });
      app.post("/", validate({ body: z.object({ title: z.string() }) }));
    }, format);
    return served;
  }

  it.each(formats)("know the format: %s", async (_what, format) => {
    await using served = await failing(format);

    const missing = await served.api.get("/");
    const problem = assertProblem(missing, errors.article_not_found, { articleId: "7" }, format);

    expect(problem).toMatchObject({ code: "article_not_found", articleId: "7", status: 404 });
  });

  it.each(formats.filter(([, { serialize }]) => serialize))(
    "fail if a serialized body differs: %s",
    async (_what, format) => {
      await using served = await failing(format);

      const missing = await served.api.get("/");
      const compare = (response: TestedResponse, articleId: string) => () =>
        assertProblem(response, errors.article_not_found, { articleId }, format);
      const { text } = missing;
      const headers: Record<string, string> = missing.headers;

      expect(compare({ status: 404, headers, text }, "7")).not.toThrow();
      expect(compare({ status: 410, headers, text }, "7")).toThrow(
        "the status is 410 instead of 404",
      );
      expect(compare({ status: 404, headers, text: "{" }, "7")).toThrow("the body is not {");
      expect(
        compare({ status: 404, headers: { ...headers, "content-type": "text/html" }, text }, "7"),
      ).toThrow("the content type is text/html instead of application/");
      expect(() => assertProblem(missing, errors.validation_failed, {}, format)).toThrow(
        "is not the problem validation_failed",
      );
    },
  );

  it("know the seconds of Retry-After", async () => {
    const serialize: ProblemSerializer = (problem) => ({ error: problem });
    const { closed } = defineErrors({
      closed: { status: 503, title: "Closed", headers: { "Retry-After": "7" } },
    });
    await using served = await serve(
      (app) =>
        app.get("/", () => {
          throw closed();
        }),
      { serialize },
    );

    const response = await served.api.get("/");

    expect(assertProblem(response, closed, {}, { serialize })).toMatchObject({ retryAfter: 7 });
  });

  it("check type and status where the format says them", async () => {
    await using served = await failing({ typeBase: "https://a.example/", validationStatus: 422 });

    const invalid = await served.api.post("/").send({});
    const compare = (format: ProblemFormat) => () =>
      assertProblem(invalid, errors.validation_failed, {}, format);

    expect(compare({})).not.toThrow();
    expect(compare({ typeBase: "https://a.example/", validationStatus: 422 })).not.toThrow();
    expect(compare({ typeBase: "https://b.example/" })).toThrow(
      "the type is 'https://a.example/validation_failed' instead of 'https://b.example/",
    );
    expect(compare({ validationStatus: 400 })).toThrow("the status is 422 instead of 400");
  });
});

it.each(formats.filter(([, { serialize }]) => serialize))(
  "gives the schema in OpenAPI the properties of the body: %s",
  async (_what, format) => {
    await using served = await serve(
      (app) =>
        app.get("/", () => {
          throw errors.article_not_found({ articleId: "7" });
        }),
      format,
    );

    const { body } = await served.api.get("/");
    const { ArticleNotFoundProblem } = problemComponents(errors, format).schemas;

    expect(propertyNames(ArticleNotFoundProblem)).toEqual(shapeOf(body));
  },
);

it("has no example where the serializer needs a real request", () => {
  const serialize = ((_problem, req) => ({
    id: req.socket.remoteAddress,
  })) as ProblemSerializer;

  const { schemas } = problemComponents(errors, { serialize });

  expect(schemas["ArticleNotFoundProblem"]).toEqual({
    title: "Article not found",
    description: "Read the list of articles.",
  });
  expect(JSON.parse(errors.snapshot({ serialize })).article_not_found).not.toHaveProperty("body");
});

/** Returns the names of the members at every depth. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (value === undefined) return undefined;
  if (typeof value !== "object" || value === null) return "value";
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

/** Returns the names of the properties of a schema, as `shapeOf` does of a value. */
function propertyNames({ properties, items }: any): unknown {
  if (items) return [propertyNames(items)];
  if (!properties) return "value";
  return Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, propertyNames(member)]),
  );
}
