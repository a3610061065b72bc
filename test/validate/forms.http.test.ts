import express5 from "express";
import { asyncHandler, ServiceUnavailableError, validate, ValidationError } from "express-backstop";
import { toFormErrors } from "express-backstop/client";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const Article = z.object({
  title: z.string().trim().min(1),
  tags: z.array(z.string().min(2)).default([]),
});
const Page = z.object({ page: z.coerce.number().default(1) });
const schemas = { params: z.object({ id: z.coerce.number() }), query: Page, body: Article };

describe.each(expresses)("validate with onInvalid: next, on %s", (_name, express) => {
  it("gives the handler the parsed parts, and leaves the request as it was", async () => {
    const form = validate(schemas, { onInvalid: "next" });
    await using app = await serve(
      (app) =>
        app.post("/:id", form, (req, res) => {
          res.json({ result: form.resultOf(req), raw: [req.params, req.query, req.body] });
        }),
      { express },
    );

    const { body } = await app.api.post("/7?page=2").send({ title: " a ", more: 1 });

    expect(body).toEqual({
      result: {
        valid: true,
        params: { id: 7 },
        query: { page: 2 },
        body: { title: "a", tags: [] },
      },
      raw: [{ id: "7" }, { page: "2" }, { title: " a ", more: 1 }],
    });
    expect(app.records).toEqual([]);
  });

  it("gives the handler the error with all invalid fields, and the values that were sent", async () => {
    const form = validate(schemas, { onInvalid: "next" });
    await using app = await serve(
      (app) =>
        app.post("/:id", form, (req, res) => {
          const result = form.resultOf(req);
          if (result.valid) {
            res.end();
            return;
          }
          const { error } = result;
          res.status(422).json({
            is: error instanceof ValidationError,
            forms: toFormErrors(error, { names: ["title", "tags.1"] }),
            sent: req.body,
          });
        }),
      { express },
    );

    const response = await app.api.post("/x").send({ title: " ", tags: ["ok", "x"] });

    expect(response.status).toBe(422);
    expect(response.body).toEqual({
      is: true,
      forms: {
        root: expect.stringMatching(/^id /),
        fields: {
          title: "must have at least 1 character",
          "tags.1": "must have at least 2 characters",
        },
      },
      sent: { title: " ", tags: ["ok", "x"] },
    });
    expect(app.records).toEqual([]);
  });

  it("can still fail with the error, as without the option", async () => {
    const form = validate({ body: Article }, { onInvalid: "next" });
    await using app = await serve(
      (app) =>
        app.post(
          "/",
          form,
          asyncHandler(async (req) => {
            const result = form.resultOf(req);
            if (!result.valid) throw result.error;
          }),
        ),
      { express },
    );

    const response = await app.api.post("/").send({});

    expect(problem(response)).toMatchObject({
      status: 400,
      code: "validation_failed",
      errors: [{ pointer: "#/title", code: "required" }],
    });
  });

  it("waits for asynchronous schemas, and keeps the results of two requests and two forms apart", async () => {
    const slow = validate({ body: Article.refine(async () => true) }, { onInvalid: "next" });
    const other = validate({ query: Page }, { onInvalid: "next" });
    await using app = await serve(
      (app) =>
        app.post("/", slow, other, (req, res) => {
          res.json([slow.resultOf(req).valid, other.resultOf(req).valid]);
        }),
      { express },
    );
    const post = (title: string, page: string) => app.api.post(`/?page=${page}`).send({ title });

    const responses = await Promise.all([post("a", "1"), post("", "1"), post("a", "x")]);

    expect(responses.map(({ body }) => body)).toEqual([
      [true, true],
      [false, true],
      [true, false],
    ]);
  });

  it("fails for what no form can show: a schema that fails, and a body that was not parsed", async () => {
    const broken = Article.refine(() => {
      throw new ServiceUnavailableError();
    });
    const form = validate({ body: broken }, { onInvalid: "next" });
    await using app = await serve(
      (app) => app.post("/", form, (_req, res) => void res.end("went on")),
      { express },
    );

    expect(problem(await app.api.post("/").send({ title: "a" })).status).toBe(503);
    expect(problem(await app.api.post("/").type("text/plain").send("a")).status).toBe(415);
  });

  it("checks responses and parsed params behind use() as without the option", async () => {
    const form = validate(
      { params: z.object({ id: z.coerce.number() }), response: { 200: Article } },
      { onInvalid: "next" },
    );
    await using app = await serve(
      (app) => {
        app.use(
          "/use/:id",
          form,
          (req, res) => void res.json({ title: "a", id: req.params["id"] }),
        );
        app.get("/:id", form, (req, res) => {
          const result = form.resultOf(req);
          res.json(result.valid ? { title: String(result.params.id) } : { title: 7 });
        });
      },
      { express },
    );

    expect((await app.api.get("/use/7")).body).toEqual({ title: "a", tags: [] });
    expect((await app.api.get("/7")).body).toEqual({ title: "7", tags: [] });
    expect(problem(await app.api.get("/x")).status).toBe(500);
  });

  it("says so where a handler asks for the result of a middleware that has not run", async () => {
    const form = validate({ body: Article }, { onInvalid: "next" });
    await using app = await serve((app) => app.post("/", (req) => void form.resultOf(req)), {
      express,
    });

    const response = await app.api.post("/").send({});

    expect(problem(response).code).toBe("internal_error");
    expect(app.records[0]?.error?.message).toBe(
      "validate: resultOf got a request that this middleware has not checked. Mount the middleware in front of the handler.",
    );
  });

  it("reads a form of a browser, with cookies and headers", async () => {
    const form = validate(
      { body: Article, headers: z.object({ "x-count": z.coerce.number() }) },
      { onInvalid: "next", accept: ["application/x-www-form-urlencoded"] },
    );
    await using app = await serve(
      (app) =>
        app.post("/", express5.urlencoded({ extended: true }), form, (req, res) => {
          const result = form.resultOf(req);
          const count = result.valid && result.headers["x-count"];
          res.json([count, req.headers["x-count"], result.valid && result.body]);
        }),
      { express, parseJson: false },
    );

    const { body } = await app.api
      .post("/")
      .set("x-count", "3")
      .type("form")
      .send("title=a&tags=bc&tags=de");

    expect(body).toEqual([3, "3", { title: "a", tags: ["bc", "de"] }]);
  });
});

it("has no resultOf without the option, and refuses another value when the app starts", () => {
  expect(validate({ body: Article })).not.toHaveProperty("resultOf");
  expect(validate({ body: Article }, { onInvalid: "fail" })).not.toHaveProperty("resultOf");
  expect(() => validate({ body: Article }, { onInvalid: "skip" as "next" })).toThrow(
    'validate: onInvalid must be "fail" or "next", got "skip".',
  );
});
