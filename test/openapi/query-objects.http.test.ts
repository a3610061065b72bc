import type { Express, Response } from "express";
import { errorHandler, validate } from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { openapi, operation } from "express-backstop/openapi";
import request from "supertest";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";

const options = { info: { title: "Rooms", version: "1.0.0" }, errors: builtInErrors };

const refusal =
  'TypeError: openapi: GET /rooms has an object in its query, and the query parser of the app ignores ?filter[…]=. Write app.set("query parser", "extended"), or describe the parameter in operation({ parameters: [{ name: "filter", in: "query", … }] }).';

function parametersOrRefusal(app: Express): unknown {
  try {
    return openapi(app, options).paths["/rooms"]?.["get"]?.parameters;
  } catch (error) {
    return String(error);
  }
}

const Recursive: z.ZodType = z
  .object({
    tag: z.string(),
    get inner() {
      return Recursive.optional();
    },
  })
  .meta({ id: "Recursive" });

describe.each(expresses)("an object in the query, on %s", (name, express) => {
  const isExpress4 = name === "Express 4";
  const rooms = validate({ query: z.object({ filter: z.object({ tag: z.string() }) }) });
  const parameter = { name: "filter", in: "query", schema: { type: "string" } };

  it.each<[string, boolean, (app: Express) => unknown]>([
    ["by default", isExpress4, (app) => app.get("/rooms", rooms)],
    [
      "with the simple parser",
      false,
      (app) => app.set("query parser", "simple").get("/rooms", rooms),
    ],
    [
      "with the extended parser",
      true,
      (app) => app.set("query parser", "extended").get("/rooms", rooms),
    ],
    ["without a parser", false, (app) => app.set("query parser", false).get("/rooms", rooms)],
    [
      "with a parser of the app that reads brackets",
      true,
      (app) => app.set("query parser", () => ({ filter: { tag: "a" } })).get("/rooms", rooms),
    ],
    [
      "with a parser of the app that reads none",
      false,
      (app) => app.set("query parser", () => ({})).get("/rooms", rooms),
    ],
    [
      "in a router",
      true,
      (app) => app.set("query parser", "extended").use(express.Router().get("/rooms", rooms)),
    ],
  ])("is in the document exactly if the app reads it: %s", async (_what, isRead, mount) => {
    const app = express();
    mount(app);
    app.use(
      "/rooms",
      (_req: unknown, res: Response) => void res.sendStatus(200),
      errorHandler({ reporter: false }),
    );

    const { status } = await request(app).get("/rooms?filter[tag]=a");
    const described = parametersOrRefusal(app);
    const parameters: unknown = [expect.objectContaining({ style: "deepObject" })];

    expect({ status, described }).toEqual({
      status: isRead ? 200 : 400,
      described: isRead ? parameters : refusal,
    });
  });

  const Filter = z.object({ tag: z.string() }).meta({ id: "Filter" });

  it.each<[string, z.ZodType]>([
    ["an id", Filter],
    ["an id, and is optional", Filter.optional()],
    ["an id, and is nullable", Filter.nullable()],
    ["an id and a description", Filter.describe("The filter")],
    ["two parts", Filter.and(z.object({ page: z.string().optional() }))],
    ["variants", z.union([Filter, z.object({ page: z.string() })])],
    ["any names", z.record(z.string(), z.string())],
    ["an id, and has itself as a member", Recursive],
  ])("is described and refused in the same way if it has %s", async (_what, filter) => {
    const route = validate({ query: z.object({ filter }) });
    const mount = (parser: string) => {
      const app = express().set("query parser", parser);
      return app.get("/rooms", route, (_req, res) => void res.sendStatus(200));
    };

    const { status } = await request(mount("extended")).get("/rooms?filter[tag]=a");

    expect(status).toBe(200);
    expect(parametersOrRefusal(mount("extended"))).toMatchObject([
      { name: "filter", style: "deepObject", explode: true },
    ]);
    expect(parametersOrRefusal(mount("simple"))).toBe(refusal);
  });

  it.each<[string, z.ZodType]>([
    ["text with an id", z.string().meta({ id: "Text" })],
    ["text or an object", z.union([z.string(), Filter])],
    ["null", z.null()],
  ])("is not %s", (_what, filter) => {
    const app = express().set("query parser", "simple");
    app.get("/rooms", validate({ query: z.object({ filter }) }));

    expect(parametersOrRefusal(app)).toEqual([
      expect.not.objectContaining({ style: "deepObject" }),
    ]);
  });

  it("is read by a mounted app in Express 5, and by the outermost one in Express 4", async () => {
    const inner = express().set("query parser", isExpress4 ? "simple" : "extended");
    inner.get("/rooms", rooms, (req, res) => void res.json(req.query));
    await using served = await serve((app) => app.use("/inner", inner), { express });
    const outer = express().use("/inner", inner);

    const { status } = await served.api.get("/inner/rooms?filter[tag]=a");
    const document = openapi(outer, { ...options, mounts: { "/inner": inner } });

    expect(status).toBe(200);
    expect(Object.keys(document.paths)).toEqual(["/inner/rooms"]);
  });

  it("may be described by hand, and is described in a router without an app", () => {
    const router = express.Router().get("/rooms", rooms);
    const app = express().get("/rooms", operation({ parameters: [parameter] }), rooms);
    app.set("query parser", "simple");

    expect(openapi(app, options).paths["/rooms"]?.["get"]?.parameters).toEqual([parameter]);
    expect(openapi(router, options).paths["/rooms"]?.["get"]?.parameters).toMatchObject([
      { style: "deepObject" },
    ]);
  });
});
