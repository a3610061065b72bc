import { type } from "arktype";
import cookieParser from "cookie-parser";
import express5, { type ErrorRequestHandler, type Request, type RequestHandler } from "express";
import { asyncHandler, ServiceUnavailableError, validate } from "express-backstop";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { z as z3 } from "zod3";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const places = (errors: readonly { in: string; pointer: string; code: string }[] | undefined) =>
  errors?.map((error) => `${error.in} ${error.pointer} ${error.code}`);

/** Returns the parts of a request as its handler gets them. */
const parts = ({ params, query, headers, cookies, signedCookies, body }: Request) => ({
  params,
  query,
  headers: { "x-count": headers["x-count"], "x-other": headers["x-other"] },
  cookies: cookies as unknown,
  signedCookies: signedCookies as unknown,
  body: body as unknown,
});

const Any = z.looseObject({});

const everything = {
  params: z.object({ id: z.coerce.number() }),
  query: z.object({ page: z.coerce.number().default(1) }),
  headers: z.object({ "x-count": z.coerce.number() }),
  cookies: z.object({ theme: z.enum(["dark", "light"]).default("dark") }),
  signedCookies: z.object({
    session: z
      .string()
      .min(3)
      .transform((id) => ({ id })),
  }),
  body: z.object({ title: z.string().trim().min(1) }),
};

describe.each(expresses)("on %s", (_name, express) => {
  // fault: several-parts
  it("names every invalid field of every part in one response, and repeats no value", async () => {
    await using app = await serve(
      (app) =>
        app
          .use(cookieParser("key"))
          .post("/:id", validate(everything), (_req, res) => void res.end()),
      { express },
    );

    const response = await app.api
      .post("/x?page=hunter2")
      .set({ "x-count": "hunter2", cookie: "theme=hunter2; session=s:hunter2.forged" })
      .send({ title: " " });

    expect(places(problem(response).errors)).toEqual([
      "params #/id wrong_type",
      "query #/page wrong_type",
      "headers #/x-count wrong_type",
      "cookies #/theme not_one_of",
      "cookies #/session required",
      "body #/title too_short",
    ]);
    expect(response.text + JSON.stringify(app.records)).not.toContain("hunter2");
  });

  // fault: express-5-query
  it("passes parsed values on, and keeps the headers and cookies that no schema names", async () => {
    await using app = await serve(
      (app) => {
        app.use(cookieParser("key"));
        app.post("/:id", validate(everything), (req, res) => {
          res.json(parts(req as unknown as Request));
        });
        app.get("/:id", (req, res) => {
          res.cookie("session", "abc", { signed: true }).json(req.query);
        });
      },
      { express },
    );
    const [session] = (await app.api.get("/7")).headers["set-cookie"]?.[0]?.split(";") ?? [];

    const response = await app.api
      .post("/7?page=2&more=x")
      .set({ "x-count": "3", "x-other": "y", cookie: `lang=de; ${session}` })
      .send({ title: " Ça va ", admin: true });

    expect(response.body).toEqual({
      params: { id: 7 },
      query: { page: 2 },
      headers: { "x-count": 3, "x-other": "y" },
      cookies: { lang: "de", theme: "dark" },
      signedCookies: { session: { id: "abc" } },
      body: { title: "Ça va" },
    });
    // The getter of Express 5 is where it was.
    expect((await app.api.get("/7?page=2")).body).toEqual({ page: "2" });
  });

  it("changes nothing when one part fails, nor a part without a schema", async () => {
    const showParts: ErrorRequestHandler = (_error, req, res, _next) => void res.json(parts(req));
    await using app = await serve(
      (app) => {
        const checks = { ...everything, signedCookies: z.object({}) };
        app.use(cookieParser("key"));
        app.route("/bad/:id").post(validate(checks)).post(showParts);
        app.post("/:id", validate({ body: everything.body }), (req, res) => {
          res.json({ params: req.params, query: req.query });
        });
      },
      { express },
    );

    const bad = await app.api.post("/bad/7?page=2").set({ "x-count": "3" }).send({ title: "" });
    const good = await app.api.post("/7?page=2&more=x").send({ title: "A" });

    expect(bad.body).toMatchObject({
      params: { id: "7" },
      query: { page: "2" },
      headers: { "x-count": "3" },
      cookies: {},
      body: { title: "" },
    });
    expect(good.body).toEqual({ params: { id: "7" }, query: { page: "2", more: "x" } });
  });

  it("can check one part twice, on the router and on the route", async () => {
    await using app = await serve(
      (app) => {
        const router = express.Router();
        router.use(validate({ query: z.looseObject({ tenant: z.string() }) }));
        // As validators do that define it for good.
        router.use((req, _res, next) => {
          const { query } = req;
          Object.defineProperty(req, "query", { get: () => query, configurable: true });
          next();
        });
        router.get(
          "/list",
          validate({ query: z.object({ tenant: z.string(), page: z.coerce.number() }) }),
          asyncHandler(async (req, res) => {
            res.json(req.query);
          }),
        );
        app.use(router);
      },
      { express },
    );

    expect((await app.api.get("/list?tenant=t&page=2")).body).toEqual({ tenant: "t", page: 2 });
    expect(places(problem(await app.api.get("/list?page=x")).errors)).toEqual([
      "query #/tenant required",
    ]);
    expect(places(problem(await app.api.get("/list?tenant=t&page=x")).errors)).toEqual([
      "query #/page wrong_type",
    ]);
  });

  it.each([
    ["zod 4", z.object({ name: z.string().min(2), age: z.number() })],
    ["zod/mini", mini.object({ name: mini.string().check(mini.minLength(2)), age: mini.number() })],
    ["zod 3.25", z3.object({ name: z3.string().min(2), age: z3.number() })],
    ["valibot", v.object({ name: v.pipe(v.string(), v.minLength(2)), age: v.number() })],
    ["arktype", type({ name: "string >= 2", age: "number" })],
    [
      "an asynchronous schema of zod 4",
      z.object({ name: z.string().refine(async (name) => name.length > 1), age: z.number() }),
    ],
    [
      "an asynchronous schema of zod 3.25",
      z3.object({ name: z3.string().refine(async (name) => name.length > 1), age: z3.number() }),
    ],
    [
      "an asynchronous schema of valibot",
      v.objectAsync({
        name: v.pipeAsync(
          v.string(),
          v.checkAsync(async (name) => name.length > 1),
        ),
        age: v.number(),
      }),
    ],
  ])("checks with %s", async (_what, schema) => {
    await using app = await serve(
      (app) => app.post("/", validate({ body: schema }), (req, res) => void res.json(req.body)),
      { express },
    );

    const bad = await app.api.post("/").send({ name: "ÿ" });

    expect(
      problem(bad)
        .errors?.map(({ pointer }) => pointer)
        .toSorted(),
    ).toEqual(["#/age", "#/name"]);
    expect(problem(bad).errors?.find(({ pointer }) => pointer === "#/age")).toEqual({
      in: "body",
      pointer: "#/age",
      code: "required",
      detail: "is required",
    });
    expect(bad.text).not.toContain("ÿ");
    expect((await app.api.post("/").send({ name: "Ida", age: 3 })).body).toEqual({
      name: "Ida",
      age: 3,
    });
  });

  it.each([
    ["rejects, in zod 4", z.object({ a: z.string().refine(refusing) })],
    ["rejects, in zod 3.25", z3.object({ a: z3.string().refine(refusing) })],
    ["rejects, in valibot", v.objectAsync({ a: v.pipeAsync(v.string(), v.checkAsync(refusing)) })],
    ["throws", z.object({ a: z.string().refine(throwing) })],
    ["calls itself without end", z.object({ a: z.string().refine(endless) })],
    ["does not respond", { "~standard": { version: 1, vendor: "odd", validate: () => undefined } }],
  ])("responds with 500 when a schema %s", async (_what, schema) => {
    await using app = await serve(
      (app) =>
        app.post(
          "/",
          validate({ query: z.object({ page: z.string() }), body: schema as typeof Any }),
        ),
      { express },
    );

    const response = await app.api.post("/").send({ a: "x" });

    expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
    expect(response.text).not.toContain("ECONNREFUSED");
    expect(app.records).toMatchObject([{ level: "error", status: 500 }]);
  });

  it("passes on an HttpError of a schema, and responds with 500 to a ZodError of other code", async () => {
    await using app = await serve(
      (app) => {
        const busy = z.looseObject({}).refine(() => {
          throw new ServiceUnavailableError();
        });
        app.post("/busy", validate({ body: busy }));
        app.post(
          "/business",
          validate({ body: Any }),
          asyncHandler(async () => {
            z.string().parse(1);
          }),
        );
      },
      { express },
    );

    expect(problem(await app.api.post("/busy").send({})).status).toBe(503);
    expect(problem(await app.api.post("/business").send({})).status).toBe(500);
  });

  it("refuses a body of more than 1,000 levels whatever its schema is, and accepts one of 1,000", async () => {
    await using app = await serve(
      (app) => app.post("/", validate({ body: z.unknown() }), (_req, res) => void res.json("ok")),
      { express },
    );
    const nested = (levels: number) => `${'{"a":['.repeat(levels / 2)}${"]}".repeat(levels / 2)}`;
    const post = (body: string) => app.api.post("/").type("json").send(body);

    expect((await post(nested(1000))).body).toBe("ok");
    expect(places(problem(await post(nested(1002))).errors)).toEqual(["body # too_deep"]);
  });

  it("responds with 400 to a body so deep that checking it exhausts the stack", async () => {
    const nested = z.object({
      get a() {
        return nested.optional();
      },
    });
    const nested3: z3.ZodType = z3.lazy(() => z3.object({ a: nested3.optional() }));
    await using app = await serve(
      (app) => {
        app.post("/4", validate({ body: nested }), (_req, res) => void res.end());
        app.post("/3", validate({ body: nested3 }), (_req, res) => void res.end());
      },
      { express },
    );
    const deep = `${'{"a":'.repeat(16_000)}{}${"}".repeat(16_000)}`;

    for (const path of ["/4", "/3"]) {
      const response = await app.api.post(path).type("json").send(deep);
      expect(places(problem(response).errors)).toEqual(["body # too_deep"]);
    }
  });
});

it.each([undefined, null])(
  "responds with 500 and records what to mount when the cookies are %s",
  async (cookies) => {
    const set: RequestHandler = (req, _res, next) => {
      req.cookies = cookies;
      next();
    };
    await using app = await serve((app) => app.get("/", set, validate({ cookies: Any })));

    expect(problem(await app.api.get("/")).status).toBe(500);
    expect(app.records[0]?.error.message).toBe(
      "validate: req.cookies is missing. Mount cookie-parser before validate({ cookies: schema }).",
    );
  },
);

it.each([
  ["no schemas", [], "schemas must be an object, got undefined"],
  ["an empty object", [{}], "schemas is empty. Write validate({ body: schema })."],
  [
    "an unknown part",
    [{ body: Any, session: Any }],
    'unknown part "session". Write one of params, query, headers, cookies, signedCookies, body, files, response.',
  ],
  ["no schema", [{ query: { page: "number" } }], "query must be a Standard Schema"],
  ["undefined", [{ query: undefined }], "query must be a Standard Schema"],
  ["null", [{ query: null }], "query must be a Standard Schema"],
  ["an empty standard", [{ query: { "~standard": null } }], "query must be a Standard Schema"],
  [
    "a header in upper case",
    [{ headers: z.object({ "X-Count": z.string() }) }],
    'headers has "X-Count", but Node\'s header names are in lower case. Write "x-count".',
  ],
  [
    "an unknown option",
    [{ body: Any }, { strict: true }],
    'unknown option "strict". Write one of accept, languages, responseMode, revealRules, onInvalid.',
  ],
  ["no media types", [{ body: Any }, { accept: "json" }], "accept must be an array of media types"],
])("refuses %s when the app starts", (_what, misuse, message) => {
  expect(() => Reflect.apply(validate, undefined, misuse)).toThrow(TypeError);
  expect(() => Reflect.apply(validate, undefined, misuse)).toThrow(`validate: ${message}`);
});

it("describes its schemas as JSON Schema: what a client may send, and what it receives", () => {
  const count = z.object({ count: z.coerce.number<string>().default(1) });
  const handler = validate({
    params: type({ id: "string" }),
    query: count,
    headers: z3.object({}),
    cookies: v.object({}),
    body: z.object({ at: z.date() }),
    response: { 200: count, 404: z.object({ at: z.date() }) },
  });

  const described = handler.jsonSchemas();

  // zod 3.25 and valibot do not describe themselves, and JSON Schema has no dates.
  expect(Object.keys(described)).toEqual(["params", "query", "response"]);
  expect(described.params).toMatchObject({ required: ["id"] });
  expect(described.query).not.toHaveProperty("required");
  expect(described.response).toEqual({
    200: expect.objectContaining({ type: "object", required: ["count"] }),
  });
});

it("exposes its schemas to who reads the routes of an app", () => {
  const app = express5();
  app.get("/:id", validate({ params: everything.params }));

  const [layer] = app.router.stack;
  const handle = layer?.route?.stack[0]?.handle as { schemas?: object } | undefined;

  expect(handle?.schemas).toEqual({ params: everything.params });
});

it("shows its schemas, and its name in a stack", () => {
  const schemas = { body: Any };

  expect(validate(schemas).schemas).toEqual(schemas);
  expect(validate(schemas).name).toBe("validate");
});

async function refusing(): Promise<boolean> {
  throw new Error("ECONNREFUSED 10.0.0.5:5432");
}

function throwing(): boolean {
  throw new Error("ECONNREFUSED 10.0.0.5:5432");
}

function endless(): boolean {
  return endless();
}
