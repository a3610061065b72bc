import type { RequestHandler } from "express";
import { builtInErrors } from "express-backstop/catalog";
import { openapi, secured } from "express-backstop/openapi";
import { describe, expect, it } from "vitest";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const oauth = { type: "oauth2", flows: {} };

function needs(...scopes: readonly string[]): RequestHandler {
  const guard: RequestHandler = (req, _res, next) => {
    const given = (req.get("X-Scopes") ?? "").split(" ");
    if (scopes.every((scope) => given.includes(scope))) next();
    else next(builtInErrors.forbidden());
  };
  return secured(guard, { schemes: { oauth }, scopes: { oauth: scopes } });
}

describe.each(expresses)("two guards of one scheme, on %s", (_name, express) => {
  it("need the scopes of both, in the app and in the document", async () => {
    await using served = await serve(
      (app) => {
        app.use("/articles", needs("articles:read"));
        app.post("/articles", needs("articles:write"), (_req, res) => {
          res.sendStatus(204);
        });
        const document = openapi(app, {
          info: { title: "A", version: "1" },
          errors: builtInErrors,
        });
        app.get("/openapi.json", (_req, res) => void res.json(document));
      },
      { express },
    );
    const { api } = served;

    const write = await api.post("/articles").set("X-Scopes", "articles:write");
    const both = await api.post("/articles").set("X-Scopes", "articles:read articles:write");
    const { body } = await api.get("/openapi.json");

    expect([write.status, both.status]).toEqual([403, 204]);
    expect(body).toMatchObject({
      paths: {
        "/articles": { post: { security: [{ oauth: ["articles:read", "articles:write"] }] } },
      },
    });
  });
});

describe("the scopes of a guard", () => {
  it("are refused if no scheme has their name", () => {
    const make = (schemes: Readonly<Record<string, object>>, scopes: object): unknown =>
      Reflect.apply(secured, undefined, [() => {}, { schemes, scopes }]);

    expect(() => make({ oauth, bearer: {} }, { oauth: [], oaut: ["articles:read"] })).toThrow(
      'secured: scopes has the scheme "oaut", which schemes does not have. Write "oauth" or "bearer", or add the scheme to schemes.',
    );
    expect(() => make({}, { toString: [] })).toThrow(
      'secured: scopes has the scheme "toString", which schemes does not have. Add the scheme to schemes.',
    );
    expect(() => make({ oauth }, { oauth: [7] })).toThrow(
      'secured: scopes must be an object of arrays of scopes by scheme such as { oauth: ["articles:write"] }, got',
    );
  });
});
