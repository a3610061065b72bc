import { validate } from "express-backstop";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { serve } from "../support/app.ts";
import { expresses } from "../support/expresses.ts";
import { problem } from "../support/problem.ts";

describe.each(expresses)("on %s", (_name, express) => {
  it("passes parsed values on, and responds with 500 when a schema itself fails", async () => {
    const parsed = z.object({ count: z.coerce.number().default(3) });
    const failing = z.string().refine(async () => {
      throw new Error("ECONNREFUSED secret");
    });
    await using app = await serve(
      (app) => {
        app.post("/parsed", validate({ body: parsed }), (req, res) => void res.json(req.body));
        app.post(
          "/failing",
          validate({ body: z.object({ a: failing }) }),
          (_req, res) => void res.json("passed"),
        );
      },
      { express },
    );

    expect((await app.api.post("/parsed").send({ extra: true })).body).toEqual({ count: 3 });
    expect(problem(await app.api.post("/failing").send({ a: "x" })).status).toBe(500);
  });

  // fault: validated-twice
  it("checks one body with two schemas, one after the other", async () => {
    const first = validate({ body: z.looseObject({ title: z.string() }) });
    const second = validate({ body: z.looseObject({ count: z.coerce.number() }) });
    await using app = await serve(
      (app) => {
        app.use("/articles", first);
        app.post("/articles", second, (req, res) => void res.json(req.body));
      },
      { express },
    );

    expect(problem(await app.api.post("/articles").send({ count: "1" })).errors).toMatchObject([
      { pointer: "#/title" },
    ]);
    expect(problem(await app.api.post("/articles").send({ title: "x" })).errors).toMatchObject([
      { pointer: "#/count" },
    ]);
    expect((await app.api.post("/articles").send({ title: "x", count: "1" })).body).toEqual({
      title: "x",
      count: 1,
    });
  });

  // fault: schema-fails
  it("responds with 500 to an outage inside a schema, and repeats nothing of it", async () => {
    const outage = async (): Promise<never> => {
      throw Object.assign(new Error("ECONNREFUSED 10.0.0.5:5432"), { status: 400 });
    };
    const schema = z.object({ title: z.string().refine(outage) });
    await using app = await serve((app) => app.post("/", validate({ body: schema })), { express });

    const response = await app.api.post("/").send({ title: "hunter2" });

    expect(problem(response)).toMatchObject({ status: 500, code: "internal_error" });
    expect(response.text).not.toMatch(/ECONNREFUSED|hunter2/);
    expect(app.records).toMatchObject([{ level: "error" }]);
  });
});
