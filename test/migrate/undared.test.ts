import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";
import { initSource } from "../../src/migrate/init-source.ts";
import { lineDiff } from "../../src/migrate/line-diff.ts";
import { migrateSources, migrations } from "../../src/migrate/migrate-sources.ts";
import type { Source } from "../../src/source/read-sources.ts";
import type { SyntaxNode } from "../../src/source/syntax-node.ts";

function toSource(text: string, file = "app.ts"): Source {
  const { program, errors } = parseSync(file, text);
  expect(errors).toEqual([]);
  // What oxc-parser returns is a node.
  return { file, text, program: program as unknown as SyntaxNode };
}

function migrate(...texts: readonly string[]) {
  return migrateSources(
    texts.map((text, index) => toSource(text, `${index}.ts`)),
    migrations,
    parseSync,
  );
}

const httpErrors = 'import createError from "http-errors";\n';

describe("migrate leaves for people", () => {
  const boom = 'import Boom from "@hapi/boom";\nimport { errorHandler } from "express-backstop";\n';
  const zodSafe = 'import validate from "express-zod-safe";\n';
  const validator =
    'import { body, cookie, matchedData, validationResult } from "express-validator";\n';
  const celebrate = 'import { celebrate, errors, Segments } from "celebrate";\n';

  it.each([
    ["a status that is computed", `${httpErrors}throw createError(status, "x");`],
    ["an error that is wrapped", `${httpErrors}throw createError(502, error);`],
    ["properties", `${httpErrors}throw createError(404, "x", { id: 1 });`],
    ["a code that ours could not be", `${httpErrors}throw createError(404, "x", { code: "E-X" });`],
    ["a 401, which needs a challenge", `${httpErrors}throw new createError.Unauthorized("x");`],
    ["a status without a class", `${httpErrors}throw createError(418, "x");`],
    ["a question for the class", `${httpErrors}if (createError.isHttpError(e)) f();`],
    ["a function that is passed on", `${httpErrors}use(createError);`],
    ["a text that is computed", `${boom}throw Boom.notFound(text);`],
    ["data that is computed", `${boom}throw Boom.notFound("x", data);`],
    ["boomify", `${boom}throw Boom.boomify(error);`],
    ["a 401 of boom without a scheme", `${boom}throw Boom.unauthorized("x");`],
    [
      "a middleware that reads output",
      `${boom}app.use((e, req, res, next) => res.json(e.output)); throw Boom.notFound("x");`,
    ],
    [
      "an app that still sends errors of boom itself",
      'import Boom from "@hapi/boom";\nthrow Boom.notFound("x");',
    ],
    ["a schema that is elsewhere", `${zodSafe}app.get("/", validate({ body: Body }));`],
    [
      "an option of express-zod-safe",
      `${zodSafe}app.get("/", validate({ body: { a: z.string() } }, { handler }));`,
    ],
    [
      "schemas of zod without z",
      `${zodSafe}import * as zod from "zod";\napp.get("/", validate({ body: { a: zod.string() } }));`,
    ],
    [
      "a z that is not of zod",
      `${validator}import { z } from "./z.js";\napp.post("/", body("a").isString());`,
    ],
    ["a part that is not known", `${zodSafe}app.get("/", validate({ handler: { a: 1 } }));`],
    [
      "headers in celebrate",
      `${celebrate}app.get("/", celebrate({ [Segments.HEADERS]: { a: Joi.string() } }));`,
    ],
    ["schemas of celebrate that are elsewhere", `${celebrate}app.get("/", celebrate(schemas));`],
    ["errors() of celebrate", `${celebrate}app.use(errors());`],
    ["a chain about a list", `${validator}app.post("/", body("tags.*").isString());`],
    ["a chain with a message", `${validator}app.post("/", body("a").isString().withMessage("x"));`],
    ["a method that zod does not have", `${validator}app.post("/", body("a").escape());`],
    ["a default that is computed", `${validator}app.post("/", body("a").default(one));`],
    ["a chain of cookies", `${validator}app.post("/", cookie("a").isString());`],
    [
      "chains that a function of the app runs",
      `${validator}app.post("/", check([body("a").isString()]));`,
    ],
    ["a chain in a variable", `${validator}const rule = body("a").isString();`],
    ["matchedData", `${validator}app.post("/", body("a").isString(), (req) => matchedData(req));`],
    [
      "a result that is not asked right away",
      `${validator}app.post("/", (req, res) => { const r = validationResult(req); f(); if (!r.isEmpty()) return; });`,
    ],
    [
      "a result that is used later",
      `${validator}app.post("/", (req, res) => { const r = validationResult(req); if (!r.isEmpty()) { return; } f(r); });`,
    ],
    [
      "a result after which the handler goes on",
      `${validator}app.post("/", (req, res) => { const r = validationResult(req); if (!r.isEmpty()) { f(); } });`,
    ],
    [
      "a handler of another file, which may be async",
      'import "express-async-errors";\napp.get("/", articles.list);',
    ],
  ])("%s", (_what, text) => {
    const [file] = migrate(text);

    expect(file?.undared.length).toBeGreaterThan(0);
    expect(file?.undared[0]?.reason).toMatch(/\.$/);
    expect(file?.after).toContain(text.split("\n").at(-1));
  });

  it("wraps the handlers of every file of an app with express-async-errors, and of no other app", () => {
    const routes = 'router.get("/", async (req, res) => {});';

    expect(migrate('import "express-async-errors";', routes)[1]?.after).toContain(
      "asyncHandler(async",
    );
    expect(migrate(routes)[0]?.after).toBe(routes);
  });

  it.each([
    ["a class", `${httpErrors}class NotFoundError extends Error {}\nthrow createError(404);`],
    [
      "an import",
      `${httpErrors}import { NotFoundError } from "./errors.js";\nthrow createError(404);`,
    ],
    ["a parameter", `${httpErrors}function f(NotFoundError) {}\nthrow createError(404);`],
    [
      "a part of an object",
      `${httpErrors}const { NotFoundError } = errors;\nthrow createError(404);`,
    ],
  ])("a file in which the name of ours is %s", (_what, text) => {
    const [file] = migrate(text);

    expect(file?.after).toBe(text);
    expect(file?.undared[0]?.reason).toMatch(/something else that is called NotFoundError\./);
  });

  it("wraps more handlers with the asyncHandler that has replaced express-async-handler", () => {
    const [file] = migrate(
      'import asyncHandler from "express-async-handler";\napp.get("/", async (req, res, next) => { try { f(); } catch (e) { next(e); } });',
    );

    expect(file?.undared).toEqual([]);
    expect(file?.after).toContain('app.get("/", asyncHandler(async (req, res) => {');
    expect(file?.after.match(/import/g)).toHaveLength(1);
  });

  it("keeps a try that does more, or that is not the whole handler", () => {
    const kept = [
      "try { f(); } catch (e) { log(e); next(e); }",
      "try { f(); } catch (e) { next(e); } finally { g(); }",
      "try { f(); } catch (e) { next(new Error()); }",
      "try { f(); } catch { next(); }",
      "try { f(); } catch (e) { next(e); } res.end();",
    ].map((body) => `app.get("/", async (req, res, next) => { ${body} });`);

    expect(migrate(...kept).map(({ after }) => after)).toEqual(kept);
  });

  it("an error inside of another one, and a handler inside of another one, which the next run changes", () => {
    const error = `${httpErrors}throw createError(500, "a" + createError(404, "b").message);`;
    const inner =
      'app.get("/x", async (req, res, next) => { try { f(); } catch (e) { next(e); } });';
    const outer = `app.get("/", async (req, res, next) => { try { ${inner} } catch (e) { next(e); } });`;

    const [once, handlers] = migrate(error, outer);

    expect(once?.after).toContain('new InternalServerError("a" + createError(404, "b").message)');
    expect(once?.after).toContain(httpErrors);
    expect(once?.undared).toMatchObject([
      { line: 2, reason: expect.stringMatching(/Run the command again\.$/) },
    ]);
    expect(handlers?.after).toContain(inner);
    const [twice, both] = migrate(once?.after ?? "", handlers?.after ?? "");
    expect(twice?.after).not.toContain("createError");
    expect(both?.after).not.toContain("try");
  });

  it("keeps the line breaks of a file from Windows", () => {
    const text =
      'const express = require("express");\r\napp.get("/", async (req, res, next) => {\r\n  try {\r\n    f();\r\n  } catch (e) {\r\n    next(e);\r\n  }\r\n});\r\n';

    expect(migrate(text)[0]?.after).toBe(
      'const express = require("express");\r\nconst { asyncHandler } = require("express-backstop");\r\napp.get("/", asyncHandler(async (req, res) => {\r\n  f();\r\n}));\r\n',
    );
  });

  it("imports with require in a module of CommonJS, and into an import that is there", () => {
    const handler =
      'app.get("/", async (req, res, next) => { try { f(); } catch (e) { next(e); } });';
    const [cjs, esm, bare] = migrate(
      `const express = require("express");\n${handler}`,
      `import { errorHandler } from "express-backstop";\n${handler}`,
      handler,
    );

    expect(cjs?.after).toContain(
      'require("express");\nconst { asyncHandler } = require("express-backstop");\n',
    );
    expect(esm?.after).toContain('import { errorHandler, asyncHandler } from "express-backstop";');
    expect(bare?.after).toMatch(/^import \{ asyncHandler \} from "express-backstop";\napp\.get/);
  });
});

describe("init", () => {
  const init = (text: string) => initSource(toSource(text), parseSync);
  const head = 'import express from "express";\nconst app = express();\n';
  const lines = "app.use(notFoundHandler());\napp.use(errorHandler());\n";

  it.each([
    [
      "an app that listens",
      `${head}app.get("/", f);\napp.listen(3000);\n`,
      `app.get("/", f);\n${lines}\napp.listen(3000);\n`,
    ],
    [
      "an app that is exported",
      `${head}app.get("/", f);\n\nexport default app;\n`,
      `app.get("/", f);\n\n${lines}\nexport default app;\n`,
    ],
    ["an app at the end of a file", `${head}app.get("/", f);\n`, `app.get("/", f);\n\n${lines}`],
    [
      "a server that is made of it",
      `${head}app.use(r);\nconst server = createServer(app);\n`,
      `app.use(r);\n${lines}\nconst server = createServer(app);\n`,
    ],
  ])("adds both after the routes of %s", (_what, text, expected) => {
    const result = init(text);

    expect("after" in result && result.after).toBe(
      `import express from "express";\nimport { errorHandler, notFoundHandler } from "express-backstop";\nconst app = express();\n${expected}`,
    );
  });

  it.each([
    ["spaces", "  "],
    ["tabs", "\t"],
  ])("adds both in a function that builds the app, indented with %s", (_what, indent) => {
    const indented = (...texts: readonly string[]) =>
      texts.map((text) => `${indent}${text}\n`).join("");
    const start = indented("const app = express().use(express.json());", 'app.get("/", f);');
    const added = indented("app.use(notFoundHandler());", "app.use(errorHandler());");
    const result = init(
      `const express = require("express");\nfunction build() {\n${start}${indent}return app;\n}\n`,
    );

    expect("after" in result && result.after).toBe(
      `const express = require("express");\nconst { errorHandler, notFoundHandler } = require("express-backstop");\nfunction build() {\n${start}${added}\n${indent}return app;\n}\n`,
    );
  });

  it.each([
    [
      "an app that has it",
      `${head}app.use(errorHandler());`,
      "it already calls errorHandler()",
      true,
    ],
    [
      "an app with an error middleware",
      `${head}app.use((err, req, res, next) => {});`,
      "it has an error middleware of its own",
      false,
    ],
    [
      "an app with an errorHandler of its own",
      `import { errorHandler } from "./errors.js";\n${head}app.use(errorHandler);`,
      "it has something else that is called errorHandler",
      false,
    ],
    ["a file without an app", "const router = Router();", "it has no variable with the app", false],
  ])("changes nothing in %s", (_what, text, reason, isDone) => {
    expect(init(text)).toEqual({ reason: expect.stringContaining(reason), isDone });
  });
});

describe("the difference of two texts", () => {
  it("has the changed lines with two lines around them, and their numbers", () => {
    const before = ["a", "b", "c", "d", "e", "f", "g", "h", "i"].join("\n");
    const after = ["a", "B", "c", "d", "e", "f", "g", "h", "i", "j"].join("\n");

    expect(lineDiff(before, after, "x.js")).toBe(
      "--- x.js\n+++ x.js\n@@ line 1 @@\n a\n-b\n+B\n c\n d\n@@ line 8 @@\n h\n i\n+j",
    );
  });
});
