import { defineErrors } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { problemComponents, problemResponses } from "express-backstop/openapi";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { mistakesIn, schemasOf } from "../openapi-tools/validate.ts";
import { serve } from "../support/app.ts";
import { problem } from "../support/problem.ts";

const Shard = z.object({ number: z.int() }).meta({ id: "Shard" });
const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({ articleId: z.string(), at: z.date().optional() }),
      description: "The id is unknown.",
      fix: "Look it up.",
    },
    shard_full: { status: 507, title: "Shard full", data: z.object({ shard: Shard }) },
    limit_reached: {
      status: 429,
      title: "Limit reached",
      data: z.union([z.object({ perHour: z.int() }), z.object({ perDay: z.int() })]),
    },
    odd: { status: 400, title: "Odd", data: v.object({ why: v.string() }) },
    based: { status: 400, title: "Based" },
  },
  { extend: builtInErrors },
);

const responses = problemResponses(errors, "article_not_found", "conflict", "duplicate");
const document = {
  openapi: "3.1.1",
  info: { title: "Articles", version: "1.0.0" },
  paths: { "/articles": { get: { responses } } },
  components: problemComponents(errors),
};

describe("problemComponents and problemResponses", () => {
  it("make a valid document", async () => {
    expect(await mistakesIn(document)).toBeUndefined();
  });

  it("describe a code with its constants, words and members", () => {
    const { ArticleNotFoundProblem } = problemComponents(errors, { typeBase: "/p/" }).schemas;

    expect(ArticleNotFoundProblem).toMatchObject({
      title: "Article not found",
      description: "The id is unknown. Look it up.",
      properties: {
        type: { const: "/p/article_not_found" },
        title: { type: "string" },
        status: { const: 404 },
        code: { const: "article_not_found" },
        articleId: { type: "string" },
        at: { type: "string", format: "date-time" },
      },
      required: ["type", "title", "status", "code", "articleId"],
    });
  });

  it("have a schema for each code, and no other codes", () => {
    const catalog = defineErrors(
      { gone_for_good: { status: 410, title: "Gone" } },
      { typeBase: "https://shop.example/" },
    );

    const { schemas } = problemComponents(catalog, { typeBase: "/p/" });

    expect(Object.keys(schemas)).toEqual(["FieldError", "Problem", "GoneForGoodProblem"]);
    expect(schemas["GoneForGoodProblem"]).toMatchObject({
      properties: { type: { const: "https://shop.example/gone_for_good" } },
    });
  });

  it("describe the guidance of the error handler", async () => {
    const options = { guidance: true, typeBase: "https://api.example.com/problems/" };
    const components = problemComponents(errors, options);
    const guided = { ...document, components };
    const validate = schemasOf(guided);
    const thrown = [
      errors.article_not_found({ articleId: "a17" }),
      errors.limit_reached({ perDay: 9 }),
    ];
    await using app = await serve(
      (site) => {
        site.get("/:index", (req) => {
          throw thrown[Number(req.params.index)];
        });
      },
      { ...options },
    );

    const missing = problem(await app.api.get("/0"));
    const schema = { $ref: "#/components/schemas/ArticleNotFoundProblem" };

    expect(await mistakesIn(guided)).toBeUndefined();
    expect(missing).toMatchObject({ retryable: false, category: "not_found", fix: "Look it up." });
    expect(validate(schema, missing)).toBeUndefined();
    expect(validate(schema, { ...missing, category: "conflict" })).toBeDefined();
    expect(validate(schema, { ...missing, retryable: "no" })).toBeDefined();
    expect(
      validate({ $ref: "#/components/schemas/Problem" }, problem(await app.api.get("/1"))),
    ).toBeUndefined();
    expect(problemComponents(errors).schemas["Problem"]?.properties).not.toHaveProperty("fix");
    expect(problemComponents(errors).schemas["Problem"]?.properties).toHaveProperty("retryAfter");
  });

  it("give each code a name of its own", () => {
    const codes = ["a_b", "ab_", "a__b", "a_1", "a1_", "a_b_", "aab", "a_ab"];
    const many = defineErrors(
      Object.fromEntries(codes.map((code) => [`x${code}`, { status: 400, title: "A" }])) as {
        readonly xab: { status: 400; title: string };
      },
    );

    const names = Object.keys(problemComponents(many).schemas);

    expect(new Set(names).size).toBe(codes.length + 2);
  });

  it("describe what the error handler sends", async () => {
    const validate = schemasOf(document);
    const thrown = [
      errors.article_not_found({ articleId: "a17", at: new Date() }),
      errors.shard_full({ shard: { number: 7 } }),
      errors.limit_reached({ perDay: 9 }),
      errors.odd({ why: "so" }),
      errors.based(),
      errors.method_not_allowed({ allow: ["GET"] }),
      errors.body_too_large({ limitBytes: 7 }),
    ];
    await using app = await serve((app) => {
      app.get("/:index", (req) => {
        throw thrown[Number(req.params.index)];
      });
    });

    for (const [index, { code }] of thrown.entries()) {
      const body = problem(await app.api.get(`/${index}`));
      const name = Object.entries(document.components.schemas).find(([, schema]) =>
        JSON.stringify(schema).includes(`{"type":"string","const":"${code}"}`),
      )?.[0];

      const schema = { $ref: `#/components/schemas/${name}` };
      expect([code, validate(schema, body)]).toEqual([code, undefined]);
      expect(validate(schema, { ...body, code: "other" })).toBeDefined();
      expect(validate({ $ref: "#/components/schemas/Problem" }, body)).toBeUndefined();
    }
    const { shard_full, limit_reached } = {
      shard_full: { $ref: "#/components/schemas/ShardFullProblem" },
      limit_reached: { $ref: "#/components/schemas/LimitReachedProblem" },
    };
    const plain = {
      type: "/problems/shard_full",
      title: "Shard full",
      status: 507,
      code: "shard_full",
    };
    expect(validate(shard_full, { ...plain, shard: { number: "7" } })).toBeDefined();
    expect(
      validate(limit_reached, {
        ...plain,
        title: "Limit reached",
        status: 429,
        code: "limit_reached",
      }),
    ).toBeDefined();
  });

  it("give an example of each code that fits its schema, where its members can be guessed", () => {
    const validate = schemasOf(document);
    const described = problemResponses(
      errors,
      "validation_failed",
      "shard_full",
      "method_not_allowed",
      "odd",
    );
    const contents = Object.values(described).flatMap((response) =>
      "content" in response ? Object.values(response.content ?? {}) : [],
    );

    const given = contents.flatMap(({ schema, examples = {} }) =>
      Object.entries(examples).map(([code, { value }]) => [code, validate(schema, value)]),
    );

    expect(given).toEqual([
      ["validation_failed", undefined],
      ["method_not_allowed", undefined],
    ]);
  });

  it("say where a library has no JSON Schema", () => {
    expect(JSON.stringify(document.components.schemas["OddProblem"])).toContain(
      "valibot cannot convert this schema to JSON Schema.",
    );
  });

  it.each<[what: string, make: () => unknown, message: string]>([
    [
      "a catalog that is missing",
      () => problemComponents({} as never),
      "problemComponents: errors must be a catalog, got a value of type object.",
    ],
    [
      "an unknown option",
      () => problemComponents(errors, { base: "/" } as never),
      'problemComponents: unknown option "base". Write one of typeBase, validationStatus, guidance, serialize.',
    ],
    [
      "a wrong status",
      () => problemComponents(errors, { validationStatus: 409 as never }),
      "problemComponents: validationStatus must be 400 or 422, got 409.",
    ],
    [
      "no catalog for responses",
      () => problemResponses(undefined as never),
      "problemResponses: errors must be a catalog, got undefined.",
    ],
    [
      "an unknown code",
      () => problemResponses(errors, "article_gone" as never),
      'problemResponses: the catalog has no code "article_gone".',
    ],
  ])("refuse %s", (_what, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });
});
