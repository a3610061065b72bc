import { type } from "arktype";
import { asyncHandler, ForbiddenError, validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { openapi } from "express-backstop/openapi";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const Draft = z.object({ title: z.string() });
const Article = z.object({ title: z.string(), content: z.string().min(1) });
const chosen = {
  body: (req: { readonly headers: Readonly<Record<string, unknown>> }) =>
    req.headers["x-draft"] === "1" ? Draft : Article,
};

describe.each(expresses)("a schema chosen by request on %s", (_name, express) => {
  it("checks and parses with the schema of this request", async () => {
    await using app = await serve(
      (app) => app.post("/", validate(chosen), (req, res) => void res.json(req.body)),
      { express },
    );
    const post = (draft: string, body: object) =>
      app.api.post("/").set("x-draft", draft).send(body);

    const [draft, article, missing] = [
      await post("1", { title: "a", content: "" }),
      await post("0", { title: "a", content: "b" }),
      await post("0", { title: "a" }),
    ];

    expect(draft.body).toEqual({ title: "a" });
    expect(article.body).toEqual({ title: "a", content: "b" });
    expect(problem(missing)["errors"]).toMatchObject([{ pointer: "#/content", code: "required" }]);
  });

  it("may be of any library, for any part, and new for each request", async () => {
    await using app = await serve(
      (app) =>
        app.get(
          "/:id",
          validate({
            params: (req) =>
              req.params["id"] === "me"
                ? v.object({ id: v.literal("me") })
                : type({ id: "string.numeric" }),
            query: () => z.object({ page: z.coerce.number() }),
            headers: () => z.object({ "x-token": z.string().min(4) }),
          }),
          asyncHandler(async (req, res) => {
            res.json({ id: req.params.id, page: req.query.page });
          }),
        ),
      { express },
    );
    const get = (path: string, token = "tokens") => app.api.get(path).set("x-token", token);

    expect((await get("/me?page=2")).body).toEqual({ id: "me", page: 2 });
    expect((await get("/7?page=2")).body).toEqual({ id: "7", page: 2 });
    expect(problem(await get("/you?page=x", "abc"))["errors"]).toMatchObject([
      { in: "params", pointer: "#/id" },
      { in: "query", pointer: "#/page" },
      // The rules of headers stay hidden, also of a chosen schema.
      { in: "headers", pointer: "#/x-token", detail: "is not valid" },
    ]);
  });

  it("checks the depth and the texts of a body as every other schema", async () => {
    const deep = "[".repeat(1500) + "]".repeat(1500);
    await using app = await serve(
      (app) => app.post("/", validate({ body: () => z.any() }), (_req, res) => void res.end()),
      { express },
    );
    const post = (body: string) => app.api.post("/").type("json").send(body);

    expect(problem(await post(`{"a":${deep}}`))["errors"]).toMatchObject([{ code: "too_deep" }]);
    expect(problem(await post('{"a":"\\ud800"}'))["errors"]).toMatchObject([
      { code: "bad_format" },
    ]);
    expect((await post('{"a":1}')).status).toBe(200);
  });

  it.each<[string, () => unknown, string]>([
    ["undefined", () => undefined, "validate: body must return a Standard Schema, got undefined."],
    [
      "a promise",
      async () => Draft,
      "validate: body must return a Standard Schema, got a Promise.",
    ],
    [
      "a class",
      () => Date,
      "validate: body must return a Standard Schema, got a value of type function.",
    ],
  ])(
    "responds with 500 if the function returns %s, and only the record says why",
    async (_what, choose, message) => {
      await using app = await serve((app) => app.post("/", validate({ body: choose as never })), {
        express,
      });

      const response = await app.api.post("/").send({});

      expect(problem(response).code).toBe("internal_error");
      expect(app.records[0]?.error?.message).toBe(message);
    },
  );

  it("responds with what the function throws, as a handler's error", async () => {
    await using app = await serve(
      (app) => {
        const refuse = (): never => {
          throw new ForbiddenError("Sign in as an editor.");
        };
        app.post("/", validate({ body: refuse }));
        app.put(
          "/",
          validate({
            query: z.object({}).refine(async () => true),
            body: () => {
              throw undefined;
            },
          }),
        );
      },
      { express },
    );

    expect(problem(await app.api.post("/").send({}))).toMatchObject({
      status: 403,
      detail: "Sign in as an editor.",
    });
    expect(problem(await app.api.put("/").send({})).code).toBe("internal_error");
  });

  it("documents the other parts, and a body of which nothing is known", async () => {
    const app = express();
    app.post(
      "/:id",
      validate({ ...chosen, query: () => Draft, params: z.object({ id: z.uuid() }) }),
    );

    const { paths } = openapi(app, {
      info: { title: "a", version: "1" },
      errors: builtInErrors,
    });

    const operation = paths["/{id}"]?.["post"];
    expect(operation?.requestBody).toEqual({ content: { "application/json": { schema: {} } } });
    expect(operation?.parameters).toMatchObject([
      { name: "id", in: "path", schema: { format: "uuid" } },
    ]);
    expect(validate(chosen).jsonSchemas()).toEqual({});
  });
});
