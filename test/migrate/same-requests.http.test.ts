import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";
import { afterAll, describe, expect, it } from "vitest";
import { migrateSources, migrations } from "../../src/migrate/migrate-sources.ts";
import type { SyntaxNode } from "../../src/source/syntax-node.ts";
import { createProject, run } from "../command/run-command.ts";

/** A program that sends requests to the app of a module, and prints the responses. */
const client = `const { default: app } = await import(process.argv[2]);
const server = app.listen(0, "127.0.0.1");
await new Promise((listening) => server.once("listening", listening));
const responses = [];
for (const [method, path, body] of JSON.parse(process.argv[3])) {
  const response = await fetch("http://127.0.0.1:" + server.address().port + path, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });
  responses.push({ status: response.status, text: await response.text() });
}
console.log(JSON.stringify(responses));
process.exit(0);
`;

const start = (...imports: readonly string[]) =>
  `${['import express from "express";', ...imports].join("\n")}
const app = express();
app.use(express.json());
`;
const end = `app.use((error, req, res, next) => {
  res.status(error.status ?? error.statusCode ?? 500).json({ error: error.status < 500 ? error.message : "failed" });
});
export default app;
`;
const ours = `import { errorHandler } from "express-backstop";
import { boom } from "express-backstop/mappers/boom";`;
const withOurs = `app.use(errorHandler({ mappers: [boom()], reporter: false }));
export default app;
`;

const find = `const articles = {
  async find(id) {
    if (id === "0") throw new Error("the database is down");
    return id === "1" ? { id } : undefined;
  },
};
`;

type Sent = readonly [method: string, path: string, body?: object];

interface Case {
  readonly name: string;
  readonly express?: 4;
  readonly before: string;
  /** Texts that the file has after the migration. */
  readonly has: readonly string[];
  readonly hasNot: readonly string[];
  readonly requests: readonly Sent[];
  readonly statuses: readonly number[];
}

const reads: readonly Sent[] = [
  ["GET", "/articles/1"],
  ["GET", "/articles/7"],
  ["GET", "/articles/0"],
];

const cases: readonly Case[] = [
  {
    name: "try-catch",
    express: 4,
    before: `${start()}${find}
app.get("/articles/:id", async (req, res, next) => {
  try {
    const article = await articles.find(req.params.id);
    if (!article) {
      return next();
    }
    res.json(article);
  } catch (error) {
    next(error);
  }
});
app.post("/articles", async function create(req, res, next) {
  try {
    res.status(201).json(await articles.find(req.body.id));
  } catch (err) {
    return next(err);
  }
});
app.get("/kept", async (req, res, next) => {
  try {
    res.json(await articles.find("0"));
  } catch (error) {
    console.error(error.message);
    next(error);
  }
});
${end}`,
    has: [
      'app.get("/articles/:id", asyncHandler(async (req, res, next) => {',
      "    const article = await articles.find(req.params.id);".slice(2),
      'app.post("/articles", asyncHandler(async function create(req, res) {',
      "console.error(error.message);",
    ],
    hasNot: ["return next(err);"],
    requests: [
      ...reads,
      ["POST", "/articles", { id: "1" }],
      ["POST", "/articles", { id: "0" }],
      ["GET", "/kept"],
    ],
    statuses: [200, 404, 500, 201, 500, 500],
  },
  {
    name: "express-async-errors",
    express: 4,
    before: `${start('import "express-async-errors";')}${find}
const read = async (req, res) => {
  const article = await articles.find(req.params.id);
  if (!article) throw Object.assign(new Error("There is no such article."), { status: 404 });
  res.json(article);
};
app.get("/articles/:id", read);
app.use("/guarded", async (req, res, next) => {
  await articles.find("0");
  next();
});
app.get("/plain", (req, res) => res.json({ plain: true }));
${end}`,
    has: [
      'app.get("/articles/:id", asyncHandler(read));',
      'app.use("/guarded", asyncHandler(async (req, res, next) => {',
    ],
    hasNot: ["express-async-errors", "asyncHandler((req"],
    requests: [...reads, ["GET", "/guarded"], ["GET", "/plain"]],
    statuses: [200, 404, 500, 500, 200],
  },
  {
    name: "express-async-handler",
    express: 4,
    before: `${start('import wrap from "express-async-handler";')}${find}
app.get("/articles/:id", wrap(async (req, res) => {
  const article = await articles.find(req.params.id);
  if (!article) throw Object.assign(new Error("There is no such article."), { status: 404 });
  res.json(article);
}));
${end}`,
    has: ['import { asyncHandler as wrap } from "express-backstop";', "wrap(async (req, res)"],
    hasNot: ["express-async-handler"],
    requests: reads,
    statuses: [200, 404, 500],
  },
  {
    name: "http-errors",
    before: `${start('import createError from "http-errors";')}
app.get("/articles/:id", (req, res) => {
  if (req.params.id === "7") throw createError(404, \`There is no article \${req.params.id}.\`, { code: "no_article" });
  if (req.params.id === "0") throw createError(503, "The database " + "is down.");
  res.json({ id: req.params.id });
});
app.post("/articles", (req, res, next) => {
  next(req.body.id === "1" ? new createError.Conflict("It exists.") : new createError.UnprocessableEntity("It is wrong."));
});
${end}`,
    has: [
      'new NotFoundError(`There is no article ${req.params.id}.`, { code: "no_article" })',
      'new ServiceUnavailableError("The database " + "is down.")',
      'new ConflictError("It exists.") : new UnprocessableContentError("It is wrong.")',
    ],
    hasNot: ["http-errors", "createError"],
    requests: [...reads, ["POST", "/articles", { id: "1" }], ["POST", "/articles", { id: "2" }]],
    statuses: [200, 404, 503, 409, 422],
  },
  {
    name: "boom",
    before: `${start('import * as Boom from "@hapi/boom";', ours)}
app.get("/articles/:id", (req, res) => {
  if (req.params.id === "7") throw Boom.notFound("There is no such article.", { id: req.params.id });
  if (req.params.id === "0") throw Boom.serverUnavailable("The pool of db-3.internal is exhausted.");
  res.json({ id: req.params.id });
});
app.get("/drafts", () => {
  throw Boom.unauthorized("Sign in first.", "Bearer");
});
${withOurs}`,
    has: [
      'import { errorHandler, NotFoundError, ServiceUnavailableError, UnauthorizedError } from "express-backstop";',
      'new NotFoundError("There is no such article.", { context: { id: req.params.id } })',
      'new UnauthorizedError("Bearer", "Sign in first.")',
    ],
    hasNot: ["Boom", "@hapi"],
    requests: [...reads, ["GET", "/drafts"]],
    statuses: [200, 404, 503, 401],
  },
  {
    name: "express-zod-safe",
    before: `${start('import validate from "express-zod-safe";', 'import { z } from "zod";')}
app.put("/articles/:id", validate({ params: { id: z.uuid() }, body: z.object({ title: z.string().trim() }) }), (req, res) => {
  res.json({ ...req.params, ...req.body });
});
${end}`,
    has: [
      "params: z.strictObject({ id: z.uuid() })",
      "body: z.object({ title: z.string().trim() })",
    ],
    hasNot: ["express-zod-safe"],
    requests: [
      ["PUT", "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01", { title: " A " }],
      ["PUT", "/articles/7", { title: " A " }],
    ],
    statuses: [200, 400],
  },
  {
    name: "celebrate",
    before: `${start('import { celebrate, Joi, Segments } from "celebrate";')}
app.put(
  "/articles/:id",
  celebrate({
    [Segments.PARAMS]: { id: Joi.string().uuid().required() },
    body: Joi.object({ title: Joi.string().trim().required(), tags: Joi.array().items(Joi.string()).default([]) }),
  }),
  (req, res) => {
    res.json({ ...req.params, ...req.body });
  },
);
app.use((error, req, res, next) => {
  res.status(error.status ?? 400).json({});
});
export default app;
`,
    has: ["validate({ params: Joi.object({ id:", ").prefs({ abortEarly: false })"],
    hasNot: ["celebrate({"],
    requests: [
      ["PUT", "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01", { title: " A " }],
      ["PUT", "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01", { title: "A", admin: true }],
      ["PUT", "/articles/7", {}],
    ],
    statuses: [200, 400, 400],
  },
  {
    name: "express-validator",
    before: `${start('import { body, param, query, validationResult } from "express-validator";')}
app.put(
  "/articles/:id",
  param("id").isUUID(),
  [query("page").default("1").isInt({ min: 1, max: 9 }).toInt(), query("draft").optional().isBoolean().toBoolean()],
  body("title").isString().trim().isLength({ min: 2, max: 20 }),
  body("mail").optional().isEmail(),
  body("slug").matches(/^[a-z-]+$/),
  (req, res) => {
    const result = validationResult(req);
    if (!result.isEmpty()) {
      return res.status(400).json({ errors: result.array() });
    }
    res.json({ ...req.params, ...req.body });
  },
);
${end}`,
    has: [
      "validate({ params: z.looseObject({ id: z.string().uuid() }) })",
      '[validate({ query: z.looseObject({ page: z.coerce.number().int().min(1).max(9).prefault("1"), draft: ',
      "body: z.looseObject({ title: z.string().trim().min(2).max(20), mail: z.string().email().optional(), slug: z.string().regex(/^[a-z-]+$/) })",
      'import { z } from "zod";',
    ],
    hasNot: ["express-validator", "validationResult", "isEmpty"],
    requests: [
      [
        "PUT",
        "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01",
        { title: " One ", slug: "one", more: 1 },
      ],
      [
        "PUT",
        "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01?page=3&draft=true",
        { title: "One", slug: "one", mail: "a@b.example" },
      ],
      [
        "PUT",
        "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01?page=10",
        { title: "One", slug: "one" },
      ],
      [
        "PUT",
        "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01?draft=maybe",
        { title: "One", slug: "one" },
      ],
      ["PUT", "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01", { title: " O ", slug: "one" }],
      ["PUT", "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01", { title: 7, slug: "one" }],
      ["PUT", "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01", { title: "One", slug: "O N E" }],
      [
        "PUT",
        "/articles/7d9f6a3e-2f64-4c0a-9a53-7f2f2c2d6f01",
        { title: "One", slug: "one", mail: "me" },
      ],
      ["PUT", "/articles/7", { title: "One", slug: "one" }],
    ],
    statuses: [200, 200, 400, 400, 400, 400, 400, 400, 400],
  },
];

const project = await createProject({
  "client.mjs": client,
  // What the package of this name is.
  "node_modules/express-async-handler/package.json":
    '{ "name": "express-async-handler", "main": "index.cjs" }',
  "node_modules/express-async-handler/index.cjs": `module.exports = (handler) => (...args) =>
    Promise.resolve(handler(...args)).catch(args[args.length - 1]);`,
  "express-4/package.json": '{ "type": "module" }',
});
const express4 = fileURLToPath(new URL("../express-4/node_modules", import.meta.url));
symlinkSync(express4, join(project.folder, "express-4/node_modules"));
afterAll(() => project[Symbol.dispose]());

/** Returns the source after all migrations. */
function migrate(text: string): string {
  const file = "app.js";
  const source = { file, text, program: parseSync(file, text).program as unknown as SyntaxNode };
  const [migrated] = migrateSources([source], migrations, parseSync);
  expect(migrated?.undared).toEqual([]);
  return migrated?.after ?? "";
}

describe.concurrent("migrate", { timeout: 120_000 }, () => {
  it.each(cases)(
    "changes an app with $name so that it responds to the same requests alike",
    async ({ name, express, before, has, hasNot, requests, statuses }) => {
      const folder = express === 4 ? "express-4/" : "";
      const [old, current] = [`${folder}${name}-before.js`, `${folder}${name}-after.js`];
      const after = migrate(before);
      project.write({ [old]: before, [current]: after });

      const [first, second] = await Promise.all([
        respond(old, requests),
        respond(current, requests),
      ]);

      for (const text of has) expect(after).toContain(text);
      for (const text of hasNot) expect(after).not.toContain(text);
      expect(second.map(({ status }) => status)).toEqual(statuses);
      expect(first.map(({ status }) => status)).toEqual(statuses);
      const successes = (all: readonly Received[]) =>
        all.filter(({ status }) => status < 400).map(({ text }) => JSON.parse(text) as unknown);
      expect(successes(second)).toEqual(successes(first));
    },
  );

  it.each(cases)("changes nothing in an app with $name a second time", ({ before }) => {
    const once = migrate(before);

    expect(once).not.toBe(before);
    expect(migrate(once)).toBe(once);
  });
});

interface Received {
  readonly status: number;
  readonly text: string;
}

async function respond(file: string, requests: readonly Sent[]): Promise<readonly Received[]> {
  const args = ["client.mjs", `./${file}`, JSON.stringify(requests)];
  const { stdout, stderr } = await run(project.folder, args);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as readonly Received[];
}
