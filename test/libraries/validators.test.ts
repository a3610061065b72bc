import boomLibrary from "@hapi/boom";
import { Ajv } from "ajv";
import { type } from "arktype";
import { celebrate, Modes } from "celebrate";
import { IsEmail, MinLength, validateOrReject } from "class-validator";
import type { Request } from "express";
import {
  ajv,
  arktype,
  boom,
  classValidator,
  expressValidator,
  joi,
  statusProperty,
  superstruct,
  valibot,
  yup,
  zod,
} from "express-backstop/mappers";
import { body, validationResult } from "express-validator";
import Joi from "joi";
import * as s from "superstruct";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as y from "yup";
import * as z4 from "zod";
import * as z3 from "zod/v3";
import { expresses } from "../support/expresses.ts";
import { answer, answerOf, secret } from "./support/answer.ts";

const mappers = [
  zod(),
  joi(),
  yup(),
  ajv(),
  classValidator(),
  expressValidator(),
  valibot(),
  arktype(),
  superstruct(),
  boom(),
  statusProperty({ expose: true }),
];

const sent = { title: 7, tags: ["ok", secret.repeat(5)] };
// What a server reads from its environment, or from another service
const upstream = { title: 7, tags: ["ok"] };
const article = { title: "A", tags: ["ok"] };

class Article {
  title: unknown;
  email: unknown;
}
MinLength(3)(Article.prototype, "title");
IsEmail()(Article.prototype, "email");

const joiArticle = Joi.object({
  title: Joi.string().required(),
  tags: Joi.array().items(Joi.string().max(20)),
});
const yupArticle = y.object({
  title: y.string().strict().required(),
  tags: y.array(y.string().max(20)),
});
const shape = {
  type: "object",
  required: ["title"],
  properties: {
    title: { type: "string" },
    tags: { type: "array", items: { type: "string", maxLength: 20 } },
  },
};
const ajvArticle = new Ajv({ allErrors: true }).compile({ ...shape, $async: true });
const ajvPlain = new Ajv({ allErrors: true }).compile(shape);
const zodArticle = z4.object({ title: z4.string(), tags: z4.array(z4.string().max(20)) });
const zod3Article = z3.object({ title: z3.string(), tags: z3.array(z3.string().max(20)) });

const valibotArticle = v.object({
  title: v.string(),
  tags: v.array(v.pipe(v.string(), v.maxLength(20))),
});
const arktypeArticle = type({ title: "string", tags: "(string <= 20)[]" });
const superstructArticle = s.object({
  title: s.string(),
  tags: s.array(s.size(s.string(), 0, 20)),
});

const validators: readonly (readonly [string, (value: unknown) => unknown])[] = [
  ["zod 4", (value) => zodArticle.parse(value)],
  ["zod 3", (value) => zod3Article.parse(value)],
  ["joi", (value) => Joi.attempt(value, joiArticle, { abortEarly: false })],
  [
    "joi, whose error is thrown",
    (value) => {
      throw joiArticle.validate(value, { abortEarly: false }).error;
    },
  ],
  ["yup", (value) => yupArticle.validate(value, { abortEarly: false })],
  ["valibot", (value) => v.parse(valibotArticle, value)],
  [
    "valibot, whose issues are thrown",
    (value) => {
      const { issues } = v.safeParse(valibotArticle, value);
      if (issues) throw issues;
    },
  ],
  ["ArkType", (value) => arktypeArticle.assert(value)],
  [
    "ArkType, whose errors are thrown",
    (value) => {
      const parsed = arktypeArticle(value);
      if (parsed instanceof type.errors) throw parsed;
    },
  ],
  ["superstruct", (value) => s.assert(value, superstructArticle)],
  ["ajv", (value) => ajvArticle(value)],
  [
    "ajv, whose errors are the cause of an error",
    (value) => {
      if (!ajvPlain(value)) throw new Error("invalid", { cause: ajvPlain.errors });
    },
  ],
  [
    "ajv, whose errors are thrown",
    (value) => {
      if (!ajvPlain(value)) throw ajvPlain.errors;
    },
  ],
];

const post = (value: object) => (api: Parameters<NonNullable<Parameters<typeof answer>[2]>>[0]) =>
  api.post("/secrets/1").send(value);

describe.each(expresses)("on %s", (_express, express) => {
  type Provoke = Parameters<typeof answer>[1];
  type Send = Parameters<typeof answer>[2];
  const respond = (provoke: Provoke, send?: Send) => answer(mappers, provoke, send, express);

  describe.each(validators)("%s", (_name, validate) => {
    it("makes a 400 with pointers of a body that a handler validates", async () => {
      const { status, body: problem } = await respond((req) => validate(req.body), post(sent));

      expect(status).toBe(400);
      expect(problem.code).toBe("validation_failed");
      // ArkType checks the members in the order of their names.
      expect(
        problem.errors?.toSorted((one, other) => (one.pointer < other.pointer ? -1 : 1)),
      ).toEqual([
        {
          in: "body",
          pointer: "#/tags/1",
          code: "too_long",
          detail: "must have at most 20 characters",
          params: { maximum: 20 },
        },
        {
          in: "body",
          pointer: "#/title",
          code: "wrong_type",
          detail: "must be a string",
          params: { type: "string" },
        },
      ]);
    });

    it("names a missing member of a body as required", async () => {
      const { status, body: problem } = await respond(
        (req) => validate(req.body),
        post({ tags: [] }),
      );

      expect(status).toBe(400);
      expect(problem.errors).toEqual([
        { in: "body", pointer: "#/title", code: "required", detail: "is required" },
      ]);
    });

    it("makes a 400 of a query that a handler validates", async () => {
      const { status, body: problem } = await respond(
        (req) => validate(req.query),
        (api) => api.get("/secrets/1").query({ title: ["a", "b"], tags: ["c", "d"] }),
      );

      expect(status).toBe(400);
      expect(problem.errors).toMatchObject([
        { in: "query", pointer: "#/title", code: "wrong_type" },
      ]);
    });

    it("keeps a 500 for an upstream value that is invalid, though the client sent a valid one", async () => {
      const {
        status,
        body: problem,
        record,
      } = await respond(() => validate(upstream), post(article));

      expect(status).toBe(500);
      expect(problem.code).toBe("internal_error");
      expect(record.context).toMatchObject({ validatedRequest: false });
    });

    it("keeps a 500 for an upstream value of the wrong type, though the client sent none", async () => {
      const { status } = await respond(() => validate(upstream), post({ tags: [] }));

      expect(status).toBe(500);
    });

    it("keeps a 500 for a configuration that is incomplete, in a request without a body", async () => {
      const { status } = await respond(() => validate({}));

      expect(status).toBe(500);
    });
  });
});

describe("zod", () => {
  const validate = (schema: z4.ZodType) => (req: Request) => schema.parse(req.body);

  it("responds with an error for each unknown member, and for those of the closest variant", async () => {
    const variants = z4.union([
      z4.strictObject({ kind: z4.literal("a"), size: z4.number() }),
      z4.strictObject({ kind: z4.literal("b"), name: z4.string() }),
    ]);

    const { status, body: problem } = await answer(
      mappers,
      validate(variants),
      post({ kind: "a", size: "x", other: secret }),
    );

    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([
      { pointer: "#/size", code: "wrong_type" },
      { pointer: "#/other", code: "unknown_member" },
    ]);
  });

  it.each<[string, (value: unknown) => unknown, object, object]>(
    [
      {
        version: "zod 4",
        title: z4.object({ title: z4.string().trim().min(1) }),
        price: z4.object({ price: z4.coerce.number() }),
        at: z4.object({ at: z4.coerce.date() }),
      },
      {
        version: "zod 3",
        title: z3.object({ title: z3.string().trim().min(1) }),
        price: z3.object({ price: z3.coerce.number() }),
        at: z3.object({ at: z3.coerce.date() }),
      },
    ].flatMap(({ version, title, price, at }) => {
      return [
        [
          `spaces in a text that ${version} trims`,
          (value) => title.parse(value),
          { title: "   " },
          { pointer: "#/title", code: "too_short" },
        ],
        [
          `a missing number that ${version} converts`,
          (value) => price.parse(value),
          { title: "a" },
          { pointer: "#/price", code: "required" },
        ],
        [
          `a missing date that ${version} converts`,
          (value) => at.parse(value),
          { title: "a" },
          { pointer: "#/at", code: "required" },
        ],
      ];
    }),
  )("makes a 400 of %s", async (_what, parse, value, field) => {
    const { status, body: problem } = await answer(mappers, (req) => parse(req.body), post(value));

    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([field]);
  });

  it("sends no text of a schema, which may quote the value", async () => {
    const quoting = z4.object({
      title: z4.string({ error: ({ input }) => `not ${String(input)}` }),
    });

    const { status } = await answer(mappers, validate(quoting), post({ title: [secret] }));

    expect(status).toBe(400);
  });
});

describe("joi", () => {
  it("keeps a 500 for another object that is equal to the body", async () => {
    const { status } = await answer(
      mappers,
      (req) => Joi.attempt(structuredClone(req.body), joiArticle),
      post(sent),
    );

    expect(status).toBe(500);
  });
});

describe("celebrate", () => {
  it("makes a 400 of the segments that it refuses, without values of headers", async () => {
    const { status, body: problem } = await answerOf(
      mappers,
      (app) =>
        app.post(
          "/",
          celebrate(
            {
              body: joiArticle,
              headers: Joi.object({ "x-key": Joi.valid(`${secret}-key`).required() }).unknown(),
            },
            { abortEarly: false },
            { mode: Modes.FULL },
          ),
        ),
      (api) => api.post("/").set("x-key", "wrong").send({ title: 7 }),
    );

    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([
      { in: "headers", pointer: "#/x-key", code: "not_one_of" },
      { in: "body", pointer: "#/title", code: "wrong_type" },
    ]);
  });
});

describe("yup", () => {
  it("stops at the first issue, and still tells a value of the request", async () => {
    const { status, body: problem } = await answer(
      mappers,
      (req) => y.object({ name: y.string().trim().default("x").min(30) }).validate(req.body),
      post({ name: ` ${secret}` }),
    );

    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([{ pointer: "#/name", code: "too_short" }]);
  });

  it("says of a number in the query that it is too small, and not too short", async () => {
    const { status, body: problem } = await answer(
      mappers,
      (req) => y.object({ limit: y.number().min(5) }).validate(req.query),
      (api) => api.get("/secrets/1").query({ limit: 3 }),
    );

    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([
      { in: "query", pointer: "#/limit", code: "too_small", detail: "must be at least 5" },
    ]);
  });
});

describe("ajv", () => {
  it.each<[string, object]>([
    ["an object with a condition", { if: { required: ["id"] }, else: { required: ["slug"] } }],
    ["a member beside another one", { dependencies: { title: ["slug"] } }],
    ["one of two variants", { anyOf: [{ required: ["slug"] }, { required: ["id"] }] }],
  ])("names the member that %s lacks", async (_what, rule) => {
    const check = new Ajv({ allErrors: true, strict: false }).compile({ type: "object", ...rule });

    const { status, body: problem } = await answer(
      mappers,
      (req) => {
        if (!check(req.body)) throw new Error("invalid", { cause: check.errors });
      },
      post({ title: "a" }),
    );

    expect(status).toBe(400);
    expect(problem.errors?.[0]).toMatchObject({ in: "body", pointer: "#/slug", code: "required" });
  });

  it("sends no value that $data takes from the request, such as a password to repeat", async () => {
    const passwords = new Ajv({ $data: true }).compile({
      type: "object",
      properties: { password: { type: "string" }, again: { const: { $data: "1/password" } } },
    });

    const { status, body: problem } = await answer(
      mappers,
      (req) => {
        if (!passwords(req.body)) throw new Error("invalid", { cause: passwords.errors });
      },
      post({ password: secret, again: "other" }),
    );

    expect(status).toBe(400);
    expect(problem.errors).toMatchObject([{ pointer: "#/again", code: "not_one_of" }]);
  });
});

describe("class-validator", () => {
  it("makes a 400 of an instance made of the body", async () => {
    const { status, body: problem } = await answer(
      mappers,
      (req) => validateOrReject(Object.assign(new Article(), req.body)),
      post({ title: "A", email: secret }),
    );

    expect(status).toBe(400);
    expect(problem.errors).toEqual([
      { in: "body", pointer: "#/title", code: "too_short", detail: "is too short" },
      {
        in: "body",
        pointer: "#/email",
        code: "bad_format",
        detail: "is not a valid email",
        params: { format: "email" },
      },
    ]);
  });

  it("keeps a 500 for an instance made of other values", async () => {
    const { status } = await answer(
      mappers,
      () => validateOrReject(Object.assign(new Article(), { title: "A", email: secret })),
      post({ title: "B", email: "a@example.com" }),
    );

    expect(status).toBe(500);
  });
});

describe("express-validator", () => {
  const chain = [body("title").isString().withMessage(`not ${secret}`), body("tags.*").isInt()];

  it.each<[string, (req: Request) => unknown]>([
    ["throws", (req) => validationResult(req).throw()],
    [
      "lists",
      (req) => {
        throw validationResult(req).array();
      },
    ],
  ])("makes a 400 of what its result %s", async (_how, fail) => {
    const { status, body: problem } = await answerOf(
      mappers,
      (app) => app.post("/", chain, (req: Request) => fail(req)),
      (api) => api.post("/").send({ tags: [1, secret] }),
    );

    expect(status).toBe(400);
    expect(problem.errors).toEqual([
      { in: "body", pointer: "#/title", code: "required", detail: "is required" },
      { in: "body", pointer: "#/tags/1", code: "invalid", detail: "is not valid" },
    ]);
  });
});

describe("boom", () => {
  it("hides the message of an error that was passed to boomify, which a library may have written", async () => {
    const { status, body: problem } = await respondTo(
      boomLibrary.boomify(new Error(`${secret} at 10.0.0.7`), { statusCode: 409 }),
    );

    expect(status).toBe(409);
    expect(JSON.stringify(problem)).not.toContain("10.0.0.7");
    expect(problem).not.toHaveProperty("detail");
  });

  it("is a 502 where it stands for the response of another server, as wreck's errors do", async () => {
    const { status } = await respondTo(
      new boomLibrary.Boom("Response Error: 401 Unauthorized", {
        statusCode: 401,
        data: { isResponseError: true, headers: {}, res: {} },
      }),
    );

    expect(status).toBe(502);
  });

  const respondTo = (error: unknown) =>
    answerOf(mappers, (app) =>
      app.get("/secrets/1", () => {
        throw error;
      }),
    );

  it("keeps the status, the headers and the message of a 4xx, and no data", async () => {
    const {
      status,
      body: problem,
      headers,
    } = await respondTo(boomLibrary.unauthorized("Log in.", "Basic"));

    expect(status).toBe(401);
    expect(problem.detail).toBe("Log in.");
    expect(headers["www-authenticate"]).toBe('Basic error="Log in."');
  });

  it("keeps the status of a 5xx, and not its message", async () => {
    const { status } = await respondTo(boomLibrary.serverUnavailable(`${secret} is down`));

    expect(status).toBe(503);
  });

  it("has no detail of its own for an error without a message", async () => {
    const { status, body: problem } = await respondTo(boomLibrary.notFound());

    expect(status).toBe(404);
    expect(problem.detail).not.toBe("Not Found");
  });
});
