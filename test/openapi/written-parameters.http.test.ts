import type { Express } from "express";
import { validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { openapi, operation } from "express-backstop/openapi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { mistakesIn } from "../openapi-tools/validate.ts";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const described = (location: string, name: string, description: string) =>
  operation({
    parameters: [
      {
        name,
        in: location,
        description,
        ...(location === "path" && { required: true }),
        schema: { type: "string" },
      },
    ],
  });

describe.each(expresses)("the written parameters of an operation, on %s", (name, express) => {
  /** Returns the parameters of each operation of the document that an app serves. */
  async function parametersOf(mount: (app: Express) => void): Promise<Record<string, unknown>> {
    await using served = await serve(
      (app) => {
        mount(app);
        const info = { title: "A", version: "1" };
        const document = openapi(app, { info, errors: builtInErrors });
        app.get("/openapi.json", (_req, res) => void res.json(document));
      },
      { express },
    );
    const { body } = await served.api.get("/openapi.json");
    const { paths } = body as ReturnType<typeof openapi>;
    expect(await mistakesIn(body as object)).toBeUndefined();
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { parameters = [] }]) => {
        const of = parameters as readonly Readonly<Record<string, string>>[];
        const texts = of.map((one) => `${one["in"]} ${one["name"]}: ${one["description"]}`);
        return [`${method} ${path}`, texts] as const;
      }),
    );
    return Object.fromEntries(operations);
  }

  it("are the last ones of a place and a name, those of the route after those of its router", async () => {
    const found = await parametersOf((app) => {
      app.use(described("query", "page", "of the router"));
      app.use(described("header", "X-Tenant", "of the router"));
      app.get(
        "/a",
        described("query", "page", "of the route"),
        described("cookie", "page", "of the route"),
        described("header", "x-tenant", "of the route"),
        (_req, res) => res.end(),
      );
    });

    expect(found).toEqual({
      "get /a": [
        "query page: of the route",
        "cookie page: of the route",
        "header x-tenant: of the route",
      ],
    });
  });

  it("are there once if a router and its route share them", async () => {
    const shared = { name: "page", in: "query", description: "shared", schema: {} };
    const found = await parametersOf((app) => {
      app.use(operation({ parameters: [shared] }));
      app.get("/a", operation({ parameters: [shared] }), (_req, res) => res.end());
    });

    expect(found).toEqual({ "get /a": ["query page: shared"] });
  });

  it("replace the headers of validate in any case", async () => {
    const headers = z.object({ "x-tenant": z.string(), "x-other": z.string().describe("derived") });
    const found = await parametersOf((app) => {
      app.get(
        "/a",
        validate({ headers }),
        described("header", "X-Tenant", "written"),
        (_req, res) => res.end(),
      );
    });

    expect(found).toEqual({
      "get /a": ["header x-other: derived", "header X-Tenant: written"],
    });
  });

  it("of the path are left out where the path has none of that name", async () => {
    const optional = name === "Express 4" ? "/a/:id?" : "/a{/:id}";
    const found = await parametersOf((app) => {
      app.get(optional, described("path", "id", "written"), (_req, res) => res.end());
    });

    expect(found).toEqual({ "get /a/{id}": ["path id: written"], "get /a": [] });
  });

  it("of the path have the names that the first route gave them", async () => {
    const found = await parametersOf((app) => {
      app.get("/a/:id", (_req, _res, next) => next());
      app.get("/a/:articleId", described("path", "articleId", "read"), (_req, res) => res.end());
      app.put("/a/:articleId", described("path", "articleId", "write"), (_req, res) => res.end());
      app.delete("/a/:articleId", described("path", "id", "delete"), (_req, res) => res.end());
    });

    expect(found).toEqual({
      "get /a/{id}": ["path id: read"],
      "put /a/{id}": ["path id: write"],
      "delete /a/{id}": ["path id: delete"],
    });
  });

  it("do not hide the schema of params in a second route of the same method and path", async () => {
    const params = z.object({ articleId: z.string().describe("derived") });
    const found = await parametersOf((app) => {
      app.get("/a/:id", (_req, _res, next) => next());
      app.get("/a/:articleId", validate({ params }), (_req, res) => res.end());
    });

    expect(found).toEqual({ "get /a/{id}": ["path id: derived"] });
  });
});
