import { createRequire } from "node:module";
import type { Express } from "express";
import { expressOpenapiValidator, statusProperty } from "express-backstop/mappers";
import type * as OpenApiValidator from "express-openapi-validator";
import { describe, expect, it } from "vitest";
import { expresses } from "../support/expresses.ts";
import { answerOf, secret } from "./support/answer.ts";

const { middleware } = createRequire(import.meta.url)(
  "express-openapi-validator",
) as typeof OpenApiValidator;

const mappers = [expressOpenapiValidator(), statusProperty({ expose: true })];

const text = { type: "string" } as const;
const article = {
  type: "object",
  required: ["title"],
  additionalProperties: false,
  properties: {
    title: { ...text, minLength: 3 },
    tags: { type: "array", items: { ...text, enum: ["a", "b"] } },
  },
} as const;
const content = { "application/json": { schema: article } };
const ok = { "200": { description: "OK", content } };
const inQuery = (name: string, schema: object) => ({ in: "query", name, schema });
const id = { in: "path", name: "id", required: true, schema: { type: "integer" } };
const key = { in: "header", name: "x-kind", schema: { ...text, enum: [`${secret}-kind`] } };

const document = {
  openapi: "3.0.3",
  info: { title: "Articles", version: "1" },
  paths: {
    "/articles": {
      get: { parameters: [inQuery("limit", { type: "integer", maximum: 9 })], responses: ok },
      post: { requestBody: { required: true, content }, responses: ok },
    },
    "/articles/{id}": { get: { parameters: [id, key], responses: ok } },
    "/wrong": { get: { parameters: [{ ...inQuery("a", text), in: "nowhere" }], responses: ok } },
    "/body/{id}": { get: { parameters: [id], responses: ok } },
    "/secrets": { get: { security: [{ token: [] }], responses: ok } },
  },
  components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
};

/** Mounts the validator; `checkToken` is its security handler, and `sent` the response of the articles. */
const articles = (checkToken: () => unknown = () => true, sent: unknown = { title: "abc" }) =>
  function mount(app: Express): void {
    app.use(
      middleware({
        // The validator changes the document. One of its parameters is in no part of a request.
        apiSpec: structuredClone(document) as never,
        validateApiSpec: false,
        validateResponses: true,
        validateSecurity: { handlers: { token: checkToken as () => boolean } },
      }),
    );
    app.use((_req, res) => {
      res.json(sent);
    });
  };

describe.each(expresses)("express-openapi-validator on %s", (_name, express) => {
  type Send = NonNullable<Parameters<typeof answerOf>[2]>;
  const respond = (send: Send, mount = articles()) => answerOf(mappers, mount, send, express);

  it("makes a 400 of a body, with the place and the code of each value", async () => {
    const { status, body: problem } = await respond((api) =>
      api.post("/articles").send({ title: "a", tags: ["a", secret], other: secret }),
    );

    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([
      { in: "body", pointer: "#/other", code: "unknown_member" },
    ]);
  });

  it.each<[string, Send, object]>([
    [
      "a missing member",
      (api) => api.post("/articles").send({}),
      { in: "body", pointer: "#/title", code: "required", detail: "is required" },
    ],
    [
      "a short text",
      (api) => api.post("/articles").send({ title: "a" }),
      { in: "body", pointer: "#/title", code: "too_short", detail: "is too short" },
    ],
    [
      "a value that is not allowed",
      (api) => api.post("/articles").send({ title: "abc", tags: ["a", "c"] }),
      {
        in: "body",
        pointer: "#/tags/1",
        code: "not_one_of",
        detail: "is not one of the allowed values",
      },
    ],
    [
      "a number above the maximum",
      (api) => api.get("/articles?limit=10"),
      { in: "query", pointer: "#/limit", code: "too_large", detail: "is too large" },
    ],
    [
      "a parameter that is not allowed",
      (api) => api.get("/articles?size=1"),
      { in: "query", pointer: "#/size", code: "unknown_member", detail: "is not allowed" },
    ],
    [
      "an empty parameter",
      (api) => api.get("/articles?limit="),
      { in: "query", pointer: "#/limit", code: "invalid", detail: "is not valid" },
    ],
    [
      "a path parameter of the wrong type",
      (api) => api.get("/articles/a"),
      { in: "params", pointer: "#/id", code: "wrong_type", detail: "has the wrong type" },
    ],
    [
      "a header",
      (api) => api.get("/articles/1").set("x-kind", "a"),
      {
        in: "headers",
        pointer: "#/x-kind",
        code: "not_one_of",
        detail: "is not one of the allowed values",
      },
    ],
  ])("makes a 400 of %s", async (_what, send, error) => {
    const { status, body: problem } = await respond(send);

    expect(status).toBe(400);
    expect(problem.code).toBe("validation_failed");
    expect(problem.errors).toEqual([error]);
  });

  it("keeps a 404, a 405 with its Allow and a 415", async () => {
    const missing = await respond((api) => api.get("/nothing"));
    const method = await respond((api) => api.delete("/articles"));
    const media = await respond((api) => api.post("/articles").type("text/x-secret").send("a"));

    expect([missing.status, method.status, media.status]).toEqual([404, 405, 415]);
    expect(method.headers["allow"]).toBe("POST, GET");
    expect(missing.body).not.toHaveProperty("detail");
  });

  it("keeps the 401 for a token that is missing", async () => {
    const { status, body: problem } = await respond((api) => api.get("/secrets"));

    expect(status).toBe(401);
    expect(problem.code).toBe("unauthorized");
    expect(problem).not.toHaveProperty("detail");
  });

  it("keeps the 401 for what a security handler throws, and not its text", async () => {
    const checkToken = () => {
      throw new Error(`The database at 10.0.0.7 refused ${secret}`);
    };

    const { status, body: problem } = await respond(
      (api) => api.get("/secrets").set("Authorization", "Bearer a"),
      articles(checkToken),
    );

    expect(status).toBe(401);
    expect(JSON.stringify(problem)).not.toContain("10.0.0.7");
  });

  it("is a 500 for what a security handler throws with such a status", async () => {
    const checkToken = () => {
      throw Object.assign(new Error(`no database, ${secret}`), { status: 503 });
    };

    const { status } = await respond(
      (api) => api.get("/secrets").set("Authorization", "Bearer a"),
      articles(checkToken),
    );

    expect(status).toBe(500);
  });

  it("is a 400 for a path that is malformed, and names no field of a body", async () => {
    const { status, body: problem } = await respond((api) => api.get("/body/%E0%A4%A"));

    expect(status).toBe(400);
    expect(problem).not.toHaveProperty("errors");
  });

  it("is a 500 for a mistake in the document, which the first request meets", async () => {
    const { status } = await respond((api) => api.get("/wrong"));

    expect(status).toBe(500);
  });

  it("is a 500 for a response that the document does not allow", async () => {
    const { status, body: problem } = await respond(
      (api) => api.get("/articles"),
      articles(undefined, { title: 7 }),
    );

    expect(status).toBe(500);
    expect(problem).not.toHaveProperty("errors");
  });
});
