import { PGlite } from "@electric-sql/pglite";
import * as backstop from "express-backstop";
import {
  asyncHandler,
  requestContext,
  UnauthorizedError,
  UpgradeRequiredError,
  validate,
} from "express-backstop";
import { builtInErrors } from "express-backstop/catalog";
import { postgres } from "express-backstop/mappers/postgres";
import type { Test } from "supertest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { serve, type Served } from "../support/app.ts";
import { problem } from "../support/problem.ts";

describe("the built-in errors", () => {
  let app: Served;
  const database = new PGlite();

  beforeAll(async () => {
    await database.exec(`
      create table authors (id int primary key);
      create table articles (slug text unique, author int references authors);
      insert into authors values (1);
      insert into articles values ('taken', 1);
    `);
    app = await serve(
      (express) => {
        express.use("/slow", requestContext({ timeout: 20 }), () => {});
        express.post("/articles", validate({ body: z.object({ title: z.string() }) }));
        express.post(
          "/query",
          asyncHandler(async (req) => database.query(req.body.sql)),
        );
        express.get(
          "/private",
          asyncHandler(() => {
            throw new UnauthorizedError(['Bearer realm="a"', "Basic"]);
          }),
        );
        express.get(
          "/upgrade",
          asyncHandler(() => {
            throw new UpgradeRequiredError("TLS/1.3");
          }),
        );
        express.get(
          "/broken",
          asyncHandler(() => {
            throw new Error("broken");
          }),
        );
      },
      { mappers: [postgres()] },
    );
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
    await database.close();
  });

  const json = { "content-type": "application/json" };
  const query = (sql: string) => () => app.api.post("/query").send({ sql });
  const ways: Record<string, () => Test> = {
    validation_failed: () => app.api.post("/articles").send({}),
    invalid_json: () => app.api.post("/articles").set(json).send("{"),
    body_too_large: () => app.api.post("/articles").send({ title: "a".repeat(200_000) }),
    unsupported_media_type: () =>
      app.api.post("/articles").set({ "content-type": "application/json; charset=x" }).send("{}"),
    route_not_found: () => app.api.get("/nowhere"),
    method_not_allowed: () => app.api.delete("/articles"),
    unauthorized: () => app.api.get("/private"),
    upgrade_required: () => app.api.get("/upgrade"),
    internal_error: () => app.api.get("/broken"),
    deadline_exceeded: () => app.api.get("/slow"),
    duplicate: query("insert into articles values ('taken', 1)"),
    reference_missing: query("insert into articles values ('new', 2)"),
    still_referenced: query("delete from authors"),
  };

  it.each(Object.entries(ways))(
    "match what the toolkit sends: %s has the declared status, title and members",
    async (code, send) => {
      const body = problem(await send());

      const factory = Object.values(builtInErrors).find((each) => each.code === code);
      const { status, title } = body;
      expect(body.code).toBe(code);
      expect({ status, title }).toEqual({ status: factory?.status, title: factory?.title });
      const read = await factory?.data?.["~standard"].validate(body);
      expect(read ?? {}).not.toHaveProperty("issues");
    },
  );

  it("have the code and title of every class", () => {
    const classes = Object.values(backstop)
      .filter((value) => typeof value === "function")
      .filter((value) => /^[A-Z].*Error$/.test(value.name) && value !== backstop.HttpError);
    const errors = classes.map((value) => {
      const first = value === backstop.UpgradeRequiredError ? "h2c" : ["GET"];
      return Reflect.construct(value, [first]) as backstop.HttpError;
    });

    expect(errors.length).toBeGreaterThan(38);
    for (const { code, status, title, extensions } of errors) {
      const factory = Object.values(builtInErrors).find((each) => each.code === code);
      expect({ code, status, title }).toEqual({
        code: factory?.code,
        status: factory?.status,
        title: factory?.title,
      });
      expect(Object.keys(extensions ?? {})).toEqual(members(factory));
    }
  });

  it("create the same errors as the classes", () => {
    const allow = ["GET", "HEAD"];
    const { headers, message, extensions } = builtInErrors.method_not_allowed({ allow });

    expect({ headers, message, extensions }).toEqual({
      headers: { Allow: "GET, HEAD" },
      message: "This resource supports GET, HEAD.",
      extensions: { allow },
    });
    expect(builtInErrors.unauthorized({ challenge: ["Basic"] }).headers).toEqual({
      "WWW-Authenticate": ["Basic"],
    });
  });

  it("refuse members of another type", () => {
    const bad = { challenge: "Basic" } as object as { challenge: string[] };

    expect(builtInErrors.unauthorized(bad)).toMatchObject({
      status: 401,
      data: undefined,
      failures: [{ message: expect.stringContaining("challenge") }],
    });
  });

  it("match the committed snapshot, because clients rely on each", async () => {
    await expect(builtInErrors.snapshot()).toMatchFileSnapshot("built-in-errors.snapshot.json");
  });
});

function members(factory: { data: object | undefined } | undefined): string[] {
  const schema = factory?.data as
    | { "~standard": { jsonSchema: { output(): { required: string[] } } } }
    | undefined;
  return schema?.["~standard"].jsonSchema.output().required ?? [];
}
