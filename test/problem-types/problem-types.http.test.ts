import express5 from "express";
import { defineErrors, errorHandler, notFoundHandler, ValidationError } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { problemTypes } from "express-backstop/problem-types";
import { errorEnvelope } from "express-backstop/serializers";
import supertest from "supertest";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { z as z3 } from "zod3";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

const hostile = `<script>alert("1")</script>`;
const errors = defineErrors(
  {
    article_not_found: {
      status: 404,
      title: "Article not found",
      data: z.object({
        articleId: z.string().meta({ examples: ["a17"] }),
        hint: z.string().optional(),
      }),
      detail: (data) => `There is no article with id ${data.articleId}.`,
      description: "The `id` is unknown.",
      fix: "Look it up.",
    },
    quota_used_up: {
      status: 429,
      title: hostile,
      data: z.object({
        plan: z.enum(["free", "pro"]),
        limits: z.array(z.object({ of: z.int().min(10), until: z.iso.datetime() })),
        owner: z.union([z.uuid(), z.null()]),
        open: z.boolean(),
      }),
      description: hostile,
      fix: `\`${hostile}\``,
    },
    old_fashioned: { status: 409, title: "Old", data: z3.object({ articleId: z3.string() }) },
  },
  { extend: builtInErrors },
);
const html = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

describe.each(expresses)("problemTypes on %s", (_name, express) => {
  const app = express();
  app.use("/problems", problemTypes(errors));
  app.use(notFoundHandler());
  app.use(errorHandler({ reporter: false }));
  const api = supertest(app);

  it("responds at the address that each type is", async () => {
    const index = await api.get("/problems").expect(200);

    expect(index.body).toHaveLength(Object.keys(errors).length);
    for (const { type, code } of index.body as { type: string; code: string }[]) {
      const { body } = await api.get(type).expect(200);
      expect(body).toMatchObject({ type, code, example: { type, code } });
    }
  });

  it("describes the declaration in JSON, with an example in its own words", async () => {
    const { body, headers } = await api.get("/problems/article_not_found").expect(200);

    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(headers["vary"]).toBe("Accept");
    expect(body).toEqual({
      code: "article_not_found",
      type: "/problems/article_not_found",
      status: 404,
      title: "Article not found",
      description: "The `id` is unknown.",
      fix: "Look it up.",
      retry: "never",
      members: expect.objectContaining({ required: ["articleId"] }),
      example: {
        type: "/problems/article_not_found",
        title: "Article not found",
        status: 404,
        code: "article_not_found",
        detail: "There is no article with id a17.",
        articleId: "a17",
        hint: "example",
        requestId: expect.stringMatching(/^req_/),
      },
    });
  });

  it("responds with JSON to clients that accept anything, such as curl", async () => {
    const { headers } = await api.get("/problems/article_not_found").set("accept", "*/*");

    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it("lists the types by status, and those of one status by code", async () => {
    const { body } = await api.get("/problems");

    const listed = (body as { status: number; code: string }[]).map(
      ({ status, code }) => `${status} ${code}`,
    );
    expect(listed).toEqual(listed.toSorted());
    expect(listed).toContain("404 article_not_found");
    expect(listed[0]).toMatch(/^400 /);
  });

  it("describes the same in HTML for a browser, without scripts", async () => {
    const { text, headers } = await api.get("/problems/article_not_found").set(html).expect(200);

    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; style-src/);
    expect(text).toContain("<h1>Article not found</h1>");
    expect(text).toContain("<dd>The <code>id</code> is unknown.</dd>");
    expect(text).toContain("There is no article with id a17.");
    expect(text).toMatch(/<html lang="en">[^]*<meta name="viewport"/);
    expect(text).not.toContain("<script");
  });

  it("escapes what was declared", async () => {
    for (const path of ["/problems", "/problems/quota_used_up"]) {
      const { text } = await api.get(path).set(html).expect(200);

      expect(text).toContain("&#60;script&#62;");
      expect(text).not.toContain("<script");
    }
  });

  it("links so that it holds with a slash at the end and without one", async () => {
    const withoutSlash = await api.get("/problems?x=1").set(html);
    const withSlash = await api.get("/problems/").set(html);

    expect(withoutSlash.text).toContain('<a href="./problems/not_found">');
    expect(withSlash.text).toContain('<a href="./not_found">');
  });

  // fault: hostile-mount
  it.each(["javascript:alert(1);", "data:text/html,x", "//other.example", "..;", '"><script>'])(
    "links only to its own pages where the path of the mount contains %s",
    async (segment) => {
      const mounted = express();
      mounted.use(/^\/t\/[^?]*?(?=\/not_found|$)/, problemTypes(errors));
      const path = `/t/${segment.startsWith("/") ? segment : encodeURI(segment)}`;
      const { text } = await supertest(mounted).get(path).set(html).expect(200);

      const links = [...text.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
      const own = links.filter((href) => !href.startsWith("https://www.rfc-editor.org/"));
      expect(own).toHaveLength(Object.keys(errors).length);
      for (const href of own) {
        const { origin, pathname } = new URL(href, `http://api.example${path}`);
        expect(origin).toBe("http://api.example");
        expect(pathname).toMatch(/^\/t\//);
      }
      expect(text).not.toContain("<script");
    },
  );

  it("has an example that fits the schema", async () => {
    const { body } = await api.get("/problems/quota_used_up");

    expect(body.example).toMatchObject({
      plan: "free",
      limits: [{ of: 10, until: expect.any(String) }],
      owner: expect.any(String),
      open: true,
    });
  });

  it("leaves out the members of a schema that has no JSON Schema", async () => {
    const { body } = await api.get("/problems/old_fashioned").expect(200);

    expect(body).not.toHaveProperty("members");
    expect(body.example).not.toHaveProperty("articleId");
  });

  it.each(["article_lost", "snapshot", "constructor"])("responds with 404 to %s", async (code) => {
    expect(problem(await api.get(`/problems/${code}`))).toMatchObject({
      code: "not_found",
      detail: "There is no problem type with this code.",
    });
  });

  it("refuses other methods", async () => {
    const response = await api.delete("/problems/not_found");

    expect(problem(response).code).toBe("method_not_allowed");
  });
});

describe("problemTypes", () => {
  it("begins types with the catalog's typeBase, or else with the typeBase option", async () => {
    const own = defineErrors(
      { out_of_stock: { status: 409, title: "Out of stock" } },
      { typeBase: "https://shop.example/", extend: builtInErrors },
    );
    const api = supertest(express5().use(problemTypes(own, { typeBase: "/errors/" })));

    expect((await api.get("/out_of_stock")).body.type).toBe("https://shop.example/out_of_stock");
    expect((await api.get("/not_found")).body.type).toBe("/errors/not_found");
  });

  it("has examples in the shape of the option serialize", async () => {
    const serialize = errorEnvelope();
    const api = supertest(express5().use("/p", problemTypes(builtInErrors, { serialize })));

    const { body } = await api.get("/p/not_found");

    expect(body).toMatchObject({
      code: "not_found",
      type: "/p/not_found",
      example: { error: { code: "not_found", message: "Not found", type: "/p/not_found" } },
    });
  });

  it.each([400, 422] as const)(
    "gives validation_failed the status %i that errorHandler has, its members and a field",
    async (validationStatus) => {
      const app = express5().use("/problems", problemTypes(builtInErrors, { validationStatus }));
      app.use((_req, _res, next) => {
        next(
          new ValidationError([
            { in: "body", pointer: "#/title", code: "required", detail: "is required" },
          ]),
        );
      });
      app.use(errorHandler({ reporter: false, validationStatus }));
      const api = supertest(app);

      const sent = problem(await api.get("/any"));
      const { body } = await api.get("/problems/validation_failed");
      expect(body).toMatchObject({
        status: sent.status,
        members: { required: ["errors"] },
        example: { status: sent.status, errors: sent.errors },
      });
      const { text } = await api.get("/problems/validation_failed").set(html);
      expect(text).toContain("<code>errorCount</code>");
      expect((await api.get("/problems")).body).toContainEqual(body);
      expect(JSON.parse(builtInErrors.snapshot({ validationStatus }))).toMatchObject({
        validation_failed: { status: sent.status },
      });
    },
  );

  it.each([
    ["a catalog that is missing", undefined, {}, "errors must be a catalog"],
    ["an unknown option", builtInErrors, { base: "/" }, '"base"'],
    ["a type base of the wrong type", builtInErrors, { typeBase: 1 }, "typeBase must be a string"],
  ])("refuses %s at start", (_name, catalog, options, named) => {
    const make = problemTypes as (catalog: unknown, options: unknown) => unknown;

    expect(() => make(catalog, options)).toThrow(named);
  });
});
