import { validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { openapi } from "express-backstop/openapi";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { mistakesIn } from "../openapi-tools/validate.ts";
import { expresses } from "../support/expresses.ts";

const text = { type: "string" };
const options = { info: { title: "Articles", version: "1.0.0" }, errors: builtInErrors };
const a = z.object({ a: z.string() });

describe.each(expresses)("openapi() on %s", (_name, express) => {
  it.each([
    [
      "a union",
      z.union([a, z.object({ a: z.string(), b: z.string() })]),
      [
        { name: "a", required: true, schema: text },
        { name: "b", schema: text },
      ],
    ],
    [
      "a discriminated union",
      z.discriminatedUnion("k", [
        z.object({ k: z.literal("x"), a: z.string() }),
        z.object({ k: z.literal("y"), b: z.string() }),
      ]),
      [
        { name: "k", required: true, schema: { anyOf: [{ const: "x" }, { const: "y" }] } },
        { name: "a", schema: text },
        { name: "b", schema: text },
      ],
    ],
    [
      "a union in an intersection",
      a.and(z.union([a, z.object({ c: z.string() })])),
      [{ name: "a" }, { name: "c" }],
    ],
    [
      "a record",
      z.record(z.string(), z.string()),
      [{ name: "query", style: "form", schema: { type: "object", additionalProperties: text } }],
    ],
    [
      "an object with a rest",
      a.catchall(z.string()),
      [{ name: "query", schema: { additionalProperties: text } }, { name: "a" }],
    ],
    [
      "an object of valibot, which it cannot describe",
      v.object({ a: v.string() }),
      [{ name: "query", description: expect.stringContaining("valibot"), style: "form" }],
    ],
    ["a loose object", z.looseObject({ a: z.string() }), [{ name: "a", required: true }]],
  ])("describes a query that is %s", async (_what, query, parameters) => {
    const app = express();
    app.get("/", validate({ query: query as typeof a }), (_req, res) => void res.end());

    const document = openapi(app, options);

    expect(document.paths["/"]?.["get"]?.parameters).toMatchObject(parameters);
    expect(await mistakesIn(document)).toBeUndefined();
  });

  it("describes a router under each path of an array", () => {
    const app = express();
    app.use(
      ["/a", "/t/:id"],
      express.Router().get("/x", () => {}),
    );
    app.use(
      ["/u/:one", "/v/:two"],
      express.Router().get("/y", () => {}),
    );

    expect(Object.keys(openapi(app, options).paths)).toEqual([
      "/a/x",
      "/t/{id}/x",
      "/u/{one}/y",
      "/v/{two}/y",
    ]);
  });

  it("refuses a path with two parameters of one name, unless it is hidden", () => {
    const app = express();
    app.use(
      "/a/:id",
      express.Router().get("/b/:id", () => {}),
    );

    expect(() => openapi(app, options)).toThrow(
      "two parameters of one name: GET /a/{id}/b/{id}. Rename id",
    );
  });
});
